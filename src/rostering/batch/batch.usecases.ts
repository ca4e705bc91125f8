import { createHash, randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { writeAudit } from '../../access/use-case.ts';
import type { Tx } from '../../platform/database.ts';
import { flowOf, insertRun } from '../../runs/run.repository.ts';
import { claimKey, type Once, seenBefore, storeAnswer } from '../api/idempotency.repository.ts';
import type { Caller } from '../api/memory.model.ts';
import type { Api } from '../api/push.usecases.ts';
import { tell } from '../api/told.model.ts';
import { insertPage, sweepPages, tellRun } from './batch-page.repository.ts';
import { type BatchPage, makePaging, type Paging } from './batch-pages.model.ts';
import { levels } from './line.model.ts';
import { makeSplitter } from './splitter.model.ts';

// The asking of a batch: it is read whole, and its lines are stored with the run that carries them out, or not at all.

export type BatchAsked = { readonly run: number; readonly batch: string };
type Request = { readonly body: Readable; readonly requestId: string; readonly once: Omit<Once, 'fingerprint'> | null };

/** So many packed bytes wait in memory before a transaction is opened for them: few batches are larger. */
const mostWaiting = 4 * 1024 * 1024;

/** Reads a request to its end and asks for its run; null: it has no line. With an Idempotency-Key it is asked for once. */
export async function askBatch(api: Api, caller: Caller, request: Request): Promise<BatchAsked | null> {
  const { app } = api;
  const place = { district: caller.actor.district, batch: randomUUID() };
  const waiting = makeWaiting();
  const paging = makePaging(waiting.add);
  const open = makeTransaction(api);
  const store = async () => {
    const tx = await open.begun();
    for (const page of waiting.take()) await insertPage(tx, app.secrets, place, page, app.clock());
  };
  try {
    const fingerprint = await readLines(request.body, paging, async () => {
      if (waiting.bytes() > mostWaiting) await store();
    });
    if (paging.sizes.size === 0) return null;
    const once = request.once === null ? null : { ...request.once, fingerprint };
    const before = once === null ? null : await askedBefore(await open.begun(), api, once);
    if (before !== null) return before;
    await store();
    const asked = await insertBatch(await open.begun(), api, caller, {
      ...place,
      requestId: request.requestId,
      paging,
    });
    if (once !== null) {
      const answer = { status: 200, body: JSON.stringify(asked) };
      await storeAnswer(await open.begun(), app.secrets, once, answer, app.clock());
    }
    await open.commit();
    return asked;
  } finally {
    await open.close();
  }
}

/** Reads a request to its end; answers the hash of its bytes. */
export async function readLines(body: Readable, paging: Paging, after: () => Promise<void>): Promise<Buffer> {
  const splitter = makeSplitter(paging.line);
  const hash = createHash('sha256');
  for await (const chunk of piecesOf(body)) {
    hash.update(chunk);
    splitter.push(chunk);
    await after();
  }
  splitter.end();
  paging.end();
  return hash.digest();
}

/** A request that breaks off is no request. */
async function* piecesOf(body: Readable): AsyncIterable<Buffer> {
  try {
    for await (const chunk of body) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
  } catch {
    throw tell('rostering.request.not_json', { reason: 'it breaks off before its end' });
  }
}

function makeWaiting() {
  let pages: BatchPage[] = [];
  let bytes = 0;
  return {
    add(page: BatchPage) {
      pages.push(page);
      bytes += page.body.length + page.lines.length;
    },
    bytes: () => bytes,
    take() {
      const taken = pages;
      pages = [];
      bytes = 0;
      return taken;
    },
  };
}

/** One transaction, begun when it is first needed: a sender that is slow holds no session of the database for it. */
function makeTransaction({ app }: Api) {
  let tx: Awaited<ReturnType<typeof begin>> | undefined;
  const begin = () => app.db.startTransaction().execute();
  return {
    async begun(): Promise<Tx> {
      tx ??= await begin();
      return tx;
    },
    async commit() {
      await tx?.commit().execute();
    },
    /** What was not committed is taken back. */
    async close() {
      if (tx !== undefined && !tx.isCommitted && !tx.isRolledBack) await tx.rollback().execute();
    },
  };
}

/** The run that was asked for by this key before. */
async function askedBefore(tx: Tx, { app }: Api, once: Once): Promise<BatchAsked | null> {
  if (!(await claimKey(tx, once))) throw tell('rostering.request.idempotency_running');
  const seen = await seenBefore(tx, app.secrets, once, app.clock());
  if (seen.seen === 'other') throw tell('rostering.request.idempotency_other_body');
  if (seen.seen === 'new') return null;
  const asked = JSON.parse(seen.stored.body) as BatchAsked;
  const run = await tx
    .selectFrom('run')
    .select('finished_at')
    .where('district_id', '=', once.district)
    .where('no', '=', asked.run)
    .executeTakeFirst();
  if (run?.finished_at == null) throw tell('rostering.request.idempotency_running');
  return asked;
}

type Read = { readonly district: string; readonly batch: string; readonly requestId: string; readonly paging: Paging };

async function insertBatch(
  tx: Tx,
  { app }: Api,
  { actor, connection, schools }: Caller,
  { district, batch, requestId, paging }: Read,
): Promise<BatchAsked> {
  const now = app.clock();
  const flow = await flowOf(tx, district, 'rostering', connection);
  const parts = [...paging.sizes].map(([kind, { lines, pages }]) => ({
    unit: `batch: ${kind}`,
    kind,
    level: levels[kind],
    source: { mode: 'batch', batch, pages, lines, requestId },
    store: null,
    rows: lines,
  }));
  const scope = { trigger: 'api' as const, dry: false, ...(schools === null ? {} : { schools }) };
  const run = await insertRun(tx, actor, now, { flow, scope, parts, notes: [] });
  await tellRun(tx, { district, batch }, run);
  const lines = parts.reduce((sum, { rows }) => sum + rows, 0);
  await writeAudit(tx, actor, now, [
    { action: 'run.asked', subject: { kind: 'run', id: String(run), name: 'batch' }, details: { lines } },
  ]);
  return { run, batch };
}

/** Removes what batches have left behind them. */
export const sweepBatches = (app: Api['app']): Promise<void> => sweepPages(app.db, app.clock());
