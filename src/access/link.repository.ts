import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { digestOf, randomToken } from '../platform/secrets.ts';
import { type Door, doorOf, type LinkKind, linkLives } from './link.model.ts';

export type FoundLink = { readonly district: string | null; readonly subject: string; readonly expiresAt: Date };

/** Makes a one-time link and returns its secret; an earlier one for the same opens nothing any more. The caller holds the lock of what it is for. */
export async function makeLink(
  db: Queries,
  link: { district: string | null; subject: string; kind: LinkKind },
  now: Date,
): Promise<string> {
  const secret = randomToken();
  const door = doorOf(link.kind);
  await dropLinks(db, link.district, link.subject, door);
  await sql`insert into directory (kind, digest, district_id, subject, expires_at)
    values (${door}, ${digestOf(secret)}, ${link.district}, ${link.subject}, ${new Date(now.getTime() + linkLives[link.kind])})`.execute(
    db,
  );
  return secret;
}

export async function dropLinks(
  db: Queries,
  district: string | null,
  subject: string,
  door: Door = 'link',
): Promise<void> {
  await sql`delete from directory where district_id is not distinct from ${district} and kind = ${door} and subject = ${subject}`.execute(
    db,
  );
}

/** What a link opens, without using it. */
export async function findLink(db: Queries, secret: string, now: Date, door: Door = 'link'): Promise<FoundLink | null> {
  const row = await db
    .selectFrom('directory')
    .select(['district_id', 'subject', 'expires_at'])
    .where('kind', '=', door)
    .where('digest', '=', digestOf(secret))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { district: row.district_id, subject: row.subject, expiresAt: row.expires_at ?? now };
}

/** Uses a link up; false for all but the first of several who use it at once. */
export async function takeLink(db: Queries, secret: string, now: Date, door: Door = 'link'): Promise<boolean> {
  const taken =
    await sql`delete from directory where kind = ${door} and digest = ${digestOf(secret)} and expires_at > ${now}`.execute(
      db,
    );
  return taken.numAffectedRows === 1n;
}

/** Two who make the first link of an empty hub at once do it one after the other. */
export async function lockFirstLink(db: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('hallpass-first-link'))`.execute(db);
}
