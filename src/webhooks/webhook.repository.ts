import { sql } from 'kysely';
import { type Actor, actorRow } from '../platform/actor.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Want, WebhookState } from './webhook.schema.ts';

// Endpoints and what they are signed for. Secrets are sealed here and opened to sign, and nowhere else.

export const webhookPurpose = 'webhook';
/** Whose secret a box is: it opens nowhere else. */
export const placeOfWebhook = (district: string, webhook: number, no: number): string =>
  JSON.stringify([district, webhook, no]);

export type WebhookOf = { readonly district: string; readonly webhook: number };
export type NewWebhook = { readonly name: string; readonly address: string; readonly wants: readonly Want[] };
export type StoredWebhook = NewWebhook & { readonly state: WebhookState };

export async function insertWebhook(tx: Tx, actor: Actor, made: NewWebhook, now: Date): Promise<number> {
  const no = await allocate(tx, actor.district, 'webhook');
  await sql`insert into webhook (district_id, no, name, address, wants, since, made_by, made_at)
    values (${actor.district}, ${no}, ${made.name}, ${made.address}, ${JSON.stringify(made.wants)}, ${now},
      ${JSON.stringify(actorRow(actor))}, ${now})`.execute(tx);
  return no;
}

/** An endpoint, its row locked until the transaction ends; null where there is none. */
export async function lockWebhook(tx: Tx, { district, webhook }: WebhookOf): Promise<StoredWebhook | null> {
  const found = await sql<StoredWebhook>`select name, address, wants, state from webhook
    where district_id = ${district} and no = ${webhook} for update`.execute(tx);
  return found.rows[0] ?? null;
}

/** `since`: news from then on are for it; left out: as before. */
export async function updateWebhook(
  tx: Tx,
  { district, webhook }: WebhookOf,
  { name, address, wants, state }: StoredWebhook,
  since?: Date,
): Promise<void> {
  await sql`update webhook set name = ${name}, address = ${address}, wants = ${JSON.stringify(wants)}, state = ${state}
      ${since === undefined ? sql`` : sql`, since = ${since}, failing_since = null`}
    where district_id = ${district} and no = ${webhook}`.execute(tx);
}

/** Removes an endpoint with all that was told to it; answers how many events. */
export async function deleteWebhookRows(tx: Tx, { district, webhook }: WebhookOf): Promise<number> {
  const own = sql`district_id = ${district} and webhook_no = ${webhook}`;
  await sql`delete from webhook_attempt where district_id = ${district}
    and event_no in (select no from webhook_event where ${own})`.execute(tx);
  const events = await sql`delete from webhook_event where ${own}`.execute(tx);
  await sql`delete from webhook_secret where ${own}`.execute(tx);
  await sql`delete from webhook where district_id = ${district} and no = ${webhook}`.execute(tx);
  return Number(events.numAffectedRows ?? 0n);
}

/** Gives an endpoint a secret; those that it has go on signing until `oldEnds`, and those that have ended are destroyed. */
export async function addSecret(
  tx: Tx,
  secrets: Secrets,
  { district, webhook }: WebhookOf,
  secret: string,
  { now, oldEnds }: { readonly now: Date; readonly oldEnds: Date },
): Promise<void> {
  const own = sql`district_id = ${district} and webhook_no = ${webhook}`;
  await sql`delete from webhook_secret where ${own} and ends_at <= ${now}`.execute(tx);
  const last = await sql<{
    no: number;
  }>`select coalesce(max(no), 0) as no from webhook_secret where ${own}`.execute(tx);
  const no = (last.rows[0]?.no ?? 0) + 1;
  await sql`update webhook_secret set ends_at = ${oldEnds} where ${own} and ends_at is null`.execute(tx);
  const sealed = secrets.seal(webhookPurpose, Buffer.from(secret), placeOfWebhook(district, webhook, no));
  await sql`insert into webhook_secret (district_id, webhook_no, no, sealed, key_version, made_at)
    values (${district}, ${webhook}, ${no}, ${sealed}, ${secrets.version}, ${now})`.execute(tx);
}

/** The secrets that sign now, the newest first; null: the newest cannot be opened by this installation. */
export async function secretsOf(
  db: Queries,
  secrets: Secrets,
  { district, webhook }: WebhookOf,
  now: Date,
): Promise<readonly string[] | null> {
  const found = await sql<{ no: number; sealed: Buffer }>`select no, sealed from webhook_secret
    where district_id = ${district} and webhook_no = ${webhook} and (ends_at is null or ends_at > ${now})
    order by no desc`.execute(db);
  const opened = found.rows.map(({ no, sealed }) => {
    try {
      return secrets.unseal(webhookPurpose, sealed, placeOfWebhook(district, webhook, no)).toString('utf8');
    } catch {
      return null;
    }
  });
  // With the newest lost, an old one signs for a day at most: better to say so at once.
  if (opened[0] === undefined || opened[0] === null) return null;
  return opened.filter((secret) => secret !== null);
}
