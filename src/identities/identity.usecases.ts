import { sql } from 'kysely';
import type { z } from 'zod';
import { numberIn } from '../access/list-query.model.ts';
import { type AuditLine, changing, type Scope } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { actorRow } from '../platform/actor.ts';
import type { Tx } from '../platform/database.ts';
import {
  connectionOf,
  type IdentityRow,
  identityRow,
  isTaken,
  letAct,
  lockMatching,
  type Of,
  saidByHand,
  say,
  unsay,
} from './identity.repository.ts';
import type { identityChange } from './identity.schema.ts';
import { matchDistrict } from './matching.repository.ts';

type Named = { readonly person: string; readonly connection: string };
type Meant = {
  readonly of: Of;
  readonly connection: { readonly name: string };
  /** The connection brings the person. */
  readonly own: boolean;
  readonly row: IdentityRow | undefined;
};

/** Says who a person is over a connection, or whether Hallpass may act there as them. */
export const changeIdentity = changing(
  'identities.write',
  async (tx, scope, { theirId, mayAct, ...named }: Named & z.output<typeof identityChange>) => {
    await lockMatching(tx, scope.district);
    const meant = await meantBy(tx, scope, named);
    const audit: AuditLine[] = [];
    if (theirId !== undefined && differs(meant, theirId)) audit.push(await correct(tx, scope, meant, theirId));
    const id = theirId === undefined ? (meant.row?.their_id ?? null) : theirId;
    if (mayAct !== undefined && (meant.row?.may_act ?? true) !== mayAct) {
      if (!meant.own && id === null) throw refuse('request.identity_unknown', { connection: meant.connection.name });
      await letAct(tx, meant.of, mayAct, meant.own, scope.now);
      audit.push(lineOf(meant, mayAct ? 'identity.may_act' : 'identity.may_not_act'));
    }
    return { answer: { changed: audit.length > 0 }, audit };
  },
);

const differs = ({ row }: Meant, theirId: string | null) => row?.matched !== 'by_hand' || row.their_id !== theirId;

async function correct(tx: Tx, scope: Scope, meant: Meant, theirId: string | null): Promise<AuditLine> {
  const { of, own, row, connection } = meant;
  if (own) throw refuse('request.identity_own', { connection: connection.name });
  if (theirId !== null) {
    await refuseUnknown(tx, meant, theirId);
    if (await isTaken(tx, of, theirId, saidByHand))
      throw refuse('request.identity_taken', { connection: connection.name });
  }
  const stood = row === undefined ? null : { matched: row.matched, theirId: row.their_id, candidates: row.candidates };
  // Undo leads back to what was matched, not to a correction before this one.
  const before = row?.matched === 'by_hand' ? row.before : stood;
  await say(tx, of, { theirId, by: actorRow(scope.actor), before, at: scope.now });
  return lineOf(meant, 'identity.corrected', { to: theirId === null ? 'nobody' : 'somebody' });
}

/** Where the connection's people are here, the id must be one of them; what other systems know, they tell when they are matched. */
async function refuseUnknown(tx: Tx, { of, connection }: Meant, id: string): Promise<void> {
  const people = await sql<{ known: boolean }>`select source_key = ${id} as known from person
    where district_id = ${of.district} and connection_id = ${of.connection} and status = 'active'
    order by source_key = ${id} desc limit 1`.execute(tx);
  if (people.rows[0]?.known === false) throw refuse('request.not_found', { what: `person of ${connection.name}`, id });
}

/** Takes a correction back: what was matched before holds again. */
export const undoIdentity = changing('identities.write', async (tx, scope, named: Named) => {
  await lockMatching(tx, scope.district);
  const meant = await meantBy(tx, scope, named);
  if (meant.row?.matched !== 'by_hand') return { answer: { changed: false }, audit: [] };
  await unsay(tx, meant.of, meant.row.before, scope.now);
  return { answer: { changed: true }, audit: lineOf(meant, 'identity.undone') };
});

/** Matches the people of a connection with those of all others. */
export const matchIdentities = changing('identities.write', async (tx, scope, id: string) => {
  const connection = await connectionOf(tx, scope.district, id);
  const changed = await matchDistrict(tx, scope.district, connection.id, scope.now);
  const line: AuditLine = {
    action: 'identity.matched',
    subject: { kind: 'connection', id, name: connection.name },
    details: { changed },
  };
  return { answer: { changed }, audit: changed === 0 ? [] : line };
});

async function meantBy(tx: Tx, { district }: Scope, named: Named): Promise<Meant> {
  const person = numberIn(named.person);
  const connection = await connectionOf(tx, district, named.connection);
  const found = await sql<{ own: boolean }>`select connection_id = ${connection.id} as own from person
    where district_id = ${district} and id = ${person ?? 0} and status = 'active'`.execute(tx);
  const row = found.rows[0];
  if (person === null || row === undefined) throw refuse('request.not_found', { what: 'user', id: named.person });
  const of = { district, connection: connection.id, person };
  return { of, connection, own: row.own, row: await identityRow(tx, of) };
}

/** Names the person by number: the audit holds no names, and no id of another system. */
function lineOf({ of, connection, row }: Meant, action: AuditLine['action'], more: object = {}): AuditLine {
  return {
    action,
    subject: { kind: 'user', id: String(of.person), name: `user ${of.person}` },
    details: {
      connection: connection.name,
      was: row?.matched ?? null,
      ...more,
    },
  };
}
