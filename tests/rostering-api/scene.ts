import { sql } from 'kysely';
import { expect } from 'vitest';
import { mountRoutes } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { ensureMonths } from '../../src/platform/database.ts';
import { makeServer } from '../../src/platform/server.ts';
import { freshDatabase } from '../database/database.ts';

/** What is sent: a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;
export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** The body of a refusal: what the seed prints, and our help beside it. */
export type Told = {
  readonly code?: number;
  readonly message: string;
  readonly info: Fields;
  readonly help: {
    readonly entry: string;
    readonly requestId: string;
    readonly owner: string;
    readonly retry: string;
    readonly violations: readonly {
      readonly pointer: string;
      readonly entry: string;
      readonly message: string;
      readonly received?: unknown;
    }[];
  };
};
export type Answer = {
  readonly status: number;
  readonly json: Fields;
  readonly error: Told | undefined;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
};
type Asked = { readonly key?: string; readonly headers?: Readonly<Record<string, string>> };
type Raw = Asked & { readonly payload?: string | Buffer };

/** Secrets of the keys in the district file. */
export const keys = {
  /** All schools of North Unified but the last one, `sch-other`. */
  main: 'hp_live_nightly_0123456789abcd',
  small: 'hp_live_small_0123456789abcdef',
  other: 'hp_live_other_0123456789abcdef',
  /** As `small`, managed by us. */
  ours: 'hp_live_ours_0123456789abcdefg',
  ops: 'hp_live_ops_0123456789abcdefgh',
  west: 'hp_live_west_0123456789abcdefg',
} as const;

const settings = (text: string, more = 'duration: 60') => `{ attendanceSettings: [${text}], ${more} }`;
const inPerson = '{ name: In person }';
const both = `${inPerson}, { name: Hybrid, conversion: true }`;

/** Each school of North Unified and its `rostering`; null: named without it. */
const schools: Readonly<Record<string, string | null>> = {
  'sch-1': settings(inPerson),
  'sch-2': settings(both),
  'sch-none': settings(''),
  'sch-bare': null,
  'sch-zero': settings(both, 'duration: 0'),
  'sch-long': settings(inPerson, 'duration: 2000'),
  'sch-mail': settings(inPerson, 'duration: 60, welcomeEmail: welcome'),
  'sch-lost': settings(inPerson, 'duration: 60, welcomeEmail: greeting'),
  'sch-fading': settings(both),
  'sch-paged': settings(both),
  'sch-other': settings(inPerson),
};
const ofMain = Object.keys(schools).filter((id) => id !== 'sch-other');

const schoolLine = (id: string, rostering: string | null) =>
  `  - { id: ${id}, name: "School ${id}"${rostering === null ? '' : `, rostering: ${rostering}`} }`;
const north = `version: 1
district: { id: north, name: North Unified, timeZone: America/Chicago }
schools:
${Object.entries(schools)
  .map(([id, rostering]) => schoolLine(id, rostering))
  .join('\n')}
mailTemplates:
  - { name: welcome, subject: "Welcome, {{firstName}}", text: "Hello {{firstName}} {{lastName}}" }
apiKeys:
  - { name: nightly-sis, secret: ${keys.main}, schools: [${ofMain.join(', ')}], managedBy: { name: Acme, email: sis@acme.example, us: false } }
  - { name: small-sis, secret: ${keys.small}, schools: [sch-1], managedBy: { name: Acme, email: sis@acme.example, us: false } }
  - { name: other-sis, secret: ${keys.other}, schools: [sch-other] }
  - { name: our-sis, secret: ${keys.ours}, schools: [sch-1], managedBy: { name: Hallpass team, email: us@north.example, us: true } }
  - { name: ops, secret: ${keys.ops}, scopes: [manage] }
`;
const west = `district: { id: west, name: West Unified, timeZone: America/Denver }
schools:
  - { id: sch-1, name: West High, rostering: ${settings(inPerson)} }
apiKeys:
  - { name: west-sis, secret: ${keys.west}, schools: [sch-1] }
`;

/** Every operation that takes a body. */
export const operations: readonly (readonly [Method, string])[] = [
  ['POST', '/users'],
  ['PATCH', '/users'],
  ['DELETE', '/users'],
  ['POST', '/courses'],
  ['PATCH', '/courses'],
  ['POST', '/course-members'],
  ['PATCH', '/course-members'],
  ['DELETE', '/course-members'],
  ['POST', '/attendance-sessions'],
  ['POST', '/attendance-sessions/bulk'],
  ['POST', '/attendance-sessions/bulk-delete'],
  ['DELETE', '/attendance-sessions'],
];

/** The tables in which a call may leave a row. */
export const tables = ['person', 'account', 'class', 'enrollment', 'session'] as const;
export type Rows = Readonly<Record<(typeof tables)[number], { readonly count: number; readonly content: string }>>;

/** A hub on a database of its own with North and West Unified in it; the test sets its clock. */
export async function aRosteringHub() {
  const fresh = await freshDatabase();
  let now = new Date('2026-11-24T08:00:00Z');
  const app = { ...fresh, clock: () => now };
  // The test's own months, whatever the day on which it runs.
  await ensureMonths(app.db, now);
  const server = await makeServer({ log: fresh.log, trustProxy: [], secure: false });
  await mountRoutes(server, app, { demo: false });
  await server.ready();

  const send = async (method: Method, path: string, { payload, key = keys.main, headers = {} }: Raw = {}) => {
    const answer = await server.inject({
      method,
      url: path.startsWith('/api/') ? path : `/rostering/v1${path}`,
      headers: { ...(key === '' ? {} : { authorization: `Bearer ${key}` }), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const isJson = String(answer.headers['content-type']).includes('application/json');
    const json = (isJson ? answer.json() : {}) as Fields;
    const error = json['error'] as Told | undefined;
    return { status: answer.statusCode, json, error, text: answer.body, headers: answer.headers } satisfies Answer;
  };
  const call = (method: Method, path: string, body?: unknown, { key, headers = {} }: Asked = {}): Promise<Answer> => {
    const sent =
      body === undefined
        ? { headers }
        : { headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(body) };
    return send(method, path, { ...sent, ...(key === undefined ? {} : { key }) });
  };
  const applyText = async (text: string) => {
    const result = await apply(app, { text, fileName: 'north.yaml', env: {} });
    if (!result.applied) throw new Error(JSON.stringify(result));
    return result;
  };
  await applyText(north);
  await applyText(west);

  return {
    app,
    server,
    /** The bytes as they are, to see what becomes of a body that is no JSON. */
    send,
    call,
    /** Applies a district file that names this school so; null: without `rostering`. */
    configure: (school: string, rostering: string | null) =>
      applyText(
        `district: { id: north, name: North Unified, timeZone: America/Chicago }\nschools:\n${schoolLine(school, rostering)}\n`,
      ),
    settingsOf: (school: string) => schools[school] ?? null,
    later(ms: number) {
      now = new Date(now.getTime() + ms);
    },
    async pause(key: string, status: 'active' | 'paused') {
      await sql`update connection c set status = ${status} from api_key k
        where k.district_id = c.district_id and k.connection_id = c.id and k.name = ${key}`.execute(app.db);
    },
    /** How many rows each table has, and a sum over all that stands in them. */
    async rows(): Promise<Rows> {
      const of = tables.map(
        (table) =>
          sql`select ${table} as name, count(*)::int as count, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as content from ${sql.table(table)} t`,
      );
      const found = await sql<{
        name: string;
        count: number;
        content: string;
      }>`${sql.join(of, sql` union all `)}`.execute(app.db);
      return Object.fromEntries(found.rows.map(({ name, ...row }) => [name, row])) as Rows;
    },
    owners: new Map<string, string>(),
    async close() {
      await server.close();
      await fresh.close();
    },
  };
}
export type Hub = Awaited<ReturnType<typeof aRosteringHub>>;

export const hours = (n: number) => n * 3_600_000;

let made = 0;
/** A word that was not used before. */
export const next = (word: string) => {
  made += 1;
  return `${word}-${made}`;
};
export const anEmail = (word = 'mia') => `${next(word)}@north.example`;

/** What creates a student at North High, with nothing wrong with it. */
export const aUser = (over: Fields = {}): Fields => ({
  schoolID: 'sch-1',
  issuedID: next('id'),
  firstName: 'Mia',
  lastName: 'Chen',
  email: anEmail(),
  role: 'student',
  userID: next('user'),
  ...over,
});

export const schedule = {
  startDate: '8/17/2026',
  endDate: '12/18/2026',
  startTime: '9:00',
  endTime: '10:00',
  timeZone: 'America/Chicago',
} as const;
/** The times of a conversion course. */
export const hybrid = {
  attendanceName: 'Hybrid',
  strategy: 'uniform',
  totalTime: 60,
  syncTime: 30,
  asyncTime: 30,
} as const;

/** Somebody who exists now; a call that is refused ends the test. */
export async function user(hub: Hub, over: Fields = {}, key?: string): Promise<Fields> {
  const body = aUser({ sendWelcomeEmail: false, ...over });
  await done(hub.call('POST', '/users', body, key === undefined ? {} : { key }), 201);
  return body;
}

const keyOf = (school: unknown) => (school === 'sch-other' ? keys.other : keys.main);

/** The e-mail of an instructor of this school, made at the first call. */
export async function owner(hub: Hub, school = 'sch-1'): Promise<string> {
  const known = hub.owners.get(school);
  if (known !== undefined) return known;
  const body = await user(hub, { schoolID: school, role: 'instructor', email: anEmail('rosa') }, keyOf(school));
  hub.owners.set(school, String(body['email']));
  return String(body['email']);
}

/** What creates a course at North High, with nothing wrong with it. */
export async function aCourse(hub: Hub, over: Fields = {}): Promise<Fields> {
  const schoolID = typeof over['schoolID'] === 'string' ? over['schoolID'] : 'sch-1';
  return {
    schoolID,
    name: 'Algebra 1',
    owner: over['owner'] ?? (await owner(hub, schoolID)),
    ...schedule,
    courseID: next('course'),
    addCode: next('ALG'),
    // Where a school has two settings, a course says which.
    ...(['sch-2', 'sch-zero', 'sch-fading', 'sch-paged'].includes(schoolID) ? { attendanceName: 'In person' } : {}),
    ...over,
  };
}

/** A course that exists now. */
export async function course(hub: Hub, over: Fields = {}): Promise<Fields> {
  const body = await aCourse(hub, over);
  await done(hub.call('POST', '/courses', body, { key: keyOf(body['schoolID']) }), 201);
  return body;
}

/** Somebody who is a member of this course now. */
export async function member(hub: Hub, of: Fields, over: Fields = {}): Promise<Fields> {
  const { email } = await user(hub, { schoolID: of['schoolID'] }, keyOf(of['schoolID']));
  const body = { ID: email, courseID: of['courseID'], ...over };
  await done(hub.call('POST', '/course-members', body, { key: keyOf(of['schoolID']) }), 201);
  return body;
}

/** What creates a session of this course on the first day of September, nine to ten. */
export const aSession = (of: Fields, over: Fields = {}): Fields => ({
  courseID: of['courseID'],
  startDate: '9/1/2026',
  endDate: '9/1/2026',
  startTime: '9:00',
  endTime: '10:00',
  timeZone: 'America/Chicago',
  attendanceID: next('att'),
  ...over,
});

/** A session that exists now. */
export async function session(hub: Hub, of: Fields, over: Fields = {}): Promise<Fields> {
  const body = aSession(of, over);
  await done(hub.call('POST', '/attendance-sessions', body, { key: keyOf(of['schoolID']) }), 201);
  return body;
}

async function done(call: Promise<Answer>, status: number): Promise<void> {
  const answer = await call;
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text}`);
}

/** The one record that an answer names so. */
export const one = (answer: Answer, name: string) => answer.json[name] as Fields;
/** The records that a list names so. */
export const many = (answer: Answer, name: string) => answer.json[name] as readonly Fields[];

/** A refusal as the seed prints it: exactly its status, code (none where none is printed), message and info. */
export function expectRefusal(
  answer: Answer,
  entry: string,
  status: number,
  code: number | null,
  message: string,
  info: Fields = {},
): void {
  const { help, ...printed } = answer.error ?? { help: undefined };
  const expected = { status, ...(code === null ? {} : { code }), message, info, entry: `rostering.${entry}` };
  expect({ status: answer.status, ...printed, entry: help?.entry }).toStrictEqual(expected);
}

/** A refusal that the seed has no entry for: a 4xx in the same body, without a code, under `rostering.request.`. */
export function expectOurs(answer: Answer, status?: number): void {
  expect(answer.error, answer.text.slice(0, 500)).toBeDefined();
  if (answer.error === undefined) return;
  const { help, ...printed } = answer.error;
  expect({ ...printed, entry: help.entry }).toStrictEqual({
    message: expect.stringMatching(/\S/),
    info: {},
    entry: expect.stringMatching(/^rostering\.request\.[a-z_]+$/),
  });
  expect(Array.isArray(help.violations)).toBe(true);
  if (status === undefined) expect(answer.status >= 400 && answer.status < 500, `status ${answer.status}`).toBe(true);
  else expect(answer.status).toBe(status);
}

/** The entries of all violations that were told, without `rostering.`. */
export const violated = (answer: Answer) =>
  (answer.error?.help.violations ?? []).map(({ entry }) => entry.replace('rostering.', ''));
