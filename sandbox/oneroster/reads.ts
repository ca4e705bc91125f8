import { type Item, type Kind, valuesAt, wordOf } from './record.ts';
import type { Roster } from './roster.ts';

/** A list that can be read: all records of a kind, or those of one type. */
export const views = [
  'orgs',
  'schools',
  'academicSessions',
  'terms',
  'gradingPeriods',
  'courses',
  'classes',
  'users',
  'students',
  'teachers',
  'enrollments',
] as const;
export type View = (typeof views)[number];

type Definition = { readonly kind: Kind; readonly holds?: (item: Item) => boolean };
const isOfType =
  (type: string) =>
  (item: Item): boolean =>
    item['type'] === type;
/** In 1.1 a user has one role and organisations, in 1.2 a role in each organisation. */
const hasRole =
  (role: string) =>
  (item: Item): boolean =>
    item['role'] === role || valuesAt(item['roles'], ['role']).includes(role);

const definitions: Record<View, Definition> = {
  orgs: { kind: 'orgs' },
  schools: { kind: 'orgs', holds: isOfType('school') },
  academicSessions: { kind: 'academicSessions' },
  terms: { kind: 'academicSessions', holds: isOfType('term') },
  gradingPeriods: { kind: 'academicSessions', holds: isOfType('gradingPeriod') },
  courses: { kind: 'courses' },
  classes: { kind: 'classes' },
  users: { kind: 'users' },
  students: { kind: 'users', holds: hasRole('student') },
  teachers: { kind: 'users', holds: hasRole('teacher') },
  enrollments: { kind: 'enrollments' },
};

export function kindOf(view: View): Kind {
  return definitions[view].kind;
}

/** Students and teachers come back as users, schools as orgs, terms and grading periods as academic sessions. */
export function envelopeOf(view: View): { readonly many: string; readonly one: string } {
  const { kind } = definitions[view];
  return { many: kind, one: wordOf[kind] };
}

export function allOf(roster: Roster, view: View): readonly Item[] {
  const { kind, holds } = definitions[view];
  return holds === undefined ? roster.list(kind) : roster.list(kind).filter(holds);
}

export function oneOf(roster: Roster, view: View, id: string): Item | undefined {
  const { kind, holds } = definitions[view];
  const item = roster.get(kind, id);
  return item !== undefined && (holds?.(item) ?? true) ? item : undefined;
}

/** The parents named in a path, by view. */
export type Parents = Partial<Record<View, string>>;
export type Nested = {
  /** Below the base, with `:view` where the id of a parent stands. */
  readonly path: string;
  readonly view: View;
  readonly find: (roster: Roster, parents: Parents) => readonly Item[];
};

/** The reads below a school, a class and others, as far as rostering needs them (standards.md 2). */
export const nestedReads: readonly Nested[] = [
  below('schools', 'classes', (roster, id) => roster.by('classes', 'school.sourcedId', id)),
  below('schools', 'courses', coursesAt),
  below('schools', 'enrollments', (roster, id) => roster.by('enrollments', 'school.sourcedId', id)),
  below('schools', 'students', (roster, id) => usersAt(roster, id, 'student')),
  below('schools', 'teachers', (roster, id) => usersAt(roster, id, 'teacher')),
  below('schools', 'terms', termsAt),
  inClass('schools/:schools/classes/:classes', 'enrollments', enrollmentsIn),
  inClass('schools/:schools/classes/:classes', 'students', (roster, id) => membersOf(roster, id, 'student')),
  inClass('schools/:schools/classes/:classes', 'teachers', (roster, id) => membersOf(roster, id, 'teacher')),
  inClass('classes/:classes', 'students', (roster, id) => membersOf(roster, id, 'student')),
  inClass('classes/:classes', 'teachers', (roster, id) => membersOf(roster, id, 'teacher')),
  below('courses', 'classes', (roster, id) => roster.by('classes', 'course.sourcedId', id)),
  below('students', 'classes', classesOf),
  below('teachers', 'classes', classesOf),
  below('users', 'classes', classesOf),
  below('terms', 'classes', (roster, id) => roster.by('classes', 'terms.sourcedId', id)),
  below('terms', 'gradingPeriods', (roster, id) =>
    roster.by('academicSessions', 'parent.sourcedId', id).filter(isOfType('gradingPeriod')),
  ),
];

type Find = (roster: Roster, parent: string) => readonly Item[];

function below(parent: View, view: View, find: Find): Nested {
  return {
    path: `${parent}/:${parent}/${view}`,
    view,
    find: (roster, parents) => find(roster, parents[parent] ?? ''),
  };
}

function inClass(place: string, view: View, find: Find): Nested {
  return { path: `${place}/${view}`, view, find: (roster, parents) => find(roster, parents.classes ?? '') };
}

function enrollmentsIn(roster: Roster, classId: string): readonly Item[] {
  return roster.by('enrollments', 'class.sourcedId', classId);
}

function membersOf(roster: Roster, classId: string, role: string): readonly Item[] {
  return linked(
    roster,
    'users',
    enrollmentsIn(roster, classId).filter((item) => item['role'] === role),
    'user',
  );
}

function classesOf(roster: Roster, userId: string): readonly Item[] {
  return linked(roster, 'classes', roster.by('enrollments', 'user.sourcedId', userId), 'class');
}

function usersAt(roster: Roster, schoolId: string, role: string): readonly Item[] {
  if (roster.version === '1.1') return roster.by('users', 'orgs.sourcedId', schoolId).filter(hasRole(role));
  const here = (item: Item): boolean => [item['roles']].flat().some((one) => isRoleAt(one, role, schoolId));
  return [...new Set(roster.by('users', 'roles.org.sourcedId', schoolId))].filter(here);
}

function isRoleAt(one: unknown, role: string, schoolId: string): boolean {
  return valuesAt(one, ['role']).includes(role) && valuesAt(one, ['org', 'sourcedId']).includes(schoolId);
}

/** Its own, and those of the district that its classes teach. */
function coursesAt(roster: Roster, schoolId: string): readonly Item[] {
  const own = roster.by('courses', 'org.sourcedId', schoolId);
  const taught = linked(roster, 'courses', roster.by('classes', 'school.sourcedId', schoolId), 'course');
  return [...new Set([...own, ...taught])];
}

function termsAt(roster: Roster, schoolId: string): readonly Item[] {
  const sessions = linked(roster, 'academicSessions', roster.by('classes', 'school.sourcedId', schoolId), 'terms');
  return sessions.filter(isOfType('term'));
}

/** What the records that are still there refer to, each once. */
function linked(roster: Roster, kind: Kind, from: readonly Item[], field: string): readonly Item[] {
  const active = from.filter((item) => item.status === 'active');
  const ids = new Set(active.flatMap((item) => valuesAt(item, [field, 'sourcedId'])));
  return [...ids].flatMap((id) => roster.get(kind, String(id)) ?? []);
}
