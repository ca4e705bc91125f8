import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Statements } from '../../platform/database.ts';
import { archiveCourse, deleteAccount, insertCourse, type Target, updateCourse } from '../api/write.repository.ts';
import { copyText } from '../roster-table.model.ts';
import type { Write, WriteOf } from './planned.model.ts';

// Writes what the lines of a batch come to, many records a statement. It is called by the batch's job inside the
// transaction that stores the outcomes of the same lines. The database decides what is unique and what overlaps, as it
// does for single calls.

/** Writes in their order as far as one hangs on another; answers for each whether it was still to be done. */
export async function writeRoster(
  client: PoolClient,
  target: Target,
  writes: readonly Write[],
): Promise<readonly boolean[]> {
  const done: boolean[] = [];
  for (const several of independent(writes)) done.push(...(await writeSet(client, target, several)));
  return done;
}

/** Writes in a row none of which is about a record of another. */
function independent(writes: readonly Write[]): readonly (readonly Write[])[] {
  const sets: Write[][] = [];
  let touched = new Set<string>();
  for (const write of writes) {
    const rows = rowsOf(write);
    if (sets.length === 0 || rows.some((row) => touched.has(row))) {
      sets.push([]);
      touched = new Set();
    }
    sets.at(-1)?.push(write);
    for (const row of rows) touched.add(row);
  }
  return sets;
}

function rowsOf(write: Write): readonly string[] {
  if ('person' in write) return [`person ${write.person.id}`];
  if ('member' in write) return [`member ${write.member.id}`];
  if ('session' in write) return [`session ${write.session.id}`];
  if ('sessions' in write) return write.sessions.map(({ id }) => `session ${id}`);
  return [`course ${write.course.id}`];
}

type Writer<Do extends Write['do']> = (
  client: PoolClient,
  target: Target,
  writes: readonly WriteOf<Do>[],
) => Promise<ReadonlySet<number>>;
type Writers = { readonly [Do in Write['do']]: Writer<Do> };

/** What leaves a name or a time free comes before what takes one. Each answers which of its records were written. */
const writers: Writers = {
  deleteUser: deleteUsers,
  deleteCourse: (client, target, writes) =>
    each(writes, (one) => archiveCourse(statements(client), target, one.course.id)),
  deleteMember: dropMembers,
  deleteSessions: deleteSessions,
  updateUser: updateUsers,
  updateCourse: (client, target, writes) =>
    each(writes, (one) => updateCourse(statements(client), target, one.row).then(written)),
  updateMember: updateMembers,
  updateSession: updateSessions,
  addAccount: addAccounts,
  createUser: createUsers,
  createCourse: (client, target, writes) =>
    each(writes, (one) => insertCourse(statements(client), target, one.row).then(written)),
  createMember: copyMembers,
  createSession: insertSessions,
};

async function writeSet(client: PoolClient, target: Target, writes: readonly Write[]): Promise<readonly boolean[]> {
  const written = new Map<string, ReadonlySet<number>>();
  for (const [name, writer] of Object.entries(writers)) {
    const mine = writes.filter((write) => write.do === name);
    if (mine.length > 0) written.set(name, await (writer as Writer<Write['do']>)(client, target, mine));
  }
  return writes.map((write, at) => written.get(write.do)?.has(idOf(write, at)) === true);
}

/** By which a writer names what it has written. */
function idOf(write: Write, at: number): number {
  if ('person' in write) return write.person.id;
  if ('member' in write) return write.member.id;
  if ('session' in write) return write.session.id;
  if ('sessions' in write) return write.sessions[0]?.id ?? at;
  return write.course.id;
}

/** The statements of a transaction that pg carries. */
function statements(client: PoolClient): Statements {
  return {
    async query<Row>(text: string, values: readonly unknown[] = []) {
      const { rows, rowCount } = await client.query(text, [...values]);
      return { rows: rows as Row[], rowCount: rowCount ?? rows.length };
    },
  };
}

/** Courses and other things that come one by one. */
async function each<One extends Write>(
  writes: readonly One[],
  write: (one: One) => Promise<boolean>,
): Promise<ReadonlySet<number>> {
  const done = new Set<number>();
  for (const [at, one] of writes.entries()) if (await write(one)) done.add(idOf(one, at));
  return done;
}

const written = () => true;
const idsOf = (rows: readonly { readonly id: number }[]) => new Set(rows.map(({ id }) => id));

function deleteUsers(client: PoolClient, target: Target, writes: readonly WriteOf<'deleteUser'>[]) {
  return each(writes, ({ person, school }) => deleteAccount(statements(client), target, person.id, school));
}

/** New people with an account; one of the same userID that had been deleted is taken back. */
async function createUsers(
  client: PoolClient,
  { district, connection, run }: Target,
  writes: readonly WriteOf<'addAccount' | 'createUser'>[],
): Promise<ReadonlySet<number>> {
  const people = writes.map(({ person }) => person);
  const accounts = writes.map(({ account }) => account);
  const made = await client.query<{ id: number }>(
    `with wanted as (select * from unnest($4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
         as w (id, user_id, given_name, family_name, email, mapping_id, school_id, role, issued_id)),
     made as (
       insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, email, mapping_id, print, created_run, changed_run)
       select $1, id, $2, user_id, user_id, given_name, family_name, email, mapping_id, 0, $3, $3 from wanted order by user_id
       on conflict (district_id, user_id) where user_id is not null do update set given_name = excluded.given_name, family_name = excluded.family_name,
         email = excluded.email, mapping_id = excluded.mapping_id, changed_run = excluded.changed_run, status = 'active', deleted_run = null
         where person.status = 'tobedeleted'
       returning id, user_id),
     accounts as (
       insert into account (district_id, school_id, person_id, role, issued_id, via_api)
       select $1, wanted.school_id, made.id, wanted.role, wanted.issued_id, true from made join wanted using (user_id))
     select wanted.id from made join wanted using (user_id)`,
    [
      district,
      connection,
      run,
      people.map(({ id }) => id),
      people.map(({ userID }) => userID),
      people.map(({ firstName }) => firstName),
      people.map(({ lastName }) => lastName),
      people.map(({ email }) => email),
      people.map(({ mappingID }) => mappingID),
      accounts.map(({ school }) => school),
      accounts.map(({ role }) => role),
      accounts.map(({ issuedID }) => issuedID),
    ],
  );
  return idsOf(made.rows);
}

/** Names of people that are still there. */
async function setNames(
  client: PoolClient,
  { district, run }: Target,
  writes: readonly WriteOf<'updateUser' | 'addAccount' | 'createUser'>[],
): Promise<ReadonlySet<number>> {
  const people = writes.map(({ person }) => person);
  const written = await client.query<{ id: number }>(
    `update person set given_name = now.given_name, family_name = now.family_name, email = now.email, mapping_id = now.mapping_id, changed_run = $2
     from unnest($3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[]) as now (id, given_name, family_name, email, mapping_id)
     where person.district_id = $1 and person.id = now.id and person.status = 'active' returning person.id`,
    [
      district,
      run,
      people.map(({ id }) => id),
      people.map(({ firstName }) => firstName),
      people.map(({ lastName }) => lastName),
      people.map(({ email }) => email),
      people.map(({ mappingID }) => mappingID),
    ],
  );
  return idsOf(written.rows);
}

async function updateUsers(
  client: PoolClient,
  target: Target,
  writes: readonly WriteOf<'updateUser'>[],
): Promise<ReadonlySet<number>> {
  const written = await setNames(client, target, writes);
  const accounts = writes.flatMap(({ account }) => account ?? []);
  await client.query(
    `update account set role = now.role, issued_id = now.issued_id
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as now (person_id, school_id, role, issued_id)
     where account.district_id = $1 and account.school_id = now.school_id and account.person_id = now.person_id`,
    [
      target.district,
      accounts.map(({ person }) => person),
      accounts.map(({ school }) => school),
      accounts.map(({ role }) => role),
      accounts.map(({ issuedID }) => issuedID),
    ],
  );
  return written;
}

/** Accounts of people who have others already, as long as they are there. */
async function addAccounts(
  client: PoolClient,
  target: Target,
  writes: readonly WriteOf<'addAccount' | 'createUser'>[],
): Promise<ReadonlySet<number>> {
  const changed = writes.filter((write) => write.changed);
  if (changed.length > 0) await setNames(client, target, changed);
  const accounts = writes.map(({ account }) => account);
  const made = await client.query<{ id: number }>(
    `insert into account (district_id, school_id, person_id, role, issued_id, via_api)
     select $1, now.school_id, person.id, now.role, now.issued_id, true
     from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as now (person_id, school_id, role, issued_id)
     join person on person.district_id = $1 and person.id = now.person_id and person.status = 'active'
     returning person_id as id`,
    [
      target.district,
      accounts.map(({ person }) => person),
      accounts.map(({ school }) => school),
      accounts.map(({ role }) => role),
      accounts.map(({ issuedID }) => issuedID),
    ],
  );
  return idsOf(made.rows);
}

/** In the order of their index, which is faster and in which two batches cannot wait for each other. */
async function copyMembers(
  client: PoolClient,
  { district, connection, run }: Target,
  writes: readonly WriteOf<'createMember' | 'updateMember' | 'deleteMember'>[],
): Promise<ReadonlySet<number>> {
  const before = `${copyText(district)}\t${connection}\t`;
  const after = `\tt\t0\t${run}\t${run}\n`;
  const sorted = [...writes].sort((a, b) => a.member.course - b.member.course || a.member.person - b.member.person);
  let text = '';
  for (const { member, school } of sorted) {
    const { id, course, person, role, mappingID } = member;
    text += `${before}${id}\t${course} ${person}\t${course}\t${person}\t${copyText(school)}\t${copyText(role)}\t${copyText(mappingID)}${after}`;
  }
  const into = client.query(
    copyFrom(
      'copy enrollment (district_id, connection_id, id, source_key, class_id, person_id, school_id, role, mapping_id, via_api, print, created_run, changed_run) from stdin',
    ),
  );
  await pipeline(Readable.from([Buffer.from(text)]), into);
  return new Set(writes.map(({ member }) => member.id));
}

async function updateMembers(
  client: PoolClient,
  { district, run }: Target,
  writes: readonly WriteOf<'createMember' | 'updateMember' | 'deleteMember'>[],
): Promise<ReadonlySet<number>> {
  const written = await client.query<{ id: number }>(
    `update enrollment set role = now.role, mapping_id = now.mapping_id, changed_run = $2, status = 'active', deleted_run = null
     from unnest($3::bigint[], $4::text[], $5::text[], $6::boolean[]) as now (id, role, mapping_id, back)
     where enrollment.district_id = $1 and enrollment.id = now.id and (enrollment.status = 'active') <> now.back returning enrollment.id`,
    [
      district,
      run,
      writes.map(({ member }) => member.id),
      writes.map(({ member }) => member.role),
      writes.map(({ member }) => member.mappingID),
      writes.map(({ back }) => back),
    ],
  );
  return idsOf(written.rows);
}

async function dropMembers(
  client: PoolClient,
  { district, run }: Target,
  writes: readonly WriteOf<'createMember' | 'updateMember' | 'deleteMember'>[],
): Promise<ReadonlySet<number>> {
  const written = await client.query<{ id: number }>(
    `update enrollment set status = 'tobedeleted', deleted_run = $2, changed_run = $2
     where district_id = $1 and id = any($3::bigint[]) and status = 'active' returning id`,
    [district, run, writes.map(({ member }) => member.id)],
  );
  return idsOf(written.rows);
}

async function insertSessions(
  client: PoolClient,
  { district, connection, run }: Target,
  writes: readonly WriteOf<'createSession' | 'updateSession'>[],
): Promise<ReadonlySet<number>> {
  await client.query(
    `insert into session (district_id, class_id, id, connection_id, attendance_id, starts_at, ends_at, fields, created_run)
     select $1, class_id, id, $2, attendance_id, starts_at, ends_at, fields, $3
     from unnest($4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[], $8::timestamptz[], $9::jsonb[]) as now (class_id, id, attendance_id, starts_at, ends_at, fields)
     order by class_id, starts_at`,
    [district, connection, run, ...sessionColumns(writes)],
  );
  return new Set(writes.map(({ session }) => session.id));
}

async function updateSessions(
  client: PoolClient,
  { district }: Target,
  writes: readonly WriteOf<'createSession' | 'updateSession'>[],
): Promise<ReadonlySet<number>> {
  const written = await client.query<{ id: number }>(
    `update session set starts_at = now.starts_at, ends_at = now.ends_at, fields = now.fields
     from unnest($2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::timestamptz[], $7::jsonb[]) as now (class_id, id, attendance_id, starts_at, ends_at, fields)
     where session.district_id = $1 and session.class_id = now.class_id and session.id = now.id returning session.id`,
    [district, ...sessionColumns(writes)],
  );
  return idsOf(written.rows);
}

const sessionColumns = (writes: readonly WriteOf<'createSession' | 'updateSession'>[]) => [
  writes.map(({ session }) => session.course),
  writes.map(({ session }) => session.id),
  writes.map(({ session }) => session.attendanceID),
  writes.map(({ session }) => session.start),
  writes.map(({ session }) => session.end),
  writes.map(({ session }) => JSON.stringify(session.fields)),
];

/** Of one line all sessions go or none: it is named by the first of them. */
async function deleteSessions(
  client: PoolClient,
  { district }: Target,
  writes: readonly WriteOf<'deleteSessions'>[],
): Promise<ReadonlySet<number>> {
  return each(writes, async ({ course, sessions }) => {
    const ids = sessions.map(({ id }) => id);
    const gone = await client.query(
      `with held as (select id from session where district_id = $1 and class_id = $2 and id = any($3::bigint[]) for update)
       delete from session where district_id = $1 and class_id = $2 and id in (select id from held) and (select count(*) from held) = $4`,
      [district, course, ids, ids.length],
    );
    return gone.rowCount === ids.length;
  });
}
