import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { lookAt, lookAtDistricts } from '../../src/expectations/look.usecases.ts';
import {
  act,
  aHub,
  aProvider,
  auditOf,
  connected,
  type Hub,
  hours,
  minutes,
  oauth2,
  type View,
} from '../connections/scene.ts';
import { at, heard, looked, night, nightly, shown, theOne, weeks } from './scene.ts';

// The district lies in Chicago, six hours behind UTC in winter; 12 January 2027 is a Tuesday.

let hub: Hub;
let provider: Provider;
beforeAll(async () => {
  provider = await aProvider(40);
});
beforeEach(async () => {
  hub = await aHub();
  return () => hub.close();
});
afterAll(() => provider.close());

const sis = (more = {}) => connected(hub, provider, { ...nightly, ...more });

describe('a run that should have been', () => {
  test('is told once when nobody asked for it, and is over when it comes', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    const connection = await sis();
    expect(await looked(hub)).toContain('run met');
    await at(hub, '2027-01-12T08:59:00Z');
    expect(await looked(hub)).toContain('run met');
    await at(hub, '2027-01-12T09:01:00Z');
    expect(await looked(hub)).toContain('run missed');
    await hub.later(hours(1));
    await looked(hub);
    expect(await heard(hub)).toEqual(['missed run']);
    const { facts, since } = await theOne(hub, 'run');
    expect([facts['why'], since]).toEqual(['not_asked', '2027-01-12T08:00:00.000Z']);
    await night(hub, connection);
    expect(await looked(hub)).toContain('run met');
    expect(await heard(hub)).toEqual(['missed run', 'met run']);
  });

  test('is missed too when it was asked for and no worker takes it', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis();
    await at(hub, '2027-01-12T08:00:05Z');
    await hub.due();
    await hub.later(minutes(61));
    expect(await looked(hub)).toContain('run missed');
    expect((await theOne(hub, 'run')).facts['why']).toBe('waits');
  });

  test('is not expected in a blackout, of a paused connection, nor without a schedule', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis({ blackouts: [{ from: '2027-01-12', to: '2027-01-13' }] });
    const paused = await sis();
    await connected(hub, provider);
    await act(hub, paused, 'pause');
    await at(hub, '2027-01-12T20:00:00Z');
    expect((await looked(hub)).filter((line) => line.startsWith('run'))).toEqual([]);
    expect(await heard(hub)).toEqual([]);
  });

  test('is noticed by the next start of a hub that was dead, with how many', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis();
    await lookAtDistricts(hub.app);
    // Nobody looks for two nights.
    await at(hub, '2027-01-13T18:00:00Z');
    await hub.due();
    await lookAtDistricts(hub.app);
    const hubItself = await theOne(hub, 'hub');
    expect(hubItself.state).toBe('missed');
    expect(hubItself.facts).toMatchObject({ from: '2027-01-11T18:00:00.000Z', runs: 2 });
    await hub.later(minutes(2));
    await lookAtDistricts(hub.app);
    expect((await theOne(hub, 'hub')).state).toBe('met');
    expect(await heard(hub)).toEqual(['missed hub', 'met hub']);
  });

  test('a hub that was off while nothing was due has missed nothing', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis();
    await lookAtDistricts(hub.app);
    await hub.later(hours(3));
    await lookAtDistricts(hub.app);
    expect(await heard(hub)).toEqual([]);
  });
});

describe('rows that usually come', () => {
  let connection: View;
  test('are learned from four nights of the same weekday, and missed when far fewer come', async () => {
    const own = await aProvider(40);
    try {
      await at(hub, '2027-02-01T18:00:00Z');
      connection = await connected(hub, own, nightly);
      await weeks(hub, connection, '2027-02-02T08:00:05Z', 4);
      expect((await looked(hub)).filter((line) => line.startsWith('rows'))).toEqual([]);
      await weeks(hub, connection, '2027-03-02T08:00:05Z', 1);
      expect(await looked(hub)).toContain('rows user met');
      for (let n = 1; n <= 30; n++)
        own.control.delete({ collection: 'users', sourcedId: `STU-${String(n).padStart(6, '0')}`, outright: true });
      await weeks(hub, connection, '2027-03-09T08:00:05Z', 1);
      await looked(hub);
      const users = await theOne(hub, 'rows', 'user');
      expect(users.state).toBe('missed');
      const { came, usual, low } = users.facts;
      // Thirty of forty students are gone, and held for review: their source no longer shows them.
      expect(Number(usual) - Number(came)).toBe(30);
      expect(Number(came)).toBeLessThan(Number(low));
      expect((await heard(hub)).filter((line) => line.endsWith('rows')).length).toBeGreaterThan(0);
      const detail = await hub.ask('GET', `/api/v1/expectations/${users.id}`);
      const { days } = detail.body as { days: { day: string; came: number; low: number | null }[] };
      expect(days.map(({ day }) => day)).toEqual([
        '2027-02-02',
        '2027-02-09',
        '2027-02-16',
        '2027-02-23',
        '2027-03-02',
        '2027-03-09',
      ]);
      expect(days.map(({ low: least }) => least === null)).toEqual([true, true, true, true, false, false]);
    } finally {
      await own.close();
    }
  });

  test('that are empty are missed after two nights already, and a person may say that it is so from now on', async () => {
    const own = await aProvider(40);
    try {
      await at(hub, '2027-01-11T18:00:00Z');
      connection = await connected(hub, own, nightly);
      await weeks(hub, connection, '2027-01-12T08:00:05Z', 2);
      own.control.empty({ collection: 'courses' });
      await weeks(hub, connection, '2027-01-26T08:00:05Z', 1);
      expect(await looked(hub)).toContain('rows course missed');
      const courses = await theOne(hub, 'rows', 'course');
      expect(courses.facts).toMatchObject({ emptied: true, came: 0 });

      const before = (await heard(hub)).length;
      const answer = await hub.ask('POST', `/api/v1/expectations/${courses.id}/accept`, {
        reason: 'Courses come from elsewhere now',
      });
      expect((answer.body as { state: string }).state).toBe('met');
      await hub.later(minutes(30));
      expect(await looked(hub)).toContain('rows course met');
      expect((await heard(hub)).slice(before)).toEqual([]);
      expect((await auditOf(hub, 'expectation.accepted'))[0]?.details).toEqual({ was: 'missed' });
    } finally {
      await own.close();
    }
  });
});

describe('what a person says', () => {
  test('a muted expectation is not told of until its day, and then is', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis();
    await at(hub, '2027-01-12T10:00:00Z');
    await looked(hub);
    const run = await theOne(hub, 'run');
    const before = await heard(hub);
    const muted = await hub.ask('POST', `/api/v1/expectations/${run.id}/mute`, {
      until: '2027-01-14',
      reason: 'The server moves',
    });
    expect((muted.body as { muted: unknown }).muted).toEqual({
      until: '2027-01-14T06:00:00.000Z',
      reason: 'The server moves',
      by: { name: 'ops' },
    });
    expect((await shown(hub, '&state=muted')).map(({ id }) => id)).toEqual([run.id]);
    await hub.later(minutes(5));
    await looked(hub);
    expect(await heard(hub)).toEqual(before);
    expect((await auditOf(hub, 'expectation.muted'))[0]?.details).toEqual({ until: '2027-01-14' });
  });

  test('a day that is not after today, no reason, or a kind that is not learned is refused', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    await sis();
    await looked(hub);
    const { id } = await theOne(hub, 'run');
    const mute = (body: unknown) => hub.ask('POST', `/api/v1/expectations/${id}/mute`, body);
    expect((await mute({ until: '2027-01-11', reason: 'x' })).text).toContain('must be a day after today');
    expect((await mute({ until: '2027-02-11', reason: ' ' })).text).toContain('must say why');
    const accepted = await hub.ask('POST', `/api/v1/expectations/${id}/accept`, { reason: 'x' });
    expect([accepted.status, accepted.entry]).toEqual([409, 'request.expectation_not_learned']);
    expect((await hub.ask('POST', '/api/v1/expectations/999/unmute')).status).toBe(404);
  });
});

describe('secrets that end', () => {
  test('are told three weeks ahead, again in the last week, and are forgotten when a new one is given', async () => {
    await at(hub, '2027-01-11T18:00:00Z');
    const connection = await sis();
    const subject = `credential ${connection.id}`;
    const set = await hub.ask('PUT', '/api/v1/expectations/expiries', { subject, endsOn: '2027-02-10' });
    expect(set.body).toEqual({ subject, name: connection.name, of: 'connection', endsOn: '2027-02-10' });
    expect(await looked(hub)).toContain('credential met');
    await at(hub, '2027-01-20T18:00:00Z');
    expect(await looked(hub)).toContain('credential missed');
    expect((await theOne(hub, 'credential')).facts).toEqual({ days: 21, endsOn: '2027-02-10' });
    await at(hub, '2027-02-04T18:00:00Z');
    await looked(hub);
    const told = (await heard(hub)).filter((line) => line.endsWith('credential'));
    expect(told).toEqual(['missed credential', 'missed credential']);
    const given = await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, oauth2(provider));
    expect(given.status).toBe(200);
    expect((await looked(hub)).filter((line) => line.startsWith('credential'))).toEqual([]);
    const { body } = await hub.ask('GET', '/api/v1/expectations/expiries');
    expect((body as { expiries: { endsOn: string | null }[] }).expiries.every(({ endsOn }) => endsOn === null)).toBe(
      true,
    );
  });

  test('of what is not there are refused', async () => {
    const set = (subject: string) => hub.ask('PUT', '/api/v1/expectations/expiries', { subject, endsOn: '2027-02-10' });
    expect((await set('credential 999')).status).toBe(404);
    expect((await set('api_key 999')).status).toBe(404);
    expect((await set('password')).text).toContain('must be “credential 12” or “api_key 5”');
  });
});

test('a school that vanished is told of by its sections, and may be said to have closed', async () => {
  const own = await aProvider(60);
  try {
    await at(hub, '2027-02-01T18:00:00Z');
    const connection = await connected(hub, own, nightly);
    await weeks(hub, connection, '2027-02-02T08:00:05Z', 1);
    const of = await sql<{ key: string; school: string }>`select source_key as key, school_id as school from class
      where district_id = 'north' and connection_id = ${connection.id}::bigint`.execute(hub.app.db);
    const school = of.rows[0]?.school ?? '';
    const gone = of.rows.filter((row) => row.school === school);
    expect(gone.length).toBeGreaterThan(10);
    for (const { key } of gone) own.control.delete({ collection: 'classes', sourcedId: key, outright: true });
    await weeks(hub, connection, '2027-02-09T08:00:05Z', 1);
    expect(await looked(hub)).toContain(`school ${school} missed`);
    const one = await theOne(hub, 'school');
    expect(one.facts).toEqual({ school, sections: gone.length });
    await hub.ask('POST', `/api/v1/expectations/${one.id}/accept`, { reason: 'It has closed' });
    await hub.later(minutes(20));
    expect(await looked(hub)).not.toContain(`school ${school} missed`);
  } finally {
    await own.close();
  }
});

test('two processes that look at once tell it once', async () => {
  await at(hub, '2027-01-11T18:00:00Z');
  await sis();
  await at(hub, '2027-01-12T10:00:00Z');
  await Promise.all(Array.from({ length: 6 }, () => lookAt(hub.app, 'north', true)));
  expect(await heard(hub)).toEqual(['missed run']);
});

test('what is missed of a connection goes with it', async () => {
  await at(hub, '2027-01-11T18:00:00Z');
  const connection = await sis();
  await at(hub, '2027-01-12T10:00:00Z');
  await looked(hub);
  await hub.ask('DELETE', `/api/v1/connections/${connection.id}?confirm=${encodeURIComponent(connection.name)}`);
  expect(await looked(hub)).not.toContain('run missed');
  await hub.removeDeleted();
  const left = await sql<{ n: number }>`select count(*)::int as n from expectation
    where district_id = 'north' and connection_id is not null`.execute(hub.app.db);
  expect(left.rows[0]?.n).toBe(0);
});
