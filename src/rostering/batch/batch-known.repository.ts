import { sql } from 'kysely';
import type { Queries } from '../../platform/database.ts';
import type { Body } from '../api/body.model.ts';
import { given, textsOf } from '../api/body.model.ts';
import type { Course, KnownStore, MemberAt, Person, SessionAt } from '../api/known.model.ts';
import {
  type Eye,
  lookUp,
  type MemberRow,
  memberOfRow,
  type PersonRow,
  personOfRow,
  type SessionRow,
  sessionOfRow,
  type Wanted,
} from '../api/known.repository.ts';
import { placeOf } from '../api/place.model.ts';
import { spanOf } from '../api/schedule.model.ts';
import type { Item } from './line.model.ts';
import { emailName } from './parents.model.ts';
import type { ViewStore } from './roster-view.model.ts';

// Looks up what the lines of a page name, in few statements however many lines there are. Names that were looked up for
// an earlier page are not looked up again.

const none: ReadonlySet<string> = new Set();

/** Names that were looked for. */
export type Asked = { readonly [Of in 'schools' | 'userIDs' | 'emails' | 'courseIDs' | 'addCodes']: Set<string> };
export const nothingAsked = (): Asked => ({
  schools: new Set(),
  userIDs: new Set(),
  emails: new Set(),
  courseIDs: new Set(),
  addCodes: new Set(),
});

/** Who looks: the key in whose name, and its connection. */
export type BatchEye = Eye & { readonly connection: number };

/** What a page is judged by: the records that its lines name, put into the view. */
export async function lookUpPage(
  db: Queries,
  eye: BatchEye,
  items: readonly Item[],
  view: ViewStore,
  asked: Asked,
): Promise<void> {
  const wanted = unasked(items, asked);
  const deletions = items.filter(({ kind, operation }) => kind === 'user' && operation === 'delete');
  const [people, found] = await Promise.all([
    findPeople(db, eye, wanted),
    lookUp(db, eye, { ...wanted, userIDs: none, emails: none }),
    findDeleted(db, eye, deletions, view),
  ]);
  for (const person of people) view.foundPerson(person);
  for (const id of wanted.schools) view.foundSchool(id, found.school(id));
  takeCourses(found, wanted, view);
}

/** The names that were not asked before; they are from now on. */
function unasked(items: readonly Item[], asked: Asked): Wanted {
  const fresh = nothingAsked();
  const want = (name: string, of: keyof Asked) => {
    if (asked[of].has(name)) return;
    asked[of].add(name);
    fresh[of].add(name);
  };
  for (const { data } of items)
    for (const [field, of] of named) {
      if (data[field] === undefined) continue;
      for (const name of textsOf(data, field)) want(of === 'emails' ? name.toLowerCase() : name, of);
    }
  return { ...fresh, sessions: false };
}

/** The fields by which lines name others, and themselves. */
const named: readonly (readonly [field: string, of: keyof Asked])[] = [
  ['schoolID', 'schools'],
  ['userID', 'userIDs'],
  ['email', 'emails'],
  ['ID', 'emails'],
  ['owner', 'emails'],
  ['admin', 'emails'],
  ['courseID', 'courseIDs'],
  ['addCode', 'addCodes'],
];

/** Name by name: how many rows an address fits is not known to the planner, which would read the whole table for some thousands. */
async function findPeople(db: Queries, eye: BatchEye, { userIDs, emails }: Wanted): Promise<readonly Person[]> {
  if (userIDs.size === 0 && emails.size === 0) return [];
  const found = await sql<
    Omit<PersonRow, 'status'>
  >`select p.id, p.user_id, p.email, p.given_name, p.family_name, p.mapping_id, own.accounts
    from (
      select p.* from unnest(${[...userIDs]}::text[]) as wanted (user_id)
        cross join lateral (select * from person p where p.district_id = ${eye.district} and p.user_id = wanted.user_id limit 1) p
      union all
      select p.* from unnest(${[...emails]}::text[]) as wanted (email)
        cross join lateral (select * from person p where p.district_id = ${eye.district} and lower(p.email) = wanted.email and p.email is not null limit 1000) p
    ) p
    left join lateral (select json_agg(json_build_object('school', school_id, 'role', role, 'issuedID', issued_id) order by school_id) as accounts
      from account where district_id = ${eye.district} and person_id = p.id) own on true
    where p.status = 'active'`.execute(db);
  return found.rows.map((row) => personOfRow(row, eye));
}

function takeCourses(found: KnownStore, { courseIDs, addCodes }: Wanted, view: ViewStore): void {
  const take = (course: Course) => {
    view.foundCourse(course);
    view.foundSchool(course.school, found.school(course.school));
  };
  for (const id of courseIDs) {
    const course = found.courseByID(id);
    if (course !== undefined) take(course);
  }
  for (const code of addCodes) {
    for (const course of found.coursesByAddCode(code)) take(course);
    if (found.addCodeInOtherCase(code)) view.foundOtherCase(code);
  }
}

/** People that this connection brought and that were deleted: deleting them again changes nothing. */
async function findDeleted(
  db: Queries,
  { district, connection }: BatchEye,
  items: readonly Item[],
  view: ViewStore,
): Promise<void> {
  const all = (field: string) => items.flatMap(({ data }) => textsOf(data, field));
  const [userIDs, emails] = [all('userID'), all('email').map((email) => email.toLowerCase())];
  if (userIDs.length === 0 && emails.length === 0) return;
  const found = await sql<{ user_id: string; email: string | null }>`
    select user_id, lower(email) as email from person where district_id = ${district} and connection_id = ${connection} and status = 'tobedeleted'
      and user_id is not null and (user_id = any(${userIDs}) or (email is not null and lower(email) = any(${emails})))`.execute(
    db,
  );
  for (const row of found.rows) {
    view.foundDeleted(row.user_id);
    if (row.email !== null) view.foundDeleted(emailName(row.email));
  }
}

type Pair = { readonly course: number; readonly person: number };

/** The members that lines speak of, as far as both the course and the person are known. */
export function pairsOf(items: readonly Item[], view: ViewStore): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { data } of items) {
    const course = placeOf('course_member', data, view).course;
    const people = course === null ? [] : view.personsByEmail(given(data, 'ID') ?? '');
    const [person] = people.filter(({ visible }) => visible);
    if (course !== null && person !== undefined)
      pairs.set(`${course.id} ${person.id}`, { course: course.id, person: person.id });
  }
  return [...pairs.values()];
}

export async function findMembers(
  db: Queries,
  { district }: Eye,
  pairs: readonly Pair[],
): Promise<readonly MemberAt[]> {
  if (pairs.length === 0) return [];
  const found = await sql<MemberRow>`select e.id, e.class_id, e.person_id, e.role, e.mapping_id, e.status
    from unnest(${pairs.map(({ course }) => course)}::bigint[], ${pairs.map(({ person }) => person)}::bigint[]) as wanted (class_id, person_id)
    cross join lateral (select * from enrollment e where e.district_id = ${district} and e.class_id = wanted.class_id
      and e.person_id = wanted.person_id and e.via_api limit 1) e`.execute(db);
  return found.rows.map(memberOfRow);
}

type Place = { readonly course: number; readonly data: Body };

/** Of the courses of these lines the sessions that they name, and those that share time with theirs. */
export async function findSessions(
  db: Queries,
  { district }: Eye,
  items: readonly Item[],
  view: ViewStore,
): Promise<readonly SessionAt[]> {
  const places = items.flatMap(({ data }): readonly Place[] => {
    const course = placeOf('attendance_session', data, view).course;
    return course === null ? [] : [{ course: course.id, data }];
  });
  if (places.length === 0) return [];
  const ids = places.flatMap(({ course, data }) => textsOf(data, 'attendanceID').map((id) => ({ course, id })));
  const spans = places.flatMap(({ course, data }) => {
    const span = spanOf(data);
    return span === null || span.start >= span.end ? [] : [{ course, ...span }];
  });
  const columns = sql`s.id, s.class_id, s.attendance_id, s.starts_at, s.ends_at, s.fields`;
  const found = await sql<SessionRow>`select ${columns}
      from unnest(${ids.map(({ course }) => course)}::bigint[], ${ids.map(({ id }) => id)}::text[]) as wanted (class_id, attendance_id)
      join session s on s.district_id = ${district} and s.class_id = wanted.class_id and s.attendance_id = wanted.attendance_id
    union all select ${columns}
      from unnest(${spans.map(({ course }) => course)}::bigint[], ${spans.map(({ start }) => start)}::timestamptz[], ${spans.map(({ end }) => end)}::timestamptz[])
        as wanted (class_id, starts_at, ends_at)
      cross join lateral (select * from session s where s.district_id = ${district} and s.class_id = wanted.class_id
        and tstzrange(s.starts_at, s.ends_at) && tstzrange(wanted.starts_at, wanted.ends_at) order by s.starts_at limit 20) s`.execute(
    db,
  );
  return found.rows.map(sessionOfRow);
}
