import type { z } from 'zod';
import { type Change, changing, type Scope } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { type Actor, actorRow } from '../platform/actor.ts';
import { allocate, type Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { fileOf } from '../rostering/oneroster/columns.model.ts';
import { insertRun } from '../runs/run.repository.ts';
import type { Trigger } from '../runs/run.schema.ts';
import { lastReadings, type PartAgain, takenBack, unitsOfFix } from './again.repository.ts';
import { doingOf } from './doing.repository.ts';
import {
  type Asked,
  completeFix,
  fixesOfList,
  fixOfDistrict,
  flowOfDistrict,
  insertFix,
  lockFlow,
  markUndone,
  type OfFlow,
  offerOfRow,
} from './fix.repository.ts';
import type { fixApply } from './fix.schema.ts';
import type { Deed } from './fix.ts';
import { type Considered, consider, type IsThere, lookFor } from './preview.usecases.ts';
import { listTouched, sumOf } from './touched.repository.ts';

type ApplyAsked = z.output<typeof fixApply> & { readonly isThere: IsThere };
type Answer = { readonly no: number };

const applying = changing('fixes.apply', async (tx, scope, asked: ApplyAsked): Promise<Change<Answer>> => {
  const { district } = scope;
  const flow = await flowOfDistrict(tx, district, asked.group.flow, scope.now);
  await lockFlow(tx, flow);
  const twin = await twinOf(tx, flow, asked);
  if (twin !== null) return { answer: { no: twin }, audit: [] };
  const considered = await consider(tx, district, scope.now, asked);
  const { sum } = considered;
  if (sum.digest !== asked.digest || sum.records === 0)
    throw refuse('request.fix_changed', {
      was: asked.digest.split('-')[0] ?? '',
      now: String(sum.records),
      run: String(sum.run),
    });
  const deed = { ...considered.of, no: await allocate(tx, district, 'fix') };
  return carryOut(tx, scope, asked, considered, deed);
});

/** Applies a fix to the list that was seen. Whoever asks for the same again, or at the same time, is told of the one there is. */
export const applyFix = (app: App, actor: Actor, asked: z.output<typeof fixApply>) =>
  applying(app, actor, { ...asked, isThere: lookFor(app) });

const storedAsked = ({ records, without, values }: z.output<typeof fixApply>, trimmed = values): Asked => ({
  values: trimmed,
  records: records === undefined ? null : [...records].sort(),
  without: [...without].sort(),
});

/**
 * The same fix of the list that was seen: it is at work, or has been, and the list is another one since. Where the list is
 * the same again, it is a new one. Another fix that is at work on that list is in the way.
 */
async function twinOf(tx: Tx, of: OfFlow, asked: ApplyAsked): Promise<number | null> {
  const wanted = fingerprint(asked.name, storedAsked(asked));
  for (const { no, name, state, asked: stored } of await fixesOfList(tx, of, asked.digest)) {
    const same = fingerprint(name, stored) === wanted;
    if (state === 'applied' && !same) throw refuse('request.fix_in_force', { fix: String(no) });
    if (same && (state === 'applied' || (await hasChanged(tx, of, asked)))) return no;
  }
  return null;
}

async function hasChanged(tx: Tx, of: OfFlow, { group, records, digest }: ApplyAsked): Promise<boolean> {
  return (await sumOf(tx, of, { group, records: records ?? null })).digest !== digest;
}

/** Fields in the order of their names, without those that are empty, as they are stored. */
function fingerprint(name: string, { values, records, without }: Asked): string {
  const filled = Object.entries(values).flatMap(([field, value]) =>
    value.trim() === '' ? [] : [[field, value.trim()]],
  );
  return JSON.stringify([name, filled.sort(), records, without]);
}

async function carryOut(
  tx: Tx,
  scope: Scope,
  asked: ApplyAsked,
  { offer, values, which }: Considered,
  deed: Deed & { readonly name: string },
): Promise<Change<Answer>> {
  const { fix } = offer;
  const { group, without } = asked;
  await insertFix(tx, deed, {
    name: fix.name,
    group,
    asked: storedAsked(asked, values),
    digest: asked.digest,
    by: scope.actor,
    at: scope.now,
  });
  const touched = await listTouched(tx, deed, which, without);
  if (touched.records === 0) throw refuse('request.fix_for_nothing');
  const by = JSON.stringify(actorRow(scope.actor));
  await doingOf(fix.name).apply(tx, deed, { group, values, without, by, at: scope.now });
  const run =
    fix.carries === 'left' ? await askLeaving(tx, scope, deed) : await askAgain(tx, scope, deed, 'fix', asked.isThere);
  await completeFix(tx, deed, { ...touched, run });
  const details = {
    fix: fix.name,
    entry: group.entry,
    connection: deed.name,
    records: touched.records,
    without: without.length,
    waiting: touched.dependents,
    run,
  };
  return {
    answer: { no: deed.no },
    audit: {
      action: 'fix.applied',
      subject: { kind: 'fix', id: String(deed.no), name: `${fix.name}, ${deed.name}` },
      details,
    },
  };
}

/** A run that carries a fix's records once more, from where they were read last; null: none of it can be read any more. */
async function askAgain(
  tx: Tx,
  { actor, now }: Scope,
  deed: Deed,
  trigger: Extract<Trigger, 'fix' | 'undo'>,
  isThere: IsThere,
): Promise<number | null> {
  const parts: PartAgain[] = [];
  for (const part of await lastReadings(tx, deed, await unitsOfFix(tx, deed)))
    if (await isThere(part)) parts.push(part);
  const [first] = parts;
  if (first === undefined) return null;
  const schools = first.schools === null ? {} : { schools: first.schools };
  return insertRun(tx, actor, now, {
    flow: deed.flow,
    scope: { trigger, dry: false, fix: deed.no, ...schools },
    parts: parts.map(({ schools: _, ...part }) => part),
    notes: [],
  });
}

/** A run that tells what is left out. */
async function askLeaving(tx: Tx, { actor, now }: Scope, deed: Deed): Promise<number> {
  const kinds = new Set((await unitsOfFix(tx, deed)).map(({ kind }) => kind));
  const parts = [...kinds].map((kind) => ({
    unit: `left out ${kind}`,
    kind,
    level: 0,
    source: { mode: 'left' },
    store: null,
    rows: 0,
  }));
  return insertRun(tx, actor, now, {
    flow: deed.flow,
    scope: { trigger: 'fix', dry: false, fix: deed.no },
    parts,
    notes: [],
  });
}

const undoing = changing(
  'fixes.apply',
  async (tx, scope, { no, isThere }: { readonly no: number; readonly isThere: IsThere }): Promise<Change<Answer>> => {
    const known = await fixOfDistrict(tx, scope.district, no);
    const flow = await flowOfDistrict(tx, scope.district, known.flow_no, scope.now);
    await lockFlow(tx, flow);
    const row = await fixOfDistrict(tx, scope.district, no);
    if (row.state === 'undone') return { answer: { no }, audit: [] };
    if (!row.ended) throw refuse('request.fix_at_work', { run: String(row.run_no) });
    const deed = { ...flow, no };
    await doingOf(row.name).undo(tx, deed);
    const restored = offerOfRow(row)?.fix.restores === true ? await askTakingBack(tx, scope, deed) : null;
    const again = await askAgain(tx, scope, deed, 'undo', isThere);
    await markUndone(tx, deed, { run: again ?? restored, by: scope.actor, at: scope.now });
    return {
      answer: { no },
      audit: {
        action: 'fix.undone',
        subject: { kind: 'fix', id: String(no), name: `${row.name}, ${flow.name}` },
        details: { fix: row.name, entry: row.entry, connection: flow.name, records: row.records, restored, run: again },
      },
    };
  },
);

/** Takes a fix back: what it wrote down goes, what it brought into the roster is as it was, and its records are judged again. */
export const undoFix = (app: App, actor: Actor, no: number) => undoing(app, actor, { no, isThere: lookFor(app) });

/** A run that takes back what the fix brought into the roster, from what hangs on other things to what they hang on; null: nothing is there. */
async function askTakingBack(tx: Tx, { actor, now }: Scope, deed: Deed): Promise<number | null> {
  const kinds = await takenBack(tx, deed);
  if (kinds.length === 0) return null;
  return insertRun(tx, actor, now, {
    flow: deed.flow,
    scope: { trigger: 'undo', dry: false, fix: deed.no },
    parts: kinds.map(({ kind, removed, restored }) => ({
      unit: `taken back ${kind}`,
      kind,
      level: -fileOf('1.1', kind).level,
      source: { mode: 'take_back' },
      store: null,
      rows: removed + restored,
    })),
    notes: [],
  });
}
