import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { digestOf, randomToken } from '../platform/secrets.ts';
import { sessionEnd, sessionSecret, worthWriting } from './session.model.ts';

export type FoundSession = { readonly district: string; readonly signIn: number };

/** Opens a session and returns its secret, of which only the digest is kept. Ended ones of the same person are swept out. */
export async function openSessionOf(db: Queries, district: string, signIn: number, now: Date): Promise<string> {
  const secret = sessionSecret(now, randomToken());
  await sql`delete from directory where district_id = ${district} and kind = 'session' and subject = ${String(signIn)} and expires_at <= ${now}`.execute(
    db,
  );
  await sql`insert into directory (kind, digest, district_id, subject, expires_at)
    values ('session', ${digestOf(secret)}, ${district}, ${String(signIn)}, ${sessionEnd(secret, now)})`.execute(db);
  return secret;
}

/** Whose session a secret opens, which keeps it open for longer; null where it opens none or no longer. */
export async function findSession(db: Queries, secret: string, now: Date): Promise<FoundSession | null> {
  const end = sessionEnd(secret, now);
  if (end === null || end <= now) return null;
  const digest = digestOf(secret);
  const found = await db
    .selectFrom('directory')
    .select(['district_id', 'subject', 'expires_at'])
    .where('kind', '=', 'session')
    .where('digest', '=', digest)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (found === undefined || found.district_id === null || found.expires_at === null) return null;
  if (worthWriting(found.expires_at, end)) {
    await sql`update directory set expires_at = ${end} where kind = 'session' and digest = ${digest}`.execute(db);
  }
  return { district: found.district_id, signIn: Number(found.subject) };
}

export async function closeSession(db: Queries, secret: string): Promise<void> {
  await sql`delete from directory where kind = 'session' and digest = ${digestOf(secret)}`.execute(db);
}

/** Ends every session of a person, wherever they are signed in. */
export async function endSessions(db: Queries, district: string, signIn: number): Promise<void> {
  await sql`delete from directory where district_id = ${district} and kind = 'session' and subject = ${String(signIn)}`.execute(
    db,
  );
}
