import assert from 'node:assert/strict';
import type { Connector } from './connector.ts';
import { type Case, rosterCases } from './contract-roster.ts';
import {
  against,
  type Bench,
  failureIn,
  firstOfMany,
  is,
  type OtherSide,
  readAll,
  type Scene,
  type Script,
  type Told,
  testAll,
  well,
} from './contract-scene.ts';
import { type Heard, type Reply, type Said, startSide } from './scripted-side.ts';

// What every connector has to keep to, whatever its system: whatever goes wrong on the other side ends as a named failure
// of the right type, in bounded time and with all its facts; no secret comes out; no list is ever read short in silence.
// The cases are data, so that a test of the suite itself can see them fail.

/** All that is asked of a connector, against its other side. */
export function contractOf(connector: Connector, side: OtherSide): readonly Case[] {
  const benches = side.credentials.map((credentials): Bench => ({ connector, side, credentials }));
  const [bench] = benches;
  assert(bench !== undefined, 'the other side takes no credentials');
  return [
    ...benches.flatMap(signInCases),
    ...troubles.flatMap((trouble) => troubleCases(bench, trouble)),
    ...refusalCases(bench),
    ...(connector.roster === undefined ? [] : rosterCases(bench, connector.roster)),
  ];
}

const kindOf = ({ credentials }: Bench) => credentials.kind;

function signInCases(bench: Bench): readonly Case[] {
  const { credentials } = bench;
  const secrets = Object.keys(credentials).filter((name) => name !== 'kind');
  return [
    {
      name: `signs in by ${kindOf(bench)} and passes every check`,
      async run() {
        const found = await against(bench, well, ({ outside }) => testAll(bench, outside));
        assert(
          found.every((words) => words.trim() !== ''),
          'a check says nothing of what it found',
        );
      },
    },
    ...secrets.map((name) => ({
      name: `a wrong ${name} is an error of the sign-in`,
      async run() {
        const wrong = { ...bench, credentials: { ...credentials, [name]: 'not-the-right-one' } };
        for (const deed of deedsOf(wrong)) {
          const failure = await against(wrong, well, (scene) => failureIn(wrong, () => deed.run(scene)));
          is(failure, { type: 'auth', entry: 'connection.credentials_refused' });
        }
      },
    })),
    {
      name: `without credentials nothing is sent that is signed in by ${kindOf(bench)}`,
      async run() {
        await against(bench, well, async ({ outside }) => {
          const failure = await failureIn(bench, () => testAll(bench, { ...outside, credentials: null }));
          is(failure, { type: 'auth', entry: 'connection.credentials_missing' });
        });
      },
    },
  ];
}

/** What is done with a connector: its checks, and its reading. */
type Deed = { readonly name: string; run(scene: Scene): Promise<unknown> };

function deedsOf(bench: Bench): readonly Deed[] {
  const { roster } = bench.connector;
  return [
    { name: 'the checks', run: ({ outside }) => testAll(bench, outside) },
    ...(roster === undefined
      ? []
      : [{ name: 'the reading', run: ({ outside }: Scene) => readAll(roster, outside, 'users') }]),
  ];
}

/** Something that goes wrong from some request on. `elsewhere`: the address of another server. */
type Trouble = Told & {
  readonly name: string;
  readonly passing: boolean;
  readonly waits?: number;
  reply(elsewhere: string): Reply;
};

const json = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Said => ({
  status,
  headers,
  body,
});
const html = '<!DOCTYPE html><html><head><title>Sign in to the portal</title></head><body></body></html>';
const sync = { type: 'sync', passing: true } as const;

const troubles: readonly Trouble[] = [
  { ...sync, name: 'never answers', entry: 'connection.answer_timeout', reply: () => 'hang' },
  { ...sync, name: 'cuts the connection', entry: 'connection.cut_off', reply: () => 'cut' },
  { ...sync, name: 'answers without end', passing: false, entry: 'connection.too_large', reply: () => 'endless' },
  {
    ...sync,
    name: 'asks to wait',
    entry: 'connection.throttled',
    waits: 7000,
    reply: () => json(429, '{}', { 'retry-after': '7' }),
  },
  {
    ...sync,
    name: 'is busy',
    entry: 'connection.throttled',
    waits: 0,
    reply: () => json(503, '', { 'retry-after': new Date(0).toUTCString() }),
  },
  {
    ...sync,
    name: 'limits by 403',
    entry: 'connection.throttled',
    reply: () => json(403, '403 Forbidden (Rate Limit Exceeded)', { 'content-type': 'text/plain' }),
  },
  { name: 'fails', type: 'system', passing: true, entry: 'connection.server_failed', reply: () => json(500, '{}') },
  {
    ...sync,
    name: 'answers with a page',
    passing: false,
    entry: 'connection.html_instead',
    reply: () => json(200, html, { 'content-type': 'text/html' }),
  },
  { ...sync, name: 'answers with half of the data', entry: 'connection.json_cut', reply: () => json(200, '{"a":[{"b') },
  { ...sync, name: 'answers with nothing', entry: 'connection.json_cut', reply: () => json(200, '') },
  {
    ...sync,
    name: 'answers with something unreadable',
    passing: false,
    entry: 'connection.answer_unreadable',
    reply: () => json(200, 'a=1&b=2', { 'content-type': 'text/plain' }),
  },
  {
    ...sync,
    name: 'sends elsewhere',
    passing: false,
    entry: 'connection.redirected',
    reply: (elsewhere) => json(302, '', { location: `${elsewhere}/login` }),
  },
  {
    name: 'answers with other data',
    type: 'system',
    passing: false,
    entry: 'connection.answer_unexpected',
    reply: () => json(200, '{"ok":true}'),
  },
];

/** How many requests it takes where all goes well. */
const requestsOf = (bench: Bench, deed: Deed) =>
  against(bench, well, async (scene) => {
    await deed.run(scene);
    return scene.asked();
  });

/** The requests that differ: the first ones, that sign in and begin a list, and the last. */
const tellingOf = (count: number) => [...new Set([0, 1, 2, count - 1])].filter((number) => number < count);

/** Whichever request the trouble begins with, it ends the same. */
function troubleCases(bench: Bench, trouble: Trouble): readonly Case[] {
  return deedsOf(bench).map((deed) => ({
    name: `the other side ${trouble.name}: ${deed.name}`,
    async run() {
      const elsewhere = await startSide(() => json(200, '{}'));
      const count = await requestsOf(bench, deed);
      for (const first of tellingOf(count)) {
        const script: Script = (_heard, number, _world, answer) =>
          number < first ? answer() : trouble.reply(elsewhere.origin);
        await against(bench, script, async (scene) => {
          const failure = await failureIn(bench, () => deed.run(scene));
          is(failure, trouble);
          assert.equal(failure.passing, trouble.passing, 'whether it may pass');
          if (trouble.waits !== undefined) assert.equal(failure.retryAfterMs, trouble.waits);
          // Trying again is the engine's: a connector that does it as well multiplies it.
          assert(scene.asked() <= first + mostInVain, `${scene.asked() - first} requests in vain`);
        });
      }
      assert.equal(elsewhere.heard.length, 0, 'something was sent elsewhere');
      await elsewhere.close();
    },
  }));
}
/** A check may take more than one answer before it says what is wrong. */
const mostInVain = 3;

/** Refusals: as they were met, and such that repeat what they were sent. */
function refusalCases(bench: Bench): readonly Case[] {
  const deeds = deedsOf(bench);
  const [, reading = deeds[0] as Deed] = deeds;
  return [
    ...bench.side.refusals.map(({ name, said, ...told }) => ({
      name: `${name} is told in full`,
      async run() {
        const first = await firstOfMany(bench);
        const script: Script = (_heard, number, _world, answer) => (number < first ? answer() : said);
        is(await against(bench, script, (scene) => failureIn(bench, () => reading.run(scene))), told);
      },
    })),
    ...echoes.map(({ name, said }) => ({
      name: `no secret comes out where ${name}`,
      async run() {
        for (const deed of deeds) {
          const count = await requestsOf(bench, deed);
          for (const first of tellingOf(count)) {
            const script: Script = (heard, number, _world, answer) => (number < first ? answer() : said(heard));
            await against(bench, script, (scene) => failureIn(bench, () => deed.run(scene)));
          }
        }
      },
    })),
    {
      name: 'who stops is let go at once',
      async run() {
        const stopping = new AbortController();
        const script: Script = () => {
          stopping.abort(new Error('stopped'));
          return 'hang';
        };
        const stopped = ({ outside }: Scene) => assert.rejects(testAll(bench, outside), { message: 'stopped' });
        await against(bench, script, stopped, stopping.signal);
      },
    },
  ];
}

const all = ({ headers, body, url }: Heard) => `${JSON.stringify(headers)} ${body} ${url.href}`;
const echoes = [400, 401, 403, 500].flatMap((status) => [
  {
    name: `a JSON with status ${status} repeats the request`,
    said: (heard: Heard) => json(status, JSON.stringify({ imsx_description: all(heard), ...heard.headers })),
  },
  {
    name: `a text with status ${status} repeats the request`,
    said: (heard: Heard) => json(status, all(heard), { 'content-type': 'text/plain' }),
  },
]);
