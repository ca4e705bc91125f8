import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { changing, reading, type Scope } from '../access/use-case.ts';
import { connectionRow, lockConnection } from '../connections/connection.repository.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { actorRow } from '../platform/actor.ts';
import { allocate, type Queries, type Tx } from '../platform/database.ts';
import { insertRun } from '../runs/run.repository.ts';
import { type Paired, peoplePairs, type Section, type Someone, sectionPairs } from './rekey.model.ts';
import { lastRekey, peopleSides, rosterFlow, schoolNames, sectionSides } from './rekey.repository.ts';
import type { RekeyAnswer, RekeyGroup, RekeyKind, RekeyPairView, rekeyConfirm } from './rekey.schema.ts';

const shownPairs = 50;

type Pair = RekeyPairView & { readonly kind: RekeyKind; readonly school: string };
type Found = Omit<RekeyAnswer, 'groups' | 'connection'> & { readonly flow: number; readonly pairs: readonly Pair[] };

/** What a source seems to have given new ids. People come first: sections are known by who is in them. */
export const showRekey = reading('connections.read', async (db, scope, id: string): Promise<RekeyAnswer> => {
  const connection = await connectionRow(db, scope.district, id);
  const found = await findPairs(db, scope, connection);
  const names = await schoolNames(db, scope.district);
  const mayRead = scope.actor.grants.some((grant) => grant.permission === 'roster.read' && grant.schools === null);
  const groups = [...Map.groupBy(found.pairs, groupOf)].map(([group, pairs]): RekeyGroup => {
    const [first] = pairs as [Pair];
    const sorted = [...pairs].sort((a, b) => Number(a.sure) - Number(b.sure) || a.score - b.score);
    const sure = pairs.filter((pair) => pair.sure).length;
    return {
      id: group,
      kind: first.kind,
      school: { id: first.school, name: names.get(first.school) ?? '' },
      sure,
      unsure: pairs.length - sure,
      pairs: sorted.slice(0, shownPairs).map((pair) => viewOf(pair, mayRead)),
    };
  });
  const { digest, missing, fresh, lastRun } = found;
  return { connection: { id: String(connection.id), name: connection.name }, digest, missing, fresh, groups, lastRun };
});

const groupOf = ({ kind, school }: Pick<Pair, 'kind' | 'school'>) => `${kind} ${school}`;

function viewOf({ kind, school: _, ...pair }: Pair, mayRead: boolean): RekeyPairView {
  // A section's title says nothing of a person.
  return mayRead || kind === 'class' ? pair : { ...pair, oldName: '', newName: '' };
}

async function findPairs(
  db: Queries,
  { district, now }: Scope,
  connection: { readonly id: number; readonly name: string },
): Promise<Found> {
  const flow = await rosterFlow(db, district, connection.id);
  const none = { user: 0, class: 0 };
  if (flow === null) return { flow: 0, digest: '', missing: none, fresh: none, pairs: [], lastRun: null };
  const of = { district, flow, connection: connection.id };
  const people = await peopleSides(db, of, now);
  const sections = await sectionSides(db, of, now);
  const pairs = [
    ...peoplePairs(people.missing, people.fresh).map((pair) => pairOf('user', pair, ({ name }: Someone) => name)),
    ...sectionPairs(sections.missing, sections.fresh).map((pair) =>
      pairOf('class', pair, ({ title }: Section) => title),
    ),
  ];
  const text = pairs.map(({ kind, oldKey, newKey, sure }) => JSON.stringify([kind, oldKey, newKey, sure])).sort();
  return {
    flow,
    digest: createHash('sha256').update(text.join('\n')).digest('hex').slice(0, 32),
    missing: { user: people.missing.length, class: sections.missing.length },
    fresh: { user: people.fresh.length, class: sections.fresh.length },
    pairs,
    lastRun: await lastRekey(db, district, flow),
  };
}

function pairOf<One extends { readonly key: string; readonly school: string }>(
  kind: RekeyKind,
  pair: Paired<One>,
  name: (one: One) => string,
): Pair {
  return {
    kind,
    school: pair.new.school === '' ? pair.old.school : pair.new.school,
    oldKey: pair.old.key,
    newKey: pair.new.key,
    oldName: name(pair.old),
    newName: name(pair.new),
    score: Math.round(pair.score * 100) / 100,
    because: [...pair.because],
    sure: pair.sure,
  };
}

const levels = [
  ['user', 1],
  ['class', 2],
  // Of joined people and sections they stand twice now.
  ['enrollment', 3],
] as const;

/** Joins the records of the chosen groups to those of their new ids: a run of its own, with an outcome for each. */
export const confirmRekey = changing(
  'school_year.write',
  async (tx, scope, { id, ...asked }: z.output<typeof rekeyConfirm> & { readonly id: string }) => {
    const { district, now } = scope;
    const connection = await lockConnection(tx, district, id);
    if (connection.status === 'paused') throw refuse('request.connection_paused', { name: connection.name });
    const found = await findPairs(tx, scope, connection);
    const chosen = found.pairs.filter(
      (pair) =>
        asked.groups.includes(groupOf(pair)) &&
        (pair.sure ? !asked.without.includes(pair.newKey) : asked.with.includes(pair.newKey)),
    );
    if (found.digest !== asked.digest || chosen.length === 0) throw refuse('request.rekey_changed');
    const no = await allocate(tx, district, 'rekey');
    const run = await insertRun(tx, scope.actor, now, {
      flow: found.flow,
      scope: { trigger: 'edit', dry: false, rekey: no },
      parts: levels.map(([kind, level]) => ({
        unit: `new ids ${no} ${kind}`,
        kind,
        level,
        source: { mode: 'rekey' },
        store: null,
        rows: chosen.filter((pair) => pair.kind === kind).length,
      })),
      notes: [],
    });
    await storeRekey(tx, scope, { no, flow: found.flow, run, pairs: chosen });
    const count = (kind: RekeyKind) => chosen.filter((pair) => pair.kind === kind).length;
    return {
      answer: { run: { id: run } },
      audit: {
        action: 'rekey.confirmed',
        subject: { kind: 'connection', id: String(connection.id), name: connection.name },
        details: { run, people: count('user'), sections: count('class') },
      },
    };
  },
);

type Stored = { readonly no: number; readonly flow: number; readonly run: number; readonly pairs: readonly Pair[] };

async function storeRekey(tx: Tx, { district, actor, now }: Scope, { no, flow, run, pairs }: Stored): Promise<void> {
  await sql`insert into rekey (district_id, no, flow_no, run_no, made_by, made_at)
    values (${district}, ${no}, ${flow}, ${run}, ${JSON.stringify(actorRow(actor))}, ${now})`.execute(tx);
  const rows = pairs.map(({ kind, oldKey, newKey, score }) => ({ kind, old: oldKey, new: newKey, score }));
  await sql`insert into rekey_pair (district_id, rekey_no, kind, new_key, old_key, score)
    select ${district}, ${no}, kind, new, old, score
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as one (kind text, old text, new text, score double precision)`.execute(
    tx,
  );
}
