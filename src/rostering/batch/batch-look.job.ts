import type { Queries } from '../../platform/database.ts';
import {
  type Asked,
  type BatchEye,
  findMembers,
  findSessions,
  lookUpPage,
  nothingAsked,
  pairsOf,
} from './batch-known.repository.ts';
import type { Item, LineKind } from './line.model.ts';
import type { RefusedParents } from './refused-parents.model.ts';
import { makeParents, makeView, type Parents, type ViewStore } from './roster-view.model.ts';

/** What the lines of a part are judged by. */
export type PageLook = {
  /** `before` ends when the page before is committed; who shares members with it waits for that. */
  page(db: Queries, items: readonly Item[], before: Promise<void>): Promise<ViewStore>;
  /** As it is now, nothing remembered. */
  alone(db: Queries, item: Item): Promise<ViewStore>;
};

type Kept = { readonly parents: Parents; readonly asked: Asked; readonly since: number };
const keptFor = 5000;
const keptNames = 50_000;

const sizeOf = (asked: Asked) => Object.values(asked).reduce((sum, names) => sum + names.size, 0);

/** People and courses that members and sessions refer to change rarely: they are remembered for some seconds. */
export function makePageLook(kind: LineKind, eye: BatchEye, refused: RefusedParents): PageLook {
  const fresh = (): Kept => ({ parents: makeParents(), asked: nothingAsked(), since: performance.now() });
  const lasting = kind === 'courseMember' || kind === 'attendanceSession';
  let kept = fresh();
  let pairsBefore: ReadonlySet<string> = new Set();
  return {
    async page(db, items, before) {
      if (!lasting || performance.now() - kept.since > keptFor || sizeOf(kept.asked) > keptNames) kept = fresh();
      const view = makeView(refused, kept.parents);
      const read = readable(items);
      await lookUpPage(db, eye, read, view, kept.asked);
      if (kind === 'courseMember') {
        const pairs = pairsOf(read, view);
        const names = new Set(pairs.map(({ course, person }) => `${course} ${person}`));
        if (!names.isDisjointFrom(pairsBefore)) await before;
        pairsBefore = names;
        view.foundMembers(await findMembers(db, eye, pairs));
      }
      if (kind === 'attendanceSession') view.foundSessions(await findSessions(db, eye, read, view));
      return view;
    },
    async alone(db, item) {
      const view = makeView(refused);
      await lookUpMore(db, eye, readable([item]), view, nothingAsked());
      return view;
    },
  };
}

/** All that lines of any kind are judged by. */
export async function lookUpMore(
  db: Queries,
  eye: BatchEye,
  items: readonly Item[],
  view: ViewStore,
  asked: Asked,
): Promise<void> {
  await lookUpPage(db, eye, items, view, asked);
  const of = (kind: LineKind) => items.filter((item) => item.kind === kind);
  view.foundMembers(await findMembers(db, eye, pairsOf(of('courseMember'), view)));
  view.foundSessions(await findSessions(db, eye, of('attendanceSession'), view));
}

/** What has another form than the documented one cannot be looked for. */
export const readable = (items: readonly Item[]): readonly Item[] => items.filter(({ faults }) => faults.length === 0);
