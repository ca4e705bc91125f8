import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import type { RosterBody } from '../../src/rostering/roster-table.model.ts';
import { writeRoster } from '../../src/rostering/roster-write.repository.ts';
import type { Change } from '../../src/runs/job.ts';
import { changedOf, expectBalance, livingOf, refusedOf } from './accounts.ts';
import { releaseHold } from './holds.ts';
import {
  aDistrict,
  aHall,
  aSet,
  type District,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
} from './scene.ts';

// People of OneRoster 1.2: who they are stands in users.csv, what they are at which school in roles.csv.

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const users = `
  sourcedId | enabledUser | username | givenName | familyName | primaryOrgSourcedId
  t-1       | true        | rosa     | Rosa      | Diaz       | high
  s-1       | true        | mia      | Mia       | Chen       |
  s-2       | true        | leo      | Leo       | Okafor     | high`;
const head = 'sourcedId | userSourcedId | roleType | role | beginDate | endDate | orgSourcedId';
const rows = {
  'r-1': 't-1 | primary   | teacher | 2026-08-17 |            | high',
  'r-2': 't-1 | secondary | aide    | 2026-08-17 | 2026-12-18 | high',
  'r-3': 't-1 | secondary | teacher |            |            | elem',
  'r-4': 's-1 | primary   | student |            |            | high',
  'r-5': 's-2 | primary   | student |            |            | high',
} as const;
type Rows = Readonly<Record<string, string>>;
const rolesOf = (some: Rows) => [head, ...Object.entries(some).map(([key, row]) => `${key} | ${row}`)].join('\n');
const without = (...keys: string[]): Rows =>
  Object.fromEntries(Object.entries(rows).filter(([key]) => !keys.includes(key)));
const set = (some: Rows = rows, more: Record<string, string> = {}) =>
  aSet(hall, { ...northHigh, version: '1.2', users, roles: rolesOf(some), ...more });

/** `person at school: role (all roles)` of everybody, own schools with a star. */
async function accountsOf({ app, id }: District): Promise<readonly string[]> {
  const found = await sql<{
    who: string;
    school: string;
    role: string | null;
    own: boolean;
    roles: readonly Role[] | null;
  }>`
    select p.source_key as who, a.school_id as school, a.role, coalesce(a.is_primary, false) as own, a.roles
    from account a join person p on p.district_id = a.district_id and p.id = a.person_id
    where a.district_id = ${id} order by 1, 2`.execute(app.db);
  return found.rows.map(({ who, school, role, own, roles }) => {
    const all = (roles ?? []).map((one) => `${one.role} ${one.type} ${one.begin ?? ''}–${one.end ?? ''}`).join(', ');
    return `${who} at ${school}${own ? '*' : ''}: ${role} (${all})`;
  });
}
type Role = { role: string; type: string; begin: string | null; end: string | null };

const asFiled = [
  's-1 at high: student (student primary –)',
  's-2 at high*: student (student primary –)',
  't-1 at elem: teacher (teacher secondary –)',
  't-1 at high*: teacher (teacher primary 2026-08-17–, aide secondary 2026-08-17–2026-12-18)',
];

async function aSchool(): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(district, await set());
  return district;
}

describe('roles in files of their own', () => {
  it('come in with their people, and the second night changes nothing', async () => {
    const district = await aDistrict(hall);
    const first = await importFolder(district, await set());
    expect(ofKind(first, 'role')).toEqual({ entered: 5, created: 5 });
    expect(await accountsOf(district)).toEqual(asFiled);
    const again = await importFolder(district, await set());
    expect(numbersOf(again)).toEqual({ entered: first.entered, unchanged: first.entered });
    expect(await accountsOf(district)).toEqual(asFiled);
    await expectBalance(district);
  });

  it('change, move to another school and end, and the people’s schools follow', async () => {
    const district = await aSchool();
    const changed = {
      ...without('r-2'),
      'r-3': rows['r-3'].replace('teacher', 'counselor'),
      'r-4': rows['r-4'].replace('high', 'elem'),
    };
    const run = await importFolder(district, await set(changed));
    expect(await changedOf(district, run.id)).toEqual(['role r-2: deleted', 'role r-3: updated', 'role r-4: updated']);
    expect(await accountsOf(district)).toEqual([
      's-1 at elem: student (student primary –)',
      's-2 at high*: student (student primary –)',
      't-1 at elem: counselor (counselor secondary –)',
      't-1 at high*: teacher (teacher primary 2026-08-17–)',
    ]);
    await importFolder(district, await set());
    expect(await accountsOf(district)).toEqual(asFiled);
    await expectBalance(district);
  });

  it('that end at somebody’s own school leave the person there, without a role', async () => {
    const district = await aSchool();
    await importFolder(district, await set(without('r-5')));
    expect(await accountsOf(district)).toContain('s-2 at high*: null ()');
    await expectBalance(district);
  });

  it('stay when their person’s own row changes', async () => {
    const district = await aSchool();
    const renamed = users.replace('Diaz       | high', 'Dias       | elem');
    const run = await importFolder(district, await set(rows, { users: renamed }));
    expect(await changedOf(district, run.id)).toEqual(['user t-1: updated']);
    expect(await accountsOf(district)).toEqual([
      ...asFiled.slice(0, 2),
      't-1 at elem*: teacher (teacher secondary –)',
      't-1 at high: teacher (teacher primary 2026-08-17–, aide secondary 2026-08-17–2026-12-18)',
    ]);
  });

  it('are told row by row where they are wrong, and their people come in all the same', async () => {
    const district = await aDistrict(hall);
    const bad = {
      ...rows,
      'r-2': rows['r-2'].replace('2026-12-18', '2026-01-01'),
      'r-3': rows['r-3'].replace('elem', 'nowhere'),
      'r-4': rows['r-4'].replace('student', 'pupil'),
      'r-5': rows['r-5'].replace('primary', 'main'),
      'r-6': 's-9 | primary | student | | | high',
      'r-7': 's-2 | primary | ext:captain | | | high',
    };
    const run = await importFolder(district, await set(bad));
    expect(await refusedOf(district, run.id)).toEqual([
      'role r-2: invalid oneroster.dates_reversed',
      'role r-3: blocked oneroster.parent_missing',
      'role r-4: invalid oneroster.value_not_allowed',
      'role r-5: invalid oneroster.value_not_allowed',
      'role r-6: blocked oneroster.parent_missing',
    ]);
    expect(await livingOf(district, 'user')).toEqual(['s-1', 's-2', 't-1']);
    expect(await accountsOf(district)).toEqual([
      's-2 at high*: ext:captain (ext:captain primary –)',
      't-1 at high*: teacher (teacher primary 2026-08-17–)',
    ]);
    await expectBalance(district);
  });

  it('of a person who is gone are blocked, and come back with the person', async () => {
    const district = await aSchool();
    const fewer = users
      .split('\n')
      .filter((row) => !row.includes('s-1'))
      .join('\n');
    const gone = await importFolder(district, await set(rows, { users: fewer }));
    expect(await refusedOf(district, gone.id)).toContain('role r-4: blocked oneroster.parent_missing');
    const back = await importFolder(district, await set());
    expect(await refusedOf(district, back.id)).toEqual([]);
    expect(await accountsOf(district)).toEqual(asFiled);
    await expectBalance(district);
  });

  it('come as changes, too: what is marked as deleted ends, all else stays', async () => {
    const district = await aSchool();
    const roles = `sourcedId | status | dateLastModified | userSourcedId | roleType | role | beginDate | endDate | orgSourcedId
      r-1 | tobedeleted | 2026-11-01 | t-1 | primary | teacher | | | high
      r-8 | active | 2026-11-01 | t-1 | primary | principal | 2026-11-01 | | high`;
    const run = await importFolder(district, await aSet(hall, { manifest: 'delta', version: '1.2', roles }));
    expect(await changedOf(district, run.id)).toEqual(['role r-1: deleted', 'role r-8: created']);
    expect(await accountsOf(district)).toContain(
      't-1 at high*: principal (principal primary 2026-11-01–, aide secondary 2026-08-17–2026-12-18)',
    );
    await expectBalance(district);
  });

  it('that vanish in great numbers wait for a person, and go when they are released', async () => {
    const district = await aDistrict(hall);
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`x-${at}`, `s-${1 + (at % 2)} | secondary | ext:role${at} | | | elem`]),
    );
    await importFolder(district, await set({ ...rows, ...many }));
    const held = await importFolder(district, await set());
    expect(ofKind(held, 'role')).toMatchObject({ held: 60, unchanged: 5 });
    expect((await accountsOf(district)).filter((one) => one.startsWith('s-1'))).toHaveLength(2);
    const { rows: holds } = await sql<{
      no: number;
      digest: string;
    }>`select no, digest from hold where district_id = ${district.id} and state = 'open'`.execute(district.app.db);
    expect(holds).toHaveLength(1);
    await releaseHold(district.app, commandActor(district.id), {
      no: holds[0]?.no ?? 0,
      digest: holds[0]?.digest ?? '',
    });
    for (const until = Date.now() + 30_000; (await livingOf(district, 'role')).length > 5; )
      if (Date.now() > until) throw new Error('the release has not come to its end');
    expect(await accountsOf(district)).toEqual(asFiled);
  });

  it('of one person that two parts write at once are all counted, whoever is first', async () => {
    const district = await aSchool();
    const { id, app } = district;
    const target = { district: id, connection: await ofFiles(district), run: 9, kind: 'role' } as const;
    const { rows: mia } = await sql<{
      id: number;
    }>`select id from person where district_id = ${id} and source_key = 's-1'`.execute(app.db);
    const { rows: old } = await sql<{
      id: number;
    }>`select id from person_role where district_id = ${id} and source_key = 'r-4'`.execute(app.db);
    const make = (no: number, role: string) => {
      const copy = [mia[0]?.id, 'high', role, 'secondary', '\\N', '\\N', '\\N'].join('\t');
      return change('create', `n-${no}`, { id: no, print: '1', copy });
    };
    const end = change('delete', 'r-4', { id: old[0]?.id ?? 0, print: '1' });
    // Each of the other transactions begins while the one before has written and is not committed.
    const parts = [[make(901, 'aide')], [end], [make(902, 'proctor')]];
    const clients = await Promise.all(parts.map(() => app.database.pool.connect()));
    try {
      const [first, ...others] = clients.map((client, at) => async () => {
        await client.query('begin');
        await writeRoster(client, target, parts[at] ?? []);
      });
      await first?.();
      const waiting = others.map(async (write, at) => {
        await write();
        await clients[at + 1]?.query('commit');
      });
      await clients[0]?.query('commit');
      await Promise.all(waiting);
    } finally {
      for (const client of clients) client.release();
    }
    expect(await accountsOf(district)).toContain('s-1 at high: aide (aide secondary –, proctor secondary –)');
  });
});

const change = (operation: 'create' | 'delete', id: string, body: RosterBody): Change<RosterBody> => ({
  key: { kind: 'role', id },
  side: 'here',
  operation,
  body,
  repeatable: true,
});

async function ofFiles({ app, id }: District): Promise<number> {
  const { rows: found } = await sql<{ id: number }>`select id from connection where district_id = ${id}`.execute(
    app.db,
  );
  return found[0]?.id ?? 0;
}
