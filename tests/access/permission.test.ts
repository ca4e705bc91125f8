import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as administratorLink from '../../src/access/administrator-link.usecases.ts';
import * as apiKey from '../../src/access/api-key.usecases.ts';
import * as people from '../../src/access/people.usecases.ts';
import { permissionNames } from '../../src/access/permission.model.ts';
import * as role from '../../src/access/role.usecases.ts';
import * as audit from '../../src/audit/audit.read-model.ts';
import * as districtApply from '../../src/district/district-apply.usecases.ts';
import * as districtFile from '../../src/district/district-file.read-model.ts';
import type { Actor } from '../../src/platform/actor.ts';
import * as school from '../../src/rostering/school.usecases.ts';
import { aHub, aSchool, browserOf, founded, type Hub, joined, type Method, nobody, password, tokenOf } from './hub.ts';

type UseCase = (house: Hub['app'], actor: Actor, input: never) => Promise<unknown>;
/** Use cases that are not made for an actor: the door, and what the command line decides before there is one. */
const doors = new Set(['needsFirstAdministrator', 'administratorLink', 'apply']);
const modules = { administratorLink, apiKey, people, role, audit, districtApply, districtFile, school };
const useCases = Object.entries(modules).flatMap(([name, module]) =>
  Object.entries(module as Record<string, unknown>).flatMap(([verb, work]) =>
    typeof work === 'function' && !doors.has(verb) ? [[`${name}.${verb}`, work as UseCase] as const] : [],
  ),
);

let hub: Hub;
let admin: Readonly<Record<string, string>>;
beforeAll(async () => {
  hub = await aHub();
  admin = await founded(hub);
  for (const [id, name] of [
    ['sch-1', 'North High'],
    ['sch-2', 'South High'],
  ] as const)
    await aSchool(hub, admin, id, name);
});
afterAll(() => hub.close());

describe('no use case without a permission', () => {
  test('there are as many as we know of', () => expect(useCases.map(([name]) => name).sort()).toHaveLength(20));

  test.each(useCases)('%s is refused to somebody who may do nothing', async (_, work) => {
    await expect(work(hub.app, nobody, undefined as never)).rejects.toMatchObject({ entry: 'request.not_permitted' });
  });

  test.each<[Method, string, unknown?]>([
    ['GET', '/api/v1/session'],
    ['GET', '/api/v1/people'],
    ['POST', '/api/v1/people', { name: 'A', email: 'a@b.example', grants: [{ role: 'viewer', schoolId: null }] }],
    ['GET', '/api/v1/roles'],
    ['GET', '/api/v1/schools'],
    ['PATCH', '/api/v1/schools/sch-1', {}],
    ['GET', '/api/v1/api-keys'],
    ['DELETE', '/api/v1/api-keys/1'],
    ['GET', '/api/v1/audit'],
    ['GET', '/api/v1/district/file'],
  ])('%s %s asks who is there first', async (method, url, body) => {
    const answer = await hub.ask(method, url, body === undefined ? {} : { body });
    expect([answer.status, answer.entry]).toEqual([401, 'request.not_signed_in']);
  });
});

describe('a school at a time', () => {
  test('somebody with a role at one school sees and touches that school only', async () => {
    const made = await hub.ask('POST', '/api/v1/roles', {
      headers: admin,
      body: {
        name: 'School office',
        permissions: ['schools.read', 'schools.write', 'people.read', 'api_keys.read', 'audit.read', 'api_keys.write'],
      },
    });
    expect(made.body).toMatchObject({ id: 'school_office', builtIn: false });
    for (const [name, schools] of [
      ['one', ['sch-1']],
      ['both', ['sch-1', 'sch-2']],
      ['two', ['sch-2']],
    ] as const) {
      expect(
        (await hub.ask('POST', '/api/v1/api-keys', { headers: admin, body: { name, scopes: ['rostering'], schools } }))
          .status,
      ).toBe(201);
    }
    const { browser } = await joined(hub, admin, 'office@north.example', [
      { role: 'school_office', schoolId: 'sch-1' },
    ]);
    await joined(hub, admin, 'elsewhere@north.example', [{ role: 'viewer', schoolId: 'sch-2' }]);
    const get = async (path: string) =>
      (await hub.ask('GET', `/api/v1/${path}`, { headers: browser })).body as Record<
        string,
        { id: string; name: string; schools?: { id: string }[] }[]
      >;

    expect(await get('session')).toMatchObject({
      schools: ['sch-1'],
      permissions: ['schools.read', 'schools.write', 'people.read', 'api_keys.read'],
    });
    expect((await get('schools'))['schools']?.map(({ id }) => id)).toEqual(['sch-1']);
    expect((await get('people'))['people']?.map(({ name }) => name)).toEqual(['office']);
    expect(
      (await get('api-keys'))['apiKeys']?.map(({ name, schools }) => [name, schools?.map(({ id }) => id)]),
    ).toEqual([
      ['both', ['sch-1']],
      ['one', ['sch-1']],
    ]);
    expect((await hub.ask('GET', '/api/v1/schools/sch-2', { headers: browser })).status).toBe(404);
    expect((await hub.ask('PATCH', '/api/v1/schools/sch-2', { headers: browser, body: { name: 'Mine' } })).status).toBe(
      404,
    );
    expect(
      (await hub.ask('PATCH', '/api/v1/schools/sch-1', { headers: browser, body: { name: 'North High School' } }))
        .status,
    ).toBe(200);
    expect(
      (await hub.ask('POST', '/api/v1/schools', { headers: browser, body: { id: 'sch-9', name: 'New' } })).status,
    ).toBe(403);
    // What makes sense for the whole district only is not had by a role at one school.
    expect((await hub.ask('GET', '/api/v1/audit', { headers: browser })).entry).toBe('request.not_permitted');
    expect(
      (
        await hub.ask('POST', '/api/v1/api-keys', {
          headers: browser,
          body: { name: 'mine', scopes: ['rostering'], schools: ['sch-1'] },
        })
      ).status,
    ).toBe(403);
  });

  test('a role at one school and another in the district add up', async () => {
    const { browser } = await joined(hub, admin, 'mixed@north.example', [
      { role: 'viewer', schoolId: null },
      { role: 'registrar', schoolId: 'sch-1' },
    ]);
    expect((await hub.ask('GET', '/api/v1/session', { headers: browser })).body).toMatchObject({
      schools: null,
      permissions: [
        'runs.read',
        'issues.read',
        'roster.read',
        'schools.read',
        'notifications.receive',
        'dictionary.read',
      ],
    });
    const schools = (await hub.ask('GET', '/api/v1/schools', { headers: browser })).body as { schools: unknown[] };
    expect(schools.schools).toHaveLength(2);
  });
});

describe('people and roles', () => {
  test('an e-mail belongs to one person, also when two invite at once', async () => {
    const invite = (email: string) =>
      hub.ask('POST', '/api/v1/people', {
        headers: admin,
        body: { name: 'Eve', email, grants: [{ role: 'viewer', schoolId: null }] },
      });
    const answers = await Promise.all([
      invite('eve@north.example'),
      invite('EVE@north.example'),
      invite('eve@north.example'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.entry).toBe('request.email_taken');
  });

  test('a new link for somebody invited takes the place of the old one', async () => {
    const invited = (
      await hub.ask('POST', '/api/v1/people', {
        headers: admin,
        body: { name: 'Fay', email: 'fay@north.example', grants: [{ role: 'viewer', schoolId: null }] },
      })
    ).body as { link: string; person: { id: string; state: string } };
    expect(invited.person.state).toBe('invited');
    const renewed = (await hub.ask('POST', `/api/v1/people/${invited.person.id}/link`, { headers: admin })).body as {
      link: string;
    };
    expect((await hub.ask('GET', `/api/v1/links/${tokenOf(invited.link)}`)).status).toBe(404);
    expect((await hub.ask('GET', `/api/v1/links/${tokenOf(renewed.link)}`)).body).toEqual({
      purpose: 'invitation',
      name: 'Fay',
      email: 'fay@north.example',
      needsDistrict: false,
    });
  });

  test('roles and schools that are not there are all told', async () => {
    const refused = await hub.ask('PATCH', '/api/v1/people/1', {
      headers: admin,
      body: {
        grants: [
          { role: 'king', schoolId: null },
          { role: 'viewer', schoolId: 'sch-77' },
        ],
      },
    });
    expect(refused.status).toBe(400);
    expect(
      (refused.body as { error: { help: { violations: { pointer: string }[] } } }).error.help.violations.map(
        ({ pointer }) => pointer,
      ),
    ).toEqual(['/grants/0/role', '/grants/1/schoolId']);
  });

  test.each([
    ['disabling', { disabled: true }],
    ['taking the role from', { grants: [{ role: 'viewer', schoolId: null }] }],
    ['limiting to a school', { grants: [{ role: 'administrator', schoolId: 'sch-1' }] }],
  ])('%s the last administrator is refused', async (_, change) => {
    expect((await hub.ask('PATCH', '/api/v1/people/1', { headers: admin, body: change })).entry).toBe(
      'request.last_administrator',
    );
    expect((await hub.ask('GET', '/api/v1/session', { headers: admin })).status).toBe(200);
  });

  test('two administrators who take the role from each other at once leave one', async () => {
    const gil = await joined(hub, admin, 'gil@north.example', [{ role: 'administrator', schoolId: null }]);
    const demote = (id: string, headers: Readonly<Record<string, string>>) =>
      hub.ask('PATCH', `/api/v1/people/${id}`, { headers, body: { disabled: true } });
    const answers = await Promise.all([demote('1', gil.browser), demote(gil.id, admin)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    // Whoever is left restores the other for the tests that follow.
    const first = (await hub.ask('GET', '/api/v1/session', { headers: admin })).status === 200;
    if (first) await demote(gil.id, admin);
    else {
      await hub.ask('PATCH', '/api/v1/people/1', { headers: gil.browser, body: { disabled: false } });
      admin = browserOf(await hub.ask('POST', '/api/v1/session', { body: { email: 'ada@north.example', password } }));
      await demote(gil.id, admin);
    }
    expect((await hub.ask('GET', '/api/v1/session', { headers: admin })).status).toBe(200);
  });

  test('built-in roles stay, roles in use stay, and a role that nobody has goes', async () => {
    const viewer = { name: 'Viewer', permissions: ['runs.read'] };
    expect((await hub.ask('PATCH', '/api/v1/roles/viewer', { headers: admin, body: viewer })).entry).toBe(
      'request.role_fixed',
    );
    expect((await hub.ask('DELETE', '/api/v1/roles/viewer', { headers: admin })).entry).toBe('request.role_fixed');
    expect(
      (await hub.ask('POST', '/api/v1/roles', { headers: admin, body: { ...viewer, name: 'VIEWER' } })).entry,
    ).toBe('request.name_taken');
    expect((await hub.ask('DELETE', '/api/v1/roles/school_office', { headers: admin })).entry).toBe(
      'request.role_in_use',
    );
    const made = await Promise.all(
      [1, 2].map(() =>
        hub.ask('POST', '/api/v1/roles', { headers: admin, body: { name: 'Auditor', permissions: ['audit.read'] } }),
      ),
    );
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(
      (
        await hub.ask('PATCH', '/api/v1/roles/auditor', {
          headers: admin,
          body: { name: 'Auditors', permissions: ['audit.read', 'runs.read'] },
        })
      ).body,
    ).toMatchObject({ id: 'auditor', name: 'Auditors', permissions: ['runs.read', 'audit.read'] });
    expect((await hub.ask('DELETE', '/api/v1/roles/auditor', { headers: admin })).status).toBe(204);
    expect((await hub.ask('DELETE', '/api/v1/roles/auditor', { headers: admin })).status).toBe(404);
    const roles = (await hub.ask('GET', '/api/v1/roles', { headers: admin })).body as {
      roles: { id: string }[];
      permissions: { name: string }[];
    };
    expect(roles.roles.map(({ id }) => id)).toEqual([
      'administrator',
      'integration_manager',
      'registrar',
      'viewer',
      'teacher',
      'school_office',
    ]);
    expect(roles.permissions.map(({ name }) => name)).toEqual(permissionNames);
  });

  test('people are found, and paged without losing or repeating one', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = (await hub.ask('GET', `/api/v1/people?limit=2${cursor}`, { headers: admin })).body as {
        people: { name: string }[];
        nextCursor: string | null;
      };
      seen.push(...page.people.map(({ name }) => name));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual(['Ada Admin', 'elsewhere', 'Eve', 'Fay', 'gil', 'mixed', 'office']);
    const found = (await hub.ask('GET', '/api/v1/people?q=FAY%40north', { headers: admin })).body as {
      people: unknown[];
    };
    expect(found.people).toHaveLength(1);
    const underscore = (await hub.ask('GET', '/api/v1/people?q=%25', { headers: admin })).body as { people: unknown[] };
    expect(underscore.people).toEqual([]);
  });

  test.each(['people', 'schools', 'api-keys', 'audit'])('a cursor of %s that is not ours is refused', async (list) => {
    for (const cursor of ['x', 'WyJhIl0', 'W251bGwsbnVsbF0'])
      expect((await hub.ask('GET', `/api/v1/${list}?cursor=${cursor}`, { headers: admin })).status).toBe(400);
  });

  test('a character that no text can hold is refused, not stored and not a failure', async () => {
    expect((await hub.ask('GET', '/api/v1/people?q=a%00', { headers: admin })).status).toBe(400);
    expect((await aSchool(hub, admin, 'nul', 'a\u0000b')).status).toBe(400);
    expect((await hub.ask('GET', '/api/v1/people/9999999999999999999999', { headers: admin })).status).toBe(404);
  });
});

describe('the audit', () => {
  test('tells who did what, the newest first, and can be searched', async () => {
    const all = (await hub.ask('GET', '/api/v1/audit?limit=500', { headers: admin })).body as {
      audit: { no: number; action: string; actor: { name: string } }[];
    };
    expect(all.audit.at(-1)).toMatchObject({ action: 'district.created', actor: { name: 'Ada Admin' } });
    expect(all.audit.map(({ no }) => no)).toEqual(all.audit.map(({ no }) => no).toSorted((a, b) => b - a));
    expect(new Set(all.audit.map(({ action }) => action))).toContain('person.disabled');
    const schools = (await hub.ask('GET', '/api/v1/audit?action=school&q=north', { headers: admin })).body as {
      audit: { action: string }[];
    };
    expect(schools.audit.map(({ action }) => action)).toEqual(['school.renamed', 'school.created']);
  });
});
