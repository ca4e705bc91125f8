import { join } from 'node:path';
import type { Break } from './breaks.ts';
import { columnsOf, type FileName } from './columns.ts';
import { csvLine, openOutput } from './csv-file.ts';
import type { DistrictOptions, FileFigures, Kind } from './district.schema.ts';
import type { Ledger } from './ledger.ts';

/** `same`, `edited`, `removed` and `new` are told against the base set; a dependent is sound but hangs on a refused row. */
export type Fate = 'same' | 'edited' | 'removed' | 'new' | 'dependent';

/** One CSV file of the set: writes rows as the mode asks and enters in the ledger what must become of them. */
export type Table = {
  put(cells: string[], fate: Fate): void;
  putBroken(cells: string[], why: Break): void;
  /** The id of the last sound row; empty before the first. */
  lastKey(): string;
  /** When true, await `flush` before the next row. */
  isFull(): boolean;
  flush(): Promise<void>;
  close(): Promise<FileFigures>;
};

const end = '\r\n';
const kinds: Partial<Record<FileName, Kind>> = {
  orgs: 'org',
  academicSessions: 'academicSession',
  courses: 'course',
  classes: 'class',
  users: 'user',
  roles: 'role',
  enrollments: 'enrollment',
};

export async function openTable(
  folder: string,
  file: FileName,
  options: DistrictOptions,
  ledger: Ledger,
): Promise<Table> {
  const columns = columnsOf(file, options.version);
  const output = await openOutput(join(folder, `${file}.csv`));
  const kind = kinds[file];
  const words = isChanged(options) ? wordsOfChange : wordsOfBase;
  let line = 2;
  let rows = 0;
  let lastKey = '';
  output.add(csvLine(columns) + end);

  const write = (text: string): void => {
    output.add(text + end);
    rows++;
    line += 1 + breaksIn(text);
  };

  return {
    put(cells, fate) {
      const written = isWritten(fate, options);
      if (!written && fate !== 'removed') return;
      const key = cells[0] ?? '';
      if (fate === 'dependent') ledger.refuse(kind, file, line, key, fate);
      else ledger.count(kind, words[fate]);
      if (!written) return;
      if (fate !== 'dependent' && fate !== 'removed') lastKey = key;
      stamp(cells, fate, options);
      write(csvLine(cells));
    },
    putBroken(cells, why) {
      stamp(cells, 'same', options);
      const broken = why.apply({ columns, cells, earlierKey: lastKey });
      ledger.refuse(kind, file, line, 'cells' in broken ? (broken.cells[0] ?? '') : (cells[0] ?? ''), why);
      if ('cells' in broken) return write(csvLine(broken.cells));
      output.addBytes(broken.bytes);
      write('');
    },
    lastKey: () => lastKey,
    isFull: () => output.isFull() || ledger.isFull(),
    async flush() {
      await output.flush();
      if (ledger.isFull()) await ledger.flush();
    },
    close: async () => ({ rows, ...(await output.close()) }),
  };
}

export function isChanged(options: DistrictOptions): boolean {
  return (options.changedShare ?? 0) > 0;
}

const wordsOfBase = { same: 'created', edited: 'updated', removed: 'deleted', new: 'created' } as const;
const wordsOfChange = { ...wordsOfBase, same: 'unchanged' } as const;

/** Bulk leaves out what is gone; a delta of a changed set has only what changed, and what is broken. */
function isWritten(fate: Fate, options: DistrictOptions): boolean {
  if (fate === 'removed') return options.mode === 'delta';
  return fate === 'edited' || fate === 'new' || options.mode === 'bulk' || !isChanged(options);
}

/** Status and date are for delta only (standards.md 4). */
function stamp(cells: string[], fate: Fate, { mode }: DistrictOptions): void {
  if (mode === 'bulk') return;
  cells[1] = fate === 'removed' ? 'tobedeleted' : 'active';
  cells[2] = fate === 'same' || fate === 'dependent' ? '2026-08-10T04:00:00.000Z' : '2026-10-05T04:00:00.000Z';
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
