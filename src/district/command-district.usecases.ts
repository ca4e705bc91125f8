import { commandActor } from '../access/command-actor.model.ts';
import { entering } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { House } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { createDistrict, districtIds } from './district.repository.ts';

/** A district for those who only want to try: whoever becomes its first administrator, or a district file, gives it its name. */
const firstDistrict = { id: 'district', name: 'My district' };

/** The district that a command means: the one it names, the only one there is, or, where there is none yet, a first one. */
export async function commandDistrict(house: House, named: string | undefined): Promise<string> {
  const ids = await districtIds(house.db);
  if (named !== undefined) {
    if (!ids.includes(named)) throw refuse('request.not_found', { what: 'district', id: named });
    return named;
  }
  const [only] = ids;
  if (only === undefined) return foundFirst(house, undefined);
  if (ids.length > 1) {
    const sentence = `There are several districts: say which with --district (${ids.join(', ')}).`;
    throw new Problem('request.body_invalid', sentence);
  }
  return only;
}

const foundFirst = entering(async (tx, _now, _: undefined) => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const made = await createDistrict(tx, { ...firstDistrict, timeZone });
  const subject = { kind: 'district', id: firstDistrict.id, name: firstDistrict.name };
  return {
    answer: firstDistrict.id,
    actor: commandActor(firstDistrict.id),
    audit: made ? { action: 'district.created', subject } : [],
  };
});
