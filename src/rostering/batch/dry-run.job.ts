import type { Readable } from 'node:stream';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Queries } from '../../platform/database.ts';
import { tell } from '../api/told.model.ts';
import { readLines } from './batch.usecases.ts';
import type { BatchRun, Lane, LanePage, RefusedLine } from './batch-answer.read-model.ts';
import { factsOfFaults } from './batch-facts.model.ts';
import { type BatchEye, nothingAsked } from './batch-known.repository.ts';
import { lookUpMore, readable } from './batch-look.job.ts';
import { type BatchPage, itemsOf, makePaging, numbersOf } from './batch-pages.model.ts';
import { type Item, levels, lineKinds } from './line.model.ts';
import { type CodeWord, codeOf } from './outcome-code.model.ts';
import { namesOf } from './parents.model.ts';
import { planLine } from './plan-line.job.ts';
import { makeRefusedParents, type RefusedParents } from './refused-parents.model.ts';
import { makeView, type ViewStore } from './roster-view.model.ts';

// A dry run judges the lines as a run would, and remembers what each would have done instead of writing it.

/** What it remembers is kept in memory; a run has no such limit. */
const mostLines = 200_000;

type Told = { readonly page: LanePage; readonly refused: Buffer };

export async function dryRun(db: Queries, eye: BatchEye, body: Readable, requestId: string): Promise<BatchRun> {
  const pages: BatchPage[] = [];
  const paging = makePaging((page) => pages.push(page));
  await readLines(body, paging, async () => {
    const lines = [...paging.sizes.values()].reduce((sum, size) => sum + size.lines, 0);
    if (lines > mostLines) throw tell('rostering.request.too_large', { limit: `${mostLines} lines of a dry run` });
  });
  const refused = makeRefusedParents();
  const view = makeView(refused);
  const asked = nothingAsked();
  const counts: Record<string, number> = {
    entered: 0,
    created: 0,
    updated: 0,
    deleted: 0,
    unchanged: 0,
    rejected: 0,
    blocked: 0,
  };
  const lanes: Lane[] = [];
  let id = 0;
  for (const kind of [...lineKinds].sort((a, b) => levels[a] - levels[b])) {
    const told: Told[] = [];
    for (const page of pages.filter((one) => one.kind === kind)) {
      id -= page.lines.length / 4;
      const items = itemsOf(kind, page, { id, mail: 0 });
      await lookUpMore(db, eye, readable(items), view, asked);
      told.push(judgePage(page, items, view, refused, counts));
    }
    lanes.push(laneOf(told));
  }
  return { counts, error: null, requestId, lanes };
}

function judgePage(
  { lines }: BatchPage,
  items: readonly Item[],
  view: ViewStore,
  refused: RefusedParents,
  counts: Record<string, number>,
): Told {
  const refusals: RefusedLine[] = [];
  const codes = items.map((item) => {
    const word = judgeLine(item, view, refused, refusals);
    counts[word] = (counts[word] ?? 0) + 1;
    counts['entered'] = (counts['entered'] ?? 0) + 1;
    return codeOf(word);
  });
  const text = Buffer.from(JSON.stringify(refusals));
  return { page: { lines: numbersOf(lines), codes: Uint8Array.from(codes) }, refused: zstdCompressSync(text) };
}

function judgeLine(item: Item, view: ViewStore, refused: RefusedParents, refusals: RefusedLine[]): CodeWord {
  const plan = planLine(item, view);
  if (plan.to === 'unchanged') return plan.to;
  if (plan.to === 'write') {
    view.apply(plan.write);
    return plan.outcome;
  }
  const faults = plan.to === 'refused' ? plan.faults : [plan.fault];
  refused.add(namesOf(item), item.line);
  refusals.push({ entry: faults[0]?.entry ?? 'connection.defect', facts: factsOfFaults(item.line, faults) });
  return plan.to === 'refused' ? 'rejected' : 'blocked';
}

const laneOf = (told: readonly Told[]): Lane => ({ pages: pagesOf(told), refused: refusalsOf(told) });

async function* pagesOf(told: readonly Told[]): AsyncGenerator<LanePage> {
  for (const { page } of told) yield page;
}

async function* refusalsOf(told: readonly Told[]): AsyncGenerator<RefusedLine> {
  for (const { refused } of told) yield* JSON.parse(zstdDecompressSync(refused).toString('utf8')) as RefusedLine[];
}
