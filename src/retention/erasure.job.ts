import { rm } from 'node:fs/promises';
import path from 'node:path';
import { writeAudit } from '../access/use-case.ts';
import type { Actor } from '../platform/actor.ts';
import { openSession, type Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import {
  type ErasureRow,
  endErasure,
  erasureOf,
  noteRemoved,
  noteWaiting,
  openErasures,
  tracesIn,
} from './erasing.repository.ts';
import {
  dropKnown,
  forgetFiles,
  keepSamples,
  openRuns,
  removeAnswer,
  removeBundle,
  removeExchange,
  removeTheirs,
  storedFiles,
  takeOutOfFixes,
  takeOutOfLists,
  takeOutOfPack,
  takeOutOfRow,
} from './erasure.repository.ts';
import { answersOf, bundlesOf, exchangesOf, rowsThatMention, samplesOf, textTables } from './mentions.repository.ts';
import { packsOf, places } from './theirs.repository.ts';
import { type Sought, seek, type Traces } from './traces.model.ts';

// Forgets people, place after place, a page a transaction. What is gone is gone and counted in the same transaction, so
// that whoever goes on after a kill begins anew and finds less. It has ended when a round over all places finds nothing.

type Deps = Pick<App, 'db' | 'database' | 'secrets' | 'files' | 'clock' | 'log'>;
type Until = () => boolean;

/** Goes on with all that was asked for, in one district or in all; answers which came to their end. */
export async function finishErasures(
  deps: Deps,
  until: Until = () => false,
  district: string | null = null,
): Promise<readonly number[]> {
  const ended: number[] = [];
  for (const row of await openErasures(deps.db, district)) {
    if (until()) break;
    if (await finishErasure(deps, row, until)) ended.push(row.no);
  }
  return ended;
}

/** False: it waits for a run, or another process does it. */
export async function finishErasure(
  deps: Deps,
  { district, no }: Pick<ErasureRow, 'district' | 'no'>,
  until: Until = () => false,
): Promise<boolean> {
  const session = await openSession(deps.database.url);
  try {
    const lock = await session.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      [`hallpass-erasure-${district}-${no}`],
    );
    if (lock.rows[0]?.mine !== true) return false;
    const row = await erasureOf(deps.db, { district, no });
    if (row === undefined || row.state === 'done') return true;
    return await erase(deps, row, until);
  } finally {
    await session.end();
  }
}

async function erase(deps: Deps, row: ErasureRow, until: Until): Promise<boolean> {
  const traces = tracesIn(deps.secrets, row);
  if (traces === null) return true;
  const open = await openRuns(deps.db, row.district, traces);
  await noteWaiting(deps.db, row, open);
  if (open.length > 0) return false;
  const of: Erasing = { deps, row, traces, sought: seek(traces), until };
  while ((await round(of)) > 0) if (until()) return false;
  if (until()) return false;
  await deps.db.transaction().execute(async (tx) => end(tx, of));
  return true;
}

type Erasing = {
  readonly deps: Deps;
  readonly row: ErasureRow;
  readonly traces: Traces;
  readonly sought: Sought;
  readonly until: Until;
};

async function end(tx: Tx, { deps, row }: Erasing): Promise<void> {
  const now = deps.clock();
  if (!(await endErasure(tx, row, now))) return;
  const done = await erasureOf(tx, row);
  const actor: Actor = { ...row.asked_by, district: row.district, grants: [] };
  await writeAudit(tx, actor, now, [
    {
      action: 'erasure.done',
      subject: { kind: 'erasure', id: String(row.no), name: `erasure ${row.no}` },
      details: { keepAway: row.keep_away, removed: done?.removed ?? {} },
    },
  ]);
}

/** Goes through all places once; answers how much was found. */
async function round(of: Erasing): Promise<number> {
  let found = 0;
  for (const work of [theirRows, theirPacks, lists, exchanges, answers, samples, bundles, files, texts]) {
    if (of.until()) return found;
    found += await work(of);
  }
  return found;
}

/** One page in a transaction, counted in it. */
async function once({ deps, row }: Erasing, place: string, work: (tx: Tx) => Promise<number>): Promise<number> {
  return deps.db.transaction().execute(async (tx) => {
    const n = await work(tx);
    await noteRemoved(tx, row, place, n);
    return n;
  });
}

async function theirRows(of: Erasing): Promise<number> {
  const { row, traces, until } = of;
  let all = 0;
  for (const place of places)
    for (let gone = 1; gone > 0 && !until(); all += gone)
      gone = await once(of, place.name, (tx) => removeTheirs(tx, row.district, traces, place));
  return all;
}

async function theirPacks(of: Erasing): Promise<number> {
  const { deps, row, traces } = of;
  let all = 0;
  for await (const { held, ...pack } of packsOf(deps.db, row.district, traces))
    all += await once(of, 'acceptedOutcomes', (tx) => takeOutOfPack(tx, row.district, pack, held));
  return all;
}

async function lists(of: Erasing): Promise<number> {
  const { row, traces } = of;
  const others = await once(of, 'lists', (tx) => takeOutOfLists(tx, row.district, traces));
  return others + (await once(of, 'lists', (tx) => takeOutOfFixes(tx, row.district, traces)));
}

async function exchanges(of: Erasing): Promise<number> {
  const { deps, row, traces, sought } = of;
  let all = 0;
  for await (const one of exchangesOf(deps.db, deps.secrets, row.district, traces, sought))
    all += await once(of, 'exchanges', async (tx) => {
      await removeExchange(tx, row.district, one);
      return 1;
    });
  return all;
}

async function answers(of: Erasing): Promise<number> {
  const { deps, row, sought } = of;
  let all = 0;
  for await (const { key, text } of answersOf(deps.db, deps.secrets, row.district))
    if (sought.isIn(text))
      all += await once(of, 'answers', async (tx) => {
        await removeAnswer(tx, row.district, key);
        return 1;
      });
  return all;
}

async function samples(of: Erasing): Promise<number> {
  const { deps, row, sought } = of;
  let all = 0;
  for await (const { id, words, samples: kept } of samplesOf(deps.db, deps.secrets, row.district)) {
    const rest = kept.filter(({ text }) => !sought.isIn(text));
    const named = sought.isIn(words.join(' '));
    if (!named && rest.length === kept.length) continue;
    all += await once(of, 'unknownMessages', async (tx) => {
      await keepSamples(tx, deps.secrets, row.district, id, named ? null : rest);
      return Math.max(1, kept.length - rest.length);
    });
  }
  return all;
}

async function bundles(of: Erasing): Promise<number> {
  const { deps, row, sought } = of;
  let all = 0;
  for await (const { ticket, text } of bundlesOf(deps.db, row.district))
    if (sought.isIn(text))
      all += await once(of, 'bundles', async (tx) => {
        await removeBundle(tx, row.district, ticket);
        return 1;
      });
  return all;
}

/** Files that were read before, and what is known of their lines. Other machines remove their own when they look next. */
async function files(of: Erasing): Promise<number> {
  const { deps, row, traces } = of;
  const stored = await storedFiles(deps.db, row.district, traces);
  const folders = new Set(
    stored.filter(({ store }) => store === deps.files.store).map(({ folder }) => folderIn(deps.files.folder, folder)),
  );
  for (const folder of folders) if (folder !== null) await rm(folder, { recursive: true, force: true });
  if (stored.length > 0)
    await once(of, 'files', async (tx) => {
      await forgetFiles(tx, row.district, traces);
      return folders.size;
    });
  const known = await once(of, 'readings', (tx) => dropKnown(tx, row.district, traces));
  return stored.length + known;
}

/** The folder of our own in which a file lies; null: it lies elsewhere. */
function folderIn(store: string, place: string): string | null {
  const [name] = path.relative(store, path.resolve(store, place)).split(path.sep);
  return name === undefined || name === '' || name === '..' ? null : path.join(store, name);
}

async function texts(of: Erasing): Promise<number> {
  const { deps, row, traces, sought } = of;
  let all = 0;
  for (const table of await textTables(deps.db, 'ours'))
    for await (const found of rowsThatMention(deps.db, row.district, table, traces.words))
      all += await once(of, 'texts', async (tx) =>
        (await takeOutOfRow(tx, row.district, table, found, sought)) ? 1 : 0,
      );
  return all;
}
