import { actorOfPerson } from '../access/session.usecases.ts';
import { grantsOf } from '../access/sign-in.repository.ts';
import { queueWritten } from '../mail/mail.repository.ts';
import { domainOf, senderOf } from '../mail/sender.model.ts';
import type { Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { baseOf } from '../webhooks/webhook.job.ts';
import { type Envelope, newsMailHtmlOf, newsMailText } from './news-mail.model.ts';
import { compose, type Reader } from './news-mail.read-model.ts';
import {
  dueNotifications,
  dueSubscriptions,
  endNotifications,
  isRefused,
  lastTold,
  letRest,
  type Notification,
  threadsOf,
} from './notification.repository.ts';
import { isRecovery, settled } from './subscription.model.ts';
import { type LockedSubscription, lockSubscription } from './subscription.repository.ts';
import { tokenOf } from './unsubscribe.usecases.ts';

// What is due goes into mails: in one transaction, in which a mail is queued and its notifications are noted as sent. Whoever is
// killed in it has done nothing, and whoever comes at once finds the subscription taken.

export type SendingDeps = Pick<App, 'db' | 'clock' | 'config' | 'secrets'>;

const day = 24 * 3_600_000;
/** What waited for a mail server for so long is no news any more. */
const freshFor = 7 * day;
/** After so many refusals, one after the other, an address is left in peace. */
const refusals = 3;

/** Queues all mails that are due; answers how many. */
export async function sendDue(deps: SendingDeps): Promise<number> {
  const now = deps.clock();
  let queued = 0;
  for (const { district, no } of await dueSubscriptions(deps.db, now))
    queued += await deps.db.transaction().execute((tx) => sendOf(tx, deps, district, no));
  return queued;
}

async function sendOf(tx: Tx, deps: SendingDeps, district: string, no: number): Promise<number> {
  const now = deps.clock();
  const subscription = await lockSubscription(tx, district, no);
  if (subscription === null) return 0;
  const due = await dueNotifications(tx, district, no, now);
  if (due.length === 0) return 0;
  const rests = subscription.restsSince !== null || (await isRefused(tx, district, subscription, refusals));
  if (rests && subscription.restsSince === null) await letRest(tx, district, no, now);
  if (subscription.disabled || rests) {
    await endNotifications(tx, district, no, due, { why: subscription.disabled ? 'disabled' : 'rests' });
    return 0;
  }
  let queued = 0;
  for (const bundle of new Set(due.map((one) => one.bundle)))
    queued += await sendBundle(
      tx,
      deps,
      subscription,
      district,
      due.filter((one) => one.bundle === bundle),
    );
  return queued;
}

async function sendBundle(
  tx: Tx,
  deps: SendingDeps,
  subscription: LockedSubscription,
  district: string,
  bundle: readonly Notification[],
): Promise<number> {
  const { no, signIn, name, zone } = subscription;
  const now = deps.clock();
  const before = await lastTold(tx, district, bundle, { subscription: no, sent: true });
  const { tell, passed } = settled(bundle, ({ kind, subject }) =>
    before.some((one) => one.kind === kind && one.subject === subject && !isRecovery(one)),
  );
  await endNotifications(tx, district, no, passed, { why: 'passed' });
  const actor = actorOfPerson(district, { id: signIn, name }, await grantsOf(tx, district, signIn));
  const reader: Reader = { district, actor, zone, base: baseOf(deps.config) };
  const cameAndWent = new Set(passed.filter(isRecovery).map(({ kind, subject }) => `${kind} ${subject}`)).size;
  const { content, told, hidden } = await compose(tx, reader, tell, cameAndWent);
  await endNotifications(tx, district, no, hidden, { why: 'not_permitted' });
  if (content === null) return 0;
  const token = tokenOf(deps.secrets, { district, no });
  const envelope: Envelope = {
    district: subscription.districtName,
    settingsUrl: `${reader.base}/notifications`,
    unsubscribeUrl: `${reader.base}/unsubscribe/${token}`,
    why: whyOf(subscription),
  };
  const threads = await threadsOf(tx, district, no, told);
  const mail = await queueWritten(
    tx,
    {
      district,
      to: subscription.email,
      kind: 'news',
      about: String(no),
      subject: content.subject,
      text: newsMailText(content, envelope),
      html: newsMailHtmlOf(content, envelope),
      headers: headersOf(envelope, threads),
      domain: domainOf(senderOf(deps.config)),
      staleAt: new Date(now.getTime() + freshFor),
    },
    now,
  );
  await endNotifications(tx, district, no, told, { mail });
  return 1;
}

/** RFC 8058: a mail program shows its own button, which posts. */
function headersOf({ unsubscribeUrl }: Envelope, threads: readonly string[]): Record<string, string> {
  const last = threads.at(-1);
  return {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    ...(last === undefined ? {} : { References: threads.join(' '), 'In-Reply-To': last }),
  };
}

function whyOf({ runs, flow }: LockedSubscription): string {
  const of = flow === null ? 'all connections' : 'one connection';
  if (runs === 'nightly') return `You asked to be told nightly, of ${of}.`;
  if (runs === 'problems') return `You asked to be told when there were problems, of ${of}.`;
  return `You asked to be told of changes, of ${of}.`;
}
