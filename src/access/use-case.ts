import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import { type ActedAs, type Actor, actorRow } from '../platform/actor.ts';
import { monthOf } from '../platform/clock.ts';
import { allocate, type Queries, type Statements, sqlState, type Tx } from '../platform/database.ts';
import type { App, House } from '../platform/house.ts';
import type { Permission } from './access.schema.ts';
import { schoolsAllowed } from './permission.model.ts';

/** What a route needs of the hub: its database and clock, and the address that people use. */
export type Hub = Pick<App, 'db' | 'clock' | 'config'>;

/** One line of the audit: what was done to what. Details hold counts and settings, never a name or a grade. */
export type AuditLine = {
  readonly action: `${string}.${string}`;
  readonly subject: { readonly kind: string; readonly id: string; readonly name: string };
  readonly details?: Readonly<Record<string, unknown>>;
  /** As whom it was done in another system, beside who asked for it. */
  readonly actedAs?: ActedAs;
};

/** `schools` null: the whole district; otherwise the only schools this actor may see or touch here. */
export type Scope = {
  readonly actor: Actor;
  readonly district: string;
  readonly schools: readonly string[] | null;
  readonly now: Date;
};
export type Change<Answer> = { readonly answer: Answer; readonly audit: AuditLine | readonly AuditLine[] };

/** A use case that reads. It cannot be made without a permission, nor called without an actor. */
export function reading<Input, Answer>(
  permission: Permission,
  work: (db: Queries, scope: Scope, input: Input) => Promise<Answer>,
) {
  return async (house: House, actor: Actor, input: Input): Promise<Answer> => {
    const scope = scopeOf(house, actor, permission);
    return storable(() => work(house.db, scope, input));
  };
}

/** A use case that changes something: one transaction, in which its audit lines are written too. No lines: nothing was changed. */
export function changing<Input, Answer>(
  permission: Permission,
  work: (tx: Tx, scope: Scope, input: Input) => Promise<Change<Answer>>,
) {
  return async (house: House, actor: Actor, input: Input): Promise<Answer> => {
    const scope = scopeOf(house, actor, permission);
    return storable(() =>
      house.db.transaction().execute(async (tx) => {
        const { answer, audit } = await work(tx, scope, input);
        await writeAudit(tx, actor, scope.now, 'action' in audit ? [audit] : audit);
        return answer;
      }),
    );
  };
}

/** What came of somebody entering: `actor` is whoever turned out to act; null where there is no district yet whose audit could tell it. */
export type Entry<Answer> = Change<Answer> & { readonly actor: Actor | null };

/**
 * The door: a use case before anybody is known (signing in, using a one-time link, the first link of an empty hub).
 * Only the use cases of sign-in, session and links are made by it; each says who acted once it knows.
 */
export function entering<Input, Answer>(work: (tx: Tx, now: Date, input: Input) => Promise<Entry<Answer>>) {
  return async (house: House, input: Input): Promise<Answer> => {
    const now = house.clock();
    return storable(() =>
      house.db.transaction().execute(async (tx) => {
        const { answer, actor, audit } = await work(tx, now, input);
        if (actor !== null) await writeAudit(tx, actor, now, 'action' in audit ? [audit] : audit);
        return answer;
      }),
    );
  };
}

function scopeOf(house: House, actor: Actor, permission: Permission): Scope {
  const schools = schoolsAllowed(actor, permission);
  if (schools !== null && schools.length === 0) throw refuse('request.not_permitted', { permission });
  return { actor, district: actor.district, schools, now: house.clock() };
}

const untranslatableCharacters: readonly (string | null)[] = ['22021', '22P05'];

/** PostgreSQL stores no NUL in a text; a request that brings one is told so, wherever in it the character stands. */
async function storable<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!untranslatableCharacters.includes(sqlState(error))) throw error;
    throw refuse('request.body_invalid', { reason: 'A text holds a character that cannot be stored (NUL).' });
  }
}

/** Writes one line whose number was taken before, for changes that are many and small. */
export async function writeAuditLine(
  client: Statements,
  actor: Actor,
  now: Date,
  no: number,
  line: AuditLine,
): Promise<void> {
  await client.query(
    `insert into audit (district_id, month, no, at, actor, action, subject_kind, subject_id, subject_name, details)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      actor.district,
      monthOf(now),
      no,
      now,
      JSON.stringify(actorRow(actor)),
      line.action,
      line.subject.kind,
      line.subject.id,
      line.subject.name,
      detailsOf(line),
    ],
  );
}

const detailsOf = ({ details = {}, actedAs }: AuditLine) =>
  JSON.stringify(actedAs === undefined ? details : { ...details, actedAs });

/** Writes audit lines in the transaction of the change they tell of. */
export async function writeAudit(db: Queries, actor: Actor, now: Date, lines: readonly AuditLine[]): Promise<void> {
  if (lines.length === 0) return;
  const first = await allocate(db, actor.district, 'audit', lines.length);
  for (const [at, line] of lines.entries()) {
    await sql`insert into audit (district_id, month, no, at, actor, action, subject_kind, subject_id, subject_name, details)
      values (${actor.district}, ${monthOf(now)}, ${first + at}, ${now}, ${JSON.stringify(actorRow(actor))}, ${line.action},
        ${line.subject.kind}, ${line.subject.id}, ${line.subject.name}, ${detailsOf(line)})`.execute(db);
  }
}
