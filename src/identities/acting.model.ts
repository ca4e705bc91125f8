import type { ActsAs } from '../connectors/connector.ts';
import type { ActedAs } from '../platform/actor.ts';

/** Who a person is in the system of a connection; `theirId` null: nobody, as far as is known. */
export type IdentityThere = {
  readonly connection: { readonly id: number; readonly name: string };
  readonly person: number;
  readonly theirId: string | null;
  readonly mayAct: boolean;
};
export type Acting = { readonly parameter: ActsAs; readonly id: string; readonly actedAs: ActedAs };

/**
 * How an act in another system is done as a person: the parameter that names them there, and what goes with the audit line
 * of the act. Null: it is done as Hallpass itself, since the system knows no such way, the person is not known there, or
 * somebody forbade it.
 */
export function actingAs(actsAs: ActsAs | undefined, identity: IdentityThere): Acting | null {
  const { connection, person, theirId, mayAct } = identity;
  if (actsAs === undefined || theirId === null || !mayAct) return null;
  return { parameter: actsAs, id: theirId, actedAs: { connection: connection.name, person: String(person) } };
}
