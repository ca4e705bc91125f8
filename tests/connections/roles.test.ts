import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { showFix } from '../../src/fixes/fix.read-model.ts';
import { applyFix } from '../../src/fixes/fix.usecases.ts';
import { previewFix } from '../../src/fixes/preview.usecases.ts';
import { showPassport, showSource } from '../../src/passport/passport.usecases.ts';
import { listUsers, showUser } from '../../src/rostering/roster/user.read-model.ts';
import { act, aHub, connected, endOf, type Hub, hours, settingsOf, syncNow, type View } from './scene.ts';

// A provider of OneRoster 1.2: its users hold their roles themselves, each with a school and days of its own.

let hub: Hub;
let provider: Provider;
let connection: View;
let schools: readonly string[];
let flow: number;
beforeAll(async () => {
  hub = await aHub();
  provider = await startProvider({ students: 60, maxLimit: 40, version: '1.2' });
  connection = await connected(hub, provider, { settings: { ...settingsOf(provider), version: '1.2' } });
  await syncNow(hub, connection);
  const found = await sql<{
    id: string;
  }>`select id from school where district_id = 'north' and type = 'school' order by id`.execute(hub.app.db);
  schools = found.rows.map(({ id }) => id);
  const flows = await sql<{
    no: number;
  }>`select no from flow where district_id = 'north' and source_id = ${connection.id}::bigint`.execute(hub.app.db);
  flow = flows.rows[0]?.no ?? 0;
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});

const org = (sourcedId: string) => ({ sourcedId, type: 'org' });
const [own, other] = [() => org(schools[0] ?? ''), () => org(schools[1] ?? schools[0] ?? '')];
const teaches = () => ({ roleType: 'primary', role: 'teacher', org: own(), beginDate: '2026-08-17' });
const helps = () => ({ roleType: 'secondary', role: 'aide', org: own(), endDate: '2026-12-18' });
const leads = () => ({ roleType: 'primary', role: 'principal', org: other() });
const arrive = (sourcedId: string, roles: readonly object[]) =>
  provider.control.add({
    collection: 'users',
    record: { sourcedId, givenName: sourcedId, familyName: 'Late', username: sourcedId, enabledUser: 'true', roles },
  });

/** `school: role (all roles)` of somebody's accounts. */
async function accountsOf(key: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    told: string;
  }>`select case when a.school_id = ${schools[0]} then 'own' else 'other' end || ': ' || coalesce(a.role, '–')
      || ' (' || coalesce((select string_agg(concat_ws(' ', one ->> 'role', one ->> 'begin', one ->> 'end'), ', ') from jsonb_array_elements(a.roles) one), '') || ')' as told
    from account a join person p on p.district_id = a.district_id and p.id = a.person_id
    where p.district_id = 'north' and p.source_key = ${key} order by 1 desc`.execute(hub.app.db);
  return rows.map(({ told }) => told);
}

async function syncChanged() {
  await hub.later(hours(1));
  const asked = await act(hub, connection, 'sync', { only: 'changed' });
  await hub.work();
  return endOf(hub, (asked.body as { run: { id: number } }).run.id);
}

test('everybody has an account with a role at each school where they have one', async () => {
  const { rows } = await sql<{ people: number; without: number; same: boolean }>`select count(*)::int as people,
      count(*) filter (where a.person_id is null)::int as without, bool_and(a.role = a.roles -> 0 ->> 'role') as same
    from person p left join account a on a.district_id = p.district_id and a.person_id = p.id
    where p.district_id = 'north' and p.status = 'active'`.execute(hub.app.db);
  expect(rows[0]).toMatchObject({ without: 0, same: true });
  expect(rows[0]?.people).toBeGreaterThan(60);
  const again = await syncNow(hub, connection);
  expect(again).toMatchObject({ state: 'done', created: 0, updated: 0, deleted: 0, invalid: 0, blocked: 0 });
});

test('several roles come in with their person, and a reading of what changed ends those that are gone', async () => {
  arrive('ada', [helps(), teaches(), leads()]);
  expect(await syncNow(hub, connection)).toMatchObject({ created: 1, updated: 0 });
  expect(await accountsOf('ada')).toEqual([
    'own: teacher (teacher 2026-08-17, aide 2026-12-18)',
    'other: principal (principal)',
  ]);
  provider.control.change({ collection: 'users', sourcedId: 'ada', set: { roles: [leads(), teaches(), helps()] } });
  expect(await syncNow(hub, connection)).toMatchObject({ updated: 0 });
  provider.control.change({ collection: 'users', sourcedId: 'ada', set: { roles: [teaches()] } });
  expect(await syncChanged()).toMatchObject({ state: 'done', entered: 1, updated: 1 });
  expect(await accountsOf('ada')).toEqual(['own: teacher (teacher 2026-08-17)']);
});

test.each([
  ['is no word of OneRoster', () => ({ ...teaches(), role: 'professor' }), 'oneroster.value_not_allowed', 'invalid'],
  [
    'is neither primary nor secondary',
    () => ({ ...teaches(), roleType: 'main' }),
    'oneroster.value_not_allowed',
    'invalid',
  ],
  ['names no school', () => ({ role: 'teacher', roleType: 'primary' }), 'oneroster.value_missing', 'invalid'],
  ['ends before it begins', () => ({ ...teaches(), endDate: '2026-01-01' }), 'oneroster.dates_reversed', 'invalid'],
  ['begins on no day', () => ({ ...teaches(), beginDate: '17.08.2026' }), 'oneroster.date_unreadable', 'invalid'],
  [
    'is at a school that is not there',
    () => ({ ...teaches(), org: org('nowhere') }),
    'oneroster.parent_missing',
    'blocked',
  ],
])('a role that %s is told with its person', async (_, role, entry, outcome) => {
  const key = `bad-${entry}-${outcome}`.replaceAll('.', '-');
  arrive(key, [role()]);
  const run = await syncNow(hub, connection);
  expect(run).toMatchObject({ [outcome]: 1 });
  const { body } = await hub.ask('GET', `/api/v1/runs/${run['id']}/outcomes?outcome=${outcome}`);
  const [told] = (body as { outcomes: { key: string; explained: { entry: string; message: string } }[] }).outcomes;
  expect([told?.key, told?.explained.entry]).toEqual([key, entry]);
  provider.control.delete({ collection: 'users', sourcedId: key, outright: true });
});

test('a word of the source’s own is read as it was said to be meant, whatever the night brings', async () => {
  arrive('prof', [{ ...teaches(), role: 'professor' }, helps()]);
  expect(await syncNow(hub, connection)).toMatchObject({ invalid: 1 });
  const actor = commandActor('north');
  const group = {
    flow,
    entry: 'oneroster.value_not_allowed',
    kind: 'user',
    facts: { column: 'roles', value: 'professor' },
  };
  const asked = { name: 'value.map', group, values: { word: 'teacher' } } as const;
  const { digest } = await previewFix(hub.app, actor, { ...asked, limit: 10 });
  const { no } = await applyFix(hub.app, actor, { ...asked, without: [], digest });
  const { run } = await showFix(hub.app, actor, no);
  expect(await endOf(hub, run ?? 0)).toMatchObject({ created: 1, invalid: 0 });
  expect(await accountsOf('prof')).toEqual(['own: teacher (teacher 2026-08-17, aide 2026-12-18)']);
  expect(await syncNow(hub, connection)).toMatchObject({ created: 0, updated: 0, invalid: 0, deleted: 0 });
});

test('the roster shows each role with its days, finds people by any of them, and a passport says both sides alike', async () => {
  arrive('grace', [teaches(), helps()]);
  // A reading is kept while something of it is refused.
  arrive('nobody', [{ ...teaches(), role: 'nobody' }]);
  await syncNow(hub, connection);
  const actor = commandActor('north');
  const { users } = await listUsers(hub.app, actor, { q: 'grace', role: 'aide', limit: 10 });
  expect(users.map(({ sourceId }) => sourceId)).toEqual(['grace']);
  expect((await listUsers(hub.app, actor, { q: 'grace', role: 'principal', limit: 10 })).users).toEqual([]);
  const { accounts } = await showUser(hub.app, actor, users[0]?.id ?? '');
  expect(accounts).toMatchObject([
    {
      school: { id: schools[0] },
      role: 'teacher',
      primary: true,
      roles: [
        { role: 'teacher', type: 'primary', begin: '2026-08-17', end: null },
        { role: 'aide', type: 'secondary', begin: null, end: '2026-12-18' },
      ],
    },
  ]);
  const named = { flow, kind: 'user', key: 'grace' };
  const { stored } = await showPassport(hub.app, actor, named);
  const { row } = await showSource(hub.app, actor, named);
  const told = `${schools[0]}: aide, secondary, until 2026-12-18; ${schools[0]}: teacher, primary, from 2026-08-17`;
  expect(stored?.values.find(({ name }) => name === 'roles')?.value).toBe(told);
  expect(row?.cells.find(({ name }) => name === 'roles')?.read).toBe(told);
});
