import { count, noCounts } from './count.model.ts';
import type { AnyPartWork, Change, Finding, Job, Name, Note, Page, Plan } from './job.ts';
import type { Counts } from './run.schema.ts';
import type { Left, Unusual } from './unusual.model.ts';

/** A page as it was judged: what is to be written, what was set aside, and what is fine as it is. */
export type Judged = {
  readonly counts: Counts;
  readonly changes: Change<unknown>[];
  /** The records of `changes`, in the same order. */
  readonly names: Name[];
  readonly unusual: Unusual[];
  readonly left: Left[];
  /** Keys that the source shows, and keys that turned out to be as known. */
  readonly seen: string[];
  readonly settled: string[];
  readonly notes: Note[];
};

/** Judges the records of a page by what is known of them: nothing is read or written here. */
export function judge(work: AnyPartWork, page: Page<unknown>, known: unknown, refusedAs: Job['refused']): Judged {
  const judged: Judged = {
    counts: { ...noCounts },
    changes: [],
    names: [],
    unusual: [],
    left: [],
    seen: [],
    settled: [],
    notes: [],
  };
  if (page.same > 0) count(judged.counts, 'unchanged', page.same);
  for (const item of page.items) {
    const name = work.nameOf(item);
    if (page.phase === 'rows') judged.seen.push(name.key);
    const findings = work.check(item, known);
    const refused = findings.length === 0 ? undefined : tellFindings(judged, findings);
    if (refused !== undefined)
      setAside(judged, { ...named(name), outcome: refusedAs, tried: refusedAs === 'rejected', ...refused });
    else planOne(judged, work, item, name, known);
  }
  return judged;
}

function planOne(judged: Judged, work: AnyPartWork, item: unknown, name: Name, known: unknown): void {
  const plan = work.plan(item, known);
  if (plan.to === 'wait')
    setAside(judged, {
      ...named(name),
      outcome: 'blocked',
      entry: plan.entry,
      facts: plan.facts,
      waits: plan.waitsFor,
    });
  else if (plan.to === 'unchanged' || plan.to === 'left') {
    count(judged.counts, 'unchanged');
    judged.settled.push(name.key);
    if (plan.to === 'left') leaveOut(judged, name.key, plan);
  } else {
    judged.changes.push(plan.change);
    judged.names.push(name);
  }
}

function leaveOut(judged: Judged, key: string, plan: Plan<unknown> & { readonly to: 'left' }): void {
  const { entry, facts, note, nameless } = plan;
  judged.left.push({ key: nameless === true ? '(forgotten)' : key, entry, facts });
  judged.notes.push({ entry: note, count: 1, facts });
}

const named = ({ key, byLine }: Name) => ({ key, byLine });

type Aside = Pick<Unusual, 'key' | 'byLine' | 'outcome' | 'entry' | 'facts'> &
  Partial<Pick<Unusual, 'waits' | 'hold' | 'change' | 'tried'>>;

/** Puts a record among those that did not go through, and counts it. */
export function setAside(judged: Pick<Judged, 'unusual' | 'counts'>, one: Aside): void {
  judged.unusual.push({ tried: false, waits: null, hold: null, change: null, ...one });
  count(judged.counts, one.outcome);
}

/** Counts warnings as notes; answers the first refusal, with the names of the others. */
function tellFindings(judged: Judged, findings: readonly Finding[]): Pick<Unusual, 'entry' | 'facts'> | undefined {
  const refused: Finding[] = [];
  for (const finding of findings) {
    if (finding.level === 'refuse') refused.push(finding);
    else judged.notes.push({ entry: finding.entry, count: 1, facts: finding.facts });
  }
  const [first, ...others] = refused;
  if (first === undefined || others.length === 0) return first;
  const also = others.map(({ entry, facts }) =>
    facts['column'] === undefined ? entry : `${entry} (${facts['column']})`,
  );
  return { entry: first.entry, facts: { ...first.facts, also: also.join(', ') } };
}
