import { timeZoneOf } from '../connections/connection.repository.ts';
import { statementsOf, type Tx } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import type { ToldNews } from './news.model.ts';
import { districtsWithNews, takeNews } from './news.repository.ts';
import {
  assigneesOf,
  districtsThatRemind,
  type LastTold,
  lastTold,
  makeDueWithRun,
  noteNotifications,
  openIssues,
  type ToTell,
} from './notification.repository.ts';
import {
  type Around,
  concerned,
  type Due,
  dueOf,
  isRecovery,
  isWanted,
  openSince,
  type Subscription,
} from './subscription.model.ts';
import { activeSubscriptions, sourcesOf } from './subscription.repository.ts';

// Who is told of what: news become notifications, each once, in the transaction that takes the news. Any number of processes
// may do it; the database says who takes the news of a district.

const newsAtOnce = 500;

/** Takes all new news of all districts. */
export async function spreadNews({ db }: House): Promise<void> {
  for (const district of await districtsWithNews(statementsOf(db), 'mail'))
    await db.transaction().execute((tx) => spreadIn(tx, district));
}

async function spreadIn(tx: Tx, district: string): Promise<void> {
  const news = await takeAll(tx, district);
  const subscriptions = news.length === 0 ? [] : await activeSubscriptions(tx, district);
  if (subscriptions.length === 0) return;
  const zone = await timeZoneOf(tx, district);
  const last = new Map<string, LastTold>();
  const nameOf = (subscription: number, { kind, subject }: Pick<ToldNews, 'kind' | 'subject'>) =>
    `${subscription} ${kind} ${subject}`;
  for (const one of await lastTold(tx, district, news)) last.set(nameOf(one.subscription, one), one);
  const around: Around = {
    sourceOf: await sourcesOf(tx, district),
    assigneeOf: await assigneesOf(
      tx,
      district,
      news.filter(({ kind }) => kind === 'issue').map(({ subject }) => subject),
    ),
    wasTold: (subscription, about) => {
      const told = last.get(nameOf(subscription, about));
      return told !== undefined && !isRecovery(told);
    },
  };
  const toTell: ToTell[] = [];
  const ends: { readonly run: number; readonly subscription: number; readonly due: Due }[] = [];
  for (const told of news) {
    for (const one of concerned(subscriptions, told, around)) {
      const due = dueOf(one, zone, told, last.get(nameOf(one.no, told))?.dueAt);
      if (told.kind === 'run') ends.push({ run: Number(told.subject), subscription: one.no, due });
      if (!isWanted(one, told, around)) continue;
      toTell.push({ subscription: one.no, told, due });
      last.set(nameOf(one.no, told), { ...told, subscription: one.no, dueAt: due.at });
    }
  }
  await noteNotifications(tx, district, toTell);
  for (const { run, subscription, due } of ends) await makeDueWithRun(tx, district, run, subscription, due.at);
}

/** All there is, so that what one transaction told is never parted. */
async function takeAll(tx: Tx, district: string): Promise<readonly ToldNews[]> {
  const all: ToldNews[] = [];
  for (let taken = newsAtOnce; taken === newsAtOnce; ) {
    const some = await takeNews(statementsOf(tx), district, 'mail', newsAtOnce);
    all.push(...some);
    taken = some.length;
  }
  return all;
}

/** Notes what stays open for longer than somebody wants. What was noted for the same time is not noted again. */
export async function remindOfOpen({ db, clock }: House): Promise<void> {
  const now = clock();
  for (const { district, zone, closed } of await districtsThatRemind(db)) {
    const subscriptions = await activeSubscriptions(db, district);
    const reminding = subscriptions.filter(({ stillOpenHours }) => stillOpenHours !== null);
    const shortest = Math.min(...reminding.map(({ stillOpenHours }) => stillOpenHours ?? Number.POSITIVE_INFINITY));
    if (!Number.isFinite(shortest)) continue;
    const open = await openIssues(db, district, new Date(now.getTime() - shortest * 3_600_000));
    const sourceOf = new Map(open.map(({ flow, connection }) => [flow, connection]));
    const toTell = open.flatMap((issue) => {
      const news = newsOf(issue, now);
      const around = { sourceOf, assigneeOf: new Map(), wasTold: () => false };
      return concerned(subscriptions, news, around).flatMap((one): ToTell[] => {
        const due = reminderOf(one, issue, { zone, closed, now });
        return due === null ? [] : [due];
      });
    });
    if (toTell.length > 0) await db.transaction().execute((tx) => noteNotifications(tx, district, toTell));
  }
}

type Open = Awaited<ReturnType<typeof openIssues>>[number];

const newsOf = ({ no, entry, since, flow, connection }: Open, at: Date): ToldNews => ({
  no: 0,
  kind: 'issue',
  subject: String(no),
  change: 'opened',
  version: since.toISOString(),
  at,
  flow,
  connection,
  facts: { entry, since: since.toISOString() },
});

function reminderOf(
  one: Subscription,
  issue: Open,
  calendar: { readonly zone: string; readonly closed: readonly { from: string; to: string }[]; readonly now: Date },
): ToTell | null {
  const hours = one.stillOpenHours;
  if (hours === null || (one.changes === 'mine' && issue.assignee !== one.signIn)) return null;
  const at = openSince(issue.since, hours, calendar);
  // What was open for longer before somebody asked is not told at once: they see it on its page.
  if (at === null || at < one.since) return null;
  const news = newsOf(issue, at);
  const told = { ...news, change: 'still_open', facts: { ...news.facts, hours } };
  return { subscription: one.no, told, due: dueOf(one, calendar.zone, { ...news, at: calendar.now }) };
}
