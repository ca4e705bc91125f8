// By what a person is found: keys of records, ids, addresses and names; and taking these out of a text.

/** A record of the person, as a flow’s runs name it. */
export type Key = { readonly flow: number; readonly kind: string; readonly key: string };

export type Traces = {
  readonly person: number;
  /** That brings the person. */
  readonly connection: number;
  readonly sourceKey: string;
  readonly keys: readonly Key[];
  /** Keys of a flow’s course members begin with an id or address of the person. */
  readonly members: readonly { readonly flow: number; readonly before: string }[];
  /** Addresses, names and ids that mean nobody else, wherever they stand. */
  readonly words: readonly string[];
  /** Given and family names: a text with one of each is about the person. */
  readonly given: readonly string[];
  readonly family: readonly string[];
};

/** What the roster holds of somebody, as far as it tells who they are. */
export type Known = {
  readonly givenNames: readonly (string | null)[];
  readonly familyNames: readonly (string | null)[];
  readonly addresses: readonly (string | null)[];
  readonly ids: readonly (string | null)[];
  readonly phones: readonly (string | null)[];
  /** Others of the district have the same names, or the same address. */
  readonly namesShared: boolean;
  readonly addressShared: boolean;
};

/** What is put where something of a forgotten person stood. */
export const forgotten = '(forgotten)';

const filled = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.flatMap((value) => (value === null || value.trim() === '' ? [] : [value.trim()]))),
];

/** A short id, or a number that may count something, means nobody by itself. */
const isTelling = (id: string): boolean => (/^\d+$/.test(id) ? id.length >= 8 : id.length >= 5);

/** What means this person and nobody else, wherever it stands. */
export function wordsOf(known: Known): Pick<Traces, 'words' | 'given' | 'family'> {
  const given = filled(known.givenNames);
  const family = filled(known.familyNames);
  const names = given.flatMap((one) =>
    family.flatMap((other) => [`${one} ${other}`, `${other}, ${one}`, `${other} ${one}`]),
  );
  const words = [
    ...(known.addressShared ? [] : filled(known.addresses)),
    ...(known.namesShared ? [] : names),
    ...filled(known.ids).filter(isTelling),
    ...filled(known.phones).filter((phone) => phone.replaceAll(/\D/g, '').length >= 7),
  ];
  const longestFirst = [...new Set(words)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return { words: longestFirst, given: known.namesShared ? [] : given, family: known.namesShared ? [] : family };
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
/** A word as it stands by itself, not within a longer one. */
const alone = (word: string) => new RegExp(`(?<![\\p{L}\\p{N}_])${escaped(word)}(?![\\p{L}\\p{N}_])`, 'giu');

export type Sought = {
  /** Whether a text speaks of the person. */
  isIn(text: string): boolean;
  /** The text without them. */
  without(text: string): string;
  /** The value without them, wherever in it they stand; keys of objects stay. */
  withoutIn(value: unknown): unknown;
};

/** Looks for somebody in texts, in whatever case they are written. */
export function seek({ words, given, family }: Pick<Traces, 'words' | 'given' | 'family'>): Sought {
  const whole = words.map(alone);
  const [first, last] = [given.map(alone), family.map(alone)];
  const any = (patterns: readonly RegExp[], text: string) => patterns.some((pattern) => text.search(pattern) >= 0);
  const without = (text: string) => whole.reduce((rest, pattern) => rest.replaceAll(pattern, forgotten), text);
  const withoutIn = (value: unknown): unknown => {
    if (typeof value === 'string') return without(value);
    if (Array.isArray(value)) return value.map(withoutIn);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, withoutIn(held)]));
  };
  return { isIn: (text) => any(whole, text) || (any(first, text) && any(last, text)), without, withoutIn };
}
