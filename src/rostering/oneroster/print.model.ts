// Fingerprints: two independent 32-bit murmur3 lanes make 64 bits. Not a defence against an attacker, who could as well
// send the changed row; a chance of 5e-20 that a changed row looks the same.

const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;
const seedHigh = 0x9747b28c;

/** The last hash: two unsigned halves, kept outside so that a million calls allocate nothing. */
export const print = { low: 0, high: 0 };

/** Hashes bytes `start` to `end` into `print`, beginning from a seed that says in what context they stand. */
export function hashBytes(bytes: Uint8Array, start: number, end: number, seed: number): void {
  let a = seed | 0;
  let b = (seed ^ seedHigh) | 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    let k =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    k = Math.imul(k, c1);
    k = Math.imul((k << 15) | (k >>> 17), c2);
    a ^= k;
    a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    b = (Math.imul(b ^ k, 0x85ebca6b) + 0x38495ab5) | 0;
    b ^= b >>> 15;
  }
  let rest = 0;
  for (let shift = 0; at < end; at++, shift += 8) rest |= (bytes[at] as number) << shift;
  rest = Math.imul(rest, c1);
  rest = Math.imul((rest << 15) | (rest >>> 17), c2);
  finish(a ^ rest, b ^ rest, end - start);
}

function finish(low: number, high: number, size: number): void {
  let a = low ^ size;
  let b = high ^ Math.imul(size, 0x27d4eb2f);
  a = (a + b) | 0;
  b = (b + a) | 0;
  print.low = mix(a) >>> 0;
  print.high = mix(b) >>> 0;
}

function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

// The fingerprint in the making: one at a time, so that a million rows make no objects.
let first = 0;
let second = 0;
let length = 0;

/** Begins the fingerprint of a record; the seed tells kinds apart. */
export function beginPrint(seed: number): void {
  first = seed | 0;
  second = (seed ^ seedHigh) | 0;
  length = 0;
}

/** Adds a value and the place where it stands; equal values at equal places, equal print. */
export function addText(place: number, text: string): void {
  addUnit(0x10000 + place);
  for (let at = 0; at < text.length; at++) addUnit(text.charCodeAt(at));
}

function addUnit(unit: number): void {
  const k = Math.imul(unit, c1);
  const turned = Math.imul((k << 15) | (k >>> 17), c2);
  first ^= turned;
  first = (Math.imul((first << 13) | (first >>> 19), 5) + 0xe6546b64) | 0;
  second = (Math.imul(second ^ turned, 0x85ebca6b) + 0x38495ab5) | 0;
  second ^= second >>> 15;
  length++;
}

/** The fingerprint as PostgreSQL's bigint. */
export function endPrint(): string {
  finish(first, second, length);
  return BigInt.asIntN(64, (BigInt(print.high) << 32n) | BigInt(print.low)).toString();
}

const utf8 = new TextEncoder();
const scratch = new Uint8Array(2048);
const keySeed = 0x51ed270b;
const neighbours = 32;
const zero = 48;
const nine = 57;
const mostDigits = 9;

/**
 * Hashes a key as it stands in a file. Most ids end in a number that counts up, and files list them in that order: the
 * low half keeps 32 neighbours together, so that a table that is indexed by it is walked through and not jumped about in.
 */
export function hashKeyBytes(bytes: Uint8Array, start: number, end: number): void {
  hashBytes(bytes, start, end, keySeed);
  let number = 0;
  let digits = end;
  for (let power = 1; digits > start && end - digits < mostDigits; digits--, power *= 10) {
    const digit = bytes[digits - 1] as number;
    if (digit < zero || digit > nine) break;
    number += (digit - zero) * power;
  }
  if (digits === end) return;
  let before = keySeed;
  for (let at = start; at < digits; at++) before = Math.imul(before ^ (bytes[at] as number), 0x01000193);
  const family = mix(before ^ Math.imul(Math.floor(number / neighbours), 0x9e3779b1));
  print.low = ((family & -neighbours) | (number % neighbours)) >>> 0;
}

/** Hashes a key as the bytes it has in a file, so that keys from the database and from a line meet. */
export function hashKey(key: string): void {
  let plain = 0;
  for (; plain < key.length && plain < scratch.length; plain++) {
    const unit = key.charCodeAt(plain);
    if (unit > 127) break;
    scratch[plain] = unit;
  }
  if (plain === key.length) hashKeyBytes(scratch, 0, plain);
  else hashLetters(key);
}

function hashLetters(key: string): void {
  const bytes = utf8.encode(key);
  hashKeyBytes(bytes, 0, bytes.length);
}

/** Prints of keys: the high halves by the low ones. */
export type KeyPrints = ReadonlyMap<number, readonly number[]>;

export function keyPrints(keys: readonly string[]): KeyPrints {
  const prints = new Map<number, number[]>();
  for (const key of keys) {
    hashKey(key);
    const same = prints.get(print.low);
    if (same === undefined) prints.set(print.low, [print.high]);
    else same.push(print.high);
  }
  return prints;
}

export const hasKeyPrint = (prints: KeyPrints, low: number, high: number) => prints.get(low)?.includes(high) === true;
