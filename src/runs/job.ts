import type { RawBuilder } from 'kysely';
import type { PoolClient } from 'pg';
import type { Facts } from '../dictionary/facts.model.ts';
import type { Queries } from '../platform/database.ts';
import type { HoldDetail, Trigger } from './run.schema.ts';
import type { Operation } from './threshold.schema.ts';

// What a job supplies to the pipeline. The pipeline claims parts, commits pages, counts, holds and accounts; a job knows
// what its records are, what is wrong with them and how they are written. Nothing of a job is written but through it.

export type Side = 'here' | 'there';
export type Key = { readonly kind: string; readonly id: string };
export type Cursor = { readonly [name: string]: string | number };

/** What a run was asked to carry. It is stored with its run and never widens. */
export type RunScope = {
  readonly trigger: Trigger;
  readonly dry: boolean;
  /** Deletions above the threshold were allowed when the run was asked. */
  readonly allowDeletions?: boolean;
  /** Who asked may touch these schools of the district only, beside those that the source itself brings; left out: all. */
  readonly schools?: readonly string[];
  /** A release: only what this hold lists. */
  readonly hold?: number;
  /** A release: only what the hold lists of these schools ('': of none). */
  readonly heldOf?: readonly string[];
  /** Only these records: of the hold, or of what is read again; left out: all. */
  readonly records?: readonly string[];
  /** Only the records that this fix touched: they are carried again, or what it did is taken back. */
  readonly fix?: number;
  /** Only the pairs of records that this confirmed: their source gave them new ids. */
  readonly rekey?: number;
};

/** A part as it is handed to its job: what is to be read, in whose name, and where an earlier attempt stopped. */
export type PartAtWork = {
  readonly district: string;
  readonly run: number;
  readonly flow: number;
  readonly connection: number;
  readonly unit: string;
  readonly kind: string;
  readonly scope: RunScope;
  readonly source: Readonly<Record<string, unknown>>;
  readonly cursor: Cursor | null;
};

/** A remark that stops nothing, counted: `{entry, count, facts}`. */
export type Note = { readonly entry: string; readonly count: number; readonly facts: Facts };

/** One page of records. A deletion page holds known records that a complete read no longer shows, or that the source marks as deleted. */
export type Page<Item> = {
  readonly items: readonly Item[];
  /** Records of the page that the source itself proves to be as they were when last accepted. */
  readonly same: number;
  readonly next: Cursor | null;
  readonly phase: 'rows' | 'gone';
  /** Rows covered so far. */
  readonly progress: number;
};

/** `refuse` stops the record here, as invalid; `warn` passes and is counted as a note. */
export type Finding = { readonly level: 'refuse' | 'warn'; readonly entry: string; readonly facts: Facts };

/** One write on one side. `repeatable`: sending it twice has the effect of once. */
export type Change<Body> = {
  readonly key: Key;
  readonly side: Side;
  readonly operation: Operation;
  readonly body: Body;
  readonly repeatable: boolean;
  /** Where it belongs; left out where its job cannot tell without looking. */
  readonly school?: string | null;
};

export type Plan<Body> =
  | { readonly to: 'unchanged' }
  /** A person decided that it shall not come: nothing of it changes here, and it is told by name, unless it may have none. */
  | {
      readonly to: 'left';
      readonly entry: string;
      readonly facts: Facts;
      readonly note: string;
      readonly nameless?: true;
    }
  /** It waits for another record, which is not there. */
  | { readonly to: 'wait'; readonly waitsFor: Key; readonly entry: string; readonly facts: Facts }
  | { readonly to: 'write'; readonly change: Change<Body> };

/** What became of one change. `as`: what it came to, where others were faster and it is no longer what was planned. */
export type Answer =
  | { readonly got: 'accepted'; readonly as?: 'created' | 'updated' | 'deleted' | 'unchanged' }
  | { readonly got: 'refused'; readonly entry: string; readonly facts: Facts };

/** `byLine`: it has no key of its own and is known by the line where it stands. */
export type Name = { readonly key: string; readonly byLine: boolean; readonly line: number | null };

/** What thresholds ask of a job whose records belong to schools ('': to none). Parts of one file each see their share. */
export type Census = {
  readonly shares: number;
  /** Records that there were before this run, by school. */
  living(): Promise<ReadonlyMap<string, number>>;
  /** Records that would be deleted, by school; of this part alone. */
  gone(): Promise<ReadonlyMap<string, number>>;
  /** The school of each change, in order. */
  schoolsOf(changes: readonly Change<unknown>[]): Promise<readonly string[]>;
};

/** Work on one part, from where it stopped. It may keep what it read in memory, but must be able to begin anew from a cursor. */
export type PartWork<Item, Known, Body> = {
  /** Rows there are to read, as far as is known by now; for progress. */
  total(): number;
  /** Pages depend on each other's writes: the next is looked up only when the last is committed. */
  readonly inOrder: boolean;
  /** Everything stands as it did after an earlier run, proved by the source: that many are unchanged, and the refused since then (of this unit, or of all) are refused again. */
  readonly asBefore: { readonly unchanged: number; readonly unit: string | null; readonly since: number } | null;
  /** Remarks on the whole of what was read; asked once, with the last page. */
  notes(): readonly Note[];
  collect(after: Cursor | null): Promise<Page<Item>>;
  /** How a record is named in outcomes; all that is kept of it once it is planned. */
  nameOf(item: Item): Name;
  /** Where it was read, told with every outcome. */
  factsOf(name: Name): Facts;
  /** `before` ends when the page before is committed: who needs to see its writes waits for it. */
  known(items: readonly Item[], before: Promise<void>): Promise<Known>;
  check(item: Item, known: Known): readonly Finding[];
  plan(item: Item, known: Known): Plan<Body>;
  /** How many records would be deleted, of how many known; asked once, before the first deletion page. */
  deletions(): Promise<{ readonly count: number; readonly known: number }>;
  /** Left out: only deletions are held, by the job's own threshold. */
  readonly census?: Census;
  /** Writes changes of one page in the page's own transaction; an answer for each, in order. It throws where the database refuses the lot. */
  write(client: PoolClient, changes: readonly Change<Body>[]): Promise<readonly Answer[]>;
  /** A change that the database refused alone, judged once more by what is there now; left out: it is not stored. */
  settle?(client: PoolClient, change: Change<Body>): Promise<Answer>;
  /** In the page's transaction, when all of it was delivered: what the job itself keeps of the page. */
  account?(client: PoolClient, page: Page<Item>): Promise<void>;
  /** Once, in the transaction that first writes: what is known of the source no longer holds. */
  invalidate(client: PoolClient): Promise<void>;
  /** Once, in a transaction after the last page: what was read becomes what is known of the source, but for a dry run. */
  finish(client: PoolClient): Promise<void>;
  close(): Promise<void>;
};

/** The threshold that holds a mass change: both must be passed. */
export type HoldAbove = { readonly share: number; readonly count: number };

/** A hold, and whose records it lists. */
export type HoldOf = {
  readonly district: string;
  readonly no: number;
  readonly connection: number;
  readonly kind: string;
  readonly operation: Operation;
};

/** What people are shown of held records. The pipeline lists them; what they are, their job knows. */
export type Held = {
  /** The school that a held record (`record`, with its `flow`) belongs to, as SQL; '' where it is of none. */
  schoolOf(kind: string): RawBuilder<string>;
  /** How many records of each school are held, the most first. */
  schools(db: Queries, hold: HoldOf): Promise<HoldDetail['schools']>;
  /** The first of them; `named`: with names and values, for those who may read them. */
  sample(db: Queries, hold: HoldOf, named: boolean): Promise<HoldDetail['sample']>;
  /** What looks odd about them. */
  odd(db: Queries, hold: HoldOf, schools: HoldDetail['schools']): Promise<HoldDetail['odd']>;
};
/** By job. */
export type HeldBy = Readonly<Partial<Record<Job['id'], Held>>>;

/** What the pipeline carries without looking into it. */
export type AnyPartWork = PartWork<unknown, unknown, unknown>;

export type Job = {
  readonly id: 'rostering' | 'passback' | 'merge';
  /** The outcome of a record that a rule or the database refuses: we read it so, or somebody sent it. */
  readonly refused: 'invalid' | 'rejected';
  readonly holdAbove: HoldAbove;
  /** By which entries held changes are told; of an operation without one nothing is held. */
  readonly massChange: { readonly [operation in Operation]?: string };
  readonly notStoredEntry: string;
  /** `signal`: the part is no longer ours to work on, or the process shall end; only who waits for others needs it. */
  open(house: { readonly db: Queries }, part: PartAtWork, signal: AbortSignal): Promise<AnyPartWork>;
};

/**
 * The source ended the part: it cannot be read (any more). Told by an entry; nothing more of the run is read. `failure`:
 * what that makes of the connection.
 */
export class Stop extends Error {
  readonly entry: string;
  readonly facts: Facts;
  readonly failure: 'sync' | 'auth' | 'system' | null;
  constructor(entry: string, facts: Facts, failure: Stop['failure'] = null) {
    super(entry);
    this.name = 'Stop';
    this.entry = entry;
    this.facts = facts;
    this.failure = failure;
  }
}
