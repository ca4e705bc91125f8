import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

// The same letters typed on another keyboard or system are the same password.
const normal = (password: string) => password.normalize('NFKC');

/** Argon2id with the library's parameters (19 MiB, 2 passes: OWASP's first recommendation), on a thread of its own. */
export function hashPassword(password: string): Promise<string> {
  return hash(normal(password));
}

let nobodys: Promise<string> | undefined;

/** Whether this is the password. Where there is none to compare with, as much work is done, so that the time tells nothing. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobodys ??= hash(randomBytes(32));
  const other = await nobodys;
  const same = await verify(stored ?? other, normal(password));
  return stored !== null && same;
}
