import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncAlone } from '../../src/passport/sync-alone.usecases.ts';
import { inTransaction } from '../../src/platform/database.ts';
import { openSetFile } from '../../src/rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from '../../src/rostering/oneroster/import.job.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';
import type { Job } from '../../src/runs/job.ts';
import { carryOut } from '../../src/runs/part.job.ts';
import { claimPart } from '../../src/runs/part.repository.ts';
import { endRun } from '../../src/runs/run.repository.ts';
import { changedOf, expectBalance, livingOf, refusedOf } from './accounts.ts';
import { aDistrict, aHall, aSet, askFor, type District, endOf, type Hall, northHigh, numbersOf } from './scene.ts';

// One record is carried by itself between two nights. The night that follows finds it as it is, and has no more to look at
// than if nobody had done so.

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

/** The job of files; tells of each row that it had to read and judge. */
function watched(seen: string[]): Job {
  const whole = fileImportJob({
    pool: hall.app.database.pool,
    open: (source) => openSetFile(source, storeOf(hall.app)),
  });
  return {
    ...whole,
    async open(house, part, signal) {
      const work = await whole.open(house, part, signal);
      const collect: typeof work.collect = async (after) => {
        const page = await work.collect(after);
        if (page.phase === 'rows') seen.push(...page.items.map((item) => work.nameOf(item).key));
        return page;
      };
      return { ...work, collect };
    },
  };
}

/** Carries out all that waits; answers the run, and which people were read and judged. */
async function carried(district: District, run: number) {
  const seen: string[] = [];
  const { pool } = hall.app.database;
  for (;;) {
    const part = await claimPart(pool, 'a worker', hall.app.files.store);
    if (part === null) break;
    await carryOut({ db: hall.app.db, pool }, part.kind === 'user' ? watched(seen) : watched([]), part);
  }
  await inTransaction(pool, (client) => endRun(client, district.id, run));
  return { run: await endOf(district, run), seen };
}

const head = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n';
const pupil = (at: number, given = 'Mia', role = 'student') => `p-${at},true,high,${role},u${at},${given},Chen\r\n`;
type Rows = (at: number) => string;
const people = (row: Rows) => ({ bytes: head + Array.from({ length: 300 }, (_, at) => row(at)).join('') });
const setOf = (row: Rows) => aSet(hall, { orgs: northHigh.orgs, users: people(row) });

async function night(district: District, row: Rows) {
  const { run } = await askFor(district, await setOf(row));
  return carried(district, run);
}
const alone = async (district: District, key: string) => {
  const { run } = await syncAlone(district.app, district.actor, { flow: 1, kind: 'user', key });
  return carried(district, run.id);
};

describe('a record that was carried alone', () => {
  it('is the only one that the next night looks at, beside what has changed', async () => {
    const district = await aDistrict(hall);
    await night(district, pupil);
    expect((await alone(district, 'p-7')).seen).toEqual(['p-7']);
    const quiet = await night(district, pupil);
    expect(numbersOf(quiet.run)).toEqual({ entered: 303, unchanged: 303 });
    expect(quiet.seen).toEqual(['p-7']);
    expect((await night(district, (at) => pupil(at, at === 9 ? 'Maja' : 'Mia'))).seen).toEqual(['p-9']);
    await alone(district, 'p-7');
    await alone(district, 'p-8');
    const third = await night(district, (at) => pupil(at, at === 9 ? 'Mila' : 'Mia'));
    expect(third.seen).toEqual(['p-7', 'p-8', 'p-9']);
    expect(await changedOf(district, third.run.id)).toEqual(['user p-9: updated']);
    await expectBalance(district);
  });

  it('is missed when a later list lacks it, also one that was refused before', async () => {
    const district = await aDistrict(hall);
    const { run } = await night(district, (at) => pupil(at, 'Mia', at === 5 ? 'pupil' : 'student'));
    expect(await refusedOf(district, run.id)).toEqual(['user p-5: invalid oneroster.value_not_allowed']);
    await night(district, pupil);
    await alone(district, 'p-5');
    await alone(district, 'p-6');
    const fewer = await night(district, (at) => (at === 5 || at === 6 ? '' : pupil(at)));
    expect(await changedOf(district, fewer.run.id)).toEqual(['user p-5: deleted', 'user p-6: deleted']);
    expect(fewer.seen).toEqual([]);
    expect(await livingOf(district, 'user')).toHaveLength(298);
    await expectBalance(district);
  });
});
