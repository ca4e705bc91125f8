import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import { inShard } from '../rostering/oneroster/file-scan.model.ts';
import type { FileSource } from '../rostering/oneroster/file-source.model.ts';
import type { PartAsked } from '../runs/run.repository.ts';
import type { RecordAt } from './record.repository.ts';

/** A reading that held the record if its source did: a part of a file that came to its end. */
export type Reading = Omit<PartAsked, 'source'> & {
  readonly source: FileSource;
  readonly run: number;
  readonly at: Date;
  readonly schools: readonly string[] | null;
};

/** Of more readings than these none is kept. */
const mostReadings = 3;

/** The last readings of the record’s kind, the newest first, each file once. Whether its bytes are still there is not known. */
export async function lastReadings(db: Queries, record: RecordAt): Promise<readonly Reading[]> {
  const { district, flow, kind, key } = record;
  const { rows } = await sql<Reading>`select p.unit, p.kind, p.level, p.source, p.store, 0 as rows, p.run_no as run,
      p.finished_at as at, r.scope -> 'schools' as schools
    from part p join run r on r.district_id = p.district_id and r.no = p.run_no
    where p.district_id = ${district} and r.flow_no = ${flow} and p.kind = ${kind} and p.state = 'done' and p.source ? 'path'
      and (r.scope -> 'records' is null or r.scope -> 'records' ? ${key}) and r.scope ->> 'dry' = 'false'
    order by p.run_no desc, p.unit limit 60`.execute(db);
  const files = new Set<string>();
  return rows
    .filter(({ source }) => inShard(key, source.shard) && !files.has(source.path) && files.add(source.path))
    .slice(0, mostReadings);
}

/** The version that files of the flow speak; 1.1 where none was read yet. */
export async function versionOf(db: Queries, { district, flow }: RecordAt): Promise<FileSource['version']> {
  const { rows } = await sql<{ version: FileSource['version'] }>`select p.source ->> 'version' as version
    from part p join run r on r.district_id = p.district_id and r.no = p.run_no
    where p.district_id = ${district} and r.flow_no = ${flow} and p.source ? 'version' order by p.run_no desc limit 1`.execute(
    db,
  );
  return rows[0]?.version ?? '1.1';
}
