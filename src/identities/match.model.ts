// Who of ours is who of theirs: by the SIS id, then by the e-mail, and only where both are sure. A wrong match lets Hallpass
// act as somebody else, so whatever could mean two people is unclear and left to a person.

/** One of our people: the ids by which a SIS knows them. */
export type Ours = { readonly person: number; readonly sisIds: readonly string[]; readonly email: string | null };
/** Somebody of the other system, as it tells of them. */
export type Theirs = { readonly id: string; readonly sisId: string | null; readonly email: string | null };
/** What people have said already: of whom, and which ids are taken by it. */
export type Said = { readonly people: ReadonlySet<number>; readonly ids: ReadonlySet<string> };

export type Match = { readonly person: number } & (
  | { readonly matched: 'sis_id' | 'email'; readonly theirId: string; readonly candidates: readonly [] }
  | { readonly matched: 'unclear'; readonly theirId: null; readonly candidates: readonly string[] }
);

const mostCandidates = 10;

/** A match for each of our people who is there or may be there; whoever is left out is not there. */
export function matchPeople(ours: readonly Ours[], theirs: readonly Theirs[], said: Said): readonly Match[] {
  const open = ours.filter(({ person }) => !said.people.has(person));
  const free = theirs.filter(({ id }) => !said.ids.has(id));
  const bySis = matchBy(open, free, {
    matched: 'sis_id',
    ofOurs: ({ sisIds }) => sisIds,
    ofTheirs: ({ sisId }) => sisId,
    contradicts: () => false,
  });
  const met = new Set(bySis.map(({ person }) => person));
  const taken = new Set(bySis.flatMap(({ theirId, candidates }) => (theirId === null ? candidates : [theirId])));
  const byEmail = matchBy(open, free, {
    matched: 'email',
    ofOurs: ({ email }) => (email === null ? [] : [email.toLowerCase()]),
    ofTheirs: ({ email }) => email?.toLowerCase() ?? null,
    // Siblings may share an address: two that have different SIS ids are two people.
    contradicts: ({ sisIds }, { sisId }) => sisId !== null && sisIds.length > 0 && !sisIds.includes(sisId),
  });
  return [...bySis, ...byEmail.filter(({ person }) => !met.has(person)).flatMap((match) => without(match, taken))];
}

/** A match as far as it leads to somebody who is nobody else already. */
function without(match: Match, taken: ReadonlySet<string>): readonly Match[] {
  if (match.theirId !== null) return taken.has(match.theirId) ? [] : [match];
  const candidates = match.candidates.filter((id) => !taken.has(id));
  return candidates.length === 0 ? [] : [{ ...match, candidates }];
}

type Way = {
  readonly matched: 'sis_id' | 'email';
  readonly ofOurs: (one: Ours) => readonly string[];
  readonly ofTheirs: (one: Theirs) => string | null;
  readonly contradicts: (ours: Ours, theirs: Theirs) => boolean;
};

/** By one way alone, over all people, so that what two of ours have in common is seen to be unsure. */
function matchBy(ours: readonly Ours[], theirs: readonly Theirs[], way: Way): readonly Match[] {
  const there = groupBy(theirs, (one) => [way.ofTheirs(one)].filter((word) => word !== null));
  const here = groupBy(ours, way.ofOurs);
  const matches: Match[] = [];
  for (const one of ours) {
    const words = way.ofOurs(one);
    const found = new Set(words.flatMap((word) => there.get(word) ?? []));
    const [only] = found;
    if (only === undefined) continue;
    const { person } = one;
    const shared = words.some((word) => there.has(word) && (here.get(word) ?? []).length > 1);
    if (found.size === 1 && !shared && !way.contradicts(one, only))
      matches.push({ person, matched: way.matched, theirId: only.id, candidates: [] });
    else {
      const candidates = Array.from(found, ({ id }) => id).sort();
      matches.push({ person, matched: 'unclear', theirId: null, candidates: candidates.slice(0, mostCandidates) });
    }
  }
  return matches;
}

function groupBy<One>(all: readonly One[], wordsOf: (one: One) => readonly string[]): ReadonlyMap<string, One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    for (const word of new Set(wordsOf(one))) {
      if (word === '') continue;
      const group = groups.get(word);
      if (group === undefined) groups.set(word, [one]);
      else group.push(one);
    }
  }
  return groups;
}
