import { refuse } from '../dictionary/refusal.model.ts';
import { districtOf } from '../district/district.repository.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import type { SessionView } from './access.schema.ts';
import { permissionNames, schoolsAllowed } from './permission.model.ts';
import { closeSession, findSession } from './session.repository.ts';
import { grantsOf, type SignIn, signInById } from './sign-in.repository.ts';
import { entering } from './use-case.ts';

export function actorOfPerson(district: string, person: Pick<SignIn, 'id' | 'name'>, grants: Actor['grants']): Actor {
  return { kind: 'person', id: String(person.id), name: person.name, district, grants };
}

/** Who holds a session; null where it has ended or its person may not sign in any more. */
export async function actorOfSession(house: House, secret: string): Promise<Actor | null> {
  const session = await findSession(house.db, secret, house.clock());
  if (session === null) return null;
  const person = await signInById(house.db, session.district, session.signIn);
  if (person === null || person.disabled) return null;
  return actorOfPerson(session.district, person, await grantsOf(house.db, session.district, session.signIn));
}

/** Ends a session. One that has ended already is left as it is. */
export const signOut = entering(async (tx, now, secret: string) => {
  const session = await findSession(tx, secret, now);
  await closeSession(tx, secret);
  const person = session === null ? null : await signInById(tx, session.district, session.signIn);
  if (session === null || person === null) return { answer: undefined, actor: null, audit: [] };
  return {
    answer: undefined,
    actor: actorOfPerson(session.district, person, []),
    audit: { action: 'session.closed', subject: { kind: 'person', id: String(person.id), name: person.name } },
  };
});

/** What the console needs to know of the person at the screen. Not guarded: everybody may see their own session. */
export async function sessionOf(db: Queries, actor: Actor, demo: boolean): Promise<SessionView> {
  const person = await signInById(db, actor.district, Number(actor.id));
  const district = await districtOf(db, actor.district);
  if (actor.kind !== 'person' || person === null || district === null) throw refuse('request.not_signed_in');
  const allowed = permissionNames
    .map((permission) => ({ permission, schools: schoolsAllowed(actor, permission) }))
    .filter(({ schools }) => schools === null || schools.length > 0);
  const anywhere = allowed.some(({ schools }) => schools === null);
  return {
    person: { id: String(person.id), name: person.name, email: person.email },
    district,
    permissions: allowed.map(({ permission }) => permission),
    schools: anywhere ? null : [...new Set(allowed.flatMap(({ schools }) => schools ?? []))],
    demo,
  };
}
