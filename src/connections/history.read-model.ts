import { sql } from 'kysely';
import { z } from 'zod';
import { pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import type { pageQuery } from '../platform/page.schema.ts';
import type { ActorRow } from '../platform/tables.ts';
import { connectionRow } from './connection.repository.ts';

type Row = {
  readonly no: number;
  readonly at: Date;
  readonly actor: ActorRow;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** What happened to a connection, the newest first, for whoever may see it, though the audit is not open to them. */
export const connectionHistory = reading(
  'connections.read',
  async (db, scope, { id, query }: { readonly id: string; readonly query: z.output<typeof pageQuery> }) => {
    const row = await connectionRow(db, scope.district, id);
    const before = readCursor(query.cursor, z.tuple([z.number().int()]));
    const found = await sql<Row>`select no, at, actor, action, details from audit
      where district_id = ${scope.district} and subject_kind = 'connection' and subject_id = ${String(row.id)}
        ${before === null ? sql`` : sql`and no < ${before[0]}`}
      order by no desc limit ${query.limit + 1}`.execute(db);
    const page = pageOf(found.rows, query.limit, ({ no }) => [no]);
    return {
      events: page.rows.map(({ no, at, actor, action, details }) => ({
        no,
        at: at.toISOString(),
        action,
        by: actor.name,
        details,
      })),
      nextCursor: page.nextCursor,
    };
  },
);
