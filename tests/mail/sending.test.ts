import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queueMail } from '../../src/mail/mail.repository.ts';
import { aMailServer, header, type MailServer, part } from './mail-server.ts';
import { aPostOffice, eventually, type PostOffice } from './post-office.ts';

const minutes = (n: number) => n * 60_000;
const hours = (n: number) => n * 3_600_000;

let office: PostOffice;
const servers: MailServer[] = [];
const server = async (...options: Parameters<typeof aMailServer>) => {
  const one = await aMailServer(...options);
  servers.push(one);
  return one;
};
beforeEach(async () => {
  office = await aPostOffice();
});
afterEach(async () => {
  await office.close();
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

/** A port on which nothing listens. */
async function aDeadPort(): Promise<number> {
  const { port, close } = await aMailServer();
  await close();
  return port;
}

describe('a mail that is due', () => {
  test('is sent once, in both forms, from whom and to whom it should be', async () => {
    const { url, received } = await server();
    await office.queue('mia@north.example');
    office.sender(url);
    const row = await office.become('sent', 1);
    expect(row).toMatchObject({ error: null, owner: null, sent_at: office.clock() });
    expect(received).toHaveLength(1);
    const { from, to, raw } = received[0] ?? { from: '', to: [], raw: '' };
    expect(from).toBe('hub@north.example');
    expect(to).toEqual(['mia@north.example']);
    expect(header(raw, 'From')).toBe('North Unified <hub@north.example>');
    expect(header(raw, 'To')).toBe('mia@north.example');
    expect(header(raw, 'Subject')).toBe('Welcome, Mia');
    expect(header(raw, 'Message-ID')).toBe(row.message_id);
    expect(row.message_id).toMatch(/^<[0-9a-f-]{36}@north\.example>$/);
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(part(raw, 'text/plain').trim()).toBe(
      'Dear Mia,\n\nyour account is ready.\nOpen https://hub.example/start?a=1&b=2.\n\nNorth High',
    );
    const html = part(raw, 'text/html');
    expect(html).toContain('>Dear Mia,</p>');
    expect(html).toContain(
      'your account is ready.<br>\nOpen <a href="https://hub.example/start?a=1&amp;b=2">https://hub.example/start?a=1&amp;b=2</a>.</p>',
    );
    office.later(hours(30));
    await office.queue('second@north.example');
    await office.become('sent', 1, 2);
    expect(received).toHaveLength(2);
  });

  test('reaches a person whose name has other letters', async () => {
    const { url, received } = await server();
    await office.queue('zoe@north.example', { values: { firstName: 'Zoë Ørsted' } });
    office.sender(url);
    await office.become('sent', 1);
    expect(header(received[0]?.raw ?? '', 'Subject')).toBe('Welcome, Zoë Ørsted');
    expect(part(received[0]?.raw ?? '', 'text/plain')).toContain('Dear Zoë Ørsted,');
  });

  test('is no longer there if what queued it is taken back', async () => {
    const { url, received } = await server();
    await office.app.db
      .transaction()
      .execute(async (tx) => {
        const template = { subject: 'a', text: 'b' };
        await queueMail(
          tx,
          { district: 'north', to: 'a@b.example', template, values: {}, kind: 'welcome', about: null },
          office.clock(),
        );
        throw new Error('taken back');
      })
      .catch(() => {});
    await office.queue('mia@north.example');
    office.sender(url);
    await eventually(() => received[0]);
    expect(received.map(({ to }) => to)).toEqual([['mia@north.example']]);
  });
});

describe('a mail server that cannot be reached', () => {
  test('refuses nobody: mail waits and goes out when the server is back', async () => {
    const port = await aDeadPort();
    for (const name of ['a', 'b', 'c', 'd', 'e']) await office.queue(`${name}@north.example`);
    office.sender(`smtp://127.0.0.1:${port}`);
    const row = await office.become('queued', 1);
    expect(row.error).toEqual({
      entry: 'connection.mail_server_silent',
      facts: { reason: 'it takes no connection, or ended it' },
    });
    expect(row.due_at).toEqual(new Date('2026-11-24T08:01:00Z'));
    await office.become('queued', 1, 3);
    // The others are not tried in vain.
    expect(await office.mail(5)).toMatchObject({ state: 'queued', attempts: 0, error: null });
    const { received } = await server({ port });
    office.later(minutes(1));
    for (const no of [1, 2, 3]) await office.become('sent', 2, no);
    for (const no of [4, 5]) await office.become('sent', 1, no);
    expect(received.map(({ to }) => to[0]).sort()).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@north.example`),
    );
    expect((await office.mail()).error).toBeNull();
  });

  test('is asked after 1, 5, 15 and 60 minutes, then hourly, and given up after a day', async () => {
    const port = await aDeadPort();
    await office.queue('mia@north.example');
    office.sender(`smtp://127.0.0.1:${port}`);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 26; attempt += 1) {
      const row = await office.become('queued', attempt);
      waits.push((row.due_at.getTime() - office.clock().getTime()) / minutes(1));
      office.later(row.due_at.getTime() - office.clock().getTime());
    }
    expect(waits).toEqual([1, 5, 15, ...Array(23).fill(60)]);
    const row = await office.become('failed', 27);
    expect(row.error?.entry).toBe('connection.mail_server_silent');
  });
});

describe('a mail server that answers no', () => {
  test('550: the mail has failed, with the code and without a name', async () => {
    const { url } = await server({
      recipient: ({ address }) =>
        address.startsWith('gone') ? `550 5.1.1 <${address}>: no such user Mia Miller` : null,
    });
    await office.queue('gone@north.example');
    await office.queue('here@north.example');
    office.sender(url);
    const row = await office.become('failed', 1);
    expect(row.error).toEqual({
      entry: 'connection.mail_refused',
      facts: { code: '550 5.1.1', reason: 'there is no such mailbox' },
    });
    await office.become('sent', 1, 2);
  });

  test('554 after the text: the mail has failed', async () => {
    const { url } = await server({ data: () => '554 5.7.1 spam' });
    await office.queue('mia@north.example');
    office.sender(url);
    expect((await office.become('failed', 1)).error).toEqual({
      entry: 'connection.mail_refused',
      facts: { code: '554 5.7.1', reason: 'its rules do not allow this mail' },
    });
  });

  test('451, then yes: sent by the second try, and others were not held up', async () => {
    const { url, received } = await server({
      recipient: ({ nth, address }) => (address.startsWith('slow') && nth === 1 ? '451 4.7.1 greylisted' : null),
    });
    await office.queue('slow@north.example');
    office.sender(url);
    const row = await office.become('queued', 1);
    expect(row.error).toEqual({
      entry: 'connection.mail_delayed',
      facts: { code: '451 4.7.1', reason: 'its rules do not allow this mail' },
    });
    await office.queue('quick@north.example');
    office.later(1);
    await office.become('sent', 1, 2);
    office.later(minutes(1));
    const sent = await office.become('sent', 2);
    expect(sent.message_id).toBe(row.message_id);
    expect(received.map(({ to }) => to[0])).toEqual(['quick@north.example', 'slow@north.example']);
  });
});

describe('senders that meet', () => {
  test('two at once send each mail once', async () => {
    const { url, received } = await server();
    const names = Array.from({ length: 40 }, (_, at) => `p${at}@north.example`);
    for (const name of names) await office.queue(name);
    office.sender(url);
    office.sender(url);
    await eventually(async () => {
      const open = await office.app.db.selectFrom('mail').select('no').where('state', '<>', 'sent').execute();
      return open.length === 0 ? true : undefined;
    });
    expect(received.map(({ to }) => to[0]).sort()).toEqual([...names].sort());
  });

  test('a mail whose sender was killed before it could note the answer is not lost, and is sent again under the same id', async () => {
    const stuck = await server({ hold: true });
    await office.queue('mia@north.example');
    const child = spawn(process.execPath, [fileURLToPath(import.meta.resolve('./killed-sender.ts'))], {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: office.app.database.url,
        SECRET_KEY: 'a secret of at least 32 characters',
        SMTP_URL: stuck.url,
        MAIL_FROM: 'hub@north.example',
        NOW: office.clock().toISOString(),
      },
      stdio: 'ignore',
    });
    await eventually(() => (stuck.waiting() === 1 ? true : undefined));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const held = await office.mail();
    expect(held).toMatchObject({ state: 'queued', attempts: 1 });
    const { url, received } = await server();
    office.sender(url);
    await office.queue('other@north.example');
    await office.become('sent', 1, 2);
    // While the lease lasts nobody takes it.
    expect(received.map(({ to }) => to[0])).toEqual(['other@north.example']);
    office.later(minutes(1));
    await office.become('sent', 2);
    expect(received.map(({ to }) => to[0])).toEqual(['other@north.example', 'mia@north.example']);
    expect(header(received[1]?.raw ?? '', 'Message-ID')).toBe(header(stuck.received[0]?.raw ?? '', 'Message-ID'));
  });
});

describe('what a mail must not do', () => {
  test('a value cannot add a header or a receiver', async () => {
    const { url, received } = await server();
    await office.queue('mia@north.example', {
      template: { subject: 'Welcome, {{firstName}}', text: 'Hello' },
      values: { firstName: 'Mia\r\nBcc: eve@evil.example\r\n\r\nBody' },
    });
    for (const to of [
      'mia@north.example, eve@evil.example',
      'mia@north.example\r\nRCPT TO:<eve@evil.example>',
      'nobody',
    ])
      await office.queue(to);
    office.sender(url);
    await office.become('sent', 1);
    expect(received.map(({ to }) => to)).toEqual([['mia@north.example']]);
    expect(header(received[0]?.raw ?? '', 'Bcc')).toBeNull();
    expect(header(received[0]?.raw ?? '', 'Subject')).toBe('Welcome, Mia Bcc: eve@evil.example Body');
    for (const no of [2, 3, 4])
      expect((await office.become('failed', 1, no)).error).toEqual({
        entry: 'connection.mail_address_unusable',
        facts: {},
      });
    expect(received).toHaveLength(1);
  });

  test('the log names nobody', async () => {
    const { url } = await server({
      recipient: ({ address }) => (address.startsWith('miller') ? `550 ${address} Mia Miller is gone` : null),
    });
    await office.queue('miller@north.example', { values: { firstName: 'Mia Miller' } });
    await office.queue('good@north.example', { values: { firstName: 'Mia Miller' } });
    office.sender(url);
    await office.become('failed', 1);
    await office.become('sent', 1, 2);
    const log = office.logged.join('');
    expect(log).toContain('"mail":1');
    expect(log).not.toMatch(/miller|good@|Mia|Welcome/i);
    expect(log).not.toContain(url);
  });
});
