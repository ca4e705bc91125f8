import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminLink, firstAdministratorLink } from '../../src/access/admin-link.command.ts';
import { aHub, browserOf, days, founded, type Hub, hours, joined, minutes, password, tokenOf } from './hub.ts';

const bodyOf = (email: string, word = password) => ({ body: { email, password: word } });

describe('the first administrator', () => {
  let hub: Hub;
  beforeAll(async () => {
    hub = await aHub();
  });
  afterAll(() => hub.close());

  test('an empty hub prints a link whose secret stands in the fragment', async () => {
    const link = await firstAdministratorLink(hub.app, { address: 'http://127.0.0.1:4000' });
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4000\/welcome#[A-Za-z0-9_-]{43}$/);
  });

  test('a newer link takes the place of the older one', async () => {
    const older = tokenOf(await adminLink(hub.app));
    const newer = tokenOf(await adminLink(hub.app));
    expect((await hub.ask('GET', `/api/v1/links/${older}`)).entry).toBe('request.link_unknown');
    expect((await hub.ask('GET', `/api/v1/links/${newer}`)).body).toEqual({
      purpose: 'first_administrator',
      name: null,
      email: null,
      needsDistrict: true,
    });
  });

  test('everything that is missing is told at once, and the link stays good', async () => {
    const token = tokenOf(await adminLink(hub.app));
    const refused = await hub.ask('POST', '/api/v1/links', { body: { token, password, timeZone: 'Mars/Base' } });
    expect(refused.status).toBe(400);
    const { error } = refused.body as { error: { help: { violations: { pointer: string }[] } } };
    expect(error.help.violations.map(({ pointer }) => pointer)).toEqual([
      '/name',
      '/email',
      '/districtName',
      '/timeZone',
    ]);
    expect((await hub.ask('GET', `/api/v1/links/${token}`)).status).toBe(200);
  });

  test('a link is dead after an hour', async () => {
    const token = tokenOf(await adminLink(hub.app));
    hub.later(hours(1));
    expect((await hub.ask('GET', `/api/v1/links/${token}`)).status).toBe(404);
  });

  test('of two who use the link at once, one founds the district and the other is refused', async () => {
    const token = tokenOf(await adminLink(hub.app));
    const use = (email: string) =>
      hub.ask('POST', '/api/v1/links', {
        body: { token, name: email, email, password, districtName: 'Škola Šumava', timeZone: 'Europe/Prague' },
      });
    const answers = await Promise.all([use('a@sumava.example'), use('b@sumava.example'), use('c@sumava.example')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    const winner = answers.find(({ status }) => status === 200);
    expect(winner?.body).toMatchObject({
      district: { id: 'skola-sumava', name: 'Škola Šumava', timeZone: 'Europe/Prague' },
      schools: null,
      demo: false,
    });
    expect((winner?.body as unknown as { permissions: string[] }).permissions).toContain('people.write');
  });

  test('then a hub that starts prints none, but the command line makes a further administrator', async () => {
    expect(await firstAdministratorLink(hub.app)).toBeNull();
    const token = tokenOf(await adminLink(hub.app));
    expect((await hub.ask('GET', `/api/v1/links/${token}`)).body).toMatchObject({ needsDistrict: false });
    const entered = await hub.ask('POST', '/api/v1/links', {
      body: { token, name: 'Second', email: 'second@sumava.example', password },
    });
    expect(entered.status).toBe(200);
    const audit = await hub.ask('GET', '/api/v1/audit?action=administrator.link_made', { headers: browserOf(entered) });
    expect((audit.body as { audit: { actor: { kind: string } }[] }).audit.map(({ actor }) => actor.kind)).toEqual([
      'command',
    ]);
  });
});

describe('links and people at once', () => {
  let hub: Hub;
  beforeAll(async () => {
    hub = await aHub();
  });
  afterAll(() => hub.close());

  test('links that are used while newer ones are made open something or nothing, and never fail', async () => {
    await founded(hub);
    const statuses = new Set<number>();
    for (let round = 0; round < 8; round += 1) {
      const token = tokenOf(await adminLink(hub.app));
      const body = { token, name: 'More', email: `more${round}@north.example`, password };
      const [used] = await Promise.all([
        hub.ask('POST', '/api/v1/links', { body }),
        adminLink(hub.app),
        adminLink(hub.app),
      ]);
      statuses.add(used.status);
    }
    expect([...statuses].filter((status) => status !== 200 && status !== 404)).toEqual([]);
  });

  test('somebody who is disabled while signing in and using a link ends up outside', async () => {
    const admin = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    const eli = await joined(hub, admin, 'eli@north.example', [{ role: 'viewer', schoolId: null }]);
    const { link } = (await hub.ask('POST', `/api/v1/people/${eli.id}/link`, { headers: admin })).body as {
      link: string;
    };
    const answers = await Promise.all([
      hub.ask('POST', '/api/v1/session', bodyOf('eli@north.example')),
      hub.ask('POST', '/api/v1/links', { body: { token: tokenOf(link), password: 'yet another password' } }),
      hub.ask('PATCH', `/api/v1/people/${eli.id}`, { headers: admin, body: { disabled: true } }),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    for (const answer of answers.slice(0, 2)) {
      if (answer.status === 200)
        expect((await hub.ask('GET', '/api/v1/session', { headers: browserOf(answer) })).status).toBe(401);
    }
  });
});

describe('sign-in and sessions', () => {
  let hub: Hub;
  let admin: Readonly<Record<string, string>>;
  beforeAll(async () => {
    hub = await aHub('https://hub.north.example');
    admin = await founded(hub);
  });
  afterAll(() => hub.close());

  test('a person signs in, whatever the case of the e-mail, with a cookie that scripts and other sites do not get', async () => {
    const entered = await hub.ask('POST', '/api/v1/session', bodyOf('ADA@North.example'));
    expect(entered.status).toBe(200);
    expect(String(entered.headers['set-cookie'])).toMatch(
      /^hallpass_session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await hub.ask('GET', '/api/v1/session', { headers: browserOf(entered) })).body).toMatchObject({
      person: { name: 'Ada Admin' },
    });
  });

  test('a wrong password, an unknown e-mail, somebody who has not joined and somebody disabled get one answer', async () => {
    const invited = await hub.ask('POST', '/api/v1/people', {
      headers: admin,
      body: { name: 'Iva', email: 'iva@north.example', grants: [{ role: 'viewer', schoolId: null }] },
    });
    expect(invited.status).toBe(201);
    const gone = await joined(hub, admin, 'gone@north.example', [{ role: 'viewer', schoolId: null }]);
    await hub.ask('PATCH', `/api/v1/people/${gone.id}`, { headers: admin, body: { disabled: true } });
    const answers = await Promise.all([
      hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example', 'not the password')),
      hub.ask('POST', '/api/v1/session', bodyOf('nobody@north.example')),
      hub.ask('POST', '/api/v1/session', bodyOf('iva@north.example')),
      hub.ask('POST', '/api/v1/session', bodyOf('gone@north.example')),
    ]);
    expect(answers.map(({ status, entry }) => [status, entry])).toEqual(Array(4).fill([401, 'request.wrong_sign_in']));
  });

  test('a session goes on while it is used and ends twelve hours after its last use', async () => {
    const browser = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    hub.later(hours(11));
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).status).toBe(200);
    hub.later(hours(11));
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).status).toBe(200);
    hub.later(hours(12));
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).entry).toBe('request.not_signed_in');
  });

  test('however much it is used, a session ends after thirty days', async () => {
    const browser = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    for (let half = 0; half < 59; half += 1) {
      hub.later(hours(11.9));
      expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).status).toBe(200);
    }
    hub.later(days(30) - 59 * hours(11.9));
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).status).toBe(401);
  });

  test('signing in again takes the place of the session that the browser had', async () => {
    const first = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    const again = await hub.ask('POST', '/api/v1/session', { headers: first, ...bodyOf('ada@north.example') });
    expect((await hub.ask('GET', '/api/v1/session', { headers: first })).status).toBe(401);
    expect((await hub.ask('GET', '/api/v1/session', { headers: browserOf(again) })).status).toBe(200);
  });

  test('signing out ends the session', async () => {
    const browser = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    expect((await hub.ask('DELETE', '/api/v1/session', { headers: browser })).status).toBe(204);
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).status).toBe(401);
    expect((await hub.ask('DELETE', '/api/v1/session', { headers: browser })).status).toBe(204);
  });

  test('disabling a person ends their sessions and links with the next request', async () => {
    const again = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    const bea = await joined(hub, again, 'bea@north.example', [{ role: 'viewer', schoolId: null }]);
    const { link } = (await hub.ask('POST', `/api/v1/people/${bea.id}/link`, { headers: again })).body as {
      link: string;
    };
    expect((await hub.ask('GET', '/api/v1/session', { headers: bea.browser })).status).toBe(200);
    await hub.ask('PATCH', `/api/v1/people/${bea.id}`, { headers: again, body: { disabled: true } });
    expect((await hub.ask('GET', '/api/v1/session', { headers: bea.browser })).status).toBe(401);
    expect((await hub.ask('GET', `/api/v1/links/${tokenOf(link)}`)).status).toBe(404);
    expect((await hub.ask('POST', `/api/v1/people/${bea.id}/link`, { headers: again })).entry).toBe(
      'request.person_disabled',
    );
  });

  test('a new password ends the sessions that the old one opened', async () => {
    const again = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    const cyd = await joined(hub, again, 'cyd@north.example', [{ role: 'viewer', schoolId: null }]);
    const { link } = (await hub.ask('POST', `/api/v1/people/${cyd.id}/link`, { headers: again })).body as {
      link: string;
    };
    expect(link).toMatch(/^https:\/\/hub\.north\.example\/welcome#/);
    expect((await hub.ask('GET', `/api/v1/links/${tokenOf(link)}`)).body).toMatchObject({
      purpose: 'reset',
      email: 'cyd@north.example',
    });
    const use = () =>
      hub.ask('POST', '/api/v1/links', { body: { token: tokenOf(link), password: 'quite another password' } });
    expect((await Promise.all([use(), use()])).map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await hub.ask('GET', '/api/v1/session', { headers: cyd.browser })).status).toBe(401);
    expect((await hub.ask('POST', '/api/v1/session', bodyOf('cyd@north.example'))).status).toBe(401);
    expect(
      (await hub.ask('POST', '/api/v1/session', bodyOf('cyd@north.example', 'quite another password'))).status,
    ).toBe(200);
  });

  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour below the same name', { 'sec-fetch-site': 'same-site' }, 403],
    ['a page elsewhere in an old browser', { origin: 'https://evil.example' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['something that says nothing', {}, 403],
    ['a page of the hub', { 'sec-fetch-site': 'same-origin' }, 200],
    ['a page of the hub in an old browser', { origin: 'https://hub.north.example' }, 200],
    ['the address that was asked', { origin: 'http://localhost:80' }, 200],
  ])('a change with the session’s cookie from %s', async (_, said, status) => {
    const { cookie = '' } = browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example')));
    const answer = await hub.ask('PATCH', '/api/v1/people/1', {
      headers: { cookie, ...said },
      body: { name: 'Ada Admin' },
    });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.entry).toBe('request.cross_site');
  });

  test('another site cannot sign anybody in or out', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await hub.ask('POST', '/api/v1/session', { headers, ...bodyOf('ada@north.example') })).entry).toBe(
      'request.cross_site',
    );
    expect((await hub.ask('DELETE', '/api/v1/session', { headers: { ...admin, ...headers } })).entry).toBe(
      'request.cross_site',
    );
  });

  test('guessing one person’s password is stopped, with the seconds to wait; others still get in', async () => {
    const dan = await joined(
      hub,
      browserOf(await hub.ask('POST', '/api/v1/session', bodyOf('ada@north.example'))),
      'dan@north.example',
      [{ role: 'viewer', schoolId: null }],
    );
    expect(dan.id).not.toBe('');
    const answers = [];
    for (let guess = 0; guess < 21; guess += 1)
      answers.push(await hub.ask('POST', '/api/v1/session', bodyOf('Dan@north.example', `guess ${guess}`)));
    expect(answers.slice(0, 20).every(({ status }) => status === 401)).toBe(true);
    const last = answers.at(-1);
    expect([last?.status, last?.entry]).toEqual([429, 'request.too_many']);
    expect(Number(last?.headers['retry-after'])).toBeGreaterThan(minutes(14) / 1000);
    expect(
      (await hub.ask('POST', '/api/v1/session', bodyOf('cyd@north.example', 'quite another password'))).status,
    ).toBe(200);
  });

  test('no secret reaches the log', async () => {
    const secrets = [password, 'quite another password', String(admin['cookie']).split('=')[1] ?? ''];
    const log = hub.logged.join('');
    expect(log).toContain('/api/v1/links');
    expect(secrets.filter((secret) => secret === '' || log.includes(secret))).toEqual([]);
    expect(log).not.toMatch(/links\/[A-Za-z0-9_-]{43}/);
  });
});
