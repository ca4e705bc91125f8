import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { Owner } from '../roster.repository.ts';
import type { Kind } from './columns.model.ts';
import type { Meaning, OwnWords } from './meaning.model.ts';

type Row = { readonly column: string; readonly value: string; readonly word: string; readonly except: string[] };

/** What a connection's own words mean in the files of a kind; null: it has none. */
export async function ownWordsOf(db: Queries, owner: Owner, kind: Kind): Promise<OwnWords | null> {
  const { rows } = await sql<Row>`select column_name as column, value, word, except_keys as except from value_mapping
    where district_id = ${owner.district} and connection_id = ${owner.connection} and kind = ${kind}
    order by column_name, value`.execute(db);
  if (rows.length === 0) return null;
  const meanings = new Map<string, Map<string, Meaning>>();
  for (const { column, value, word, except } of rows) {
    const ofColumn = meanings.get(column) ?? new Map<string, Meaning>();
    meanings.set(column, ofColumn.set(value, { word, except: new Set(except) }));
  }
  const hash = createHash('sha256').update(JSON.stringify(rows)).digest();
  return { meanings, digest: hash.toString('hex'), seed: hash.readUInt32LE(0) };
}
