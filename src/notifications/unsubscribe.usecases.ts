import { sql } from 'kysely';
import { actorOfPerson } from '../access/session.usecases.ts';
import { signInById } from '../access/sign-in.repository.ts';
import { entering } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { House } from '../platform/house.ts';
import type { Secrets } from '../platform/secrets.ts';
import { dropSubscription } from './subscription.repository.ts';
import type { UnsubscribeView } from './subscription.schema.ts';

// The way out that stands in every mail: whoever has it may end that one subscription, and nothing else.

type Place = { readonly district: string; readonly no: number };
const purpose = 'unsubscribe';

/** What an address holds instead of who it is for: sealed, so that nobody makes one. It lasts as long as the subscription. */
export const tokenOf = (secrets: Secrets, { district, no }: Place): string =>
  secrets.seal(purpose, Buffer.from(JSON.stringify([district, no]))).toString('base64url');

function placeOf(secrets: Secrets, token: string): Place {
  try {
    const [district, no] = JSON.parse(secrets.unseal(purpose, Buffer.from(token, 'base64url')).toString()) as [
      string,
      number,
    ];
    return { district, no };
  } catch {
    throw refuse('request.unsubscribe_unknown');
  }
}

type Deps = House & { readonly secrets: Secrets };

/** What an address stops; looking stops nothing. */
export async function viewUnsubscribe({ db, secrets }: Deps, token: string): Promise<UnsubscribeView> {
  const { district, no } = placeOf(secrets, token);
  const named = await sql<{ name: string }>`select name from district where id = ${district}`.execute(db);
  const { rows } = await sql<{ connection: string | null }>`select c.name as connection from subscription s
    left join flow f on f.district_id = ${district} and f.no = s.flow_no
    left join connection c on c.district_id = ${district} and c.id = f.source_id
    where s.district_id = ${district} and s.no = ${no}`.execute(db);
  return { district: named.rows[0]?.name ?? district, stops: rows[0] ?? null };
}

/** Ends the subscription; where it has ended already, that is what was wanted. */
export async function unsubscribe(deps: Deps, token: string): Promise<void> {
  await endByToken(deps, placeOf(deps.secrets, token));
}

const endByToken = entering(async (tx, _now, { district, no }: Place) => {
  const found = await sql<{ person: number }>`select sign_in_id as person from subscription
    where district_id = ${district} and no = ${no} for update`.execute(tx);
  const id = found.rows[0]?.person;
  const person = id === undefined ? null : await signInById(tx, district, id);
  if (person === null) return { answer: null, actor: null, audit: [] };
  await dropSubscription(tx, district, no);
  return {
    answer: null,
    actor: actorOfPerson(district, person, []),
    audit: {
      action: 'notification.ended',
      subject: { kind: 'notification', id: String(no), name: `notification ${no}` },
      details: { by: 'the link in a mail' },
    },
  };
});
