import { sql } from 'kysely';
import { z } from 'zod';
import { containing, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading } from '../access/use-case.ts';
import type { ActorRow } from '../platform/tables.ts';
import type { auditQuery, auditView } from './audit.schema.ts';

type Row = {
  no: number;
  at: Date;
  actor: ActorRow;
  action: string;
  subject_kind: string;
  subject_id: string;
  subject_name: string;
  details: Record<string, unknown>;
};

/** What was done in the district, the newest first. `action` is a whole one (`run.asked`) or its subject (`run`); `q` is looked for in who did it and what it was done to. */
export const listAudit = reading('audit.read', async (db, scope, query: z.output<typeof auditQuery>) => {
  const before = readCursor(query.cursor, z.tuple([z.number().int()]));
  const { q, action } = query;
  const rows = await sql<Row>`
    select no, at, actor, action, subject_kind, subject_id, subject_name, details from audit
    where district_id = ${scope.district}
      ${before === null ? sql`` : sql`and no < ${before[0]}`}
      ${action === undefined || action === '' ? sql`` : sql`and (action = ${action} or starts_with(action, ${`${action}.`}))`}
      ${q === undefined || q === '' ? sql`` : sql`and (subject_name ilike ${containing(q)} or subject_id = ${q} or actor ->> 'name' ilike ${containing(q)})`}
    order by no desc limit ${query.limit + 1}`.execute(db);
  const page = pageOf(rows.rows, query.limit, (row) => [row.no]);
  return { audit: page.rows.map(viewOf), nextCursor: page.nextCursor };
});

function viewOf(row: Row): z.output<typeof auditView> {
  return {
    no: row.no,
    at: row.at.toISOString(),
    actor: row.actor,
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    details: row.details,
  };
}
