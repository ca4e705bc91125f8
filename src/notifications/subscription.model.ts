import { Temporal } from 'temporal-polyfill';
import { blackoutUntil } from '../connections/calendar.model.ts';
import type { Fact, NewsFacts, NewsKind, ToldNews } from './news.model.ts';
import type { Choices } from './subscription.schema.ts';

// Who is told of which news, and when.

export type Subscription = Choices & {
  readonly no: number;
  readonly signIn: number;
  readonly flow: number | null;
  readonly since: Date;
};

/** A choice as the district file names it: by the e-mail of whose it is, and its connection; null: all. */
export type WantedNotification = Choices & { readonly person: string; readonly connection: string | null };
export type NotificationState = WantedNotification & { readonly no: number };

/** What is asked of the database before it is known who is told. */
export type Around = {
  /** The connection at the source of each flow. */
  readonly sourceOf: ReadonlyMap<number, number | null>;
  /** Who has an issue now, by its number. */
  readonly assigneeOf: ReadonlyMap<string, number>;
  /** Whether a subscription was told, or is about to be, that something was wrong with a subject. */
  readonly wasTold: (subscription: number, about: Pick<ToldNews, 'kind' | 'subject'>) => boolean;
};

/** Changes that say that something is well again: told only to whom the trouble was. */
const recoveries: Readonly<Partial<Record<NewsKind, readonly string[]>>> = {
  issue: ['resolved'],
  connection: ['recovered'],
  expectation: ['met'],
  backup: ['done'],
};
export const isRecovery = ({ kind, change }: Pick<ToldNews, 'kind'> & { readonly change: string }): boolean =>
  recoveries[kind]?.includes(change) ?? false;

/** Runs that nobody started by hand; a day of pushes is one. */
const byItself = ['schedule', 'push'];
const byHand = ['person', 'api'];

const counted = (facts: NewsFacts, ...names: readonly string[]) =>
  names.reduce((sum, name) => sum + Number(facts[name] ?? 0), 0);
const lengthOf = (fact: Fact | undefined) => (Array.isArray(fact) ? fact.length : 0);

/** Records of a run that did not get through and that wait for nothing but a person. */
export const refusedIn = (facts: NewsFacts): number => counted(facts, 'invalid', 'conflict', 'rejected');

/** Whether a run met something that somebody should know of; what people snoozed or muted is none. */
export function hadProblems(facts: NewsFacts): boolean {
  if (facts['state'] === 'stopped' || counted(facts, 'partsLeft', 'holds', 'held') > 0) return true;
  if (refusedIn(facts) + counted(facts, 'blocked') === 0) return false;
  return lengthOf(facts['causes']) > 0 || counted(facts, 'quiet') === 0;
}

/** The one subscription of each person that speaks of a flow's or connection's news: the one made for it, else the one for all. */
export function concerned(all: readonly Subscription[], news: ToldNews, around: Around): readonly Subscription[] {
  const isAbout = ({ flow }: Subscription) =>
    flow !== null && (flow === news.flow || (news.flow === null && isSource(flow, news.connection, around)));
  const special = all.filter(isAbout);
  const served = new Set(special.map(({ signIn }) => signIn));
  return [...special, ...all.filter(({ flow, signIn }) => flow === null && !served.has(signIn))];
}

const isSource = (flow: number, connection: number | null, { sourceOf }: Around) =>
  connection !== null && sourceOf.get(flow) === connection;

/** Whether a subscription that is concerned asks for the news. */
export function isWanted(one: Subscription, news: ToldNews, around: Around): boolean {
  if (news.at < one.since) return false;
  if (news.kind === 'run') return wantsRun(one, news.facts);
  const asked =
    one.changes === 'all' ||
    (one.changes === 'mine' && news.kind === 'issue' && around.assigneeOf.get(news.subject) === one.signIn);
  return isRecovery(news) ? around.wasTold(one.no, news) : asked;
}

function wantsRun({ runs }: Subscription, facts: NewsFacts): boolean {
  const trigger = String(facts['trigger']);
  if (runs === 'nightly') return byItself.includes(trigger);
  return runs === 'problems' && [...byItself, ...byHand].includes(trigger) && hadProblems(facts);
}

const minute = 60_000;
const hour = 60 * minute;
/** The runs of a day of pushes, one a school, end one after the other. */
const pushesWait = 10 * minute;
/** A hold is told with the run that it is of, which goes on for a while. */
const longestRun = 24 * hour;
/** What comes and goes is not told more often than this. */
const again = hour;

export type Due = { readonly at: Date; readonly bundle: string };
const digest = 'digest';

/** The word under which news go into one mail, where they are told at once. */
function bundleOf({ kind, subject, flow, facts }: ToldNews): string {
  if (kind === 'run' && facts['trigger'] === 'push') return `pushes ${flow}`;
  return typeof facts['run'] === 'number' ? `run ${facts['run']}` : `${kind} ${subject}`;
}

/**
 * When news are told: at once, in the day's digest, or behind the quiet hours that they fall in. `before`: when the same
 * subject was told last.
 */
export function dueOf(
  { digestAt, quiet }: Pick<Choices, 'digestAt' | 'quiet'>,
  zone: string,
  news: ToldNews,
  before: Date | null = null,
): Due {
  if (digestAt !== null) return behindQuiet(quiet, zone, { at: nextAt(digestAt, zone, news.at), bundle: digest });
  const wait = news.kind === 'hold' && typeof news.facts['run'] === 'number' ? longestRun : 0;
  const pushed = news.kind === 'run' && news.facts['trigger'] === 'push' ? pushesWait : 0;
  // What still waits is told together with it.
  const last = before === null || news.kind === 'run' ? null : before.getTime();
  const earliest = last === null ? 0 : last > news.at.getTime() ? last : last + again;
  const at = new Date(Math.max(news.at.getTime() + wait + pushed, earliest));
  return behindQuiet(quiet, zone, { at, bundle: bundleOf(news) });
}

function behindQuiet(quiet: Choices['quiet'], zone: string, due: Due): Due {
  const until = blackoutUntil(quiet, zone, due.at);
  return until === null ? due : { at: until, bundle: digest };
}

/** The next time that the clocks of a zone show `07:00`, from an instant on. */
function nextAt(time: string, zone: string, from: Date): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(zone);
  const today = start.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: time });
  const next = Temporal.ZonedDateTime.compare(today, start) >= 0 ? today : today.add({ days: 1 });
  return new Date(next.epochMilliseconds);
}

/**
 * Since when something has been so for a number of hours, those not counted in which the school is closed (its blackouts by
 * dates). Null: not yet.
 */
export function openSince(
  since: Date,
  hours: number,
  {
    closed,
    zone,
    now,
  }: { readonly closed: Parameters<typeof blackoutUntil>[0]; readonly zone: string; readonly now: Date },
): Date | null {
  const holidays = closed.filter(({ from }) => from.length > 5);
  let left = hours * hour;
  for (let at = since.getTime(); at <= now.getTime(); ) {
    const until = blackoutUntil(holidays, zone, new Date(at));
    if (until !== null) {
      at = until.getTime();
      continue;
    }
    const next = nextClosed(holidays, zone, at) ?? Number.POSITIVE_INFINITY;
    if (at + left <= next) return at + left <= now.getTime() ? new Date(at + left) : null;
    left -= next - at;
    at = next;
  }
  return null;
}

function nextClosed(holidays: readonly { readonly from: string }[], zone: string, after: number): number | null {
  const begins = holidays.map(({ from }) => {
    const [day = '', time = '00:00'] = from.split('T');
    return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
  });
  const later = begins.filter((at) => at > after);
  return later.length === 0 ? null : Math.min(...later);
}

type Subject = Pick<ToldNews, 'kind' | 'subject' | 'at'> & { readonly change: string };

/**
 * What is left to tell of a bundle: of each subject the last that happened. What came and went again before anybody was told
 * of it is only counted.
 */
export function settled<One extends Subject>(
  all: readonly One[],
  wasTold: (about: One) => boolean,
): { readonly tell: readonly One[]; readonly passed: readonly One[] } {
  const last = new Map<string, One>();
  for (const one of [...all].sort((a, b) => a.at.getTime() - b.at.getTime()))
    last.set(`${one.kind} ${one.subject}`, one);
  const tell = [...last.values()].filter((one) => !isRecovery(one) || wasTold(one));
  const told = new Set(tell);
  return { tell, passed: all.filter((one) => !told.has(one)) };
}
