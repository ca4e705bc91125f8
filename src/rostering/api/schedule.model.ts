import { type Body, given } from './body.model.ts';
import { type Fault, fault } from './fault.model.ts';

// When something takes place: `start, end` as ISO strings, or dates and times of a wall clock in a time zone.

type Day = { readonly year: number; readonly month: number; readonly day: number };
/** Seconds since midnight by the wall clock. */
type TimeOfDay = number;
export type Span = { readonly start: Date; readonly end: Date };

export const isoFields: readonly string[] = ['start', 'end'];
export const wallFields: readonly string[] = ['startDate', 'endDate', 'startTime', 'endTime', 'timeZone'];

/** The entries that tell what is wrong with a schedule; courses and sessions have their own. */
export type ScheduleEntries = {
  readonly startDate: string;
  readonly endDate: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly timeZone: string;
  readonly order: string;
};

type Schedule = {
  /** In the order of the contract: start date, end date, start time, end time, time zone, start before end. */
  readonly faults: readonly Fault[];
  /** Null: a field is missing or wrong, both forms are given, or it does not start before it ends. */
  readonly span: Span | null;
};

/** Judges what is given of a schedule; that it is whole and of one form is judged by `formOf`. */
export function schedule(body: Body, names: ScheduleEntries): Schedule {
  const faults = [
    ...wrong(body, 'start', names.startDate, parseIso),
    ...wrong(body, 'startDate', names.startDate, parseDay),
    ...wrong(body, 'end', names.endDate, parseIso),
    ...wrong(body, 'endDate', names.endDate, parseDay),
    ...wrong(body, 'startTime', names.startTime, parseTime),
    ...wrong(body, 'endTime', names.endTime, parseTime),
    ...wrong(body, 'timeZone', names.timeZone, (text) => (isTimeZone(text) ? text : null)),
  ];
  const span = faults.length > 0 ? null : spanOf(body);
  if (span === null || span.start < span.end) return { faults, span };
  return { faults: [fault(given(body, 'end') === null ? '/endDate' : '/end', names.order)], span: null };
}

function wrong(body: Body, field: string, entry: string, parse: (text: string) => unknown): readonly Fault[] {
  const text = given(body, field);
  if (text === null || parse(text) !== null) return [];
  return [fault(`/${field}`, entry, field === 'timeZone' ? { timeZone: text, field } : { field }, text)];
}

/** Which form a schedule has, and which of that form's fields are missing. */
type Form = { readonly form: 'iso' | 'wall' | 'mixed' | 'none'; readonly missing: readonly string[] };

export function formOf(body: Body): Form {
  const iso = isoFields.filter((field) => given(body, field) !== null);
  const wall = wallFields.filter((field) => given(body, field) !== null);
  if (iso.length > 0 && wall.length > 0) return { form: 'mixed', missing: [] };
  if (iso.length > 0) return { form: 'iso', missing: isoFields.filter((field) => !iso.includes(field)) };
  return { form: wall.length > 0 ? 'wall' : 'none', missing: wallFields.filter((field) => !wall.includes(field)) };
}

/** The span of a schedule that is whole, of one form and well written; else null. */
export function spanOf(body: Body): Span | null {
  const { form, missing } = formOf(body);
  if (form === 'mixed' || missing.length > 0) return null;
  const start = form === 'iso' ? parseIso(given(body, 'start') ?? '') : wallInstant(body, 'startDate', 'startTime');
  const end = form === 'iso' ? parseIso(given(body, 'end') ?? '') : wallInstant(body, 'endDate', 'endTime');
  return start === null || end === null ? null : { start, end };
}

function wallInstant(body: Body, dateField: string, timeField: string): Date | null {
  const day = parseDay(given(body, dateField) ?? '');
  const time = parseTime(given(body, timeField) ?? '');
  const zone = given(body, 'timeZone') ?? '';
  return day === null || time === null || !isTimeZone(zone) ? null : instantOf(day, time, zone);
}

/** M/D/YYYY, with or without leading zeros. */
export function parseDay(text: string): Day | null {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (parts === null) return null;
  const day = { year: Number(parts[3]), month: Number(parts[1]), day: Number(parts[2]) };
  return isDay(day) ? day : null;
}

/** H:mm or H:mm:ss, from 0:00 to 23:59:59. */
export function parseTime(text: string): TimeOfDay | null {
  const parts = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  return parts === null ? null : Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0);
}

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** A date and time with Z or an offset, as Date#toISOString writes it; milliseconds may be left out. */
export function parseIso(text: string): Date | null {
  const parts = isoPattern.exec(text);
  if (parts === null) return null;
  const day = { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) };
  return isDay(day) ? new Date(text) : null;
}

/** Whether the calendar has the day: no 2/30, and no year 0. */
function isDay({ year, month, day }: Day): boolean {
  const date = new Date(utcOf({ year, month, day }, 0));
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function utcOf({ year, month, day }: Day, time: TimeOfDay): number {
  // Date.UTC takes the years 0 to 99 for those of the 20th century.
  return new Date(0).setUTCFullYear(year, month - 1, day) + time * 1000;
}

/**
 * The instant at which a zone's wall clocks show a time. A time that they show twice, when summer time ends, is the
 * first of the two; one that they skip is counted on from before the gap, so that 2:30 becomes 3:30.
 */
export function instantOf(day: Day, time: TimeOfDay, zone: string): Date {
  const wall = utcOf(day, time);
  const before = offsetAt(zone, wall - dayLong);
  const after = offsetAt(zone, wall + dayLong);
  const fits = [before, after].filter((offset) => offsetAt(zone, wall - offset) === offset);
  return new Date(wall - Math.max(...(fits.length > 0 ? fits : [before])));
}

const dayLong = 86_400_000;

/** How many milliseconds a zone's wall clocks are ahead of UTC. */
function offsetAt(zone: string, instant: number): number {
  const text =
    formatOf(zone)
      ?.formatToParts(instant)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  const parts = /^GMT([+-])(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (parts === null) return 0;
  const ahead = Number(parts[2]) * 3600 + Number(parts[3]) * 60 + Number(parts[4] ?? 0);
  return (parts[1] === '-' ? -ahead : ahead) * 1000;
}

// What ICU knows beside the TZDB: names of its own, whose meaning is doubtful (CST is also China's, IST also Israel's).
const notOfTzdb =
  /^(?:ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST|SystemV\/.*)$/;
const zoneName = /^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/;

/** Whether a name is a time zone of the TZDB, written as there. */
export function isTimeZone(name: string): boolean {
  if (name.length > 64 || !zoneName.test(name) || notOfTzdb.test(name)) return false;
  const resolved = formatOf(name)?.resolvedOptions().timeZone;
  return resolved !== undefined && (resolved === name || resolved.toLowerCase() !== name.toLowerCase());
}

/** Making one takes long; there are as many as zones were named. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat | null {
  const made = formats.get(zone);
  if (made !== undefined) return made;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    return format;
  } catch {
    return null;
  }
}
