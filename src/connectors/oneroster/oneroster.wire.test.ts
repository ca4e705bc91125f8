import { describe, expect, test } from 'vitest';
import { collections } from '../connector.ts';
import { cellsOf } from './oneroster.wire.ts';

const ref = (sourcedId: string) => ({ href: `https://sis.example/${sourcedId}`, sourcedId, type: 'x' });

describe('a record of 1.1 as cells', () => {
  test('a person', () => {
    const person = {
      sourcedId: 'u-1',
      status: 'active',
      dateLastModified: '2026-09-01T00:00:00.000Z',
      metadata: { bus: 'line 4', 'x.y': { deep: true }, none: null, passwordHint: 'cat' },
      username: 'ada',
      userIds: [
        { type: 'LDAP', identifier: 'ada' },
        { type: 'SIS', identifier: 17 },
      ],
      enabledUser: true,
      givenName: 'Ada',
      familyName: 'Löwe, "L"',
      role: 'student',
      orgs: [ref('o-1'), { sourcedId: 'o-2' }, 'o-3'],
      agents: [ref('u-9')],
      grades: ['09', '10'],
      password: 'secret',
    };
    expect(cellsOf('1.1', 'users', person, undefined)).toEqual({
      sourcedId: 'u-1',
      status: 'active',
      dateLastModified: '2026-09-01T00:00:00.000Z',
      enabledUser: 'true',
      username: 'ada',
      userIds: '{LDAP:ada},{SIS:17}',
      givenName: 'Ada',
      familyName: 'Löwe, "L"',
      middleName: '',
      identifier: '',
      email: '',
      sms: '',
      phone: '',
      agentSourcedIds: 'u-9',
      grades: '09,10',
      orgSourcedIds: 'o-1,o-2,o-3',
      role: 'student',
      'metadata.bus': 'line 4',
      'metadata.x.y': '{"deep":true}',
      'metadata.none': '',
    });
  });

  test('a class', () => {
    const section = {
      sourcedId: 's-1',
      title: 'Algebra',
      classType: 'scheduled',
      course: ref('c-1'),
      school: ref('o-1'),
      terms: [ref('t-1'), ref('t-2')],
      grades: '09',
      periods: '1,2',
    };
    expect(cellsOf('1.1', 'classes', section, undefined)).toMatchObject({
      // Without a status a record is there.
      status: 'active',
      courseSourcedId: 'c-1',
      schoolSourcedId: 'o-1',
      termSourcedIds: 't-1,t-2',
      grades: '09',
      periods: '1,2',
      classCode: '',
    });
  });

  test.each([
    [true, 'true'],
    ['true', 'true'],
    ['True', 'true'],
    [false, 'false'],
    ['FALSE', 'false'],
    [1, '1'],
    ['yes', 'yes'],
    [undefined, ''],
    [null, ''],
  ])('a yes or no that is written %j becomes "%s"', (primary, expected) => {
    expect(cellsOf('1.1', 'enrollments', { primary }, undefined)['primary']).toBe(expected);
  });

  test.each([
    ['2026-08-10', undefined, '2026-08-10'],
    ['2026-08-10T00:00:00.000Z', 'America/Chicago', '2026-08-10'],
    ['2026-08-10T00:00:00-05:00', 'America/Chicago', '2026-08-10'],
    ['2026-08-10T05:00:00.000Z', 'America/Chicago', '2026-08-10'],
    ['2026-08-10T04:59:00.000Z', 'America/Chicago', '2026-08-09'],
    ['2026-08-10T05:00:00.000Z', undefined, '2026-08-10T05:00:00.000Z'],
    ['08/10/2026', 'America/Chicago', '08/10/2026'],
    [null, undefined, ''],
  ])('a day that is written %j is in %s the day "%s"', (beginDate, zone, expected) => {
    expect(cellsOf('1.1', 'enrollments', { beginDate }, zone)['beginDate']).toBe(expected);
  });
});

describe('a record of 1.2 as cells', () => {
  const person = {
    sourcedId: 'u-1',
    enabledUser: 'true',
    preferredFirstName: 'Addy',
    preferredMiddleName: 'M',
    preferredLastName: 'Lion',
    pronouns: 'she/her',
    userMasterIdentifier: 'M-1',
    roles: [
      { roleType: 'secondary', role: 'aide', org: ref('o-2') },
      { roleType: 'primary', role: 'student', org: ref('o-1') },
    ],
    userProfiles: [{ credentials: [{ type: 'x' }] }, { credentials: [{ type: 'sso', username: 'ada.l' }] }],
  };

  test('a person has other names for names, and an org by the role that is called primary', () => {
    expect(cellsOf('1.2', 'users', person, undefined)).toMatchObject({
      enabledUser: 'true',
      preferredGivenName: 'Addy',
      preferredMiddleName: 'M',
      preferredFamilyName: 'Lion',
      primaryOrgSourcedId: 'o-1',
      orgSourcedIds: 'o-1,o-2',
      roles: '[{"role":"aide","roleType":"secondary","org":"o-2"},{"role":"student","roleType":"primary","org":"o-1"}]',
      pronouns: 'she/her',
      userMasterIdentifier: 'M-1',
      username: 'ada.l',
    });
  });

  test('roles are the same text in whatever order they come, their days without an hour', () => {
    const [aide, student] = person.roles;
    const begun = { ...student, beginDate: '2026-08-17T05:00:00Z', endDate: '2027-06-04' };
    const told =
      '[{"role":"aide","roleType":"secondary","org":"o-2"},{"role":"student","roleType":"primary","org":"o-1","beginDate":"2026-08-17","endDate":"2027-06-04"}]';
    for (const roles of [
      [aide, begun],
      [begun, aide],
    ])
      expect(cellsOf('1.2', 'users', { ...person, roles }, 'America/Chicago')['roles']).toBe(told);
  });

  test('what is no list of roles goes over as it is, and nothing where there is none', () => {
    expect(cellsOf('1.2', 'users', { roles: 'teacher' }, undefined)).toMatchObject({
      roles: 'teacher',
      orgSourcedIds: '',
    });
    expect(cellsOf('1.2', 'users', {}, undefined)).toMatchObject({ roles: '', orgSourcedIds: '' });
  });

  test('an org that is named as the primary one comes first, and so does a username', () => {
    const named = { ...person, primaryOrg: ref('o-9'), username: 'ada' };
    expect(cellsOf('1.2', 'users', named, undefined)).toMatchObject({ primaryOrgSourcedId: 'o-9', username: 'ada' });
  });

  test('periods are a list', () => {
    expect(cellsOf('1.2', 'classes', { periods: ['1', 2] }, undefined)['periods']).toBe('1,2');
  });
});

test.each(collections)('what is no record at all becomes a row of %s without an id', (collection) => {
  for (const record of [null, 'x', 7, [], { sourcedId: null }])
    expect(cellsOf('1.1', collection, record, undefined)).toMatchObject({ sourcedId: '', status: 'active' });
});

test('what should be text and is not goes over as it is', () => {
  expect(cellsOf('1.1', 'orgs', { name: ['a', 1], identifier: 17, type: { a: 1 } }, undefined)).toMatchObject({
    name: '["a",1]',
    identifier: '17',
    type: '{"a":1}',
  });
});
