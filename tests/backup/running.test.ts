import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { openDatabase } from '../../src/platform/database.ts';
import { startRuns } from '../../src/work.ts';
import { outcomesOf } from '../import/accounts.ts';
import { aDistrict, aHall, askFor, endOf, type Hall, numbersOf } from '../import/scene.ts';
import { bareDatabase } from '../platform/bare-database.ts';
import { backedUp, restored } from './scene.ts';

let hall: Hall;
let folder: string;
beforeAll(async () => {
  hall = await aHall({ working: false });
  const options = { students: 1200, seed: 7, version: '1.1', mode: 'bulk', brokenShare: 0.02 } as const;
  folder = (await generateDistrict(path.join(hall.folder, 'set'), options)).folder;
});
afterAll(() => hall.close());

test('a backup made in the middle of an import goes on elsewhere to the same end, and counts nothing twice', async () => {
  const district = await aDistrict(hall);
  const { run } = await askFor(district, folder);
  await hall.work();
  const entered = async () =>
    (
      await sql<{
        n: number;
      }>`select coalesce(sum(entered), 0)::int as n from part where district_id = ${district.id}`.execute(hall.app.db)
    ).rows[0]?.n ?? 0;
  while ((await entered()) < 100) await pause(2);
  const bytes = await backedUp(hall.app);
  const whole = await endOf(district, run);
  await hall.rest();

  const bare = await bareDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'hallpass-elsewhere-'));
  const database = openDatabase(bare.db.url, 8);
  try {
    const config = { ...hall.app.config, databaseUrl: bare.db.url, dataDir };
    await restored(config, bytes);
    const store = (await readFile(path.join(dataDir, 'store-name'), 'utf8')).trim();
    const files = { folder: path.join(dataDir, 'files'), store };
    const app = { ...hall.app, config, database, files, db: database.kysely };
    const elsewhere = { ...district, app };
    const open = await sql<{ n: number }>`select count(*)::int as n from part
      where district_id = ${district.id} and state in ('waiting', 'running')`.execute(app.db);
    // It was in the middle, or the test has shown nothing.
    expect(open.rows[0]?.n).toBeGreaterThan(0);
    // The worker that had parts in hand when the backup was made is not there; what it leased is free after its time.
    await sql`update part set lease_until = now() - interval '1 second' where district_id = ${district.id} and state = 'running'`.execute(
      app.db,
    );
    const worker = await startRuns(app);
    const finished = await endOf(elsewhere, run);
    await worker.stop();
    expect(numbersOf(finished)).toEqual(numbersOf(whole));
    const told = async (of: typeof district) =>
      (await outcomesOf(of)).map(({ kind, key, outcome }) => `${kind} ${key} ${outcome}`).sort();
    const there = await told(elsewhere);
    expect(there).toEqual(await told(district));
    expect(new Set(there).size).toBe(there.length);
  } finally {
    await database.close();
    await bare.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
