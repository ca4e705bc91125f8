import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '../../src/platform/actor.ts';
import { changedOf, expectBalance, livingOf, refusedOf, rosterOf } from './accounts.ts';
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
  without,
} from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const schoolOf = async (district: District, key: string) =>
  (await rosterOf(district)).find((row) => row.kind === 'org' && row.key === key);
const orgs = (...rows: readonly string[]) => ['sourcedId | name | type | parentSourcedId', ...rows].join('\n');
const people = (...rows: readonly string[]) =>
  ['sourcedId | enabledUser | orgSourcedIds | role | username | givenName | familyName', ...rows].join('\n');

describe('a school that the district set up', () => {
  it('is taken over by the first source that brings it, and keeps its id', async () => {
    const district = await aDistrict(hall);
    await sql`insert into school (district_id, id, name) values (${district.id}, 'high', 'Our High School')`.execute(
      hall.app.db,
    );
    const run = await importFolder(district, await aSet(hall, { orgs: northHigh.orgs }));
    expect(await changedOf(district, run.id)).toEqual(['org dist: created', 'org elem: created', 'org high: updated']);
    expect(await schoolOf(district, 'high')).toMatchObject({
      connection: 1,
      status: 'active',
      says: { name: 'North High' },
    });
    await expectBalance(district);
  });

  it('is not deleted by a source that never brought it', async () => {
    const district = await aDistrict(hall);
    await sql`insert into school (district_id, id, name) values (${district.id}, 'high', 'North High')`.execute(
      hall.app.db,
    );
    const delta = `sourcedId | status      | dateLastModified | name       | type
                   high      | tobedeleted | 2026-09-01       | North High | school`;
    const run = await importFolder(district, await aSet(hall, { manifest: 'delta', orgs: delta }));
    expect(run.deleted).toBe(0);
    expect(await schoolOf(district, 'high')).toMatchObject({ connection: null, status: 'active' });
  });
});

describe('two connections and one school', () => {
  it('that both describe alike: the first keeps it, for the other it is unchanged', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, { orgs: orgs('s | South High | school |') }), { connection: 'one' });
    const run = await importFolder(district, await aSet(hall, { orgs: orgs('s | South High | school |') }), {
      connection: 'two',
    });
    expect(numbersOf(run)).toEqual({ entered: 1, unchanged: 1 });
    expect(await schoolOf(district, 's')).toMatchObject({ connection: 1 });
  });

  it('that they describe differently: the second is refused, and passes once the first has let it go', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, { orgs: orgs('s | South High | school |', 'a | A | school |') }), {
      connection: 'one',
    });
    const second = await aSet(hall, { orgs: orgs('s | South Academy | school |') });
    const refused = await importFolder(district, second, { connection: 'two' });
    expect(await refusedOf(district, refused.id)).toEqual(['org s: invalid oneroster.owned_elsewhere']);
    await importFolder(district, await aSet(hall, { orgs: orgs('a | A | school |') }), { connection: 'one' });
    expect(await schoolOf(district, 's')).toMatchObject({ status: 'tobedeleted' });
    const run = await importFolder(district, second, { connection: 'two' });
    expect(await changedOf(district, run.id)).toEqual(['org s: updated']);
    expect(await schoolOf(district, 's')).toMatchObject({
      connection: 2,
      status: 'active',
      says: { name: 'South Academy' },
    });
  });

  it('that the first drops while the second still brings it, byte by byte the same: it is there again', async () => {
    const district = await aDistrict(hall);
    const set = { orgs: orgs('s | South High | school |'), users: people('p | true | s | student | u | G | F') };
    await importFolder(district, await aSet(hall, { orgs: orgs('s | South High | school |', 'a | A | school |') }), {
      connection: 'one',
    });
    const second = await aSet(hall, set);
    await importFolder(district, second, { connection: 'two' });
    await importFolder(district, await aSet(hall, { orgs: orgs('a | A | school |') }), { connection: 'one' });
    const run = await importFolder(district, second, { connection: 'two' });
    expect(await changedOf(district, run.id)).toEqual(['org s: updated']);
    expect(await schoolOf(district, 's')).toMatchObject({ connection: 2, status: 'active' });
  });

  it('that one of them marks as deleted: it cannot delete what the other brings', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, { orgs: orgs('s | South High | school |') }), { connection: 'one' });
    const delta = `sourcedId | status      | dateLastModified | name       | type
                   s         | tobedeleted | 2026-09-01       | South High | school`;
    const run = await importFolder(district, await aSet(hall, { manifest: 'delta', orgs: delta }), {
      connection: 'two',
    });
    expect(run.deleted).toBe(0);
    expect(await schoolOf(district, 's')).toMatchObject({ connection: 1, status: 'active' });
  });
});

describe('a key that is limited to some schools', () => {
  const limited = (district: District, ...schools: string[]): Actor => ({
    kind: 'api_key',
    id: '7',
    name: 'south key',
    district: district.id,
    grants: [
      { permission: 'runs.import', schools },
      { permission: 'runs.read', schools },
    ] as Actor['grants'],
  });

  it('brings people of its schools only; with more schools the same files go through', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, { orgs: orgs('s | South | school |', 'n | North | school |') }), {
      connection: 'main',
    });
    const set = await aSet(hall, {
      users: people(
        'a | true | s | student | a | G | F',
        'b | true | n | student | b | G | F',
        'c | true | s,n | student | c | G | F',
      ),
    });
    const run = await importFolder(district, set, { connection: 'key', actor: limited(district, 's'), trigger: 'api' });
    expect(await changedOf(district, run.id)).toEqual(['user a: created']);
    expect(await refusedOf(district, run.id)).toEqual([
      'user b: invalid oneroster.school_not_permitted',
      'user c: invalid oneroster.school_not_permitted',
    ]);
    const wider = await importFolder(district, set, {
      connection: 'key',
      actor: limited(district, 's', 'n'),
      trigger: 'api',
    });
    expect(await changedOf(district, wider.id)).toEqual(['user b: created', 'user c: created']);
    await expectBalance(district);
  });
});

describe('a parent that goes and comes back', () => {
  const noClass = { ...northHigh, classes: without(northHigh.classes, 'bio-1') };

  it('takes its unchanged children with it, and brings them back though their file is byte by byte the same', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const gone = await importFolder(district, await aSet(hall, noClass));
    expect(await changedOf(district, gone.id)).toEqual(['class bio-1: deleted']);
    expect(await refusedOf(district, gone.id)).toEqual(['enrollment e-3: blocked oneroster.parent_missing']);
    const again = await importFolder(district, await aSet(hall, noClass));
    expect(await refusedOf(district, again.id)).toEqual(['enrollment e-3: blocked oneroster.parent_missing']);
    const back = await importFolder(district, await aSet(hall, northHigh));
    expect(await changedOf(district, back.id)).toEqual(['class bio-1: updated']);
    expect(await refusedOf(district, back.id)).toEqual([]);
    expect(numbersOf(back)).toEqual({ entered: 15, updated: 1, unchanged: 14 });
    await expectBalance(district);
  });

  it.each([
    ['a course', 'courses', 'bio', ['class bio-1: blocked oneroster.parent_missing']],
    [
      'a term',
      'academicSessions',
      'fall',
      ['class alg-1: blocked oneroster.parent_missing', 'class bio-1: blocked oneroster.parent_missing'],
    ],
    ['a person', 'users', 's-2', ['enrollment e-3: blocked oneroster.parent_missing']],
    ['a school', 'orgs', 'elem', ['user s-2: blocked oneroster.parent_missing']],
    [
      'the school above',
      'orgs',
      'dist',
      ['org elem: blocked oneroster.parent_missing', 'org high: blocked oneroster.parent_missing'],
    ],
    [
      'the year',
      'academicSessions',
      'year',
      [
        'academicSession fall: blocked oneroster.parent_missing',
        'class bio-1: blocked oneroster.parent_missing',
        'course alg: blocked oneroster.parent_missing',
        'course bio: blocked oneroster.parent_missing',
      ],
    ],
  ] as const)('is %s: a row that says it is blocked, whether its file changed or not', async (_, file, key, blocked) => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const less = { ...northHigh, [file]: without(northHigh[file], key) };
    await importFolder(district, await aSet(hall, less));
    const unchanged = await importFolder(district, await aSet(hall, less));
    const touched = Object.fromEntries(
      Object.entries(less).map(([name, table]) => [name, `${table}\n`.replace(/\n\s*/g, '\n')]),
    );
    const reread = await importFolder(district, await aSet(hall, { ...touched, manifest: 'none' }));
    expect([await refusedOf(district, unchanged.id), await refusedOf(district, reread.id)]).toEqual([blocked, blocked]);
    const back = await importFolder(district, await aSet(hall, northHigh));
    expect(await refusedOf(district, back.id)).toEqual([]);
    await expectBalance(district);
  });

  it('was refused: its children wait, and go through by themselves when it is corrected', async () => {
    const district = await aDistrict(hall);
    const users = northHigh.users.replace('student | mia', 'pupil | mia');
    const first = await importFolder(district, await aSet(hall, { ...northHigh, users }));
    expect(await refusedOf(district, first.id)).toEqual([
      'enrollment e-2: blocked oneroster.parent_refused',
      'user s-1: invalid oneroster.value_not_allowed',
    ]);
    const second = await importFolder(district, await aSet(hall, northHigh));
    expect(await changedOf(district, second.id)).toEqual(['enrollment e-2: created', 'user s-1: created']);
    expect(await refusedOf(district, second.id)).toEqual([]);
    const left = await sql`select 1 from record where district_id = ${district.id}`.execute(hall.app.db);
    expect(left.rows).toEqual([]);
    await expectBalance(district);
  });
});

describe('rows that name each other as parents', () => {
  it('come in any order', async () => {
    const district = await aDistrict(hall);
    const set = orgs(
      'room | Room | department | wing',
      'wing | Wing | department | high',
      'high | High | school | dist',
      'dist | District | district |',
    );
    const run = await importFolder(district, await aSet(hall, { orgs: set }));
    expect(numbersOf(run)).toEqual({ entered: 4, created: 4 });
    expect((await rosterOf(district)).map((row) => `${row.key} in ${row.says['parent_id']}`)).toEqual([
      'dist in null',
      'high in dist',
      'room in wing',
      'wing in high',
    ]);
    await expectBalance(district);
  });

  it('in a circle are refused, and what hangs on the circle waits', async () => {
    const district = await aDistrict(hall);
    const set = orgs(
      'a | A | school | c',
      'b | B | school | a',
      'c | C | school | b',
      'self | Self | school | self',
      'd | D | school | a',
      'ok | Fine | school |',
    );
    const run = await importFolder(district, await aSet(hall, { orgs: set }));
    expect(await refusedOf(district, run.id)).toEqual([
      'org a: invalid oneroster.parent_loop',
      'org b: invalid oneroster.parent_loop',
      'org c: invalid oneroster.parent_loop',
      'org d: blocked oneroster.parent_refused',
      'org self: invalid oneroster.parent_loop',
    ]);
    expect(await livingOf(district, 'org')).toEqual(['ok']);
    await expectBalance(district);
  });

  it('lead into nothing: every generation waits for the one above it', async () => {
    const district = await aDistrict(hall);
    const run = await importFolder(
      district,
      await aSet(hall, { orgs: orgs('b | B | school | a', 'a | A | school | nowhere') }),
    );
    expect(await refusedOf(district, run.id)).toEqual([
      'org a: blocked oneroster.parent_missing',
      'org b: blocked oneroster.parent_refused',
    ]);
  });

  it('are three hundred, each below the last', async () => {
    const district = await aDistrict(hall);
    const rows = Array.from({ length: 300 }, (_, at) => `o${at} | O | department | ${at === 299 ? '' : `o${at + 1}`}`);
    const run = await importFolder(district, await aSet(hall, { orgs: orgs(...rows) }));
    expect(ofKind(run, 'org')).toEqual({ entered: 300, created: 300 });
  });
});
