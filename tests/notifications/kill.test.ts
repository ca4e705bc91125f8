import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aHall, type Hall } from '../import/scene.ts';
import { aRun, aTown } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

const runs = 120;

test('processes that tell of news are killed at any point: each recipient gets one mail of each run, none is lost and none comes twice', async () => {
  const town = await aTown(hall);
  for (const name of ['ada', 'ben']) await town.tell(await town.person(name, 'registrar'), { runs: 'nightly' });
  const start = () =>
    spawn(process.execPath, [fileURLToPath(import.meta.resolve('./killed-teller.ts'))], {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: town.app.database.url,
        DATA_DIR: `${hall.folder}/teller`,
        SECRET_KEY: 'a secret of at least 32 characters',
        LOG_LEVEL: 'silent',
      },
      stdio: 'ignore',
    });
  const children = [start(), start()];
  let told = 0;
  let kills = 0;
  for (let round = 0; told < runs; round++) {
    for (const until = told + 20; told < until; told++) await town.news(aRun(told + 1));
    // Until it is at work, and then at whatever it is doing.
    for (const before = (await town.mails()).length; (await town.mails()).length === before && told > 0; )
      await pause(20);
    const at = round % children.length;
    const child = children[at];
    child?.kill('SIGKILL');
    if (child !== undefined) await once(child, 'exit');
    kills += 1;
    children[at] = start();
  }
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(
    children.map((child) => (child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null)),
  );
  await town.tick();
  expect(kills).toBe(6);
  const mails = await town.mails();
  const keys = mails.map(({ to, text }) => `${to} ${/^Run (\d+) /.exec(text)?.[1]}`);
  expect(new Set(keys).size).toBe(2 * runs);
  expect(keys).toHaveLength(2 * runs);
  const { rows } = await town.app.database.pool.query("select count(*) as n from notification where state <> 'sent'");
  expect(rows).toEqual([{ n: 0 }]);
});
