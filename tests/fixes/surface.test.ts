import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { commandActor } from '../../src/access/command-actor.model.ts';
import type { FixDetail, FixOffer, FixPreview, FixView } from '../../src/fixes/fix.schema.ts';
import { aHub, aProvider, connected, type Fields, type Hub, keys, syncNow, type View } from '../connections/scene.ts';
import { aSet, type District, endOf, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { takeBack } from './scene.ts';

let hub: Hub;
let provider: Provider;
let folder: string;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider();
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-sets-'));
  await hub.work();
});
afterAll(async () => {
  await hub.close();
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

const north = () => ({ app: hub.app, id: 'north', actor: commandActor('north') }) as unknown as District;
let sets = 0;

/** A connection of its own with two pupils whose role OneRoster does not know. */
async function pupils(): Promise<{ connection: string; flow: number; group: Fields; address: string }> {
  sets++;
  const users = northHigh.users.replaceAll('student | ', 'Pupil | ');
  const set = await aSet({ folder } as Hall, { orgs: northHigh.orgs, users });
  await importFolder(north(), set, { connection: `files ${sets}` });
  const found = await sql<{ no: number; id: string }>`select flow.no, connection.id::text as id from flow
    join connection on connection.district_id = flow.district_id and connection.id = flow.source_id
    where flow.district_id = 'north' and connection.name = ${`files ${sets}`}`.execute(hub.app.db);
  const { no: flow, id } = found.rows[0] as { no: number; id: string };
  const facts = { column: 'role', value: 'Pupil' };
  const group = { flow, entry: 'oneroster.value_not_allowed', kind: 'user', facts };
  const address = `/api/v1/fixes?flow=${flow}&entry=oneroster.value_not_allowed&kind=user&column=role&value=Pupil`;
  return { connection: id, flow, group, address };
}
const asStudents = (group: Fields): Fields => ({ name: 'value.map', group, values: { word: 'student' } });
const previewed = async (body: Fields) =>
  (await hub.ask('POST', '/api/v1/fixes/preview', body)).body as unknown as FixPreview;
const shown = async (id: number) => (await hub.ask('GET', `/api/v1/fixes/${id}`)).body as unknown as FixDetail;

describe('what a group can be put right with', () => {
  test('is told with a form, and with the fixes that were made for it', async () => {
    const { address, group } = await pupils();
    const told = (await hub.ask('GET', address)).body as { offers: FixOffer[]; fixes: FixView[] };
    expect(told.offers.map(({ name, title, picks }) => ({ name, title, picks }))).toEqual([
      { name: 'value.map', title: 'Say what “Pupil” means', picks: false },
      { name: 'record.leave_out', title: 'Leave these records out', picks: true },
    ]);
    expect(told.offers[0]?.fields[0]?.choices).toEqual([
      'administrator',
      'aide',
      'guardian',
      'parent',
      'proctor',
      'relative',
      'student',
      'teacher',
    ]);
    expect(told.fixes).toEqual([]);
    const { digest } = await previewed(asStudents(group));
    await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest });
    const after = (await hub.ask('GET', address)).body as { fixes: FixView[] };
    expect(after.fixes.map(({ title, values }) => [title, values])).toEqual([
      ['Say what “Pupil” means', { word: 'student' }],
    ]);
  });

  test('is nothing where no fix knows the entry; a date that cannot be read can only be left out', async () => {
    const { flow } = await pupils();
    const offers = async (entry: string) =>
      (
        (await hub.ask('GET', `/api/v1/fixes?flow=${flow}&entry=${entry}&kind=user&column=email`)).body as {
          offers: FixOffer[];
        }
      ).offers.map(({ name }) => name);
    expect(await offers('connection.defect')).toEqual([]);
    expect(await offers('oneroster.date_unreadable')).toEqual(['record.leave_out']);
  });

  test.each([
    [
      { word: 'pupil' },
      '/values/word: must be one of administrator, aide, guardian, parent, proctor, relative, student, teacher',
    ],
    [{}, '/values/word: is needed'],
    [{ word: 'student', more: 'x' }, '/values/more: is none of its fields'],
  ])('a form filled in with %j is refused with what is wrong', async (values, reason) => {
    const { group } = await pupils();
    const refused = await hub.ask('POST', '/api/v1/fixes/preview', { ...asStudents(group), values });
    expect([refused.status, refused.entry]).toEqual([400, 'request.body_invalid']);
    expect(refused.text).toContain(reason);
  });

  test.each(['yesterday', '2020-01-01', '2027-02-31'])('it does not end on %s', async (until) => {
    const { group } = await pupils();
    const body = { name: 'record.leave_out', group, values: { reason: 'a test', until } };
    expect((await hub.ask('POST', '/api/v1/fixes/preview', body)).text).toContain('must be a day from today on');
  });
});

describe('applying', () => {
  test('twice at once, and once more later, happens once; it is one line of the audit, without a name', async () => {
    const { group } = await pupils();
    await hub.rest();
    const body = { ...asStudents(group), digest: (await previewed(asStudents(group))).digest };
    const both = await Promise.all([1, 2].map(() => hub.ask('POST', '/api/v1/fixes', body)));
    const [first, second] = both.map((answer) => answer.body as unknown as FixDetail);
    expect([both.map(({ status }) => status), second?.id]).toEqual([[202, 202], first?.id]);
    await hub.work();
    await endOf(north(), first?.run ?? 0);
    const late = await hub.ask('POST', '/api/v1/fixes', body);
    expect([late.status, (late.body as unknown as FixDetail).id]).toEqual([202, first?.id]);
    const { body: told } = await hub.ask('GET', '/api/v1/audit?action=fix.applied');
    const lines = (told as { audit: { subject: { id: string }; details: Fields }[] }).audit;
    expect(lines.filter(({ subject }) => subject.id === String(first?.id)).map(({ details }) => details)).toEqual([
      {
        fix: 'value.map',
        entry: 'oneroster.value_not_allowed',
        connection: `files ${sets}`,
        records: 2,
        without: 0,
        waiting: 0,
        run: first?.run,
      },
    ]);
  });

  test('another fix of the same list, by somebody who was slower, is refused', async () => {
    const { group } = await pupils();
    const { digest } = await previewed(asStudents(group));
    const first = (await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest }))
      .body as unknown as FixDetail;
    const other = await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), values: { word: 'aide' }, digest });
    expect([other.status, other.entry]).toEqual([409, 'request.fix_in_force']);
    expect(other.text).toContain(`Fix ${first.id} is in force for these records.`);
  });

  test('to a list that has changed since is refused with what changed', async () => {
    const { group } = await pupils();
    const { digest } = await previewed(asStudents(group));
    const users = northHigh.users.replace('student | mia', 'Pupil | mia');
    const set = await aSet({ folder } as Hall, { orgs: northHigh.orgs, users });
    const run = await importFolder(north(), set, { connection: `files ${sets}` });
    const late = await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest });
    expect([late.status, late.entry]).toEqual([409, 'request.fix_changed']);
    expect(late.text).toContain('The list that was seen had 2 records; now there are 1');
    expect(run.state).toBe('done');
  });

  test('needs the permission for it, and knows its own district only', async () => {
    const { group, address } = await pupils();
    const { digest } = await previewed(asStudents(group));
    const body = { ...asStudents(group), digest };
    for (const [url, sent] of [
      ['/api/v1/fixes', body],
      ['/api/v1/fixes/preview', asStudents(group)],
    ] as const) {
      expect((await hub.ask('POST', url, sent, keys.push)).status).toBe(403);
      expect((await hub.ask('POST', url, sent, null)).status).toBe(401);
      const elsewhere = await hub.ask('POST', url, sent, keys.west);
      expect([elsewhere.status, elsewhere.entry]).toEqual([404, 'request.not_found']);
    }
    expect((await hub.ask('GET', address, undefined, keys.west)).status).toBe(404);
    const { id } = (await hub.ask('POST', '/api/v1/fixes', body)).body as unknown as FixDetail;
    for (const [method, url] of [
      ['GET', `/api/v1/fixes/${id}`],
      ['POST', `/api/v1/fixes/${id}/undo`],
    ] as const)
      expect((await hub.ask(method, url, undefined, keys.west)).status).toBe(404);
  });
});

describe('taking back', () => {
  test('waits for the run of the fix, and is done once', async () => {
    const { group } = await pupils();
    await hub.rest();
    const { digest } = await previewed(asStudents(group));
    const made = (await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest }))
      .body as unknown as FixDetail;
    const early = await hub.ask('POST', `/api/v1/fixes/${made.id}/undo`);
    expect([early.status, early.entry, made.takesBack]).toEqual([409, 'request.fix_at_work', null]);
    await hub.work();
    await endOf(north(), made.run ?? 0);
    const both = await Promise.all([1, 2].map(() => hub.ask('POST', `/api/v1/fixes/${made.id}/undo`)));
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    const runs = await sql<{ no: number }>`select no from run where district_id = 'north'
      and trigger = 'undo' and scope ->> 'fix' = ${String(made.id)}`.execute(hub.app.db);
    for (const { no } of runs.rows) await endOf(north(), no);
    expect([(await shown(made.id)).state, runs.rows.length]).toEqual(['undone', 2]);
  });
});

describe('the words of a connection', () => {
  test('are shown with the fix by which they are taken back', async () => {
    const { group, connection } = await pupils();
    const { digest } = await previewed(asStudents(group));
    const made = (await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest, without: ['s-2'] }))
      .body as unknown as FixDetail;
    const list = async () =>
      (await hub.ask('GET', `/api/v1/connections/${connection}/value-mappings`)).body as unknown as {
        mappings: Fields[];
      };
    expect((await list()).mappings).toMatchObject([
      { kind: 'user', column: 'role', value: 'Pupil', word: 'student', except: 1, fix: made.id, madeBy: 'ops' },
    ]);
    await endOf(north(), made.run ?? 0);
    await takeBack(north(), made);
    expect((await list()).mappings).toEqual([]);
  });

  test('go with the connection, and are counted before', async () => {
    const { group, connection, flow } = await pupils();
    const { digest } = await previewed(asStudents(group));
    const made = (await hub.ask('POST', '/api/v1/fixes', { ...asStudents(group), digest }))
      .body as unknown as FixDetail;
    await endOf(north(), made.run ?? 0);
    const told = await hub.ask('DELETE', `/api/v1/connections/${connection}`);
    expect(told.body).toMatchObject({ lost: { fixes: 1 } });
    expect(
      (await hub.ask('DELETE', `/api/v1/connections/${connection}?confirm=${encodeURIComponent(`files ${sets}`)}`))
        .status,
    ).toBe(200);
    await hub.removeDeleted();
    for (const table of ['fix', 'fix_record', 'value_mapping']) {
      const of = table === 'fix' ? sql`flow_no = ${flow}` : sql`fix_no = ${made.id}`;
      const left = await sql`select 1 from ${sql.table(table)} where district_id = 'north' and ${of}`.execute(
        hub.app.db,
      );
      expect([table, left.rows]).toEqual([table, []]);
    }
  });
});

describe('the roster of a provider', () => {
  const ofConnection = async ({ id }: View) =>
    (
      await sql<{ key: string; flow: number }>`select c.source_key as key, f.no as flow from class c
      join flow f on f.district_id = c.district_id and f.source_id = c.connection_id
      where c.district_id = 'north' and c.connection_id = ${id}::bigint and c.status = 'active' order by 1`.execute(
        hub.app.db,
      )
    ).rows;

  test('is read by the same words: what was kept of the last reading is carried at once, and every later reading knows it', async () => {
    const connection = await connected(hub, provider);
    await syncNow(hub, connection);
    const [one] = await ofConnection(connection);
    if (one === undefined) throw new Error('the provider has no class');
    provider.control.change({ collection: 'classes', sourcedId: one.key, set: { classType: 'block' } });
    expect(await syncNow(hub, connection)).toMatchObject({ invalid: 1 });
    const facts = { column: 'classType', value: 'block' };
    const group = { flow: one.flow, entry: 'oneroster.value_not_allowed', kind: 'class', facts };
    const body = { name: 'value.map', group, values: { word: 'scheduled' } };
    const seen = await previewed(body);
    expect(seen).toMatchObject({ records: 1, carried: 'at_once' });
    const made = (await hub.ask('POST', '/api/v1/fixes', { ...body, digest: seen.digest }))
      .body as unknown as FixDetail;
    const run = await endOf(north(), made.run ?? 0);
    expect([run.entered, run.invalid, (await shown(made.id)).state]).toEqual([1, 0, 'proved']);
    expect(await syncNow(hub, connection)).toMatchObject({ invalid: 0, created: 0, updated: 0, deleted: 0 });
  });
});
