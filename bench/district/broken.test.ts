import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aDistrict, home } from './a-district.ts';
import type { ExpectedCounts } from './district.schema.ts';
import { breakable, expectedRows, judge, kindOf, knownIn, sights } from './judge.ts';
import { asRow, bytesOf, read } from './read-back.ts';

const byPlace = <Row extends { readonly file: string; readonly line: number }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line);

describe('a broken set', () => {
  it.each([
    ['1.1', 'bulk'],
    ['1.2', 'delta'],
  ] as const)('%s %s has each declared break at the line that is stated', async (version, mode) => {
    const district = await aDistrict({ version, mode, brokenShare: 0.08 });
    const known = knownIn(district);
    const met = new Set<string>();
    for (const file of breakable) {
      const [header, ...rows] = read(bytesOf(district, file));
      const columns = header?.cells ?? [];
      for (const broken of district.broken.rows.filter((row) => row.file === file)) {
        const where = `${broken.break} at line ${broken.line} of ${file}`;
        const found = rows.find((row) => row.line === broken.line);
        const [entry, sight] = sights[broken.break] ?? [];
        if (found === undefined || sight === undefined) throw new Error(`nothing to see: ${where}`);
        const earlier = rows.filter((row) => row.line < broken.line).map((row) => row.cells?.[0]);
        const cells = found.cells ?? [];
        const row = asRow(columns, cells);
        const before = (id: string): boolean => earlier.includes(id);
        expect(sight({ raw: found.raw, cells, row, width: columns.length, before, known }), where).toBe(true);
        expect([broken.entry, broken.outcome], where).toEqual([
          entry,
          entry === 'oneroster.parent_missing' ? 'blocked' : 'invalid',
        ]);
        if (cells.length > 0) expect(cells[0], where).toBe(broken.key);
        met.add(broken.break);
      }
    }
    const only: Record<string, string> = {
      'user-of-unknown-role': '1.1',
      'user-of-unknown-org': '1.1',
      'user-of-unknown-primary-org': '1.2',
    };
    const wanted = Object.keys(sights).filter((name) => (only[name] ?? version) === version);
    expect([...met].sort()).toEqual(wanted.sort());
    expect(Object.keys(district.broken.byBreak).sort()).toEqual(wanted.sort());
  });

  it.each([
    ['1.1', 'bulk', 0.02],
    ['1.1', 'delta', 0.3],
    ['1.2', 'bulk', 0.1],
  ] as const)('%s %s, %f of it: counts and lists what an import of its own finds, dependents included', async (version, mode, brokenShare) => {
    const expectedFile = join(home, `expected-${version}-${mode}.ndjson`);
    const district = await aDistrict({ version, mode, brokenShare, expectedFile });
    const refused = judge(district);
    const stated = expectedRows(expectedFile).map((row) => ({
      file: row.file,
      line: row.line,
      entry: row.entry,
      isDependent: row.break === 'dependent',
    }));
    // Users and their roles are written side by side.
    expect(byPlace(stated)).toEqual(byPlace(refused));
    for (const file of breakable) {
      const own = refused.filter((row) => row.file === file);
      const blocked = own.filter((row) => row.entry === 'oneroster.parent_missing').length;
      const counts: ExpectedCounts = {
        created: (district.files[file]?.rows ?? 0) - own.length,
        updated: 0,
        deleted: 0,
        unchanged: 0,
        invalid: own.length - blocked,
        blocked,
        dependents: own.filter((row) => row.isDependent).length,
      };
      expect(district.expected[kindOf[file]]).toEqual(counts);
    }
  });

  it('has the share of broken rows that was asked for', async () => {
    const district = await aDistrict({ brokenShare: 0.02, students: 3000 });
    for (const file of breakable) {
      const broken = district.broken.rows.filter((row) => row.file === file).length;
      expect(Math.abs(broken - (district.files[file]?.rows ?? 0) * 0.02), file).toBeLessThan(3);
    }
  });

  it('has only the breaks that were asked for, and refuses an unknown one', async () => {
    const district = await aDistrict({
      brokenShare: 0.02,
      breaks: ['enrollment-maybe-primary', 'class-of-unknown-course'],
      listed: 5,
    });
    expect(Object.keys(district.broken.byBreak).sort()).toEqual([
      'class-of-unknown-course',
      'enrollment-maybe-primary',
    ]);
    expect(district.broken.rows.length).toBe(5);
    expect(district.broken.total).toBeGreaterThan(100);
    expect(district.expected.user.invalid + district.expected.user.blocked).toBe(0);
    await expect(aDistrict({ brokenShare: 0.02, breaks: ['enrolment-typo'] })).rejects.toThrow(
      'There is no break named enrolment-typo.',
    );
  });

  it('is sound but for its broken rows: they are where the unbroken set has the same people and classes', async () => {
    const [sound, broken] = [
      await aDistrict(),
      await aDistrict({ brokenShare: 0.1, listed: Number.POSITIVE_INFINITY }),
    ];
    for (const file of breakable) {
      const spoilt = new Set(broken.broken.rows.filter((row) => row.file === file).map((row) => row.line));
      const soundRows = read(bytesOf(sound, file));
      const rest = read(bytesOf(broken, file)).filter((row) => !spoilt.has(row.line));
      const same = new Set(soundRows.map((row) => row.raw.toString('latin1')));
      expect(rest.every((row) => same.has(row.raw.toString('latin1')))).toBe(true);
      expect(rest.length + spoilt.size).toBe(soundRows.length);
    }
  });
});
