// Which records are the same under another id. A source that moves, or is set up anew, gives new ids to the sections and
// people that it had: what they are called, where they are and who is in them says which is which.

/** A record as it is compared; lists of ids in any order. What is not known is null or empty, and says nothing. */
export type Section = {
  readonly id: number;
  readonly key: string;
  readonly created: number;
  readonly school: string;
  readonly title: string;
  readonly code: string | null;
  readonly course: string | null;
  readonly terms: readonly string[];
  readonly teachers: readonly number[];
  readonly students: readonly number[];
};
export type Someone = {
  readonly id: number;
  readonly key: string;
  readonly created: number;
  readonly school: string;
  readonly name: string;
  readonly identifier: string | null;
  readonly username: string | null;
  readonly email: string | null;
};
export type Because =
  | 'title'
  | 'code'
  | 'course'
  | 'terms'
  | 'teachers'
  | 'students'
  | 'identifier'
  | 'username'
  | 'email'
  | 'name';

/** How alike two are from 0 to 1, and by what. */
export type Alike = { readonly score: number; readonly because: readonly Because[] };
type Sign = { readonly of: Because; readonly weight: number; readonly like: number | null };

/** The weighted share of what both sides tell and agree on. */
function alike(signs: readonly Sign[]): Alike {
  const told = signs.filter((sign): sign is Sign & { like: number } => sign.like !== null);
  const whole = told.reduce((sum, { weight }) => sum + weight, 0);
  const score = whole === 0 ? 0 : told.reduce((sum, { weight, like }) => sum + weight * like, 0) / whole;
  return { score, because: told.filter(({ like }) => like >= 0.5).map(({ of }) => of) };
}

const folded = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim().toLowerCase());

function sameText(a: string | null, b: string | null): number | null {
  const [one, other] = [folded(a), folded(b)];
  return one === null || other === null ? null : Number(one === other);
}

/** What both have, of what either has; null where one of them has none. */
function overlap(a: readonly (string | number)[], b: readonly (string | number)[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  const one = new Set(a);
  const other = new Set(b);
  const both = [...one].filter((item) => other.has(item)).length;
  return both / (one.size + other.size - both);
}

export function sectionsAlike(a: Section, b: Section): Alike {
  return alike([
    { of: 'title', weight: 2, like: sameText(a.title, b.title) },
    { of: 'code', weight: 2, like: sameText(a.code, b.code) },
    { of: 'course', weight: 1.5, like: sameText(a.course, b.course) },
    { of: 'terms', weight: 1, like: overlap(a.terms, b.terms) },
    { of: 'teachers', weight: 1.5, like: overlap(a.teachers, b.teachers) },
    { of: 'students', weight: 4, like: overlap(a.students, b.students) },
  ]);
}

export function peopleAlike(a: Someone, b: Someone): Alike {
  return alike([
    { of: 'identifier', weight: 4, like: sameText(a.identifier, b.identifier) },
    { of: 'email', weight: 3, like: sameText(a.email, b.email) },
    { of: 'username', weight: 2, like: sameText(a.username, b.username) },
    { of: 'name', weight: 2, like: sameText(a.name, b.name) },
  ]);
}

export type Paired<One> = { readonly old: One; readonly new: One; readonly sure: boolean } & Alike;
type Compared = { readonly id: number; readonly created: number; readonly key: string };

/** Less alike is no pair. */
const least = 0.5;
/** So alike, and by so much more than to anything else, are the same. */
const sure = { score: 0.75, ahead: 0.15 } as const;
/** A mark that so many share tells nobody apart. */
const mostShared = 300;

type Rules<One> = { readonly marks: (one: One) => readonly string[]; readonly alike: (a: One, b: One) => Alike };

/** Pairs of the old with the new, each in one pair at most, those that are most alike first. */
function pairsOf<One extends Compared>(
  olds: readonly One[],
  news: readonly One[],
  rules: Rules<One>,
): readonly Paired<One>[] {
  const candidates = candidatesOf(olds, news, rules);
  candidates.sort((a, b) => b.score - a.score || (a.new.key < b.new.key ? -1 : 1) || (a.old.key < b.old.key ? -1 : 1));
  const taken = new Set<string>();
  const pairs: Paired<One>[] = [];
  for (const one of candidates) {
    if (taken.has(`old ${one.old.id}`) || taken.has(`new ${one.new.id}`)) continue;
    taken.add(`old ${one.old.id}`).add(`new ${one.new.id}`);
    pairs.push({ ...one, sure: one.score >= sure.score && one.score - rivalOf(candidates, one) >= sure.ahead });
  }
  return pairs;
}

type Candidate<One> = Alike & { readonly old: One; readonly new: One };

/** The score of the best other pair that either of the two could be in. */
function rivalOf<One extends Compared>(candidates: Candidates<One>, { old, new: newer }: Candidate<One>): number {
  const others = [...(candidates.byOld.get(old.id) ?? []), ...(candidates.byNew.get(newer.id) ?? [])];
  return Math.max(0, ...others.filter((one) => one.old !== old || one.new !== newer).map(({ score }) => score));
}

type Candidates<One> = Candidate<One>[] & {
  byOld: ReadonlyMap<number, readonly Candidate<One>[]>;
  byNew: ReadonlyMap<number, readonly Candidate<One>[]>;
};

/** Only records that share a mark are compared: all with all would be the square of a district. */
function candidatesOf<One extends Compared>(
  olds: readonly One[],
  news: readonly One[],
  rules: Rules<One>,
): Candidates<One> {
  const sharing = byMark(news, rules);
  // What was there first cannot be the new id of what came later.
  const all = olds.flatMap((old) =>
    meeting(old, sharing, rules)
      .filter(({ created }) => created > old.created)
      .map((newer) => ({ old, new: newer, ...rules.alike(old, newer) }))
      .filter(({ score }) => score >= least),
  );
  return Object.assign(all, {
    byOld: Map.groupBy(all, ({ old }) => old.id),
    byNew: Map.groupBy(all, (one) => one.new.id),
  });
}

function byMark<One>(ones: readonly One[], { marks }: Rules<One>): ReadonlyMap<string, readonly One[]> {
  const sharing = new Map<string, One[]>();
  for (const one of ones)
    for (const mark of marks(one)) {
      const same = sharing.get(mark);
      if (same === undefined) sharing.set(mark, [one]);
      else same.push(one);
    }
  return sharing;
}

function meeting<One>(one: One, sharing: ReadonlyMap<string, readonly One[]>, { marks }: Rules<One>): readonly One[] {
  const lists = marks(one).map((mark) => sharing.get(mark) ?? []);
  return [...new Set(lists.filter(({ length }) => length <= mostShared).flat())];
}

const marksOf = (school: string, texts: readonly (readonly [string, string | null])[]) =>
  texts.flatMap(([name, text]) => (folded(text) === null ? [] : [`${school} ${name} ${folded(text)}`]));

/** Sections of one school that are called alike, or in which the same people are. */
export const sectionPairs = (olds: readonly Section[], news: readonly Section[]): readonly Paired<Section>[] =>
  pairsOf(olds, news, {
    marks: ({ school, title, code, students }) => [
      ...marksOf(school, [
        ['title', title],
        ['code', code],
      ]),
      // A few of them are enough to meet: whoever is in both is in one of these, unless hardly anybody is.
      ...students.slice(0, 5).map((student) => `${school} student ${student}`),
    ],
    alike: sectionsAlike,
  });

export const peoplePairs = (olds: readonly Someone[], news: readonly Someone[]): readonly Paired<Someone>[] =>
  pairsOf(olds, news, {
    marks: ({ school, name, identifier, username, email }) => [
      ...marksOf('', [
        ['identifier', identifier],
        ['username', username],
        ['email', email],
      ]),
      ...marksOf(school, [['name', name]]),
    ],
    alike: peopleAlike,
  });
