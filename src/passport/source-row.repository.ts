import { explain } from '../dictionary/explain.model.ts';
import type { ByteSource } from '../platform/byte-source.ts';
import { roleText } from '../rostering/account.model.ts';
import { type Column, type FileSpec, fileOf, type Kind } from '../rostering/oneroster/columns.model.ts';
import { cellsOf, eachRow } from '../rostering/oneroster/csv.model.ts';
import type { FileSource } from '../rostering/oneroster/file-source.model.ts';
import type { OwnWords } from '../rostering/oneroster/meaning.model.ts';
import { rolesIn } from '../rostering/oneroster/roles.model.ts';
import { type Header, readHeader, readRow, secretName } from '../rostering/oneroster/row.model.ts';
import type { Value } from '../rostering/oneroster/value.model.ts';
import type { CellView, SourceView } from './passport.schema.ts';

// One row of a file that was read before: what stands in it, and how it is read.

type Row = Pick<NonNullable<SourceView['row']>, 'line' | 'cells' | 'findings'>;
/** The row of a key; `line`: where rows without a key of their own are known by. */
export type Wanted = { readonly kind: Kind; readonly key: string; readonly line: number | null };

type Found = { readonly bytes: Buffer; readonly line: number };

/** Finds the row in a file and reads it as the import does; null: it does not stand there. */
export async function readSourceRow(
  source: ByteSource,
  from: FileSource,
  wanted: Wanted,
  words: OwnWords | null,
): Promise<Row | null> {
  const spec = fileOf(from.version, wanted.kind);
  const read = await findRow(source, spec, from, wanted, words);
  if (read === null) return null;
  const { header, names, found } = read;
  const row = readRow(header, found.bytes, 0, found.bytes.length, found.line, from.mode);
  const cells = cellsOf(found.bytes, 0, found.bytes.length);
  return {
    line: found.line,
    cells: cells.ok
      ? names.map((name, at) => cellView(spec, header, { name, at, value: cells.cells[at] ?? '' }, row.values))
      : [],
    findings: row.findings.map(({ entry, facts }) => explain(entry, facts)),
  };
}

type Read = { readonly header: Header; readonly names: readonly string[]; readonly found: Found };

async function findRow(
  source: ByteSource,
  spec: FileSpec,
  { mode }: FileSource,
  { key, line: wanted }: Wanted,
  words: OwnWords | null,
): Promise<Read | null> {
  // Most rows are passed without being parsed; a quote stands twice in a quoted cell.
  const sought = Buffer.from(key.replaceAll('"', '""'));
  let top: Omit<Read, 'found'> | null = null;
  let found: Found | null = null;
  await eachRow(
    source,
    (bytes, start, end, _offset, line) => {
      if (found !== null) return;
      if (top === null) {
        const read = cellsOf(bytes, start, end);
        const header = readHeader(spec, bytes, start, end, mode, words?.meanings);
        top = { header, names: read.ok ? read.cells.map((cell) => cell.trim()) : [] };
        return;
      }
      const row = bytes.subarray(start, end);
      const is = wanted === null ? row.includes(sought) && keyIn(row, top.header) === key : line === wanted;
      // The window is written over when reading goes on.
      if (is) found = { bytes: Buffer.from(row), line };
    },
    () => found === null,
  );
  return top === null || found === null ? null : { ...(top as Omit<Read, 'found'>), found };
}

function keyIn(row: Buffer, { keyAt }: Header): string | null {
  const read = cellsOf(row, 0, row.length);
  return read.ok ? (read.cells[keyAt]?.trim() ?? null) : null;
}

type Cell = { readonly name: string; readonly at: number; readonly value: string };

/** A cell and what became of it. What looks like a password is never shown. */
function cellView(spec: FileSpec, header: Header, { name, at, value }: Cell, values: readonly Value[]): CellView {
  const place = header.places[at] ?? -1;
  const column = spec.columns[place];
  if (secretName.test(name)) return { name, value: null, read: null, column: null };
  const metadata = header.metadata.find((one) => one.at === at);
  if (metadata !== undefined) return { name, value, read: value, column: `metadata.${metadata.name}` };
  if (column === undefined) return { name, value, read: null, column: null };
  const passed = column.is === 'status' || column.is === 'modified';
  return { name, value, read: passed ? value : readAs(column, values[place] ?? null), column: column.name };
}

function readAs(column: Column, value: Value): string | null {
  if (column.is !== 'roles' || value === null) return textOf(value);
  return rolesIn(value).map(roleText).sort().join('; ');
}

function textOf(value: Value): string | null {
  if (value === null) return null;
  return Array.isArray(value) ? value.join(',') : String(value);
}
