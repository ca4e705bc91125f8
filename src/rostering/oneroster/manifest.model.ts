import { refuse } from '../../dictionary/refusal.model.ts';
import type { Version } from './columns.model.ts';
import { cellsOf } from './csv.model.ts';
import type { Mode } from './row.model.ts';

/** What a set says of itself: its version, and for each file whether it is the whole list, changes, or absent. */
export type Manifest = { readonly version: Version; readonly files: ReadonlyMap<string, 'bulk' | 'delta' | 'absent'> };

const problem = (reason: string) => refuse('oneroster.manifest_unreadable', { reason });

/** Reads manifest.csv. Whatever cannot be understood is refused before anything is read: taking changes for the whole list would delete people. */
export function readManifest(bytes: Buffer): Manifest {
  const values = readProperties(splitLines(bytes));
  const version = values.get('oneroster.version') ?? '';
  if (version === '') throw problem('there is no line oneroster.version');
  if (version !== '1.1' && version !== '1.2')
    throw refuse('oneroster.version_unknown', { value: version.slice(0, 40) });
  const files = new Map<string, 'bulk' | 'delta' | 'absent'>();
  for (const [name, value] of values) {
    if (!name.startsWith('file.')) continue;
    const mode = value.toLowerCase();
    if (mode !== 'bulk' && mode !== 'delta' && mode !== 'absent')
      throw problem(`${name.slice(0, 60)} is "${value.slice(0, 40)}"; it can be bulk, delta or absent`);
    files.set(`${name.slice('file.'.length)}.csv`.toLowerCase(), mode);
  }
  return { version, files };
}

function readProperties([head, ...lines]: readonly (readonly string[])[]): ReadonlyMap<string, string> {
  if (head === undefined) throw problem('the file is empty');
  if (head[0]?.toLowerCase() !== 'propertyname' || head[1]?.toLowerCase() !== 'value')
    throw problem('line 1 is not propertyName,value');
  const values = new Map<string, string>();
  for (const [at, [name = '', value = '']] of lines.entries()) {
    if (values.has(name) && values.get(name) !== value)
      throw problem(`line ${at + 2}: ${name.slice(0, 60)} stands twice with different values`);
    values.set(name, value);
  }
  return values;
}

function splitLines(bytes: Buffer): readonly (readonly string[])[] {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const read: string[][] = [];
  for (let from = start; from < bytes.length; ) {
    const newline = bytes.indexOf(10, from);
    const until = newline < 0 ? bytes.length : newline;
    const end = until > from && bytes[until - 1] === 13 ? until - 1 : until;
    if (end > from) {
      const cells = cellsOf(bytes, from, end);
      if (!cells.ok) throw problem(`line ${read.length + 1} is not well formed`);
      read.push(cells.cells.map((cell) => cell.trim()));
    }
    from = until + 1;
  }
  return read;
}

/** How a file of the set is to be read; null: it is left, since the manifest does not announce it. Without a manifest nothing is taken for the whole list. */
export function modeOf(manifest: Manifest | null, file: string): Mode | null {
  if (manifest === null) return 'changes';
  const said = manifest.files.get(file.toLowerCase());
  return said === 'bulk' || said === 'delta' ? said : null;
}
