import { sql } from 'kysely';
import { reading } from '../access/use-case.ts';
import { monthOf } from '../platform/clock.ts';
import { lossOf } from './loss.repository.ts';

type Row = {
  readonly id: number;
  readonly name: string;
  readonly deleted_at: Date;
};
type Told = { readonly name: string; readonly lost: Readonly<Record<string, number>> };

/** Outcomes are counted by their runs, which go at once at the end: they would not tell how far it is. */
const sum = ({ outcomes: _, ...counts }: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((all, n) => all + n, 0);

/** Deleted connections whose data is still there. Their names are free already; what they were called says the audit. */
export const listRemovals = reading('connections.read', async (db, { district }, _: undefined) => {
  const deleted = await sql<Row>`select id, name, deleted_at from connection
    where district_id = ${district} and deleted_at is not null order by deleted_at`.execute(db);
  const removals = [];
  for (const { id, name, deleted_at } of deleted.rows) {
    const told = await sql<Told>`select subject_name as name, details -> 'lost' as lost from audit
      where district_id = ${district} and month = ${monthOf(deleted_at)} and action = 'connection.deleted'
        and subject_kind = 'connection' and subject_id = ${String(id)}`.execute(db);
    const [line] = told.rows;
    const { lost } = await lossOf(db, district, id);
    removals.push({
      id: String(id),
      name: line?.name ?? name,
      deletedAt: deleted_at.toISOString(),
      rows: line === undefined ? null : sum(line.lost),
      left: sum(lost),
    });
  }
  return { removals };
});
