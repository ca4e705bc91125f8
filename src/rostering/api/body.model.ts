import { type Fault, fault } from './fault.model.ts';

// What the operations take: their fields and the JSON type of each. A value of another type, a field that is not
// documented and a text that cannot be stored are refused before any rule looks at the request.

type FieldType = 'id' | 'text' | 'flag' | 'texts' | 'ids' | 'any';
type Fields = Readonly<Record<string, FieldType>>;

const schedule: Fields = {
  start: 'text',
  end: 'text',
  startDate: 'text',
  endDate: 'text',
  startTime: 'text',
  endTime: 'text',
  timeZone: 'text',
};
const user: Fields = {
  userID: 'id',
  schoolID: 'id',
  issuedID: 'id',
  firstName: 'text',
  lastName: 'text',
  email: 'text',
  role: 'text',
  mappingID: 'id',
};
// A time that is no number is told by an entry of the seed, so that any value passes here.
const course: Fields = {
  courseID: 'id',
  schoolID: 'id',
  name: 'text',
  title: 'text',
  addCode: 'text',
  owner: 'text',
  admin: 'texts',
  days: 'text',
  instructorName: 'text',
  attendanceName: 'text',
  strategy: 'text',
  totalTime: 'any',
  syncTime: 'any',
  asyncTime: 'any',
  awardedTime: 'any',
  maxAwardedTimePerDay: 'any',
  mappingID: 'id',
  ...schedule,
};
const inCourse: Fields = { courseID: 'id', addCode: 'text' };
const member: Fields = { ID: 'text', ...inCourse, role: 'text', mappingID: 'id' };
const session: Fields = { attendanceID: 'id', mappingID: 'id', ...schedule };

/** The fields of each operation's body (of a DELETE also by the query). */
export const fieldsOf = {
  createUser: { ...user, sendWelcomeEmail: 'flag' },
  updateUser: user,
  deleteUser: { userID: 'id', email: 'text', schoolID: 'id' },
  createCourse: course,
  updateCourse: course,
  deleteCourse: { courseID: 'id' },
  createCourseMember: member,
  updateCourseMember: member,
  deleteCourseMember: { ID: 'text', ...inCourse },
  createAttendanceSession: { ...inCourse, ...session },
  deleteAttendanceSession: { ...inCourse, attendanceID: 'ids' },
} as const satisfies Readonly<Record<string, Fields>>;
export type Operation = keyof typeof fieldsOf;

export type Body = Readonly<Record<string, unknown>>;

const longestText = 2000;
/** Ids are keys of indexes. */
const longestId = 255;
const longestList = 1000;
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** The fields that all sessions of a bulk share. */
const bulk: Fields = { ...inCourse, session: 'any' };

/** What is wrong with the form of a body: fields, types, and texts that cannot be stored. */
export function checkForm(operation: Operation | 'bulk', body: Body, at = ''): readonly Fault[] {
  const fields: Fields = operation === 'bulk' ? bulk : fieldsOf[operation];
  return Object.entries(body).flatMap(([name, value]) => {
    const pointer = `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) return [fault(pointer, 'rostering.request.unknown_field', { field: shown(name) })];
    return value === null ? [] : checkValue(pointer, name, type, value);
  });
}

function checkValue(pointer: string, field: string, type: FieldType, value: unknown): readonly Fault[] {
  const wrong = (expected: string) =>
    fault(pointer, 'rostering.request.wrong_type', { field, expected, received: kindOf(value) }, kindOf(value));
  switch (type) {
    case 'flag':
      return typeof value === 'boolean' ? [] : [wrong('true or false')];
    case 'id':
    case 'text':
      return typeof value === 'string' ? checkText(pointer, field, value, type) : [wrong('a text')];
    case 'texts':
      return Array.isArray(value) ? checkList(pointer, field, value, wrong) : [wrong('a list of texts')];
    case 'ids':
      return typeof value === 'string' || Array.isArray(value)
        ? checkList(pointer, field, Array.isArray(value) ? value : [value], wrong)
        : [wrong('a text or a list of texts')];
    case 'any':
      return typeof value === 'string' ? checkText(pointer, field, value, type) : [];
  }
}

function checkList(
  pointer: string,
  field: string,
  list: readonly unknown[],
  wrong: (expected: string) => Fault,
): readonly Fault[] {
  if (list.length > longestList) return [malformed(pointer, field, `it has more than ${longestList} items`)];
  return list.flatMap((item, no) =>
    typeof item === 'string' ? checkText(`${pointer}/${no}`, field, item, 'id') : [wrong('a list of texts')],
  );
}

function checkText(pointer: string, field: string, text: string, type: FieldType): readonly Fault[] {
  const most = type === 'id' ? longestId : longestText;
  if (text.length > most) return [malformed(pointer, field, `it has more than ${most} characters`)];
  if (text.includes('\u0000')) return [malformed(pointer, field, 'it holds a NUL character')];
  if (loneSurrogate.test(text)) return [malformed(pointer, field, 'it holds half of a character (a lone surrogate)')];
  return [];
}

function malformed(pointer: string, field: string, reason: string): Fault {
  return fault(pointer, 'rostering.request.value_malformed', { field, reason });
}

/** What a value is, in JSON's words; the value itself may be anybody's name. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : value === Object(value) ? 'an object' : `a ${typeof value}`;
}

const shown = (name: string) => name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

/** A text that was given: not left out, null or empty. */
export function given(body: Body, field: string): string | null {
  const value = body[field];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The fields of a list that were not given, in its order. */
export function missing(body: Body, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => given(body, field) === null);
}

/** The fields of a list that are there but say nothing: a required one may not be emptied. */
export function emptied(body: Body, fields: readonly string[]): readonly string[] {
  return fields.filter((field) => Object.hasOwn(body, field) && given(body, field) === null);
}

/** A text or a list of texts, as a list. */
export function textsOf(body: Body, field: string): readonly string[] {
  const value = body[field];
  if (typeof value === 'string') return value === '' ? [] : [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : [];
}
