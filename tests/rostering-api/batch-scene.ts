import { sql } from 'kysely';
import type { Fields, Hub } from './scene.ts';

export type Line = { readonly resource: string; readonly operation: string; readonly data: Fields };
export const line = (resource: string, operation: string, data: Fields): Line => ({ resource, operation, data });

export const ndjsonOf = (lines: readonly (Line | string)[]): string =>
  lines.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');

/** The answer's lines, and what it sums up. */
export function readAnswer(text: string): { readonly told: readonly Fields[]; readonly summary: Fields } {
  const all = text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => JSON.parse(each) as Fields);
  return { told: all.slice(0, -1), summary: all.at(-1)?.['summary'] as Fields };
}

type Asked = { readonly query?: string; readonly key?: string; readonly headers?: Readonly<Record<string, string>> };

/** Sends lines as a batch, and reads the answer. */
export async function batch(
  hub: Hub,
  lines: readonly (Line | string)[],
  { query = '', key, headers = {} }: Asked = {},
) {
  const answer = await hub.send('POST', `/batch${query}`, {
    payload: ndjsonOf(lines),
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    ...(key === undefined ? {} : { key }),
  });
  return { ...answer, ...readAnswer(answer.status === 200 ? answer.text : '{"summary":{}}') };
}

export const outcomesOf = (told: readonly Fields[]) => told.map(({ outcome }) => outcome);
export const entriesOf = (told: readonly Fields[]) =>
  told.map(({ error }) =>
    ((error as { help?: { entry?: string } } | undefined)?.help?.entry ?? '').replace('rostering.', ''),
  );

/** What is kept of runs: their state and numbers, and the lines that still wait. */
export async function runsOf({ app }: Hub) {
  const runs = await sql<{ no: number; state: string; entered: number }>`
    select no, state, entered from run where trigger = 'api' order by no`.execute(app.db);
  const waiting = await sql<{ pages: number; bodies: number }>`
    select count(*)::int as pages, count(body)::int as bodies from batch_page`.execute(app.db);
  return { runs: runs.rows, pages: waiting.rows[0]?.pages ?? -1, bodies: waiting.rows[0]?.bodies ?? -1 };
}

/** The keys of records that are not fine. */
export async function recordsOf({ app }: Hub): Promise<readonly string[]> {
  const found = await sql<{ name: string }>`select kind || ' ' || key as name from record order by 1`.execute(app.db);
  return found.rows.map(({ name }) => name);
}
