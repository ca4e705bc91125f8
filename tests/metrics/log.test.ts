import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { startProvider } from '../../sandbox/oneroster/provider.ts';
import { aFolder, aHub, cleanUp, eventually, hallpass } from '../platform/hub-process.ts';
import { sampleOf, samplesOf } from './scene.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
afterEach(cleanUp);

const manage = 'hp_live_manage_0123456789abcdef';
const sender = 'hp_live_sender_0123456789abcdef';
const file = `
version: 1
district: { id: north, name: North Unified, timeZone: America/Chicago }
schools:
  - id: sch-1
    name: North High
    rostering: { attendanceSettings: [{ name: In person }] }
apiKeys:
  - { name: ops, secret: ${manage}, scopes: [manage] }
  - { name: sis, secret: ${sender}, scopes: [rostering], schools: [sch-1] }
`;

/** A person whose every trait is to be found nowhere but in the database. */
const mia = {
  userID: 'zq-quibble-77',
  issuedID: 'zq-issued-78',
  firstName: 'Zephyrine',
  lastName: 'Quibblethorpe',
  email: 'zephyrine.quibblethorpe@north.example',
};
const sentinels = Object.values(mia);

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

test('the log of a busy hub has patterns, ids of requests and numbers of runs, and no id of a person and no name', async () => {
  const folder = aFolder();
  const dir = path.join(folder, 'data');
  writeFileSync(path.join(folder, 'north.yaml'), file);
  expect((await hallpass(['apply', path.join(folder, 'north.yaml')], dir).ended).code).toBe(0);
  const hub = await aHub(dir, { env: { LOG_LEVEL: 'trace', OUTBOUND_ALLOW: '127.0.0.0/8' } });
  const provider = await startProvider({ students: 60 });
  const ask = async (method: string, url: string, key: string, body?: unknown) => {
    const answer = await fetch(`${hub.address}${url}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json().catch(() => null)) as never };
  };
  try {
    const user = { ...mia, schoolID: 'sch-1', role: 'student' };
    expect((await ask('POST', '/rostering/v1/users', sender, user)).status).toBe(201);
    // Refused, twice there, cut off, nowhere, and looked for in every way that holds a name or an id in its address.
    expect((await ask('POST', '/rostering/v1/users', sender, { ...user, email: 'not one' })).status).toBe(400);
    await ask('POST', '/rostering/v1/users', sender, user);
    await ask('POST', '/rostering/v1/users', sender, JSON.stringify(user).slice(0, -9));
    expect((await ask('GET', `/rostering/v1/users?email=${mia.email}`, sender)).status).toBe(200);
    await ask('DELETE', `/rostering/v1/courses/${mia.userID}`, sender);
    await ask('GET', `/api/v1/users?q=${mia.lastName}`, manage);
    for (const place of [`/api/v1/users/${mia.userID}`, `/api/v1/nowhere/${mia.userID}`, `/${mia.lastName}`])
      await ask('GET', place, manage);
    await ask('GET', `/api/v1/users/%E0%A4%A/${mia.userID}`, manage);

    // A provider that breaks off once while it is read.
    const { tokenUrl, address, credentials } = provider;
    const { clientId, clientSecret } = credentials;
    const made = await ask('POST', '/api/v1/connections', manage, {
      name: 'SIS',
      system: 'oneroster',
      settings: { baseUrl: address, tokenUrl, version: '1.1' },
      credentials: { kind: 'oauth2', clientId, clientSecret },
    });
    expect(made).toMatchObject({ status: 201 });
    const { id } = made.body as { id: string };
    provider.control.fault({ kind: 'cut', after: 0.5, on: { collection: 'users', times: 1 } });
    const asked = await ask('POST', `/api/v1/connections/${id}/sync`, manage);
    const run = (asked.body as { run: { id: number } }).run.id;
    await eventually(async () => {
      const { body } = await ask('GET', `/api/v1/runs/${run}`, manage);
      return (body as { finishedAt: string | null }).finishedAt === null ? undefined : true;
    }, 90_000);
    const metrics = await eventually(async () => {
      const text = await (await fetch(`${hub.address}/metrics`)).text();
      return sampleOf(text, 'hallpass_runs_ended_total', { job: 'rostering', end: 'done' }) === 1 ? text : undefined;
    });
    const people = (await ask('GET', '/api/v1/users?limit=500', manage)).body as {
      users: { id: string; firstName: string; lastName: string; email: string | null }[];
    };
    hub.child.kill('SIGTERM');
    const { code, err } = await hub.ended;
    expect(code).toBe(0);

    const lines = err
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
    const requests = lines.filter(({ msg }) => msg === 'request');
    expect(requests.length).toBeGreaterThan(15);
    for (const { route, reqId, method, status, ms } of requests) {
      expect(String(reqId)).toMatch(/^[0-9a-f-]{36}$/);
      expect([typeof method, typeof status, typeof ms]).toEqual(['string', 'number', 'number']);
      expect(String(route)).toMatch(/^(unknown|\*|\/[\w/.:*{}-]*)$/);
    }
    const routes = new Set(requests.map(({ route }) => route));
    for (const route of ['/api/v1/users/:id', '/rostering/v1/users', '/rostering/v1/courses/:courseID', 'unknown'])
      expect([route, routes.has(route)]).toEqual([route, true]);

    const ofRun = lines.filter((line) => line['run'] === run);
    expect(ofRun.length).toBeGreaterThan(10);
    expect(ofRun.filter(({ district }) => district !== 'north')).toEqual([]);
    const begun = ofRun.filter(({ msg }) => msg === 'The part was begun.').map(({ part }) => part);
    expect(new Set(begun)).toEqual(
      new Set([
        'reading',
        'orgs.csv',
        'academicSessions.csv',
        'courses.csv',
        'classes.csv',
        'users.csv',
        'enrollments.csv',
      ]),
    );
    const [failed, ...others] = ofRun.filter(({ msg }) => msg === 'A request to the outside failed.');
    expect(failed).toMatchObject({ district: 'north', part: 'reading', entry: 'connection.cut_off' });
    expect(others).toEqual([]);
    expect(ofRun.map(({ msg }) => msg)).toContain('The run has ended.');

    // Nothing of a person: not of her who was sent, nor of those who were read.
    const told = `${err}\n${metrics}`;
    expect(people.users.length).toBeGreaterThan(60);
    const theirs = people.users.flatMap(({ lastName, email }) => [lastName, email ?? mia.email]);
    const words = new Set(told.split(/[^\p{L}\p{N}@._'-]+/u));
    expect([...sentinels, ...theirs].filter((one) => words.has(one))).toEqual([]);
    for (const sentinel of sentinels) expect(told).not.toContain(sentinel);
    for (const { labels } of samplesOf(metrics)) expect(JSON.stringify(labels)).not.toMatch(/north|sch-1|SIS\b/);
  } finally {
    await provider.close();
  }
});

test('a worker that is given a port answers whether it is well, and its metrics to this machine', async () => {
  const dir = path.join(aFolder(), 'data');
  const hub = await aHub(dir);
  const worker = hallpass(['work'], dir, { env: { WORKER_PORT: '0' } });
  const line = await worker.told(/Its metrics are at \S+\/metrics/);
  const address = line.split(' ').at(-1) ?? '';
  expect((await fetch(new URL('/healthz', address))).status).toBe(200);
  const text = await (await fetch(address)).text();
  expect(sampleOf(text, 'process_start_time_seconds')).toBeGreaterThan(1_700_000_000);
  // Numbers of the whole installation are told by the hub alone, or their sum would be a multiple.
  expect(sampleOf(text, 'hallpass_parts', { state: 'waiting' })).toBeUndefined();
  const ofHub = await eventually(async () => {
    const told = await (await fetch(`${hub.address}/metrics`)).text();
    return sampleOf(told, 'hallpass_processes', { kind: 'worker' }) === 1 ? told : undefined;
  }, 40_000);
  expect(sampleOf(ofHub, 'hallpass_processes', { kind: 'hub' })).toBe(1);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0, err: '' });
  hub.child.kill('SIGTERM');
  expect(await hub.ended).toMatchObject({ code: 0, err: '' });
});
