import { describe, expect, test } from 'vitest';
import { type Connector, Failure, type RosterSource } from './connector.ts';
import { contractOf } from './contract-suite.ts';
import { oneroster } from './oneroster/oneroster.connector.ts';
import { fetchList, listUrl, readPage } from './oneroster/oneroster.paging.ts';
import { recordedProvider } from './oneroster/oneroster.recorded.ts';
import { cellsOf } from './oneroster/oneroster.wire.ts';

// Connectors that break the contract in one thing each; the suite has to find it.

type ReadPage = RosterSource['readPage'];
const reading = (read: ReadPage): Connector => ({ ...oneroster, roster: { version: () => '1.1', readPage: read } });

/** What a failure of reading is turned into. */
const failing = (turn: (failure: Failure) => unknown): Connector =>
  reading((...asked) =>
    readPage(...asked).catch((error: unknown) => {
      throw error instanceof Failure ? turn(error) : error;
    }),
  );
const other = (failure: Failure, change: Partial<Pick<Failure, 'type' | 'entry' | 'facts'>>) => {
  const { type, entry, facts } = { ...failure, ...change };
  const { passing, anew, retryAfterMs } = failure;
  return new Failure(type, entry, facts, { passing, anew, ...(retryAfterMs === null ? {} : { retryAfterMs }) });
};
const checking = (
  run: Connector['checks'] extends (settings: never) => readonly (infer C)[]
    ? C extends { run: infer R }
      ? R
      : never
    : never,
): Connector => ({
  ...oneroster,
  checks: (settings) => oneroster.checks(settings).map((check) => ({ ...check, run })),
});

/** Counts pages and looks at nothing else. */
const careless: ReadPage = async (outside, collection, at) => {
  const offset = Number(at ?? 0);
  const url = listUrl(outside.settings, collection, { limit: '2', offset: String(offset) });
  const { records, total } = await fetchList(outside, collection, { url, what: collection });
  const next = offset + records.length;
  return {
    rows: records.map((record) => cellsOf('1.1', collection, record, undefined)),
    next: next < (total ?? 0) ? String(next) : null,
    total,
  };
};
const screen = globalThis.console;
const empty = { rows: [], next: null, total: null };

const broken: readonly (readonly [what: string, connector: Connector, found: string])[] = [
  [
    'takes a failure for an empty list',
    reading((...asked) => readPage(...asked).catch(() => empty)),
    'the other side fails: the reading',
  ],
  [
    'takes a missing right for an empty list',
    reading((...asked) => readPage(...asked).catch(() => empty)),
    'who may not read courses is told so',
  ],
  [
    'takes half of the data for nothing',
    reading((...asked) => readPage(...asked).catch(() => empty)),
    'the other side answers with half of the data: the reading',
  ],
  [
    'throws what nobody can look up',
    failing(() => new TypeError('x is undefined')),
    'the other side answers with a page: the reading',
  ],
  [
    'names an entry that does not exist',
    failing((failure) => other(failure, { entry: 'connection.oops' })),
    'the other side fails: the reading',
  ],
  [
    'takes a wrong secret for a broken system',
    failing((failure) => other(failure, { type: 'system' })),
    'a wrong clientSecret is an error of the sign-in',
  ],
  [
    'drops a fact',
    failing((failure) => other(failure, { facts: { address: failure.facts['address'] ?? '' } })),
    'the other side fails: the reading',
  ],
  [
    'tells the first refusal only',
    failing((failure) =>
      other(failure, { facts: { ...failure.facts, said: failure.facts['said']?.split(';')[0] ?? '' } }),
    ),
    'a set of refusals of 1.1 is told in full',
  ],
  [
    'forgets how long to wait',
    failing(({ type, entry, facts }) => new Failure(type, entry, facts, { passing: true })),
    'the other side asks to wait: the reading',
  ],
  [
    'tells its secret',
    reading((outside, ...asked) =>
      readPage(outside, ...asked).catch((error: Failure) => {
        throw other(error, { facts: { ...error.facts, said: `${outside.credentials?.['clientSecret']}` } });
      }),
    ),
    'the other side fails: the reading',
  ],
  [
    'writes its token to a log',
    reading(async (outside, ...asked) => {
      const page = await readPage(outside, ...asked);
      screen.warn(outside.memory.get('token')?.value);
      return page;
    }),
    'reads all orgs, each once and with all that it holds',
  ],
  [
    'tries again by itself',
    reading(async (...asked) => {
      for (let tries = 0; tries < 5; tries++) await readPage(...asked).catch(() => null);
      return readPage(...asked);
    }),
    'the other side fails: the reading',
  ],
  [
    'goes where it is sent',
    checking(async ({ settings }) => (await fetch(settings['baseUrl'] ?? '')).statusText),
    'the other side sends elsewhere: the checks',
  ],
  ['waits for ever', checking(() => new Promise(() => {})), 'signs in by oauth2 and passes every check'],
  ['says nothing of what it found', checking(async () => ''), 'signs in by oauth2 and passes every check'],
  [
    'asks without credentials',
    checking(async () => 'fine'),
    'without credentials nothing is sent that is signed in by oauth2',
  ],
  [
    'drops a value',
    reading(async (...asked) => {
      const page = await readPage(...asked);
      return { ...page, rows: page.rows.map(({ email: _, ...row }) => row) };
    }),
    'reads all users, each once and with all that it holds',
  ],
  [
    'reads everything each time',
    reading((outside, list, at) => readPage(outside, list, at, null)),
    'reads only what changed since an instant',
  ],
  ['does not see that records moved', reading(careless), 'one goes, and another comes at the end: nobody is missed'],
  ['does not see that a page was passed over', reading(careless), 'a page is passed over: nobody is missed'],
  ['does not see that pages repeat', reading(careless), 'the same page comes for ever: nothing is taken'],
  ['believes a total that is too low', reading(careless), 'fewer are announced than come: nothing is taken'],
];

describe('the contract suite finds a connector that', () => {
  test.each(broken)('%s', async (_what, connector, found) => {
    const caseOf = (one: Connector) => contractOf(one, recordedProvider('1.1')).find(({ name }) => name === found);
    const [sound, unsound] = [caseOf(oneroster), caseOf(connector)];
    if (sound === undefined || unsound === undefined) throw new Error(`there is no case ${found}`);
    await expect(sound.run()).resolves.toBeUndefined();
    await expect(unsound.run()).rejects.toThrow();
  });
});
