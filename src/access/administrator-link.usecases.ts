import { districtIds, lockDistrict } from '../district/district.repository.ts';
import type { House } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { commandActor } from './command-actor.model.ts';
import { administratorSubject } from './link.model.ts';
import { dropLinks, lockFirstLink, makeLink } from './link.repository.ts';
import { districtWaiting } from './link.usecases.ts';
import { administrators } from './sign-in.repository.ts';
import { changing, entering } from './use-case.ts';

/** Whether nobody can sign in as administrator yet: the hub has no district, or only one, which has none. */
export async function needsFirstAdministrator(house: House): Promise<boolean> {
  return (await districtIds(house.db)).length === 0 || (await districtWaiting(house.db)) !== null;
}

/** The secret of a link that makes an administrator: of the district named, of the only one, or of the one it will found. */
export async function administratorLink(house: House, named: string | undefined): Promise<string> {
  const district = await districtNamed(house, named);
  const secret =
    district === null
      ? await makeFirstLink(house, undefined)
      : await makeFurtherLink(house, commandActor(district), undefined);
  if (secret === null)
    throw new Problem('request.not_found', 'A district was made in the meantime. Run the command again.');
  return secret;
}

/** The first link of an empty hub, which will found its district; null where one has been made. */
const makeFirstLink = entering(async (tx, now, _: undefined) => {
  await lockFirstLink(tx);
  const founded = (await districtIds(tx)).length > 0;
  const secret = founded
    ? null
    : await makeLink(tx, { district: null, subject: administratorSubject, kind: 'administrator' }, now);
  return { answer: secret, actor: null, audit: [] };
});

/** A link that makes an administrator of a district that stands. */
export const makeFurtherLink = changing('people.write', async (tx, scope, _: undefined) => {
  await lockFirstLink(tx);
  await lockDistrict(tx, scope.district);
  const others = await administrators(tx, scope.district);
  // The link that the empty hub printed would make an administrator of this district too.
  await dropLinks(tx, null, administratorSubject);
  const secret = await makeLink(
    tx,
    { district: scope.district, subject: administratorSubject, kind: 'administrator' },
    scope.now,
  );
  return {
    answer: secret,
    audit: {
      action: 'administrator.link_made',
      subject: { kind: 'district', id: scope.district, name: scope.district },
      details: { administrators: others },
    },
  };
});

async function districtNamed(house: House, named: string | undefined): Promise<string | null> {
  const ids = await districtIds(house.db);
  if (named !== undefined) {
    if (ids.includes(named)) return named;
    throw new Problem(
      'request.not_found',
      `There is no district ${named}. ${ids.length === 0 ? 'This hub has none yet.' : `There is: ${ids.join(', ')}.`}`,
    );
  }
  if (ids.length > 1)
    throw new Problem(
      'request.not_found',
      `This hub has several districts (${ids.join(', ')}). Say which one: hallpass admin link --district ${ids[0] ?? ''}`,
    );
  return ids[0] ?? null;
}
