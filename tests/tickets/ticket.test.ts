import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { startMail } from '../../src/mail/mail.job.ts';
import { aMailServer, header, type MailServer } from '../mail/mail-server.ts';
import { eventually } from '../mail/post-office.ts';
import { aUser, type Fields, keys } from '../rostering-api/scene.ts';
import { aLookedAtHub, type Browser, type LookedAtHub } from '../rostering-console/scene.ts';

// A ticket about an issue goes to the desk of its system with a bundle that says everything but whom it is about.

type File = { readonly name: string; readonly text: string };
type Ticket = {
  readonly id: number;
  readonly state: string;
  readonly issue: { readonly id: number; readonly entry: string } | null;
  readonly words: string;
  readonly openedBy: string;
  readonly events: readonly {
    readonly what: string;
    readonly by: string;
    readonly words: string;
    readonly desk: string | null;
    readonly mail: number | null;
  }[];
  readonly bundle: { readonly digest: string; readonly files: readonly File[] } | null;
  readonly desk: { readonly name: string } | null;
  readonly mail: { readonly to: string; readonly subject: string; readonly text: string } | null;
};

let hub: LookedAtHub;
let post: MailServer;
let manager: Browser;
let issue: number;
const sentinels = ['Xanthippe', 'Quintanilla', 'xanthippe.q'];
const broken = (userID: string, email: string) =>
  aUser({ userID, firstName: 'Xanthippe', lastName: 'Quintanilla', email });

beforeAll(async () => {
  hub = await aLookedAtHub();
  post = await aMailServer();
  manager = await hub.person('manager', ['connections.read', 'connections.write', 'issues.read', 'issues.write'], null);
  await hub.call('POST', '/users', broken('s-1', 'xanthippe.q at north'));
  await hub.call('POST', '/users', broken('s-2', 'xanthippe.q'));
  await hub.count();
  issue = await issueOf('email_malformed');
});
afterAll(async () => {
  await post.close();
  await hub.close();
});

async function issueOf(word: string): Promise<number> {
  const { json } = await hub.call('GET', `/api/v1/issues?q=${word}`, undefined, { key: keys.ops });
  return (json['issues'] as { id: number }[])[0]?.id ?? 0;
}
async function ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, who: Browser = manager) {
  const answer = await hub.server.inject({
    method,
    url: `/api/v1${path}`,
    headers: { ...who, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  const json = answer.headers['content-type']?.toString().includes('json') === true ? answer.json() : {};
  const entry = (json as { error?: { help: { entry: string } } }).error?.help.entry;
  return { status: answer.statusCode, body: json as Ticket & Fields, entry, raw: answer.rawPayload };
}
const open = (words = '', who?: Browser) => ask('POST', `/issues/${issue}/ticket`, { words }, who);
const show = async (id: number) => (await ask('GET', `/tickets/${id}`)).body;
const bundled = async (id: number) => (await ask('POST', `/tickets/${id}/bundle`)).body;

function unzipped(zip: Buffer): Promise<File[]> {
  return new Promise((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true }, (failed, file) => {
      if (failed !== null) return reject(failed);
      const files: File[] = [];
      file.on('end', () => resolve(files));
      file.on('entry', (entry) =>
        file.openReadStream(entry, async (error, stream) => {
          if (error !== null) return reject(error);
          const chunks: Buffer[] = [];
          for await (const chunk of stream) chunks.push(Buffer.from(chunk));
          files.push({ name: entry.fileName, text: Buffer.concat(chunks).toString('utf8') });
          file.readEntry();
        }),
      );
      file.readEntry();
    }),
  );
}

describe('a ticket about an issue', () => {
  test('is opened once, whoever asks', async () => {
    const first = await open('Since the update of last night.');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      state: 'open',
      issue: { id: issue, entry: 'rostering.user.email_malformed' },
      error: null,
      words: 'Since the update of last night.',
      openedBy: 'manager',
      bundle: null,
    });
    const again = await Promise.all([open('another'), open()]);
    expect(again.map(({ status, body }) => [status, body.id])).toEqual([
      [200, first.body.id],
      [200, first.body.id],
    ]);
  });

  test('is among mine for who opened it, and among all for others', async () => {
    const other = await hub.person('other', ['connections.read'], null);
    const list = async (query: string, who: Browser) =>
      ((await ask('GET', `/tickets${query}`, undefined, who)).body['tickets'] as Ticket[]).map(
        ({ openedBy }) => openedBy,
      );
    expect(await list('?mine=true', manager)).toEqual(['manager']);
    expect(await list('?mine=true', other)).toEqual([]);
    expect(await list('', other)).toEqual(['manager']);
    expect(await list(`?issue=${issue}`, other)).toEqual(['manager']);
    expect(await list('?state=closed', other)).toEqual([]);
    expect((await open('', other)).status).toBe(403);
  });
});

describe('its bundle', () => {
  test('says what is wrong, how often, what was tried, and shows calls; and no name', async () => {
    const { body } = await open();
    const { bundle } = await bundled(body.id);
    expect(bundle?.files.map(({ name }) => name)).toEqual(['ticket.txt', 'ticket.json']);
    const [text = '', json = ''] = (bundle?.files ?? []).map((file) => file.text);
    for (const sentinel of sentinels) {
      expect(text).not.toContain(sentinel);
      expect(json).not.toContain(sentinel);
    }
    expect(text).toContain('Since the update of last night.');
    expect(text).toContain('2 records are refused (user 2)');
    expect(text).toContain('user s-1; user s-2');
    expect(text).toContain('POST /rostering/v1/users');
    expect(text).toContain('"firstName":"‹firstName›"');
    const told = JSON.parse(json) as {
      samples: { status: number }[];
      versions: Fields;
      records: Fields;
      about: Fields;
    };
    expect(told.samples).toHaveLength(2);
    expect(told.samples.map(({ status }) => status)).toEqual([400, 400]);
    expect(told.versions).toMatchObject({ Node: process.versions.node, PostgreSQL: expect.stringMatching(/^\d+/) });
    expect(told.about).toMatchObject({ entry: 'rostering.user.email_malformed' });
    expect(told.records).toMatchObject({ refused: 2, waiting: 0, byKind: [{ kind: 'user', records: 2 }] });
  });

  test('holds at most five calls, however many there are', async () => {
    for (let no = 0; no < 8; no++) await hub.call('POST', '/users', broken(`s-more-${no}`, 'xanthippe.q'));
    const { body } = await open();
    const { bundle } = await bundled(body.id);
    const told = JSON.parse(bundle?.files[1]?.text ?? '') as { samples: unknown[] };
    expect(told.samples).toHaveLength(5);
  });

  test('can be taken along as a zip, which holds just what is shown', async () => {
    const { body } = await open();
    const shown = await show(body.id);
    const zip = await ask('GET', `/tickets/${body.id}/bundle`);
    expect(await unzipped(zip.raw)).toEqual(shown.bundle?.files);
  });
});

describe('it is sent', () => {
  test('to nobody while no desk is named', async () => {
    const { body } = await open();
    const { bundle } = await bundled(body.id);
    const sent = await ask('POST', `/tickets/${body.id}/send`, { digest: bundle?.digest });
    expect([sent.status, sent.entry]).toEqual([409, 'request.no_desk']);
    expect((await show(body.id)).state).toBe('open');
  });

  test('to the desk, exactly as it was shown, once, and answers go to who sent it', async () => {
    await ask('PUT', '/desks/all', { name: 'Everybody', email: 'all@vendor.example' });
    await ask('PUT', '/desks/rostering', { name: 'Roster desk', email: 'desk@vendor.example' });
    const { body } = await open();
    const shown = await bundled(body.id);
    expect(shown.mail).toMatchObject({
      to: 'desk@vendor.example',
      subject: expect.stringContaining(`Ticket ${body.id}: `),
    });
    const send = () => ask('POST', `/tickets/${body.id}/send`, { digest: shown.bundle?.digest });
    const all = await Promise.all([send(), send(), send()]);
    expect(all.map(({ status, body: now }) => [status, now.state])).toEqual(
      Array.from({ length: 3 }, () => [200, 'sent']),
    );
    const mails = await sql<{ no: number }>`select no from mail where kind = 'ticket'`.execute(hub.app.db);
    expect(mails.rows).toHaveLength(1);
    const sender = startMail({ ...hub.app, config: { ...hub.app.config, smtpUrl: post.url } });
    try {
      const mail = await eventually(() => post.received[0]);
      expect(mail.to).toEqual(['desk@vendor.example']);
      expect(header(mail.raw, 'reply-to')).toBe('manager@north.example');
      expect(header(mail.raw, 'subject')).toContain(`Ticket ${body.id}: `);
      const encoded =
        /filename=hallpass-ticket-\d+\.zip[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(mail.raw)?.[1] ?? '';
      expect(await unzipped(Buffer.from(encoded, 'base64'))).toEqual(shown.bundle?.files);
      for (const sentinel of sentinels) expect(mail.raw).not.toContain(sentinel);
    } finally {
      await sender?.stop();
    }
    const after = await show(body.id);
    expect(after.events.at(-1)).toMatchObject({ what: 'sent', desk: 'Roster desk', mail: mails.rows[0]?.no });
    const news = await sql<{
      change: string;
      facts: Fields;
    }>`select change, facts from news where kind = 'ticket' order by no`.execute(hub.app.db);
    expect(news.rows.map(({ change }) => change)).toEqual(['opened', 'sent']);
    expect(news.rows[1]?.facts).toEqual({ entry: 'rostering.user.email_malformed', issue });
  });

  test('not where it is another bundle than the one that was looked at', async () => {
    const { body } = await open();
    const sent = await ask('POST', `/tickets/${body.id}/send`, { digest: 'another' });
    expect([sent.status, sent.entry]).toEqual([409, 'request.bundle_changed']);
  });

  test('again with what was found since', async () => {
    const { body } = await open();
    await hub.call('POST', '/users', broken('s-late', 'xanthippe.q'));
    await hub.count();
    const { bundle } = await bundled(body.id);
    expect((await ask('POST', `/tickets/${body.id}/send`, { digest: bundle?.digest })).status).toBe(200);
    const mails = await sql<{ n: number }>`select count(*) as n from mail where kind = 'ticket'`.execute(hub.app.db);
    expect(mails.rows[0]?.n).toBe(2);
  });

  test('by a webhook, where that is the desk', async () => {
    await sql`insert into webhook (district_id, no, name, address, wants, since, made_by, made_at)
      values ('north', 1, 'Vendor', 'https://vendor.example/hook', '[]', now(), '{}', now())`.execute(hub.app.db);
    expect((await ask('PUT', '/desks/rostering', { name: 'Roster desk', webhook: '7' })).status).toBe(404);
    const named = await ask('PUT', '/desks/rostering', { name: 'Roster desk', webhook: '1' });
    expect(named.body).toMatchObject({ email: null, webhook: { id: '1', name: 'Vendor' } });
    const { body } = await open();
    await hub.call('POST', '/users', broken('s-hook', 'xanthippe.q'));
    await hub.count();
    const { bundle, mail } = await bundled(body.id);
    expect(mail).toBeNull();
    await ask('POST', `/tickets/${body.id}/send`, { digest: bundle?.digest });
    const events = await sql<{ type: string; body: string }>`select type, body from webhook_event`.execute(hub.app.db);
    expect(events.rows.map(({ type }) => type)).toEqual(['ticket.handover']);
    expect(JSON.parse(events.rows[0]?.body ?? '')).toMatchObject({
      data: { ticket: body.id, bundle: JSON.parse(bundle?.files[1]?.text ?? '') as Fields },
    });
    expect((await ask('DELETE', '/desks/rostering')).status).toBe(204);
    expect((await show(body.id)).desk).toMatchObject({ name: 'Everybody' });
  });
});

describe('what is said of it', () => {
  test('stands with it: notes, and answers that are pasted in', async () => {
    const { body } = await open();
    await ask('POST', `/tickets/${body.id}/notes`, { words: 'Called them at nine.' });
    const answered = await ask('POST', `/tickets/${body.id}/answer`, { words: 'We have mended it.' });
    expect(answered.body.state).toBe('answered');
    expect(answered.body.events.slice(-2)).toMatchObject([
      { what: 'note', words: 'Called them at nine.', by: 'manager' },
      { what: 'answered', words: 'We have mended it.' },
    ]);
    expect((await ask('POST', `/tickets/${body.id}/notes`, { words: '  ' })).status).toBe(400);
  });

  test('of a closed one nothing is sent; it is opened again by whoever wants to', async () => {
    const { body } = await open();
    expect((await ask('POST', `/tickets/${body.id}/close`)).body.state).toBe('closed');
    const sent = await ask('POST', `/tickets/${body.id}/send`, { digest: body.bundle?.digest });
    expect([sent.status, sent.entry]).toEqual([409, 'request.ticket_state']);
    expect((await ask('POST', `/tickets/${body.id}/close`)).entry).toBe('request.ticket_state');
    expect((await ask('POST', `/tickets/${body.id}/reopen`)).body.state).toBe('open');
    await ask('POST', `/tickets/${body.id}/close`);
    expect((await open('Not mended')).body).toMatchObject({ id: body.id, state: 'open' });
  });
});

test('it is open again when its issue comes back', async () => {
  const { body } = await open();
  await ask('POST', `/tickets/${body.id}/answer`, { words: 'Mended.' });
  const people = await sql<{
    key: string;
  }>`select key from record where district_id = 'north' and issue_no = ${issue}`.execute(hub.app.db);
  expect(people.rows.length).toBeGreaterThan(3);
  for (const { key } of people.rows) await hub.call('POST', '/users', aUser({ userID: key, sendWelcomeEmail: false }));
  await hub.count();
  const state = async () =>
    (await hub.call('GET', `/api/v1/issues/${issue}`, undefined, { key: keys.ops })).json['state'];
  expect(await state()).toBe('resolved');
  expect((await show(body.id)).state).toBe('answered');
  await hub.call('POST', '/users', broken('s-again', 'xanthippe.q'));
  await hub.count();
  expect(await state()).toBe('regressed');
  const again = await show(body.id);
  expect(again.state).toBe('open');
  expect(again.events.at(-1)).toMatchObject({ what: 'reopened', by: expect.stringMatching(/^Run \d+$/) });
});

test('nobody of another district finds it', async () => {
  const { body } = await open();
  expect((await ask('GET', `/tickets/${body.id}`, undefined, hub.west)).status).toBe(404);
  expect((await ask('POST', `/tickets/${body.id}/bundle`, undefined, hub.west)).status).toBe(404);
  expect((await ask('GET', '/desks', undefined, hub.west)).body['desks']).toEqual([]);
});
