import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { ByteSource } from '../../platform/byte-source.ts';
import type { Queries } from '../../platform/database.ts';
import { type PartAtWork, type PartWork, Stop } from '../../runs/job.ts';
import { hasAny } from '../roster.repository.ts';
import type { RosterBody } from '../roster-table.model.ts';
import { fileOf, type Kind } from './columns.model.ts';
import { decisionsOf } from './decisions.repository.ts';
import { doubtLines } from './doubt.repository.ts';
import { familyOf, fileRows } from './file-rows.job.ts';
import { beginScan } from './file-scan.model.ts';
import type { FileSource } from './file-source.model.ts';
import type { Item, Known } from './item.model.ts';
import { ownWordsOf } from './own-words.repository.ts';

/**
 * A part that carries some records of a file that was read before, those that a fix touched or somebody named, and no
 * other: what is not among them is neither looked at nor missing.
 */
export async function openChosen(
  db: Queries,
  pool: Pool,
  part: PartAtWork,
  from: FileSource,
  source: ByteSource,
): Promise<PartWork<Item, Known, RosterBody>> {
  const owner = { district: part.district, connection: part.connection };
  const kind = part.kind as Kind;
  const file = fileOf(from.version, kind);
  const decided = await decisionsOf(db, part.district, part.flow, kind);
  const words = await ownWordsOf(db, owner, kind);
  const only = await keysOf(db, part);
  const { scan, until, stop } = await beginScan(file, source, from.mode, from.shard, null, { words, only });
  try {
    const empty = !(await hasAny(db, owner, kind));
    const family = await familyOf({ scan, until }, source, from.mode);
    const read = { from, file, source, scan, until, family };
    const opened = { db, pool, part, owner, ...read, snapshot: null, empty, decided, shadow: null };
    const { listed: _, written: __, ...rows } = fileRows(opened);
    return {
      ...rows,
      total: () => only.length,
      notes: () => [],
      invalidate: (client) => doubtLines(client, owner, kind, only, part.run),
      async finish(client) {
        if (!(await source.unchanged())) throw new Stop('connection.file_changed', { file: from.file });
        // Once more, now that those which are new have their ids.
        await doubtLines(client, owner, kind, only, part.run);
      },
      async close() {
        await stop();
        await source.close();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function keysOf(db: Queries, { district, scope, kind, unit }: PartAtWork): Promise<readonly string[]> {
  if (scope.records !== undefined) return scope.records;
  const { rows } = await sql<{ key: string }>`select key from fix_record
    where district_id = ${district} and fix_no = ${scope.fix} and kind = ${kind} and unit = ${unit}`.execute(db);
  return rows.map(({ key }) => key);
}
