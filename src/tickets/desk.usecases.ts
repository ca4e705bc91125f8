import type { z } from 'zod';
import { refuseField } from '../access/constraint.model.ts';
import { numberIn } from '../access/list-query.model.ts';
import { changing, reading } from '../access/use-case.ts';
import { connectors } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { deskOf, dropDesk, hasWebhook, readDesks, setDesk } from './desk.repository.ts';
import type { DeskView, deskWrite } from './ticket.schema.ts';

/** Who is asked about each system. */
export const listDesks = reading('connections.read', async (db, scope) => ({
  desks: [...(await readDesks(db, scope.district))],
}));

type Named = z.output<typeof deskWrite> & { readonly system: string };

/** Names the desk of a system, or of all that have none of their own. */
export const nameDesk = changing('connections.write', async (tx, scope, { system, name, email, webhook }: Named) => {
  const known = ['', 'rostering', 'oneroster-csv', ...connectors.map(({ id }) => id)];
  if (!known.includes(system)) throw refuseField('/system', `must be one of: ${known.filter(Boolean).join(', ')}`);
  const no = webhook === undefined ? null : numberIn(webhook);
  if (webhook !== undefined && !(await hasWebhook(tx, scope.district, no)))
    throw refuse('request.not_found', { what: 'webhook', id: webhook });
  await setDesk(tx, scope.district, { system, name, email: email ?? null, webhook: no });
  const answer = (await deskOf(tx, scope.district, system)) as DeskView;
  return { answer, audit: lineOf('desk.named', system, { by: webhook === undefined ? 'email' : 'webhook' }) };
});

export const removeDesk = changing('connections.write', async (tx, scope, system: string) => {
  if (!(await dropDesk(tx, scope.district, system))) throw refuse('request.not_found', { what: 'desk', id: system });
  return { answer: null, audit: lineOf('desk.removed', system, {}) };
});

const lineOf = (action: `desk.${string}`, system: string, details: Readonly<Record<string, unknown>>) => ({
  action,
  subject: { kind: 'desk', id: system, name: system === '' ? 'all systems' : system },
  details,
});
