import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tellRefusals } from '../../src/dictionary/refusal.routes.ts';
import { startMail } from '../../src/mail/mail.job.ts';
import { type NewMail, queueMail } from '../../src/mail/mail.repository.ts';
import { mailRoutes } from '../../src/mail/mail.routes.ts';
import type { MailDetail, MailView } from '../../src/mail/mail.schema.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';
import { aHub, founded, type Hub, hours, joined } from '../access/hub.ts';
import { aMailServer } from './mail-server.ts';
import { eventually, welcome } from './post-office.ts';

type Browser = Readonly<Record<string, string>>;
type Page = { mails: MailView[]; nextCursor: string | null; sending: boolean };
const district = 'north-unified';

let hub: Hub;
let admin: Browser;
let woken: number;
const servers: Server[] = [];
beforeEach(async () => {
  hub = await aHub();
  admin = await founded(hub);
  woken = 0;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await hub.close();
});

/** The outbox of the same hub, in the demo or not, with a mail server or not. */
async function anOutbox({ demo = false, smtpUrl }: { demo?: boolean; smtpUrl?: string } = {}) {
  const server = await makeServer({ log: pino({ level: 'silent' }), trustProxy: [], secure: false });
  servers.push(server);
  tellRefusals(server, { console: false });
  mailRoutes(server, { ...hub.app, config: { ...hub.app.config, smtpUrl } }, { demo }, () => {
    woken += 1;
  });
  await server.ready();
  return async <Body>(method: 'GET' | 'POST', url: string, headers: Browser = admin) => {
    const answer = await server.inject({ method, url: `/api/v1/mails${url}`, headers });
    const body = answer.json() as Body & { error?: { help: { entry: string } } };
    return { status: answer.statusCode, body, entry: answer.statusCode < 400 ? undefined : body.error?.help.entry };
  };
}

async function aMail(to: string, more: Partial<NewMail> = {}): Promise<void> {
  const mail = { district, to, template: welcome, values: { firstName: 'Mia' }, kind: 'welcome', about: '17', ...more };
  const queued = await hub.app.db.transaction().execute((tx) => queueMail(tx, mail, hub.app.clock()));
  expect(queued).toMatchObject({ ok: true });
}
const ids = ({ mails }: Page) => mails.map(({ no }) => no);
const fail = (no: number) =>
  hub.app.db
    .updateTable('mail')
    .set({
      state: 'failed',
      attempts: 3,
      error: JSON.stringify({
        entry: 'connection.mail_refused',
        facts: { code: '550 5.1.1', reason: 'there is no such mailbox' },
      }),
    })
    .where('no', '=', no)
    .execute();

describe('without a mail server', () => {
  test('mail is kept, and can be read', async () => {
    const ask = await anOutbox();
    await aMail('mia@north.example');
    expect(startMail({ ...hub.app, config: { ...hub.app.config, smtpUrl: undefined } })).toBeNull();
    const list = await ask<Page>('GET', '');
    expect(list.status).toBe(200);
    expect(list.body).toEqual({
      mails: [
        {
          no: 1,
          kind: 'welcome',
          about: '17',
          to: 'mia@north.example',
          subject: 'Welcome, Mia',
          state: 'queued',
          attempts: 0,
          dueAt: '2026-11-24T08:00:00.000Z',
          madeAt: '2026-11-24T08:00:00.000Z',
          sentAt: null,
          error: null,
        },
      ],
      nextCursor: null,
      sending: false,
    });
  });

  test('what was kept goes out once there is one', async () => {
    const { url, received, close } = await aMailServer();
    await aMail('mia@north.example');
    const worker = startMail({ ...hub.app, config: { ...hub.app.config, smtpUrl: url } });
    await eventually(() => received[0]);
    await worker?.stop();
    await close();
    const ask = await anOutbox({ smtpUrl: url });
    expect((await ask<Page>('GET', '')).body).toMatchObject({ sending: true, mails: [{ state: 'sent', dueAt: null }] });
  });
});

describe('the list', () => {
  test('goes page by page, by state and by kind', async () => {
    const ask = await anOutbox();
    for (const [at, name] of ['a', 'b', 'c', 'd', 'e'].entries())
      await aMail(`${name}@north.example`, { kind: at % 2 === 0 ? 'welcome' : 'digest' });
    await fail(2);
    const first = (await ask<Page>('GET', '?limit=2')).body;
    expect(ids(first)).toEqual([5, 4]);
    const second = (await ask<Page>('GET', `?limit=2&cursor=${first.nextCursor}`)).body;
    expect(ids(second)).toEqual([3, 2]);
    const third = (await ask<Page>('GET', `?limit=2&cursor=${second.nextCursor}`)).body;
    expect([ids(third), third.nextCursor]).toEqual([[1], null]);
    expect(ids((await ask<Page>('GET', '?state=failed')).body)).toEqual([2]);
    expect(ids((await ask<Page>('GET', '?kind=digest&state=queued')).body)).toEqual([4]);
    expect((await ask('GET', '?state=lost')).status).toBe(400);
    expect((await ask('GET', '?limit=0')).status).toBe(400);
  });

  test('shows nothing of another district, and nothing to whoever may not see mail', async () => {
    const ask = await anOutbox();
    await hub.app.db.insertInto('district').values({ id: 'south', name: 'South', time_zone: 'UTC' }).execute();
    await aMail('sam@south.example', { district: 'south' });
    expect((await ask<Page>('GET', '')).body.mails).toEqual([]);
    expect(await ask('GET', '/1')).toMatchObject({ status: 404, entry: 'request.not_found' });
    expect(await ask('POST', '/1/retry')).toMatchObject({ status: 404, entry: 'request.not_found' });
    await aMail('mia@north.example');
    const viewer = await joined(hub, admin, 'viewer@north.example', [{ role: 'viewer', schoolId: null }]);
    for (const [method, url] of [
      ['GET', ''],
      ['GET', '/1'],
      ['POST', '/1/retry'],
    ] as const)
      expect(await ask(method, url, viewer.browser)).toMatchObject({ status: 403, entry: 'request.not_permitted' });
    expect((await ask('GET', '', {})).status).toBe(401);
  });
});

describe('one mail', () => {
  test('is shown without what its links open, but for the demo', async () => {
    await aMail('mia@north.example');
    const cut = (await (await anOutbox())<MailDetail>('GET', '/1')).body;
    expect(cut).toMatchObject({ linksCut: true, text: expect.stringContaining('Open https://hub.example/…\n') });
    expect(JSON.stringify(cut)).not.toContain('start?a=1');
    const whole = (await (await anOutbox({ demo: true }))<MailDetail>('GET', '/1')).body;
    expect(whole).toMatchObject({
      linksCut: false,
      text: expect.stringContaining('https://hub.example/start?a=1&b=2.'),
    });
  });

  test('that failed tells why, and who puts it right', async () => {
    const ask = await anOutbox();
    await aMail('mia@north.example');
    await fail(1);
    expect((await ask<MailDetail>('GET', '/1')).body).toMatchObject({
      state: 'failed',
      attempts: 3,
      dueAt: null,
      error: {
        entry: 'connection.mail_refused',
        message: 'The mail server answered 550 5.1.1: there is no such mailbox.',
        owner: 'registrar',
      },
    });
  });

  test('that failed is tried again when somebody asks, which the audit tells', async () => {
    const ask = await anOutbox();
    await aMail('mia@north.example');
    await fail(1);
    hub.later(hours(2));
    const again = await ask<MailDetail>('POST', '/1/retry');
    expect(again).toMatchObject({
      status: 200,
      body: { state: 'queued', attempts: 0, dueAt: '2026-11-24T10:00:00.000Z' },
    });
    expect(woken).toBe(1);
    const { body } = await hub.ask('GET', '/api/v1/audit?action=mail', { headers: admin });
    expect(body).toMatchObject({
      audit: [
        {
          action: 'mail.retried',
          actor: { name: 'Ada Admin' },
          subject: { kind: 'mail', id: '1', name: 'mail 1' },
          details: { was: 'failed' },
        },
      ],
    });
  });

  test('that was sent is not sent again', async () => {
    const ask = await anOutbox();
    await aMail('mia@north.example');
    await hub.app.db.updateTable('mail').set({ state: 'sent', sent_at: hub.app.clock() }).execute();
    expect(await ask('POST', '/1/retry')).toMatchObject({ status: 409, entry: 'request.mail_sent' });
  });
});

test('a template that cannot be read queues nothing, and says where', async () => {
  const mail = {
    district,
    to: 'mia@north.example',
    template: { subject: 'Welcome, {{firstName', text: 'x' },
    values: {},
    kind: 'welcome',
    about: null,
  };
  const told = await hub.app.db.transaction().execute((tx) => queueMail(tx, mail, hub.app.clock()));
  expect(told).toMatchObject({ ok: false, part: 'subject' });
  expect(await hub.app.db.selectFrom('mail').select('no').execute()).toEqual([]);
});
