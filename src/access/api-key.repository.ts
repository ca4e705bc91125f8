import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import { type Ask, asking, type Statement } from '../platform/pipelined.ts';
import { digestOf } from '../platform/secrets.ts';
import { connectionNameOf, type FoundKey, type KeyScope, type ManagedBy, minute, usedLately } from './api-key.model.ts';
import { decidedByDatabase } from './constraint.model.ts';

export type KeyWrite = {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly schools: readonly string[];
  readonly managedBy: ManagedBy | null;
};
export function newKeySecret(): string {
  return `hp_live_${randomBytes(32).toString('base64url')}`;
}

/** Makes a key; with rostering rights it gets its connection and flow. A name or secret in use is refused. */
export async function insertKey(tx: Tx, district: string, key: KeyWrite, secret: string): Promise<number> {
  const nameTaken = () => refuse('request.name_taken', { what: 'API key', name: key.name });
  const connection = key.scopes.includes('rostering') ? await rosteringConnection(tx, district, key.name) : null;
  const id = await allocate(tx, district, 'api_key');
  await decidedByDatabase({ api_key_name: nameTaken }, () =>
    sql`insert into api_key (district_id, id, name, connection_id, scopes, managed_by)
      values (${district}, ${id}, ${key.name}, ${connection}, ${key.scopes}, ${managedByText(key.managedBy)})`.execute(
      tx,
    ),
  );
  await writeKeySchools(tx, district, id, key.schools);
  await setKeySecret(tx, district, id, secret);
  return id;
}

/** Changes what a key may do; a key that gains rostering rights gets its connection, one that loses them leaves it standing. */
export async function updateKey(tx: Tx, district: string, id: number, key: KeyWrite): Promise<void> {
  const connection = key.scopes.includes('rostering') ? await rosteringConnection(tx, district, key.name) : null;
  await sql`update api_key set scopes = ${key.scopes}, managed_by = ${managedByText(key.managedBy)}, connection_id = ${connection}
    where district_id = ${district} and id = ${id}`.execute(tx);
  await writeKeySchools(tx, district, id, key.schools);
}

/** From now on only this secret opens the key. One that opens another key, here or in another district, is refused. */
export async function setKeySecret(tx: Tx, district: string, id: number, secret: string): Promise<void> {
  await dropKeySecrets(tx, district, [id]);
  await decidedByDatabase(
    { directory_pkey: () => refuse('request.body_invalid', { reason: 'The secret opens another API key already.' }) },
    () =>
      sql`insert into directory (kind, digest, district_id, subject) values ('api_key', ${digestOf(secret)}, ${district}, ${String(id)})`.execute(
        tx,
      ),
  );
}

export async function revokeKeyRow(tx: Tx, district: string, id: number, now: Date): Promise<void> {
  await dropKeySecrets(tx, district, [id]);
  await sql`update api_key set revoked_at = ${now} where district_id = ${district} and id = ${id} and revoked_at is null`.execute(
    tx,
  );
}

export async function dropKeySecrets(tx: Tx, district: string, ids: readonly number[]): Promise<void> {
  await sql`delete from directory where district_id = ${district} and kind = 'api_key' and subject = any(${ids.map(String)})`.execute(
    tx,
  );
}

async function writeKeySchools(tx: Tx, district: string, id: number, schools: readonly string[]): Promise<void> {
  await sql`delete from api_key_school where district_id = ${district} and api_key_id = ${id} and not school_id = any(${schools})`.execute(
    tx,
  );
  await decidedByDatabase(
    {
      api_key_school_district_id_school_id_fkey: () => refuse('request.school_unknown', { school: schools.join(', ') }),
    },
    () =>
      sql`insert into api_key_school (district_id, api_key_id, school_id)
      select ${district}, ${id}, school from unnest(${schools}::text[]) as school on conflict do nothing`.execute(tx),
  );
}

/** The connection of system `rostering` that a key's calls come over, with its flow into Hallpass; the one that an earlier key of the name had goes on. */
async function rosteringConnection(tx: Tx, district: string, key: string): Promise<number> {
  const name = connectionNameOf(key);
  const id = await allocate(tx, district, 'connection');
  await sql`insert into connection (district_id, id, name, system) values (${district}, ${id}, ${name}, 'rostering') on conflict (district_id, name) do nothing`.execute(
    tx,
  );
  const found = await tx
    .selectFrom('connection')
    .select(['id', 'system'])
    .where('district_id', '=', district)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  if (found.system !== 'rostering') throw refuse('request.name_taken', { what: 'connection', name });
  const no = await allocate(tx, district, 'flow');
  await sql`insert into flow (district_id, no, job, source_id, target_id) values (${district}, ${no}, 'rostering', ${found.id}, null) on conflict do nothing`.execute(
    tx,
  );
  return found.id;
}

type KeyRow = {
  district_id: string;
  id: number;
  name: string;
  scopes: string[];
  connection_id: number | null;
  last_used_at: Date | null;
  managed_by: ManagedBy | null;
  paused: boolean | null;
  schools: string[];
  version: string;
};

const opened = `directory d
    join api_key k on k.district_id = d.district_id and k.id = d.subject::bigint and k.revoked_at is null
    left join connection c on c.district_id = k.district_id and c.id = k.connection_id`;
// A row that was changed carries the number of the transaction that changed it. Whoever changes a key's schools writes its row too.
const version = "concat_ws(' ', k.xmin, c.xmin)";

/** The key that a secret opens; null where there is none or it was revoked. The directory says in which district it is. */
export async function findKey(db: Queries | Ask, secret: string): Promise<FoundKey | null> {
  const found = await asking(db)(
    sql<KeyRow>`select d.district_id, k.id, k.name, k.scopes, k.connection_id, k.last_used_at, k.managed_by, c.status = 'paused' as paused,
      array(select s.school_id::text from api_key_school s where s.district_id = k.district_id and s.api_key_id = k.id order by s.school_id) as schools,
      ${sql.raw(version)} as version
    from ${sql.raw(opened)} where d.kind = 'api_key' and d.digest = ${digestOf(secret)}`,
    true,
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  return {
    district: row.district_id,
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    schools: row.schools,
    connectionId: row.connection_id,
    paused: row.paused === true,
    managedBy: row.managed_by,
    lastUsedAt: row.last_used_at,
    version: row.version,
  };
}

/** True for a key that a digest still opens and that is as it was when it was found; for a statement that writes in its name. */
export function keyStands(digest: Buffer, key: FoundKey): Statement {
  return { text: keyStandsText, values: [digest, key.version] };
}
const keyStandsText = `exists (select 1 from ${opened} where d.kind = 'api_key' and d.digest = $1 and ${version} = $2)`;

/** Remembers that a key was used, once a minute at the most: a thousand calls a second write one row. */
export async function noteKeyUse(db: Queries, key: FoundKey, now: Date): Promise<void> {
  if (usedLately(key, now)) return;
  await sql`update api_key set last_used_at = ${now} where district_id = ${key.district} and id = ${key.id}
    and (last_used_at is null or last_used_at <= ${new Date(now.getTime() - minute)})`.execute(db);
}

function managedByText(managedBy: ManagedBy | null): string | null {
  return managedBy === null ? null : JSON.stringify(managedBy);
}
