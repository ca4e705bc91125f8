import assert from 'node:assert/strict';
import { type Collection, collections, Failure, type RosterSource } from './connector.ts';
import {
  against,
  type Bench,
  failureIn,
  firstOfMany,
  is,
  type Json,
  type OtherSide,
  type Rows,
  readAll,
  type Script,
  type World,
  well,
} from './contract-scene.ts';
import type { Said } from './scripted-side.ts';

export type Case = { readonly name: string; run(): Promise<void> };

/** What is asked of a source of rosters: every record is read, and no list is ever read short in silence. */
export function rosterCases(bench: Bench, roster: RosterSource): readonly Case[] {
  return [
    ...collections.flatMap((list) => [
      { name: `reads all ${list}, each once and with all that it holds`, run: () => readsAll(bench, roster, list) },
      { name: `who may not read ${list} is told so`, run: () => missesRight(bench, roster, list) },
    ]),
    { name: 'reads only what changed since an instant', run: () => readsChanges(bench, roster) },
    ...drifts.map(({ name, script }) => ({
      name: `${name}: nobody is missed`,
      run: () => missesNobody(bench, roster, script),
    })),
    ...lies.map(({ name, script }) => ({
      name: `${name}: nothing is taken`,
      run: () => takesNothing(bench, roster, script),
    })),
  ];
}

async function readsAll(bench: Bench, roster: RosterSource, list: Collection): Promise<void> {
  const { side } = bench;
  const rows = await against(bench, well, ({ outside }) => readAll(roster, outside, list));
  assert.deepEqual(keysOf(rows), side.records[list].map(side.keyOf));
  for (const [at, record] of side.records[list].entries()) {
    const cells = Object.values(rows[at] ?? {}).join('\n');
    const dropped = valuesIn(record, side.uncarried).filter((value) => !cells.includes(value));
    assert.deepEqual(dropped, [], `dropped of ${side.keyOf(record)}`);
  }
}

const keysOf = (rows: Rows) => rows.map((row) => row['sourcedId'] ?? '');

/** Every value of a record, at any depth. */
function valuesIn(value: unknown, uncarried: readonly string[]): readonly string[] {
  if (value === null || value === undefined) return [];
  if (typeof value !== 'object') return [String(value)];
  return Object.entries(value as Json).flatMap(([name, one]) =>
    uncarried.includes(name) ? [] : valuesIn(one, uncarried),
  );
}

async function missesRight(bench: Bench, roster: RosterSource, list: Collection): Promise<void> {
  const closed: Script = (_heard, _number, world, answer) => {
    world.closed.add(list);
    return answer();
  };
  const right = { type: 'auth', entry: 'connection.right_missing' } as const;
  await against(bench, closed, async ({ outside }) => {
    is(await failureIn(bench, () => readAll(roster, outside, list)), right);
    const check = bench.connector.checks(outside.settings).find(({ name }) => name === `read:${list}`);
    assert(check !== undefined, `there is no check read:${list}`);
    is(await failureIn(bench, () => check.run(outside)), right);
  });
}

async function readsChanges(bench: Bench, roster: RosterSource): Promise<void> {
  const { at, keys } = bench.side.since;
  const rows = await against(bench, well, ({ outside }) => readAll(roster, outside, 'users', at));
  assert.deepEqual(keysOf(rows), keys);
}

/** The list changes once while it is read: what is taken is the list as it is at last, or nothing. */
async function missesNobody(bench: Bench, roster: RosterSource, script: DriftScript): Promise<void> {
  const second = (await firstOfMany(bench)) + 1;
  await against(bench, script(bench.side, second), async ({ outside, world }) => {
    const rows = await readAll(roster, outside, 'users').catch((error: unknown) => {
      if (error instanceof Failure && error.type === 'sync') return null;
      throw error;
    });
    if (rows !== null) assert.deepEqual(keysOf(rows), world.records.users.map(bench.side.keyOf));
  });
}

async function takesNothing(bench: Bench, roster: RosterSource, script: DriftScript): Promise<void> {
  const second = (await firstOfMany(bench)) + 1;
  const failure = await against(bench, script(bench.side, second), ({ outside }) =>
    failureIn(bench, () => readAll(roster, outside, 'users')),
  );
  assert.equal(failure.type, 'sync', failure.entry);
}

/** `second`: the number of the request for the second page. */
type DriftScript = (side: OtherSide, second: number) => Script;

/** Changes the users before each request of which `when` says so. */
const changing =
  (
    when: (number: number, second: number) => boolean,
    change: (users: Json[], side: OtherSide, number: number) => void,
  ) =>
  (side: OtherSide, second: number): Script =>
  (_heard, number, world, answer) => {
    if (when(number, second)) change(world.records.users, side, number);
    return answer();
  };
const once = (number: number, second: number) => number === second;
const always = (number: number, second: number) => number >= second;
const oneForAnother = (users: Json[], side: OtherSide, number: number) => {
  users.shift();
  users.push(side.another(number));
};

const drifts: readonly { readonly name: string; readonly script: DriftScript }[] = [
  { name: 'a record that was read goes meanwhile', script: changing(once, (users) => users.shift()) },
  {
    name: 'a record comes before those that were read',
    script: changing(once, (users, side, number) => users.unshift(side.another(number))),
  },
  { name: 'one goes, and another comes at the end', script: changing(once, oneForAnother) },
  { name: 'the order turns', script: changing(once, (users) => users.reverse()) },
  { name: 'a page is passed over', script: passingOver },
];

/** One request is answered as if the first records were not there, though all are counted. */
function passingOver(side: OtherSide, second: number): Script {
  return (heard, number, world, answer) => {
    if (number !== second) return answer();
    const users = side.records.users.length;
    const without: World = { ...world, records: { ...world.records, users: world.records.users.slice(3) } };
    return side.answer(heard, { ...without, announced: () => users });
  };
}

const announcing =
  (told: (count: number, number: number) => number): DriftScript =>
  () =>
  (_heard, number, world, answer) => {
    world.announced = (count) => told(count, number);
    return answer();
  };

const lies: readonly { readonly name: string; readonly script: DriftScript }[] = [
  { name: 'the list changes each time', script: changing(always, oneForAnother) },
  { name: 'more are announced than come', script: announcing((count) => count + 1) },
  { name: 'fewer are announced than come', script: announcing((count) => count - 1) },
  { name: 'each time another number is announced', script: announcing((count, number) => count + number) },
  { name: 'the same page comes for ever', script: repeating },
];

function repeating(_side: OtherSide, second: number): Script {
  let page: Said | null = null;
  return (_heard, number, _world, answer) => {
    if (number >= second && page !== null) return page;
    page = answer();
    return page;
  };
}
