import { sql } from 'kysely';
import type { z } from 'zod';
import { refuse, type Violation } from '../dictionary/refusal.model.ts';
import { createDistrictNamed, districtIds, lockDistrict } from '../district/district.repository.ts';
import { isTimeZone } from '../district/district-id.model.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import type { linkUse, linkView } from './access.schema.ts';
import { administratorSubject } from './link.model.ts';
import { type FoundLink, findLink, lockFirstLink, takeLink } from './link.repository.ts';
import { hashPassword } from './password.model.ts';
import { endSessions, openSessionOf } from './session.repository.ts';
import { actorOfPerson } from './session.usecases.ts';
import { administrators, grantsOf, insertSignIn, lockSignIn, signInById } from './sign-in.repository.ts';
import type { Entered } from './sign-in.usecases.ts';
import { type AuditLine, type Entry, entering } from './use-case.ts';

type LinkUse = z.output<typeof linkUse>;
type LinkView = z.output<typeof linkView>;
type Use = { readonly body: LinkUse; readonly link: FoundLink; readonly passwordHash: string };

const unknown = () => refuse('request.link_unknown');

/** What a link is for, so that its page can ask for the right things. Looking at it does not use it. */
export async function viewLink(house: House, token: string): Promise<LinkView> {
  const link = await findLink(house.db, token, house.clock());
  if (link === null) throw unknown();
  if (link.subject === administratorSubject) {
    const district = link.district ?? (await districtWaiting(house.db));
    return { purpose: 'first_administrator', name: null, email: null, needsDistrict: district === null };
  }
  const person = await signInById(house.db, link.district ?? '', Number(link.subject));
  if (person === null || person.disabled) throw unknown();
  return {
    purpose: person.passwordHash === null ? 'invitation' : 'reset',
    name: person.name,
    email: person.email,
    needsDistrict: false,
  };
}

/** Uses a link: sets the password and signs in. Of several who use it at once, one does. */
export async function useLink(house: House, body: LinkUse): Promise<Entered> {
  const link = await findLink(house.db, body.token, house.clock());
  if (link === null) throw unknown();
  const needsDistrict =
    link.subject === administratorSubject && link.district === null && (await districtWaiting(house.db)) === null;
  refuseMissing(body, link, needsDistrict);
  return openByLink(house, { body, link, passwordHash: await hashPassword(body.password) });
}

const openByLink = entering((tx, now, use: Use) =>
  use.link.subject === administratorSubject ? makeAdministrator(tx, now, use) : setPassword(tx, now, use),
);

/** The district that a district file has made and that waits for its first administrator, where it is the only one. */
export async function districtWaiting(db: Queries): Promise<string | null> {
  const ids = await districtIds(db);
  const only = ids.length === 1 ? ids[0] : undefined;
  return only !== undefined && (await administrators(db, only)) === 0 ? only : null;
}

function refuseMissing(body: LinkUse, link: FoundLink, needsDistrict: boolean): void {
  const missing: Violation[] = [];
  const need = (pointer: string, value: string | undefined) => {
    if ((value ?? '').trim() === '')
      missing.push({ pointer, entry: 'request.body_invalid', message: 'is needed for this link' });
  };
  if (link.subject === administratorSubject) {
    need('/name', body.name);
    need('/email', body.email);
  }
  if (needsDistrict) need('/districtName', body.districtName);
  if (body.timeZone !== undefined && !isTimeZone(body.timeZone)) {
    missing.push({
      pointer: '/timeZone',
      entry: 'request.body_invalid',
      message: 'must be a time zone such as America/Chicago',
      received: body.timeZone,
    });
  }
  const first = missing[0];
  if (first !== undefined)
    throw refuse('request.body_invalid', { reason: `${first.pointer}: ${first.message}` }, missing);
}

async function makeAdministrator(tx: Tx, now: Date, { body, link, passwordHash }: Use): Promise<Entry<Entered>> {
  // Locks before the link itself, in the order in which a newer link takes them.
  await lockFirstLink(tx);
  const standing = link.district ?? (await districtWaiting(tx));
  if (standing !== null) await lockDistrict(tx, standing);
  if (!(await takeLink(tx, body.token, now))) throw unknown();
  const audit: AuditLine[] = [];
  const district = standing ?? (await foundDistrict(tx, body, audit));
  const person = { name: (body.name ?? '').trim(), email: body.email ?? '' };
  const id = await insertSignIn(
    tx,
    district,
    { ...person, passwordHash, grants: [{ role: 'administrator', schoolId: null }] },
    now,
  );
  audit.push({
    action: 'person.created',
    subject: { kind: 'person', id: String(id), name: person.name },
    details: { by: 'administrator link', role: 'administrator' },
  });
  return enter(tx, now, district, { id, name: person.name }, audit);
}

/** A link without a district makes one; but not where somebody has founded one in the meantime, whose administrators decide. */
async function foundDistrict(tx: Tx, body: LinkUse, audit: AuditLine[]): Promise<string> {
  if ((await districtIds(tx)).length > 0) throw unknown();
  const name = (body.districtName ?? '').trim();
  const timeZone = body.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const district = await createDistrictNamed(tx, name, timeZone);
  audit.push({ action: 'district.created', subject: { kind: 'district', id: district, name }, details: { timeZone } });
  return district;
}

async function setPassword(tx: Tx, now: Date, { body, link, passwordHash }: Use): Promise<Entry<Entered>> {
  const district = link.district ?? '';
  const person = await lockSignIn(tx, district, Number(link.subject));
  if (person === null || person.disabled || !(await takeLink(tx, body.token, now))) throw unknown();
  await sql`update sign_in set password_hash = ${passwordHash}, last_sign_in_at = ${now} where district_id = ${district} and id = ${person.id}`.execute(
    tx,
  );
  // Whoever was signed in with the old password is not any more.
  await endSessions(tx, district, person.id);
  const action = person.passwordHash === null ? 'person.joined' : 'person.password_set';
  return enter(tx, now, district, person, [
    { action, subject: { kind: 'person', id: String(person.id), name: person.name } },
  ]);
}

async function enter(
  tx: Tx,
  now: Date,
  district: string,
  person: { id: number; name: string },
  audit: readonly AuditLine[],
): Promise<Entry<Entered>> {
  const actor = actorOfPerson(district, person, await grantsOf(tx, district, person.id));
  return { answer: { actor, secret: await openSessionOf(tx, district, person.id, now) }, actor, audit };
}
