import { describe, expect, it } from 'vitest';
import { aDistrict } from './a-district.ts';
import type { DistrictSummary, ExpectedCounts } from './district.schema.ts';
import { breakable, judge, kindOf } from './judge.ts';
import { asRow, bytesOf, expectWhole, read, rowsOf } from './read-back.ts';

type Content = Map<string, string>;

function contentOf(district: DistrictSummary, file: string): Content {
  return new Map(
    rowsOf(district, file).map((row) => [
      row['sourcedId'] ?? '',
      JSON.stringify({ ...row, status: '', dateLastModified: '' }),
    ]),
  );
}

function compare(base: Content, next: Content): Pick<ExpectedCounts, 'created' | 'updated' | 'deleted' | 'unchanged'> {
  const counts = { created: 0, updated: 0, deleted: 0, unchanged: 0 };
  for (const [key, row] of next) counts[!base.has(key) ? 'created' : base.get(key) === row ? 'unchanged' : 'updated']++;
  for (const key of base.keys()) if (!next.has(key)) counts.deleted++;
  return counts;
}

const changing = {
  org: 'orgs',
  academicSession: 'academicSessions',
  course: 'courses',
  class: 'classes',
  user: 'users',
  enrollment: 'enrollments',
} as const;

describe('a changed set', () => {
  it.each([
    '1.1',
    '1.2',
  ] as const)('%s differs from its base set by exactly what it says, and is whole', async (version) => {
    const [base, next] = [
      await aDistrict({ version, demographics: true }),
      await aDistrict({ version, demographics: true, changedShare: 0.05, changeSeed: 3 }),
    ];
    for (const [kind, file] of Object.entries(changing)) {
      expect({ ...next.expected[kind as keyof typeof changing] }, kind).toEqual({
        ...compare(contentOf(base, file), contentOf(next, file)),
        invalid: 0,
        blocked: 0,
        dependents: 0,
      });
    }
    expectWhole(next);
    for (const kind of ['user', 'class', 'enrollment'] as const) {
      const { created, updated, deleted } = next.expected[kind];
      expect(Math.min(created, updated, deleted), kind).toBeGreaterThan(0);
      expect(updated, kind).toBeGreaterThan(created + deleted);
      const share = (created + updated + deleted) / (base.files[changing[kind]]?.rows ?? 1);
      expect(share, kind).toBeGreaterThan(0.035);
      expect(share, kind).toBeLessThan(0.065);
    }
  });

  it.each([
    '1.1',
    '1.2',
  ] as const)('%s as delta, put on its base set, gives the same district as in bulk', async (version) => {
    const change = { version, demographics: true, changedShare: 0.05, changeSeed: 4 };
    const [base, bulk, delta] = [
      await aDistrict({ version, demographics: true }),
      await aDistrict(change),
      await aDistrict({ ...change, mode: 'delta' }),
    ];
    for (const file of Object.keys(bulk.files).filter((name) => name !== 'manifest')) {
      const content = contentOf(base, file);
      for (const row of rowsOf(delta, file)) {
        const key = row['sourcedId'] ?? '';
        if (row['status'] === 'tobedeleted') expect(content.delete(key)).toBe(true);
        else content.set(key, JSON.stringify({ ...row, status: '', dateLastModified: '' }));
      }
      expect(content, file).toEqual(contentOf(bulk, file));
    }
    for (const kind of Object.keys(changing) as (keyof typeof changing)[])
      expect(delta.expected[kind]).toEqual({ ...bulk.expected[kind], unchanged: 0 });
  });

  it('changes other rows with another change seed', async () => {
    const [one, two] = [
      await aDistrict({ changedShare: 0.02, changeSeed: 1 }),
      await aDistrict({ changedShare: 0.02, changeSeed: 2 }),
    ];
    expect(one.files['enrollments']?.sha256).not.toBe(two.files['enrollments']?.sha256);
  });

  it('that is also broken refuses the rows its base set refused, and changes others only', async () => {
    const [base, next] = [
      await aDistrict({ brokenShare: 0.05 }),
      await aDistrict({ brokenShare: 0.05, changedShare: 0.05 }),
    ];
    const accepted = (district: DistrictSummary, file: (typeof breakable)[number]): Content => {
      const lines = new Set(
        judge(district)
          .filter((row) => row.file === file)
          .map((row) => row.line),
      );
      const [header, ...rows] = read(bytesOf(district, file));
      return new Map(
        rows
          .filter((row) => !lines.has(row.line))
          .map(({ cells = [] }) => [cells[0] ?? '', JSON.stringify(asRow(header?.cells ?? [], cells))]),
      );
    };
    for (const file of breakable) {
      const refused = judge(next).filter((row) => row.file === file);
      const blocked = refused.filter((row) => row.entry === 'oneroster.parent_missing').length;
      expect(next.expected[kindOf[file]], file).toEqual({
        ...compare(accepted(base, file), accepted(next, file)),
        invalid: refused.length - blocked,
        blocked,
        dependents: refused.filter((row) => row.isDependent).length,
      });
    }
    const left = accepted(next, 'classes');
    const gone = new Set([...accepted(base, 'classes').keys()].filter((key) => !left.has(key)));
    expect(gone.size).toBeGreaterThan(0);
    expect(rowsOf(next, 'enrollments').filter((row) => gone.has(row['classSourcedId'] ?? ''))).toEqual([]);
    expect(next.expected.user.invalid).toBe(base.expected.user.invalid);
    expect(next.expected.class.invalid).toBe(base.expected.class.invalid);
  });
});
