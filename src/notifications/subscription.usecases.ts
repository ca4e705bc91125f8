import { sql } from 'kysely';
import { decidedByDatabase } from '../access/constraint.model.ts';
import { schoolsAllowed } from '../access/permission.model.ts';
import { signInById } from '../access/sign-in.repository.ts';
import { type AuditLine, changing, reading, type Scope } from '../access/use-case.ts';
import { timeZoneOf } from '../connections/connection.repository.ts';
import { explain } from '../dictionary/explain.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import { dropSubscription, flowsOf, subscriptionsOf, writeSubscription } from './subscription.repository.ts';
import type { SubscriptionsAnswer, SubscriptionView, SubscriptionWrite } from './subscription.schema.ts';

// What a person is told of by mail is theirs to choose: nobody chooses for another, but for the district file.

/** The sign-in of whoever asks: a key or a command has no mail to get. */
function personOf({ actor }: Pick<Scope, 'actor'>): number {
  if (actor.kind !== 'person' || actor.id === null) throw refuse('request.notifications_need_person');
  return Number(actor.id);
}

const seesAll = (actor: Actor, permission: Parameters<typeof schoolsAllowed>[1]) =>
  schoolsAllowed(actor, permission) === null;
const seesSome = (actor: Actor, permission: Parameters<typeof schoolsAllowed>[1]) =>
  schoolsAllowed(actor, permission)?.length !== 0;

type Answer = Omit<SubscriptionsAnswer, 'sending'>;

/** What whoever asks has chosen, and what there is to choose from. */
export const listSubscriptions = reading('notifications.receive', async (db, scope, _: null): Promise<Answer> => {
  const { district, actor } = scope;
  const person = await signInById(db, district, personOf(scope));
  const issues = seesSome(actor, 'issues.read') || seesSome(actor, 'sections.taught');
  const runs = seesAll(actor, 'runs.read');
  return {
    address: person?.email ?? '',
    timeZone: await timeZoneOf(db, district),
    subscriptions: await viewsOf(db, scope),
    flows: runs || issues ? [...(await flowsOf(db, district))] : [],
    sees: { runs, issues, all: runs && seesAll(actor, 'connections.read') },
  };
});

async function viewsOf(db: Queries, scope: Scope, no: number | null = null): Promise<SubscriptionView[]> {
  const rows = await subscriptionsOf(db, scope.district, personOf(scope), no);
  return rows.map(({ flow: _, signIn: __, flowView, rests, last, since, ...chosen }) => ({
    ...chosen,
    flow: flowView,
    since: since.toISOString(),
    restsSince: rests?.toISOString() ?? null,
    lastMail:
      last === null
        ? null
        : {
            subject: last.subject,
            at: new Date(last.at).toISOString(),
            failed: last.state === 'sent' || last.error === null ? null : explain(last.error.entry, last.error.facts),
          },
  }));
}

async function viewOf(db: Queries, scope: Scope, no: number): Promise<SubscriptionView> {
  const [view] = await viewsOf(db, scope, no);
  if (view === undefined) throw refuse('request.not_found', { what: 'notification', id: String(no) });
  return view;
}

const lineOf = (
  no: number,
  what: 'made' | 'changed' | 'ended' | 'resumed',
  details: AuditLine['details'] = {},
): AuditLine => ({
  action: `notification.${what}`,
  subject: { kind: 'notification', id: String(no), name: `notification ${no}` },
  details,
});

async function checkFlow(tx: Tx, { district }: Scope, flow: number | null): Promise<void> {
  if (flow === null) return;
  const there = (await flowsOf(tx, district)).some(({ no }) => no === flow);
  if (!there) throw refuse('request.not_found', { what: 'flow', id: String(flow) });
}

/** One person has one choice for all flows, and one for each flow. */
const once = <Answer>(write: () => Promise<Answer>): Promise<Answer> =>
  decidedByDatabase(
    { subscription_district_id_sign_in_id_flow_no_key: () => refuse('request.notification_there') },
    write,
  );

/** Adds whoever asks as a recipient. */
export const addSubscription = changing('notifications.receive', async (tx, scope, wanted: SubscriptionWrite) => {
  const signIn = personOf(scope);
  await checkFlow(tx, scope, wanted.flow);
  const no = await allocate(tx, scope.district, 'subscription');
  await once(() => writeSubscription(tx, scope.district, { ...wanted, no, signIn }, scope.now));
  return { answer: await viewOf(tx, scope, no), audit: lineOf(no, 'made', wanted) };
});

type Numbered = { readonly no: number };

export const changeSubscription = changing(
  'notifications.receive',
  async (tx, scope, { no, ...wanted }: SubscriptionWrite & Numbered) => {
    await viewOf(tx, scope, no);
    await checkFlow(tx, scope, wanted.flow);
    await once(() => writeSubscription(tx, scope.district, { ...wanted, no, signIn: personOf(scope) }, scope.now));
    return { answer: await viewOf(tx, scope, no), audit: lineOf(no, 'changed', wanted) };
  },
);

export const endSubscription = changing('notifications.receive', async (tx, scope, no: number) => {
  await viewOf(tx, scope, no);
  await dropSubscription(tx, scope.district, no);
  return { answer: null, audit: lineOf(no, 'ended') };
});

/** Mail goes to an address again that was refused; what has happened meanwhile is not told any more. */
export const resumeSubscription = changing('notifications.receive', async (tx, scope, no: number) => {
  const view = await viewOf(tx, scope, no);
  if (view.restsSince === null) return { answer: view, audit: [] };
  await sql`update subscription set rests_since = null, since = ${scope.now}
    where district_id = ${scope.district} and no = ${no}`.execute(tx);
  return { answer: await viewOf(tx, scope, no), audit: lineOf(no, 'resumed') };
});
