import { Temporal } from 'temporal-polyfill';
import type { Schedule } from './connection.schema.ts';

const minute = 60_000;
/** As often as a system is asked for what is new, where everything shall be there at once. */
const realtimeMs = 5 * minute;
const hourMs = 60 * minute;
const night = '02:00';

/**
 * When a schedule is due next after an instant. A night is once a day in the district's zone: a time that the clocks skip
 * is that much later, and of one that they show twice it is the first.
 */
export function nextDue({ every, at = night }: Schedule, zone: string, after: Date): Date {
  if (every === 'realtime') return new Date(after.getTime() + realtimeMs);
  if (every === 'hour') return new Date((Math.floor(after.getTime() / hourMs) + 1) * hourMs);
  const today = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  for (const days of [0, 1]) {
    const due = today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: at }).epochMilliseconds;
    if (due > after.getTime()) return new Date(due);
  }
  throw new Error(`no ${at} in ${zone} follows ${after.toISOString()}`);
}

/** Whether two say the same, in whatever order they were written. */
export const isSameSchedule = (a: Schedule | null, b: Schedule | null): boolean =>
  a?.every === b?.every && a?.at === b?.at;

/** A night reads everything, so that nothing stays wrong for long; in between only what has changed is asked for. */
export const readsAll = ({ every }: Schedule): boolean => every === 'night';

/** The clocks of two machines differ, and a record may be stored a little after the instant that it names. */
const slack = 5 * minute;
export const changedSince = (lastBegan: Date): Date => new Date(lastBegan.getTime() - slack);
