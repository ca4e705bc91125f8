import { type Break, type BreakableFile, breaksFor } from './breaks.ts';
import type { DistrictOptions } from './district.schema.ts';
import { prngOf } from './prng.ts';
import { quotaOf } from './quota.ts';
import type { Table } from './table.ts';

const places: Record<BreakableFile | 'courses', number> = { users: 1, classes: 2, enrollments: 3, courses: 4 };

/** Says which rows of a file are broken, and how, in turn, so that every break is met as often. Where rows of the file are never asked about, `rowsForEach` tells how many it has for each that is. To be asked once for each row of the base set and not for new ones: a changed set is then broken where its base set is. */
export type Breaker = (mayBreak: boolean, table: Table) => Break | undefined;

export function breakerOf(file: BreakableFile, options: DistrictOptions, rowsForEach = 1): Breaker {
  const candidates = breaksFor(file, options.version, options.breaks);
  const share = candidates.length === 0 ? 0 : Math.min(1, (options.brokenShare ?? 0) * rowsForEach);
  const quota = quotaOf(share, prngOf(options.seed, 20, places[file]));
  let turn = 0;
  return (mayBreak, table) => {
    if (!quota.take(mayBreak)) return undefined;
    for (let tried = 0; tried < candidates.length; tried++) {
      const candidate = candidates[turn++ % candidates.length];
      if (candidate?.needsEarlierKey !== true || table.lastKey() !== '') return candidate;
    }
    return undefined;
  };
}

/** `grown` leaves the row as it is and adds a new one like it. */
export type Change = 'same' | 'edited' | 'removed' | 'grown';
export type Changer = (mayComeOrGo: boolean) => Change;

/** Of twenty changed rows one is removed and one is new; those that fall on a row that may not come or go wait for the next that may. */
export function changerOf(file: 'users' | 'classes', options: DistrictOptions): Changer {
  const quota = changes(file, options.changedShare ?? 0, options);
  let turn = 0;
  const owed: Change[] = [];
  return (mayComeOrGo) => {
    if (!quota.take(true)) return 'same';
    const place = turn++ % 20;
    if (place === 1) owed.push('removed');
    if (place === 2) owed.push('grown');
    return (mayComeOrGo ? owed.shift() : undefined) ?? 'edited';
  };
}

/** Enrollments also come and go with their users and classes, about a tenth of the share each way. */
export function editorOf(file: 'courses' | 'enrollments', options: DistrictOptions): () => boolean {
  const share = (options.changedShare ?? 0) * (file === 'enrollments' ? 0.8 : 1);
  const quota = changes(file, share, options);
  return () => quota.take(true);
}

function changes(file: keyof typeof places, share: number, options: DistrictOptions): ReturnType<typeof quotaOf> {
  return quotaOf(share, prngOf(options.seed, 21, places[file], options.changeSeed ?? 0));
}
