import { blackoutUntil } from '../connections/calendar.model.ts';
import type { Blackout } from '../connections/calendar.schema.ts';
import type { Schedule } from '../connections/connection.schema.ts';
import type { NewsFacts } from '../notifications/news.model.ts';
import { phaseOf, type TermDays } from '../runs/threshold.model.ts';
import type { Phase } from '../runs/threshold.schema.ts';
import type { ExpectationKind } from './expectation.schema.ts';
import { type Band, bandOf, quietStreak } from './usual.model.ts';

// What should have happened by now, and whether it has. Each rule answers null where nothing is expected: a silence that a
// calendar, a pause or too little history explains is none.

export type Verdict = {
  readonly kind: ExpectationKind;
  readonly subject: string;
  readonly connection: number | null;
  readonly state: 'met' | 'missed';
  /** Since when it is missed, as far as the rule knows. */
  readonly since?: Date;
  /** A miss that grows worse is told again at each stage. */
  readonly stage?: string;
  readonly facts: NewsFacts;
};

export const minute = 60_000;
export const day = 24 * 60 * minute;

/** When silence is expected: blackouts of connection and district, planned pauses, and between terms. Days are those of the zone. */
export type Calendar = {
  readonly zone: string;
  readonly blackouts: readonly Blackout[];
  readonly pauses: readonly { readonly begins_at: Date; readonly ends_at: Date }[];
  readonly terms: readonly TermDays[];
};

/** Whether nothing need come on a day: a dated blackout holds it, or a planned pause its noon. */
export function isSilent({ blackouts, pauses }: Calendar, on: string): boolean {
  const noon = new Date(`${on}T12:00:00Z`);
  return (
    blackouts.some(({ from, to }) => from.length > 5 && from.slice(0, 10) <= on && on <= to.slice(0, 10)) ||
    pauses.some(({ begins_at, ends_at }) => begins_at <= noon && noon < ends_at)
  );
}

export const phaseOn = ({ terms }: Calendar, on: string): Phase | null => phaseOf(terms, on);

/** Monday is 1, Sunday 7. */
export const weekdayOf = (on: string): number => ((new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
const isSchoolDay = (calendar: Calendar, on: string) =>
  weekdayOf(on) <= 5 && phaseOn(calendar, on) !== 'break' && !isSilent(calendar, on);
export const daysBefore = (on: string, n: number): string =>
  new Date(Date.parse(on) - n * day).toISOString().slice(0, 10);

/** How a flow stands that a schedule asks to run. */
export type FlowNow = {
  readonly flow: number;
  readonly connection: number;
  readonly schedule: Schedule | null;
  readonly dueAt: Date | null;
  /** Paused, or in an auth error: nothing runs, and that is known. */
  readonly resting: boolean;
  /** The oldest run that has not ended; `moving`: a worker has something of it in hand, or had a moment ago. */
  readonly open: { readonly run: number; readonly askedAt: Date; readonly moving: boolean } | null;
};

const graces = { night: 60 * minute, hour: 30 * minute, realtime: 20 * minute } as const;
/** How late a run may be. */
export const graceOf = (schedule: Schedule | null): number => graces[schedule?.every ?? 'night'];

export function judgeRun(now: Date, calendar: Calendar, flow: FlowNow): Verdict | null {
  const { schedule, dueAt, open } = flow;
  const closed = blackoutUntil(calendar.blackouts, calendar.zone, now) !== null;
  if (flow.resting || closed || (dueAt === null && open === null)) return null;
  const one = { kind: 'run', subject: String(flow.flow), connection: flow.connection } as const;
  const late = (since: Date) => now.getTime() - since.getTime() > graceOf(schedule);
  const every = schedule?.every ?? null;
  if (open !== null && !open.moving && late(open.askedAt))
    return { ...one, state: 'missed', since: open.askedAt, facts: { why: 'waits', every, run: open.run } };
  // The clock asks for what is due at once: that it has not says that no process looks.
  if (open === null && dueAt !== null && late(dueAt))
    return {
      ...one,
      state: 'missed',
      since: dueAt,
      facts: { why: 'not_asked', every, dueAt: dueAt.toISOString() },
    };
  return { ...one, state: 'met', facts: { every, dueAt: dueAt?.toISOString() ?? null } };
}

/** What one run read of a kind: rows that were in the source, whatever became of them. */
export type RowsRead = { readonly run: number; readonly at: Date; readonly day: string; readonly came: number };

const leastNights = 4;
const mostNights = 12;
const rowsLeeway = { scatters: 4, share: 0.15, count: 10 } as const;

/** The last reading of each day: whoever syncs five times on a Monday has not seen five Mondays. */
function lastOfDay(history: readonly RowsRead[]): readonly RowsRead[] {
  return [...new Map(history.map((one) => [one.day, one])).values()];
}

/** What is usual on a day, by the days before it of the same weekday in the same phase of the term. */
function usualOn(calendar: Calendar, before: readonly RowsRead[], on: string): Band | null {
  const [weekday, phase] = [weekdayOf(on), phaseOn(calendar, on)];
  const like = before.filter((one) => weekdayOf(one.day) === weekday && phaseOn(calendar, one.day) === phase);
  return bandOf(
    like.slice(-mostNights).map(({ came }) => came),
    leastNights,
    rowsLeeway,
  );
}

/** Each of the last days with what was usual by then. */
export function bandsOf(calendar: Calendar, history: readonly RowsRead[], last: number) {
  const days = lastOfDay(history);
  return days.slice(-last).map((one) => {
    const before = days.slice(0, days.indexOf(one));
    return { ...one, band: usualOn(calendar, before, one.day) };
  });
}

export type RowsOf = { readonly flow: number; readonly connection: number; readonly kind: string };

/** `history`: the oldest first. `normalSince`: what was before is not learned from. */
export function judgeRows(
  calendar: Calendar,
  { flow, connection, kind }: RowsOf,
  history: readonly RowsRead[],
  normalSince: Date | null,
): Verdict | null {
  const known = lastOfDay(history.filter(({ at }) => normalSince === null || at > normalSince));
  const latest = known.at(-1);
  if (latest === undefined) return null;
  const before = known.slice(0, -1);
  const { came, run } = latest;
  const one = { kind: 'rows', subject: `${flow} ${kind}`, connection } as const;
  const band = usualOn(calendar, before, latest.day);
  const lately = bandOf(
    before.slice(-mostNights).map((night) => night.came),
    2,
    rowsLeeway,
  );
  const facts = { records: kind, run, came, day: latest.day };
  // Nothing at all is odd on any weekday.
  if (came === 0 && lately !== null && lately.usual > 0)
    return { ...one, state: 'missed', since: latest.at, facts: { ...facts, ...(band ?? lately), emptied: true } };
  if (band === null) return null;
  const state = came < band.low ? 'missed' : 'met';
  return { ...one, state, since: latest.at, facts: { ...facts, ...band, emptied: false } };
}

/** How much changed on a day on which the source was read. */
export type ChangedOn = { readonly day: string; readonly changed: number };
const leastDays = 10;
const usually = 0.8;

/** A source that has not changed anything for days though it usually does. */
export function judgeQuiet(
  calendar: Calendar,
  { flow, connection }: Omit<RowsOf, 'kind'>,
  days: readonly ChangedOn[],
  normalSince: string | null,
): Verdict | null {
  const school = days.filter(
    (one) => isSchoolDay(calendar, one.day) && (normalSince === null || one.day > normalSince),
  );
  const { now, longest } = quietStreak(school.map(({ changed }) => changed > 0));
  const before = school.slice(0, school.length - now);
  const share = before.filter(({ changed }) => changed > 0).length / Math.max(1, before.length);
  if (before.length < leastDays || share < usually) return null;
  const allowed = Math.max(3, 2 * longest + 1);
  const last = before.at(-1)?.day ?? null;
  return {
    kind: 'quiet',
    subject: String(flow),
    connection,
    state: now >= allowed ? 'missed' : 'met',
    facts: { days: now, longest, lastChange: last },
  };
}
