import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Kind } from '../rostering/oneroster/columns.model.ts';
import { countTouched } from '../rostering/stored-image.repository.ts';
import type { PartAsked } from '../runs/run.repository.ts';
import type { Deed } from './fix.ts';
import type { Unit } from './touched.repository.ts';

// What was read before is read again: the files of the last reading lie where they lay as long as records of it are not
// fine, at most a week.

export type PartAgain = PartAsked & { readonly schools: readonly string[] | null };

/** The last reading of each unit, to be carried once more. */
export async function lastReadings(
  db: Queries,
  { district, flow }: Pick<Deed, 'district' | 'flow'>,
  units: readonly Unit[],
): Promise<readonly PartAgain[]> {
  const { rows } = await sql<PartAgain>`
    select distinct on (p.kind, p.unit) p.kind, p.unit, p.level, p.source, p.store, 0 as rows, r.scope -> 'schools' as schools
    from jsonb_to_recordset(${JSON.stringify(units)}::jsonb) as wanted (kind text, unit text)
    join run r on r.district_id = ${district} and r.flow_no = ${flow}
    join part p on p.district_id = r.district_id and p.run_no = r.no and p.kind = wanted.kind and p.unit = wanted.unit
    where p.state = 'done' and p.source ? 'path' and r.scope ->> 'dry' = 'false' order by p.kind, p.unit, p.run_no desc`.execute(
    db,
  );
  return rows;
}

/** The units that carried a fix's records last. */
export async function unitsOfFix(
  db: Queries,
  { district, no }: Pick<Deed, 'district' | 'no'>,
): Promise<readonly Unit[]> {
  const { rows } = await sql<Unit>`select distinct kind, unit from fix_record
    where district_id = ${district} and fix_no = ${no}`.execute(db);
  return rows;
}

export type TakenBack = {
  readonly kind: Kind;
  /** Not in the roster before, and as it was before. */
  readonly removed: number;
  readonly restored: number;
};

/** What would be taken back of what a fix brought into the roster: all that nobody has changed since. */
export async function takenBack(db: Queries, deed: Deed): Promise<readonly TakenBack[]> {
  const kinds = new Set((await unitsOfFix(db, deed)).map(({ kind }) => kind as Kind));
  const all: TakenBack[] = [];
  for (const kind of kinds) {
    const counted = await countTouched(db, deed, { fix: deed.no, kind });
    if (counted.removed + counted.restored > 0) all.push({ kind, ...counted });
  }
  return all;
}
