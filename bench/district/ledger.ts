import type { Break } from './breaks.ts';
import type { FileName } from './columns.ts';
import { openOutput } from './csv-file.ts';
import type { BrokenRow, DistrictOptions, DistrictSummary, ExpectedCounts, Kind } from './district.schema.ts';

/** What an import must answer, counted while the rows are written. */
export type Ledger = {
  count(kind: Kind | undefined, word: 'created' | 'updated' | 'deleted' | 'unchanged'): void;
  refuse(kind: Kind | undefined, file: FileName, line: number, key: string, why: Break | 'dependent'): void;
  isFull(): boolean;
  flush(): Promise<void>;
  close(): Promise<Pick<DistrictSummary, 'expected' | 'broken'>>;
};

export async function openLedger(options: DistrictOptions): Promise<Ledger> {
  const output = options.expectedFile === undefined ? undefined : await openOutput(options.expectedFile);
  const expected: Record<Kind, ExpectedCounts> = {
    org: noCounts(),
    academicSession: noCounts(),
    course: noCounts(),
    class: noCounts(),
    user: noCounts(),
    role: noCounts(),
    enrollment: noCounts(),
  };
  const byBreak: Record<string, number> = {};
  const rows: BrokenRow[] = [];
  const listed = options.listed ?? 1000;
  let total = 0;

  const list = (row: BrokenRow): void => {
    total++;
    byBreak[row.break] = (byBreak[row.break] ?? 0) + 1;
    if (rows.length < listed) rows.push(row);
  };

  return {
    count(kind, word) {
      if (kind !== undefined) expected[kind][word]++;
    },
    refuse(kind, file, line, key, why) {
      if (kind === undefined) return;
      const row =
        why === 'dependent'
          ? { file, line, key, break: why, ...dependent }
          : { file, line, key, break: why.name, ...why.expected };
      expected[kind][row.outcome]++;
      if (why === 'dependent') expected[kind].dependents++;
      else list(row);
      output?.add(`${JSON.stringify(row)}\n`);
    },
    isFull: () => output?.isFull() ?? false,
    flush: async () => output?.flush(),
    async close() {
      await output?.close();
      return { expected, broken: { total, byBreak, rows } };
    },
  };
}

const dependent = { outcome: 'blocked', entry: 'oneroster.parent_missing' } as const;

function noCounts(): ExpectedCounts {
  return { created: 0, updated: 0, deleted: 0, unchanged: 0, invalid: 0, blocked: 0, dependents: 0 };
}
