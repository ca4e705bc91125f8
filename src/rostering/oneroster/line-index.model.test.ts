import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  forgetKey,
  forgetLines,
  type LineIndex,
  lineAt,
  makeIndex,
  pack,
  seeKey,
  seeLine,
  setId,
  unpack,
  vanishedIds,
} from './line-index.model.ts';

// Half of the prints are small or alike, so that they meet in one place of the table.
const half = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 0, max: 40 }).map((n) => n * 2048),
);
const print = fc.tuple(half, half);
type Print = readonly [number, number];
const nameOf = ([low, high]: Print) => `${low} ${high}`;
/** A line's print of zeros is kept as one. */
const lineOf = ([low, high]: Print) => (low === 0 && high === 0 ? '0 1' : `${low} ${high}`);
const row = fc.record({ key: print, line: print, id: fc.integer({ min: 1, max: 2 ** 32 - 1 }) });
type Row = { readonly key: Print; readonly line: Print; readonly id: number };

/** Reads a file of rows into an index, as a scan does: what each line was told as. */
function read(index: LineIndex, rows: readonly Row[]): readonly string[] {
  return rows.map(({ key, line, id }, at) => {
    const place = seeKey(index, ...key, at + 2);
    if (place < 0) return 'repeated';
    const same = seeLine(index, place, ...line);
    setId(index, ...key, id);
    return same ? 'same' : 'changed';
  });
}

/** The same with a map. */
function readSlowly(before: ReadonlyMap<string, Row>, rows: readonly Row[]) {
  const now = new Map<string, Row>();
  const told = rows.map((one) => {
    const name = nameOf(one.key);
    if (now.has(name)) return 'repeated';
    now.set(name, one);
    const known = before.get(name);
    return known !== undefined && lineOf(known.line) === lineOf(one.line) ? 'same' : 'changed';
  });
  return { now, told };
}

const nights = fc.array(fc.array(row, { maxLength: 300 }), { minLength: 1, maxLength: 4 });

it('night after night an index tells what a map tells, however small it began', () => {
  fc.assert(
    fc.property(nights, fc.array(row, { maxLength: 2000 }), fc.nat(50), (some, many, room) => {
      let before: ReadonlyMap<string, Row> = new Map();
      let bodies: readonly Buffer[] = [];
      // Of each night the next one shows a part again.
      for (const rows of [many, ...some.map((night) => [...night, ...many.slice(0, night.length * 3)])]) {
        const index = makeIndex(room);
        for (const body of bodies) unpack(index, body);
        const { now, told } = readSlowly(before, rows);
        expect(read(index, rows)).toEqual(told);
        const gone = [...before].filter(([name]) => !now.has(name)).map(([, one]) => one.id);
        expect([...(vanishedIds(index) ?? [])].sort()).toEqual(gone.sort());
        for (const one of rows)
          expect(lineAt(index, ...one.key)).toBe(rows.findIndex(({ key }) => nameOf(key) === nameOf(one.key)) + 2);
        before = now;
        bodies = [pack(index)];
        expect(bodies[0]?.length).toBe(now.size * 20);
      }
    }),
    { numRuns: 40 },
  );
});

it('what was packed in several parts is known as one', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 300 }), fc.integer({ min: 1, max: 4 }), (rows, parts) => {
      const { now } = readSlowly(new Map(), rows);
      const kept = [...now.values()];
      const bodies = Array.from({ length: parts }, (_, part) => {
        const index = makeIndex(1);
        read(
          index,
          kept.filter((_one, at) => at % parts === part),
        );
        return pack(index);
      });
      const next = makeIndex(0);
      for (const body of bodies) unpack(next, body);
      expect(read(next, kept)).toEqual(kept.map(() => 'same'));
      expect(vanishedIds(next)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

const three: readonly Row[] = [
  { key: [1, 1], line: [10, 10], id: 101 },
  { key: [2, 2], line: [0, 0], id: 102 },
  { key: [3, 3], line: [30, 30], id: 103 },
];
function nextNight(spoil: (index: LineIndex) => void): LineIndex {
  const index = makeIndex(0);
  read(index, three);
  spoil(index);
  const next = makeIndex(0);
  unpack(next, pack(index));
  return next;
}

it('a row that was refused under its key is looked at again, and is missed by its record', () => {
  const next = nextNight((index) => forgetKey(index, 1, 1));
  expect(vanishedIds(next)).toEqual([102, 103]);
  expect(read(next, three)).toEqual(['changed', 'same', 'same']);
});

it('a row that could not be read is looked at again, and is missed when it goes', () => {
  const next = nextNight((index) => forgetLines(index, new Set([2, 4])));
  expect(vanishedIds(next)).toEqual([101, 102, 103]);
  expect(read(next, three)).toEqual(['changed', 'same', 'changed']);
});

it('a row whose id is not known makes all of them unsure', () => {
  const index = makeIndex(0);
  seeLine(index, seeKey(index, 7, 7, 2), 1, 1);
  const next = makeIndex(0);
  unpack(next, pack(index));
  expect(vanishedIds(next)).toBeNull();
});
