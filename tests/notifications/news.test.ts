import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { News } from '../../src/notifications/news.model.ts';
import { takeNews, tellNews } from '../../src/notifications/news.repository.ts';
import { inTransaction, statementsOfClient } from '../../src/platform/database.ts';
import { aDistrict, aHall, aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { enrollmentsOf, read, usersOf } from '../issues/scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

type Row = { no: number; kind: string; subject: string; change: string; facts: Record<string, unknown> };
const newsOf = async ({ app, id }: District): Promise<readonly Row[]> =>
  (
    await app.database.pool.query<Row>(
      'select no, kind, subject, change, facts from news where district_id = $1 order by no',
      [id],
    )
  ).rows;
const told = async (district: District) =>
  (await newsOf(district)).map(({ no, kind, subject, change }) => `${no} ${kind} ${subject} ${change}`);

const backup = (version: string): News => ({ kind: 'backup', subject: 'night', change: 'done', version, facts: {} });
const tell = ({ app, id }: District, ...news: readonly News[]) =>
  inTransaction(app.database.pool, (client) => tellNews(statementsOfClient(client), id, new Date(), news));
const take = ({ app, id }: District, most = 100) =>
  inTransaction(app.database.pool, (client) => takeNews(statementsOfClient(client), id, 'mail', most));

describe('a run tells what it changed, in the transaction that ends it', () => {
  test('an issue is opened, resolved and regressed with its run; the run says its numbers, and nobody’s name', async () => {
    const district = await aDistrict(hall);
    await read(district, { users: usersOf({ 'u-odd': 'wizard' }), enrollments: enrollmentsOf('u-odd') });
    await read(district);
    await read(district, { users: usersOf({ 'u-odd': 'wizard' }) });
    expect(await told(district)).toEqual([
      '1 run 1 ended',
      '2 issue 1 opened',
      '3 run 2 ended',
      '4 issue 1 resolved',
      '5 run 3 ended',
      '6 issue 1 regressed',
    ]);
    const [first, opened] = await newsOf(district);
    expect(first?.facts).toMatchObject({
      run: 1,
      state: 'done',
      trigger: 'person',
      by: 'command',
      invalid: 1,
      blocked: 1,
      causes: [{ issue: 1, records: 1, waiting: 1, entry: 'oneroster.value_not_allowed' }],
      more: 0,
      quiet: 0,
    });
    expect(opened?.facts).toEqual({ run: 1, records: 1, waiting: 1, entry: 'oneroster.value_not_allowed' });
    expect(JSON.stringify(await newsOf(district))).not.toMatch(/Novak|Kim|u-odd/);
  });

  test('a dry run is no news', async () => {
    const district = await aDistrict(hall);
    const set = await aSet(district, { ...northHigh, users: usersOf({ 'u-odd': 'wizard' }) });
    await importFolder(district, set, { dry: true });
    expect(await told(district)).toEqual([]);
    await importFolder(district, set);
    expect(await told(district)).toEqual(['1 run 2 ended', '2 issue 1 opened']);
  });
});

describe('news are read by their numbers, each once', () => {
  test('told twice, it is one', async () => {
    const district = await aDistrict(hall);
    await tell(district, backup('1'), backup('1'));
    await tell(district, backup('1'), backup('2'));
    expect(await told(district)).toEqual(['1 backup night done', '2 backup night done']);
  });

  test('whoever commits later has the later number, though it told first: a reader passes none by', async () => {
    const district = await aDistrict(hall);
    const slow = await hall.app.database.pool.connect();
    await slow.query('begin');
    await tellNews(statementsOfClient(slow), district.id, new Date(), [backup('slow')]);
    await tell(district, backup('fast'));
    expect((await take(district)).map(({ version }) => version)).toEqual(['fast']);
    await slow.query('commit');
    slow.release();
    expect((await take(district)).map(({ no, version }) => `${no} ${version}`)).toEqual(['2 slow']);
  });

  test('what is taken by one is not taken by another at once, and is there again if the first gives up', async () => {
    const district = await aDistrict(hall);
    await tell(district, backup('1'), backup('2'), backup('3'));
    const first = await hall.app.database.pool.connect();
    await take(district, 1);
    await first.query('begin');
    expect(await takeNews(statementsOfClient(first), district.id, 'mail', 1)).toHaveLength(1);
    expect(await take(district)).toEqual([]);
    await first.query('rollback');
    first.release();
    expect((await take(district)).map(({ version }) => version)).toEqual(['2', '3']);
    expect(await take(district)).toEqual([]);
  });
});
