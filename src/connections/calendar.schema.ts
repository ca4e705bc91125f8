import { z } from 'zod';
import { instant } from '../platform/page.schema.ts';

const time = /^([01]\d|2[0-3]):[0-5]\d$/;
const dayOrMoment = /^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d)?$/;
const isTime = (value: string) => time.test(value);
const isDay = (value: string) => dayOrMoment.test(value) && isThere(value.slice(0, 10));

/** Not 31 April. */
function isThere(day: string): boolean {
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day);
}

/** A day that ends something is part of it. */
const comesAfter = (from: string, to: string) => (to.length === 10 ? `${to}T24:00` : to) > from;

const reason = z.string().trim().max(200).optional();
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/**
 * When no run is asked for, in the district's time zone: times of every day or of some days of the week
 * (`to` at or before `from`: of the next day), or dates, of which the last is part of it.
 */
export const blackout = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    days: z.array(z.enum(weekdays)).min(1, 'must name at least one day').optional(),
    reason,
  })
  .superRefine(({ from, to, days }, told) => {
    const wrong = (path: string, message: string) => told.addIssue({ code: 'custom', path: [path], message });
    if (!isTime(from) && !isDay(from)) wrong('from', 'must be a time such as 07:00, or a day such as 2026-12-20');
    else if (isTime(from) && !isTime(to)) wrong('to', 'must be a time such as 15:30');
    else if (isDay(from) && !isDay(to)) wrong('to', 'must be a day such as 2027-01-03');
    else if (isDay(from) && !comesAfter(from, to)) wrong('to', 'must not be before it begins');
    else if (isDay(from) && days !== undefined) wrong('days', 'belongs to times of the week');
  });
export type Blackout = z.output<typeof blackout>;

const moment = z.string().refine(isDay, 'must be a day such as 2026-12-20, or a time such as 2026-12-20T18:00');
/** A planned pause, in the district's time zone; a day that it ends with is part of it. */
export const pause = z
  .strictObject({ from: moment, to: moment, reason })
  .refine(({ from, to }) => comesAfter(from, to), { path: ['to'], error: 'must not be before it begins' });
export type Pause = z.output<typeof pause>;

export const blackouts = z.array(blackout).max(100);
export const pauses = z
  .array(pause)
  .max(100)
  .refine((all) => new Set(all.map(({ from }) => from)).size === all.length, 'two of them begin at the same time');

/** A planned pause as it stands: whether it is still to come, has begun, or is over, and whose plan it is. */
export const pauseView = z.object({
  from: z.string(),
  to: z.string(),
  reason: z.string(),
  beginsAt: instant,
  endsAt: instant,
  state: z.enum(['planned', 'begun', 'over']),
  by: z.string(),
});

/** Blackouts of the whole district. */
export const calendar = z.strictObject({ blackouts });
export const calendarView = z.object({ timeZone: z.string(), blackouts: z.array(blackout) });
