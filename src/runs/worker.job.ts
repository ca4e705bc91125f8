import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Database, inTransaction, openSession, type Queries, sqlState } from '../platform/database.ts';
import type { Log } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { type Job, Stop } from './job.ts';
import { carryOut } from './part.job.ts';
import {
  aboutPart,
  type Claim,
  claimPart,
  Fenced,
  fence,
  giveAllBack,
  giveBack,
  type Lane,
  leavePart,
  type OfRun,
} from './part.repository.ts';
import { endRun, leaveOpenParts } from './run.repository.ts';

// The worker takes parts and carries them out, several at once. Any number of processes may do so: who has a part is
// decided by the database, and a process that dies loses its parts to the others when its lease ends.

export type Worker = {
  /**
   * Ends after the page in hand; unfinished parts go back at once to whoever comes next, at their cursor. A page that takes too
   * long is not waited for: its part is given back all the same, and nothing more of it is stored here.
   */
  stop(): Promise<void>;
  /** Looks for work at once. */
  wake(): void;
};
type Deps = { readonly db: Queries; readonly database: Database; readonly log: Log; readonly metrics: Metrics };
type OnEnd = (district: string, run: number) => void;
type JobOf = (claim: Claim) => Job;
/** A part that failed this often in one process for reasons of ours is given up, with its run. Attempts that were killed do not count. */
const mostFailures = 3;
const mostAttempts = 100;
/** So long a worker that was asked to stop waits for the pages in hand; who runs it kills it some time later. */
const pageMs = 15_000;
/** Deadlock, and a serialization that failed. */
const gaveWay: readonly (string | null)[] = ['40P01', '40001'];

export async function startWorker(
  deps: Deps,
  store: string,
  jobOf: JobOf,
  options: { atOnce: Readonly<Record<Lane, number>>; owner?: string; onEnd?: OnEnd },
): Promise<Worker> {
  const owner = options.owner ?? ownerName();
  const stopping = new AbortController();
  const sleepers = new Set<() => void>();
  const wake = () => {
    for (const one of sleepers) one();
    sleepers.clear();
  };
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      sleepers.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  const hear = await listen(deps.database.url, wake);
  const failures = new Map<string, number>();
  // One claims for each lane, and carries out so many at once: a claim that finds nothing costs the database something.
  const run = async (lane: Lane) => {
    const inHand = new Set<Promise<void>>();
    for (let no = 0; !stopping.signal.aborted; no++) {
      try {
        if (inHand.size >= options.atOnce[lane]) {
          await Promise.race(inHand);
          continue;
        }
        const claim = await claimPart(deps.database.pool, `${owner}-${lane}-${no}`, store, { lane });
        if (claim === null) {
          await endForgotten(deps, options.onEnd);
          await rest(2000);
          continue;
        }
        const work: Promise<void> = workOn(deps, jobOf, claim, { failures, stop: stopping.signal }, options.onEnd)
          .then(wake)
          .catch(async (error: unknown) => {
            tellAway(error);
            await rest(1000);
          })
          .finally(() => inHand.delete(work));
        inHand.add(work);
      } catch (error) {
        tellAway(error);
        await rest(1000);
      }
    }
    await Promise.all(inHand);
  };
  const tellAway = (error: unknown) =>
    deps.log.warn({ reason: String(error) }, 'The worker could not reach the database and tries again.');
  const lanes = [run('reading'), run('carrying')];
  return {
    wake,
    async stop() {
      stopping.abort();
      wake();
      const late = await Promise.race([Promise.all(lanes).then(() => false), pause(pageMs, true, { ref: false })]);
      if (late) {
        const given = await giveAllBack(deps.database.pool, owner);
        deps.log.warn(
          { parts: given },
          'Pages took too long to end and are not waited for; what could be given back was.',
        );
      }
      await hear();
    },
  };
}

/** Who has a part: the process, and what tells it from others that had its number. */
export const ownerName = (): string => `${process.pid}-${randomBytes(4).toString('hex')}`;

const soonest = 20;
const latest = 500;

/**
 * Carries out one run for somebody who waits for it, beside the workers: answers whether it has ended. Parts that another
 * has are waited for; asked to stop, it gives back the one in hand.
 */
export async function carryRun(
  deps: Deps,
  jobOf: JobOf,
  of: OfRun & { readonly store: string },
  stop: AbortSignal,
  onEnd?: OnEnd,
): Promise<boolean> {
  const owner = ownerName();
  const failures = new Map<string, number>();
  for (let wait = soonest; !stop.aborted; ) {
    const claim = await claimPart(deps.database.pool, owner, of.store, { of });
    if (claim !== null) {
      await workOn(deps, jobOf, claim, { failures, stop }, onEnd);
      wait = soonest;
    } else {
      if (await hasEnded(deps.database, of, onEnd)) return true;
      await pause(wait);
      wait = Math.min(latest, wait * 1.5);
    }
  }
  return false;
}

async function hasEnded({ pool }: Database, { district, run }: OfRun, onEnd?: OnEnd): Promise<boolean> {
  if (await inTransaction(pool, (client) => endRun(client, district, run))) onEnd?.(district, run);
  const found = await pool.query<{ ended: boolean }>(
    'select finished_at is not null as ended from run where district_id = $1 and no = $2',
    [district, run],
  );
  return found.rows[0]?.ended ?? true;
}

/** Hears of new parts at once; without it the worker would still find them within two seconds. */
async function listen(url: string, wake: () => void): Promise<() => Promise<void>> {
  const session = await openSession(url);
  session.on('notification', wake);
  await session.query('listen hallpass_part');
  return () => session.end().catch(() => {});
}

/** Tells that a part is in hand, and answers what each line about it says. */
function tellBegun({ log, metrics }: Deps, claim: Claim): object {
  const about = { ...aboutPart(claim), attempt: claim.attempt };
  if (claim.takenOver) {
    metrics.takenOver('part');
    log.info(about, 'The part was taken over from a worker that was not heard of any more.');
  } else log.debug(about, 'The part was begun.');
  return about;
}

async function workOn(
  deps: Deps,
  jobOf: JobOf,
  claim: Claim,
  { failures, stop }: { failures: Map<string, number>; stop: AbortSignal },
  onEnd?: OnEnd,
): Promise<void> {
  const about = tellBegun(deps, claim);
  const name = `${claim.district} ${claim.run} ${claim.unit}`;
  const failed = (failures.get(name) ?? 0) + 1;
  failures.delete(name);
  try {
    // A part that ends its process each time it is taken would be taken for ever.
    if (claim.attempt > mostAttempts)
      throw new Stop('connection.defect', { reason: `part ${claim.unit} was begun ${claim.attempt} times` });
    const finished = await carryOut({ db: deps.db, pool: deps.database.pool }, jobOf(claim), claim, stop);
    deps.log.debug({ ...about, finished }, 'The part was carried as far as it goes here.');
    if (!finished) return await giveBack(deps.database.pool, claim);
  } catch (error) {
    if (error instanceof Fenced) return deps.log.info(about, 'The part went to another worker, or its run was ended.');
    // Two transactions that waited for each other: one had to give way, and nothing is wrong with it.
    if (gaveWay.includes(sqlState(error))) {
      deps.log.info({ ...about, state: sqlState(error) }, 'The part gave way to another transaction and goes on.');
      return await giveBack(deps.database.pool, claim);
    }
    if (error instanceof Stop) await stopRun(deps, claim, error);
    else if (failed >= mostFailures) {
      deps.log.error({ ...about, err: error }, 'The part failed again and is given up.');
      await stopRun(deps, claim, {
        entry: 'connection.defect',
        facts: { reason: `part ${claim.unit} failed ${failed} times; the log says why` },
      });
    } else {
      deps.log.warn({ ...about, err: error }, 'The part failed and is tried again.');
      failures.set(name, failed);
      await giveBack(deps.database.pool, claim);
      return;
    }
  }
  const ended = await inTransaction(deps.database.pool, (client) => endRun(client, claim.district, claim.run));
  if (ended) {
    deps.log.info({ district: claim.district, run: claim.run }, 'The run has ended.');
    onEnd?.(claim.district, claim.run);
  }
}

/** A process may die between a run's last page and its end: such runs are ended by whoever finds nothing else to do. */
async function endForgotten(deps: Deps, onEnd?: OnEnd): Promise<void> {
  const found = await deps.database.pool.query<{ district_id: string; no: number }>(
    `select district_id, no from run where finished_at is null and not exists
       (select 1 from part where part.district_id = run.district_id and part.run_no = run.no and part.state in ('waiting', 'running'))`,
  );
  for (const { district_id, no } of found.rows) {
    if (await inTransaction(deps.database.pool, (client) => endRun(client, district_id, no))) onEnd?.(district_id, no);
  }
}

/** The source ended the part: what was accounted for stands, all else of the run is left. */
async function stopRun(
  deps: Deps,
  claim: Claim,
  { entry, facts, failure = null }: Pick<Stop, 'entry' | 'facts'> & { readonly failure?: Stop['failure'] },
): Promise<void> {
  await inTransaction(deps.database.pool, async (client) => {
    try {
      await fence(client, claim);
    } catch (fenced) {
      if (fenced instanceof Fenced) return;
      throw fenced;
    }
    await leavePart(client, claim, { entry, facts, ...(failure === null ? {} : { failure }) });
    await leaveOpenParts(client, claim.district, claim.run);
  });
}
