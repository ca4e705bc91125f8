import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { expectBalance, outcomesOf, rosterOf } from './accounts.ts';
import { aDistrict, aHall, type District, endOf, type Hall, importFolder, numbersOf } from './scene.ts';

const rounds = Number(process.env['HALLPASS_SOAK_ROUNDS'] ?? 4);
const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');

let hall: Hall;
let data: string;
const folders = { first: '', second: '' };
beforeAll(async () => {
  hall = await aHall();
  data = await mkdtemp(path.join(tmpdir(), 'hallpass-kill-'));
  const options = { students: 1500, seed: 7, version: '1.1', mode: 'bulk', brokenShare: 0.02 } as const;
  folders.first = (await generateDistrict(path.join(hall.folder, 'first'), options)).folder;
  folders.second = (
    await generateDistrict(path.join(hall.folder, 'second'), { ...options, changedShare: 0.3, changeSeed: 5 })
  ).folder;
});
afterAll(async () => {
  await hall.close();
  await rm(data, { recursive: true, force: true });
});

/** Whole numbers below a limit, the same ones for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return (((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below;
  };
}

/** A process of its own that imports a folder, with the database of the test. */
function importing(district: District, folder: string) {
  const env = {
    ...process.env,
    DATABASE_URL: hall.app.database.url,
    DATA_DIR: data,
    SECRET_KEY: 'k'.repeat(40),
    LOG_LEVEL: 'error',
  };
  // Tests may run below a package script; the process is a plain one.
  const child = spawn(
    process.execPath,
    [main, 'import', folder, '--district', district.id, '--allow-deletions', '--json'],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let told = '';
  child.stderr.on('data', (text) => (told += text));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, ended, told: () => told };
}

type State = { readonly finished: boolean; readonly moved: string };
async function stateOf(district: District, run: number): Promise<State | null> {
  const found = await sql<{ finished: boolean; moved: string }>`select finished_at is not null as finished,
    (select string_agg(state || entered::text || coalesce(owner, ''), ' ') from part where part.district_id = run.district_id and run_no = run.no) as moved
    from run where district_id = ${district.id} and no = ${run}`.execute(hall.app.db);
  return found.rows[0] ?? null;
}

/** Waits until a process has asked for its run, or has taken it further. */
async function seenMoving(district: District, run: number, child: ChildProcess, before: State | null): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until && child.exitCode === null; await pause(5)) {
    const now = await stateOf(district, run);
    if (now !== null && now.moved !== before?.moved) return;
  }
}

/** One import by processes that are killed at random moments, until one of them comes to the end. Answers how often one was killed at work. */
async function killedUntilItEnds(
  district: District,
  folder: string,
  run: number,
  roll: (below: number) => number,
): Promise<number> {
  for (let kills = 0, attempts = 0; ; attempts++) {
    const before = await stateOf(district, run);
    if (before?.finished === true) return kills;
    const { child, ended, told } = importing(district, folder);
    if (kills < 6 && attempts < 12) {
      await seenMoving(district, run, child, before);
      await pause(roll(1) < 0.5 ? roll(60) : roll(900));
      child.kill('SIGKILL');
    }
    const code = await ended;
    if (code === null) kills++;
    else expect([code, told()]).toEqual([1, told()]);
    // As if half a minute had passed, so that nobody need wait for the dead one's lease.
    await sql`update part set lease_until = now() - interval '1 second' where district_id = ${district.id} and state = 'running'`.execute(
      hall.app.db,
    );
  }
}

/** What is in a roster, and what was said of each record of a run: without ids, which an undisturbed import would number otherwise. */
async function leftBy(district: District, run: number) {
  const rows = await rosterOf(district);
  const keys = new Map(rows.map((row) => [`${row.kind === 'org' ? '' : row.kind} ${row.id}`, row.key]));
  const kinds: Readonly<Record<string, string>> = {
    course_id: 'course',
    class_id: 'class',
    person_id: 'user',
    school_year_id: 'academicSession',
  };
  const said = rows.map(({ kind, key, status, created, changed, deleted, says }) => {
    const { id: _, district_id: __, parent_id, ...rest } = says;
    const parent = kind === 'academicSession' ? keys.get(`academicSession ${parent_id}`) : parent_id;
    const named = Object.fromEntries(
      Object.entries(rest).map(([name, value]) => [name, name in kinds ? keys.get(`${kinds[name]} ${value}`) : value]),
    );
    return JSON.stringify({ kind, key, status, created, changed, deleted, parent, ...named });
  });
  const outcomes = (await outcomesOf(district, run))
    .map((one) => `${one.kind} ${one.key} ${one.line}: ${one.outcome} ${one.entry}`)
    .sort();
  const { state, error, partsLeft, ...counted } = await endOf(district, run);
  return { state, error, partsLeft, numbers: numbersOf(counted), outcomes, rows: said.sort() };
}

type Left = Awaited<ReturnType<typeof leftBy>>;
/** The short facts first, so that a failure can be read. */
function expectSame({ rows, outcomes, ...facts }: Left, { rows: otherRows, outcomes: otherOutcomes, ...other }: Left) {
  expect(facts).toEqual(other);
  expect(outcomes).toEqual(otherOutcomes);
  expect(rows).toEqual(otherRows);
}

describe('an import that is killed at random moments', () => {
  it(`leaves what an undisturbed one leaves, each record told once (${rounds} rounds)`, {
    timeout: 120_000 + rounds * 90_000,
  }, async () => {
    const calm = await aDistrict(hall);
    await importFolder(calm, folders.first, { allowDeletions: true });
    const afterFirst = await leftBy(calm, 1);
    await importFolder(calm, folders.second, { allowDeletions: true });
    const afterSecond = await leftBy(calm, 2);
    expect(afterFirst.numbers['created']).toBeGreaterThan(10_000);
    expect(
      Math.min(
        ...['created', 'updated', 'deleted', 'unchanged', 'invalid', 'blocked'].map(
          (word) => afterSecond.numbers[word] ?? 0,
        ),
      ),
    ).toBeGreaterThan(10);
    let kills = 0;
    for (let round = 0; round < rounds; round++) {
      const roll = dice(round + 1);
      const district = await aDistrict(hall);
      if (round % 2 === 1) await importFolder(district, folders.first, { allowDeletions: true });
      else {
        kills += await killedUntilItEnds(district, folders.first, 1, roll);
        expectSame(await leftBy(district, 1), afterFirst);
      }
      if (round % 2 === 0 && round + 2 < rounds) continue;
      kills += await killedUntilItEnds(district, folders.second, 2, roll);
      expectSame(await leftBy(district, 2), afterSecond);
      await expectBalance(district);
    }
    expect(kills).toBeGreaterThan(rounds);
  });
});
