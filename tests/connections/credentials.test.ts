import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import {
  act,
  aHubWithProvider,
  auditOf,
  connected,
  type Fields,
  failing,
  hours,
  keys,
  oauth2,
  settingsOf,
  show,
  standing,
  synced,
  syncNow,
  type View,
} from './scene.ts';

const { hub, provider } = await aHubWithProvider();

const change = (connection: Pick<View, 'id'>, body: Fields) =>
  hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, body);
const wrong = () => ({ ...oauth2(provider), clientSecret: 'not the secret' });

describe('credentials', () => {
  test('go in and never come out: of an answer, the log, the audit, a file, or a row', async () => {
    const secret = provider.credentials.clientSecret;
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    provider.control.fault({ kind: 'error', status: 401, on: { collection: 'orgs' } });
    await act(hub, connection, 'test');
    const told = [
      JSON.stringify(connection),
      ...(await Promise.all(
        [
          '/api/v1/connections',
          `/api/v1/connections/${connection.id}`,
          `/api/v1/connections/${connection.id}/runs`,
          '/api/v1/district/file',
          '/api/v1/audit',
        ].map(async (url) => (await hub.ask('GET', url)).text),
      )),
      hub.logged.join(''),
      (
        await sql<{ row: string }>`select string_agg(row, ' ') as row from
          (select credential::text as row from credential union all select connection::text from connection) all_rows`.execute(
          hub.app.db,
        )
      ).rows[0]?.row ?? '',
    ];
    expect(told.every((text) => text.length > 0)).toBe(true);
    expect(told.filter((text) => text.includes(secret))).toEqual([]);
    expect((await show(hub, connection)).signsIn).toMatchObject({ kind: 'oauth2' });
  });

  test('are sealed for their district, connection and name: put elsewhere they do not open', async () => {
    const one = await connected(hub, provider);
    const two = await connected(hub, provider);
    await sql`update credential c set sealed = other.sealed from credential other
      where c.district_id = 'north' and other.district_id = 'north' and c.connection_id = ${two.id}::bigint
        and other.connection_id = ${one.id}::bigint and c.name = other.name`.execute(hub.app.db);
    await act(hub, two, 'test');
    expect((await show(hub, two)).error?.message).toContain('nothing to sign in with');
    await act(hub, one, 'test');
    expect(await standing(hub, one)).toEqual(synced);
  });

  test('of the connection before are not met by the token of the one after', async () => {
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, wrong());
    expect(await standing(hub, connection)).toEqual(failing('auth'));
  });
});

describe('an address that leads elsewhere', () => {
  test.each([
    ['another host', (url: URL) => url.hostname.replace('127.0.0.1', 'sis.example'), 'host'],
    ['another scheme', () => 'https:', 'protocol'],
    ['another port', () => '1', 'port'],
  ] as const)('%s: the credentials are cleared, and the answer says so', async (_, to, part) => {
    const connection = await connected(hub, provider);
    const url = new URL(provider.address);
    url[part] = to(url);
    const changed = await change(connection, { settings: { ...settingsOf(provider), baseUrl: url.href } });
    expect(changed.body).toMatchObject({
      credentialsCleared: true,
      signsIn: null,
      error: { type: 'auth', action: 'reauthenticate' },
    });
    const rows =
      await sql`select 1 from credential where district_id = 'north' and connection_id = ${connection.id}::bigint`.execute(
        hub.app.db,
      );
    expect(rows.rows).toEqual([]);
    const [line] = await auditOf(hub, 'connection.credentials_cleared');
    expect(line?.details).toEqual({ addresses: ['baseUrl'] });
  });

  test('another path does not', async () => {
    const connection = await connected(hub, provider);
    const settings = { ...settingsOf(provider), baseUrl: `${provider.address}/` };
    expect((await change(connection, { settings })).body).toMatchObject({
      credentialsCleared: false,
      health: 'synced',
    });
    expect((await change(connection, { settings })).body).toMatchObject({ credentialsCleared: false });
  });

  test('credentials that were tried at the address before are not stored for the one after', async () => {
    const connection = await connected(hub, provider);
    provider.control.fault({ kind: 'slow', bytesPerSecond: 200, on: { collection: 'orgs' } });
    const given = hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, oauth2(provider));
    await change(connection, { settings: { ...settingsOf(provider), baseUrl: 'https://sis.example/ims' } });
    provider.control.clear();
    expect((await given).entry).toBe('request.connection_changed');
    expect((await show(hub, connection)).signsIn).toBeNull();
  });
});

describe('a re-authenticate link', () => {
  const linkTo = async (connection: Pick<View, 'id'>) => {
    const made = await act(hub, connection, 'reauthenticate-link');
    expect(made.status).toBe(201);
    const { link } = made.body as { link: string };
    expect(link).toMatch(/^http:\/\/[^#]+\/reauthenticate#[\w-]{43}$/);
    return link.split('#')[1] ?? '';
  };
  const look = (token: string) => hub.ask('GET', `/api/v1/reauthenticate/${token}`, undefined, null);
  const give = (token: string, credentials: Fields) =>
    hub.ask('POST', `/api/v1/reauthenticate/${token}`, { credentials }, null);

  test('shows whose connection it is and what is asked for, and nothing else', async () => {
    const connection = await connected(hub, provider, { credentials: wrong() });
    const { body } = await look(await linkTo(connection));
    expect(body).toMatchObject({
      district: 'north Unified',
      connection: connection.name,
      system: 'OneRoster',
      addresses: [new URL(provider.address).origin],
    });
    expect(Object.keys(body).sort()).toEqual([
      'addresses',
      'connection',
      'credentials',
      'district',
      'expiresAt',
      'system',
    ]);
  });

  test('takes credentials once, for that connection only', async () => {
    const connection = await connected(hub, provider, { credentials: wrong() });
    const other = await connected(hub, provider, { credentials: wrong() });
    const token = await linkTo(connection);
    expect((await give(token, oauth2(provider))).body).toMatchObject({ accepted: true });
    expect(await standing(hub, connection)).toEqual(synced);
    expect(await standing(hub, other)).toEqual(failing('auth'));
    expect((await give(token, oauth2(provider))).entry).toBe('request.link_unknown');
    const [line] = await auditOf(hub, 'connection.credentials_set');
    expect(line?.actor.name).toBe('Somebody with a re-authenticate link');
  });

  test('of two who use it at once one does', async () => {
    const connection = await connected(hub, provider, { credentials: wrong() });
    const token = await linkTo(connection);
    const answers = await Promise.all([give(token, oauth2(provider)), give(token, oauth2(provider))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  test('still opens where the other system refused what was given, and what stood before stands', async () => {
    const connection = await connected(hub, provider);
    const token = await linkTo(connection);
    expect((await give(token, wrong())).body).toMatchObject({ accepted: false });
    expect(await standing(hub, connection)).toEqual(synced);
    expect((await syncNow(hub, connection)).state).toBe('done');
    expect((await give(token, oauth2(provider))).body).toMatchObject({ accepted: true });
  });

  test('opens for 24 hours, unless there is a later one', async () => {
    const connection = await connected(hub, provider);
    const first = await linkTo(connection);
    const second = await linkTo(connection);
    expect((await look(first)).status).toBe(404);
    await hub.later(hours(23));
    expect((await look(second)).status).toBe(200);
    await hub.later(hours(2));
    expect((await look(second)).status).toBe(404);
  });

  test('opens nothing else, and nothing else opens it', async () => {
    const token = await linkTo(await connected(hub, provider));
    expect((await hub.ask('GET', `/api/v1/links/${token}`, undefined, null)).entry).toBe('request.link_unknown');
    const used = await hub.ask('POST', '/api/v1/links', { token, password: 'a long enough password' }, null);
    expect(used.entry).toBe('request.link_unknown');
    expect((await hub.ask('GET', '/api/v1/connections', undefined, token)).status).toBe(401);
  });
});

describe('who may', () => {
  test('nobody without a sign-in', async () => {
    expect((await hub.ask('GET', '/api/v1/connections', undefined, null)).status).toBe(401);
  });

  test('nobody of another district', async () => {
    const connection = await connected(hub, provider);
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['GET', '/runs', undefined],
      ['POST', '/pause', undefined],
      ['POST', '/sync', undefined],
      ['POST', '/test', undefined],
      ['POST', '/reauthenticate-link', undefined],
      ['PUT', '/credentials', oauth2(provider)],
      ['PUT', '/settings', { name: 'Mine' }],
      ['DELETE', `?confirm=${encodeURIComponent(connection.name)}`, undefined],
    ] as const)
      expect((await hub.ask(method, `/api/v1/connections/${connection.id}${rest}`, body, keys.west)).status).toBe(404);
    const { body } = await hub.ask('GET', '/api/v1/connections', undefined, keys.west);
    expect(body).toEqual({ connections: [], nextCursor: null });
    expect(await standing(hub, connection)).toEqual(synced);
  });

  test('a rostering key not at all', async () => {
    expect((await hub.ask('GET', '/api/v1/connections', undefined, keys.push)).status).toBe(403);
  });
});

describe('the list', () => {
  test('has files and API keys too, and what is not fetched cannot be synced, set or signed in to', async () => {
    const { body } = await hub.ask('GET', '/api/v1/connections?q=rostering');
    const [sender] = (body as { connections: View[] }).connections;
    if (sender === undefined) throw new Error('the key has no connection');
    expect(sender).toMatchObject({ system: 'rostering', fetched: false, health: 'synced' });
    for (const answer of [
      await act(hub, sender, 'sync'),
      await act(hub, sender, 'test'),
      await act(hub, sender, 'reauthenticate-link'),
      await change(sender, { name: 'Other' }),
      await hub.ask('PUT', `/api/v1/connections/${sender.id}/credentials`, oauth2(provider)),
    ])
      expect([answer.status, answer.entry]).toEqual([409, 'request.connection_not_fetched']);
  });

  test('comes in pages, by name', async () => {
    for (const name of ['b page', 'A page', 'c page']) await connected(hub, provider, { name, credentials: null });
    const read = async (cursor: string | null): Promise<string[]> => {
      const url = `/api/v1/connections?q=page&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const { body } = await hub.ask('GET', url);
      const { connections, nextCursor } = body as { connections: View[]; nextCursor: string | null };
      const found = connections.map(({ name }) => name);
      return nextCursor === null ? found : [...found, ...(await read(nextCursor))];
    };
    expect(await read(null)).toEqual(['A page', 'b page', 'c page']);
  });

  test('of systems that can be connected tells their forms', async () => {
    const { body } = await hub.ask('GET', '/api/v1/connectors');
    const { connectors } = body as { connectors: { system: string; settings: { name: string; where: string }[] }[] };
    expect(connectors.map(({ system }) => system)).toEqual(['oneroster']);
    expect(connectors[0]?.settings.every(({ where }) => where.length > 10)).toBe(true);
  });

  test('names are unique, and a system must be one that is known', async () => {
    const connection = await connected(hub, provider);
    const again = await hub.ask('POST', '/api/v1/connections', {
      name: connection.name,
      system: 'oneroster',
      settings: settingsOf(provider),
    });
    expect([again.status, again.entry]).toEqual([409, 'request.name_taken']);
    const unknown = await hub.ask('POST', '/api/v1/connections', { name: 'X', system: 'fax', settings: {} });
    expect([unknown.status, unknown.entry]).toEqual([400, 'request.body_invalid']);
  });
});
