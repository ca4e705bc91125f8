import type { QuietSpan, SubscriptionView, SubscriptionWrite } from '../../notifications/subscription.schema.ts';
import { text } from '../text/text.ts';

const words = text.notifications.form;
const dayNames = text.connections.blackouts.weekdays;
export type Weekday = NonNullable<QuietSpan['days']>[number];
export const weekdays = Object.keys(dayNames) as Weekday[];
export const schoolDays: readonly Weekday[] = weekdays.slice(0, 5);

/** A choice while it is filled in. */
export interface Draft {
  flow: string;
  runs: 'none' | 'problems' | 'nightly';
  changes: 'none' | 'mine' | 'all';
  stillOpen: number | string;
  when: 'now' | 'daily';
  at: string;
  quiet: readonly { key: number; from: string; to: string; days: readonly Weekday[] }[];
}

export const allFlows = 'all';

export const draftOf = (one: SubscriptionView | null, flow: string): Draft => ({
  flow: one === null ? flow : one.flow === null ? allFlows : String(one.flow.no),
  runs: one === null ? 'problems' : (one.runs ?? 'none'),
  changes: one?.changes ?? 'none',
  stillOpen: one?.stillOpenHours ?? '',
  when: one === null || one.digestAt === null ? 'now' : 'daily',
  at: one?.digestAt ?? '07:00',
  quiet: (one?.quiet ?? []).map(({ from, to, days }, key) => ({ key, from, to, days: days ?? weekdays })),
});

/** What is sent of it, or what keeps it from being sent. */
export function madeOf(draft: Draft): { wanted: SubscriptionWrite } | { wrong: string } {
  const { runs, changes, stillOpen, when, at, quiet, flow } = draft;
  if (runs === 'none' && changes === 'none' && stillOpen === '') return { wrong: words.nothing };
  if (when === 'daily' && at === '') return { wrong: words.noHour };
  if (quiet.some(({ days }) => days.length === 0)) return { wrong: words.noDay };
  return {
    wanted: {
      flow: flow === allFlows ? null : Number(flow),
      runs: runs === 'none' ? null : runs,
      changes: changes === 'none' ? null : changes,
      stillOpenHours: stillOpen === '' ? null : Number(stillOpen),
      digestAt: when === 'daily' ? at : null,
      quiet: quiet.map(({ from, to, days }) => ({
        from,
        to,
        ...(days.length === weekdays.length ? {} : { days: weekdays.filter((day) => days.includes(day)) }),
      })),
    },
  };
}

export function daysInWords(days: readonly Weekday[] = weekdays): string {
  const named = weekdays.filter((day) => days.includes(day));
  if (named.length === weekdays.length) return text.connections.blackouts.everyDay;
  if (named.join() === schoolDays.join()) return text.connections.blackouts.schoolDays;
  return named.map((day) => dayNames[day]).join(text.shell.listComma);
}
