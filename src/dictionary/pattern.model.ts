import { knownWords, wordParts } from './known-words.model.ts';

// What a message says, without its values. Names cannot be recognised by a machine, so it is turned round: a word stays
// if it is one of the dictionary's own, or plain and in small letters; all else is a value. So are quotes and brackets.

/** The words of a message in small letters, '' for a value; values side by side are one. */
export type Pattern = {
  readonly words: readonly string[];
  /** So many words may differ in another that says the same: a third of those that are no value. */
  readonly loose: number;
};

/** More of a message tells nothing new; what follows counts as one value. */
const longest = 4096;
const mostWords = 60;
const longestWord = 40;

/** The pattern of a message. Linear in its length, of which only the beginning is looked at. */
export function patternOf(message: string): Pattern {
  const text = unwrapped(sentenceIn(message).slice(0, longest));
  const tokens = tokensOf(text);
  const words: string[] = [];
  for (const [at, token] of tokens.entries()) {
    const word = wordOf(token, at === 0 && tokens[1]?.kind !== 'name');
    if (word === '' && words.at(-1) === '') continue;
    if (words.length === mostWords) {
      if (words.at(-1) !== '') words.push('');
      break;
    }
    words.push(word);
  }
  return { words, loose: Math.floor(words.filter((word) => word !== '').length / 3) };
}

type Kind = 'known' | 'plain' | 'name' | 'value';
type Token = { readonly text: string; readonly kind: Kind };

/** At the beginning of a sentence every word has a capital; two in a row are a name there too. */
function wordOf({ text, kind }: Token, begins: boolean): string {
  const stays = kind === 'known' || kind === 'plain' || (kind === 'name' && begins && oneCapital.test(text));
  return stays ? text.toLowerCase().replaceAll('’', "'") : '';
}

const plainWord = /^[\p{Ll}\p{Lo}\p{M}]+(?:[-'’][\p{Ll}\p{Lo}\p{M}]+)*$/u;
/** `Mia`, `O’Brien`, `McDonald`, `SMITH`, `J`; only what looks like the first may begin a sentence and be no name. */
const capitals = /^\p{Lu}[\p{L}\p{M}]*(?:[-'’.][\p{L}\p{M}]+)*$/u;
const oneCapital = /^\p{Lu}[\p{Ll}\p{M}]+(?:[-'’][\p{L}\p{M}]+)*$/u;
const wholeWords = /^[\p{L}\p{M}]+(?:[-'’/_.][\p{L}\p{M}]+)*$/u;

function kindOf(text: string): Kind {
  if (text.length > longestWord) return 'value';
  if (plainWord.test(text)) return 'plain';
  if (wholeWords.test(text) && areKnown(text.replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2'))) return 'known';
  return capitals.test(text) ? 'name' : 'value';
}

const areKnown = (text: string) => wordParts(text).every((part) => knownWords.has(part));

const token = (text: string): Token => ({ text, kind: kindOf(text) });
const value: Token = { text: '', kind: 'value' };

const closes: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '„': '“',
  '«': '»',
  '`': '`',
  '‘': '’',
  "'": "'",
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
};
/** Without its other half it may be anything; any other hides the rest of a text that was cut off. */
const mayStandAlone = new Set(["'", '‘', '`', '<']);
const apostrophes = new Set(["'", '‘']);
const letterOrDigit = /[\p{L}\p{N}]/u;
const space = /\s/;

/** The words of a text, and values for what stands in quotes or brackets. */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const endOf = makeEnds(text);
  let begin = 0;
  const endWord = (end: number) => {
    if (begin < end) tokens.push(...tokensIn(text.slice(begin, end)));
  };
  for (let at = 0; at < text.length; at++) {
    const end = endOf(at);
    if (end === null && !space.test(text[at] as string)) continue;
    endWord(at);
    // `student(s)` is one word.
    if (end !== null && !(end === at + 2 && text[at + 1] === 's')) tokens.push(value);
    at = end ?? at;
    begin = at + 1;
  }
  endWord(text.length);
  return tokens;
}

/** Where the quotes or brackets end that begin at a place; null: none begin there. Asked from the left to the right. */
function makeEnds(text: string): (at: number) => number | null {
  // What is found once holds for every place before it, so that many which do not end cost no more than one.
  const found = new Map<string, number>();
  return (at) => {
    const open = text[at] as string;
    const close = closes[open];
    const isApostrophe = apostrophes.has(open);
    if (close === undefined || (isApostrophe && letterOrDigit.test(text[at - 1] ?? ' '))) return null;
    const before = found.get(open) ?? 0;
    const end = before > at ? before : indexOfEnd(text, close, at + 1, isApostrophe);
    found.set(open, end);
    const isGroup = end < text.length ? !isApostrophe || end - at <= longestQuoted : !mayStandAlone.has(open);
    return isGroup ? end : null;
  };
}

/** Apostrophes that far apart are no quotes. */
const longestQuoted = 200;

/** The end of the text, where there is none. An apostrophe within a word ends nothing. */
function indexOfEnd(text: string, close: string, from: number, isApostrophe: boolean): number {
  let end = text.indexOf(close, from);
  while (isApostrophe && end >= 0 && letterOrDigit.test(text[end + 1] ?? ' ')) end = text.indexOf(close, end + 1);
  return end < 0 ? text.length : end;
}

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/** What stands between two spaces: a word, or a name and its value, as in `id=7`. */
function tokensIn(text: string): readonly Token[] {
  const core = text.replace(edges, '');
  if (core === '') return [];
  const parted = core.search(/[=:]/);
  if (parted < 0) return [token(core)];
  return core.startsWith('://', parted) ? [value] : [token(core.slice(0, parted).replace(edges, '')), value];
}

/** A text without the quotes or brackets that stand round all of it. */
function unwrapped(text: string): string {
  let inner = text.trim();
  while (inner.length > 2 && inner.at(-1) === closes[inner.charAt(0)] && makeEnds(inner)(0) === inner.length - 1)
    inner = inner.slice(1, -1).trim();
  return inner;
}

const json = /^\s*[[{]\s*["{[]/;

/** Of an answer in JSON, the longest of its texts that is more than a word; a message that is none stays as it is. */
function sentenceIn(message: string): string {
  if (!json.test(message)) return message;
  const texts = textsIn(message).filter((text) => space.test(text.trim()));
  return texts.reduce((best, text) => (text.length > best.length ? text : best), '') || message;
}

function textsIn(message: string): readonly string[] {
  try {
    return stringsOf(JSON.parse(message));
  } catch {
    // It was cut off: what stands between quotes.
    return message
      .slice(0, longest)
      .split('"')
      .filter((_, at) => at % 2 === 1);
  }
}

const mostValues = 1000;

function stringsOf(whole: unknown): readonly string[] {
  const strings: string[] = [];
  const waiting: unknown[] = [whole];
  for (let at = 0; at < waiting.length && at < mostValues; at++) {
    const one = waiting[at];
    if (typeof one === 'string') strings.push(one);
    else if (typeof one === 'object' && one !== null) waiting.push(...Object.values(one).slice(0, mostValues));
  }
  return strings;
}
