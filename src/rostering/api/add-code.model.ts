// The code by which a course is joined, made where the school gives none.

const letters = 'abcdefghjkmnpqrstuvwxyz';
const digits = '23456789';
const length = 7;

/** Seven lower-case letters and digits that nobody mistakes for another, at least one of them a letter. `random(n)`: 0 to n - 1. */
export function makeAddCode(random: (n: number) => number): string {
  const all = letters + digits;
  const code = Array.from({ length }, () => all.charAt(random(all.length)));
  const place = random(length);
  if (!code.some((letter) => letters.includes(letter))) code[place] = letters.charAt(random(letters.length));
  return code.join('');
}
