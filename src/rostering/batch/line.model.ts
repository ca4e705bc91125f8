import { isUtf8 } from 'node:buffer';
import { type Body, checkForm, given, type Operation, textsOf } from '../api/body.model.ts';
import { type Fault, fault } from '../api/fault.model.ts';
import { readJson } from '../api/json-body.model.ts';
import type { Resource } from '../api/operation.model.ts';

// One line of a batch: `{"resource": …, "operation": …, "data": …}`.

/** What a line is about; `line`: it could not be read. */
export type LineKind = Resource | 'line';
export type LineOperation = 'create' | 'update' | 'upsert' | 'delete';

/** Lines of a lower level are carried out before: what they bring is referred to by the others. */
export const levels: Readonly<Record<LineKind, number>> = {
  line: 0,
  user: 1,
  course: 2,
  courseMember: 3,
  attendanceSession: 3,
};
export const lineKinds = Object.keys(levels) as readonly LineKind[];

/** What each resource takes, and by which single operation its fields are judged. */
const operations: Readonly<Record<Resource, Partial<Readonly<Record<LineOperation, Operation>>>>> = {
  user: { create: 'createUser', update: 'updateUser', upsert: 'createUser', delete: 'deleteUser' },
  course: { create: 'createCourse', update: 'updateCourse', upsert: 'createCourse', delete: 'deleteCourse' },
  courseMember: {
    create: 'createCourseMember',
    update: 'updateCourseMember',
    upsert: 'createCourseMember',
    delete: 'deleteCourseMember',
  },
  attendanceSession: {
    create: 'createAttendanceSession',
    upsert: 'createAttendanceSession',
    delete: 'deleteAttendanceSession',
  },
};
const resources = Object.keys(operations) as readonly Resource[];
const members = new Set(['resource', 'operation', 'data']);
export const longestLine = 1024 * 1024;

/** A line that was read: what it is about, or what is wrong with it. */
export type LineRead = { readonly kind: LineKind; readonly faults: readonly Fault[] };

const unreadable = (...faults: readonly Fault[]): LineRead => ({ kind: 'line', faults });
const malformed = (reason: string) => unreadable(fault('', 'rostering.request.line_malformed', { reason }));
export const tooLong = malformed('it is longer than 1 MB');

// No shorter line has more fields than are taken, nor is it nested deeper than an engine can read.
const short = 2000;

/** Reads a line (its line feed is not part of it). */
export function readLine(bytes: Buffer): LineRead {
  const value = recordOf(bytes);
  if ('kind' in value) return value;
  const { resource, operation, data } = value.record;
  if (typeof resource !== 'string' || !isResource(resource)) return unknown('resource', resource, resources);
  const taken = operations[resource];
  if (typeof operation !== 'string' || !Object.hasOwn(taken, operation))
    return unknown('operation', operation, Object.keys(taken));
  const further = Object.keys(value.record).find((name) => !members.has(name));
  if (further !== undefined)
    return unreadable(fault(`/${shown(further)}`, 'rostering.request.unknown_field', { field: shown(further) }));
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) return { kind: resource, faults: [] };
  const received = data === undefined ? 'nothing' : data === null ? 'null' : 'something else';
  const facts = { field: 'data', expected: 'an object', received };
  return unreadable(fault('/data', 'rostering.request.wrong_type', facts));
}

const isResource = (text: string): text is Resource => Object.hasOwn(operations, text);

function recordOf(bytes: Buffer): LineRead | { readonly record: Readonly<Record<string, unknown>> } {
  let value: unknown;
  try {
    if (bytes.length > short || !isUtf8(bytes)) throw new SyntaxError('to be read with care');
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    const read = readJson(bytes);
    if (!read.ok && read.fault.entry !== 'rostering.request.not_json') return unreadable(read.fault);
    if (!read.ok) return malformed(read.fault.facts['reason'] ?? 'it is no JSON');
    value = read.value;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return malformed('it is no JSON object');
  return { record: value as Record<string, unknown> };
}

function unknown(field: string, received: unknown, expected: readonly string[]): LineRead {
  const told = typeof received === 'string' ? shown(received) : received === undefined ? '' : 'no text';
  const facts = { field, received: told, expected: expected.join(', ') };
  return unreadable(fault(`/${field}`, 'rostering.request.operation_unknown', facts));
}

const shown = (name: string) => name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

/** A line on its way through the pipeline. */
export type Item = {
  readonly line: number;
  readonly kind: LineKind;
  readonly operation: LineOperation;
  readonly data: Body;
  /** What is wrong with it as it stands: nothing is looked up for it. */
  readonly faults: readonly Fault[];
  /** The number of the row that it makes, if it makes one, and that of a mail. */
  readonly id: number;
  readonly mail: number;
};

/** A line that was read before, from its text; of one that could not be read its faults were kept. */
export function itemOf(kind: LineKind, line: number, numbers: Pick<Item, 'id' | 'mail'>, kept: string): Item {
  const value = JSON.parse(kept);
  if (kind === 'line')
    return { line, kind, operation: 'create', data: {}, faults: value as readonly Fault[], ...numbers };
  const { operation, data } = value as { operation: LineOperation; data: Body };
  const form = operations[kind][operation];
  return { line, kind, operation, data, faults: form === undefined ? [] : checkForm(form, data), ...numbers };
}

/** The key of the record that a line speaks of, as far as it says and as single calls name it; null: it does not. */
export function keyOfItem({ kind, data }: Item): string | null {
  const course = given(data, 'courseID') ?? given(data, 'addCode');
  switch (kind) {
    case 'user':
      return given(data, 'userID') ?? given(data, 'email')?.toLowerCase() ?? null;
    case 'course':
      return course;
    case 'courseMember':
      return both(given(data, 'ID')?.toLowerCase() ?? null, course);
    case 'attendanceSession':
      return both(course, textsOf(data, 'attendanceID')[0] ?? null);
    case 'line':
      return null;
  }
}

const both = (one: string | null, other: string | null) => (one === null || other === null ? null : `${one} ${other}`);
