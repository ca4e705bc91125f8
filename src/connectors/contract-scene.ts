import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { entries } from '../dictionary/entries.ts';
import type { Entry } from '../dictionary/entry.schema.ts';
import type { Facts } from '../dictionary/facts.model.ts';
import { makeOutbound } from '../platform/outbound.ts';
import {
  type Collection,
  type Connector,
  type Credentials,
  Failure,
  type FailureType,
  type Outside,
  type RosterSource,
  type Settings,
} from './connector.ts';
import { failureOf } from './outside-failure.ts';
import { type Heard, type Reply, type Said, startSide } from './scripted-side.ts';

// What the cases of the contract suite are carried out with: a connector, its other side, and what is asked of every
// failure, whatever the case.

export type Json = Readonly<Record<string, unknown>>;
/** What the other side holds. The suite changes it, also while it is read. */
export type World = {
  readonly records: Record<Collection, Json[]>;
  /** Lists that the account may not read. */
  readonly closed: Set<Collection>;
  /** How many records of a list it says there are. */
  announced: (count: number) => number;
};

/** A system as it answers when all is well, and refusals that it was seen to answer. */
export type OtherSide = {
  settings(origin: string): Settings;
  /** Good ones, of each kind; all others are refused. */
  readonly credentials: readonly Credentials[];
  /** What it hands out that must not be told either. */
  readonly tokens: readonly string[];
  /** Of `users` there are more than two pages. */
  readonly records: Readonly<Record<Collection, readonly Json[]>>;
  /** Fields that are not carried, such as addresses in references. */
  readonly uncarried: readonly string[];
  answer(heard: Heard, world: World): Said;
  readonly refusals: readonly (Told & { readonly name: string; readonly said: Said })[];
  /** The key that a record is carried under. */
  keyOf(record: Json): string;
  /** A user that was not there before; `no` makes it another one each time. */
  another(no: number): Json;
  /** An instant, and the keys of the users that changed since then. */
  readonly since: { readonly at: Date; readonly keys: readonly string[] };
};
/** What a failure is expected to be; of the facts those that are named. */
export type Told = { readonly type: FailureType; readonly entry: string; readonly facts?: Facts };

export type Bench = { readonly connector: Connector; readonly side: OtherSide; readonly credentials: Credentials };
export type Script = (heard: Heard, number: number, world: World, well: () => Said) => Reply;

const limits = { connect: 500, headers: 200, body: 200, whole: 3000, bytes: 1024 * 1024 };
/** Whatever goes wrong: a deed takes a request or two that end by their limits. */
const longest = 6000;

export type Scene = { readonly world: World; readonly outside: Outside; readonly asked: () => number };

/** Carries something out against the other side, which answers by a script; what was written to a log is looked at. */
export async function against<T>(
  { side, credentials }: Bench,
  script: Script,
  work: (scene: Scene) => Promise<T>,
  signal: AbortSignal = AbortSignal.timeout(longest),
): Promise<T> {
  const world: World = {
    records: structuredClone(side.records) as Record<Collection, Json[]>,
    closed: new Set(),
    announced: (count) => count,
  };
  const server = await startSide((heard, number) => script(heard, number, world, () => side.answer(heard, world)));
  const outbound = makeOutbound(['127.0.0.0/8'], { limits });
  const outside: Outside = {
    settings: side.settings(server.origin),
    credentials,
    signal,
    now: () => new Date(),
    memory: new Map(),
    send: (request) =>
      outbound.send(request, signal).catch((error: unknown) => {
        throw failureOf(error);
      }),
  };
  const log = listen();
  try {
    return await Promise.race([work({ world, outside, asked: () => server.heard.length }), endOf(signal)]);
  } finally {
    const logged = log.end();
    await outbound.close();
    await server.close();
    keepsSecrets(logged, side, credentials);
  }
}

/** Ends with the signal, for those who do not heed it. */
async function endOf(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  // Whoever heeds it has ended by then.
  await pause(100);
  signal.throwIfAborted();
  throw new Error('the signal has not ended it');
}

export const well: Script = (_heard, _number, _world, answer) => answer();

/** The failure in which work ends, having all that every failure must have. */
export async function failureIn({ side, credentials }: Bench, work: () => Promise<unknown>): Promise<Failure> {
  let done: unknown;
  try {
    done = await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw new Error('something else than a failure was thrown', { cause: error });
    isComplete(error);
    keepsSecrets(`${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`, side, credentials);
    return error;
  }
  assert.fail(`it went well: ${JSON.stringify(done)?.slice(0, 200)}`);
}

const known = new Map(entries.map((entry) => [entry.entry, entry]));

/** Every fact that the entry tells is there. */
function isComplete({ entry, facts }: Failure): void {
  const found = known.get(entry);
  assert(found !== undefined, `the dictionary has no entry ${entry}`);
  const missing = factsOf(found).filter((name) => (facts[name] ?? '').trim() === '');
  assert.deepEqual(missing, [], `${entry} lacks facts`);
}

function factsOf({ message, causes }: Entry): readonly string[] {
  const texts = [message, ...causes.flatMap(({ meaning, steps, prevention }) => [meaning, ...steps, ...prevention])];
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{([a-zA-Z]+)\}/g)].map(([, name = '']) => name)))];
}

function keepsSecrets(text: string, { tokens }: OtherSide, credentials: Credentials): void {
  const secrets = Object.entries(credentials).flatMap(([name, value]) => (name === 'kind' ? [] : [value]));
  for (const secret of [...secrets, ...tokens])
    for (const spelt of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').slice(0, -3)])
      assert(!text.includes(spelt), 'a secret was told');
}

/** What is written to the console and to both outputs, until the end. */
function listen(): { end(): string } {
  const said: string[] = [];
  const outputs = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }));
  const screen = globalThis.console;
  const methods = (['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => ({ name, write: screen[name] }));
  for (const { stream, write } of outputs)
    stream.write = ((...given: Parameters<typeof write>) => {
      said.push(String(given[0]));
      return write.apply(stream, given);
    }) as typeof write;
  for (const { name } of methods) screen[name] = (...given: unknown[]) => said.push(given.map(String).join(' '));
  return {
    end() {
      for (const { stream, write } of outputs) stream.write = write;
      for (const { name, write } of methods) screen[name] = write;
      return said.join('\n');
    },
  };
}

/** Goes through the checklist as far as it passes; answers what each line found. */
export async function testAll({ connector }: Bench, outside: Outside): Promise<readonly string[]> {
  const found: string[] = [];
  for (const check of connector.checks(outside.settings)) found.push(await check.run(outside));
  return found;
}

export type Rows = readonly Readonly<Record<string, string>>[];
/** A list that does not add up is read so often. */
const mostTries = 3;
const mostPages = 1000;

/** Reads a list to its end, anew where the connector says so. */
export async function readAll(
  roster: RosterSource,
  outside: Outside,
  list: Collection,
  since: Date | null = null,
): Promise<Rows> {
  for (let tries = 1; ; tries++) {
    try {
      return await readOnce(roster, outside, list, since);
    } catch (error) {
      if (!(error instanceof Failure) || !error.anew || tries === mostTries) throw error;
    }
  }
}

async function readOnce(roster: RosterSource, outside: Outside, list: Collection, since: Date | null): Promise<Rows> {
  const rows: Readonly<Record<string, string>>[] = [];
  let at: string | null = null;
  for (let pages = 1; ; pages++) {
    assert(pages <= mostPages, 'the reading does not end');
    const page = await roster.readPage(outside, list, at, since);
    rows.push(...page.rows);
    at = page.next;
    if (at === null) return rows;
  }
}

/** A failure is the one that was expected. */
export function is({ type, entry, facts }: Failure, told: Told): void {
  assert.deepEqual({ type, entry }, { type: told.type, entry: told.entry }, JSON.stringify(facts));
  for (const [name, value] of Object.entries(told.facts ?? {})) assert.equal(facts[name], value, `the fact ${name}`);
}

/** The number of the first request that gets at data, behind those that sign in. */
export async function firstOfMany(bench: Bench): Promise<number> {
  const { roster } = bench.connector;
  if (roster === undefined) return 0;
  return against(bench, well, async ({ outside, asked }) => {
    await roster.readPage(outside, 'users', null, null);
    return asked() - 1;
  });
}
