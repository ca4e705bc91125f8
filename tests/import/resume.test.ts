import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/platform/database.ts';
import { openSetFile } from '../../src/rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from '../../src/rostering/oneroster/import.job.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';
import type { Job } from '../../src/runs/job.ts';
import { carryOut } from '../../src/runs/part.job.ts';
import { type Claim, claimPart, Fenced, giveBack } from '../../src/runs/part.repository.ts';
import { showRun } from '../../src/runs/run.read-model.ts';
import { endRun } from '../../src/runs/run.repository.ts';
import { cancelRun } from '../../src/runs/run.usecases.ts';
import { expectBalance, livingOf, outcomesOf, rosterOf } from './accounts.ts';
import { dismissHold, releaseHold, showHold } from './holds.ts';
import {
  aDistrict,
  aHall,
  aSet,
  askFor,
  csvOf,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
} from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

const job = (): Job =>
  fileImportJob({ pool: hall.app.database.pool, open: (source) => openSetFile(source, storeOf(hall.app)) });

/** A worker that dies when it has taken so many pages of a part; what it had committed stands. */
function dyingAfter(pages: number): Job {
  const whole = job();
  return {
    ...whole,
    async open(house, part, signal) {
      const work = await whole.open(house, part, signal);
      let taken = 0;
      const collect: typeof work.collect = async (after) => {
        if (taken++ === pages) throw new Error('the worker died');
        return work.collect(after);
      };
      return { ...work, collect };
    },
  };
}

const claim = async (): Promise<Claim> => {
  const found = await claimPart(hall.app.database.pool, 'a worker', hall.app.files.store);
  if (found === null) throw new Error('there is nothing to claim');
  return found;
};
const carry = (part: Claim, by: Job) => carryOut({ db: hall.app.db, pool: hall.app.database.pool }, by, part);

/** Carries out all that waits, by workers that each die after so many pages, until a run has ended. */
async function carriedByTheDying(district: District, run: number, pages: number) {
  for (let deaths = 0; deaths < 500; deaths++) {
    const part = await claimPart(hall.app.database.pool, 'a worker', hall.app.files.store);
    if (part === null) break;
    await carry(part, dyingAfter(pages)).catch(async (error: Error) => {
      if (error.message !== 'the worker died') throw error;
      await giveBack(hall.app.database.pool, part);
    });
  }
  await inTransaction(hall.app.database.pool, (client) => endRun(client, district.id, run));
  return endOf(district, run);
}

const head = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n';
type Night = (at: number) => string | null;
/** Some thousand pupils, as a night's file shows them. */
function pupils(n: number, night: Night): { bytes: string } {
  let bytes = head;
  for (let at = 0; at < n; at++) bytes += night(at) ?? '';
  return { bytes };
}
const sound = (at: number, given = 'Mia') =>
  `p-${String(at).padStart(5, '0')},true,high,student,u${at},${given},Chen\r\n`;
const broken = (at: number) => sound(at).replace('true', 'maybe');

/** What became of a district in two nights, the second one carried by the dying or by the living. */
async function twoNights(first: Night, second: Night, n: number, pages: number | null, options = {}) {
  const district = await aDistrict(hall);
  const one = await askFor(district, await aSet(hall, { orgs: northHigh.orgs, users: pupils(n, first) }));
  await carriedByTheDying(district, one.run, 1000);
  const two = await askFor(district, await aSet(hall, { orgs: northHigh.orgs, users: pupils(n, second) }), options);
  const run = await carriedByTheDying(district, two.run, pages ?? 1000);
  await expectBalance(district);
  const outcomes = (await outcomesOf(district, run.id))
    .map((one) => `${one.kind} ${one.key} ${one.line} ${one.outcome} ${one.entry}`)
    .sort();
  const rows = (await rosterOf(district)).map(
    (row) =>
      `${row.kind} ${row.key} ${row.status} ${row.says['given_name']} ${row.created} ${row.changed} ${row.deleted}`,
  );
  return { state: run.state, numbers: numbersOf(run), outcomes, rows };
}

describe('a worker that dies after every single page leaves what an undisturbed one leaves', () => {
  it.each<[string, Night, Night, object?]>([
    ['a first import', () => null, (at) => (at % 50 === 7 ? broken(at) : sound(at))],
    [
      'a file of which most rows are as before',
      (at) => sound(at),
      (at) => (at % 3 === 0 ? sound(at, 'Leo') : at % 50 === 1 ? broken(at) : sound(at)),
    ],
    [
      'deletions that are allowed',
      (at) => sound(at),
      (at) => (at % 10 === 0 ? sound(at) : null),
      { allowDeletions: true },
    ],
    ['deletions that are held', (at) => sound(at), (at) => (at % 10 === 0 ? sound(at) : null)],
    [
      'some rows gone, some new, some broken',
      (at) => (at % 7 === 0 ? null : sound(at)),
      (at) => (at % 13 === 0 ? null : at % 17 === 0 ? broken(at) : sound(at, at % 2 ? 'Mia' : 'Leo')),
    ],
  ])('%s', async (_, first, second, options = {}) => {
    const undisturbed = await twoNights(first, second, 6000, null, options);
    expect(undisturbed.state).toBe('done');
    expect(await twoNights(first, second, 6000, 1, options)).toEqual(undisturbed);
  });
});

describe('a run that does not come to its end', () => {
  it('was cancelled: what was read stands, the rest is parts left, and the numbers add up', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(hall, { ...northHigh, users: pupils(12_000, (at) => sound(at)) });
    const { run } = await askFor(district, set);
    for (let part = await claim(); part.kind !== 'user'; part = await claim()) await carry(part, job());
    // The part that was claimed last waits for its worker, and is taken by one that dies after a page.
    await sql`update part set lease_until = now() - interval '1 second' where district_id = ${district.id} and state = 'running'`.execute(
      hall.app.db,
    );
    const part = await claim();
    await expect(carry(part, dyingAfter(1))).rejects.toThrow('the worker died');
    await cancelRun(hall.app, district.actor, run);
    const cancelled = await endOf(district, run);
    expect([cancelled.state, cancelled.partsLeft]).toEqual(['cancelled', 2]);
    const read = cancelled.created - 9;
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(12_000);
    expect(numbersOf(cancelled)).toEqual({ entered: 9 + read, created: 9 + read });
    expect(cancelled.error?.entry).toBe('connection.cancelled');
    await expect(carry(part, job())).rejects.toBeInstanceOf(Fenced);
    await expect(cancelRun(hall.app, district.actor, run)).rejects.toMatchObject({ entry: 'request.run_finished' });
    await expectBalance(district);
    const next = await askFor(district, set);
    const rest = await carriedByTheDying(district, next.run, 1000);
    expect(ofKind(rest, 'user')).toEqual({ entered: 12_000, created: 12_000 - read, unchanged: read });
    await expectBalance(district);
  });

  it('was cancelled after it had changed rows behind a page without changes: the old file is not taken for unchanged', async () => {
    const district = await aDistrict(hall);
    const old = await aSet(hall, { orgs: northHigh.orgs, users: pupils(12_000, (at) => sound(at)) });
    await carriedByTheDying(district, (await askFor(district, old)).run, 1000);
    const set = await aSet(hall, {
      orgs: northHigh.orgs,
      users: pupils(12_000, (at) => (at < 5000 ? broken(at) : sound(at, 'Leo'))),
    });
    const { run } = await askFor(district, set);
    await carry(await claim(), job());
    for (let updated = 0; updated === 0; ) {
      const part = await claim();
      await carry(part, dyingAfter(1)).catch(() => giveBack(hall.app.database.pool, part));
      updated = ofKind(await showRun(hall.app, district.actor, run), 'user')['updated'] ?? 0;
    }
    await cancelRun(hall.app, district.actor, run);
    const { updated } = await endOf(district, run);
    expect(updated).toBeLessThanOrEqual(7000);
    const again = await carriedByTheDying(district, (await askFor(district, old)).run, 1000);
    expect(ofKind(again, 'user')).toEqual({ entered: 12_000, unchanged: 12_000 - updated, updated });
    expect((await rosterOf(district)).filter((row) => row.says['given_name'] === 'Leo')).toEqual([]);
    await expectBalance(district);
  });
});

describe('a worker that lost its lease', () => {
  it('stores nothing, and whoever has the part now carries it out once', async () => {
    const district = await aDistrict(hall);
    const { run } = await askFor(district, await aSet(hall, { orgs: northHigh.orgs }));
    const first = await claim();
    expect(await claimPart(hall.app.database.pool, 'another', hall.app.files.store)).toBeNull();
    await sql`update part set lease_until = now() - interval '1 second' where district_id = ${district.id}`.execute(
      hall.app.db,
    );
    const second = await claim();
    expect([second.unit, second.attempt]).toEqual(['orgs.csv', 2]);
    await expect(carry(first, job())).rejects.toBeInstanceOf(Fenced);
    expect(await outcomesOf(district, run)).toEqual([]);
    expect(await livingOf(district, 'org')).toEqual([]);
    await carry(second, job());
    expect(await livingOf(district, 'org')).toEqual(['dist', 'elem', 'high']);
    await expect(carry(first, job())).rejects.toBeInstanceOf(Fenced);
    expect(numbersOf(await carriedByTheDying(district, run, 1))).toEqual({ entered: 3, created: 3 });
    await expectBalance(district);
  });
});

describe('two imports at once', () => {
  it('of the same set are one run', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(hall, northHigh);
    const asked = await Promise.all([askFor(district, set), askFor(district, set), askFor(district, set)]);
    expect(asked.map(({ run }) => run)).toEqual([1, 1, 1]);
    expect(asked.filter(({ joined }) => joined)).toHaveLength(2);
    const allowed = await askFor(district, set, { allowDeletions: true });
    expect(allowed).toEqual({ run: 2, joined: false });
    await carriedByTheDying(district, 1, 1);
    expect(numbersOf(await carriedByTheDying(district, 2, 1))).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });

  it('of different sets come one after the other, the older first', async () => {
    const district = await aDistrict(hall);
    const one = await askFor(district, await aSet(hall, northHigh));
    const two = await askFor(
      district,
      await aSet(hall, { ...northHigh, users: northHigh.users.replace('Chen ', 'Chan ') }),
    );
    const part = await claim();
    expect([part.run, part.unit]).toEqual([one.run, 'orgs.csv']);
    expect(await claimPart(hall.app.database.pool, 'another', hall.app.files.store)).toBeNull();
    await carry(part, job());
    expect(numbersOf(await carriedByTheDying(district, one.run, 1))).toEqual({ entered: 15, created: 15 });
    expect(numbersOf(await carriedByTheDying(district, two.run, 1))).toEqual({
      entered: 15,
      updated: 1,
      unchanged: 14,
    });
    await expectBalance(district);
  });
});

describe('a hold that is decided while other imports wait', () => {
  async function held() {
    const district = await aDistrict(hall);
    const all = await aSet(hall, { orgs: northHigh.orgs, users: pupils(40, (at) => sound(at)) });
    const few = await aSet(hall, { orgs: northHigh.orgs, users: pupils(20, (at) => sound(at)) });
    await carriedByTheDying(district, (await askFor(district, all)).run, 9);
    await carriedByTheDying(district, (await askFor(district, few)).run, 9);
    const { digest } = await showHold(hall.app, district.actor, 1);
    return { district, all, few, decision: { no: 1, digest } };
  }

  it('is released behind an import that shows the records again: nobody is deleted', async () => {
    const { district, all, decision } = await held();
    const asked = await askFor(district, all);
    const released = await releaseHold(hall.app, district.actor, decision);
    expect(await releaseHold(hall.app, district.actor, decision)).toEqual(released);
    expect(ofKind(await carriedByTheDying(district, asked.run, 9), 'user')).toEqual({ entered: 40, unchanged: 40 });
    expect(numbersOf(await carriedByTheDying(district, released.run.id, 9))).toEqual({});
    expect(await livingOf(district, 'user')).toHaveLength(40);
    await expectBalance(district);
  });

  it('is released before an import that shows the records again: they are deleted, and restored under their ids', async () => {
    const { district, all, decision } = await held();
    const before = await rosterOf(district);
    const released = await releaseHold(hall.app, district.actor, decision);
    const asked = await askFor(district, all);
    expect(numbersOf(await carriedByTheDying(district, released.run.id, 9))).toEqual({ entered: 20, deleted: 20 });
    expect(ofKind(await carriedByTheDying(district, asked.run, 9), 'user')).toEqual({
      entered: 40,
      unchanged: 20,
      updated: 20,
    });
    expect((await rosterOf(district)).map((row) => `${row.key} ${row.id}`)).toEqual(
      before.map((row) => `${row.key} ${row.id}`),
    );
    await expectBalance(district);
  });

  it('is dismissed after its release was asked for: whoever decides last before the run decides', async () => {
    const { district, few, decision } = await held();
    const released = await releaseHold(hall.app, district.actor, decision);
    await dismissHold(hall.app, district.actor, decision);
    expect(numbersOf(await carriedByTheDying(district, released.run.id, 9))).toEqual({});
    expect(ofKind(await carriedByTheDying(district, (await askFor(district, few)).run, 9), 'user')).toEqual({
      entered: 40,
      unchanged: 40,
    });
    await expectBalance(district);
  });

  it('is released by a worker that dies after every page: each record is deleted once', async () => {
    const district = await aDistrict(hall);
    const all = await aSet(hall, { orgs: northHigh.orgs, users: pupils(25_000, (at) => sound(at)) });
    const few = await aSet(hall, { orgs: northHigh.orgs, users: pupils(2000, (at) => sound(at)) });
    await carriedByTheDying(district, (await askFor(district, all)).run, 1000);
    await carriedByTheDying(district, (await askFor(district, few)).run, 1);
    const { digest, records } = await showHold(hall.app, district.actor, 1);
    expect(records).toBe(23_000);
    const { run } = await releaseHold(hall.app, district.actor, { no: 1, digest });
    expect(numbersOf(await carriedByTheDying(district, run.id, 1))).toEqual({ entered: 23_000, deleted: 23_000 });
    expect((await showHold(hall.app, district.actor, 1)).state).toBe('released');
    await expectBalance(district);
  });
});

describe('a part that goes on at its deletions', () => {
  it('reads its whole file first: who stands near its end is not taken for missing', async () => {
    const district = await aDistrict(hall);
    const first = await aSet(hall, { orgs: northHigh.orgs, users: pupils(40_000, (at) => sound(at)) });
    await carriedByTheDying(district, (await askFor(district, first)).run, 1000);
    // Some have another name, so that there is a page before the deletions.
    const left = (at: number) => (at % 20 === 7 ? null : sound(at, at % 4000 === 0 ? 'Noa' : 'Mia'));
    const second = await aSet(hall, { orgs: northHigh.orgs, users: pupils(40_000, left) });
    const ended = await carriedByTheDying(district, (await askFor(district, second)).run, 1);
    expect(ofKind(ended, 'user')).toEqual({ entered: 40_000, unchanged: 37_990, updated: 10, deleted: 2000 });
    expect(await livingOf(district, 'user')).toHaveLength(38_000);
    await expectBalance(district);
  });
});

describe('a folder that changes', () => {
  it('between the asking and the reading: its files are not taken for those that were asked for', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(hall, northHigh);
    await askFor(district, set);
    await writeFile(path.join(set, 'users.csv'), csvOf(northHigh.users.replace('Chen ', 'Chan ')));
    await hall.work();
    const first = await endOf(district, 1);
    expect([first.state, first.error?.entry]).toEqual(['stopped', 'connection.file_changed']);
    await writeFile(path.join(set, 'users.csv'), csvOf(northHigh.users));
    const second = await importFolder(district, set);
    expect(second.state).toBe('done');
    expect((await rosterOf(district)).find((row) => row.key === 's-1')?.says['family_name']).toBe('Chen');
    await expectBalance(district);
    await hall.rest();
  });

  it('while it is read: the run says so, nobody is deleted, and the next one reads it anew', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(hall, { orgs: northHigh.orgs, users: pupils(20, (at) => sound(at)) });
    await carriedByTheDying(district, (await askFor(district, set)).run, 9);
    await writeFile(path.join(set, 'users.csv'), pupils(15, (at) => sound(at, 'Leo')).bytes);
    const { run } = await askFor(district, set);
    await carry(await claim(), job());
    const part = await claim();
    const whole = job();
    const disturbed: Job = {
      ...whole,
      async open(house, asked, signal) {
        const work = await whole.open(house, asked, signal);
        await writeFile(path.join(set, 'users.csv'), pupils(16, (at) => sound(at, 'Noa')).bytes);
        return work;
      },
    };
    await expect(carry(part, disturbed)).rejects.toMatchObject({ entry: 'connection.file_changed' });
    expect(await livingOf(district, 'user')).toHaveLength(20);
    await cancelRun(hall.app, district.actor, run);
    const next = await carriedByTheDying(district, (await askFor(district, set)).run, 9);
    expect(ofKind(next, 'user')).toEqual({ entered: 20, updated: 16, deleted: 4 });
    await expectBalance(district);
  });

  it('so that a file is gone: what was read before stands, and the run says which', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(hall, northHigh);
    await askFor(district, set);
    await rm(path.join(set, 'courses.csv'));
    await hall.work();
    const run = await endOf(district, 1);
    expect([run.state, run.error?.entry, run.partsLeft, numbersOf(run)]).toEqual([
      'stopped',
      'connection.upload_lost',
      4,
      { entered: 5, created: 5 },
    ]);
    await expectBalance(district);
    await hall.rest();
  });
});
