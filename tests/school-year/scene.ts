import { sql } from 'kysely';
import type { RekeyAnswer } from '../../src/school-year/rekey.schema.ts';
import type { SchoolYearView } from '../../src/school-year/school-year.schema.ts';
import { endOf, type Hub, type Method, type Run, type View } from '../connections/scene.ts';

/** A step of the school year over HTTP, as it has to go through. */
export async function step(hub: Hub, method: Method, what: string, body?: unknown): Promise<SchoolYearView> {
  const answer = await hub.ask(method, `/api/v1/school-year${what}`, body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

export const begun = (hub: Hub, endsOn = '2027-06-30') => step(hub, 'POST', '', { title: '2027/28', endsOn });
export const confirm = { confirm: '2027/28' };

export async function newIds(hub: Hub, { id }: Pick<View, 'id'>): Promise<RekeyAnswer> {
  const answer = await hub.ask('GET', `/api/v1/connections/${id}/new-ids`);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

/** Confirms all groups as they are shown; answers the run, which has been asked for. */
export async function joinAll(hub: Hub, connection: Pick<View, 'id'>): Promise<number> {
  const { digest, groups } = await newIds(hub, connection);
  const answer = await hub.ask('POST', `/api/v1/connections/${connection.id}/new-ids`, {
    digest,
    groups: groups.map(({ id }) => id),
  });
  if (answer.status !== 202) throw new Error(answer.text);
  return (answer.body as { run: { id: number } }).run.id;
}

export async function carriedOut(hub: Hub, run: number): Promise<Run> {
  await hub.work();
  return endOf(hub, run);
}

/** The living rows of a table of a connection: their ids by their keys. */
export async function idsByKey(
  hub: Hub,
  table: string,
  { id }: Pick<View, 'id'>,
): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ key: string; id: number }>`select source_key as key, id from ${sql.table(table)}
    where district_id = 'north' and connection_id = ${id}::bigint and status = 'active'`.execute(hub.app.db);
  return new Map(found.rows.map((row) => [row.key, row.id]));
}

/** Who is in which section in which role, by the ids of rows. */
export async function members(hub: Hub, { id }: Pick<View, 'id'>): Promise<readonly string[]> {
  const found = await sql<{ one: string }>`select class_id || ' ' || person_id || ' ' || role as one from enrollment
    where district_id = 'north' and connection_id = ${id}::bigint and status = 'active' order by 1`.execute(hub.app.db);
  return found.rows.map(({ one }) => one);
}
