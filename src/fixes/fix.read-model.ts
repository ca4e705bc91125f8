import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import type { Queries } from '../platform/database.ts';
import { takenBack } from './again.repository.ts';
import { type FixRow, fixOfDistrict, fixRows, flowOfDistrict, groupOfRow, offerOfRow } from './fix.repository.ts';
import type { FixDetail, FixOffer, FixView, fixesQuery, ValueMapping } from './fix.schema.ts';
import type { Group } from './fix.ts';
import { offersFor } from './offer.model.ts';

function viewOf(row: FixRow): FixView {
  return {
    id: row.no,
    name: row.name,
    title: offerOfRow(row)?.description.title ?? row.name,
    state: row.state,
    connection: row.connection,
    group: { ...groupOfRow(row), facts: { ...row.facts } },
    values: { ...row.asked.values },
    records: row.records,
    waiting: row.dependents,
    refused: row.refused,
    notCarried: row.not_carried,
    run: row.run_no,
    madeBy: row.made_by.name,
    madeAt: row.made_at.toISOString(),
    settledAt: row.settled_at?.toISOString() ?? null,
    undone:
      row.undone_at === null
        ? null
        : { by: row.undone_by?.name ?? '', at: row.undone_at.toISOString(), run: row.undo_run },
  };
}

/** The fixes of a district, the newest first; of one group also what it can be put right with. */
export const listFixes = reading('runs.read', async (db, scope, query: z.output<typeof fixesQuery>) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const group = groupIn(query);
  if (group !== null) await flowOfDistrict(db, scope.district, group.flow, scope.now);
  const where = sql`fix.district_id = ${scope.district}
    ${before === null ? sql`` : sql`and fix.no < ${before[0]}`}
    ${query.state === undefined ? sql`` : sql`and fix.state = ${query.state}`}
    ${query.connection === undefined ? sql`` : sql`and (connection.name = ${query.connection} or connection.id = ${numberIn(query.connection)})`}
    ${query.flow === undefined ? sql`` : sql`and fix.flow_no = ${query.flow}`}
    ${query.entry === undefined ? sql`` : sql`and fix.entry = ${query.entry}`}
    ${query.kind === undefined ? sql`` : sql`and (fix.kind is null or fix.kind = ${query.kind})`}
    ${group === null ? sql`` : sql`and fix.facts @> ${JSON.stringify(group.facts)}::jsonb`}`;
  const page = pageOf(await fixRows(db, where, query.limit + 1), query.limit, (row) => [row.no]);
  return { fixes: page.rows.map(viewOf), offers: group === null ? [] : offersOf(group), nextCursor: page.nextCursor };
});

/** The group that a query names: its flow and entry, and, under their own names, the facts that its records share. */
function groupIn({
  limit: _,
  cursor,
  state,
  connection,
  flow,
  entry,
  kind,
  ...facts
}: z.output<typeof fixesQuery>): Group | null {
  if (flow === undefined || entry === undefined) return null;
  return { flow, entry, kind: kind ?? null, facts: facts as Readonly<Record<string, string>> };
}

const offersOf = (group: Group): FixOffer[] =>
  offersFor(group).map(({ fix, description: { fields, ...description } }) => ({
    name: fix.name,
    ...description,
    fields: fields.map((field) => ({ ...field, choices: [...field.choices] })),
  }));

/** One fix, and what would come of taking it back now. */
export const showFix = reading('runs.read', async (db, scope, no: number): Promise<FixDetail> => {
  const row = await fixOfDistrict(db, scope.district, no);
  return {
    ...viewOf(row),
    takesBack: row.state === 'undone' || !row.ended ? null : await wouldTakeBack(db, scope, row),
  };
});

async function wouldTakeBack(
  db: Queries,
  { district, now }: { readonly district: string; readonly now: Date },
  row: FixRow,
): Promise<FixDetail['takesBack']> {
  if (offerOfRow(row)?.fix.restores !== true) return { removed: 0, restored: 0 };
  const flow = await flowOfDistrict(db, district, row.flow_no, now);
  const kinds = await takenBack(db, { ...flow, no: row.no });
  return {
    removed: kinds.reduce((sum, { removed }) => sum + removed, 0),
    restored: kinds.reduce((sum, { restored }) => sum + restored, 0),
  };
}

type MappingRow = Omit<ValueMapping, 'madeAt' | 'madeBy'> & {
  readonly made_by: { name: string };
  readonly made_at: Date;
};

/** What the words of a connection's source are read as. */
export const listValueMappings = reading('runs.read', async (db, scope, connection: string) => {
  const { rows } = await sql<MappingRow>`
    select m.kind, m.column_name as column, m.value, m.word, cardinality(m.except_keys) as except, m.fix_no as fix,
      fix.made_by, fix.made_at
    from value_mapping m join fix on fix.district_id = m.district_id and fix.no = m.fix_no
    where m.district_id = ${scope.district} and m.connection_id = ${numberIn(connection)}
    order by m.kind, m.column_name, m.value`.execute(db);
  return {
    mappings: rows.map(({ made_by, made_at, ...row }) => ({
      ...row,
      madeBy: made_by.name,
      madeAt: made_at.toISOString(),
    })),
  };
});
