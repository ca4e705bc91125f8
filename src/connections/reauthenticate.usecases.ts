import { linkLives } from '../access/link.model.ts';
import { findLink, makeLink, takeLink } from '../access/link.repository.ts';
import { changing, entering } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import type { TellChecks } from './checklist.usecases.ts';
import { formOf } from './connection.read-model.ts';
import { type ConnectionRow, connectionRow, lockConnection } from './connection.repository.ts';
import type { CheckView, CredentialsGiven, LinkFor } from './connection.schema.ts';
import { storeTried, subjectOf, type Tried, tryCredentials } from './connection.usecases.ts';
import type { OutsideDeps } from './outside.repository.ts';
import { originsOf } from './settings.model.ts';

// The person who knows what a connection signs in with is often outside of Hallpass: a link lets them give it, once, for
// this connection, and shows them nothing else.

const unknown = () => refuse('request.link_unknown');

/** Makes a link for a connection; an earlier one opens nothing any more. Its secret is in this answer and nowhere else. */
export const makeReauthenticateLink = changing('connections.credentials', async (tx, scope, id: string) => {
  const row = await lockConnection(tx, scope.district, id);
  if (connectorOf(row.system) === undefined) throw refuse('request.connection_not_fetched', { name: row.name });
  const link = { district: scope.district, subject: id, kind: 'reauthenticate' } as const;
  const secret = await makeLink(tx, link, scope.now);
  const expiresAt = new Date(scope.now.getTime() + linkLives.reauthenticate).toISOString();
  return {
    answer: { secret, expiresAt },
    audit: { action: 'connection.link_made', subject: subjectOf(row), details: { expiresAt } },
  };
});

type Opened = { readonly district: string; readonly row: ConnectionRow; readonly expiresAt: Date };

async function open(db: Queries, token: string, now: Date): Promise<Opened> {
  const link = await findLink(db, token, now, 'reauthenticate');
  if (link === null || link.district === null) throw unknown();
  return { ...link, district: link.district, row: await connectionRow(db, link.district, link.subject) };
}

/** What somebody with a link is asked for. Looking at it does not use it. */
export async function viewReauthenticateLink({ db, clock }: House, token: string): Promise<LinkFor> {
  const { district, row, expiresAt } = await open(db, token, clock());
  const connector = connectorOf(row.system);
  if (connector === undefined) throw unknown();
  const form = formOf(connector);
  const named = await db.selectFrom('district').select('name').where('id', '=', district).executeTakeFirstOrThrow();
  return {
    district: named.name,
    connection: row.name,
    system: connector.title,
    addresses: [...originsOf(form, row.settings)],
    credentials: form.credentials,
    expiresAt: expiresAt.toISOString(),
  };
}

/**
 * Takes credentials from somebody with a link. Those that the other system refuses are not stored, and the link still
 * opens, since the hand may have slipped; any others use it up.
 */
export async function useReauthenticateLink(
  deps: OutsideDeps,
  { token, credentials }: { readonly token: string; readonly credentials: CredentialsGiven },
  tell?: TellChecks,
): Promise<{ accepted: boolean; checks: CheckView[] }> {
  const { district, row } = await open(deps.db, token, deps.clock());
  const tried = await tryCredentials(deps, row, { district, credentials }, tell);
  const { checks, failed } = tried.checked;
  if (failed?.type === 'auth') return { accepted: false, checks };
  await storeByLink(deps, { deps, token, district, tried });
  return { accepted: true, checks };
}

type ByLink = { readonly deps: OutsideDeps; readonly token: string; readonly district: string; readonly tried: Tried };

const storeByLink = entering(async (tx, now, { deps, token, district, tried }: ByLink) => {
  if (!(await takeLink(tx, token, now, 'reauthenticate'))) throw unknown();
  const audit = await storeTried(tx, deps, { district, now }, tried);
  return { answer: null, actor: outsider(district), audit };
});

/** Who they are nobody knows; who made the link stands in the audit. */
const outsider = (district: string): Actor => ({
  kind: 'person',
  id: null,
  name: 'Somebody with a re-authenticate link',
  district,
  grants: [],
});
