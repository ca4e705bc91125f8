import { text } from '../text/text.ts';

// Days of the calendar as they are sent: 2026-09-01, without a time or zone.

const millisecondsADay = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const formatted = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(text.language, { ...options, timeZone: 'UTC' });
  return (day: string): string => format.format(at(day));
};

/** "Tue, Sep 1, 2026". */
export const dayLabel = formatted({ weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });
/** "Sep 1, 2026". */
export const dayText = formatted({ month: 'short', day: 'numeric', year: 'numeric' });
/** "Tue, Sep 1". */
export const shortDay = formatted({ weekday: 'short', month: 'short', day: 'numeric' });
/** "Tue". */
export const weekday = formatted({ weekday: 'short' });
/** "1". */
export const dayOfMonth = formatted({ day: 'numeric' });

/** The day of an instant in a zone, as people write it. */
export function dateIn(instant: string, timeZone: string): string {
  return new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeZone }).format(Date.parse(instant));
}

function dayAfter(day: string, days: number): string {
  return new Date(at(day) + days * millisecondsADay).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
function mondayOf(day: string): string {
  const sinceMonday = (new Date(at(day)).getUTCDay() + 6) % 7;
  return dayAfter(day, -sinceMonday);
}

export interface Week<Item> {
  monday: string;
  days: readonly { day: string; items: readonly Item[] }[];
}

/** What happens on days, as weeks from Monday to Sunday; weeks without anything are left out. */
export function weeksOf<Item extends { readonly day: string }>(items: readonly Item[]): readonly Week<Item>[] {
  const mondays = [...new Set(items.map((item) => mondayOf(item.day)))].toSorted();
  return mondays.map((monday) => ({
    monday,
    days: [0, 1, 2, 3, 4, 5, 6].map((n) => {
      const day = dayAfter(monday, n);
      return { day, items: items.filter((item) => item.day === day) };
    }),
  }));
}
