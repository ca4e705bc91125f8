/** A stream of numbers in [0, 1) that depends on its seed alone (sfc32, public domain). */
export type Prng = () => number;

/** 32-bit finaliser of MurmurHash3: near seeds give unrelated numbers. */
export function mix(value: number): number {
  let h = value | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A number that is the same for the same arguments, whatever was drawn before: rows can be made again out of order. */
export function hashOf(seed: number, ...parts: readonly number[]): number {
  let h = mix(seed ^ 0x9e3779b9);
  for (const part of parts) h = mix(h ^ Math.imul(part + 1, 0x9e3779b1));
  return h;
}

export function prngOf(seed: number, ...parts: readonly number[]): Prng {
  let a = hashOf(seed, 1, ...parts) | 0;
  let b = hashOf(seed, 2, ...parts) | 0;
  let c = hashOf(seed, 3, ...parts) | 0;
  let counter = 1;
  return () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
}

export function shuffle(values: Int32Array, random: Prng): Int32Array {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const kept = values[i] ?? 0;
    values[i] = values[j] ?? 0;
    values[j] = kept;
  }
  return values;
}

export function pick<T>(list: readonly T[], number: number): T {
  const found = list[number % list.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
