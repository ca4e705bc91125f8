import { describe, expect, test } from 'vitest';
import { configKeys, readConfig } from './config.ts';

const secret = 'x'.repeat(32);
const read = (env: Record<string, string>) => {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problems.join('; '));
  return result.config;
};
const problems = (env: Record<string, string>) => {
  const result = readConfig(env);
  return result.ok ? [] : result.problems;
};

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: './data',
      trustProxy: [],
      outboundAllow: [],
      readAtOnce: 256,
      logLevel: 'info',
      databaseUrl: undefined,
      publicUrl: undefined,
      secretKey: undefined,
    });
  });

  test('has the documented variables, each with its meaning', () => {
    expect(Object.values(configKeys).map(({ env }) => env)).toEqual(
      expect.arrayContaining([
        'HOST',
        'PORT',
        'DATABASE_URL',
        'DATA_DIR',
        'PUBLIC_URL',
        'TRUST_PROXY',
        'SECRET_KEY',
        'OUTBOUND_ALLOW',
        'LOG_LEVEL',
      ]),
    );
    for (const { meaning, shownDefault } of Object.values(configKeys)) {
      expect(meaning).toMatch(/\.$/);
      expect(shownDefault).not.toBe('');
    }
  });

  test('takes an empty variable for an unset one', () => {
    const empty = Object.fromEntries(Object.values(configKeys).map(({ env }) => [env, '']));
    expect(read(empty)).toEqual(read({}));
  });

  test.each([
    ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
    ['PORT', '0', { port: 0 }],
    ['PORT', '65535', { port: 65_535 }],
    ['DATA_DIR', '/var/lib/my data', { dataDir: '/var/lib/my data' }],
    ['PUBLIC_URL', 'https://hub.north.example/', { publicUrl: 'https://hub.north.example' }],
    ['PUBLIC_URL', 'http://127.0.0.1:3000', { publicUrl: 'http://127.0.0.1:3000' }],
    ['TRUST_PROXY', ' 10.0.0.0/8, ::1 ,loopback,', { trustProxy: ['10.0.0.0/8', '::1', 'loopback'] }],
    ['SECRET_KEY', secret, { secretKey: secret }],
    [
      'OUTBOUND_ALLOW',
      '10.20.0.0/16, fd00::/8, 192.168.1.7',
      { outboundAllow: ['10.20.0.0/16', 'fd00::/8', '192.168.1.7'] },
    ],
    ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ])('%s=%s is accepted', (variable, value, expected) => {
    expect(read({ [variable]: value })).toMatchObject(expected);
  });

  test.each([
    'postgres://hallpass:secret@db.north.example:5432/hallpass',
    'postgresql://hallpass:p%40ss@[::1]/hallpass?sslmode=require',
    'postgresql://hallpass:secret@/hallpass?host=/var/run/postgresql',
    'postgresql:///hallpass?host=%2Ftmp%2Fa%20b&user=x',
  ])('DATABASE_URL=%s is accepted beside a SECRET_KEY', (databaseUrl) => {
    expect(read({ DATABASE_URL: databaseUrl, SECRET_KEY: secret }).databaseUrl).toBe(databaseUrl);
  });

  test.each([
    ['PORT', '65536', 'must be a whole number from 0 to 65535'],
    ['PORT', '-1', 'must be a whole number from 0 to 65535'],
    ['PORT', 'http', 'must be a whole number from 0 to 65535'],
    ['PORT', ' ', 'must be a whole number from 0 to 65535'],
    ['PORT', '1e3', 'must be a whole number from 0 to 65535'],
    ['DATABASE_URL', 'mysql://x', 'must begin with postgres://'],
    ['PUBLIC_URL', 'hub.north.example', 'must be an address that begins with http:// or https://'],
    ['PUBLIC_URL', 'ftp://hub.north.example', 'must be an address that begins with http:// or https://'],
    ['TRUST_PROXY', '10.0.0.1,the proxy', 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'],
    ['TRUST_PROXY', '10.0.0.0/33', 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'],
    ['OUTBOUND_ALLOW', 'loopback', 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'],
    ['OUTBOUND_ALLOW', '10.1/16', 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'],
    ['OUTBOUND_ALLOW', '0x0a.0.0.0/8', 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'],
    ['SECRET_KEY', 'x'.repeat(31), 'must have at least 32 characters'],
    ['LOG_LEVEL', 'loud', 'must be one of fatal, error, warn, info, debug, trace, silent'],
  ])('%s=%s is refused by name', (variable, value, expected) => {
    expect(problems({ [variable]: value })).toEqual([`${variable}: ${expected}`]);
  });

  test('tells every problem at once', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'loud', SECRET_KEY: 'short' }).map((text) => text.split(':')[0])).toEqual([
      'PORT',
      'SECRET_KEY',
      'LOG_LEVEL',
    ]);
  });

  test('refuses a shared database without its key', () => {
    expect(problems({ DATABASE_URL: 'postgres://db/hallpass' })).toEqual([
      expect.stringMatching(/^SECRET_KEY: must be set/),
    ]);
  });
});
