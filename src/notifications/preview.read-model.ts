import { sql } from 'kysely';
import { reading, type Scope } from '../access/use-case.ts';
import { timeZoneOf } from '../connections/connection.repository.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import type { ToldNews } from './news.model.ts';
import { compose, type Reader } from './news-mail.read-model.ts';
import { assigneesOf, type Notification } from './notification.repository.ts';
import {
  type Around,
  type Due,
  dueOf,
  isRecovery,
  isWanted,
  type Subscription,
  settled,
} from './subscription.model.ts';
import { sourcesOf } from './subscription.repository.ts';
import type { PreviewAnswer, SubscriptionWrite } from './subscription.schema.ts';

const month = 30 * 24 * 3_600_000;
const shown = 100;
const mostNews = 20_000;

type Asked = { readonly wanted: SubscriptionWrite; readonly base: string };
type Told = { readonly told: Notification; readonly due: Due };

/**
 * What a choice would have sent in the last month, by the news that are stored and the rights of whoever asks: as it would have
 * been bundled, with the subject of each mail. Nothing is written.
 */
export const previewSubscription = reading(
  'notifications.receive',
  async (db, scope, { wanted, base }: Asked): Promise<PreviewAnswer> => {
    if (scope.actor.kind !== 'person') throw refuse('request.notifications_need_person');
    const since = new Date(scope.now.getTime() - month);
    const zone = await timeZoneOf(db, scope.district);
    const told = await wouldTell(db, scope, { wanted, since, zone });
    const reader: Reader = { district: scope.district, actor: scope.actor, zone, base };
    const mails: { at: string; subject: string; about: number }[] = [];
    let sent: readonly Told[] = [];
    let count = 0;
    for (const bundle of bundlesOf(told)) {
      const earlier = sent;
      const { tell } = settled(
        bundle.map((one) => one.told),
        ({ kind, subject }) => {
          const last = earlier.findLast((one) => one.told.kind === kind && one.told.subject === subject);
          return last !== undefined && !isRecovery(last.told);
        },
      );
      sent = [...sent, ...bundle.filter((one) => tell.includes(one.told))];
      if (tell.length === 0) continue;
      count += 1;
      const at = bundle[0]?.due.at ?? scope.now;
      mails.push({ at: at.toISOString(), subject: '', about: tell.length });
      const { content } = await compose(db, reader, tell, 0);
      if (content === null) {
        mails.pop();
        count -= 1;
      } else mails[mails.length - 1] = { at: at.toISOString(), subject: content.subject, about: tell.length };
    }
    const newest = mails.reverse().slice(0, shown);
    return { mails: newest, more: count - newest.length, since: since.toISOString() };
  },
);

async function wouldTell(
  db: Queries,
  { district, actor, now }: Scope,
  { wanted, since, zone }: { readonly wanted: SubscriptionWrite; readonly since: Date; readonly zone: string },
): Promise<readonly Told[]> {
  const one: Subscription = { ...wanted, no: 0, signIn: Number(actor.id), since };
  const { rows } = await sql<ToldNews>`
    select no, at, kind, subject, change, version, flow_no as flow, connection_id as connection, facts from news
    where district_id = ${district} and at >= ${since} and no is not null
      ${wanted.flow === null ? sql`` : sql`and (flow_no = ${wanted.flow} or flow_no is null)`}
    order by no desc limit ${mostNews}`.execute(db);
  const news = rows.reverse();
  const issues = news.filter(({ kind }) => kind === 'issue').map(({ subject }) => subject);
  const last = new Map<string, Told>();
  const nameOf = ({ kind, subject }: Pick<ToldNews, 'kind' | 'subject'>) => `${kind} ${subject}`;
  const around: Around = {
    sourceOf: await sourcesOf(db, district),
    assigneeOf: await assigneesOf(db, district, issues),
    wasTold: (_, about) => {
      const told = last.get(nameOf(about));
      return told !== undefined && !isRecovery(told.told);
    },
  };
  return news.flatMap((told): Told[] => {
    if (!isWanted(one, told, around) || !concerns(one, told, around)) return [];
    const due = dueOf(wanted, zone, told, last.get(nameOf(told))?.due.at);
    // What would be sent after now has not been sent in the last month.
    if (due.at > now && told.kind !== 'hold') return [];
    last.set(nameOf(told), { told, due });
    return [{ told, due }];
  });
}

const concerns = ({ flow }: Subscription, news: ToldNews, { sourceOf }: Around) =>
  flow === null ||
  news.flow === flow ||
  (news.flow === null && news.connection !== null && sourceOf.get(flow) === news.connection);

/** What would have gone into one mail each, in the order in which they would have gone. */
function bundlesOf(told: readonly Told[]): readonly (readonly Told[])[] {
  const bundles = new Map<string, Told[]>();
  for (const one of told) {
    const { at, bundle } = one.due;
    // A run brings one mail, and a digest one a day; other news of the same subject are told as often as they come.
    const name = bundle === 'digest' || !bundle.startsWith('run ') ? `${bundle} ${at.toISOString()}` : bundle;
    bundles.set(name, [...(bundles.get(name) ?? []), one]);
  }
  const first = (all: readonly Told[]) => Math.min(...all.map(({ due }) => due.at.getTime()));
  return [...bundles.values()].sort((a, b) => first(a) - first(b));
}
