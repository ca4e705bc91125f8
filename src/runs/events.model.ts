import type { Permission } from '../access/access.schema.ts';
import { schoolsAllowed } from '../access/permission.model.ts';
import type { Actor } from '../platform/actor.ts';

const needs: Readonly<Record<string, Permission>> = { run: 'runs.read', connection: 'connections.read' };

/** The kinds of moves that somebody may hear of: those of what they may look at. */
export const kindsFor = (actor: Actor): ReadonlySet<string> =>
  new Set(Object.keys(needs).filter((kind) => mayLook(actor, needs[kind])));

function mayLook(actor: Actor, permission: Permission | undefined): boolean {
  const schools = permission === undefined ? [] : schoolsAllowed(actor, permission);
  return schools === null || schools.length > 0;
}
