import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cancelRun } from '../../src/runs/run.usecases.ts';
import { expectBalance, livingOf, outcomesOf } from './accounts.ts';
import {
  aDistrict,
  aHall,
  aSet,
  askFor,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
} from './scene.ts';

// A file of more than 16 MB is read in two parts at once while nothing is known of it. Rows are made long by a vendor's column.
const rows = 2200;
const padding = 'x'.repeat(8000);
const head = 'sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,vendorNotes\r\n';
type Night = (at: number) => string | null;
const row = (at: number, role = 'student') => `en-${at},alg-1,high,s-1,${role},${padding}\r\n`;
const enrollments = (night: Night) => ({
  bytes: head + Array.from({ length: rows }, (_, at) => night(at) ?? '').join(''),
});

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const set = (night: Night) => aSet(hall, { ...northHigh, enrollments: enrollments(night) });
const units = (run: { parts: readonly { unit: string; kind: string }[] }) =>
  run.parts.filter((part) => part.kind === 'enrollment').map((part) => part.unit);
const twoParts = ['enrollments.csv 1/2', 'enrollments.csv 2/2'];

/** A run that wrote a little of a file and was ended: what is stored is no longer what any file says. */
async function disturbed(district: District): Promise<void> {
  await sql`delete from snapshot where district_id = ${district.id} and kind = 'enrollment'`.execute(hall.app.db);
}

describe('a file that is read in two parts', () => {
  it('tells every row once: sound, without a key, broken, twice, waiting', async () => {
    const district = await aDistrict(hall);
    const night: Night = (at) =>
      at % 100 === 1
        ? row(at).replace(`en-${at}`, '')
        : at % 100 === 2
          ? row(at, 'pupil')
          : at % 100 === 3
            ? row(at - 3)
            : at % 100 === 4
              ? row(at).replace('alg-1', 'nowhere')
              : at % 100 === 5
                ? row(at).replace('student', '"student"x')
                : row(at);
    const first = await importFolder(district, await set(night));
    expect(units(first)).toEqual(twoParts);
    expect(ofKind(first, 'enrollment')).toEqual({ entered: 2200, created: 2090, invalid: 88, blocked: 22 });
    const again = await importFolder(district, await set(night));
    expect(ofKind(again, 'enrollment')).toEqual({ entered: 2200, unchanged: 2090, invalid: 88, blocked: 22 });
    const lines = (run: number) =>
      outcomesOf(district, run).then((told) =>
        told
          .filter((one) => one.entry !== null)
          .map((one) => `${one.line} ${one.entry}`)
          .sort(),
      );
    expect(await lines(again.id)).toEqual(await lines(first.id));
    const changed = await importFolder(
      district,
      await set((at) => (at === 0 ? null : at === 10 ? row(at, 'aide') : night(at))),
    );
    expect(units(changed)).toEqual(['enrollments.csv']);
    expect(ofKind(changed, 'enrollment')).toEqual({
      entered: 2199,
      updated: 1,
      unchanged: 2089,
      invalid: 87,
      blocked: 22,
    });
    // The first of two rows of one key is gone, and the second says the same.
    expect(await livingOf(district, 'enrollment')).toContain('en-0');
    await expectBalance(district);
  });

  it('deletes what it lacks, once, though nothing is known of the last reading', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await set((at) => row(at)));
    await disturbed(district);
    const run = await importFolder(district, await set((at) => (at % 300 === 7 ? null : row(at))));
    expect(units(run)).toEqual(twoParts);
    expect(ofKind(run, 'enrollment')).toEqual({ entered: 2200, unchanged: 2192, deleted: 8 });
    await expectBalance(district);
  });

  it('holds a mass deletion as one list', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await set((at) => row(at)));
    await disturbed(district);
    const file = await set((at) => (at < 1100 ? row(at) : row(at).replace(`en-${at}`, `new-${at}`)));
    const run = await importFolder(district, file);
    expect(units(run)).toEqual(twoParts);
    expect(ofKind(run, 'enrollment')).toEqual({ entered: 3300, unchanged: 1100, created: 1100, held: 1100 });
    expect(run.holds).toEqual([{ id: 1, kind: 'enrollment', records: 1100 }]);
    const again = await importFolder(district, file);
    expect(ofKind(again, 'enrollment')).toEqual({ entered: 3300, unchanged: 2200, held: 1100 });
    expect((await livingOf(district, 'enrollment')).length).toBe(3300);
    await expectBalance(district);
  });
});

describe('runs that are cancelled while others are claimed', () => {
  it('end, each with numbers that add up', async () => {
    const districts = await Promise.all(Array.from({ length: 6 }, () => aDistrict(hall)));
    const files = await aSet(hall, northHigh);
    for (let round = 0; round < 8; round++) {
      const asked = await Promise.all(
        districts.map((district) =>
          askFor(district, files, { connection: `c${round}` }).then(({ run }) => ({ district, run })),
        ),
      );
      await Promise.all(
        asked.map(async ({ district, run }) => {
          await cancelRun(hall.app, district.actor, run).catch((error: { entry?: string }) =>
            expect(error.entry).toBe('request.run_finished'),
          );
          const ended = await endOf(district, run);
          expect(['cancelled', 'done']).toContain(ended.state);
          expect(ended.state === 'done' ? ended.partsLeft : 0).toBe(0);
        }),
      );
    }
    for (const district of districts) await expectBalance(district);
  });

  it('while their rows are being written: what is stored is told', async () => {
    const file = await aSet(hall, {
      ...northHigh,
      enrollments: { bytes: head + Array.from({ length: 20_000 }, (_, at) => row(at).replace(padding, '')).join('') },
    });
    for (let round = 0; round < 5; round++) {
      const district = await aDistrict(hall);
      const { run } = await askFor(district, file);
      const moved = () =>
        sql<{ n: number }>`select coalesce(sum(entered), 0)::int as n from part where district_id = ${district.id}`
          .execute(hall.app.db)
          .then((found) => found.rows[0]?.n ?? 0);
      await expect.poll(moved, { interval: 2, timeout: 20_000 }).toBeGreaterThan(round * 3000);
      await cancelRun(hall.app, district.actor, run).catch((error: { entry?: string }) =>
        expect(error.entry).toBe('request.run_finished'),
      );
      const ended = await endOf(district, run);
      await expectBalance(district);
      const next = await importFolder(district, file);
      expect(numbersOf(next)).toEqual({
        entered: 20_012,
        ...(ended.created > 0 ? { unchanged: ended.created } : {}),
        ...(ended.created < 20_012 ? { created: 20_012 - ended.created } : {}),
      });
      await expectBalance(district);
    }
  });
});
