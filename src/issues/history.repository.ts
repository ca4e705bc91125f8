import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import type { IssueEventView } from './issue.schema.ts';

type Row = {
  readonly at: Date;
  readonly actor: ActorRow;
  readonly action: `issue.${IssueEventView['what']}`;
  readonly details: {
    readonly run?: number;
    readonly records?: number;
    readonly until?: string;
    readonly assignee?: string;
  };
  readonly assignee_name: string | null;
};

const shown = 200;

/** What happened to an issue, the newest first, as the audit tells it. */
export async function readHistory(db: Queries, district: string, no: number): Promise<IssueEventView[]> {
  const found = await sql<Row>`
    select a.at, a.actor, a.action, a.details, person.name as assignee_name from audit a
    left join sign_in person on person.district_id = ${district} and person.id = (a.details ->> 'assignee')::bigint
    where a.district_id = ${district} and a.subject_kind = 'issue' and a.subject_id = ${String(no)}
    order by a.no desc limit ${shown}`.execute(db);
  return found.rows.map(({ at, actor, action, details, assignee_name }) => ({
    at: at.toISOString(),
    what: action.slice('issue.'.length) as IssueEventView['what'],
    by: { kind: actor.kind, name: actor.name },
    run: details.run ?? null,
    records: details.records ?? null,
    until: details.until ?? null,
    assignee: details.assignee === undefined ? null : { id: details.assignee, name: assignee_name ?? details.assignee },
  }));
}
