import { sql } from 'kysely';
import type { Queries, Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { CredentialsGiven } from './connection.schema.ts';

// What connections sign in with. Values are sealed here and unsealed for the way to the outside, and nowhere else.

export const credentialPurpose = 'credential';

/** Whose credential of what name a box is: it opens nowhere else. */
export const placeOfCredential = (district: string, connection: number, name: string): string =>
  JSON.stringify([district, connection, name]);

/** Puts credentials in the place of those that were there. */
export async function storeCredentials(
  tx: Tx,
  secrets: Secrets,
  of: { readonly district: string; readonly connection: number },
  { kind, ...values }: CredentialsGiven,
  now: Date,
): Promise<void> {
  const { district, connection } = of;
  await dropCredentials(tx, district, connection);
  for (const [name, value] of Object.entries(values)) {
    const place = placeOfCredential(district, connection, name);
    const sealed = secrets.seal(credentialPurpose, Buffer.from(value), place);
    await sql`insert into credential (district_id, connection_id, name, kind, sealed, key_version, set_at)
      values (${district}, ${connection}, ${name}, ${kind}, ${sealed}, ${secrets.version}, ${now})`.execute(tx);
  }
}

/** Destroys them; answers whether there were any. */
export async function dropCredentials(tx: Tx, district: string, connection: number): Promise<boolean> {
  const gone =
    await sql`delete from credential where district_id = ${district} and connection_id = ${connection}`.execute(tx);
  return (gone.numAffectedRows ?? 0n) > 0n;
}

/** Credentials as they were given; null: there are none, or none that this installation's key opens at this place. */
export async function readCredentials(
  db: Queries,
  secrets: Secrets,
  district: string,
  connection: number,
): Promise<CredentialsGiven | null> {
  const rows = await db
    .selectFrom('credential')
    .select(['name', 'kind', 'sealed'])
    .where('district_id', '=', district)
    .where('connection_id', '=', connection)
    .orderBy('name')
    .execute();
  const kind = rows[0]?.kind;
  if (kind === undefined) return null;
  try {
    const values = rows.map(({ name, sealed }) => [
      name,
      secrets.unseal(credentialPurpose, sealed, placeOfCredential(district, connection, name)).toString('utf8'),
    ]);
    return { kind, ...Object.fromEntries(values) } as CredentialsGiven;
  } catch {
    return null;
  }
}
