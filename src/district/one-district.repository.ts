import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import { Problem } from '../platform/problem.ts';

/** The district that a command means: the one it names, or the only one there is. */
export async function oneDistrict(db: Queries, named: string | undefined): Promise<string> {
  const found = await db.selectFrom('district').select('id').orderBy('id').execute();
  const ids = found.map((row) => row.id);
  if (named !== undefined) {
    if (!ids.includes(named)) throw refuse('request.not_found', { what: 'district', id: named });
    return named;
  }
  const [only] = ids;
  if (only === undefined)
    throw new Problem(
      'request.not_found',
      'There is no district yet. Make one with hallpass apply <file.yaml>, or open the link that hallpass admin link prints.',
    );
  if (ids.length > 1)
    throw new Problem(
      'request.body_invalid',
      `There are several districts: say which with --district (${ids.join(', ')}).`,
    );
  return only;
}
