import { median, scatter } from './usual.model.ts';
import { type Calendar, daysBefore, isSilent, minute, phaseOn, type Verdict, weekdayOf } from './watch.model.ts';

// Whether those that send by themselves have sent, whether secrets end, and whether the hub itself goes on.

/** When an API key first sent something of a school on each day: minutes since midnight. */
export type SentOn = ReadonlyMap<string, number>;
export type Sender = { readonly connection: number; readonly school: string };
export type Moment = { readonly today: string; readonly minutes: number };

const weeks = 8;
const leastDays = 4;
const usually = 0.8;
const lastMinute = 24 * 60 - 1;

/** On a day like this it has sent by then, as a rule; null: it has no rule. */
function usualBy(calendar: Calendar, sent: SentOn, on: string): number | null {
  const first = [...sent.keys()].reduce((least, one) => (one < least ? one : least), '9999');
  const like: string[] = [];
  for (let week = 1; week <= weeks; week++) {
    const before = daysBefore(on, 7 * week);
    if (before >= first && !isSilent(calendar, before) && phaseOn(calendar, before) === phaseOn(calendar, on))
      like.push(before);
  }
  const times = like.flatMap((one) => sent.get(one) ?? []);
  if (times.length < leastDays || times.length < usually * like.length) return null;
  return Math.min(lastMinute, Math.ceil(median(times) + Math.max(3 * scatter(times), 60)));
}

/** The last day on which it should have sent by now, today a week ago at the earliest, and whether it has sent since. */
export function judgePush(
  calendar: Calendar,
  { connection, school }: Sender,
  sent: SentOn,
  { today, minutes }: Moment,
): Verdict | null {
  for (let ago = 0; ago <= 7; ago++) {
    const on = daysBefore(today, ago);
    const by = isSilent(calendar, on) ? null : usualBy(calendar, sent, on);
    const hasSent = sent.has(on);
    if (by === null || (ago === 0 && minutes < by && !hasSent)) continue;
    const last = [...sent.keys()].reduce((most, one) => (one > most ? one : most), '');
    return {
      kind: 'push',
      subject: `${connection} ${school}`,
      connection,
      state: last >= on ? 'met' : 'missed',
      facts: { school, day: on, by: clock(by), lastDay: last, weekday: weekdayOf(on) },
    };
  }
  return null;
}

const two = (n: number) => String(n).padStart(2, '0');
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;

/** A secret whose end a person has told. */
export type Ending = { readonly subject: string; readonly connection: number | null; readonly endsOn: string };
const soon = 21;

export function judgeExpiry(today: string, { subject, connection, endsOn }: Ending): Verdict {
  const days = Math.round((Date.parse(endsOn) - Date.parse(today)) / (24 * 60 * minute));
  const stage = days < 0 ? 'ended' : days <= 7 ? 'week' : 'soon';
  return {
    kind: 'credential',
    subject,
    connection,
    state: days <= soon ? 'missed' : 'met',
    stage,
    facts: { endsOn, days },
  };
}

const mailPatience = 30 * minute;

/** `oldest`: since when the mail is due that waits longest. */
export function judgeMail(now: Date, waiting: number, oldest: Date | null): Verdict {
  const stuck = oldest !== null && now.getTime() - oldest.getTime() > mailPatience;
  return {
    kind: 'mail',
    subject: 'mail',
    connection: null,
    state: stuck ? 'missed' : 'met',
    ...(oldest === null ? {} : { since: oldest }),
    facts: { waiting },
  };
}

export type Room = { readonly day: number; readonly free: number; readonly total: number };
const leastPoints = 5;
const daysAhead = 21;
/** Less is too little for a night, whatever the trend. */
const leastFree = { share: 0.03, bytes: 2 * 1024 ** 3 };

/** `growth`: bytes a day; `rooms`: the newest last. */
export function judgeDisk(rooms: readonly Room[], growth: number): Verdict | null {
  const now = rooms.at(-1);
  if (now === undefined) return null;
  const days = rooms.length >= leastPoints && growth > 0 ? Math.floor(now.free / growth) : null;
  const full = now.free < leastFree.bytes && now.free < leastFree.share * now.total;
  return {
    kind: 'disk',
    subject: 'disk',
    connection: null,
    state: full || (days !== null && days <= daysAhead) ? 'missed' : 'met',
    stage: full ? 'full' : 'soon',
    facts: { freeBytes: now.free, totalBytes: now.total, days },
  };
}

/** `missed`: runs that a schedule would have asked for while nobody looked. */
export function judgeHub(from: Date, until: Date, missed: number): Verdict {
  const away = until.getTime() - from.getTime() > 10 * minute;
  return {
    kind: 'hub',
    subject: 'hub',
    connection: null,
    state: away && missed > 0 ? 'missed' : 'met',
    since: from,
    facts: { from: from.toISOString(), until: until.toISOString(), runs: missed },
  };
}
