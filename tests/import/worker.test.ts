import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSetFile } from '../../src/rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from '../../src/rostering/oneroster/import.job.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';
import type { Job } from '../../src/runs/job.ts';
import { claimPart } from '../../src/runs/part.repository.ts';
import { startWorker } from '../../src/runs/worker.job.ts';
import { expectBalance } from './accounts.ts';
import { aDistrict, aHall, aSet, askFor, endOf, type Hall, northHigh, numbersOf } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

/** A job that cannot begin a file so many times, as when the database is restarted in between. */
function failingToOpen(file: string, times: number): Job {
  const store = storeOf(hall.app);
  const whole = fileImportJob({ pool: hall.app.database.pool, open: (source) => openSetFile(source, store) });
  let left = times;
  return {
    ...whole,
    async open(house, part, signal) {
      if (part.unit === file && left-- > 0) throw new Error('the database was away');
      return whole.open(house, part, signal);
    },
  };
}

const cut = { entered: 5, created: 5 };
it.each([
  ['fails twice is tried a third time', 0, 2, 'done', { entered: 15, created: 15 }],
  ['fails three times is given up, with its run', 0, 3, 'stopped', cut],
  ['was killed five times and then fails twice is still tried again', 5, 2, 'done', { entered: 15, created: 15 }],
] as const)('a part that %s', async (_, kills, failures, state, numbers) => {
  const district = await aDistrict(hall);
  const { run } = await askFor(district, await aSet(hall, northHigh));
  for (let kill = 0; kill < kills; kill++) {
    await claimPart(hall.app.database.pool, 'a worker that is killed', hall.app.files.store);
    await sql`update part set lease_until = now() - interval '1 second' where district_id = ${district.id} and state = 'running'`.execute(
      hall.app.db,
    );
  }
  // The kills fell on the first part of the run.
  const job = failingToOpen(kills === 0 ? 'courses.csv' : 'orgs.csv', failures);
  const worker = await startWorker(hall.app, hall.app.files.store, () => job, { atOnce: { reading: 1, carrying: 2 } });
  const ended = await endOf(district, run);
  await worker.stop();
  expect([ended.state, ended.error?.entry ?? null, numbersOf(ended)]).toEqual([
    state,
    state === 'done' ? null : 'connection.defect',
    numbers,
  ]);
  await expectBalance(district);
});
