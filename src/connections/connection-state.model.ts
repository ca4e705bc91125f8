// How a connection stands, as a table of moves. It is active or paused; active it is synced or has one of three errors;
// paused it keeps, unseen, what it will have again when it is resumed.

export const healths = ['synced', 'sync', 'auth', 'system'] as const;
/** Synced, or the type of the one error that there is. */
export type Standing = (typeof healths)[number];
export type ErrorType = Exclude<Standing, 'synced'>;
export type Status = 'active' | 'paused';
export type State = { readonly status: Status; readonly standing: Standing };

export const events = [
  /** A run read and sent everything to its end, whatever records were refused. */
  'ran',
  /** The connection as a whole met a failure: in a run, or in its checklist. */
  'sync_failed',
  'auth_failed',
  'system_failed',
  /** Its sign-in and rights were checked, and it was let in. */
  'let_in',
  /** What it signed in with was cleared, since its address has changed. */
  'cleared',
  // What a person does.
  'pause',
  'resume',
  'sync',
  'ticket',
] as const;
export type Event = (typeof events)[number];

/** Becomes this state, or the person is refused by this entry. */
export type Move = { readonly to: State } | { readonly refused: string };

type Cell = Standing | `refused: ${string}`;

const paused = 'refused: request.connection_paused';
const noSystemError = 'refused: request.no_system_error';

/**
 * While active: by how it stands, then by what happens, how it stands then. Auth is the one error that another run does
 * not take away: only being let in does. Otherwise what was met last is what is true.
 */
const whileActive: Readonly<Record<Standing, Readonly<Record<Exclude<Event, 'pause' | 'resume'>, Cell>>>> = {
  synced: {
    ran: 'synced',
    sync_failed: 'sync',
    auth_failed: 'auth',
    system_failed: 'system',
    let_in: 'synced',
    cleared: 'auth',
    sync: 'synced',
    ticket: noSystemError,
  },
  sync: {
    ran: 'synced',
    sync_failed: 'sync',
    auth_failed: 'auth',
    system_failed: 'system',
    let_in: 'sync',
    cleared: 'auth',
    sync: 'sync',
    ticket: noSystemError,
  },
  auth: {
    ran: 'auth',
    sync_failed: 'auth',
    auth_failed: 'auth',
    system_failed: 'auth',
    let_in: 'synced',
    cleared: 'auth',
    sync: 'refused: request.connection_auth_error',
    ticket: noSystemError,
  },
  system: {
    ran: 'synced',
    sync_failed: 'sync',
    auth_failed: 'auth',
    system_failed: 'system',
    let_in: 'system',
    cleared: 'auth',
    sync: 'system',
    ticket: 'system',
  },
};

/** While paused nothing is found out, but for what a person does to its credentials. */
const whilePaused: Readonly<Record<Exclude<Event, 'pause' | 'resume'>, (standing: Standing) => Cell>> = {
  ran: (standing) => standing,
  sync_failed: (standing) => standing,
  auth_failed: (standing) => standing,
  system_failed: (standing) => standing,
  let_in: (standing) => (standing === 'auth' ? 'synced' : standing),
  cleared: () => 'auth',
  sync: () => paused,
  ticket: () => paused,
};

/** What an event makes of a connection. A pause is undone by `resume` alone. */
export function moved({ status, standing }: State, event: Event): Move {
  if (event === 'pause') return status === 'paused' ? refused(paused) : { to: { status: 'paused', standing } };
  if (event === 'resume')
    return status === 'active'
      ? refused('refused: request.connection_not_paused')
      : { to: { status: 'active', standing } };
  const cell = status === 'paused' ? whilePaused[event](standing) : whileActive[standing][event];
  return isStanding(cell) ? { to: { status, standing: cell } } : refused(cell);
}

const isStanding = (cell: Cell): cell is Standing => healths.some((one) => one === cell);
const refused = (cell: Cell): Move => ({ refused: cell.replace('refused: ', '') });

/** What a failure is as an event. */
export const failedAs = {
  sync: 'sync_failed',
  auth: 'auth_failed',
  system: 'system_failed',
} as const satisfies Readonly<Record<ErrorType, Event>>;

/** The one action that each error offers. */
export const actions = { sync: 'resync', auth: 'reauthenticate', system: 'ticket' } as const satisfies Readonly<
  Record<ErrorType, string>
>;

/** Of several failures that are met at once, the one that is told: what keeps the others from being seen comes first. */
export function foremost<T extends { readonly type: ErrorType }>(failures: readonly T[]): T | null {
  const order: readonly ErrorType[] = ['auth', 'sync', 'system'];
  return order.flatMap((type) => failures.find((failure) => failure.type === type) ?? [])[0] ?? null;
}
