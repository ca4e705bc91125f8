import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listRuns } from '../../src/runs/run.read-model.ts';
import type { RunDetail } from '../../src/runs/run.schema.ts';
import { changedOf, refusedOf } from '../import/accounts.ts';
import {
  aDistrict,
  aHall,
  aSet,
  askFor,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
  without,
} from '../import/scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

/** What a run itself is made of; all else must be as it was. */
const ofRuns = ['run', 'part', 'outcome', 'outcome_pack', 'audit', 'counter'];

/** Every row of a district, table by table. */
async function everythingOf({ app, id }: District): Promise<Readonly<Record<string, string>>> {
  const tables = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id'
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${ofRuns}) order by 1`.execute(app.db);
  const rows: Record<string, string> = {};
  for (const { name } of tables.rows) {
    const found = await sql<{
      all: string;
    }>`select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as all
      from ${sql.table(name)} t where district_id = ${id}`.execute(app.db);
    rows[name] = found.rows[0]?.all ?? '';
  }
  return rows;
}

const kinds = ['org', 'academicSession', 'course', 'class', 'user', 'enrollment'];
const told = async (district: District, run: RunDetail) => ({
  numbers: Object.fromEntries(kinds.map((kind) => [kind, ofKind(run, kind)])),
  changed: await changedOf(district, run.id),
  refused: await refusedOf(district, run.id),
});

/** A dry run changes nothing, and says what the run behind it then does. Answers what it said. */
async function rehearsed(district: District, set: string) {
  const before = await everythingOf(district);
  const dry = await importFolder(district, set, { dry: true });
  expect(dry).toMatchObject({ dry: true, state: 'done', holds: [] });
  expect(await everythingOf(district)).toEqual(before);
  const said = await told(district, dry);
  const real = await importFolder(district, set);
  expect(real.dry).toBe(false);
  expect(await told(district, real)).toEqual(said);
  expect(dry.wouldHold.map(({ kind, records }) => ({ kind, records }))).toEqual(
    real.holds.map(({ kind, records }) => ({ kind, records })),
  );
  return { dry, real, said };
}

async function withSchool(content = {}): Promise<District> {
  const district = await aDistrict(hall);
  await importFolder(district, await aSet(hall, { ...northHigh, ...content }));
  return district;
}

const pupils = (from: number, to: number) =>
  [
    'sourcedId | enabledUser | orgSourcedIds | role | username | givenName | familyName',
    ...Array.from(
      { length: to - from + 1 },
      (_, at) => `p-${String(from + at).padStart(3, '0')} | true | high | student | u${at} | Given | Family`,
    ),
  ].join('\n');

describe('a dry run says what a run would do, and does nothing of it', () => {
  it('where everything is new: what belongs to something new is new as well', async () => {
    // The connection that the files come by is made when they come first.
    const district = await aDistrict(hall);
    await importFolder(
      district,
      await aSet(hall, { manifest: 'delta', orgs: 'sourcedId | status | dateLastModified | name | type\n' }),
    );
    const { dry } = await rehearsed(district, await aSet(hall, northHigh));
    expect(numbersOf(dry)).toEqual({ entered: 15, created: 15 });
  });

  it('where a record is refused: what belongs to it would wait', async () => {
    const district = await withSchool();
    const courses = `${northHigh.courses}
      che | year | | SC2 | high`;
    const classes = `${northHigh.classes}
      che-1 | Chemistry 1 | 09 | che | C1 | scheduled | high | fall`;
    const enrollments = `${northHigh.enrollments}
      e-9 | che-1 | high | s-1 | student | | | `;
    const { said } = await rehearsed(district, await aSet(hall, { ...northHigh, courses, classes, enrollments }));
    expect(said.refused).toEqual([
      'class che-1: blocked oneroster.parent_refused',
      'course che: invalid oneroster.value_missing',
      'enrollment e-9: blocked oneroster.parent_refused',
    ]);
  });

  it('where a school goes: what stays behind would wait for it', async () => {
    const district = await withSchool();
    const users = northHigh.users.replaceAll('high,elem', 'high');
    const { said } = await rehearsed(
      district,
      await aSet(hall, { ...northHigh, orgs: without(northHigh.orgs, 'high'), users }),
    );
    expect(said.changed).toEqual(['org high: deleted']);
    expect(said.refused.length).toBeGreaterThan(5);
  });

  it('where a course goes whose sections stay, and their file is the same to the byte', async () => {
    const district = await withSchool();
    const { said } = await rehearsed(
      district,
      await aSet(hall, { ...northHigh, courses: without(northHigh.courses, 'bio') }),
    );
    expect(said.changed).toEqual(['course bio: deleted']);
    expect(said.refused).toContain('class bio-1: blocked oneroster.parent_missing');
  });

  it('where what others waited for comes, and their file is the same to the byte', async () => {
    const district = await withSchool({ courses: without(northHigh.courses, 'bio') });
    const { said } = await rehearsed(district, await aSet(hall, northHigh));
    expect(said.changed).toEqual(['class bio-1: created', 'course bio: created', 'enrollment e-3: created']);
  });

  it('where schools below a new one are new', async () => {
    const district = await withSchool();
    const orgs = `${northHigh.orgs}
      south | South Unified | district | 4800002 |
      south-1 | South High | school | 003 | south
      south-2 | South Primary | school | 004 | south-1`;
    const { said } = await rehearsed(district, await aSet(hall, { ...northHigh, orgs }));
    expect(said.changed).toEqual(['org south-1: created', 'org south-2: created', 'org south: created']);
  });

  it('where nothing has changed', async () => {
    const district = await withSchool();
    const { dry } = await rehearsed(district, await aSet(hall, northHigh));
    expect(numbersOf(dry)).toEqual({ entered: 15, unchanged: 15 });
  });

  it('where very much would be deleted: it says what would be held, and holds nothing', async () => {
    const district = await aDistrict(hall);
    const school = { orgs: northHigh.orgs };
    await importFolder(district, await aSet(hall, { ...school, users: pupils(1, 40) }));
    const { dry } = await rehearsed(district, await aSet(hall, { ...school, users: pupils(21, 40) }));
    expect(dry.wouldHold).toEqual([
      {
        kind: 'user',
        entry: 'oneroster.mass_deletion',
        records: 20,
        message:
          '20 of 40 user records are missing from the file or marked for deletion; more than 10 % are held for review.',
      },
    ]);
  });

  it('of changes only', async () => {
    const district = await withSchool();
    const users = `
      sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | givenName | familyName
      s-1 | tobedeleted | 2026-11-01T00:00:00Z | true | high | student | mia | Mia | Chen
      s-9 | active | 2026-11-01T00:00:00Z | true | high | student | ida | Ida | Berg`;
    const { said } = await rehearsed(district, await aSet(hall, { manifest: 'delta', users }));
    expect(said.changed).toEqual(['user s-1: deleted', 'user s-9: created']);
  });
});

describe('beside a dry run', () => {
  it('a run of the same files is one of its own, and so is a second dry run that is asked when the first has ended', async () => {
    const district = await withSchool();
    const set = await aSet(hall, { ...northHigh, users: without(northHigh.users, 's-1') });
    await hall.rest();
    const asked = [
      await askFor(district, set, { dry: true }),
      await askFor(district, set),
      await askFor(district, set, { dry: true }),
    ];
    await hall.work();
    expect(asked.map(({ joined }) => joined)).toEqual([false, false, true]);
    const [dry, real] = [await endOf(district, asked[0]?.run ?? 0), await endOf(district, asked[1]?.run ?? 0)];
    expect([ofKind(dry, 'user'), ofKind(real, 'user')]).toEqual([
      { entered: 3, unchanged: 2, deleted: 1 },
      { entered: 3, unchanged: 2, deleted: 1 },
    ]);
  });

  it('lists say which runs were dry', async () => {
    const district = await withSchool();
    await importFolder(district, await aSet(hall, northHigh), { dry: true });
    const { runs } = await listRuns(district.app, district.actor, { limit: 10 });
    expect(runs.map(({ dry }) => dry)).toEqual([true, false]);
  });
});
