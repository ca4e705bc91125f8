import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { aFolder, aHub, cleanUp, eventually, hallpass, nothingRuns, query, type Started } from './hub-process.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
afterEach(cleanUp);

const north = 'version: 1\ndistrict: { id: north, name: North Unified, timeZone: America/Chicago }\n';

/** A data folder with a district, and a roster that takes some seconds to import. */
async function aDistrictWithFiles() {
  const folder = aFolder();
  const dir = path.join(folder, 'data');
  writeFileSync(path.join(folder, 'north.yaml'), north);
  const { ended } = hallpass(['apply', path.join(folder, 'north.yaml')], dir);
  expect(await ended).toMatchObject({ code: 0, err: '' });
  const options = { students: 4_000, seed: 11, version: '1.1', mode: 'bulk', brokenShare: 0.01 } as const;
  const { folder: files } = await generateDistrict(path.join(folder, 'files'), options);
  return { dir, files };
}

const importing = (dir: string, files: string): Started =>
  hallpass(['import', files, '--allow-deletions', '--json'], dir);

/** Waits until a process holds the largest part and has stored some of it; answers how much. */
const atWork = (dir: string, { child }: Started) =>
  eventually(async () => {
    const [part] = await query(
      dir,
      "select owner, progress_done as done from part where unit like 'enrollments%' and state = 'running' and progress_done > 0",
    ).catch(() => []);
    return String(part?.['owner']).startsWith(`${child.pid}-`) ? Number(part?.['done']) : undefined;
  }, 120_000);

/** The finished run, how far its parts were told to be, and the people and enrollments that are there. */
async function account(dir: string) {
  const run = await eventually(async () => {
    const [found] = await query(dir, 'select * from run where finished_at is not null');
    return found;
  }, 120_000);
  const numbers = Object.fromEntries(
    ['entered', 'created', 'invalid', 'blocked', 'rejected', 'held', 'updated', 'deleted', 'unchanged'].map((name) => [
      name,
      run[name],
    ]),
  );
  const [stored] = await query(
    dir,
    `select (select count(*)::int from person) as people, (select count(*)::int from enrollment) as enrollments,
       (select sum(n)::int from outcome_pack) + (select count(*)::int from outcome) as outcomes`,
  );
  return { state: run['state'], error: run['error'], parts_left: run['parts_left'], numbers, stored };
}

describe('SIGTERM while files are imported', () => {
  test('ends the hub within seconds, and the next one brings the run to the end that an undisturbed one has', async () => {
    const { dir, files } = await aDistrictWithFiles();
    const command = importing(dir, files);
    // The command goes at once, and the hub takes over what it held.
    await atWork(dir, command);
    command.child.kill('SIGTERM');
    expect((await command.ended).signal).toBe('SIGTERM');
    const first = await aHub(dir);
    await atWork(dir, first);
    const asked = performance.now();
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, err: '' });
    expect(performance.now() - asked).toBeLessThan(10_000);
    await nothingRuns(dir);

    await aHub(dir);
    const disturbed = await account(dir);

    const { dir: other, files: same } = await aDistrictWithFiles();
    const undisturbed = await importing(other, same).ended;
    expect(undisturbed).toMatchObject({ code: 1, signal: null });
    await aHub(other);
    expect(disturbed).toEqual(await account(other));
    expect(disturbed).toMatchObject({ state: 'done', error: null, parts_left: 0 });
    expect(disturbed.numbers['entered']).toBe(disturbed.stored?.['outcomes']);
  });
});
