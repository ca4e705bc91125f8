import { sql } from 'kysely';
import type { z } from 'zod';
import { numberIn } from '../access/list-query.model.ts';
import { changing, reading, type Scope } from '../access/use-case.ts';
import type { Queries } from '../platform/database.ts';
import type { AnswersView, answerBody } from './answer.schema.ts';
import { entries } from './entries.ts';
import { idOf } from './own-entry.model.ts';
import { ownRows } from './own-entry.repository.ts';
import { refuse } from './refusal.model.ts';

/** What people say of an entry's help, beside what the last runs show. */
export const showAnswers = reading('dictionary.read', async (db, scope, entry: string) => {
  await titleOf(db, scope.district, entry);
  return answersOf(db, scope, entry);
});

/** Whether it fixed it. Who answers twice on a day has changed their mind. */
export const answer = changing('dictionary.read', async (tx, scope, { entry, fixed }: z.output<typeof answerBody>) => {
  const person = personOf(scope);
  if (person === null)
    throw refuse('request.body_invalid', { reason: 'Only a person who is signed in answers, not a key.' });
  const title = await titleOf(tx, scope.district, entry);
  const changed = await sql`
    insert into entry_answer (district_id, entry, sign_in_id, day, fixed)
    select ${scope.district}, ${entry}, ${person}, ${dayOf(scope)}, ${fixed === 'yes'}
    on conflict (district_id, entry, sign_in_id, day) do update set fixed = excluded.fixed
    where entry_answer.fixed <> excluded.fixed
    returning entry`.execute(tx);
  const line = {
    action: 'entry.answered' as const,
    subject: { kind: 'entry', id: entry, name: title },
    details: { fixed },
  };
  return { answer: await answersOf(tx, scope, entry), audit: changed.rows.length > 0 ? line : [] };
});

/** The title of an entry that this district has. */
async function titleOf(db: Queries, district: string, entry: string): Promise<string> {
  const found =
    entries.find((one) => one.entry === entry) ??
    (await ownRows(db, district)).map(({ own }) => own).find(({ name }) => idOf(name) === entry);
  if (found === undefined) throw refuse('request.not_found', { what: 'entry', id: entry });
  return found.title;
}

const personOf = ({ actor }: Scope) => (actor.kind === 'person' && actor.id !== null ? numberIn(actor.id) : null);

/** The day as the district's calendar has it. */
const dayOf = ({ district, now }: Scope) =>
  sql`(select (${now}::timestamptz at time zone time_zone)::date from district where id = ${district})`;

async function answersOf(db: Queries, scope: Scope, entry: string): Promise<AnswersView> {
  const found = await sql<{ yes: number; no: number; mine: boolean | null }>`
    select count(*) filter (where fixed)::int as yes, count(*) filter (where not fixed)::int as no,
      bool_or(fixed) filter (where sign_in_id = ${personOf(scope)} and day = ${dayOf(scope)}) as mine
    from entry_answer where district_id = ${scope.district} and entry = ${entry}`.execute(db);
  const { yes, no, mine } = found.rows[0] ?? { yes: 0, no: 0, mine: null };
  const told = mine === null ? null : mine ? 'yes' : 'no';
  return { yes, no, mine: told, lastRuns: await lastRuns(db, scope.district, entry) };
}

/** So far back an entry is looked for. */
const lately = 50;
const shown = 5;

/** Runs of other flows say nothing of an entry: that it is not told there is no proof that it was fixed. */
async function lastRuns(db: Queries, district: string, entry: string): Promise<AnswersView['lastRuns']> {
  const found = await sql<{ run: number; at: Date; refused: number }>`
    with lately as materialized (
      select no, flow_no, finished_at, date_trunc('month', asked_at at time zone 'UTC')::date as month
      from run where district_id = ${district} and finished_at is not null and scope ->> 'dry' is distinct from 'true'
      order by no desc limit ${lately}),
    counted as materialized (
      select lately.*, (select count(*)::int from outcome
        where outcome.district_id = ${district} and outcome.month = lately.month and outcome.run_no = lately.no
          and outcome.outcome in ('rejected', 'invalid', 'blocked') and outcome.entry = ${entry}) as refused
      from lately)
    select no as run, finished_at as at, refused from counted
    where flow_no in (select flow_no from counted where refused > 0)
    order by no desc limit ${shown}`.execute(db);
  return found.rows.map(({ run, at, refused }) => ({ run, at: at.toISOString(), refused }));
}
