import { chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { program } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { examine, type Patient } from '../../src/doctor/checks.usecases.ts';
import type { Finding } from '../../src/doctor/finding.model.ts';
import { makeSecrets } from '../../src/platform/secrets.ts';
import { backedUp } from '../backup/scene.ts';
import { aHub, aProvider, connected, type Hub, syncNow } from '../connections/scene.ts';
import { aFolder, cleanUp, hallpass, aHub as hubProcess, kill, serversOf, watchesOf } from '../platform/hub-process.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
let hub: Hub;
let provider: Provider;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider(10);
  await syncNow(hub, await connected(hub, provider));
  await hub.rest();
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});
afterEach(cleanUp);

/** Findings by the id of their check. `env`: what is set beside the hub's own. */
async function found(env: Readonly<Record<string, string>> = {}, more: Partial<Patient> = {}) {
  const { app } = hub;
  const given = {
    DATABASE_URL: app.database.url,
    DATA_DIR: app.config.dataDir,
    SECRET_KEY: app.config.secretKey ?? '',
    ...env,
  };
  const findings: Record<string, Finding> = {};
  const patient: Patient = {
    env: given,
    read: readConfig(given),
    now: new Date(),
    database: app.database,
    closed: '',
    ranBefore: false,
    store: app.files.store,
    outbound: app.outbound,
    migrations: program.migrations,
    ...more,
  };
  await examine(patient, ({ id }, finding) => {
    findings[id] = finding;
  });
  return findings;
}

describe('the doctor', () => {
  test('finds a hub well, and says of each thing that it looked at it', async () => {
    const findings = await found();
    const odd = Object.entries(findings).filter(([, { state }]) => state === 'wrong' || state === 'unknown');
    // The suite’s own server is set to be fast, not safe: what is odd about it is seen, and nothing else is odd.
    expect(odd).toEqual([['settings', expect.objectContaining({ state: 'wrong' })]]);
    expect(findings['settings']?.found).toMatch(/^fsync, full_page_writes, synchronous_commit are off/);
    expect(Object.keys(findings).length).toBeGreaterThanOrEqual(25);
    expect(findings['schema']?.found).toMatch(/^\d+ migrations are applied$/);
    expect(findings['clock_outside']).toMatchObject({ state: 'well' });
    expect(findings['sealed']).toMatchObject({ state: 'well' });
    expect(findings['names']).toMatchObject({ state: 'well' });
    // What is wrong or odd says what to do; no line tells a secret.
    for (const { state, todo } of Object.values(findings)) if (state === 'warning') expect(todo).toMatch(/\.$/);
    expect(JSON.stringify(findings)).not.toContain(hub.app.config.secretKey);
  });

  test('sees what is missing: a month, a key, files, a worker, a migration of its own', async () => {
    const { db } = hub.app;
    const other = makeSecrets('another secret key of another installation');
    expect(other.version).not.toBe(hub.app.secrets.version);
    const key = await found({ SECRET_KEY: 'another secret key of another installation' });
    expect(key['sealed']).toMatchObject({ state: 'wrong' });
    expect(key['sealed']?.todo).toContain('hallpass rotate-secret');

    const later = await found({}, { now: new Date(Date.now() + 70 * 86_400_000) });
    expect(later['months']?.state).toBe('wrong');
    expect(later['months']?.found).toContain('audit');

    await sql`update part set state = 'waiting', store = ${hub.app.files.store}, source = '{"sealed": true, "path": "/gone"}'
      where district_id = 'north' and unit = (select min(unit) from part where district_id = 'north')`.execute(db);
    await sql`update run set state = 'running', finished_at = null, asked_at = now() - interval '2 hours' where district_id = 'north'`.execute(
      db,
    );
    const late = await found();
    expect(late['late']).toMatchObject({ state: 'wrong', found: '1 part is late, the oldest by 120 minutes' });
    expect(late['files']).toMatchObject({ state: 'wrong', found: '1 of 1 that runs need are gone' });
    await sql`update part set state = 'done' where district_id = 'north'`.execute(db);
    await sql`update run set state = 'done', finished_at = now() where district_id = 'north'`.execute(db);

    await sql`insert into worker (id, kind, host, pid, started_at, seen_at)
      values ('w', 'worker', 'cellar', 1, now() - interval '1 hour', now() - interval '10 minutes')`.execute(db);
    expect((await found())['workers']).toMatchObject({
      state: 'warning',
      found: 'a worker on cellar ended without a word',
    });
    await sql`delete from worker`.execute(db);

    await sql`insert into migration (name, hash) values ('9999_of_tomorrow.sql', '')`.execute(db);
    expect((await found())['schema']).toMatchObject({ state: 'wrong' });
    await sql`delete from migration where name = '9999_of_tomorrow.sql'`.execute(db);
  });

  test('sees when a backup was made', async () => {
    await sql`delete from audit where action = 'backup.made'`.execute(hub.app.db);
    expect((await found())['backup']).toMatchObject({ state: 'warning', found: 'No backup was ever made' });
    await backedUp(hub.app, 'a passphrase of a school');
    expect((await found())['backup']).toMatchObject({
      state: 'well',
      found: 'The last one was made within a day, encrypted',
    });
  });

  test('asks the mail server and the public address, and tells what they say', async () => {
    const findings = await found({
      SMTP_URL: 'smtp://127.0.0.1:1',
      PUBLIC_URL: 'https://127.0.0.1:1',
      TRUST_PROXY: '',
    });
    expect(findings['mail']).toMatchObject({ state: 'wrong' });
    expect(findings['mail']?.found).toContain('ECONNREFUSED');
    expect(findings['public_url']).toMatchObject({ state: 'wrong' });
    expect(findings['proxy']?.todo).toContain('Set TRUST_PROXY');
  });

  test('goes on where nothing can be opened', async () => {
    const closed = await found({ PORT: 'eighty' }, { database: null, closed: 'The database does not answer' });
    expect(closed['configuration']).toMatchObject({
      state: 'wrong',
      found: 'PORT: must be a whole number from 0 to 65535',
    });
    expect(closed['database']).toMatchObject({ state: 'wrong', found: 'The database does not answer' });
    expect(closed['sealed']).toMatchObject({ state: 'unknown' });
    expect(closed['node']).toMatchObject({ state: 'well' });
  });
});

describe('hallpass doctor', () => {
  const json = async (dir: string, env: Readonly<Record<string, string>> = {}) => {
    const { code, out } = await hallpass(['doctor', '--json'], dir, { env }).ended;
    const told = JSON.parse(out) as { wrong: boolean; checks: ({ id: string } & Finding)[] };
    return { code, wrong: told.wrong, of: (id: string) => told.checks.find((check) => check.id === id) };
  };

  test('makes nothing where nothing is, and is well beside a running hub', async () => {
    const dir = path.join(aFolder(), 'data');
    const before = await json(dir);
    expect(before.code).toBe(0);
    expect(before.of('database')).toMatchObject({ state: 'unknown' });
    expect(existsSync(dir)).toBe(false);
    const running = await hubProcess(dir);
    const beside = await json(dir);
    expect({ code: beside.code, wrong: beside.wrong }).toEqual({ code: 0, wrong: false });
    expect(beside.of('embedded')).toMatchObject({ state: 'well' });
    expect(beside.of('workers')).toMatchObject({ state: 'well', found: '1 process works' });
    chmodSync(path.join(dir, 'secret-key'), 0o644);
    expect((await json(dir)).of('data_folder')).toMatchObject({ state: 'warning' });

    watchesOf(dir).forEach(kill);
    running.child.kill('SIGKILL');
    await running.ended;
    expect(serversOf(dir)).toHaveLength(1);
    expect((await json(dir)).of('embedded')).toMatchObject({ state: 'warning' });
    expect(serversOf(dir)).toEqual([]);
  });

  test('ends with 1 where something is wrong, in lines that say what to do', async () => {
    const dir = path.join(aFolder(), 'data');
    const { code, out } = await hallpass(['doctor'], dir, {
      env: { DATABASE_URL: 'postgres://127.0.0.1:1/none', SECRET_KEY: 'f3a9c0d17b6e5482f3a9c0d17b6e5482' },
    }).ended;
    expect(code).toBe(1);
    expect(out).toMatch(/WRONG {3}Database: .*ECONNREFUSED.*\n {8}→ /);
    expect(out).toMatch(/\d+ wrong, \d+ to think about, \d+ well, \d+ not looked at\.\n$/);
  });
});
