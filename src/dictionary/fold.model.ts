// A text as it is compared: its letters and digits only, in lower case. White space, punctuation, quotes, brackets and
// the syntax of JSON fall away, so that a message is the same however it was wrapped, broken over lines or quoted.

/** The arrays are longer than the letters, and are written anew by the next fold: whoever keeps them copies them. */
export class Folded {
  readonly source: string;
  readonly length: number;
  /** The letters as character codes. */
  readonly codes: Uint16Array;
  /** Where each letter stands in the source. */
  readonly at: Int32Array;
  /** 1 for a letter that begins a word. */
  readonly begins: Uint8Array;
  #letters: string | undefined;

  constructor(source: string, length: number, arrays: Pick<Folded, 'codes' | 'at' | 'begins'>) {
    this.source = source;
    this.length = length;
    this.codes = arrays.codes;
    this.at = arrays.at;
    this.begins = arrays.begins;
  }

  /** The letters as a text; made when it is first asked for, before the next fold. */
  get letters(): string {
    this.#letters ??= textOf(this.codes, this.length);
    return this.#letters;
  }
}

const plain = new Uint8Array(128);
for (const character of '0123456789abcdefghijklmnopqrstuvwxyz') {
  plain[character.charCodeAt(0)] = character.charCodeAt(0);
  plain[character.toUpperCase().charCodeAt(0)] = character.charCodeAt(0);
}

const backslash = 0x5c;
const letterU = 0x75;
/** What may follow a backslash and is no letter then: \b \f \n \r \t. */
const escapes: ReadonlySet<number> = new Set([...'bfnrt'].map((letter) => letter.charCodeAt(0)));
const isLetter = /^[\p{L}\p{N}\p{M}]$/u;
const fourHex = /^[0-9a-f]{4}$/i;

// Messages are short and many: the room they are folded in is used again.
let codes = new Uint16Array(4096);
let places = new Int32Array(4096);
let starts = new Uint8Array(4096);

/** Folds a text. Linear in its length. */
export function fold(source: string): Folded {
  const end = source.length;
  if (codes.length < end) {
    codes = new Uint16Array(end);
    places = new Int32Array(end);
    starts = new Uint8Array(end);
  }
  let count = 0;
  let inWord = 0;
  for (let i = 0; i < end; i++) {
    const code = source.charCodeAt(i);
    const place = i;
    let letter = code < 128 ? (plain[code] as number) : foldOther(source, i);
    if (code === backslash) {
      const next = source.charCodeAt(i + 1);
      if (escapes.has(next)) i++;
      else if (next === letterU && fourHex.test(source.slice(i + 2, i + 6))) {
        letter = foldCode(Number.parseInt(source.slice(i + 2, i + 6), 16));
        i += 5;
      }
    }
    if (letter === 0) {
      inWord = 0;
      continue;
    }
    codes[count] = letter;
    places[count] = place;
    starts[count] = 1 - inWord;
    inWord = 1;
    count++;
  }
  return new Folded(source, count, { codes, at: places, begins: starts });
}

/** A character outside of ASCII: itself in lower case, or 0 where it is no letter. Half of a pair counts as one. */
function foldOther(source: string, at: number): number {
  const code = source.charCodeAt(at);
  if (code >= 0xd800 && code < 0xe000) return code;
  return foldCode(code);
}

function foldCode(code: number): number {
  if (code < 128) return plain[code] as number;
  const character = String.fromCharCode(code);
  return isLetter.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
}

const most = 8192;

function textOf(letters: Uint16Array, count: number): string {
  let text = '';
  for (let from = 0; from < count; from += most)
    text += String.fromCharCode.apply(
      null,
      letters.subarray(from, Math.min(count, from + most)) as unknown as number[],
    );
  return text;
}
