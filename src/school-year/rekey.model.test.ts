import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { peoplePairs, type Section, type Someone, sectionPairs } from './rekey.model.ts';

const section = (id: number, more: Partial<Section> = {}): Section => ({
  id,
  key: `c${id}`,
  created: id < 100 ? 1 : 9,
  school: 'high',
  title: 'Algebra 1',
  code: null,
  course: 'alg',
  terms: ['s1'],
  teachers: [],
  students: [],
  ...more,
});
const someone = (id: number, more: Partial<Someone> = {}): Someone => ({
  id,
  key: `u${id}`,
  created: id < 100 ? 1 : 9,
  school: 'high',
  name: 'Kim Novak',
  identifier: null,
  username: null,
  email: null,
  ...more,
});
const told = (pairs: readonly { old: { id: number }; new: { id: number }; sure: boolean }[]) =>
  pairs.map(({ old, new: newer, sure }) => `${old.id} is ${newer.id}${sure ? '' : '?'}`).sort();

describe('sections under new ids', () => {
  it('that are called alike are told apart by who is in them', () => {
    const olds = [section(1, { students: [11, 12, 13] }), section(2, { students: [21, 22, 23] })];
    const news = [section(101, { students: [21, 22, 23] }), section(102, { students: [11, 12, 13] })];
    expect(told(sectionPairs(olds, news))).toEqual(['1 is 102', '2 is 101']);
  });

  it('are not sure where nothing tells them apart', () => {
    expect(told(sectionPairs([section(1), section(2)], [section(101), section(102)]))).toEqual([
      '1 is 101?',
      '2 is 102?',
    ]);
  });

  it('are found by their people although they are called otherwise now', () => {
    const students = [1, 2, 3, 4, 5, 6];
    const renamed = { title: 'Algebra I', course: null, students, teachers: [50] };
    expect(told(sectionPairs([section(1, { students, teachers: [50] })], [section(101, renamed)]))).toEqual([
      '1 is 101',
    ]);
  });

  it('are not those of another school, nor ones that were there before', () => {
    expect(sectionPairs([section(1)], [section(101, { school: 'middle' })])).toEqual([]);
    expect(sectionPairs([section(1, { created: 9 })], [section(101)])).toEqual([]);
  });

  it('say by what they are alike', () => {
    const [pair] = sectionPairs(
      [section(1, { code: 'A1', students: [1] })],
      [section(101, { code: 'a1 ', students: [2] })],
    );
    expect(pair?.because).toEqual(['title', 'code', 'course', 'terms']);
  });
});

describe('people under new ids', () => {
  test.each([
    ['a number of the district', { identifier: '4711' }],
    ['an address', { email: 'Kim@north.example' }],
  ])('are known by %s', (_, mark) => {
    expect(told(peoplePairs([someone(1, mark)], [someone(101, mark)]))).toEqual(['1 is 101']);
  });

  it('are not known by a name alone where two are called so', () => {
    expect(told(peoplePairs([someone(1)], [someone(101), someone(102)]))).toEqual(['1 is 101?']);
  });

  it('are not the same where numbers differ, whatever they are called', () => {
    expect(
      peoplePairs([someone(1, { identifier: '1', email: 'a@b' })], [someone(101, { identifier: '2', email: 'c@d' })]),
    ).toEqual([]);
  });
});

test('a list under new ids is found again whole, in whatever order, and nobody twice', () => {
  const rosters = fc.uniqueArray(fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { minLength: 8, maxLength: 20 }), {
    minLength: 1,
    maxLength: 20,
    selector: (list) => list.join(),
  });
  fc.assert(
    fc.property(rosters, fc.integer(), (all, seed) => {
      // Rosters that share nobody, as sections of one period do.
      const apart = all.map((students, at) => students.map((student) => student * 50 + at));
      const olds = apart.map((students, at) => section(at + 1, { students }));
      const news = apart.map((students, at) => section(at + 101, { students: [...students].reverse() }));
      const shuffled = [...news].sort((a, b) => ((a.id * 31 + seed) % 7) - ((b.id * 31 + seed) % 7));
      const pairs = sectionPairs(olds, shuffled);
      expect(told(pairs)).toEqual(olds.map(({ id }) => `${id} is ${id + 100}`).sort());
    }),
    { numRuns: 50 },
  );
});
