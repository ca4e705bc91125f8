import { sql } from 'kysely';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { House } from '../platform/house.ts';
import { isPassword } from './password.model.ts';
import { closeSession, openSessionOf } from './session.repository.ts';
import { actorOfPerson } from './session.usecases.ts';
import { grantsOf, lockSignIn, type SignIn, signInByEmail } from './sign-in.repository.ts';
import { entering } from './use-case.ts';

export type Entered = { readonly actor: Actor; readonly secret: string };
type Proved = { readonly district: string; readonly signIn: SignIn; readonly replaces: string | null };

/**
 * Signs a person in. Unknown, disabled, without a password, wrong: the same answer after the same work.
 * A second factor would be asked between the proof and the session.
 */
export async function signIn(
  house: House,
  input: { email: string; password: string; replaces: string | null },
): Promise<Entered> {
  const found = await signInByEmail(house.db, input.email);
  const proved = await isPassword(
    found === null || found.signIn.disabled ? null : found.signIn.passwordHash,
    input.password,
  );
  if (!proved || found === null) throw refuse('request.wrong_sign_in');
  return openProved(house, { ...found, replaces: input.replaces });
}

const openProved = entering(async (tx, now, { district, signIn: proved, replaces }: Proved) => {
  const person = await lockSignIn(tx, district, proved.id);
  // Between proof and session somebody may have disabled the person or set another password.
  if (person === null || person.disabled || person.passwordHash !== proved.passwordHash)
    throw refuse('request.wrong_sign_in');
  if (replaces !== null) await closeSession(tx, replaces);
  await sql`update sign_in set last_sign_in_at = ${now} where district_id = ${district} and id = ${person.id}`.execute(
    tx,
  );
  const secret = await openSessionOf(tx, district, person.id, now);
  const actor = actorOfPerson(district, person, await grantsOf(tx, district, person.id));
  return {
    answer: { actor, secret },
    actor,
    audit: { action: 'session.opened', subject: { kind: 'person', id: String(person.id), name: person.name } },
  };
});
