import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pruneRows } from '../../src/retention/prune.job.ts';
import { aDictionaryHub, days, type Explained, type Hub, type Unknown, type UnknownList } from './scene.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await aDictionaryHub();
});
beforeEach(() =>
  sql`truncate unknown_message; delete from counter where name = 'unknown_message_dropped'`.execute(hub.app.db),
);
afterAll(() => hub.close());

const list = async (query = '') => (await hub.ask<UnknownList>('GET', `/dictionary/unknown?${query}`)).body;
const only = async (): Promise<Unknown> => {
  const { items } = await list();
  expect(items).toHaveLength(1);
  return items[0] as Unknown;
};
const detail = async (id: string) =>
  (await hub.ask<Unknown & { samples: string[] }>('GET', `/dictionary/unknown/${id}`)).body;
const log = (lines: readonly string[], how: { hub?: 0 | 1; system?: string } = {}) =>
  hub.ask<{ total: number; unknown: readonly { count: number }[]; groups: readonly { count: number }[] }>(
    'POST',
    '/dictionary/log',
    {
      body: { text: lines.join('\n'), system: how.system },
      hub: how.hub ?? 0,
    },
  );

describe('a message that nothing explains', () => {
  test('is kept without its values, counted with those that are like it', async () => {
    for (const message of ['Bucket 7 of Mia Chen went stale', 'Bucket 9 of Zoë Núñez went stale'])
      expect((await hub.explain(message, { system: 'skyward' })).body).toEqual({ matches: [], unknown: true });
    expect(await only()).toEqual({
      id: expect.stringMatching(/^[1-9]\d*$/),
      system: 'skyward',
      template: 'Bucket {a} of {b} went stale',
      count: 2,
      firstSeen: '2026-11-24T08:00:00.000Z',
      lastSeen: '2026-11-24T08:00:00.000Z',
      ignored: false,
    });
  });

  test('is kept by the system that was asked about, or by none', async () => {
    for (const system of ['skyward', 'aspen', undefined])
      await hub.explain('Bucket 7 went stale', system === undefined ? {} : { system });
    expect((await list()).items.map(({ system }) => system).sort()).toEqual(['aspen', 'skyward', null].sort());
    expect(await hub.unknown('system=aspen')).toEqual([['Bucket {a} went stale', 1]]);
  });

  test('is not kept if it is known, or known but for what narrows the search', async () => {
    expect((await hub.explain('addCode must be unique.')).body.unknown).toBe(false);
    const body = { system: 'rostering', message: 'addCode must be unique.', code: 999_999 };
    const { body: explained } = await hub.ask<Explained>('POST', '/dictionary/explain', { body });
    expect(explained.unknown).toBe(true);
    expect(await hub.unknown()).toEqual([]);
  });

  test('tells of a whole log what is known, and keeps the rest', async () => {
    const { body } = await log(
      ['addCode must be unique.', 'Bucket 1 went stale', 'Bucket 2 went stale', 'Bucket 2 went stale'],
      {
        system: 'rostering',
      },
    );
    expect([body.total, body.groups.length, body.unknown.map(({ count }) => count)]).toEqual([4, 1, [2, 1]]);
    expect(await hub.unknown()).toEqual([['Bucket {a} went stale', 3]]);
  });

  test.each([
    ['of every kind of character', 'Bucket \u0000 \ud800 went \u0000stale'],
    ['that is a megabyte long', `Bucket went stale ${'x7 '.repeat(330_000)}`],
    ['of nothing but signs', '…?!'],
  ])('%s does no harm', async (_, message) => {
    expect((await hub.explain(message)).status).toBe(200);
    for (const { id } of (await list()).items) expect((await detail(id)).samples[0]?.length).toBeLessThanOrEqual(4096);
  });
});

describe('samples', () => {
  test('are at most five, unsealed for whoever may name it, and not readable in the database', async () => {
    for (let at = 0; at < 9; at++) await hub.explain(`Bucket of student${at} "Mia Chen" went stale`);
    const { id } = await only();
    const { samples, count } = await detail(id);
    expect([samples.length, count]).toEqual([5, 9]);
    expect(samples.every((sample) => sample.endsWith('"Mia Chen" went stale'))).toBe(true);
    const rows = await sql<{
      row: string;
      bytes: Buffer;
    }>`select t::text as row, samples as bytes from unknown_message t`.execute(hub.app.db);
    expect(rows.rows[0]?.row).not.toContain('Mia');
    expect(rows.rows[0]?.bytes.includes('Mia')).toBe(false);
  });

  test('of one district are not opened by the seal of another', async () => {
    await hub.explain('Bucket 7 went stale');
    await sql`update unknown_message set district_id = 'west'`.execute(hub.app.db);
    const { items } = (await hub.ask<UnknownList>('GET', '/dictionary/unknown', { as: hub.west })).body;
    expect((await hub.ask('GET', `/dictionary/unknown/${items[0]?.id}`, { as: hub.west })).status).toBe(500);
  });
});

describe('the list', () => {
  test('is most seen first, paged without losing one, and searched by words', async () => {
    const words = ['gizmo', 'bucket', 'widget', 'gadget', 'trinket'];
    await log(
      words.flatMap((word, at) =>
        Array.from({ length: at + 1 }, (_, no) => `The 5 ${word} of ${no} went stale so soon`),
      ),
    );
    await log(words.map((word) => `Only ${word} ${word} thawed`));
    const seen: number[] = [];
    for (let cursor = ''; ; ) {
      const page = await list(`limit=2${cursor}`);
      seen.push(...page.items.map(({ count }) => count));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(seen.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(seen).toEqual(seen.toSorted((a, b) => b - a));
    expect((await list('q=so%20soon')).items.every(({ template }) => template.includes('so soon'))).toBe(true);
    expect((await list('q=%25')).items).toEqual([]);
    expect((await hub.ask('GET', '/dictionary/unknown?cursor=x')).status).toBe(400);
  });

  test('shows what is ignored as ignored; it goes on being counted, and can be watched again', async () => {
    await hub.explain('Bucket 7 went stale');
    const { id } = await only();
    const ignored = await hub.ask<Unknown>('POST', `/dictionary/unknown/${id}/ignore`);
    expect([ignored.status, ignored.body.ignored]).toEqual([200, true]);
    await hub.ask('POST', `/dictionary/unknown/${id}/ignore`);
    await hub.explain('Bucket 8 went stale');
    expect(await only()).toMatchObject({ id, ignored: true, count: 2 });
    expect(await hub.unknown('ignored=false')).toEqual([]);
    expect(await hub.unknown('ignored=true')).toHaveLength(1);
    await hub.ask('POST', `/dictionary/unknown/${id}/watch`);
    expect((await only()).ignored).toBe(false);
    const audit = await hub.audit('unknown_message');
    expect(audit.map(({ action }) => action)).toEqual(['unknown_message.watched', 'unknown_message.ignored']);
    expect(JSON.stringify(audit)).not.toContain('Bucket');
  });

  test('what becomes one later is one row, known by its oldest number, and no longer ignored', async () => {
    await hub.explain('gizmo alpha beta jammed here');
    const { id } = await only();
    await hub.ask('POST', `/dictionary/unknown/${id}/ignore`);
    await hub.explain('gizmo delta gamma jammed here');
    expect((await list()).items).toHaveLength(2);
    await hub.explain('gizmo alpha gamma jammed here');
    expect(await only()).toMatchObject({ id, count: 3, template: 'Gizmo {a} jammed here', ignored: false });
    expect((await detail(id)).samples).toHaveLength(3);
  });
});

describe('many at once', () => {
  test('two hubs lose no count, neither message by message nor by logs', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, at) =>
        at % 3 === 0
          ? log([`Bucket ${at} went stale`, `Bucket ${at} thawed too early`], { hub: at % 2 === 0 ? 0 : 1 })
          : hub.explain(`Bucket ${at} went stale`, { hub: at % 2 === 0 ? 0 : 1 }),
      ),
    );
    expect(await hub.unknown()).toEqual([
      ['Bucket {a} went stale', 60],
      ['Bucket {a} thawed too early', 20],
    ]);
  });

  test('the same messages in any order and any parts leave the same', async () => {
    const messages = [
      'a gizmo alpha jammed here',
      'a gizmo beta jammed here',
      'a gizmo beta froze here',
      'a widget beta froze here',
    ];
    const told = async (parts: readonly (readonly string[])[]) => {
      await sql`truncate unknown_message`.execute(hub.app.db);
      for (const part of parts) await log(part);
      return hub.unknown();
    };
    const once = await told([messages]);
    expect(await told(messages.map((message) => [message]))).toEqual(once);
    expect(await told([messages.slice(2).reverse(), messages.slice(0, 2).reverse()])).toEqual(once);
  });

  test('beyond two thousand the rarest go, of these the oldest, and are counted', async () => {
    const odd = (n: number) => [...String(n)].map((digit) => 'qwzxvkjpyb'[Number(digit)]).join('');
    const line = (n: number) => Array.from({ length: 2 + (n % 40) }, (_, at) => `zq${odd(n * 7 + at)}`).join(' ');
    await log([line(3), line(3)]);
    hub.later(1000);
    await log(Array.from({ length: 1999 }, (_, at) => line(at + 10)));
    hub.later(1000);
    await log([line(5001), line(5002)]);
    const count = await sql<{
      n: number;
      sum: number;
    }>`select count(*)::int as n, sum(count)::int as sum from unknown_message`.execute(hub.app.db);
    const { items, dropped } = await list();
    expect(count.rows[0]).toEqual({ n: 2000, sum: 2001 });
    expect([items[0]?.count, dropped]).toEqual([2, 2]);
    expect(await hub.unknown(`q=${line(5002).split(' ')[0]}`)).toHaveLength(1);
  });

  test('a log of a hundred thousand unknown lines', async () => {
    const lines = Array.from(
      { length: 100_000 },
      (_, at) => `Bucket ${at} of Student${at % 977} went stale in drawer ${at % 13}`,
    );
    const before = process.memoryUsage().rss;
    const { status, body } = await log(lines);
    expect([status, body.total]).toEqual([200, 100_000]);
    expect(await hub.unknown()).toEqual([['Bucket {a} of {b} went stale in drawer {c}', 100_000]]);
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
  }, 60_000);

  test('a log that is larger than that is refused, in bytes, in messages, or in what it would become', async () => {
    expect((await log(['x'.repeat(12 * 1024 * 1024)])).status).toBe(413);
    expect((await log(Array.from({ length: 200_001 }, () => 'x'))).status).toBe(413);
    expect((await log([`[${'[],'.repeat(800_000)}1]`])).status).toBe(413);
    const body = { text: 'x', more: Array.from({ length: 200 }, () => []) };
    expect((await hub.ask('POST', '/dictionary/log', { body })).status).toBe(413);
    const unread = await hub.ask('POST', '/dictionary/log', { body: { text: 'x'.repeat(13 * 1024 * 1024) }, as: {} });
    expect(unread.status).toBe(401);
  });
});

describe('who sees it', () => {
  test('no other district', async () => {
    await hub.explain('Bucket 7 went stale');
    const { id } = await only();
    expect(await hub.unknown('', hub.west)).toEqual([]);
    for (const path of [`/${id}/ignore`, `/${id}/watch`])
      expect((await hub.ask('POST', `/dictionary/unknown${path}`, { as: hub.west })).status).toBe(404);
    expect((await hub.ask('GET', `/dictionary/unknown/${id}`, { as: hub.west })).status).toBe(404);
    await hub.explain('Bucket 8 went stale', { as: hub.west });
    expect(await only()).toMatchObject({ count: 1 });
    expect(await hub.unknown('', hub.west)).toEqual([['Bucket {a} went stale', 1]]);
  });

  test('what is not there is not found', async () => {
    for (const id of ['1', 'x', '99999999999999999999'])
      expect((await hub.ask('POST', `/dictionary/unknown/${id}/ignore`)).entry).toBe('request.not_found');
  });
});

test('after 400 days samples are let go, then what nobody has met again', async () => {
  const at = (n: number) => new Date(hub.app.clock().getTime() + days(n));
  await hub.explain('Bucket 7 went stale');
  const { id } = await only();
  await pruneRows(hub.app.db, at(399));
  expect((await detail(id)).samples).toHaveLength(1);
  await sql`update unknown_message set last_seen = ${at(300)}`.execute(hub.app.db);
  await pruneRows(hub.app.db, at(401));
  expect((await detail(id)).samples).toEqual([]);
  await hub.explain('Bucket 8 went stale');
  expect((await detail(id)).samples).toEqual(['Bucket 8 went stale']);
  await pruneRows(hub.app.db, at(701));
  expect(await hub.unknown()).toEqual([]);
});
