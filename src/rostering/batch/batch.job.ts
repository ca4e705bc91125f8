import type { PoolClient } from 'pg';
import { queueMail } from '../../mail/mail.repository.ts';
import { allocate, type Queries, sqlState } from '../../platform/database.ts';
import type { App } from '../../platform/house.ts';
import {
  type Answer,
  type Change,
  type Finding,
  type Job,
  type Page,
  type PartAtWork,
  type PartWork,
  type Plan,
  Stop,
} from '../../runs/job.ts';
import { type Fault, fault } from '../api/fault.model.ts';
import type { Target } from '../api/write.repository.ts';
import { factsOfFaults, storable } from './batch-facts.model.ts';
import { makePageLook, type PageLook } from './batch-look.job.ts';
import { loadPage, loadRefused, type Place, settlePage } from './batch-page.repository.ts';
import { itemsOf } from './batch-pages.model.ts';
import { writeRoster } from './batch-write.repository.ts';
import { queriesOf } from './client-queries.repository.ts';
import { type Item, keyOfItem, type LineKind } from './line.model.ts';
import { type CodeWord, codeOf, isRefused } from './outcome-code.model.ts';
import { namesOf } from './parents.model.ts';
import { type PlannedLine, planLine } from './plan-line.job.ts';
import type { Write } from './planned.model.ts';
import { makeRefusedParents, packNames } from './refused-parents.model.ts';
import type { RosterView } from './roster-view.model.ts';

/** What a part of a batch knows of its source; stored with the part. */
export type BatchSource = {
  readonly mode: 'batch';
  readonly batch: string;
  readonly pages: number;
  readonly lines: number;
  readonly requestId: string;
};

type Body = { readonly item: Item; readonly write: Write };
type BatchPage = Page<Item> & { readonly no: number };

/** The rostering job as far as batches go: a part is the lines of one kind. */
export function batchJob(app: Pick<App, 'secrets' | 'clock'>): Job {
  return {
    id: 'rostering',
    refused: 'rejected',
    // What somebody sends to be deleted is meant: nothing is held.
    holdAbove: { share: 1, count: Number.MAX_SAFE_INTEGER },
    massChange: {},
    notStoredEntry: 'oneroster.not_stored',
    open: ({ db }, part) => openBatchPart(app, db, part),
  };
}

export const isBatch = (source: Readonly<Record<string, unknown>>): boolean => source['mode'] === 'batch';

/** The counter of the rows that lines of a kind make. */
const counters: Readonly<Record<Exclude<LineKind, 'line'>, string>> = {
  user: 'user',
  course: 'class',
  courseMember: 'enrollment',
  attendanceSession: 'session',
};

type AtWork = {
  readonly app: Pick<App, 'secrets' | 'clock'>;
  readonly db: Queries;
  readonly place: Place;
  readonly target: Target;
  readonly look: PageLook;
  /** What became of the lines of the pages in hand. */
  readonly codes: Map<number, CodeWord>;
};

async function openBatchPart(
  app: AtWork['app'],
  db: Queries,
  part: PartAtWork,
): Promise<PartWork<Item, RosterView, Body>> {
  const kind = part.kind as LineKind;
  const source = part.source as BatchSource;
  const { district, connection, run } = part;
  const place = { district, batch: source.batch };
  const refused = makeRefusedParents();
  for (const packed of await loadRefused(db, place)) refused.load(packed);
  const look = makePageLook(kind, { district, connection, schools: part.scope.schools ?? null }, refused);
  const work: AtWork = { app, db, place, target: { district, connection, run }, look, codes: new Map() };
  const planned = new Map<Item, PlannedLine>();
  return {
    total: () => source.lines,
    // A member hangs on people and courses only, and these are in; the page knows which members it shares with another.
    inOrder: kind !== 'courseMember',
    asBefore: null,
    notes: () => [],
    collect: (after) => collect(work, kind, source, after),
    nameOf(item) {
      const key = keyOfItem(item);
      if (key === null) return { key: `(line ${item.line})`, byLine: true, line: item.line };
      // Keys stand in lists that a line feed parts.
      return { key: storable(key).replaceAll(/[\r\n]/g, ' '), byLine: false, line: item.line };
    },
    factsOf: ({ line }) => ({ line: String(line) }),
    known: (items, before) => look.page(db, items, before),
    check(item, known) {
      const plan = planLine(item, known);
      planned.set(item, plan);
      return plan.to === 'refused' ? [findingOf(work, item, plan.faults)] : [];
    },
    plan(item, known) {
      const plan = planned.get(item);
      if (plan === undefined) throw new Error('a line is planned that was not checked');
      return planOf(work, item, known, plan);
    },
    deletions: async () => ({ count: 0, known: 0 }),
    write: (client, changes) => write(work, client, changes),
    settle: (client, { body }) => settle(work, client, body.item),
    async account(client, page) {
      await account(work, client, kind, page as BatchPage);
      for (const item of page.items) planned.delete(item);
    },
    invalidate: async () => {},
    async finish(client) {
      // A line without a key is history, and no record that stays.
      await client.query(
        'delete from record where district_id = $1 and flow_no = $2 and kind = $3 and by_line and last_run <= $4',
        [district, part.flow, kind, run],
      );
    },
    close: async () => {},
  };
}

type After = Parameters<PartWork<Item, RosterView, Body>['collect']>[0];

async function collect(
  { app, db, place }: AtWork,
  kind: LineKind,
  source: BatchSource,
  after: After,
): Promise<BatchPage> {
  const no = Number(after?.['no'] ?? 0);
  const before = Number(after?.['lines'] ?? 0);
  const page = await loadPage(db, app.secrets, place, kind, no);
  if (page === null)
    throw new Stop('connection.upload_lost', { file: 'the batch', reason: 'its lines are not there any more' });
  const n = page.lines.length / 4;
  // Numbers are taken before the page's transaction, which may wait for others and must not hold counters meanwhile.
  const id = kind === 'line' ? 0 : await allocate(db, place.district, counters[kind], n);
  const mail = kind === 'user' ? await allocate(db, place.district, 'mail', n) : 0;
  const progress = before + n;
  const next = no + 1 < source.pages ? { no: no + 1, lines: progress } : null;
  return { items: itemsOf(kind, page, { id, mail }), same: 0, next, phase: 'rows', progress, no };
}

function findingOf({ codes }: AtWork, { line }: Item, faults: readonly Fault[]): Finding {
  codes.set(line, 'rejected');
  const first = faults[0] ?? fault('', 'connection.defect');
  return { level: 'refuse', entry: first.entry, facts: factsOfFaults(line, faults) };
}

function planOf({ codes }: AtWork, item: Item, known: RosterView, plan: PlannedLine): Plan<Body> {
  switch (plan.to) {
    case 'refused':
      throw new Error('a line is planned that was refused');
    case 'blocked': {
      codes.set(item.line, 'blocked');
      const waitsFor = { kind: plan.parent.kind, id: storable(plan.parent.id) };
      return { to: 'wait', waitsFor, entry: plan.fault.entry, facts: factsOfFaults(item.line, [plan.fault]) };
    }
    case 'unchanged':
      codes.set(item.line, 'unchanged');
      return plan;
    case 'write': {
      // Later lines of the page see what this one will have done.
      known.apply(plan.write);
      codes.set(item.line, plan.outcome);
      const key = { kind: item.kind, id: String(item.line) };
      const body = { item, write: plan.write };
      return {
        to: 'write',
        change: { key, side: 'here', operation: operations[plan.outcome], body, repeatable: true },
      };
    }
  }
}

const operations = { created: 'create', updated: 'update', deleted: 'delete' } as const;
const outcomes = { create: 'created', update: 'updated', delete: 'deleted' } as const;

async function write(work: AtWork, client: PoolClient, changes: readonly Change<Body>[]): Promise<readonly Answer[]> {
  const done = await writeRoster(
    client,
    work.target,
    changes.map(({ body }) => body.write),
  );
  const through = changes.filter((_, at) => done[at] === true);
  for (const { body, operation } of through) work.codes.set(body.item.line, outcomes[operation]);
  await welcome(
    work,
    client,
    through.map(({ body }) => body),
  );
  const answers: Answer[] = [];
  for (const [at, { body }] of changes.entries())
    answers.push(done[at] === true ? { got: 'accepted' } : await settle(work, client, body.item));
  return answers;
}

/** Mails are queued with what they tell of. */
async function welcome({ app, target }: AtWork, client: PoolClient, bodies: readonly Body[]): Promise<void> {
  for (const { item, write: one } of bodies) {
    if (!('welcome' in one) || one.welcome === null) continue;
    const about = String(one.person.id);
    const mail = { ...one.welcome, district: target.district, kind: 'welcome', about, no: item.mail };
    await queueMail(queriesOf(client), mail, app.clock());
  }
}

const mostTries = 5;

/** Somebody else was faster: the line is judged again by what is there now, as a single call would be. */
async function settle(work: AtWork, client: PoolClient, item: Item): Promise<Answer> {
  for (let tries = 0; tries < mostTries; tries++) {
    const plan = planLine(item, await work.look.alone(queriesOf(client), item));
    if (plan.to === 'refused') return refuse(work, item, plan.faults);
    if (plan.to === 'blocked') return refuse(work, item, [plan.fault]);
    if (plan.to === 'unchanged') {
      work.codes.set(item.line, 'unchanged');
      return { got: 'accepted', as: 'unchanged' };
    }
    const state = await attempt(work, client, { item, write: plan.write });
    if (state === 'written') {
      work.codes.set(item.line, plan.outcome);
      return { got: 'accepted', as: plan.outcome };
    }
    if (state.startsWith('22')) {
      const reason = `the database cannot store it (${state})`;
      return refuse(work, item, [fault('', 'rostering.request.value_malformed', { field: 'data', reason })]);
    }
  }
  return refuse(work, item, [fault('', 'connection.defect', { reason: 'others changed the record again and again' })]);
}

/** Writes one record; answers why not, if not. */
async function attempt(work: AtWork, client: PoolClient, one: Body): Promise<string> {
  await client.query('savepoint line');
  try {
    const [done] = await writeRoster(client, work.target, [one.write]);
    if (done === true) {
      await welcome(work, client, [one]);
      await client.query('release savepoint line');
      return 'written';
    }
    await client.query('rollback to savepoint line');
    return 'gone';
  } catch (error) {
    const state = sqlState(error);
    if (state === null || !/^2[23]/.test(state)) throw error;
    await client.query('rollback to savepoint line');
    return state;
  }
}

function refuse(work: AtWork, item: Item, faults: readonly Fault[]): Answer {
  const { entry, facts } = findingOf(work, item, faults);
  return { got: 'refused', entry, facts };
}

/** What became of a page's lines, and by which names its refused parents are known. */
async function account({ place, codes }: AtWork, client: PoolClient, kind: LineKind, page: BatchPage): Promise<void> {
  const bytes = Buffer.from(page.items.map(({ line }) => codeOf(codes.get(line) ?? 'left')));
  const parents = page.items.flatMap((item, at) =>
    isRefused(bytes[at] ?? 0) ? [{ names: namesOf(item), line: item.line }] : [],
  );
  await settlePage(client, place, { kind, no: page.no, codes: bytes, refused: packNames(parents) });
  for (const { line } of page.items) codes.delete(line);
}
