// A template made by clicking: words of a message become {parts} that change, and parts become words again.

/** What stands in a template: a word that can be clicked, a part that changes, or what is between. */
export interface Piece {
  kind: 'word' | 'part' | 'between';
  /** As it stands in the template. */
  text: string;
  /** Where it begins. */
  at: number;
  /** Of a part: its name; else empty. */
  name: string;
}

/** The words that parts stand for, by the names of the parts. */
export type Taken = Readonly<Record<string, string>>;

export interface Edited {
  template: string;
  taken: Taken;
}

const piece = /\{([a-zA-Z]+)\}|[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_'’.:/@#+-]*[\p{L}\p{M}\p{N}_])?/gu;

/** The pieces of a template in their order; together they are the template. */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const between = (until: number) => {
    if (until > end) pieces.push({ kind: 'between', text: template.slice(end, until), at: end, name: '' });
  };
  for (const found of template.matchAll(piece)) {
    const [text, name] = found;
    between(found.index);
    pieces.push({ kind: name === undefined ? 'word' : 'part', text, at: found.index, name: name ?? '' });
    end = found.index + text.length;
  }
  between(template.length);
  return pieces;
}

/** The names of the parts, each once. */
export const partNames = (template: string): readonly string[] => [
  ...new Set(piecesOf(template).flatMap(({ kind, name }) => (kind === 'part' ? [name] : []))),
];

/** Makes a word a part. Parts with no word between them are one, since nobody could tell where the first ends. */
export function takeOut({ template, taken }: Edited, word: Piece): Edited {
  const pieces = piecesOf(template);
  const at = pieces.findIndex((one) => one.at === word.at);
  const before = neighbour(pieces, at, -1);
  const after = neighbour(pieces, at, 1);
  const first = before ?? word;
  const last = after ?? word;
  const name = before?.name ?? after?.name ?? newName(template, pieces.slice(0, at));
  const from = first.at;
  const to = last.at + last.text.length;
  const original = template.slice(from, to).replace(piece, (text, its: string | undefined) => {
    return its === undefined ? text : (taken[its] ?? text);
  });
  const rest = Object.fromEntries(Object.entries(taken).filter(([its]) => its !== after?.name));
  return {
    template: `${template.slice(0, from)}{${name}}${template.slice(to)}`,
    taken: { ...rest, [name]: original },
  };
}

/** Puts the words of a part back; a part whose words nobody knows stays. */
export function putBack({ template, taken }: Edited, part: Piece): Edited {
  const original = taken[part.name];
  if (original === undefined) return { template, taken };
  const { [part.name]: _gone, ...rest } = taken;
  return { template: template.slice(0, part.at) + original + template.slice(part.at + part.text.length), taken: rest };
}

/** Calls a part otherwise; a name that is none, or is another's, changes nothing. */
export function rename({ template, taken }: Edited, from: string, to: string): Edited {
  if (!/^[a-zA-Z]+$/.test(to) || partNames(template).includes(to)) return { template, taken };
  const { [from]: original, ...rest } = taken;
  return {
    template: template.replaceAll(`{${from}}`, `{${to}}`),
    taken: original === undefined ? rest : { ...rest, [to]: original },
  };
}

/** The part beside a word, with only punctuation or white space between. */
function neighbour(pieces: readonly Piece[], at: number, by: 1 | -1): Piece | undefined {
  const next = pieces[at + by];
  const beside = next?.kind === 'between' ? pieces[at + 2 * by] : next;
  return beside?.kind === 'part' ? beside : undefined;
}

const small = new Set(
  'a an and are as at by for from has have id in is it no not of on or that the this to was with'.split(' '),
);

/** The word before it says what a value is: "section 12" is a section. */
function newName(template: string, before: readonly Piece[]): string {
  const word = before.findLast(({ kind }) => kind === 'word')?.text.toLowerCase() ?? '';
  const wanted = /^[a-z]{3,}$/.test(word) && !small.has(word) ? word : 'value';
  const used = partNames(template);
  if (!used.includes(wanted)) return wanted;
  const letter = [...'BCDEFGHIJKLMNOPQRSTUVWXYZ'].find((one) => !used.includes(wanted + one)) ?? 'Z';
  return wanted + letter;
}

/** A message with the values that stand in it, in this order, as parts. */
export function withParts(message: string, values: readonly string[]): Edited {
  let edited: Edited = { template: message, taken: {} };
  let from = 0;
  for (const value of values) {
    const { template, taken } = edited;
    const found = value === '' ? -1 : template.indexOf(value, from);
    if (found < 0) continue;
    const at = found - Number(isHalf(value, template[found - 1]));
    const end = found + value.length + Number(isHalf(value, template[found + value.length]));
    const name = newName(template, piecesOf(template.slice(0, at)));
    edited = {
      template: `${template.slice(0, at)}{${name}}${template.slice(end)}`,
      taken: { ...taken, [name]: template.slice(at, end) },
    };
    from = at + name.length + 2;
  }
  return edited;
}

const halves: Readonly<Record<string, string>> = {
  '"': '"',
  '“': '”',
  '”': '“',
  '(': ')',
  ')': '(',
  '[': ']',
  ']': '[',
};

/** Whether a quote or bracket beside a value has its other half in it. */
function isHalf(value: string, beside: string | undefined): boolean {
  const other = beside === undefined ? undefined : halves[beside];
  if (beside === undefined || other === undefined) return false;
  const count = (one: string) => value.split(one).length - 1;
  return beside === other ? count(other) % 2 === 1 : count(other) > count(beside);
}
