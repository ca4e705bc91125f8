import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf, keptSecret, makeSecrets, randomToken } from './secrets.ts';

const secrets = makeSecrets('a secret key of at least thirty-two characters');
const others = makeSecrets('another secret key, just as long as the first');

describe('sealed values', () => {
  test('come back, and only whole, with the same purpose and key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (plain, at) => {
        const sealed = secrets.seal('credential', plain);
        expect(secrets.unseal('credential', sealed).equals(plain)).toBe(true);
        expect(() => secrets.unseal('upload', sealed)).toThrow();
        expect(() => others.unseal('credential', sealed)).toThrow();
        const changed = Buffer.from(sealed);
        changed[at % sealed.length] = (changed[at % sealed.length] ?? 0) ^ 1;
        expect(() => secrets.unseal('credential', changed)).toThrow();
        expect(() => secrets.unseal('credential', sealed.subarray(0, at % sealed.length))).toThrow();
      }),
    );
  });

  test('are never the same twice and hold nothing readable', () => {
    const plain = Buffer.from('client secret of a student system');
    const [one, two] = [secrets.seal('credential', plain), secrets.seal('credential', plain)];
    expect(one.equals(two)).toBe(false);
    expect(one.includes('secret')).toBe(false);
  });

  test('open at their own place only', () => {
    const plain = Buffer.from('client secret');
    const sealed = secrets.seal('credential', plain, 'north 7 clientSecret');
    expect(secrets.unseal('credential', sealed, 'north 7 clientSecret').equals(plain)).toBe(true);
    for (const place of ['north 8 clientSecret', 'west 7 clientSecret', '', undefined])
      expect(() => secrets.unseal('credential', sealed, place)).toThrow();
    expect(() => secrets.unseal('credential', secrets.seal('credential', plain), 'north 7 clientSecret')).toThrow();
  });

  test('say which key sealed them, and nothing of it', () => {
    expect(secrets.version).toMatch(/^[0-9a-f]{16}$/);
    expect(makeSecrets('a secret key of at least thirty-two characters').version).toBe(secrets.version);
    expect(others.version).not.toBe(secrets.version);
  });

  test('have a key of 32 bytes a purpose', () => {
    expect(secrets.keyFor('upload')).toHaveLength(32);
    expect(secrets.keyFor('upload').equals(secrets.keyFor('upload'))).toBe(true);
    expect(secrets.keyFor('upload').equals(secrets.keyFor('credential'))).toBe(false);
  });
});

describe('signatures', () => {
  test('hold for one text, purpose and key', () => {
    const signature = secrets.sign('link', 'run 7');
    expect(secrets.verify('link', 'run 7', signature)).toBe(true);
    expect(secrets.verify('link', 'run 8', signature)).toBe(false);
    expect(secrets.verify('session', 'run 7', signature)).toBe(false);
    expect(others.verify('link', 'run 7', signature)).toBe(false);
    for (const wrong of ['', signature.slice(1), `${signature}A`, 'ü'.repeat(43)])
      expect(secrets.verify('link', 'run 7', wrong)).toBe(false);
  });
});

test('tokens have 256 bits and are told apart by their digest', () => {
  const tokens = Array.from({ length: 100 }, randomToken);
  expect(new Set(tokens.map((token) => digestOf(token).toString('hex'))).size).toBe(100);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

describe('a kept secret', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'hallpass-kept-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is made once, for its owner alone, with its folder', () => {
    const file = path.join(folder, 'deep', 'data', 'secret-key');
    const made = keptSecret(file);
    expect(made).toMatch(/^[0-9a-f]{64}$/);
    expect(keptSecret(file)).toBe(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(path.dirname(file))).toEqual(['secret-key']);
  });

  test('is the same for all who ask at once', async () => {
    const file = path.join(folder, 'at-once');
    const script = `import { keptSecret } from '${import.meta.dirname}/secrets.ts'; process.stdout.write(keptSecret('${file}'));`;
    const ask = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const told = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(new Set(told.map(({ stdout }) => stdout))).toEqual(new Set([readFileSync(file, 'utf8')]));
  });

  test('that was cut off is not replaced', () => {
    const file = path.join(folder, 'cut');
    writeFileSync(file, '');
    expect(() => keptSecret(file)).toThrow('is cut off');
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});
