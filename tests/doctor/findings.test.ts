import { describe, expect, test } from 'vitest';
import {
  daysLeft,
  exitOf,
  judgeBackup,
  judgeClock,
  judgeDisk,
  judgeMemory,
  judgeNode,
  judgeParts,
  judgeProxy,
  judgeSecretKey,
  judgeSessions,
  judgeSettings,
  oddNames,
} from '../../src/doctor/finding.model.ts';

const gb = 1_000_000_000;
const now = new Date('2026-11-28T08:00:00Z');
const daysAgo = (n: number) => new Date(now.getTime() - n * 86_400_000);

describe('what the doctor says of', () => {
  test.each([
    ['24.21.0', 'well'],
    ['26.0.1', 'well'],
    ['20.20.2', 'wrong'],
  ])('Node %s: %s', (version, state) => {
    expect(judgeNode(version).state).toBe(state);
  });

  test.each([
    ['f3a9c0d17b6e5482f3a9c0d17b6e5482', 'well'],
    ['a'.repeat(40), 'warning'],
    ['abababababababababababababababab', 'warning'],
    ['my-very-long-password-for-the-hub-of-2026', 'warning'],
  ])('the secret key %s: %s', (key, state) => {
    const finding = judgeSecretKey(key);
    expect(finding.state).toBe(state);
    expect(JSON.stringify(finding)).not.toContain(key);
  });

  test('names that nothing reads', () => {
    const ours = ['HOST', 'PORT', 'DATABASE_URL', 'SMTP_URL', 'PUBLIC_URL', 'TRUST_PROXY'];
    const names = [
      'HOST',
      'PATH',
      'HOME',
      'HOSTNAME',
      'SMTP_URI',
      'DATABASEURL',
      'HALLPASS_PORT',
      'PUBLIC_ULR',
      'TRUST_PROXIES',
      'TRUSTPROXY',
    ];
    expect(oddNames(names, ours)).toEqual([
      { name: 'SMTP_URI', meant: 'SMTP_URL' },
      { name: 'DATABASEURL', meant: 'DATABASE_URL' },
      { name: 'HALLPASS_PORT', meant: 'PORT' },
      { name: 'TRUSTPROXY', meant: 'TRUST_PROXY' },
    ]);
  });

  test.each([
    [100 * gb, 200 * gb, null, 'well', '100 GB of 200 GB are free'],
    [100 * gb, 200 * gb, 400, 'well', '100 GB of 200 GB are free, enough for 400 days as it goes now'],
    [100 * gb, 200 * gb, 20, 'warning', '100 GB of 200 GB are free, enough for 20 days as it goes now'],
    [100 * gb, 200 * gb, 1, 'wrong', '100 GB of 200 GB are free, enough for 1 day as it goes now'],
    [1.5 * gb, 20 * gb, null, 'warning', '1.5 GB of 20.0 GB are free'],
    [0.2 * gb, 20 * gb, null, 'wrong', '200 MB of 20.0 GB are free'],
  ] as const)('%d of %d free bytes, full in %s days: %s', (free, total, days, state, found) => {
    expect(judgeDisk(free, total, days)).toMatchObject({ state, found });
  });

  test('how long a disk lasts', () => {
    expect(
      daysLeft([
        { day: 1, free: 100 },
        { day: 11, free: 50 },
      ]),
    ).toBe(10);
    expect(
      daysLeft([
        { day: 1, free: 50 },
        { day: 11, free: 60 },
      ]),
    ).toBe(null);
    expect(
      daysLeft([
        { day: 1, free: 100 },
        { day: 2, free: 1 },
      ]),
    ).toBe(null);
    expect(daysLeft([])).toBe(null);
  });

  test.each([
    [0, 'well', '0 ms ahead of the database'],
    [-1999, 'well', '2 s behind the database'],
    [4000, 'warning', '4 s ahead of the database'],
    [-120_000, 'wrong', '120 s behind the database'],
  ] as const)('a clock that is off by %d ms: %s', (off, state, found) => {
    expect(judgeClock(off, 'the database')).toMatchObject({ state, found });
  });

  test.each([
    [null, false, 'warning', 'No backup was ever made'],
    [daysAgo(0.5), true, 'well', 'The last one was made within a day, encrypted'],
    [daysAgo(3), true, 'well', 'The last one was made 3 days ago, encrypted'],
    [daysAgo(1), false, 'warning', 'The last one was made 1 day ago, not encrypted'],
    [daysAgo(9), true, 'warning', 'The last one was made 9 days ago, encrypted'],
  ] as const)('the backup of %s (encrypted: %s): %s', (newest, encrypted, state, found) => {
    expect(judgeBackup(newest, encrypted, now)).toMatchObject({ state, found });
  });

  test('sessions, settings and memory', () => {
    expect(judgeSessions({ most: 60, used: 20, ours: 18 }).state).toBe('well');
    expect(judgeSessions({ most: 60, used: 55, ours: 18 }).state).toBe('warning');
    const on = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on', autovacuum: 'on' };
    expect(judgeSettings(on).state).toBe('well');
    expect(judgeSettings({ ...on, fsync: 'off' })).toMatchObject({
      state: 'wrong',
      todo: 'Switch fsync on in the server’s configuration.',
    });
    expect(judgeMemory(null, 8 * gb)).toMatchObject({ state: 'well', found: '8.0 GB of this machine' });
    expect(judgeMemory(0.5 * gb, 8 * gb)).toMatchObject({
      state: 'warning',
      found: '500 MB by the limit of its group',
    });
    expect(judgeMemory(2 ** 62, 8 * gb).found).toBe('8.0 GB of this machine');
  });

  test.each([
    [undefined, '127.0.0.1', [], 'well'],
    ['https://hub.example', '127.0.0.1', ['loopback'], 'well'],
    ['https://hub.example', '127.0.0.1', [], 'warning'],
    ['http://hub.example', '0.0.0.0', [], 'warning'],
    ['https://hub.example', '127.0.0.1', ['0.0.0.0/0'], 'wrong'],
  ] as const)('PUBLIC_URL %s, HOST %s, TRUST_PROXY %s: %s', (publicUrl, host, trusted, state) => {
    expect(judgeProxy({ publicUrl, host, trusted }).state).toBe(state);
  });

  test('work that waits', () => {
    const none = { parts: 0, oldestMs: 0, otherStore: 0 };
    expect(judgeParts(none, 0).state).toBe('well');
    expect(judgeParts({ ...none, parts: 3, oldestMs: 3_600_000 }, 0)).toMatchObject({
      state: 'wrong',
      found: '3 parts are late, the oldest by 60 minutes',
    });
    expect(judgeParts({ ...none, parts: 1, oldestMs: 60_000 }, 2).state).toBe('warning');
    expect(judgeParts({ ...none, otherStore: 2 }, 2).found).toBe('2 parts wait for files that lie on another machine');
  });

  test('the end: 1 where anything is wrong, 0 with warnings', () => {
    expect(exitOf(['well', 'warning', 'unknown'])).toBe(0);
    expect(exitOf(['well', 'wrong'])).toBe(1);
  });
});
