import type { FixName } from '../dictionary/entry.schema.ts';
import type { Facts } from '../dictionary/facts.model.ts';
import type { Queries } from '../platform/database.ts';

// What a fix supplies. The use cases show, apply, prove and take back; a fix says for which records it is, what it would
// make of them, and what it writes down. Nothing of a roster is written by it: its records are carried again by a run.

/** The records of an issue that need the same: refused by one entry, of a kind (null: of any), with these facts. */
export type Group = {
  readonly flow: number;
  readonly entry: string;
  readonly kind: string | null;
  readonly facts: Facts;
};

/** One thing that a fix asks for. `choices`: what can be chosen; a text or a day has none. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly is: 'choice' | 'text' | 'day';
  readonly required: boolean;
  readonly choices: readonly string[];
};
export type Values = Readonly<Record<string, string>>;

/** What a fix does for a group, as a person reads it, and its form. `picks`: some records of the group may be picked alone. */
export type Description = {
  readonly title: string;
  readonly does: string;
  readonly fields: readonly Field[];
  readonly picks: boolean;
};

/** A record as it stands before. */
export type Standing = { readonly kind: string; readonly facts: Facts };
export type Shown = { readonly before: string; readonly after: string };

export type Fix = {
  readonly name: FixName;
  /** Null: it is nothing for this group. */
  describe(group: Group): Description | null;
  show(record: Standing, values: Values): Shown;
  /** What else comes of it that a person should know before; `stored`: how many of the records the roster holds already. */
  warns(count: { readonly stored: number; readonly waiting: number }): readonly string[];
  /** Its records are read again; or they are left out, for which nothing needs to be read. */
  readonly carries: 'again' | 'left';
  /** What it brought into the roster is taken back with it. */
  readonly restores: boolean;
};

export type Deed = {
  readonly district: string;
  readonly no: number;
  readonly flow: number;
  readonly connection: number;
};

/** What a fix writes down, and takes away again. */
export type Doing = {
  /** A fix that is in force for the same already; null: there is none. */
  inTheWay(db: Queries, of: Omit<Deed, 'no'>, group: Group): Promise<number | null>;
  /** Its records stand in `fix_record` already. */
  apply(
    db: Queries,
    deed: Deed,
    asked: {
      readonly group: Group;
      readonly values: Values;
      readonly without: readonly string[];
      readonly by: string;
      readonly at: Date;
    },
  ): Promise<void>;
  undo(db: Queries, deed: Deed): Promise<void>;
};
