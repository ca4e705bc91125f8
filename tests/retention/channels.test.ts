import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { actorOfPerson } from '../../src/access/session.usecases.ts';
import { grantsOf } from '../../src/access/sign-in.repository.ts';
import { mountRoutes } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { startMail } from '../../src/mail/mail.job.ts';
import { startTelling } from '../../src/notifications/notification.job.ts';
import { subscriptionWrite } from '../../src/notifications/subscription.schema.ts';
import { addSubscription } from '../../src/notifications/subscription.usecases.ts';
import { makeServer } from '../../src/platform/server.ts';
import { makePushRuns } from '../../src/runs/push.repository.ts';
import { startWebhooks } from '../../src/webhooks/webhook.job.ts';
import { startRuns } from '../../src/work.ts';
import { freshDatabase } from '../database/database.ts';
import { aSet, type District, importFolder, northHigh } from '../import/scene.ts';
import { aMailServer, type MailServer } from '../mail/mail-server.ts';
import { eventually } from '../mail/post-office.ts';
import { aReceiver } from '../webhooks/scene.ts';
import { wayToReceivers } from '../webhooks/way.ts';

// One district in which everybody and every grade has a name that stands nowhere else. It imports, reads, is pushed to, is
// refused, tells people and programs of it, and asks a desk; then every way out of the hub is searched for those names.

const keys = { ops: 'hp_live_channels_ops_0123456789', push: 'hp_live_channels_push_0123456789' } as const;
/** Given and family names, the beginnings of addresses, phones, a birth date, and a score. */
const sentinels = [
  'Zephyrine',
  'Quibblewood',
  'zq.sentinel',
  'Thessalonika',
  'Vandersnoot',
  '555-0199-221',
  '2011-02-29',
  '97.31415',
];

const users = `
  sourcedId  | enabledUser | orgSourcedIds | role      | username     | givenName    | familyName  | email                     | phone
  t-1        | true        | high          | teacher   | zq.sentinelt | Thessalonika | Vandersnoot | zq.sentinel.t@north.example | 555-0199-221
  s-1        | true        | high          | student   | zq.sentinel1 | Zephyrine    | Quibblewood | zq.sentinel.1@north.example |
  s-2        | true        | high          | tester    | zq.sentinel2 | Zephyrine    | Quibblewood | zq.sentinel.2@north.example |
  s-3        | maybe       | high          | student   | zq.sentinel3 | Zephyrine    | Quibblewood | zq.sentinel.3               |
  s-4        | true        | nowhere       | student   | zq.sentinel4 | Zephyrine    | Quibblewood | zq.sentinel.4@north.example | 97.31415`;

let post: MailServer;
let receiver: Awaited<ReturnType<typeof aReceiver>>;
let hub: Awaited<ReturnType<typeof aHub>>;

/** A hub with all that it does by itself, whose log is kept. */
async function aHub(smtpUrl: string) {
  const fresh = await freshDatabase();
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const config = {
    ...fresh.config,
    smtpUrl,
    mailFrom: 'Hallpass <hub@north.example>',
    publicUrl: 'https://hub.north.example',
  };
  const app = { ...fresh, log, config };
  const pushes = makePushRuns(app);
  const server = await makeServer({ log, trustProxy: [], secure: false, metrics: app.metrics });
  await mountRoutes(server, app, { demo: false, pushes });
  await server.ready();
  const worker = await startRuns(app, { most: 1_500, first: 100 });
  const mail = startMail(app);
  const telling = startTelling(app, () => mail?.wake());
  const webhooks = startWebhooks(app, wayToReceivers());
  const ask = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: unknown,
    headers: object = { authorization: `Bearer ${keys.ops}` },
  ) => {
    const answer = await server.inject({
      method,
      url,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const isJson = String(answer.headers['content-type']).includes('json');
    return {
      status: answer.statusCode,
      text: answer.body,
      raw: answer.rawPayload,
      headers: answer.headers,
      json: (isJson ? answer.json() : {}) as Record<string, never>,
    };
  };
  return {
    app,
    logged,
    ask,
    count: () => pushes.count(),
    wake: () => webhooks.wake(),
    async close() {
      await Promise.all([worker.stop(), mail?.stop(), telling.stop(), webhooks.stop()]);
      await server.close();
      await fresh.close();
    },
  };
}

beforeAll(async () => {
  post = await aMailServer();
  receiver = await aReceiver();
  hub = await aHub(post.url);
}, 60_000);
afterAll(async () => {
  await hub.close();
  await receiver.close();
  await post.close();
});

/** An administrator who is told of everything, and a desk and a program that are too. */
async function listeners(): Promise<void> {
  const token = (await adminLink(hub.app, { district: 'north' })).split('#')[1] ?? '';
  const who = { name: 'Ada Admin', email: 'ada@north.example', password: 'a long enough password' };
  const entered = await hub.ask('POST', '/api/v1/links', { token, ...who }, {});
  const { id } = entered.json['person'] as unknown as { id: string };
  const grants = await grantsOf(hub.app.db, 'north', Number(id));
  const ada = await actorOfPerson('north', { id: Number(id), name: who.name }, grants);
  await addSubscription(hub.app, ada, subscriptionWrite.parse({ runs: 'problems', changes: 'all' }));
  const hook = await hub.ask('POST', '/api/v1/webhooks', {
    name: 'desk',
    address: receiver.address,
    wants: ['run', 'issue', 'connection', 'hold', 'ticket'].map((kind) => ({ kind })),
  });
  expect(hook.status, hook.text).toBe(201);
  const desk = await hub.ask('PUT', '/api/v1/desks/all', { name: 'Desk', email: 'desk@vendor.example' });
  expect(desk.status, desk.text).toBe(200);
}

/** Files with what is right and what is wrong. */
async function imported(): Promise<void> {
  const district = {
    app: hub.app,
    id: 'north',
    actor: commandActor('north'),
    folder: hub.app.config.dataDir,
  } as unknown as District;
  const enrollments = `${northHigh.enrollments}
    e-9       | alg-1          | high            | s-4           | student |         | 2011-02-29 |`;
  const set = await aSet(district, { ...northHigh, users, enrollments });
  const run = await importFolder(district, set);
  expect(run.invalid + run.blocked).toBeGreaterThan(2);
}

/** A provider that lets in, and then fails with a message that names somebody. */
async function read(): Promise<void> {
  const provider = createServer((request, response) => {
    request.resume();
    const isToken = request.url === '/token';
    const failure = {
      imsx_description: 'User Zephyrine Quibblewood <zq.sentinel.9@north.example> is broken, score 97.31415',
    };
    response
      .writeHead(isToken ? 200 : 500, { 'content-type': 'application/json' })
      .end(JSON.stringify(isToken ? { access_token: 't', token_type: 'Bearer', expires_in: 3600 } : failure));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const made = await hub.ask('POST', '/api/v1/connections', {
    name: 'SIS',
    system: 'oneroster',
    settings: { baseUrl: `${base}/ims/oneroster/v1p1`, tokenUrl: `${base}/token`, version: '1.1' },
    credentials: { kind: 'oauth2', clientId: 'c', clientSecret: 'a secret of some length' },
  });
  expect(made.status, made.text).toBe(201);
  const asked = await hub.ask('POST', `/api/v1/connections/${made.json['id']}/sync`);
  expect(asked.status, asked.text).toBe(202);
  await eventually(async () => {
    const { json } = await hub.ask('GET', `/api/v1/connections/${made.json['id']}`);
    return json['error'] === null ? undefined : true;
  });
  await new Promise((resolve) => {
    provider.closeAllConnections();
    provider.close(resolve);
  });
}

/** A key sends people, of whom some are refused. */
async function pushed(): Promise<void> {
  const headers = { authorization: `Bearer ${keys.push}` };
  const user = (no: number, more: object = {}) => ({
    ...{ schoolID: 'high', issuedID: `i-${no}`, userID: `u-${no}`, role: 'student' },
    ...{
      firstName: 'Zephyrine',
      lastName: 'Quibblewood',
      email: `zq.sentinel.p${no}@north.example`,
      sendWelcomeEmail: true,
    },
    ...more,
  });
  const good = await hub.ask('POST', '/rostering/v1/users', user(1), headers);
  expect(good.status, good.text).toBe(201);
  for (const [no, more] of [
    { email: 'zq.sentinel' },
    { role: 'Quibblewood' },
    { email: 'zq.sentinel.p1@north.example' },
  ].entries()) {
    const bad = await hub.ask('POST', '/rostering/v1/users', user(10 + no, more), headers);
    expect(bad.status, bad.text).toBeGreaterThanOrEqual(400);
  }
  await hub.count();
}

/** A ticket about an issue goes to the desk with its bundle. */
async function ticketed(): Promise<Buffer> {
  const issues = await hub.ask('GET', '/api/v1/issues?q=email_malformed');
  const issue = (issues.json['issues'] as unknown as { id: number }[])[0]?.id;
  const opened = await hub.ask('POST', `/api/v1/issues/${issue}/ticket`, { words: 'Since last night.' });
  expect(opened.status, opened.text).toBe(201);
  const id = opened.json['id'] as unknown as number;
  const bundled = await hub.ask('POST', `/api/v1/tickets/${id}/bundle`);
  const { digest } = bundled.json['bundle'] as unknown as { digest: string };
  const sent = await hub.ask('POST', `/api/v1/tickets/${id}/send`, { digest });
  expect(sent.status, sent.text).toBe(200);
  const taken = await hub.ask('GET', `/api/v1/tickets/${id}`);
  return Buffer.from(taken.text);
}

const found = (text: string): readonly string[] =>
  sentinels.filter((word) => text.toLowerCase().includes(word.toLowerCase()));

/** The message with its base64 parts opened, and quoted-printable put together. */
const opened = (raw: string): string =>
  `${raw.replaceAll(/=\r\n/g, '')}\n${[...raw.matchAll(/\r\n\r\n((?:[A-Za-z0-9+/=]{4,76}\r\n)+)/g)].map(([, body = '']) => Buffer.from(body, 'base64').toString('latin1')).join('\n')}`;

test('no name, address, phone, birth date or score leaves the hub by a mail, a webhook, a bundle, the log or the metrics; but for the welcome to the person themselves', async () => {
  await apply(hub.app, {
    text: `
district: { id: north, name: North Unified, timeZone: America/Chicago }
schools: [{ id: high, name: North High, rostering: { attendanceSettings: [], duration: 60, welcomeEmail: welcome } }]
mailTemplates: [{ name: welcome, subject: "Welcome, {{firstName}}", text: "Hello {{firstName}} {{lastName}}" }]
apiKeys:
  - { name: ops, secret: ${keys.ops}, scopes: [manage] }
  - { name: sender, secret: ${keys.push}, schools: [high] }
`,
    fileName: 'north.yaml',
    env: {},
  });
  await listeners();
  await pushed();
  await imported();
  await read();
  const bundle = await ticketed();
  const mailTo = (address: string) =>
    post.received.filter(({ to }) => to.includes(address)).map(({ raw }) => opened(raw));
  await eventually(() =>
    mailTo('ada@north.example').length >= 2 && mailTo('desk@vendor.example').length === 1 ? true : undefined,
  );
  hub.wake();
  const types = () =>
    new Set(receiver.received.map(({ body }) => String((JSON.parse(body) as { type: string }).type).split('.')[0]));
  await eventually(() =>
    ['run', 'issue', 'ticket', 'connection'].every((kind) => types().has(kind)) ? true : undefined,
  );
  const metrics = await hub.ask('GET', '/metrics', undefined, {});

  // The ways were really used.
  expect(mailTo('ada@north.example').join()).toContain('North');
  expect(metrics.text).toContain('hallpass_records_total');
  expect(hub.logged.join()).toContain('The run has ended.');
  expect(bundle.length).toBeGreaterThan(500);
  // The person themselves is greeted by name.
  const welcome = await eventually(() => mailTo('zq.sentinel.p1@north.example')[0]);
  expect(found(welcome)).toEqual(expect.arrayContaining(['Zephyrine', 'Quibblewood']));
  expect(
    post.received.every(({ to }) =>
      ['ada@north.example', 'desk@vendor.example', 'zq.sentinel.p1@north.example'].includes(to[0] ?? ''),
    ),
  ).toBe(true);

  expect(found(mailTo('ada@north.example').join('\n'))).toEqual([]);
  expect(found(mailTo('desk@vendor.example').join('\n'))).toEqual([]);
  expect(
    found(receiver.received.map(({ body, path, headers }) => `${path} ${JSON.stringify(headers)} ${body}`).join('\n')),
  ).toEqual([]);
  expect(found(bundle.toString('utf8'))).toEqual([]);
  expect(found(hub.logged.join('\n'))).toEqual([]);
  expect(found(metrics.text)).toEqual([]);
  // What is delivered is made from these.
  for (const table of ['news', 'notification', 'webhook_event', 'webhook_attempt', 'audit']) {
    const rows = await sql<{ row: string }>`select t::text as row from ${sql.table(table)} t`.execute(hub.app.db);
    expect([table, found(rows.rows.map(({ row }) => row).join('\n'))]).toEqual([table, []]);
  }
}, 120_000);
