import type { Pool, PoolClient } from 'pg';
import { inTransaction, type Queries, sqlState } from '../platform/database.ts';
import type { NoteRow } from '../platform/tables.ts';
import { count, noCounts } from './count.model.ts';
import { refreshHolds } from './hold.repository.ts';
import { holdBack, holderOf, inFileOrder, withHoldings } from './holding.job.ts';
import type { Answer, AnyPartWork, Change, Cursor, Job, Name, Note, Page } from './job.ts';
import { type Judged, judge, setAside } from './judge.model.ts';
import {
  clearExemptions,
  clearRecords,
  hasStanding,
  restate,
  storeAccepted,
  storeLeft,
  storeUnusual,
} from './outcome.repository.ts';
import { advance, type Claim, Fenced, fence, renewLease } from './part.repository.ts';

// One part, from its cursor to its end: collect, check, plan, deliver, account, a page at a time. While the database
// commits a page, the next is read and judged. Outcomes, records and cursor of a page are one transaction behind the fence.

type Deps = { readonly db: Queries; readonly pool: Pool };
const accepted = { create: 'created', update: 'updated', delete: 'deleted' } as const;

type Progress = {
  seq: number;
  notes: readonly NoteRow[];
  wrote: boolean;
  standing: { records: boolean; exemptions: boolean } | null;
};

/**
 * Carries out a claimed part, and answers whether it came to its end: asked to stop, it does so after the page in hand.
 * It throws where the source ends it, where the part was lost, and where we fail.
 */
export async function carryOut(deps: Deps, job: Job, claim: Claim, stop?: AbortSignal): Promise<boolean> {
  // What is waited for outside is not waited for any longer when the part is somebody else's, or the process shall end.
  const lost = new AbortController();
  const beat = async () => {
    if (!(await renewLease(deps.pool, claim))) lost.abort(new Fenced());
  };
  const heart = setInterval(() => void beat().catch(() => {}), 8000);
  heart.unref();
  const signal = AbortSignal.any(stop === undefined ? [lost.signal] : [lost.signal, stop]);
  const work = await job.open(deps, claim, signal).catch((error: unknown) => {
    clearInterval(heart);
    if (stop?.aborted === true && isAbort(error)) return null;
    throw error;
  });
  if (work === null) return false;
  try {
    const progress: Progress = {
      seq: claim.seq,
      notes: claim.notes,
      wrote: false,
      standing: null,
    };
    if (work.asBefore === null) return await carryPages(deps, job, claim, work, progress, stop);
    await carryAsBefore(deps.pool, claim, work, progress);
    return true;
  } catch (error) {
    if (lost.signal.aborted) throw new Fenced();
    if (stop?.aborted === true && isAbort(error)) return false;
    throw error;
  } finally {
    clearInterval(heart);
    await work.close();
  }
}

const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError';

async function carryPages(
  deps: Deps,
  job: Job,
  claim: Claim,
  work: AnyPartWork,
  progress: Progress,
  stop?: AbortSignal,
): Promise<boolean> {
  let cursor = claim.cursor;
  const holder = holderOf(deps.pool, job, claim, work);
  let holdings = await holder.resumed(cursor);
  let committing: Promise<void> = Promise.resolve();
  try {
    for (let last = false; !last; ) {
      if (stop?.aborted === true) return false;
      const page = await work.collect(cursor);
      // What is deleted depends on all rows before being in; and pages that build on each other wait for their commit.
      if (work.inOrder || page.phase === 'gone') await committing;
      holdings = await holder.decided(holdings, page.phase);
      const judged = judge(work, page, await work.known(page.items, committing), job.refused);
      await holdBack(judged, holdings, work);
      await committing;
      cursor = page.next === null ? null : withHoldings(page.next, holdings, claim);
      last = cursor === null;
      const step = { next: cursor, done: page.progress, last, page: keptOf(work, page) };
      committing = inTransaction(deps.pool, (client) => commitPage(client, job, claim, work, progress, judged, step));
      // A failure is met when it is awaited; until then nobody must think it unhandled.
      committing.catch(() => {});
    }
    return true;
  } finally {
    await committing;
  }
}

/** The records themselves are kept no longer than they are needed. */
const keptOf = (work: AnyPartWork, page: Page<unknown>) => (work.account === undefined ? null : page);

/** Delivers a page and accounts for it. */
async function commitPage(
  client: PoolClient,
  job: Job,
  claim: Claim,
  work: AnyPartWork,
  progress: Progress,
  judged: Judged,
  step: { next: Cursor | null; done: number; last: boolean; page: Page<unknown> | null },
): Promise<void> {
  const { dry } = claim.scope;
  await fence(client, claim);
  progress.standing ??= dry ? nothingStands : await hasStanding(client, claim);
  if (!dry && !progress.wrote && judged.changes.length > 0) await work.invalidate(client);
  // A dry run tells what would be, and writes none of it.
  const answers = dry
    ? judged.changes.map(() => ({ got: 'accepted' as const }))
    : await deliver(client, work, judged.changes, job.notStoredEntry);
  const { counts, unusual } = judged;
  const through = tellAnswers(work, job, judged, answers);
  let seq = progress.seq;
  for (const outcome of ['created', 'updated', 'deleted'] as const)
    seq = await storeAccepted(client, claim, outcome, through[outcome], seq);
  seq = await storeUnusual(client, claim, unusual, seq);
  seq = await storeLeft(client, claim, judged.left, seq);
  if (progress.standing.records)
    await clearRecords(client, claim, [...through.created, ...through.updated, ...through.deleted, ...judged.settled]);
  if (progress.standing.exemptions) await clearExemptions(client, claim, judged.seen);
  if (step.page !== null) await work.account?.(client, step.page);
  if (step.last) {
    await work.finish(client);
    if (!dry) await refreshHolds(client, claim);
  }
  const notes = addNotes(progress.notes, step.last ? [...judged.notes, ...work.notes()] : judged.notes);
  await advance(client, claim, {
    counts,
    cursor: step.next,
    seq,
    progress: step.done,
    total: work.total(),
    notes,
    done: step.last,
  });
  progress.seq = seq;
  progress.notes = notes;
  progress.wrote ||= judged.changes.length > 0;
  progress.standing.records ||= unusual.length > 0 && !dry;
}

const nothingStands = { records: false, exemptions: false };

/** Sorts the answers of a delivery: what went through by what it was, what was refused among the unusual. */
function tellAnswers(work: AnyPartWork, job: Job, judged: Judged, answers: readonly Answer[]) {
  const { unusual } = judged;
  const before = unusual.length;
  const through: Record<'created' | 'updated' | 'deleted', string[]> = { created: [], updated: [], deleted: [] };
  for (const [at, answer] of answers.entries()) {
    const change = judged.changes[at] as Change<unknown>;
    const name = judged.names[at] as Name;
    const { key, byLine } = name;
    if (answer.got === 'accepted') {
      const outcome = answer.as ?? accepted[change.operation];
      count(judged.counts, outcome);
      if (outcome === 'unchanged') judged.settled.push(key);
      else through[outcome].push(key);
    } else
      setAside(judged, {
        key,
        byLine,
        outcome: job.refused,
        tried: true,
        entry: answer.entry,
        facts: { ...work.factsOf(name), ...answer.facts },
      });
  }
  if (unusual.length > before) inFileOrder(judged);
  return through;
}

async function carryAsBefore(pool: Pool, claim: Claim, work: AnyPartWork, progress: Progress): Promise<void> {
  await inTransaction(pool, async (client) => {
    await fence(client, claim);
    const counts = { ...noCounts };
    const asBefore = work.asBefore ?? { unchanged: 0, unit: null, since: claim.run };
    count(counts, 'unchanged', asBefore.unchanged);
    const seq = await restate(client, claim, asBefore, counts, progress.seq);
    if (!claim.scope.dry) await refreshHolds(client, claim);
    await advance(client, claim, {
      counts,
      cursor: null,
      seq,
      progress: counts.entered,
      total: counts.entered,
      notes: progress.notes,
      done: true,
    });
  });
}

/** Writes the changes; where the database refuses them as a whole, halves them until the guilty record stands alone. */
async function deliver(
  client: PoolClient,
  work: AnyPartWork,
  changes: readonly Change<unknown>[],
  entry: string,
): Promise<readonly Answer[]> {
  if (changes.length === 0) return [];
  await client.query('savepoint delivery');
  try {
    const answers = await work.write(client, changes);
    await client.query('release savepoint delivery');
    return answers;
  } catch (error) {
    const state = sqlState(error);
    // Class 22: the data cannot be stored so; class 23: a constraint refuses it. Anything else is no fault of a record.
    if (state === null || !/^2[23]/.test(state)) throw error;
    await client.query('rollback to savepoint delivery');
    const [only, ...others] = changes;
    if (only !== undefined && others.length === 0) {
      if (work.settle !== undefined) return [await work.settle(client, only)];
      return [{ got: 'refused', entry, facts: { reason: reasonOf(error, state) } }];
    }
    const middle = Math.ceil(changes.length / 2);
    const first = await deliver(client, work, changes.slice(0, middle), entry);
    return [...first, ...(await deliver(client, work, changes.slice(middle), entry))];
  }
}

/** What may be told of a database's refusal: its code and the constraint's name, never the row. */
function reasonOf(error: unknown, state: string): string {
  const constraint =
    typeof error === 'object' && error !== null && 'constraint' in error ? String(error.constraint) : '';
  return constraint === '' ? state : `${state}, ${constraint}`;
}

/** Remarks of the same entry about the same file are one, counted. */
function addNotes(notes: readonly NoteRow[], more: readonly Note[]): readonly NoteRow[] {
  const sum = new Map(notes.map((note) => [`${note.entry} ${note.facts['file'] ?? ''}`, note]));
  for (const { entry, count: n, facts } of more) {
    const name = `${entry} ${facts['file'] ?? ''}`;
    const known = sum.get(name);
    const total = (known?.count ?? 0) + n;
    sum.set(name, { entry, count: total, facts: { ...(known?.facts ?? facts), count: String(total) } });
  }
  return [...sum.values()];
}
