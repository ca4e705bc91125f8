import { sql } from 'kysely';
import type { z } from 'zod';
import { type AuditLine, changing, type Scope } from '../access/use-case.ts';
import { connectionRow, timeZoneOf } from '../connections/connection.repository.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { dayBegins, dayOf } from '../issues/snooze.model.ts';
import { actorRow } from '../platform/actor.ts';
import type { Tx } from '../platform/database.ts';
import { expectationView } from './expectation.read-model.ts';
import type {
  ExpectationKind,
  ExpectationView,
  expectationAccept,
  expectationMute,
  expiryWrite,
} from './expectation.schema.ts';

type Numbered<Body> = Body & { readonly no: number };

const wrong = (field: string, message: string) =>
  refuse('request.body_invalid', { reason: `/${field}: ${message}` }, [
    { pointer: `/${field}`, entry: 'request.body_invalid', message },
  ]);

const lineOf = (
  { id, kind }: ExpectationView,
  action: AuditLine['action'],
  details: AuditLine['details'] = {},
): AuditLine => ({ action, subject: { kind: 'expectation', id: String(id), name: kind }, details });

async function lock(tx: Tx, scope: Scope, no: number): Promise<ExpectationView> {
  await sql`select 1 from expectation where district_id = ${scope.district} and no = ${no} for update`.execute(tx);
  return expectationView(tx, scope, no);
}

/** Nobody is told of it until a day. The reason is for people, not for the audit. */
export const muteExpectation = changing(
  'connections.write',
  async (tx, scope, { no, until, reason }: Numbered<z.output<typeof expectationMute>>) => {
    const before = await lock(tx, scope, no);
    const zone = await timeZoneOf(tx, scope.district);
    if (until <= dayOf(scope.now, zone)) throw wrong('until', 'must be a day after today');
    const at = dayBegins(until, zone);
    await sql`update expectation set muted_until = ${at}, muted_reason = ${reason}, muted_by = ${JSON.stringify(actorRow(scope.actor))}
      where district_id = ${scope.district} and no = ${no}`.execute(tx);
    const answer = await expectationView(tx, scope, no);
    return { answer, audit: lineOf(before, 'expectation.muted', { until }) };
  },
);

export const unmuteExpectation = changing('connections.write', async (tx, scope, no: number) => {
  const before = await lock(tx, scope, no);
  await sql`update expectation set muted_until = null, muted_reason = null, muted_by = null
    where district_id = ${scope.district} and no = ${no}`.execute(tx);
  const answer = await expectationView(tx, scope, no);
  return { answer, audit: before.muted === null ? [] : lineOf(before, 'expectation.unmuted') };
});

/** Only what is learned can be learned anew: of the others the cause must go. */
const learned: readonly ExpectationKind[] = ['rows', 'quiet', 'school', 'push'];

/** It is so from now on: what was before is no longer learned from, and what is missed now is not. */
export const acceptExpectation = changing(
  'connections.write',
  async (tx, scope, { no, reason }: Numbered<z.output<typeof expectationAccept>>) => {
    const before = await lock(tx, scope, no);
    if (!learned.includes(before.kind)) throw refuse('request.expectation_not_learned', { kind: before.kind });
    // The end of the miss is not told: whoever says that it is normal knows.
    await sql`update expectation set normal_since = ${scope.now}, normal_reason = ${reason},
        normal_by = ${JSON.stringify(actorRow(scope.actor))}, state = 'met', told = null,
        since = case when state = 'missed' then ${scope.now} else since end
      where district_id = ${scope.district} and no = ${no}`.execute(tx);
    const answer = await expectationView(tx, scope, no);
    return { answer, audit: lineOf(before, 'expectation.accepted', { was: before.state }) };
  },
);

/** When a secret ends, as somebody knows it; null: nobody does any more. */
export const setExpiry = changing(
  'connections.write',
  async (tx, scope, { subject, endsOn }: z.output<typeof expiryWrite>) => {
    const { district, now } = scope;
    const { name, connection } = await secretOf(tx, scope, subject);
    if (endsOn === null)
      await sql`delete from expiry where district_id = ${district} and subject = ${subject}`.execute(tx);
    else
      await sql`insert into expiry (district_id, subject, connection_id, ends_on, said_by, said_at)
        values (${district}, ${subject}, ${connection}, ${endsOn}, ${JSON.stringify(actorRow(scope.actor))}, ${now})
        on conflict (district_id, subject) do update set ends_on = excluded.ends_on, said_by = excluded.said_by, said_at = excluded.said_at`.execute(
        tx,
      );
    const of = connection === null ? 'api_key' : 'connection';
    return {
      answer: { subject, name, of, endsOn } as const,
      audit: {
        action: 'expiry.set',
        subject: { kind: of, id: subject.split(' ')[1] ?? '', name },
        details: { endsOn },
      },
    };
  },
);

async function secretOf(tx: Tx, { district }: Scope, subject: string) {
  const [kind, id = ''] = subject.split(' ');
  if (kind === 'credential') {
    const row = await connectionRow(tx, district, id);
    if (row.kind === null) throw refuse('request.not_found', { what: 'credential', id: row.name });
    return { name: row.name, connection: row.id };
  }
  const found = await sql<{ name: string }>`select name from api_key
    where district_id = ${district} and id = ${id}::bigint and revoked_at is null`.execute(tx);
  const key = found.rows[0];
  if (key === undefined) throw refuse('request.not_found', { what: 'API key', id });
  return { name: key.name, connection: null };
}
