import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { openSession, type Queries } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { detachedOf, dropDetached, dropPartition, type Partition, partitionsOf } from './partition.repository.ts';
import { endOfKeeping, isOver, monthly, type RetentionClass } from './retention.model.ts';
import {
  countDry,
  countOfMonth,
  countOld,
  type DistrictKeeping,
  dropOldSamples,
  keepings,
  markRun,
  markRuns,
  monthlyTables,
  oldDryRuns,
  removeOfMonth,
  removeOld,
  rowPlaces,
} from './retention.repository.ts';
import type { Pruned } from './retention.schema.ts';

// Removes what has had its time. A month whose time is over for every district is dropped whole; a district that keeps
// shorter than another has its rows removed from the month, a page a transaction. One process at a time does it; what a
// killed one left, the next goes on with.

type Months = { readonly class: RetentionClass; readonly partition: Partition };
type Plan = {
  /** Over for everybody. */
  readonly whole: readonly Months[];
  /** Over for these districts, while others keep it. */
  readonly shared: readonly (Months & { readonly districts: readonly string[] })[];
};

/** Which months have had their time. A month in which a run has not ended stays, whatever its age. */
function planMonths(partitions: readonly Partition[], districts: readonly DistrictKeeping[], now: Date): Plan {
  const whole: Months[] = [];
  const shared: (Months & { districts: string[] })[] = [];
  for (const { name, tables } of monthly) {
    for (const partition of partitions.filter(({ table }) => tables.includes(table))) {
      const { month, pending } = partition;
      const over = districts.filter(
        ({ keeping, openSince }) =>
          isOver(month, now, keeping[name]) && !(name === 'outcomes' && openSince !== null && openSince <= month),
      );
      const ended = pending || (districts.length > 0 && over.length === districts.length);
      if (ended) whole.push({ class: name, partition });
      else if (over.length > 0)
        shared.push({ class: name, partition, districts: over.map(({ district }) => district) });
    }
  }
  return { whole, shared };
}

/** Rows by class and district. */
function makeSum() {
  const sums = new Map<string, Pruned['rows'][number]>();
  return {
    add(name: RetentionClass, district: string, n: number) {
      const before = sums.get(`${name} ${district}`)?.rows ?? 0;
      if (n > 0) sums.set(`${name} ${district}`, { class: name, district, rows: before + n });
    },
    all: () => [...sums.values()],
  };
}

const toldMonth = ({ class: name, partition: { table, month, bytes } }: Months) => ({
  table,
  month,
  class: name,
  bytes,
});

/** What would be removed now. */
export async function planPrune(db: Queries, now: Date): Promise<Pruned> {
  const districts = await keepings(db);
  const { whole, shared } = planMonths(await partitionsOf(db, monthlyTables), districts, now);
  const sum = makeSum();
  for (const { class: name, partition, districts: over } of shared)
    for (const district of over) sum.add(name, district, await countOfMonth(db, partition.name, district));
  for (const { district, keeping } of districts) {
    sum.add('dry_runs', district, await countDry(db, district, endOfKeeping(now, keeping.dry_runs)));
    for (const place of rowPlaces)
      sum.add(place.class, district, await countOld(db, place, district, endOfKeeping(now, keeping[place.class])));
  }
  return { at: now.toISOString(), months: whole.map(toldMonth), rows: sum.all() };
}

type Deps = Pick<App, 'db' | 'database' | 'log' | 'metrics'>;
type Until = () => boolean;

/** Removes what has had its time; null: another process is doing it. */
export async function prune(deps: Deps, now: Date, until: Until = () => false): Promise<Pruned | null> {
  const session = await openSession(deps.database.url);
  try {
    const lock = await session.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtext('hallpass-retention')) as mine",
    );
    if (lock.rows[0]?.mine !== true) return null;
    const months = await pruneMonths(deps, session, now, until);
    const rows = await pruneRows(deps.db, now, until);
    const done = { at: now.toISOString(), months, rows };
    if (months.length + rows.length > 0) deps.log.info({ months, rows }, 'What has had its time was removed.');
    for (const { class: name, bytes } of months) deps.metrics.pruned(name, { months: 1, bytes });
    for (const { class: name, rows: n } of rows) deps.metrics.pruned(name, { rows: n });
    return done;
  } finally {
    await session.end();
  }
}

/** Drops the months that are over for everybody; answers which. */
async function pruneMonths(
  { db, log }: Deps,
  session: pg.Client,
  now: Date,
  until: Until,
): Promise<Pruned['months'][number][]> {
  for (const name of await detachedOf(db, monthlyTables)) await dropDetached(session, name);
  const districts = await keepings(db);
  const { whole } = planMonths(await partitionsOf(db, monthlyTables), districts, now);
  const dropped: Pruned['months'] = [];
  const stuck = new Set<string>();
  for (const month of whole) {
    const { table } = month.partition;
    if (until()) break;
    // A table has one month at a time that is half detached.
    if (stuck.has(table)) continue;
    if (month.class === 'outcomes')
      for (const { district } of districts) await markRuns(db, district, month.partition.month, now);
    if (await dropPartition(session, month.partition)) dropped.push(toldMonth(month));
    else {
      stuck.add(table);
      log.info({ table, month: month.partition.month }, 'A month is still read by somebody; it is dropped later.');
    }
  }
  return dropped;
}

/** Removes rows that stand among others which stay, a page a transaction. */
export async function pruneRows(db: Queries, now: Date, until: Until = () => false): Promise<Pruned['rows']> {
  const sum = makeSum();
  const districts = await keepings(db);
  const { shared } = planMonths(await partitionsOf(db, monthlyTables), districts, now);
  for (const { class: name, partition, districts: over } of shared) {
    for (const district of over) {
      if (name === 'outcomes') await markRuns(db, district, partition.month, now);
      sum.add(name, district, await inPages(() => removeOfMonth(db, partition.name, district, null), until));
    }
  }
  for (const { district, keeping } of districts) {
    const before = (name: RetentionClass) => endOfKeeping(now, keeping[name]);
    sum.add('dry_runs', district, await pruneDry(db, district, before('dry_runs'), now, until));
    for (const place of rowPlaces)
      sum.add(place.class, district, await inPages(() => removeOld(db, place, district, before(place.class)), until));
    await dropOldSamples(db, district, before('unknown_messages'));
  }
  return sum.all();
}

/** Of dry runs: their rows are found by the run’s number in the month that it was asked in. */
async function pruneDry(db: Queries, district: string, before: Date, now: Date, until: Until): Promise<number> {
  const partitions = await partitionsOf(db, dryTables);
  let gone = 0;
  for (const dry of await oldDryRuns(db, district, before)) {
    for (const { name } of partitions.filter(({ month }) => month === dry.month))
      gone += await inPages(() => removeOfMonth(db, name, district, dry.run), until);
    if (until()) break;
    // Behind its rows: who goes on after a kill finds it again.
    await markRun(db, dry, now);
  }
  return gone;
}

const dryTables = ['outcome', 'outcome_pack'];

async function inPages(page: () => Promise<number>, until: Until): Promise<number> {
  let all = 0;
  for (let gone = 1; gone > 0 && !until(); all += gone) {
    gone = await page();
    // Everybody else’s statements come between two pages.
    await pause(0);
  }
  return all;
}
