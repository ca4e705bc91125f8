/** What the provider holds, in the order in which the collections depend on each other. */
export const kinds = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'] as const;
export type Kind = (typeof kinds)[number];
export type Version = '1.1' | '1.2';

/** A reference as it goes over the wire. There is one object for each record that is meant, so a new id reaches all that refer to it. */
export type Ref = { href: string; sourcedId: string; readonly type: string };

/** A record in the very form of its answer; a field that is undefined is left out of the JSON. */
export type Item = {
  sourcedId: string;
  status: string;
  dateLastModified: string;
  metadata: unknown;
  [field: string]: unknown;
};

/** The word for one of them: in the envelope of a single read, and as the type of a reference. */
export const wordOf: Record<Kind, string> = {
  orgs: 'org',
  academicSessions: 'academicSession',
  courses: 'course',
  classes: 'class',
  users: 'user',
  enrollments: 'enrollment',
};

export type Refs = {
  of(kind: Kind, sourcedId: string): Ref;
  rename(kind: Kind, from: string, to: string): void;
};

export function refsBelow(base: string): Refs {
  const known = new Map(kinds.map((kind) => [kind, new Map<string, Ref>()]));
  const hrefOf = (kind: Kind, id: string): string => `${base}/${kind}/${encodeURIComponent(id)}`;
  const of = (kind: Kind, sourcedId: string): Ref => {
    const found = known.get(kind)?.get(sourcedId);
    if (found !== undefined) return found;
    const ref = { href: hrefOf(kind, sourcedId), sourcedId, type: wordOf[kind] };
    known.get(kind)?.set(sourcedId, ref);
    return ref;
  };
  return {
    of,
    rename(kind, from, to) {
      const ref = of(kind, from);
      ref.sourcedId = to;
      ref.href = hrefOf(kind, to);
      known.get(kind)?.delete(from);
      known.get(kind)?.set(to, ref);
    },
  };
}

/** Every value at the end of a path, such as all organisations of `roles.org.sourcedId`; lists on the way are gone through. */
export function valuesAt(value: unknown, path: readonly string[], at = 0): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, path, at));
  if (value === undefined || value === null) return [];
  const name = path[at];
  if (name === undefined) return [value];
  if (typeof value !== 'object') return [];
  return valuesAt((value as Readonly<Record<string, unknown>>)[name], path, at + 1);
}
