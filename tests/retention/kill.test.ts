import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { openSession } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { finishErasure } from '../../src/retention/erasure.job.ts';
import { askErasure, previewErasure, showErasure } from '../../src/retention/erasure.usecases.ts';
import { prune } from '../../src/retention/prune.job.ts';
import { freshDatabase } from '../database/database.ts';
import { aDistrict, aHall, aSet, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { eventually } from '../mail/post-office.ts';
import { everywhere } from './everywhere.ts';
import { aDistrictOf, monthsOf, ranOn } from './scene.ts';

const halls: Hall[] = [];
const apps: App[] = [];
afterAll(async () => {
  for (const hall of halls) await hall.close();
  for (const app of apps) await app.close();
});

/** Another process of the same installation. */
const process_ = ({ config }: App, what: 'prune' | 'erase', now = '') =>
  spawn(process.execPath, [fileURLToPath(import.meta.resolve('./killed-keeper.ts')), what], {
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: config.databaseUrl,
      DATA_DIR: config.dataDir,
      SECRET_KEY: config.secretKey,
      LOG_LEVEL: 'silent',
      NOW: now,
    },
    stdio: 'ignore',
  });

test('a process that is killed while it forgets somebody leaves nothing half done: the next goes on, and counts nothing twice', async () => {
  const hall = await aHall();
  halls.push(hall);
  const { app, actor, id, ...district } = await aDistrict(hall);
  await importFolder({ app, actor, id, ...district }, await aSet(hall, northHigh));
  const now = new Date();
  const { person, word } = await previewErasure(app, actor, 'rosa@north.example');
  await sql`insert into mail (district_id, no, kind, about, recipient, subject, text, due_at, made_at)
    values (${id}, 1, 'welcome', ${person.id}, 'rosa@north.example', 'Welcome', 'Hello Rosa Diaz', ${now}, ${now})`.execute(
    app.db,
  );
  const asked = await askErasure(app, actor, {
    secrets: app.secrets,
    person: person.id,
    confirm: word,
    keepAway: false,
  });
  // Somebody sends the mail just now: the process comes as far as that.
  const sender = await openSession(app.database.url);
  await sender.query('begin');
  await sender.query('select 1 from mail where district_id = $1 for update', [id]);
  const child = process_(app, 'erase');
  const view = () => showErasure(app, actor, asked?.no ?? 0);
  await eventually(async () => ((await view())?.removed['people'] === 1 ? true : undefined));
  child.kill('SIGKILL');
  await once(child, 'exit');
  await sender.query('commit');
  await sender.end();

  expect(await view()).toMatchObject({ state: 'asked' });
  // The server ends the session of the dead a moment later; until then nobody else does it.
  await eventually(async () => ((await finishErasure(app, { district: id, no: asked?.no ?? 0 })) ? true : undefined));
  expect(await view()).toMatchObject({
    state: 'done',
    removed: { people: 1, accounts: 1, enrollments: 1, mails: 1, acceptedOutcomes: 2 },
  });
  expect(await everywhere(app, id, ['rosa diaz', 'rosa@north.example'])).toEqual([]);
});

test('a process that is killed while it detaches a month leaves a table that everybody goes on with, and the next drops the month', async () => {
  const app = await freshDatabase();
  apps.push(app);
  const north = await aDistrictOf(app, 'north');
  await ranOn(app, north, { no: 1, at: '2025-04-10T02:00:00Z' });
  await ranOn(app, north, { no: 2, at: '2026-11-10T02:00:00Z' });
  const reader = await openSession(app.database.url);
  await reader.query('begin isolation level repeatable read');
  await reader.query('select count(*) from outcome');
  const now = '2026-11-28T08:00:00Z';
  const child = process_(app, 'prune', now);
  const pending = async () => {
    const found = await sql<{
      name: string;
    }>`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhdetachpending`.execute(app.db);
    return found.rows.map(({ name }) => name);
  };
  await eventually(async () => ((await pending()).length > 0 ? true : undefined));
  child.kill('SIGKILL');
  await once(child, 'exit');

  expect(await pending()).toEqual(['outcome_2025_04']);
  await ranOn(app, north, { no: 3, at: '2026-11-11T02:00:00Z' });
  const rows = await sql<{ n: number }>`select count(*) as n from outcome where district_id = ${north}`.execute(app.db);
  expect(rows.rows[0]?.n).toBe(6);
  await reader.query('commit');
  await reader.end();
  // The server may have ended the step by itself: then the month lies beside its table, and goes all the same.
  await eventually(async () => ((await prune(app, new Date(now))) === null ? undefined : true));
  expect(await monthsOf(app, 'outcome')).not.toContain('outcome_2025_04');
  expect(await pending()).toEqual([]);
});
