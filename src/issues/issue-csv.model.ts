import Papa from 'papaparse';
import type { IssueRecord } from './issue.schema.ts';

const columns: readonly (readonly [head: string, of: (record: IssueRecord) => string | number | null])[] = [
  ['kind', ({ kind }) => kind],
  ['key', ({ key }) => key],
  ['outcome', ({ outcome }) => outcome],
  ['file', ({ file }) => file],
  ['line', ({ line }) => line],
  ['column', ({ column }) => column],
  ['value', ({ value }) => value],
  ['expected', ({ expected }) => expected],
  ['message', ({ explained }) => explained?.message ?? null],
  ['waits for', ({ waitsFor }) => (waitsFor === null ? null : `${waitsFor.kind} ${waitsFor.key}`)],
  ['since', ({ since }) => since],
  ['run', ({ run }) => run],
];

/** What a spreadsheet would take for a formula; it is written behind an apostrophe, which makes it a text. */
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

const textOf = (rows: readonly (readonly (string | number | null)[])[]) =>
  `${Papa.unparse(rows as (string | number | null)[][], { escapeFormulae: formula, newline: '\r\n' })}\r\n`;

/** Records as CSV, a page at a time. The mark at its beginning tells a spreadsheet that it is UTF-8. */
export async function* csvOf(pages: AsyncIterable<readonly IssueRecord[]>): AsyncIterable<string> {
  yield `\uFEFF${textOf([columns.map(([head]) => head)])}`;
  for await (const records of pages)
    if (records.length > 0) yield textOf(records.map((record) => columns.map(([, of]) => of(record))));
}
