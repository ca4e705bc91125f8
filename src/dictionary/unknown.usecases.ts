import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { containing, numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { type AuditLine, changing, reading } from '../access/use-case.ts';
import type { Actor } from '../platform/actor.ts';
import type { House } from '../platform/house.ts';
import type { Secrets } from '../platform/secrets.ts';
import { clusterOf, makeClusters, templateOf } from './cluster.model.ts';
import type { Explanation, Question, SystemId } from './entry.schema.ts';
import { explainLogInTurns, type LogExplanation } from './error-log.model.ts';
import { explainMessage } from './explanation.model.ts';
import { isTooMuch, mostOfLog, sizeOfLog } from './log-size.model.ts';
import { type Matchers, makeMatchers } from './own-entry.repository.ts';
import { type Refusal, refuse } from './refusal.model.ts';
import {
  droppedMessages,
  type Kept,
  keepClusters,
  mostClusters,
  setIgnored,
  type UnknownRow,
  unknownRow,
  unknownRows,
} from './unknown.repository.ts';
import type { UnknownDetail, UnknownView, unknownQuery } from './unknown.schema.ts';

/** What the dictionary needs beside its database: the seal of samples, and the entries that it remembers. */
export type Desk = House & { readonly secrets: Secrets; readonly matchers: Matchers };

export const deskOf = ({ db, clock, secrets }: Omit<Desk, 'matchers'>): Desk => ({
  db,
  clock,
  secrets,
  matchers: makeMatchers(),
});

const matcherOf = reading('dictionary.read', (db, scope, matchers: Matchers) => matchers.of(db, scope.district));

/** Explains by the district's entries too. A message that none of them is stays, counted with those that are like it. */
export async function explainHere(desk: Desk, actor: Actor, question: Question): Promise<Explanation> {
  const matcher = await matcherOf(desk, actor, desk.matchers);
  const explained = explainMessage(matcher, question);
  const { message, system } = question;
  // Status, code and resource only narrow the search: a message that is known without them is not a new one.
  if (explained.unknown && matcher.match({ message, system }).length === 0)
    await keepMessages(desk, actor, [{ message, system: system ?? null, count: 1 }]);
  return explained;
}

type Log = { readonly text: string; readonly system?: SystemId | undefined };

/** Explains a whole log; what is not known is kept. */
export async function explainLogHere(desk: Desk, actor: Actor, { text, system }: Log): Promise<LogExplanation> {
  if (isTooMuch(sizeOfLog(text)))
    throw refuse('request.too_large', { expected: `${mostOfLog.messages.toLocaleString('en')} messages` });
  const log = await explainLogInTurns(await matcherOf(desk, actor, desk.matchers), text, { system }, () =>
    setImmediate(),
  );
  await keepMessages(desk, actor, log.unknown);
  return log;
}

type Counted = { readonly message: string; readonly system: SystemId | null; readonly count: number };

/** Of one shape so many clusters are told apart before they are stored: more are no wordings of a system. */
const mostOfAShape = 200;
/** After so many messages others have their turn. */
const atOnce = 500;

async function keepMessages(desk: Desk, actor: Actor, messages: readonly Counted[]): Promise<void> {
  const gathered = makeClusters({ inAll: mostClusters, ofAShape: mostOfAShape });
  const now = desk.clock();
  for (const [at, { message, system, count }] of messages.entries()) {
    const cluster = clusterOf(message, { system, count, now });
    if (cluster.words.length > 0) gathered.add(cluster);
    if (at % atOnce === atOnce - 1) await setImmediate();
  }
  const clusters = gathered.all();
  if (clusters.length > 0) await keep(desk, actor, { secrets: desk.secrets, clusters, dropped: gathered.dropped() });
}

/** That messages were met is no change that somebody made: it leaves no line in the audit. */
const keep = changing(
  'dictionary.read',
  async (tx, scope, { secrets, ...kept }: Kept & { readonly secrets: Secrets }) => {
    await keepClusters(tx, secrets, scope.district, kept);
    return { answer: null, audit: [] };
  },
);

/** The unknown messages, most seen first. `q` is looked for in their words. */
export const listUnknown = reading('dictionary.read', async (db, scope, query: z.output<typeof unknownQuery>) => {
  const rows = await unknownRows(db, scope.district, {
    after: readCursor(query.cursor, z.tuple([z.number().int(), z.number().int()])),
    pattern: query.q === undefined || query.q.trim() === '' ? null : containing(query.q.trim()),
    system: query.system ?? null,
    ignored: query.ignored === undefined ? null : query.ignored === 'true',
    limit: query.limit + 1,
  });
  const page = pageOf(rows, query.limit, (row) => [row.count, row.id]);
  const dropped = await droppedMessages(db, scope.district);
  return { items: page.rows.map(viewOf), nextCursor: page.nextCursor, dropped };
});

type Asked = { readonly id: string; readonly secrets: Secrets };

/** One of them with its samples, which may hold names: for whoever may name it. */
export const showUnknown = reading('dictionary.write', async (db, scope, asked: Asked): Promise<UnknownDetail> => {
  const id = numberIn(asked.id);
  const row = id === null ? null : await unknownRow(db, asked.secrets, scope.district, id);
  if (row === null) throw notThere(asked.id);
  return { ...viewOf(row), samples: row.samples.map(({ text }) => text) };
});

/** Ignored, it goes on being counted, and whoever looks for work need not see it; watched, it is as before. */
export const ignoreUnknown = changing(
  'dictionary.write',
  async (tx, scope, asked: { id: string; ignored: boolean }) => {
    const id = numberIn(asked.id);
    const changed = id === null ? null : await setIgnored(tx, scope.district, id, asked.ignored);
    if (changed === null) throw notThere(asked.id);
    const line: AuditLine = {
      action: asked.ignored ? 'unknown_message.ignored' : 'unknown_message.watched',
      subject: { kind: 'unknown_message', id: asked.id, name: `unknown message ${asked.id}` },
    };
    return { answer: null, audit: changed ? line : [] };
  },
);

function viewOf(row: UnknownRow): UnknownView {
  return {
    id: String(row.id),
    system: row.system,
    template: templateOf(row.words),
    count: row.count,
    firstSeen: row.first_seen.toISOString(),
    lastSeen: row.last_seen.toISOString(),
    ignored: row.ignored,
  };
}

const notThere = (id: string): Refusal => refuse('request.not_found', { what: 'unknown message', id });
