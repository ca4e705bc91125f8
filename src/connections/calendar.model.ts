import { Temporal } from 'temporal-polyfill';
import { type Blackout, type Pause, weekdays } from './calendar.schema.ts';

// Blackouts and planned pauses are told in the district's time zone; here they become instants. A time that the clocks
// skip is that much later, and of one that they show twice it is the first.

type Span = { readonly begins: number; readonly ends: number };
const hour = 3_600_000;
/** Blackouts that leave no gap for so long are looked at anew then. */
const longest = 366 * 24 * hour;

/** When the blackout ends in which an instant lies, with all that follow it without a gap; null: it lies in none. */
export function blackoutUntil(blackouts: readonly Blackout[], zone: string, at: Date): Date | null {
  const start = at.getTime();
  let until = start;
  for (let grown = true; grown && until - start < longest; ) {
    const day = Temporal.Instant.fromEpochMilliseconds(until).toZonedDateTimeISO(zone).toPlainDate();
    const spans = blackouts.flatMap((one) => spansNear(one, zone, day));
    const next = Math.max(...spans.filter((span) => span.begins <= until && until < span.ends).map(({ ends }) => ends));
    grown = next > until;
    if (grown) until = next;
  }
  return until === start ? null : new Date(until);
}

/** The times of a blackout that may hold an instant of a day: those that began the day before reach into it. */
function spansNear({ from, to, days }: Blackout, zone: string, day: Temporal.PlainDate): Span[] {
  if (from.length > 5) return [spanOf({ from, to }, zone)];
  return [day.subtract({ days: 1 }), day].flatMap((first) => {
    if (days !== undefined && !days.includes(weekdays[first.dayOfWeek - 1] as (typeof weekdays)[number])) return [];
    const last = to > from ? first : first.add({ days: 1 });
    return [{ begins: instantOf(first, from, zone), ends: instantOf(last, to, zone) }];
  });
}

const instantOf = (day: Temporal.PlainDate, time: string, zone: string) =>
  day.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;

/** From when to when: a day that it ends with is part of it. */
export function spanOf({ from, to }: Pick<Pause, 'from' | 'to'>, zone: string): Span {
  const at = (moment: string, asEnd: boolean) => {
    const [date = '', time] = moment.split('T');
    const day = Temporal.PlainDate.from(date);
    if (time !== undefined) return instantOf(day, time, zone);
    return instantOf(asEnd ? day.add({ days: 1 }) : day, '00:00', zone);
  };
  return { begins: at(from, false), ends: at(to, true) };
}

/** Whether two lists say the same, in this order. */
export const isSameList = (a: readonly object[], b: readonly object[]): boolean =>
  JSON.stringify(a.map(sorted)) === JSON.stringify(b.map(sorted));
const sorted = (one: object) =>
  Object.entries(one)
    .filter(([, value]) => value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));

const because = (reason: string | undefined) => (reason === undefined || reason === '' ? '' : ` (${reason})`);

/** Blackouts as a person reads them. */
export const blackoutsInWords = (blackouts: readonly Blackout[]): string =>
  listed(
    blackouts.map(({ from, to, days, reason }) => {
      const which = from.length > 5 ? '' : days === undefined ? 'every day ' : `${days.join(', ')} `;
      return `${which}${from} to ${to}${because(reason)}`;
    }),
  );

export const pausesInWords = (pauses: readonly Pause[]): string =>
  listed(pauses.map(({ from, to, reason }) => `${from} to ${to}${because(reason)}`));

const listed = (all: readonly string[]) => (all.length === 0 ? 'none' : all.join('; '));

/** An instant as the clocks of the district show it: 2026-12-20 18:00. */
export const shownIn = (zone: string, at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ');
