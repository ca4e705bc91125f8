import type { RosterPage } from '../../connectors/connector.ts';
import type { FileSpec } from '../oneroster/columns.model.ts';

// What is read of a provider becomes OneRoster CSV, page by page. The columns of the format stand from the start; which
// `metadata.` columns there are, only the records tell, so they may become more while pages come in.

/** The metadata columns met so far, in the order in which they were met; `from`: the first page that has each of them. */
export type Extras = { readonly names: readonly string[]; readonly from: readonly number[] };
export const noExtras: Extras = { names: [], from: [] };

const columnsOf = (spec: FileSpec) =>
  spec.columns.filter(({ is }) => is !== 'secret' && is !== 'ignored').map(({ name }) => name);

/** The header of a file of which all rows are read, or those that changed. */
export const headerOf = (spec: FileSpec, { names }: Extras): string =>
  `${[...columnsOf(spec), ...names].map(cell).join(',')}\n`;

/**
 * Rows of the page `no` as CSV. Of a full reading, rows that are marked as deleted are left out, since the file shows what
 * is there; and neither status nor the time of the last change is written: it says nothing that the row does not, and a
 * provider that renews it every night would make every row look new.
 */
export function csvOf(
  spec: FileSpec,
  page: RosterPage,
  mode: 'bulk' | 'delta',
  no: number,
  before: Extras,
): { readonly text: string; readonly rows: number; readonly extras: Extras } {
  const extras = metBy(page, no, before);
  // Null stands for a column that is left empty.
  const columns = [...columnsOf(spec), ...extras.names].map((name) =>
    mode === 'bulk' && silent.has(name) ? null : name,
  );
  let text = '';
  let rows = 0;
  for (const row of page.rows) {
    if (mode === 'bulk' && row['status'] === 'tobedeleted') continue;
    let end = '';
    for (const name of columns) {
      text += name === null ? end : end + cell(row[name] ?? '');
      end = ',';
    }
    text += '\n';
    rows++;
  }
  return { text, rows, extras };
}

function metBy({ rows }: RosterPage, no: number, { names, from }: Extras): Extras {
  const known = new Set(names);
  const met = new Set<string>();
  for (const row of rows) for (const name in row) if (name.startsWith(metadata) && !known.has(name)) met.add(name);
  if (met.size === 0) return { names, from };
  return { names: [...names, ...[...met].sort()], from: [...from, ...Array.from(met, () => no)] };
}

/** The lines of page `no` with an empty cell for each metadata column that was met only later. */
export function padded(text: string, no: number, { from }: Extras): string {
  const missing = ','.repeat(from.filter((first) => first > no).length);
  if (missing === '') return text;
  let quoted = false;
  let out = '';
  let at = 0;
  for (let to = 0; to < text.length; to++) {
    const letter = text[to];
    if (letter === '"') quoted = !quoted;
    else if (letter === '\n' && !quoted) {
      out += `${text.slice(at, to)}${missing}\n`;
      at = to + 1;
    }
  }
  return out + text.slice(at);
}

const metadata = 'metadata.';
const silent: ReadonlySet<string> = new Set(['status', 'dateLastModified']);

const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
