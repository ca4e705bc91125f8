import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendDue } from '../../src/notifications/sending.job.ts';
import { spreadNews } from '../../src/notifications/spreading.job.ts';
import { aHall, type Hall } from '../import/scene.ts';
import { enrollmentsOf, read, usersOf } from '../issues/scene.ts';
import { aRun, aTown } from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const hours = (n: number) => n * 3_600_000;
const broken = { users: usersOf({ 'u-odd': 'wizard', 'u-odder': 'witch' }), enrollments: enrollmentsOf('u-odd') };
const subjects = (mails: readonly { subject: string }[]) => mails.map(({ subject }) => subject);

describe('who is told of runs', () => {
  test('7: nobody gets mail who has not added oneself; the same person does once added', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    await read(town, broken);
    await town.tick();
    expect(await town.mails()).toEqual([]);
    await town.tell(kim, { runs: 'problems' });
    town.later(1000);
    await read(town, { ...broken, users: usersOf({ 'u-odd': 'wizard' }) });
    town.later(60_000);
    await town.tick();
    expect((await town.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      ['kim@north.example', 'files: 1 cause, 1 record refused'],
    ]);
  });

  test('8, 9: “only when there were problems” is silent about a clean run, and tells of one with an issue, also if started by hand', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { runs: 'problems' });
    await town.news(aRun(1));
    await town.tick();
    expect(await town.mails()).toEqual([]);
    await town.news(
      aRun(2, { invalid: 2, causes: [{ issue: 1, entry: 'oneroster.value_not_allowed', records: 2, waiting: 0 }] }),
      aRun(3, { invalid: 1, trigger: 'person' }),
      aRun(4, { invalid: 1, trigger: 'retry' }),
      aRun(5, { state: 'stopped' }),
      aRun(6, { invalid: 1, quiet: 1 }),
    );
    await town.tick();
    expect((await town.mails()).map(({ text }) => /^Run (\d)/.exec(text)?.[1])).toEqual(['2', '3', '5']);
  });

  test('10: “nightly” tells of every automated run, clean or not, and of none that a person started', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { runs: 'nightly' });
    await town.news(aRun(1), aRun(2, { invalid: 3 }), aRun(3, { trigger: 'person', invalid: 1 }));
    await town.tick();
    expect((await town.mails()).map(({ text }) => /^Run (\d)/.exec(text)?.[1])).toEqual(['1', '2']);
  });

  test('11: a recipient has one of the two, and a run brings one mail, whatever else it changed and however it is chosen', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    await read(town);
    await town.tell(kim, { runs: 'problems', changes: 'all' });
    await expect(town.tell(kim, { runs: 'nightly' })).rejects.toMatchObject({ entry: 'request.notification_there' });
    const { rows } = await town.app.database.pool.query('select no from flow where district_id = $1', [town.id]);
    await town.tell(kim, { flow: rows[0].no, runs: 'problems', changes: 'all' });
    town.later(1000);
    await read(town, broken);
    town.later(60_000);
    await town.tick();
    const mails = await town.mails();
    expect(subjects(mails)).toEqual(['files: 1 cause, 2 records refused']);
    expect(mails[0]?.text.match(/Who fixes it/g)).toHaveLength(1);
  });

  test('12: the mail names run, time and term, numbers that add up, causes with owner and link; no name, no key', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { runs: 'problems' });
    await read(town, broken);
    town.later(60_000);
    await town.tick();
    const [mail] = await town.mails();
    expect(mail?.subject).toBe('files: 1 cause, 2 records refused');
    expect(mail?.text).toMatch(
      /^Run 1 of files\n=+\n\n[A-Z][a-z]{2} \d+, \d{4}, .* [AP]M, Fall\. A person started it\./,
    );
    const numbers = [...(mail?.text.matchAll(/^ *(\d+) {2}\S/gm) ?? [])].map(([, n]) => Number(n));
    const entered = Number(/(\d+) records entered in all/.exec(mail?.text ?? '')?.[1]);
    expect(numbers.reduce((sum, n) => sum + n, 0)).toBe(entered);
    expect(entered).toBeGreaterThan(5);
    expect(mail?.text).toContain('2 records, 1 more waits for these');
    expect(mail?.text).toContain('Who fixes it: ');
    expect(mail?.text).toContain('What to do, and which records: https://hub.north.example/issues/1');
    expect(mail?.text).toContain('https://hub.north.example/runs/1');
    expect(mail?.html).toContain('href="https:&#x2F;&#x2F;hub.north.example&#x2F;issues&#x2F;1"');
    for (const form of [mail?.text ?? '', mail?.html ?? '']) expect(form).not.toMatch(/Novak|Kim\b|u-odd|wizard|{{|…/);
  });
});

describe('what has changed is told once', () => {
  test('opened and resolved at once; the recovery only to whom the trouble was told, under the first mail', async () => {
    const town = await aTown(hall);
    const [early, late] = [await town.person('early', 'registrar'), await town.person('late', 'registrar')];
    await town.tell(early, { changes: 'all' });
    await read(town, broken);
    town.later(60_000);
    await town.tick();
    await town.tell(late, { changes: 'all' });
    await read(town);
    town.later(60_000);
    await town.tick();
    const mails = await town.mails();
    expect(mails.map(({ to, subject }) => [to, subject.replace(/: .* \(/, ': … (')])).toEqual([
      ['early@north.example', 'files: … (new)'],
      ['early@north.example', 'files: … (resolved)'],
    ]);
    expect(mails[1]?.headers).toMatchObject({ References: mails[0]?.message_id, 'In-Reply-To': mails[0]?.message_id });
  });

  test('several who send at once send each mail once', async () => {
    const town = await aTown(hall);
    for (const name of ['a', 'b', 'c', 'd']) await town.tell(await town.person(name, 'registrar'), { runs: 'nightly' });
    for (let no = 1; no <= 5; no++) await town.news(aRun(no));
    const race = () => Promise.all(Array.from({ length: 6 }, () => spreadNews(town.app).then(() => sendDue(town.app))));
    await Promise.all([race(), race()]);
    await town.tick();
    const keys = (await town.mails()).map(({ to, text }) => `${to} ${/^Run (\d)/.exec(text)?.[1]}`);
    expect(keys).toHaveLength(20);
    expect(new Set(keys).size).toBe(20);
  });

  test('a right that was taken away since is respected: nothing is told of what one may not see', async () => {
    const town = await aTown(hall);
    const kim = await town.person('kim', 'registrar');
    await town.tell(kim, { runs: 'nightly', changes: 'all' });
    await town.app.database.pool.query('update grant_ set role_id = $2 where district_id = $1', [town.id, 'teacher']);
    await town.news(aRun(1), {
      kind: 'connection',
      subject: '7',
      change: 'error',
      version: '1',
      facts: { type: 'sync', entry: 'connection.defect' },
    });
    await town.tick();
    expect(await town.mails()).toEqual([]);
    expect(await town.dropped()).toEqual(['connection error not_permitted', 'run ended not_permitted']);
  });
});

describe('when it is told', () => {
  const error = {
    kind: 'connection',
    subject: '7',
    change: 'error',
    version: '1',
    facts: { type: 'sync', entry: 'connection.defect' },
  } as const;
  const recovered = { ...error, change: 'recovered' } as const;

  test('in quiet hours nothing is sent; what fell in them comes behind them in one mail, in the district’s zone', async () => {
    const town = await aTown(hall);
    town.at('2026-11-24T20:00:00Z');
    const kim = await town.person('kim', 'administrator');
    await town.tell(kim, { runs: 'nightly', changes: 'all', quiet: [{ from: '18:00', to: '07:00' }] });
    // 23:00 and 02:00 in Chicago.
    town.at('2026-11-25T05:00:00Z');
    await town.news(aRun(1));
    await town.tick();
    town.at('2026-11-25T08:00:00Z');
    await town.news(aRun(2, { invalid: 1 }), error);
    await town.tick();
    town.at('2026-11-25T12:59:00Z');
    await town.tick();
    expect(await town.mails()).toEqual([]);
    town.at('2026-11-25T13:00:00Z');
    await town.tick();
    const mails = await town.mails();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.text.match(/^Run \d of/gm)).toEqual(['Run 1 of', 'Run 2 of']);
  });

  test('a digest comes once a day at its hour; what came and went before it is counted, not told', async () => {
    const town = await aTown(hall);
    town.at('2026-11-24T14:00:00Z');
    await town.tell(await town.person('kim', 'administrator'), { runs: 'nightly', changes: 'all', digestAt: '16:30' });
    await town.news(error);
    await town.tick();
    town.later(hours(1));
    await town.news(recovered, aRun(1));
    await town.tick();
    expect(await town.mails()).toEqual([]);
    town.at('2026-11-24T22:30:00Z');
    await town.tick();
    const [mail, ...others] = await town.mails();
    expect(others).toEqual([]);
    expect(mail?.text).toContain('1 thing went wrong in the meantime and came right again by themselves.');
    expect(mail?.text).not.toContain('works again');
  });

  test('a digest of nothing but what came and went is not sent', async () => {
    const town = await aTown(hall);
    town.at('2026-11-24T14:00:00Z');
    await town.tell(await town.person('kim', 'administrator'), { changes: 'all', digestAt: '16:30' });
    await town.news(error);
    await town.tick();
    await town.news(recovered);
    town.at('2026-11-24T22:30:00Z');
    await town.tick();
    expect(await town.mails()).toEqual([]);
  });

  test('what comes and goes is told at once the first time, and then once an hour at most', async () => {
    const town = await aTown(hall);
    town.at('2026-11-24T14:00:00Z');
    await town.tell(await town.person('kim', 'administrator'), { changes: 'all' });
    for (let minute = 0; minute < 60; minute += 5) {
      await town.news({ ...error, version: String(minute) });
      await town.tick();
      town.later(120_000);
      await town.news({ ...recovered, version: String(minute) });
      await town.tick();
      town.later(180_000);
    }
    town.later(hours(3));
    await town.tick();
    expect(subjects(await town.mails())).toEqual(['A connection cannot be synced', 'A connection works again']);
  });

  test('an issue that stays open is told of once more after so many hours, not counting holidays', async () => {
    const town = await aTown(hall);
    await town.tell(await town.person('kim', 'registrar'), { stillOpenHours: 48 });
    await read(town, broken);
    await town.app.database.pool.query('update issue set since = $2 where district_id = $1', [
      town.id,
      '2026-11-24T18:00:00Z',
    ]);
    await town.app.database.pool.query('update subscription set since = $2 where district_id = $1', [
      town.id,
      '2026-11-01T00:00:00Z',
    ]);
    // Thanksgiving: 26 to 29 November.
    await town.app.database.pool.query('update district set blackouts = $2 where id = $1', [
      town.id,
      JSON.stringify([{ from: '2026-11-26', to: '2026-11-29' }]),
    ]);
    town.at('2026-11-26T18:01:00Z');
    await town.tick();
    town.at('2026-11-30T17:00:00Z');
    await town.tick();
    expect(await town.mails()).toEqual([]);
    town.at('2026-11-30T18:00:00Z');
    await town.tick();
    await town.tick();
    town.at('2026-12-04T18:00:00Z');
    await town.tick();
    expect(subjects(await town.mails()).map((subject) => subject.replace(/: .* \(/, ': … ('))).toEqual([
      'files: … (still open)',
    ]);
    expect((await town.mails())[0]?.text).toContain('open for more than 48 hours');
  });
});
