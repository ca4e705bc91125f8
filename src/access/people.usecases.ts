import { sql } from 'kysely';
import { z } from 'zod';
import { type Refusal, refuse } from '../dictionary/refusal.model.ts';
import { lockDistrict } from '../district/district.repository.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { peopleQuery, personChange, personCreate, SignInView } from './access.schema.ts';
import { dropLinks, makeLink } from './link.repository.ts';
import { numberIn, pageOf, readCursor } from './list-query.model.ts';
import { personView, readPeople } from './people.read-model.ts';
import { endSessions } from './session.repository.ts';
import { insertSignIn, keepingAnAdministrator, lockSignIn, type SignIn, writeGrants } from './sign-in.repository.ts';
import { type AuditLine, changing, reading } from './use-case.ts';

type PersonChange = z.output<typeof personChange>;
/** A person and the secret of their one-time link. */
export type Invited = { readonly person: SignInView; readonly secret: string };

const notThere = (id: string): Refusal => refuse('request.not_found', { what: 'person', id });

export const listPeople = reading('people.read', async (db, scope, query: z.output<typeof peopleQuery>) => {
  const after = readCursor(query.cursor, z.tuple([z.string(), z.number().int()]));
  const rows = await readPeople(db, scope.district, scope.schools, { q: query.q, after, limit: query.limit + 1 });
  const page = pageOf(rows, query.limit, (row) => [row.sort, row.id]);
  return { people: page.rows.map(personView), nextCursor: page.nextCursor };
});

export const getPerson = reading('people.read', (db, scope, id: string) =>
  viewOf(db, scope.district, scope.schools, id),
);

/** Makes a sign-in without a password; its link sets one. */
export const invitePerson = changing('people.write', async (tx, scope, body: z.output<typeof personCreate>) => {
  await lockDistrict(tx, scope.district);
  const person = { name: body.name.trim(), email: body.email, passwordHash: null, grants: body.grants };
  const id = await insertSignIn(tx, scope.district, person, scope.now);
  const secret = await makeLink(tx, { district: scope.district, subject: String(id), kind: 'invitation' }, scope.now);
  const answer: Invited = { person: await viewOf(tx, scope.district, null, String(id)), secret };
  return {
    answer,
    audit: {
      action: 'person.invited',
      subject: { kind: 'person', id: String(id), name: person.name },
      details: { grants: body.grants },
    },
  };
});

/** Changes name, roles, or whether somebody may sign in. Disabling ends every session and link of the person at once. */
export const changePerson = changing('people.write', async (tx, scope, input: { id: string; change: PersonChange }) => {
  await lockDistrict(tx, scope.district);
  const before = await lockedPerson(tx, scope.district, input.id);
  const shown = await viewOf(tx, scope.district, null, input.id);
  const audit = await keepingAnAdministrator(tx, scope.district, () =>
    writeChange(tx, scope.district, before, shown, input.change),
  );
  return { answer: await viewOf(tx, scope.district, null, input.id), audit };
});

async function writeChange(
  tx: Tx,
  district: string,
  before: SignIn,
  shown: SignInView,
  change: PersonChange,
): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  const name = change.name?.trim() ?? before.name;
  const subject = { kind: 'person', id: String(before.id), name };
  if (name !== before.name) {
    await sql`update sign_in set name = ${name} where district_id = ${district} and id = ${before.id}`.execute(tx);
    lines.push({ action: 'person.renamed', subject });
  }
  const had = shown.grants.map(({ role, schoolId }) => ({ role, schoolId }));
  if (change.grants !== undefined && !sameGrants(had, change.grants)) {
    await writeGrants(tx, district, before.id, change.grants);
    lines.push({ action: 'person.roles_changed', subject, details: { before: had, after: change.grants } });
  }
  if (change.disabled !== undefined && change.disabled !== before.disabled) {
    await sql`update sign_in set disabled = ${change.disabled} where district_id = ${district} and id = ${before.id}`.execute(
      tx,
    );
    if (change.disabled) {
      await endSessions(tx, district, before.id);
      await dropLinks(tx, district, String(before.id));
    }
    lines.push({ action: change.disabled ? 'person.disabled' : 'person.enabled', subject });
  }
  return lines;
}

/** A new link for somebody who lost theirs or forgot the password; the earlier one opens nothing any more. */
export const linkForPerson = changing('people.write', async (tx, scope, id: string) => {
  const person = await lockedPerson(tx, scope.district, id);
  if (person.disabled) throw refuse('request.person_disabled', { name: person.name });
  const kind = person.passwordHash === null ? 'invitation' : 'reset';
  const secret = await makeLink(tx, { district: scope.district, subject: String(person.id), kind }, scope.now);
  const answer: Invited = { person: await viewOf(tx, scope.district, null, id), secret };
  return {
    answer,
    audit: {
      action: 'person.link_made',
      subject: { kind: 'person', id, name: person.name },
      details: { purpose: kind },
    },
  };
});

async function viewOf(
  db: Queries,
  district: string,
  schools: readonly string[] | null,
  id: string,
): Promise<SignInView> {
  const number = numberIn(id);
  const row = number === null ? undefined : (await readPeople(db, district, schools, { id: number, limit: 1 }))[0];
  if (row === undefined) throw notThere(id);
  return personView(row);
}

async function lockedPerson(tx: Tx, district: string, id: string): Promise<SignIn> {
  const number = numberIn(id);
  const person = number === null ? null : await lockSignIn(tx, district, number);
  if (person === null) throw notThere(id);
  return person;
}

function sameGrants(
  before: readonly { role: string; schoolId: string | null }[],
  after: readonly { role: string; schoolId: string | null }[],
): boolean {
  const set = (grants: readonly { role: string; schoolId: string | null }[]) =>
    new Set(grants.map((grant) => JSON.stringify([grant.role, grant.schoolId])));
  return set(before).symmetricDifference(set(after)).size === 0;
}
