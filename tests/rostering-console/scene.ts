import { adminLink } from '../../src/access/admin-link.command.ts';
import { closePushDays } from '../../src/runs/push.repository.ts';
import { aRosteringHub, type Fields, type Hub } from '../rostering-api/scene.ts';

export type Browser = Readonly<Record<string, string>>;
export type Named = { id: string; name: string };
export type Refusal = {
  kind: string;
  key: string;
  outcome: string;
  run: number;
  at: string;
  explained: { entry: string; steps: string[]; owner: string };
};
export type User = {
  id: string;
  userId: string;
  firstName: string;
  connection: Named;
  accounts: { school: Named; role: string; issuedId: string }[];
  memberships: { course: { id: string; title: string }; role: string; staff: boolean; viaApi: boolean }[];
  refusals: Refusal[];
};
export type Course = {
  id: string;
  title: string;
  courseId: string | null;
  addCode: string | null;
  archived: boolean;
  members: number;
  attendance: Fields | null;
  staff: { person: { id: string | null; email: string }; role: string }[];
  sessions: number;
  refusals: Refusal[];
};
export type Users = { users: User[]; nextCursor: string | null };
export type Courses = { courses: Course[]; nextCursor: string | null };

const password = 'a long enough password';

/** A hub with what keys send, and the people of North Unified who look at it. */
export async function aLookedAtHub() {
  const hub = await aRosteringHub();
  const north = await entered(hub, await adminLink(hub.app, { district: 'north' }), 'ada@north.example');
  const west = await entered(hub, await adminLink(hub.app, { district: 'west' }), 'wes@west.example');
  /** Somebody of North Unified with these permissions, in one school or in the whole district. */
  const person = async (name: string, permissions: readonly string[], schoolId: string | null) => {
    const headers = north;
    const role = await hub.call('POST', '/api/v1/roles', { name, permissions }, { headers, key: '' });
    const invited = await hub.call(
      'POST',
      '/api/v1/people',
      { name, email: `${name}@north.example`, grants: [{ role: role.json['id'], schoolId }] },
      { headers, key: '' },
    );
    if (invited.status !== 201) throw new Error(invited.text);
    return entered(hub, String(invited.json['link']), `${name}@north.example`);
  };
  /** What a browser with this session gets. */
  const look = async (browser: Browser, path: string): Promise<{ status: number; body: never }> => {
    const answer = await hub.send('GET', `/api/v1${path}`, { key: '', headers: browser });
    return { status: answer.status, body: answer.json as never };
  };
  const everywhere = await person('reader', ['roster.read', 'api_keys.read'], null);
  const users = async (query: string, who = everywhere) => (await look(who, `/users?${query}`)).body as Users;
  const courses = async (query: string, who = everywhere) => (await look(who, `/courses?${query}`)).body as Courses;
  const idOf = async (userID: string) => (await users(`q=${userID}`)).users[0]?.id ?? 'none';
  const courseIdOf = async (courseID: string) => (await courses(`q=${courseID}`)).courses[0]?.id ?? 'none';
  return {
    ...hub,
    north,
    west,
    person,
    look,
    everywhere,
    users,
    courses,
    idOf,
    courseIdOf,
    userOf: async (userID: string, who = everywhere) =>
      (await look(who, `/users/${await idOf(userID)}`)) as { status: number; body: User },
    courseOf: async (courseID: string, who = everywhere) =>
      (await look(who, `/courses/${await courseIdOf(courseID)}`)) as { status: number; body: Course },
    async keyId(name: string): Promise<string> {
      const row = await hub.app.db
        .selectFrom('api_key')
        .select('id')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      return String(row.id);
    },
    /** Numbers of pushed runs are counted from time to time; now. */
    count: () => closePushDays(hub.app.database.pool, hub.app.clock(), true),
  };
}
export type LookedAtHub = Awaited<ReturnType<typeof aLookedAtHub>>;

async function entered(hub: Hub, link: string, email: string): Promise<Browser> {
  const token = link.split('#')[1] ?? '';
  const body: Fields = { token, name: email.split('@')[0], email, password };
  const answer = await hub.call('POST', '/api/v1/links', body, { key: '' });
  if (answer.status !== 200) throw new Error(answer.text);
  return { cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
}
