import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aHub, aSchool, founded, type Hub, joined, minutes } from './hub.ts';

type Made = {
  apiKey: { id: string; name: string; lastUsedAt: string | null; revokedAt: string | null };
  secret: string;
};

let hub: Hub;
let admin: Readonly<Record<string, string>>;
beforeAll(async () => {
  hub = await aHub();
  admin = await founded(hub);
  await aSchool(hub, admin, 'sch-1', 'North High');
});
afterAll(() => hub.close());

const make = (body: unknown, headers = admin) => hub.ask('POST', '/api/v1/api-keys', { headers, body });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const shown = async (id: string) => {
  const list = (await hub.ask('GET', '/api/v1/api-keys', { headers: admin })).body as { apiKeys: Made['apiKey'][] };
  return list.apiKeys.find((key) => key.id === id);
};

describe('API keys', () => {
  test('a key for rostering gets a connection and a flow, and may not manage', async () => {
    const made = (await make({ name: 'nightly-sis', scopes: ['rostering'], schools: ['sch-1'] })).body as Made;
    expect(made.secret).toMatch(/^hp_live_[A-Za-z0-9_-]{43}$/);
    const rows =
      await sql`select c.system, f.job, f.target_id from api_key k join connection c on c.district_id = k.district_id and c.id = k.connection_id
      join flow f on f.district_id = c.district_id and f.source_id = c.id where k.name = 'nightly-sis'`.execute(
        hub.app.db,
      );
    expect(rows.rows).toEqual([{ system: 'rostering', job: 'rostering', target_id: null }]);
    const refused = await hub.ask('GET', '/api/v1/schools', { headers: bearer(made.secret) });
    expect([refused.status, refused.entry]).toEqual([403, 'request.not_permitted']);
  });

  test('a key that manages does what an administrator does, but does not say who else may', async () => {
    const { secret } = (await make({ name: 'ops', scopes: ['manage'] })).body as Made;
    expect((await hub.ask('GET', '/api/v1/schools', { headers: bearer(secret) })).status).toBe(200);
    expect(
      (
        await hub.ask('PATCH', '/api/v1/schools/sch-1', {
          headers: { ...bearer(secret), 'sec-fetch-site': 'cross-site' },
          body: { rostering: { duration: 60 } },
        })
      ).status,
    ).toBe(200);
    expect((await hub.ask('GET', '/api/v1/people', { headers: bearer(secret) })).status).toBe(200);
    expect(
      (await hub.ask('PATCH', '/api/v1/people/1', { headers: bearer(secret), body: { disabled: true } })).entry,
    ).toBe('request.not_permitted');
    expect((await hub.ask('GET', '/api/v1/session', { headers: bearer(secret) })).status).toBe(401);
  });

  test('its last use is remembered once a minute', async () => {
    const { apiKey, secret } = (await make({ name: 'counted', scopes: ['manage'] })).body as Made;
    await hub.ask('GET', '/api/v1/schools', { headers: bearer(secret) });
    const first = (await shown(apiKey.id))?.lastUsedAt;
    hub.later(minutes(0.5));
    await hub.ask('GET', '/api/v1/schools', { headers: bearer(secret) });
    expect((await shown(apiKey.id))?.lastUsedAt).toBe(first);
    hub.later(minutes(0.5));
    await hub.ask('GET', '/api/v1/schools', { headers: bearer(secret) });
    expect((await shown(apiKey.id))?.lastUsedAt).not.toBe(first);
  });

  test('a revoked key opens nothing, its name is free again, and its connection goes on under the next key', async () => {
    const before = (await make({ name: 'turning', scopes: ['rostering'], schools: ['sch-1'] })).body as Made;
    expect((await make({ name: 'turning', scopes: ['manage'] })).entry).toBe('request.name_taken');
    const revoked = await hub.ask('DELETE', `/api/v1/api-keys/${before.apiKey.id}`, { headers: admin });
    expect((revoked.body as Made['apiKey']).revokedAt).not.toBeNull();
    expect((await hub.ask('GET', '/api/v1/schools', { headers: bearer(before.secret) })).status).toBe(401);
    expect((await hub.ask('DELETE', `/api/v1/api-keys/${before.apiKey.id}`, { headers: admin })).body).toEqual(
      revoked.body,
    );
    expect((await make({ name: 'turning', scopes: ['rostering'], schools: ['sch-1'] })).status).toBe(201);
    const connections =
      await sql`select count(distinct connection_id) as n, count(*) as keys from api_key where name = 'turning'`.execute(
        hub.app.db,
      );
    expect(connections.rows).toEqual([{ n: 1, keys: 2 }]);
  });

  test('of two keys of one name made at once, one is made', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map(() => make({ name: 'twins', scopes: ['rostering'], schools: ['sch-1'] })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test('schools that are not there, and schools of a key that manages, are refused', async () => {
    expect((await make({ name: 'lost', scopes: ['rostering'], schools: ['sch-1', 'nowhere'] })).entry).toBe(
      'request.school_unknown',
    );
    expect((await make({ name: 'lost', scopes: ['manage'], schools: ['sch-1'] })).status).toBe(400);
  });

  test('nobody makes a key that may do more than they themselves', async () => {
    await hub.ask('POST', '/api/v1/roles', {
      headers: admin,
      body: { name: 'Key maker', permissions: ['api_keys.write', 'api_keys.read'] },
    });
    const { browser } = await joined(hub, admin, 'keys@north.example', [{ role: 'key_maker', schoolId: null }]);
    expect((await make({ name: 'more', scopes: ['manage'] }, browser)).entry).toBe('request.not_permitted');
    expect((await make({ name: 'as-much', scopes: ['rostering'], schools: ['sch-1'] }, browser)).status).toBe(201);
  });

  test('secrets stand nowhere but in the answer that made them', async () => {
    const { secret } = (await make({ name: 'quiet', scopes: ['manage'] })).body as Made;
    const answers = await Promise.all(
      ['api-keys', 'audit?limit=500', 'district/file'].map((path) =>
        hub.ask('GET', `/api/v1/${path}`, { headers: bearer(secret) }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const { text } of answers) expect(text).not.toContain('hp_live_');
    expect(hub.logged.join('')).not.toContain('hp_live_');
    const stored = await sql<{
      row: string;
    }>`select directory::text as row from directory union all select api_key::text from api_key union all select audit::text from audit`.execute(
      hub.app.db,
    );
    expect(stored.rows.some(({ row }) => row.includes(secret))).toBe(false);
  });
});
