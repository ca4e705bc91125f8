import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { PartAtWork } from '../../runs/job.ts';
import { unpackKeys } from '../../runs/outcome-pack.model.ts';
import type { Owner } from '../roster.repository.ts';
import type { Kind } from './columns.model.ts';
import type { Known } from './item.model.ts';

// A dry run writes nothing, so that the roster does not show what its earlier parts would have done: a section of a school
// that would be new has its parent all the same. What they would have done is read from their outcomes.

type Became = 'made' | 'gone' | 'refused';
export type Shadow = {
  /** Reads what is known of these kinds; asked before anything is asked of them. */
  ready(kinds: Iterable<Kind>): Promise<void>;
  /** What a record of the part in hand would become, where others of the part depend on it. */
  note(kind: Kind, key: string, became: Became): void;
  is(kind: Kind, key: string, became: Became): boolean;
  keys(kind: Kind, became: Became): readonly string[];
};

/** What the parts of a dry run would have done so far; null: the run is none. */
export function shadowOf(db: Queries, part: PartAtWork): Shadow | null {
  if (!part.scope.dry) return null;
  const known = new Map<Kind, Readonly<Record<Became, Set<string>>>>();
  const of = (kind: Kind) => {
    const sets = known.get(kind);
    if (sets === undefined) throw new Error(`what became of ${kind} was not read`);
    return sets;
  };
  return {
    async ready(kinds) {
      for (const kind of kinds) if (!known.has(kind)) known.set(kind, await outcomesOf(db, part, kind));
    },
    note: (kind, key, became) => void of(kind)[became].add(key),
    is: (kind, key, became) => of(kind)[became].has(key),
    keys: (kind, became) => [...of(kind)[became]],
  };
}

async function outcomesOf(db: Queries, { district, run }: PartAtWork, kind: Kind) {
  const sets = { made: new Set<string>(), gone: new Set<string>(), refused: new Set<string>() };
  const ofRun = sql`district_id = ${district} and run_no = ${run} and kind = ${kind}
    and month = (select date_trunc('month', asked_at at time zone 'UTC')::date from run where district_id = ${district} and no = ${run})`;
  const packs = await sql<{
    outcome: string;
    keys: Buffer;
  }>`select outcome, keys from outcome_pack where ${ofRun}`.execute(db);
  for (const { outcome, keys } of packs.rows)
    for (const key of unpackKeys(keys)) sets[outcome === 'deleted' ? 'gone' : 'made'].add(key);
  const refused = await sql<{ key: string }>`select key from outcome where ${ofRun}
    and outcome in ('invalid', 'blocked', 'rejected', 'conflict')`.execute(db);
  for (const { key } of refused.rows) sets.refused.add(key);
  return sets;
}

/** What is known of a page, as it would be if what came before had been written. */
export function shadowed(known: Known, shadow: Shadow, owner: Owner): Known {
  return {
    ...known,
    parent(kind, key) {
      if (shadow.is(kind, key, 'gone')) return undefined;
      const parent = known.parent(kind, key);
      if (parent !== undefined || !shadow.is(kind, key, 'made')) return parent;
      return { id: kind === 'org' ? key : 0, connection: owner.connection };
    },
    wasRefused: (kind, key) => shadow.is(kind, key, 'refused') || known.wasRefused(kind, key),
  };
}
