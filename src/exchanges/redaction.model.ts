// What is shown of a request and its answer says nothing of whom it is about: names, e-mails, birth dates and scores are
// replaced by the name of their field, wherever they stand. Ids stay, since whoever helps must find the record by them.

/** A value of a record, by the name of its field. */
export type Named = { readonly field: string; readonly value: string };

const plainName = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** Fields that are of people, whatever is about them; and beside these, what a record of its kind is called. */
const personal: ReadonlySet<string> = new Set(
  `address birthCity birthDate birthPlace cellPhone comment comments countryOfBirth dateOfBirth displayName dob email
  emailAddress ethnicity familyName firstName fullName gender givenName gradeValue homePhone instructorName lastName
  legalName login loginId mail middleName mobile nameInUse nickname note notes phone phoneNumber photo
  preferredFamilyName preferredFirstName preferredGivenName preferredLastName preferredMiddleName preferredName pronouns
  race score scoreValue sex sms sortableName street suffix textScore userName userPhoto`
    .split(/\s+/)
    .map(plainName),
);
/** These say one of few words, which stand in other texts for other things: they are hidden in their field only. */
const oneOfFew: ReadonlySet<string> = new Set(['sex', 'gender', 'race', 'ethnicity', 'pronouns', 'suffix']);
const ofKind: Readonly<Record<string, readonly string[]>> = {
  class: ['title', 'name'],
  course: ['title', 'name'],
  user: ['name'],
};

/** Whether a field of a record of this kind tells of a person. */
const isPersonal = (field: string, kind: string | null) =>
  personal.has(plainName(field.split('.').at(-1) ?? '')) ||
  (kind !== null && ofKind[kind]?.includes(plainName(field)) === true);

const anyEmail = /[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const mark = (field: string) => `‹${field}›`;

/** Replaces what is of people in a text. */
export type Redact = (text: string) => string;

/**
 * What must be replaced in all texts that belong together: the values of the record itself, and those that stand in the
 * texts under the name of such a field. `kind`: of the record; null where the texts are not about one.
 */
export function redactionOf(texts: readonly string[], record: readonly Named[], kind: string | null): Redact {
  const found: Named[] = record.filter(({ field }) => isPersonal(field, kind));
  for (const text of texts) found.push(...valuesIn(text, kind));
  const spelt = speltOf(found);
  return (text) => {
    const json = parsed(text);
    if (json === undefined) {
      const rest = byField(text, kind);
      return inTextOf(spelt, [rest])(rest);
    }
    const rest = withoutFields(json.value, kind);
    return JSON.stringify(mapped(rest, inTextOf(spelt, stringsIn(rest))));
  };
}

/** Replaces what is looked for in texts; only what stands there at all is looked for in every place. */
function inTextOf(spelt: Spelt, texts: readonly string[]): Redact {
  const all = fold(texts.join('\n'));
  const patterns = patternsOf(new Map([...spelt].filter(([spelling]) => all.includes(fold(spelling)))));
  return (text) =>
    patterns
      .reduce((said, { pattern, by, among }) => (among.test(said) ? said.replace(pattern, by) : said), text)
      .replace(anyEmail, mark('email'));
}

function parsed(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** JSON stays JSON: every field stays, and what a field of a person says is hidden. */
function withoutFields(value: unknown, kind: string | null): unknown {
  if (Array.isArray(value)) return value.map((one) => withoutFields(one, kind));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      name,
      isPersonal(name, kind) ? hiddenIn(of, name) : withoutFields(of, kind),
    ]),
  );
}

/** All texts of a value, and the names in it that are none of fields. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const names = Array.isArray(value) ? [] : Object.keys(value).filter((name) => !isFieldName(name));
  return [...names, ...Object.values(value).flatMap(stringsIn)];
}

function mapped(value: unknown, inText: Redact): unknown {
  if (typeof value === 'string') return inText(value);
  if (Array.isArray(value)) return value.map((one) => mapped(one, inText));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [isFieldName(name) ? name : inText(name), mapped(of, inText)]),
  );
}

/** What stands in a field that is of a person; that nothing does may be told. */
function hiddenIn(value: unknown, field: string): unknown {
  if (value === null || value === '' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one) => hiddenIn(one, field));
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, hiddenIn(one, field)]));
  return mark(field);
}

/** The name of a field is none of its values; what else stands in its place (an address, a name) is replaced. */
const isFieldName = (name: string) => /^[a-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$/.test(name);

const pairs = /("(?:[^"\\]|\\.){1,80}")(\s*:\s*)("(?:[^"\\]|\\.)*(?:"|$)|-?\d[\d.eE+-]*)/gs;
const formPairs = /(^|[?&])([\w.%-]{1,80})=([^&\s#]+)/g;

/** In JSON that was cut off, and in forms, fields are known by what stands before their value. */
function byField(text: string, kind: string | null): string {
  return text
    .replace(pairs, (whole, name: string, colon: string) => {
      const field = unquoted(name);
      return isPersonal(field, kind) ? `${name}${colon}"${mark(field)}"` : whole;
    })
    .replace(formPairs, (whole, before: string, name: string) =>
      isPersonal(name, kind) ? `${before}${name}=${mark(name)}` : whole,
    );
}

/** The values that stand in a text under the name of a field that is of a person. */
function valuesIn(text: string, kind: string | null): readonly Named[] {
  const found: Named[] = [];
  const json = parsed(text);
  if (json !== undefined) {
    collect(json.value, null, kind, found);
    return found;
  }
  for (const [, name = '', , value = ''] of text.matchAll(pairs)) {
    const field = unquoted(name);
    if (isPersonal(field, kind)) found.push({ field, value: unquoted(value) });
  }
  for (const [, , field = '', value = ''] of text.matchAll(formPairs))
    if (isPersonal(field, kind)) found.push({ field, value: decoded(value) });
  return found;
}

/** `under`: the field of a person that all of this stands in. */
function collect(value: unknown, under: string | null, kind: string | null, found: Named[]): void {
  if (Array.isArray(value)) for (const one of value) collect(one, under, kind, found);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value))
      collect(one, under ?? (isPersonal(name, kind) ? name : null), kind, found);
  else if (under !== null && (typeof value === 'string' || typeof value === 'number'))
    found.push({ field: under, value: String(value) });
}

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text;
  const whole = text.length > 1 && text.endsWith('"') ? text : `${text}"`;
  try {
    return String(JSON.parse(whole));
  } catch {
    return whole.slice(1, -1);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** In which texts a pattern is looked for at all: anywhere, or in sentences. */
type Pattern = { readonly pattern: RegExp; readonly by: (whole: string) => string; readonly among: RegExp };
/** Spellings of values, each with the field that is told in its place. */
type Spelt = ReadonlyMap<string, string>;

/** Of more values than these the longest are looked for: a page of a list holds those of hundreds of people. */
const mostValues = 5000;

function speltOf(found: readonly Named[]): Spelt {
  const fields = fieldsByValue(found);
  const values = [...fields.keys()].sort(longestFirst).slice(0, mostValues);
  const spelt = new Map<string, string>();
  for (const value of values)
    for (const spelling of spellingsOf(value)) if (!spelt.has(spelling)) spelt.set(spelling, fields.get(value) ?? '');
  return spelt;
}

/** What is looked for, the longest first, so that a name is not torn out of an e-mail. */
function patternsOf(spelt: Spelt): readonly Pattern[] {
  const byFold = new Map([...spelt].map(([spelling, field]) => [fold(spelling), field]));
  const all = [...spelt.keys()].sort(longestFirst);
  const spellings = all.filter((one) => !isNumber(one));
  const short = spellings.filter((one) => one.length <= 3);
  const by = (whole: string) => (isMark(whole) ? whole : mark(spelt.get(whole) ?? byFold.get(fold(whole)) ?? 'value'));
  const kinds: readonly (readonly [alternatives: readonly string[], flags: string, among?: RegExp])[] = [
    [spellings.filter((one) => one.length > 3).map(literal), 'giu'],
    // Two or three letters are found in many words: there, as they are written, or as a word of their own.
    [short.map(literal), 'gu'],
    [short.map((one) => `(?<![\\p{L}\\p{N}])${literal(one)}(?![\\p{L}\\p{N}])`), 'giu'],
    // A score is a number like others: it is one where something is said.
    [
      all.filter(isNumber).map((one) => `(?<![\\p{L}\\p{N}]|\\d[.:/-])${literal(one)}(?![\\p{L}\\p{N}]|[.:/-]\\d)`),
      'gu',
      /\s/,
    ],
  ];
  return kinds
    .filter(([alternatives]) => alternatives.length > 0)
    .map(([alternatives, flags, among = /./s]) => ({ pattern: either(alternatives, flags), by, among }));
}

function fieldsByValue(found: readonly Named[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const { field, value } of found) {
    const name = field.split('.').at(-1) ?? field;
    if (oneOfFew.has(plainName(name))) continue;
    const parts = isScore(name) && isNumber(value) ? [value] : partsOf(value);
    for (const part of parts) if (!fields.has(part)) fields.set(part, name);
  }
  return fields;
}

const literal = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const longestFirst = (a: string, b: string) => b.length - a.length;
const isMark = (text: string) => /^‹[^›]*›$/.test(text);
/** A mark that stands already is passed over, so that no field's name is taken for a value. */
const either = (alternatives: readonly string[], flags: string) =>
  new RegExp(['‹[^‹›]{1,80}›', ...alternatives].join('|'), flags);
/** Of one digit it says nothing. */
const isNumber = (text: string) => /^\d+(?:[.,]\d+)?$/.test(text) && text.length > 1;
const isScore = (field: string) => /score$/i.test(field);
const fold = (text: string) => text.toLowerCase();
const hasTwoLetters = (text: string) => (text.match(/\p{L}/gu)?.length ?? 0) >= 2;

/** More words than these are a sentence: its words say nothing. */
const mostWords = 4;

/** A value, and the words of a name that has several. What is no more than a digit or a letter is hidden in its field only. */
function partsOf(value: string): readonly string[] {
  const whole = value.trim();
  const words = whole.split(/[\s,;/]+/);
  const ofName = words.length > mostWords ? [] : words.filter((word) => (word.match(/\p{L}/gu)?.length ?? 0) >= 3);
  return [whole, ...ofName].filter((part) => hasTwoLetters(part) || part.length >= 6);
}

/** A value as it stands in a text, in JSON, in an address, in a form and in HTML, and with its accents as letters of their own. */
function spellingsOf(value: string): readonly string[] {
  const forms = [value, value.normalize('NFC'), value.normalize('NFD')];
  return [
    ...new Set(
      forms.flatMap((form) => [
        form,
        JSON.stringify(form).slice(1, -1),
        asciiJson(form),
        encoded(form),
        encoded(form).replaceAll('%20', '+'),
        inHtml(form),
      ]),
    ),
  ];
}

const asciiJson = (text: string) =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const inHtml = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
