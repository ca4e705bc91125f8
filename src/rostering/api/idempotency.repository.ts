import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries, Tx } from '../../platform/database.ts';
import type { Secrets } from '../../platform/secrets.ts';

// A request with an Idempotency-Key is done once. Its answer is stored in the transaction of its writes, sealed, since it
// may hold names; a second one gets it for a day.

export type Once = {
  readonly district: string;
  readonly apiKey: number;
  readonly path: string;
  readonly key: string;
  readonly fingerprint: Buffer;
};
export type Stored = { readonly status: number; readonly body: string };
/** What is known of a key: nothing; the answer; or that it was used for another request. */
export type Seen =
  | { readonly seen: 'new' }
  | { readonly seen: 'same'; readonly stored: Stored }
  | { readonly seen: 'other' };

const day = 86_400_000;
export const answerPurpose = 'idempotency';

/** Tells bodies apart as they were sent: equal bytes, equal request. */
export const fingerprintOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

export async function seenBefore(db: Queries, secrets: Secrets, once: Once, now: Date): Promise<Seen> {
  const found = await sql<{
    fingerprint: Buffer;
    status: number;
    answer: Buffer;
  }>`select fingerprint, status, answer from idempotency
    where district_id = ${once.district} and api_key_id = ${once.apiKey} and path = ${once.path} and key = ${once.key} and made_at > ${new Date(now.getTime() - day)}`.execute(
    db,
  );
  const row = found.rows[0];
  if (row === undefined) return { seen: 'new' };
  if (!row.fingerprint.equals(once.fingerprint)) return { seen: 'other' };
  return {
    seen: 'same',
    stored: { status: row.status, body: secrets.unseal(answerPurpose, row.answer).toString('utf8') },
  };
}

/** Whether this transaction alone works on the key; it does until it ends. */
export async function claimKey(tx: Tx, { district, apiKey, path, key }: Once): Promise<boolean> {
  const name = `${district} ${apiKey} ${path} ${key}`;
  const found = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`.execute(tx);
  return found.rows[0]?.free === true;
}

/** Stores the answer; an older one of the same key has had its day. */
export async function storeAnswer(tx: Tx, secrets: Secrets, once: Once, answer: Stored, now: Date): Promise<void> {
  const sealed = secrets.seal(answerPurpose, Buffer.from(answer.body));
  await sql`insert into idempotency (district_id, api_key_id, path, key, fingerprint, status, answer, made_at)
    values (${once.district}, ${once.apiKey}, ${once.path}, ${once.key}, ${once.fingerprint}, ${answer.status}, ${sealed}, ${now})
    on conflict (district_id, api_key_id, path, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
      answer = excluded.answer, made_at = excluded.made_at`.execute(tx);
}

/** Removes answers that are older than a day. */
export async function sweepAnswers(db: Queries, now: Date): Promise<void> {
  await sql`delete from idempotency where made_at < ${new Date(now.getTime() - day)}`.execute(db);
}
