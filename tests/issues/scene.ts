import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { listIssues, showIssue } from '../../src/issues/issue.read-model.ts';
import type { IssueDetail, IssueView } from '../../src/issues/issue.schema.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { aSet, type District, importFolder, northHigh } from '../import/scene.ts';

type Set = Parameters<typeof aSet>[1];

/** Reads a whole set of files, of which only what is given differs from a small school without faults. */
export const read = async (district: District, files: Set = {}, connection = 'files') =>
  importFolder(district, await aSet(district, { ...northHigh, ...files }), { connection });

/** The users of the school, with rows of people whose roles are what is given. */
export const usersOf = (roles: Readonly<Record<string, string>>) =>
  northHigh.users +
  Object.entries(roles)
    .map(([id, role]) => `\n    ${id} | true | high | ${role} | ${id} | Kim | Novak |`)
    .join('');

/** Enrollments of a person in algebra. */
export const enrollmentsOf = (...people: readonly string[]) =>
  northHigh.enrollments + people.map((id) => `\n    e-${id} | alg-1 | high | ${id} | student | | |`).join('');

export const issuesOf = async (
  { app, actor }: District,
  query: Partial<Parameters<typeof listIssues>[2]> = {},
): Promise<readonly IssueView[]> => (await listIssues(app, actor, { limit: 100, ...query })).issues;

/** How the issues of a district stand: entry, state, records, and those that wait for them. */
export const standing = async (district: District) =>
  (await issuesOf(district)).map(({ entry, state, records, waiting }) => [entry, state, records, waiting]);

export const theIssue = async (district: District, entry: string): Promise<IssueView> => {
  const found = (await issuesOf(district)).find((one) => one.entry === entry);
  if (found === undefined) throw new Error(`there is no issue of ${entry}`);
  return found;
};

export const detailOf = async (district: District, { id }: Pick<IssueView, 'id'>): Promise<IssueDetail> =>
  showIssue(district.app, district.actor, { no: id });

/** Somebody who signs in, with a built-in role. */
export async function aPerson(
  district: District,
  name: string,
  role = 'integration_manager',
  school: string | null = null,
) {
  const { app, id: at } = district;
  const id = 1 + randomBytes(3).readUIntBE(0, 3);
  await sql`insert into role (district_id, id, name, permissions, built_in) values (${at}, ${role}, ${role}, array['issues.read'], true)
    on conflict do nothing`.execute(app.db);
  await sql`insert into sign_in (district_id, id, name, email) values (${at}, ${id}, ${name}, ${`${id}@north.example`})`.execute(
    app.db,
  );
  await sql`insert into grant_ (district_id, sign_in_id, role_id, no, school_id) values (${at}, ${id}, ${role}, 1, ${school})`.execute(
    app.db,
  );
  const schools = school === null ? null : [school];
  const actor: Actor = {
    kind: 'person',
    id: String(id),
    name,
    district: at,
    grants: ['issues.read', 'issues.write', 'roster.read'].map((permission) => ({ permission, schools })),
  };
  return { id: String(id), actor };
}
