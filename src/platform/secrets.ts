import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Problem } from './problem.ts';

/** What this installation can seal and sign with; one purpose's key never opens another's box. */
export type Secrets = {
  /** Tells one installation's key from another's, and nothing of the key. */
  readonly version: string;
  /** `place`: where the box belongs; it opens nowhere else. */
  seal(purpose: string, plain: Uint8Array, place?: string): Buffer;
  unseal(purpose: string, sealed: Uint8Array, place?: string): Buffer;
  /** The raw 32-byte key of a purpose, for files sealed in frames. */
  keyFor(purpose: string): Buffer;
  sign(purpose: string, text: string): string;
  verify(purpose: string, text: string, signature: string): boolean;
};

export function makeSecrets(secretKey: string): Secrets {
  // To derive a key, or to make bytes one, costs more than to seal a small thing with it; and there are few purposes.
  const keys = new Map<string, KeyObject>();
  const keyOf = (purpose: string): KeyObject => {
    const key =
      keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, 'hallpass', purpose, 32)));
    keys.set(purpose, key);
    return key;
  };
  const keyFor = (purpose: string) => keyOf(purpose).export();
  const sign = (purpose: string, text: string) => createHmac('sha256', keyOf(purpose)).update(text).digest('base64url');
  return {
    version: keyFor('version').toString('hex', 0, 8),
    keyFor,
    sign,
    verify(purpose, text, signature) {
      const expected = Buffer.from(sign(purpose, text));
      const given = Buffer.from(signature);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    seal(purpose, plain, place = '') {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', keyOf(purpose), nonce, { authTagLength: 16 });
      cipher.setAAD(Buffer.from(place));
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    unseal(purpose, sealed, place = '') {
      const box = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      const decipher = createDecipheriv('aes-256-gcm', keyOf(purpose), box.subarray(0, 12), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(box.subarray(-16));
      return Buffer.concat([decipher.update(box.subarray(12, -16)), decipher.final()]);
    },
  };
}

/** A secret that cannot be guessed: 256 random bits as text safe in addresses. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** A secret made once and kept in a file that only its owner reads; of two starts at once both get the same. */
export function keptSecret(file: string): string {
  try {
    return readKept(file) ?? makeKept(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new Problem(
      'connection.database_not_started',
      `${file} cannot be read by this user. Run Hallpass as the user who made the data folder, or set DATA_DIR to another folder.`,
    );
  }
}

function readKept(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    if (text.length >= 32) return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  throw new Problem(
    'connection.database_not_started',
    `${file} is cut off. What it sealed or opens needs the whole of it: bring it back from a backup.`,
  );
}

/** Written whole, to the disk, before it has its name: neither another start nor a power failure leaves an empty secret. */
function makeKept(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}-${randomBytes(4).toString('hex')}`;
  writeFileSync(fresh, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
