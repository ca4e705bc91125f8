import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { course, type Fields, keys, user } from '../rostering-api/scene.ts';
import { aLookedAtHub, type LookedAtHub, type Named } from './scene.ts';

let hub: LookedAtHub;
beforeAll(async () => {
  hub = await aLookedAtHub();
});
afterAll(() => hub?.close());

describe('what a key sent', () => {
  test('is told by day and school, with what was refused by cause', async () => {
    await user(hub, { userID: 'u-day' }, keys.small);
    const sent = { schoolID: 'sch-1', firstName: 'Bad', lastName: 'One', email: 'bad', role: 'student', issuedID: '1' };
    for (const userID of ['u-bad-1', 'u-bad-2'])
      await hub.call('POST', '/users', { ...sent, userID }, { key: keys.small });
    await hub.call('POST', '/users', { ...sent, userID: 'u-far', schoolID: 'sch-other' }, { key: keys.small });
    await hub.count();
    const id = await hub.keyId('small-sis');
    const activity = (await hub.look(hub.everywhere, `/api-keys/${id}/activity`)).body as {
      days: Fields[];
      apiKey: Fields;
    };
    expect(activity.days).toHaveLength(14);
    expect(activity.days.at(-1)).toEqual({ day: '2026-11-24', accepted: 1, waiting: 0, refused: 3 });
    expect(activity.apiKey).toMatchObject({ name: 'small-sis', lastUsedAt: '2026-11-24T08:00:00.000Z' });

    const runs = (await hub.look(hub.everywhere, `/api-keys/${id}/runs?day=2026-11-24`)).body as { runs: Fields[] };
    expect(runs.runs).toMatchObject([
      { school: null, singly: true, entered: 1, rejected: 1, day: '2026-11-24' },
      { school: { id: 'sch-1' }, singly: true, entered: 3, created: 1, rejected: 2 },
    ]);
    const { causes } = (await hub.look(hub.everywhere, `/api-keys/${id}/causes?day=2026-11-24`)).body as {
      causes: { count: number; explained: { entry: string; steps: string[] }; records: Fields[] }[];
    };
    expect(causes.map(({ count, explained }) => [count, explained.entry])).toEqual([
      [2, 'rostering.user.email_malformed'],
      [1, 'rostering.user.school_not_authorized'],
    ]);
    expect(causes[0]?.records.map(({ key, open }) => [key, open])).toEqual([
      ['u-bad-2', true],
      ['u-bad-1', true],
    ]);
    await user(hub, { userID: 'u-bad-1' }, keys.small);
    const again = (await hub.look(hub.everywhere, `/api-keys/${id}/causes`)).body as typeof causes extends infer C
      ? { causes: C }
      : never;
    expect(
      again.causes
        .find(({ explained }) => explained.entry === 'rostering.user.email_malformed')
        ?.records.map(({ key, open }) => [key, open]),
    ).toEqual([
      ['u-bad-2', true],
      ['u-bad-1', false],
    ]);
  });

  test('an outcome leads to the person and the course it speaks of', async () => {
    const made = await course(hub, { courseID: 'c-lead' });
    const one = await user(hub, { userID: 'u-lead', firstName: 'Lea', lastName: 'Der' });
    const id = await hub.keyId('nightly-sis');
    const { runs } = (await hub.look(hub.everywhere, `/api-keys/${id}/runs`)).body as { runs: { id: number }[] };
    const ask = (kind: string, key: string) =>
      hub
        .look(hub.everywhere, `/roster/subject?run=${runs[0]?.id}&kind=${kind}&key=${encodeURIComponent(key)}`)
        .then(({ body }) => body as { user: Named | null; course: Named | null });
    expect((await ask('user', 'u-lead')).user?.name).toBe('Lea Der');
    expect(await ask('courseMember', `${one['email']} c-lead`)).toMatchObject({
      user: { name: 'Lea Der' },
      course: { name: made['name'] },
    });
    expect(await ask('attendanceSession', 'c-lead att-1')).toMatchObject({
      user: null,
      course: { name: made['name'] },
    });
    expect(await ask('user', 'u-nobody')).toEqual({ user: null, course: null });
  });
});
