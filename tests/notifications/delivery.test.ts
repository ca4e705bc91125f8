import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSessionOf } from '../../src/access/session.repository.ts';
import { mountRoutes } from '../../src/app.ts';
import { startMail } from '../../src/mail/mail.job.ts';
import { previewSubscription } from '../../src/notifications/preview.read-model.ts';
import { subscriptionWrite } from '../../src/notifications/subscription.schema.ts';
import { listSubscriptions, resumeSubscription } from '../../src/notifications/subscription.usecases.ts';
import { makeServer } from '../../src/platform/server.ts';
import { aHall, type Hall, northHigh } from '../import/scene.ts';
import { read } from '../issues/scene.ts';
import { aMailServer, header, part } from '../mail/mail-server.ts';
import { eventually } from '../mail/post-office.ts';
import { aRun, aTown, type Town } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A real mail server, and a sender that brings the town's mail to it. */
async function aPost(town: Town, options: Parameters<typeof aMailServer>[0] = {}) {
  const server = await aMailServer(options);
  const config = { ...town.app.config, smtpUrl: server.url, mailFrom: 'hub@north.example' };
  const sender = startMail({ ...town.app, config });
  closing.push(server.close, async () => sender?.stop());
  return { received: server.received, wake: () => sender?.wake() };
}
const settledMails = (town: Town, n: number) =>
  eventually(async () => {
    const { rows } = await sql<{
      state: string;
    }>`select state from mail where district_id = ${town.id} and state <> 'queued'`.execute(town.app.db);
    return rows.length === n ? rows.map(({ state }) => state) : undefined;
  });

async function aServer(town: Town) {
  const server = await makeServer({ log: town.app.log, trustProxy: [], secure: false });
  await mountRoutes(server, town.app, { demo: false });
  await server.ready();
  closing.push(() => server.close());
  return server;
}
const wayOut = (text: string) => /https:\/\/hub\.north\.example(\/unsubscribe\/\S+)/.exec(text)?.[1] ?? '';

describe('a mail of news on the wire', () => {
  test('has both forms, and the headers by which it is answered by nobody, ended by one click and put into its thread', async () => {
    const town = await aTown(hall);
    const post = await aPost(town);
    await town.tell(await town.person('kim', 'administrator'), { changes: 'all' });
    const error = {
      kind: 'connection',
      subject: '7',
      version: '1',
      facts: { type: 'sync', entry: 'connection.defect' },
    } as const;
    await town.news({ ...error, change: 'error' });
    await town.tick();
    await settledMails(town, 1);
    town.later(2 * 3_600_000);
    await town.news({ ...error, change: 'recovered' });
    await town.tick();
    await settledMails(town, 2);
    const [first, second] = post.received.map(({ raw }) => raw);
    if (first === undefined || second === undefined) throw new Error('two mails should have come');
    expect(header(first, 'Subject')).toBe('A connection cannot be synced');
    expect(header(first, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(first, 'List-Unsubscribe')).toMatch(/^<https:\/\/hub\.north\.example\/unsubscribe\/[\w-]{40,}>$/);
    expect(header(first, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(second, 'References')).toBe(header(first, 'Message-ID'));
    expect(part(first, 'text/plain')).toContain('cannot be synced');
    expect(part(first, 'text/html')).toContain('<title>A connection cannot be synced</title>');
  });

  test('one click from a mail program ends it without a sign-in; opening the address ends nothing', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    await town.tell(kim, { runs: 'nightly' });
    await town.news(aRun(1));
    await town.tick();
    const [mail] = await town.mails();
    const address = wayOut(mail?.text ?? '');
    const server = await aServer(town);
    const token = address.split('/').at(-1);
    const look = () => server.inject({ method: 'GET', url: `/api/v1/unsubscribe/${token}` });
    expect((await look()).json()).toEqual({ district: 'North Unified', stops: { connection: null } });
    await server.inject({ method: 'GET', url: address });
    expect((await look()).json()).toMatchObject({ stops: { connection: null } });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const click = await server.inject({ method: 'POST', url: address, headers, payload: 'List-Unsubscribe=One-Click' });
    expect(click.statusCode).toBe(204);
    expect((await look()).json()).toEqual({ district: 'North Unified', stops: null });
    const again = await server.inject({
      method: 'POST',
      url: address,
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      payload: '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
    });
    expect(again.statusCode).toBe(204);
    await town.news(aRun(2));
    await town.tick();
    // The one that lay in the outbox is gone too.
    expect(await town.mails()).toEqual([]);
    const { rows } = await sql<{
      actor: { id: string };
    }>`select actor from audit where district_id = ${town.id} and action = 'notification.ended'`.execute(town.app.db);
    expect(rows.map(({ actor }) => actor.id)).toEqual([String(kim.id)]);
  });

  test('an address that was cut off, or made by somebody, stops nothing and says what to do', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { runs: 'nightly' });
    await town.news(aRun(1));
    await town.tick();
    const address = wayOut((await town.mails())[0]?.text ?? '');
    const server = await aServer(town);
    for (const url of [
      address.slice(0, -4),
      `/unsubscribe/${Buffer.from(JSON.stringify([town.id, 1])).toString('base64url')}`,
    ]) {
      const answer = await server.inject({ method: 'POST', url, payload: {} });
      expect(answer.statusCode).toBe(404);
      expect(answer.json().error.help.entry).toBe('request.unsubscribe_unknown');
    }
    expect(await town.mails()).toHaveLength(1);
  });
});

describe('an address that does not exist', () => {
  test('is shown where one subscribes; after three refusals nothing is sent until the person says so', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    const { no } = await town.tell(kim, { runs: 'nightly' });
    let gone = true;
    const post = await aPost(town, { recipient: () => (gone ? '550 5.1.1 no such user' : null) });
    for (let run = 1; run <= 4; run++) {
      town.later(1000);
      await town.news(aRun(run));
      await town.tick();
      post.wake();
      await settledMails(town, Math.min(run, 3));
    }
    const seen = async () => (await listSubscriptions(town.app, kim.actor, null)).subscriptions[0];
    expect(await seen()).toMatchObject({
      restsSince: expect.any(String),
      lastMail: {
        failed: {
          entry: 'connection.mail_refused',
          message: 'The mail server answered 550 5.1.1: there is no such mailbox.',
        },
      },
    });
    expect(await town.dropped()).toEqual(['run ended rests']);
    gone = false;
    town.later(1000);
    await resumeSubscription(town.app, kim.actor, no);
    await town.news(aRun(5));
    await town.tick();
    post.wake();
    await settledMails(town, 4);
    expect(post.received.map(({ raw }) => part(raw, 'text/plain').split('\n')[0])).toEqual(['Run 5 of Hallpass']);
    expect((await seen())?.restsSince).toBeNull();
  });

  test('a mail that nobody took for a week is not sent when a mail server is there at last', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { runs: 'nightly' });
    await town.news(aRun(1));
    await town.tick();
    town.later(8 * 24 * 3_600_000);
    const post = await aPost(town);
    expect(await settledMails(town, 1)).toEqual(['failed']);
    expect(post.received).toEqual([]);
    const { rows } = await sql`select error ->> 'entry' as entry from mail where district_id = ${town.id}`.execute(
      town.app.db,
    );
    expect(rows).toEqual([{ entry: 'connection.mail_stale' }]);
  });
});

describe('a teacher', () => {
  test('is told of the sections that this teacher teaches, and of no others', async () => {
    const town = await aTown(hall);
    await read(town);
    // Rosa teaches alg-1; of each section one enrollment is refused.
    await town.tell(await town.person('rosa', 'teacher'), { runs: 'problems', changes: 'all' });
    await town.tell(await town.person('kim', 'registrar'), { runs: 'problems' });
    await town.tell(await town.person('other', 'teacher'), { runs: 'problems', changes: 'all' });
    town.later(1000);
    await read(town, { enrollments: northHigh.enrollments.replaceAll('| student |', '| wizard |') });
    town.later(60_000);
    await town.tick();
    const mails = (await town.mails()).sort((a, b) => (a.to < b.to ? -1 : 1));
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      ['kim@north.example', 'files: 1 cause, 2 records refused'],
      ['rosa@north.example', 'files: 1 record of the sections that you teach did not get through'],
    ]);
    expect(mails[1]?.text).toContain('  1 record.\n');
    expect(mails[1]?.text).not.toMatch(/entered in all|2 records/);
    expect(await town.dropped()).toContain('run ended not_permitted');
  });
});

describe('what a choice would have sent in the last month', () => {
  test('is told from what has happened: a mail a run, each with its subject, and nothing is written', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    town.at('2026-11-01T08:00:00Z');
    await town.news(aRun(1, { invalid: 4 }));
    town.later(24 * 3_600_000);
    await town.news(aRun(2));
    town.later(24 * 3_600_000);
    await town.news(aRun(3, { state: 'stopped' }));
    const preview = (chosen: object) =>
      previewSubscription(town.app, kim.actor, {
        wanted: subscriptionWrite.parse(chosen),
        base: 'https://hub.north.example',
      });
    expect((await preview({ runs: 'problems' })).mails.map(({ at, subject }) => [at.slice(0, 10), subject])).toEqual([
      ['2026-11-03', 'Hallpass: stopped before its end'],
      ['2026-11-01', 'Hallpass: 4 records refused'],
    ]);
    expect((await preview({ runs: 'nightly' })).mails).toHaveLength(3);
    expect((await preview({ changes: 'all' })).mails).toEqual([]);
    town.later(40 * 24 * 3_600_000);
    expect((await preview({ runs: 'nightly' })).mails).toEqual([]);
    expect(await town.mails()).toEqual([]);
  });
});

describe('over the API', () => {
  test('a person adds oneself, reads, changes and ends one’s own; another’s is not there; a key has no mail to get', async () => {
    const town = await aTown(hall);
    const [kim, lee] = [await town.person('kim', 'registrar'), await town.person('lee', 'registrar')];
    const server = await aServer(town);
    const as = async (person: { id: number }) => ({
      cookie: `hallpass_session=${await openSessionOf(town.app.db, town.id, person.id, town.app.clock())}`,
      'sec-fetch-site': 'same-origin',
    });
    const ask = async (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      headers: Record<string, string>,
      url = '',
      payload?: object,
    ) => {
      const answer = await server.inject({
        method,
        url: `/api/v1/notifications${url}`,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
    };
    const [kims, lees] = [await as(kim), await as(lee)];
    const made = await ask('POST', kims, '', {
      runs: 'nightly',
      quiet: [{ from: '18:00', to: '07:00', days: ['monday'] }],
    });
    expect(made).toMatchObject({ status: 201, body: { runs: 'nightly', changes: null, flow: null, restsSince: null } });
    expect(await ask('GET', kims)).toMatchObject({
      status: 200,
      body: { address: 'kim@north.example', sending: false, subscriptions: [{ no: made.body.no }] },
    });
    expect((await ask('GET', lees)).body.subscriptions).toEqual([]);
    expect(await ask('PUT', lees, `/${made.body.no}`, { runs: 'problems' })).toMatchObject({ status: 404 });
    expect(await ask('PUT', kims, `/${made.body.no}`, { runs: 'problems' })).toMatchObject({
      status: 200,
      body: { runs: 'problems', quiet: [] },
    });
    expect(await ask('POST', kims, '', { runs: 'nightly' })).toMatchObject({ status: 409 });
    expect(await ask('POST', kims, '', {})).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('choose at least one thing to be told of') } },
    });
    expect(await ask('POST', kims, '', { runs: 'nightly', flow: 999 })).toMatchObject({ status: 404 });
    expect(await ask('POST', kims, '', { runs: 'nightly', digestAt: '25:00' })).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('must be a time such as 07:00') } },
    });
    expect(await ask('DELETE', lees, `/${made.body.no}`)).toMatchObject({ status: 404 });
    expect(await ask('DELETE', kims, `/${made.body.no}`)).toMatchObject({ status: 204 });
    expect((await ask('GET', kims)).body.subscriptions).toEqual([]);
    await expect(listSubscriptions(town.app, town.actor, null)).rejects.toMatchObject({
      entry: 'request.notifications_need_person',
    });
  });
});
