import type { Field, FieldSchema, Operation } from './operation.ts';

// A body that shows how one looks. Ids and addresses are made up; who tries it puts their own.

const schedule = {
  startDate: '8/17/2026',
  endDate: '12/18/2026',
  startTime: '9:00',
  endTime: '10:00',
  timeZone: 'America/Chicago',
};
const values: Readonly<Record<string, unknown>> = {
  schoolID: 'sch-1',
  issuedID: '100234',
  firstName: 'Mia',
  lastName: 'Chen',
  email: 'mia.chen@school.example',
  role: 'student',
  userID: 'user-100234',
  name: 'Algebra 1',
  owner: 'teacher@school.example',
  courseID: 'course-1',
  addCode: 'ALG-1',
  ID: 'mia.chen@school.example',
  attendanceID: 'session-1',
  ...schedule,
};

/** What is not marked as required and yet never missing where the operation succeeds. */
const alsoNeeded: Readonly<Record<string, readonly string[]>> = {
  createUser: ['userID'],
  updateUser: ['userID', 'firstName'],
  createCourse: ['courseID', ...Object.keys(schedule)],
  updateCourse: ['courseID', 'name'],
  createCourseMember: ['courseID'],
  updateCourseMember: ['ID', 'courseID', 'role'],
  createAttendanceSession: ['courseID', 'attendanceID', ...Object.keys(schedule)],
  createAttendanceSessions: ['courseID'],
  deleteAttendanceSessions: ['courseID'],
};

const oneDay = { startDate: '9/1/2026', endDate: '9/1/2026' };
const batch = [
  {
    resource: 'user',
    operation: 'upsert',
    data: pick(['schoolID', 'issuedID', 'firstName', 'lastName', 'email', 'role', 'userID']),
  },
  { resource: 'courseMember', operation: 'upsert', data: pick(['ID', 'courseID']) },
];

function pick(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** The example of an operation's body, as text to be changed; empty where it takes none. */
export function exampleBody(operation: Operation): string {
  if (operation.fields === null) return '';
  if (operation.lines) return batch.map((line) => JSON.stringify(line)).join('\n');
  const wanted = new Set(alsoNeeded[operation.id] ?? []);
  const shown = operation.fields.filter((field) => field.required || wanted.has(field.name));
  const body = Object.fromEntries(shown.map((field) => [field.name, exampleOf(field)]));
  const session = operation.id === 'createAttendanceSession' ? oneDay : {};
  return JSON.stringify({ ...body, ...session }, null, 2);
}

function exampleOf({ name, schema }: Field): unknown {
  if (name === 'session') return [{ attendanceID: 'session-1', ...schedule, ...oneDay }];
  if (schema.type === 'array') return [values[name] ?? fallback(schema.items ?? {})];
  return values[name] ?? fallback(schema);
}

function fallback(schema: FieldSchema): unknown {
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  return schema.type === 'boolean' ? true : '';
}

/** The example of a parameter in the address; empty for one that may be left out. */
export function exampleParameter(name: string, operation: Operation): string {
  const deletes: Readonly<Record<string, readonly string[]>> = {
    deleteUser: ['userID', 'schoolID'],
    deleteCourseMember: ['ID', 'courseID'],
    deleteAttendanceSession: ['courseID', 'attendanceID'],
    batch: ['dryRun'],
  };
  const parameter = operation.parameters.find((one) => one.name === name);
  const wanted = parameter?.required === true || deletes[operation.id]?.includes(name) === true;
  if (!wanted) return '';
  return name === 'dryRun' ? 'true' : String(values[name] ?? '');
}
