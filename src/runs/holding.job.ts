import type { Pool } from 'pg';
import type { Facts } from '../dictionary/facts.model.ts';
import { heldBy, openHold } from './hold.repository.ts';
import type { AnyPartWork, Change, Cursor, Job, Name } from './job.ts';
import { type Judged, judge, setAside } from './judge.model.ts';
import type { Claim } from './part.repository.ts';
import {
  asksForSchools,
  canHold,
  defaultsOf,
  type MassChange,
  massChangeOf,
  rulesNow,
  type Tally,
} from './threshold.model.ts';
import { flowRules } from './threshold.repository.ts';
import type { Operation, Threshold } from './threshold.schema.ts';

// Whether the changes of a part go through, or wait under a hold: decided once a part for each operation, before the first
// of them, and kept in the cursor, since what has gone through by then no longer counts.

/** Under which hold changes wait (0: a dry run opens none), by which entry and with which facts they are told. */
type Held = {
  readonly hold: number;
  readonly entry: string;
  readonly facts: Facts;
  /** Only of these schools; null: all. */
  readonly schools: ReadonlySet<string> | null;
};
/** Null: they go through; left out: not decided yet. */
export type Holdings = { readonly [operation in Operation]?: Held | null };

const inCursor = { create: 'holdCreate', update: 'holdUpdate', delete: 'hold' } as const;
const operations = ['create', 'update', 'delete'] as const;

export type Holder = {
  /** As it was decided by the attempt before. */
  resumed(cursor: Cursor | null): Promise<Holdings>;
  /** With what has to be decided before a page of rows, or of deletions, is carried. */
  decided(holdings: Holdings, phase: 'rows' | 'gone'): Promise<Holdings>;
};

export function holderOf(pool: Pool, job: Job, claim: Claim, work: AnyPartWork): Holder {
  let asked: Promise<(operation: Operation) => readonly Threshold[]> | undefined;
  const rules = () => {
    asked ??= rulesOf(pool, job, claim, work);
    return asked;
  };
  const hold = async (operation: Operation, tallies: () => Promise<readonly Tally[]>): Promise<Held | null> => {
    const entry = job.massChange[operation];
    const of = (await rules())(operation);
    if (entry === undefined || !canHold(of)) return null;
    const found = massChangeOf(of, await tallies());
    return found === null ? null : heldAs(pool, claim, { operation, entry, found });
  };
  return {
    async resumed(cursor) {
      const known: Record<string, Held | null> = {};
      for (const operation of operations) {
        const no = cursor?.[inCursor[operation]];
        if (typeof no === 'number') known[operation] = await heldUnder(pool, claim, no);
      }
      return known;
    },
    async decided(holdings, phase) {
      if (phase === 'gone') {
        if (holdings.delete !== undefined) return holdings;
        if (!mayHoldDeletions(claim)) return { ...holdings, delete: null };
        return { ...holdings, delete: await hold('delete', async () => deletedOf(work, (await rules())('delete'))) };
      }
      if (holdings.create !== undefined || holdings.update !== undefined) return holdings;
      if (!mayHoldRows(claim, work)) return { ...holdings, create: null, update: null };
      let ahead: Promise<Ahead> | undefined;
      const tallies = (operation: 'create' | 'update') => async () => {
        ahead ??= countAhead(job, work, asksForSchools([...(await rules())('create'), ...(await rules())('update')]));
        return (await ahead)[operation];
      };
      return {
        ...holdings,
        create: await hold('create', tallies('create')),
        update: await hold('update', tallies('update')),
      };
    },
  };
}

async function rulesOf(pool: Pool, job: Job, claim: Claim, { census }: AnyPartWork) {
  const { rules, phase } = census === undefined ? { rules: [], phase: null } : await flowRules(pool, claim);
  const all = [...defaultsOf(job.holdAbove), ...rules];
  return (operation: Operation) => rulesNow(all, { operation, kind: claim.kind, phase });
}

/** What a person asked for by name is not asked about once more. */
const isChosen = ({ scope }: Claim) =>
  scope.trigger === 'release' || scope.hold !== undefined || scope.fix !== undefined || scope.records !== undefined;
const mayHoldDeletions = (claim: Claim) => claim.scope.allowDeletions !== true && claim.scope.trigger !== 'release';
const mayHoldRows = (claim: Claim, { census }: AnyPartWork) => census !== undefined && !isChosen(claim);

async function deletedOf(work: AnyPartWork, rules: readonly Threshold[]): Promise<readonly Tally[]> {
  if (work.census === undefined || !asksForSchools(rules)) return [{ school: '', ...(await work.deletions()) }];
  return talliesOf(await work.census.gone(), await work.census.living(), work.census.shares);
}

function talliesOf(
  counts: ReadonlyMap<string, number>,
  living: ReadonlyMap<string, number>,
  shares: number,
): readonly Tally[] {
  const schools = new Set([...counts.keys(), ...living.keys()]);
  return [...schools].map((school) => ({
    school,
    count: (counts.get(school) ?? 0) * shares,
    known: living.get(school) ?? 0,
  }));
}

type Ahead = Readonly<Record<'create' | 'update', readonly Tally[]>>;

/**
 * Reads all rows once without writing anything, and counts what they would do. Of a kind of which nothing was known the
 * first reading brings all: that is no mass change.
 */
async function countAhead(job: Job, work: AnyPartWork, bySchool: boolean): Promise<Ahead> {
  const { census } = work;
  const living = (await census?.living()) ?? new Map<string, number>();
  const counts = { create: new Map<string, number>(), update: new Map<string, number>() };
  if (census === undefined || living.size === 0) return { create: [], update: [] };
  for await (const { changes, unusual } of rowsAhead(job, work)) {
    const schools = bySchool ? await census.schoolsOf(changes) : [];
    for (const [at, { operation }] of changes.entries())
      if (operation !== 'delete') add(counts[operation], schools[at] ?? '', 1);
    // Rows that wait for others of the same file would be written behind them.
    if (work.inOrder) add(counts.create, '', unusual.filter(({ outcome }) => outcome === 'blocked').length);
  }
  const all = bySchool ? living : new Map([['', [...living.values()].reduce((sum, n) => sum + n, 0)]]);
  return {
    create: talliesOf(counts.create, all, census.shares),
    update: talliesOf(counts.update, all, census.shares),
  };
}

async function* rowsAhead(job: Job, work: AnyPartWork): AsyncGenerator<Judged> {
  for (let cursor: Cursor | null = null, more = true; more; ) {
    const page = await work.collect(cursor);
    if (page.phase === 'gone') return;
    yield judge(work, page, await work.known(page.items, Promise.resolve()), job.refused);
    cursor = page.next;
    more = cursor !== null;
  }
}

const add = (counts: Map<string, number>, school: string, n: number) => {
  if (n > 0) counts.set(school, (counts.get(school) ?? 0) + n);
};

type Found = { readonly operation: Operation; readonly entry: string; readonly found: MassChange };

async function heldAs(pool: Pool, claim: Claim, { operation, entry, found }: Found): Promise<Held> {
  const hold = claim.scope.dry ? 0 : await openHold(pool, claim, { operation, reason: entry, ...found });
  if (hold > 0) return (await heldUnder(pool, claim, hold)) as Held;
  return { hold, entry, facts: factsOf(claim, found), schools: found.schools === null ? null : new Set(found.schools) };
}

async function heldUnder(pool: Pool, claim: Claim, no: number): Promise<Held | null> {
  const hold = no === 0 ? null : await heldBy(pool, claim.district, no);
  if (hold === null) return null;
  const schools = hold.schools === null ? null : new Set(hold.schools);
  return { hold: no, entry: hold.reason, facts: factsOf(claim, hold), schools };
}

const factsOf = (
  { kind }: Claim,
  { count, known, percent }: Pick<MassChange, 'count' | 'known' | 'percent'>,
): Facts => ({
  kind,
  count: String(count),
  known: String(known),
  share: String(percent),
});

/** Takes out of what is to be written what waits under a hold. */
export async function holdBack(judged: Judged, holdings: Holdings, work: AnyPartWork): Promise<void> {
  const changes = [...judged.changes];
  const names = [...judged.names];
  if (!changes.some(({ operation }) => holdings[operation] != null)) return;
  const schools = (await work.census?.schoolsOf(changes)) ?? [];
  const before = judged.unusual.length;
  judged.changes.length = 0;
  judged.names.length = 0;
  for (const [at, change] of changes.entries()) {
    const name = names[at] as Name;
    const school = schools[at] ?? '';
    const held = holdings[change.operation];
    if (held != null && held.schools?.has(school) !== false) setAside(judged, asHeld(work, held, name, change, school));
    else {
      judged.changes.push(change);
      judged.names.push(name);
    }
  }
  if (before > 0 && judged.unusual.length > before) inFileOrder(judged);
}

function asHeld(work: AnyPartWork, held: Held, name: Name, { operation, body }: Change<unknown>, school: string) {
  return {
    key: name.key,
    byLine: name.byLine,
    outcome: 'held' as const,
    entry: held.entry,
    facts: { ...work.factsOf(name), ...held.facts },
    hold: held.hold === 0 ? null : held.hold,
    change: operation === 'delete' ? null : { operation, school, body },
  };
}

/** They are told as they stood in their source. */
export function inFileOrder({ unusual }: Pick<Judged, 'unusual'>): void {
  unusual.sort((a, b) => Number(a.facts['line'] ?? 0) - Number(b.facts['line'] ?? 0));
}

/** The cursor with what was decided. A dry run writes nothing, and so decides the same again. */
export function withHoldings(next: Cursor, holdings: Holdings, { scope }: Claim): Cursor {
  if (scope.dry) return next;
  const kept = operations.flatMap((operation): [string, number][] => {
    const held = holdings[operation];
    if (held === undefined || (held === null && operation !== 'delete')) return [];
    return [[inCursor[operation], held?.hold ?? 0]];
  });
  return { ...next, ...Object.fromEntries(kept) };
}
