import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { type ApplyOptions, apply } from '../../src/district/district-apply.usecases.ts';
import { aHub, browserOf, type Hub, password, tokenOf } from '../access/hub.ts';

const secret = 'hp_live_nightly_0123456789';
const opsSecret = 'hp_live_ops_0123456789abcdef';
const north = `
version: 1
district: { id: north, name: North Unified, timeZone: America/Chicago }
schools:
  - id: sch-1
    name: North High
    rostering:
      attendanceSettings:
        - { name: In person }
        - { name: Hybrid, conversion: true }
      duration: 60
      welcomeEmail: welcome
  - { id: sch-2, name: South High }
mailTemplates:
  - { name: welcome, subject: "Welcome, {{firstName}}", text: "Hello \${firstName}" }
apiKeys:
  - { name: nightly-sis, secret: ${secret}, schools: [sch-1], managedBy: { name: Acme SIS team, email: sis@acme.example, us: false } }
  - { name: ops, secret: '\${OPS_SECRET}', scopes: [manage] }
`;

let hub: Hub;
beforeAll(async () => {
  hub = await aHub();
});
afterAll(() => hub.close());

const applied = (text: string, more: Partial<ApplyOptions> = {}) =>
  apply(hub.app, { text, fileName: 'north.yaml', env: { OPS_SECRET: opsSecret }, ...more });
const asked = (path: string, key = opsSecret) =>
  hub.ask('GET', `/api/v1/${path}`, { headers: { authorization: `Bearer ${key}` } });
/** Every row that a district file speaks of, as one text. */
const everything = async () => {
  const rows = await sql<{ row: string }>`select row from (
    select district::text as row from district union all select school::text from school union all select mail_template::text from mail_template
    union all select api_key::text from api_key union all select api_key_school::text from api_key_school union all select directory::text from directory
    union all select connection::text from connection union all select flow::text from flow union all select role::text from role union all select audit::text from audit) r order by row`.execute(
    hub.app.db,
  );
  return rows.rows.map(({ row }) => row.replace(/"2026[^"]*"/g, ''));
};
const told = (result: Awaited<ReturnType<typeof apply>>) =>
  result.changes.map(({ operation, kind, id }) => `${operation} ${kind} ${id}`);

describe('the district file', () => {
  test('a dry run says what would be made, and makes nothing', async () => {
    const result = await applied(north, { dryRun: true });
    expect(told(result)).toEqual([
      'create district north',
      'create mail_template welcome',
      'create school sch-1',
      'create school sch-2',
      'create api_key nightly-sis',
      'create api_key ops',
    ]);
    expect(result).toMatchObject({ applied: false, warnings: [], mistakes: [], secrets: [] });
    expect(await everything()).toEqual([]);
  });

  test('applied, it holds from the next request on; applied again, it changes nothing', async () => {
    expect(await applied(north)).toMatchObject({ applied: true, secrets: [], mistakes: [] });
    const schools = (await asked('schools')).body as { schools: unknown[] };
    expect(schools.schools).toMatchObject([
      {
        id: 'sch-1',
        rostering: {
          attendanceSettings: [
            { name: 'In person', conversion: false },
            { name: 'Hybrid', conversion: true },
          ],
          duration: 60,
          welcomeEmail: 'welcome',
        },
      },
      { id: 'sch-2', rostering: null },
    ]);
    expect((await asked('schools', secret)).status).toBe(403);
    const before = await everything();
    expect(await applied(north)).toMatchObject({ applied: true, changes: [], warnings: [], secrets: [] });
    expect(await everything()).toEqual(before);
  });

  test('every change is in the audit, by the person at the machine', async () => {
    const { audit } = (await asked('audit?action=district.applied')).body as {
      audit: { actor: { kind: string }; details: unknown }[];
    };
    expect(audit).toMatchObject([{ actor: { kind: 'command' }, details: { file: 'north.yaml', changes: 6 } }]);
    const keys = (await asked('audit?action=api_key')).body as { audit: { subject: { name: string } }[] };
    expect(keys.audit.map(({ subject }) => subject.name)).toEqual(['ops', 'nightly-sis']);
  });

  test('a district without an administrator gets its first by a link that asks for no district', async () => {
    const token = tokenOf(await adminLink(hub.app));
    expect((await hub.ask('GET', `/api/v1/links/${token}`)).body).toMatchObject({
      purpose: 'first_administrator',
      needsDistrict: false,
    });
    const entered = await hub.ask('POST', '/api/v1/links', {
      body: { token, name: 'Ada', email: 'ada@north.example', password },
    });
    expect(entered.body).toMatchObject({ district: { id: 'north', name: 'North Unified' } });
    expect((await hub.ask('GET', '/api/v1/district/file', { headers: browserOf(entered) })).status).toBe(200);
  });

  test('downloaded, it holds no secret; applied again, it changes nothing', async () => {
    const file = await asked('district/file');
    expect(file.headers['content-type']).toBe('text/yaml; charset=utf-8');
    expect(file.text).toContain('name: North High');
    expect(file.text).not.toMatch(/secret:|hp_live_/);
    expect(await applied(file.text)).toMatchObject({ changes: [], warnings: [], mistakes: [] });
  });

  test('a school named without rostering loses its configuration and keeps its records', async () => {
    const result = await applied(
      `district: { id: north, name: North Unified, timeZone: America/Chicago }\nschools:\n  - { id: sch-1, name: North High }\n`,
    );
    expect(result.changes).toEqual([
      { operation: 'change', kind: 'school', id: 'sch-1', name: 'North High', details: ['loses its configuration'] },
    ]);
    expect((await asked('schools/sch-1')).body).toMatchObject({ rostering: null });
    expect(told(await applied(north))).toEqual(['change school sch-1']);
  });

  test('attendance settings may be left empty', async () => {
    await applied(
      `district: { id: north, name: North Unified, timeZone: America/Chicago }\nschools:\n  - id: sch-2\n    name: South High\n    rostering:\n      attendanceSettings:\n      duration: 45\n`,
    );
    expect((await asked('schools/sch-2')).body).toMatchObject({ rostering: { attendanceSettings: [], duration: 45 } });
  });

  test('a duration out of range and an unknown template are stored with a warning that names the line', async () => {
    const odd = north
      .replace('duration: 60', 'duration: 2000')
      .replace('welcomeEmail: welcome', 'welcomeEmail: greeting');
    const result = await applied(odd);
    expect(result.applied).toBe(true);
    expect(result.warnings.map(({ line }) => line)).toEqual([11, 12]);
    expect((await asked('schools/sch-1')).body).toMatchObject({
      rostering: { duration: 2000, welcomeEmail: 'greeting' },
    });
    await applied(north);
  });

  test('a key without a secret gets one, shown once', async () => {
    const more = `${north}  - { name: extra, scopes: [manage] }\n`;
    const result = await applied(more);
    expect(result.secrets.map(({ name }) => name)).toEqual(['extra']);
    expect((await asked('schools', result.secrets[0]?.secret)).status).toBe(200);
    expect(await applied(more)).toMatchObject({ changes: [], secrets: [] });
    expect((await asked('schools', result.secrets[0]?.secret)).status).toBe(200);
  });

  test('a changed secret takes the place of the old one', async () => {
    const renewed = 'hp_live_ops_fedcba9876543210';
    const result = await applied(north, { env: { OPS_SECRET: renewed } });
    expect(result.changes.map(({ name, details }) => [name, details])).toEqual([
      ['ops', ['the given secret replaces the one before']],
    ]);
    expect((await asked('schools')).status).toBe(401);
    expect((await asked('schools', renewed)).status).toBe(200);
    await applied(north);
  });

  test('two keys may exchange their secrets, but one secret does not open two keys', async () => {
    const keys = (a: string, b: string) =>
      `district: { id: north, name: North Unified, timeZone: America/Chicago }\napiKeys:\n  - { name: a, secret: ${a}, scopes: [manage] }\n  - { name: b, secret: ${b}, scopes: [manage] }\n`;
    const [one, two] = ['hp_live_one_0123456789abcd', 'hp_live_two_0123456789abcd'];
    expect((await applied(keys(one, two))).applied).toBe(true);
    expect((await applied(keys(two, one))).changes).toHaveLength(2);
    expect((await applied(keys(one, one))).mistakes).toEqual([
      { line: 4, message: 'secret: another API key of this file has the same secret' },
    ]);
    const third = `district: { id: north, name: North Unified, timeZone: America/Chicago }\napiKeys:\n  - { name: c, secret: ${one}, scopes: [manage] }\n`;
    expect((await applied(third)).mistakes).toEqual([{ line: 3, message: 'secret: it opens another API key already' }]);
    const south = third.replace('id: north', 'id: south');
    expect((await applied(south)).mistakes).toEqual([{ line: 3, message: 'secret: it opens another API key already' }]);
  });

  test('a key keeps its connection when its schools change', async () => {
    const connection = () =>
      sql`select k.connection_id, count(s.school_id) as schools from api_key k join api_key_school s on s.district_id = k.district_id and s.api_key_id = k.id where k.name = 'nightly-sis' group by 1`
        .execute(hub.app.db)
        .then(({ rows }) => rows[0]);
    const before = await connection();
    const result = await applied(north.replace('schools: [sch-1]', 'schools: [sch-2, sch-1]'));
    expect(result.changes.map(({ details }) => details)).toEqual([['schools: “sch-1” becomes “sch-1, sch-2”']]);
    expect(await connection()).toEqual({ ...(before as object), schools: 2 });
    await applied(north);
  });

  test('the name of a school that files bring is left alone, and said', async () => {
    await sql`insert into connection (district_id, id, name, system) values ('north', 900, 'files', 'oneroster-csv')`.execute(
      hub.app.db,
    );
    await sql`update school set connection_id = 900, name = 'North Senior High' where id = 'sch-1'`.execute(hub.app.db);
    const result = await applied(north);
    expect(result).toMatchObject({
      changes: [],
      warnings: [
        {
          line: 6,
          message: 'The name of the school sch-1 comes from the connection files and stays “North Senior High”.',
        },
      ],
    });
    const refused = await hub.ask('PATCH', '/api/v1/schools/sch-1', {
      headers: { authorization: `Bearer ${opsSecret}` },
      body: { name: 'Other' },
    });
    expect([refused.status, refused.entry]).toEqual([409, 'request.name_from_source']);
  });

  test('what the file does not name goes only with --prune and the district’s id typed; what holds records stays', async () => {
    await applied(
      `district: { id: north, name: North Unified, timeZone: America/Chicago }\nschools: [{ id: empty, name: Empty }, { id: full, name: Full }]\nmailTemplates: [{ name: old, subject: a, text: b }]\n`,
    );
    await sql`insert into class (district_id, id, connection_id, source_key, title, school_id, print, created_run, changed_run) values ('north', 1, 900, 'c1', 'Algebra', 'full', 0, 1, 1)`.execute(
      hub.app.db,
    );
    expect(told(await applied(north))).toEqual([]);
    const unasked = await applied(north, { prune: true });
    const removals = [
      'remove api_key a',
      'remove api_key b',
      'remove api_key extra',
      'remove mail_template old',
      'remove school empty',
    ];
    expect(
      unasked.changes.map(({ operation, kind, name, id }) => `${operation} ${kind} ${kind === 'api_key' ? name : id}`),
    ).toEqual(removals);
    expect(unasked).toMatchObject({ applied: false });
    expect(unasked.warnings.map(({ message }) => message)).toContain(
      'The school full (Full) is not named, and stays: it has 1 class.',
    );
    expect((await applied(north, { prune: true, confirm: { typed: 'nort' } })).applied).toBe(false);
    expect((await applied(north, { prune: true, confirm: { typed: 'north', shown: 'school other' } })).applied).toBe(
      false,
    );
    expect((await asked('schools/empty')).status).toBe(200);
    expect(
      (await applied(north, { prune: true, confirm: { typed: 'north', shown: unasked.unconfirmed ?? '' } })).applied,
    ).toBe(true);
    expect((await asked('schools/empty')).status).toBe(404);
    expect((await asked('schools/full')).status).toBe(200);
    expect(told(await applied(north, { prune: true }))).toEqual([]);
  });

  test('a school goes with the same file that takes its last key elsewhere', async () => {
    const moved = (school: string) =>
      `district: { id: north, name: North Unified, timeZone: America/Chicago }\nschools: [{ id: ${school}, name: ${school} }]\napiKeys: [{ name: moving, schools: [${school}] }]\n`;
    await applied(moved('before'));
    const result = await applied(moved('after'), { prune: true, confirm: { typed: 'north' } });
    expect(told(result)).toContain('remove school before');
    expect(result.applied).toBe(true);
    await applied(north);
  });

  test('two who apply the same file at once make one district', async () => {
    const west = north
      .replaceAll('north', 'west')
      .replaceAll('North', 'West')
      .replace(secret, 'hp_live_west_0123456789abcd');
    const results = await Promise.all(
      [1, 2, 3].map(() => applied(west, { env: { OPS_SECRET: 'hp_live_west_ops_0123456789' } })),
    );
    expect(results.map(({ changes }) => changes.length).sort()).toEqual([0, 0, 6]);
    expect(results.flatMap(({ warnings }) => warnings.map(({ message }) => message))).toEqual([
      'This hub has another district already (north); the file makes a second one beside it.',
    ]);
  });
});

describe('a district file with mistakes', () => {
  const bad = `version: 2
district: { id: north, name: 12, timeZone: Mars/Base, colour: red }
schools:
  - id: sch-1
    name: North High
    rostering:
      attendanceSettings:
      duration: sixty
      welcomMail: x
  - id: sch-1
    name: Again
  - id: sch-3
mailTemplates:
  - { name: welcome, subject: 5 }
apiKeys:
  - { name: a, secret: short-secret, schools: [nowhere] }
  - name: b
    secret: \${NOT_SET}
    scopes: [all]
  - { name: c, scopes: [manage], schools: [sch-1] }
  - { name: c }
  - name: d
    schools: [sch-1]
    managedBy: { name: Acme, email: nobody }
surprise: 1
`;

  test('every mistake is told with its line, and nothing is applied', async () => {
    const before = await everything();
    const result = await applied(bad);
    expect(result.mistakes.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '1 version: must be 1',
      '2 name: must be text; put it in quotes',
      '2 timeZone: must be a time zone such as America/Chicago',
      '2 There is no key colour here.',
      '8 duration: must be a whole number of minutes',
      '9 There is no key welcomMail here.',
      '10 The school sch-1 is named twice.',
      '12 name is missing.',
      '14 subject: must be text; put it in quotes',
      '14 text is missing.',
      '16 secret: must have at least 24 characters',
      '16 schools: there is no school nowhere, neither in this file nor in the district.',
      '18 secret: the environment variable NOT_SET is not set',
      '19 scopes: must be one of: rostering, manage',
      '20 schools: only a key with the scope rostering is for some schools; the scope manage is for the whole district',
      '21 The API key c is named twice.',
      '21 An API key needs schools (it then has rostering rights there) or scopes.',
      '24 email: must be an e-mail address',
      '25 There is no key surprise here.',
    ]);
    expect(JSON.stringify(result)).not.toContain('short-secret');
    expect(await everything()).toEqual(before);
  });

  test.each([
    ['nothing', '', 'The file is empty.'],
    ['a list', '- 1', 'The file must be a group of keys.'],
    [
      'an unfinished list',
      'district: [',
      'Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    ['a key twice', 'district: { id: a, id: a, name: A, timeZone: UTC }', 'Map keys must be unique.'],
    [
      'a settings key with nothing under it',
      'district: { id: a, name: A, timeZone: UTC }\nschools: [{ id: s, name: S, rostering: }]',
      'rostering: is empty; write {} where nothing is set, or leave it out',
    ],
    [
      'anchors that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefg'[at]}`).join(',')}]`).join('\n')}`,
      'The file repeats parts of itself by anchors too often to be read.',
    ],
  ])('%s is told in one sentence', async (_, text, message) => {
    expect((await applied(text)).mistakes.map((mistake) => mistake.message)).toContain(message);
  });
});
