import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { dataKeyOf } from '../../src/exchanges/exchange.repository.ts';
import { act, aHub, aProvider, connected, endOf, type Hub, oauth2, syncNow, type View } from '../connections/scene.ts';

// What is asked of another system and refused there is kept, sealed, without what signs us in; so is all of a sync of one record.

type Head = {
  readonly id: number;
  readonly method: string;
  readonly address: string;
  readonly status: number | null;
  readonly run: number | null;
  readonly explained: { readonly entry: string } | null;
};
type One = Head & {
  readonly said: {
    readonly address: string;
    readonly request: { readonly headers: Record<string, string> };
    readonly answer: { readonly body: { readonly text: string; readonly cut: boolean; readonly bytes: number } } | null;
  } | null;
};

let hub: Hub;
let provider: Provider;
let connection: View;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider();
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
});
beforeEach(() => provider.control.clear());
afterAll(async () => {
  await provider.close();
  await hub.close();
});

const list = async (of: string) => ((await hub.ask('GET', `${of}/exchanges`)).body as { exchanges: Head[] }).exchanges;
const show = async (of: string, id: number) => (await hub.ask('GET', `${of}/exchanges/${id}`)).body as One;
const ofRun = (run: { id?: number } & object) => `/api/v1/runs/${(run as { id: number }).id}`;
const ofConnection = (of: Pick<View, 'id'> = connection) => `/api/v1/connections/${of.id}`;
/** Everything of a connection that is kept, as it is stored and as it is shown. */
async function everything(of: Pick<View, 'id'>): Promise<string> {
  const rows = await sql<{ row: string }>`select row_to_json(e)::text as row from (
    select * from exchange_refused union all select * from exchange_accepted) e
    where connection_id = ${of.id}::bigint`.execute(hub.app.db);
  const shown = [];
  for (const { id } of await list(ofConnection(of))) shown.push(JSON.stringify(await show(ofConnection(of), id)));
  return [...rows.rows.map(({ row }) => row), ...shown].join('\n');
}

test('a reading that went well keeps nothing', async () => {
  const run = await syncNow(hub, connection);
  expect(await list(ofRun(run))).toEqual([]);
});

describe('a reading that fails keeps the call that it failed by', () => {
  test('refused: its status, and what was answered', async () => {
    provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
    const run = await syncNow(hub, connection);
    const [head, ...more] = await list(ofRun(run));
    expect(more).toEqual([]);
    expect(head).toMatchObject({ method: 'GET', status: 400, explained: { entry: 'connection.request_refused' } });
    expect(head?.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/.*\/courses$/);
    const one = await show(ofRun(run), head?.id ?? 0);
    expect(one.said?.address).toContain('/courses?limit=');
    expect(one.said?.request.headers['accept']).toBe('application/json');
    expect(one.said?.request.headers).not.toHaveProperty('authorization');
    expect(one.said?.answer?.body.text).toContain('imsx_');
  });

  test('taken as good, and of no use: a page for people', async () => {
    provider.control.fault({ kind: 'html', status: 200, on: { collection: 'users' } });
    const run = await syncNow(hub, connection);
    const [head] = await list(ofRun(run));
    expect(head).toMatchObject({ status: 200, explained: { entry: 'connection.html_instead' } });
    expect((await show(ofRun(run), head?.id ?? 0)).said?.answer?.body.text).toContain('<html');
  });

  test('cut off in the middle of people: none of their names is shown', async () => {
    provider.control.fault({ kind: 'json_cut', after: 0.9, on: { collection: 'users' } });
    const run = await syncNow(hub, connection);
    const heads = await list(ofRun(run));
    expect(heads.length).toBeGreaterThan(1);
    expect(heads.every(({ explained }) => explained?.entry === 'connection.json_cut')).toBe(true);
    const { said } = await show(ofRun(run), heads[0]?.id ?? 0);
    const people = await sql<{ given: string; family: string; email: string | null }>`
      select given_name as given, family_name as family, email from person
      where connection_id = ${connection.id}::bigint limit 200`.execute(hub.app.db);
    expect(people.rows.length).toBeGreaterThan(20);
    const words = new Set(people.rows.flatMap(({ given, family, email }) => [given, family, email ?? given]));
    const text = (said?.answer?.body.text ?? '').replaceAll(/‹[^›]*›/g, '');
    expect(text).toContain('sourcedId');
    expect([...words].filter((word) => text.includes(word))).toEqual([]);
  });

  test('never answered: that nothing came', async () => {
    provider.control.fault({ kind: 'hang', afterHeaders: false, on: { collection: 'orgs' } });
    const run = await syncNow(hub, connection);
    const heads = await list(ofRun(run));
    expect(heads[0]).toMatchObject({ status: null, explained: { entry: 'connection.answer_timeout' } });
    expect((await show(ofRun(run), heads[0]?.id ?? 0)).said?.answer).toBeNull();
  });
});

describe('a checklist keeps what its failed checks were answered', () => {
  test('of a connection that is only being made, as soon as it is', async () => {
    provider.control.fault({ kind: 'error', status: 403, on: { collection: 'enrollments' } });
    const made = await connected(hub, provider);
    const heads = await list(ofConnection(made));
    expect(heads).toMatchObject([{ status: 403, run: null, explained: { entry: 'connection.right_missing' } }]);
    expect((await show(ofConnection(made), heads[0]?.id ?? 0)).said?.answer?.body.text).toContain('imsx_');
  });

  test('of one that stands; a check that passed keeps nothing, although it is refused without a sign-in', async () => {
    const made = await connected(hub, provider);
    await act(hub, made, 'test');
    expect(await list(ofConnection(made))).toEqual([]);
    provider.control.fault({ kind: 'cut', after: 0.5, on: { collection: 'orgs' } });
    await act(hub, made, 'test');
    expect((await list(ofConnection(made))).length).toBe(1);
  });

  test('and nothing of what signs in, good or bad, nor a token', async () => {
    const { credentials } = provider;
    const made = await connected(hub, provider);
    await syncNow(hub, made);
    const wrong = { ...oauth2(provider), clientSecret: 'wrong-secret-of-nobody' };
    await hub.ask('PUT', `/api/v1/connections/${made.id}/credentials`, wrong);
    provider.control.fault({ kind: 'error', status: 401 });
    await hub.ask('PUT', `/api/v1/connections/${made.id}/credentials`, oauth2(provider));
    await act(hub, made, 'test');
    expect((await list(ofConnection(made))).length).toBeGreaterThan(2);
    const all = await everything(made);
    const basic = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString('base64');
    for (const secret of [credentials.clientSecret, 'wrong-secret-of-nobody', basic]) expect(all).not.toContain(secret);
    expect(all).not.toMatch(/Bearer (?!\[secret])|Basic (?!\[secret])/);
  });
});

describe('a sync of one record alone', () => {
  test('keeps all of its calls, and its passport shows them', async () => {
    const found = await sql<{ flow: number; key: string; given: string; family: string }>`
      select f.no as flow, p.source_key as key, p.given_name as given, p.family_name as family
      from flow f join person p on p.district_id = f.district_id and p.connection_id = f.source_id
      where f.source_id = ${connection.id}::bigint order by p.id limit 1`.execute(hub.app.db);
    const { flow = 0, key = '', given = '', family = '' } = found.rows[0] ?? {};
    provider.control.change({ collection: 'users', sourcedId: key, set: { givenName: 'Xanthippe' } });
    const query = new URLSearchParams({ flow: String(flow), kind: 'user', key }).toString();
    const asked = await hub.ask('POST', `/api/v1/passport/sync?${query}`);
    const run = (asked.body as { run: { id: number } }).run.id;
    await endOf(hub, run);
    const { attempts } = (await hub.ask('GET', `/api/v1/passport/attempts?${query}`)).body as {
      attempts: { id: string; run: number; kept: boolean }[];
    };
    expect(attempts[0]).toMatchObject({ run, kept: true });
    expect(attempts.at(-1)).toMatchObject({ kept: false });
    const shown = await hub.ask(
      'GET',
      `/api/v1/passport/exchanges?${query}&attempt=${encodeURIComponent(attempts[0]?.id ?? '')}`,
    );
    const { exchanges } = shown.body as { exchanges: One[] };
    expect(exchanges[0]).toMatchObject({ method: 'GET', status: 200 });
    expect(exchanges[0]?.address).toContain(`/users/${key}`);
    const text = exchanges[0]?.said?.answer?.body.text ?? '';
    expect(JSON.parse(text)).toMatchObject({
      user: { sourcedId: key, givenName: '‹givenName›', familyName: '‹familyName›' },
    });
    expect(shown.text).not.toMatch(new RegExp(`Xanthippe|${given} ${family}`));
  });
});

describe('the key of a connection', () => {
  test('is destroyed with it at once, and nothing that is left of its calls opens', async () => {
    provider.control.fault({ kind: 'error', status: 403, on: { collection: 'enrollments' } });
    const made = await connected(hub, provider);
    const [head] = await list(ofConnection(made));
    const held = await sql<{ row: string }>`select row_to_json(e)::text as row from exchange_refused e
      where connection_id = ${made.id}::bigint`.execute(hub.app.db);
    expect(held.rows).toHaveLength(1);
    expect(head).toBeDefined();
    const gone = await hub.ask('DELETE', `/api/v1/connections/${made.id}?confirm=${encodeURIComponent(made.name)}`);
    expect(gone.body).toMatchObject({ lost: { exchanges: 1 } });
    const keys = await sql`select 1 from data_key where connection_id = ${made.id}::bigint`.execute(hub.app.db);
    expect(keys.rows).toEqual([]);
    // Nor is another made for it, so that what still comes is not kept.
    const of = { district: 'north', connection: Number(made.id) };
    expect(await dataKeyOf(hub.app.db, hub.app.secrets, of, new Date())).toBeNull();
    await hub.removeDeleted();
    const left = await sql`select 1 from exchange_refused where connection_id = ${made.id}::bigint`.execute(hub.app.db);
    expect(left.rows).toEqual([]);
  });

  test('is one, whoever makes it first', async () => {
    const made = await connected(hub, provider);
    const of = { district: 'north', connection: Number(made.id) };
    const all = await Promise.all(
      Array.from({ length: 8 }, () => dataKeyOf(hub.app.db, hub.app.secrets, of, new Date())),
    );
    const box = all[0]?.seal('exchange', Buffer.from('what was said'));
    for (const key of all) expect(key?.unseal('exchange', box ?? Buffer.alloc(0)).toString()).toBe('what was said');
  });
});

test('nobody without the right sees a call', async () => {
  for (const place of [ofConnection(), '/api/v1/runs/1']) {
    expect((await hub.ask('GET', `${place}/exchanges`, undefined, null)).status).toBe(401);
    expect((await hub.ask('GET', `${place}/exchanges/1`, undefined, 'hp_live_push_0123456789abcdefg')).status).toBe(
      403,
    );
  }
  const [head] = await list(ofConnection());
  const foreign = await hub.ask(
    'GET',
    `${ofConnection()}/exchanges/${head?.id}`,
    undefined,
    'hp_live_west_0123456789abcdefg',
  );
  expect(foreign.status).toBe(404);
});
