import { Temporal } from 'temporal-polyfill';

/** The beginning of a day (`2026-12-01`) in a zone. */
export function dayBegins(day: string, zone: string): Date {
  return new Date(Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone }).epochMilliseconds);
}

/** The day of an instant in a zone. */
export function dayOf(at: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

export type TermDates = { readonly type: string; readonly start: string; readonly end: string };

/** A grading period is too short to be meant by a term where there are longer ones, and a school year too long. */
const meant: readonly string[] = ['term', 'semester'];

/**
 * The day after the term that a day lies in: of several that people would call so, the one that ends first; where there
 * is none, the grading period or school year. Null: no term is under way.
 */
export function dayAfterTerm(terms: readonly TermDates[], day: string): string | null {
  const under = terms.filter(({ start, end }) => start <= day && day <= end);
  const wanted = under.filter(({ type }) => meant.includes(type));
  const [end] = (wanted.length > 0 ? wanted : under).map((term) => term.end).sort();
  return end === undefined ? null : Temporal.PlainDate.from(end).add({ days: 1 }).toString();
}
