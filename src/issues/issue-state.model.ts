import type { IssueState } from './issue.schema.ts';

// How an issue stands, as a table of moves. While it is snoozed or muted it keeps what it was, and is that again afterwards.

export type IssueEvent =
  /** The records that have it, as the end of a run finds them: some, or none any more. */
  | 'refused'
  | 'cleared'
  /** What a snooze waits for has come. */
  | 'due'
  // What a person does.
  | 'snooze'
  | 'wake'
  | 'mute'
  | 'unmute';

/** A state, the one it was before, or null: it cannot be done, or changes nothing. */
type Cell = IssueState | 'was' | null;

const present: Readonly<Record<IssueEvent, Cell>> = {
  refused: null,
  cleared: 'resolved',
  due: null,
  snooze: 'snoozed',
  wake: null,
  mute: 'muted',
  unmute: null,
};

const moves: Readonly<Record<IssueState, Readonly<Record<IssueEvent, Cell>>>> = {
  open: present,
  regressed: present,
  // Another snooze takes the place of the one there is.
  snoozed: { ...present, due: 'was', wake: 'was' },
  // Whoever muted it wants to hear nothing of it, also when it goes and comes again.
  muted: { ...present, cleared: null, snooze: null, unmute: 'was' },
  resolved: { ...present, refused: 'regressed', cleared: null, snooze: null, mute: null },
};

export type Standing = { readonly state: IssueState; readonly was: 'open' | 'regressed' | null };

/** What an event makes of an issue; null: nothing. */
export function movedIssue({ state, was }: Standing, event: IssueEvent): Standing | null {
  const cell = moves[state][event];
  if (cell === null) return null;
  const to = cell === 'was' ? (was ?? 'open') : cell;
  if (to !== 'snoozed' && to !== 'muted') return { state: to, was: null };
  return { state: to, was: state === 'regressed' ? 'regressed' : (was ?? 'open') };
}
