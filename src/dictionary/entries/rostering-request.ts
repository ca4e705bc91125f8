import type { Entry } from '../entry.schema.ts';
import { manager, sis, support } from './rostering-entry.ts';

type Told = {
  readonly name: string;
  readonly status: number;
  readonly title: string;
  readonly message: string;
  readonly cause: string;
  readonly retry?: Entry['retry'];
  /** Left out: no operation answers it, since the request reaches none. */
  readonly operations?: readonly string[];
  readonly causes: readonly [Entry['causes'][number], ...Entry['causes']];
};

const ours = ({ name, operations, retry = 'after_fix', causes, ...rest }: Told): Entry => ({
  ...rest,
  entry: `rostering.request.${name}`,
  system: 'rostering',
  blocking: true,
  retry,
  ...(operations === undefined ? {} : { operations: [...operations] }),
  causes: [...causes],
});

const ofUsers = ['createUser', 'updateUser', 'deleteUser'];
const ofCourses = ['createCourse', 'updateCourse', 'deleteCourse'];
const ofMembers = ['createCourseMember', 'updateCourseMember', 'deleteCourseMember'];
const newSessions = ['createAttendanceSession', 'createAttendanceSessions'];
const ofSessions = [...newSessions, 'deleteAttendanceSession', 'deleteAttendanceSessions'];
const lists = ['listUsers', 'listCourses', 'listCourseMembers', 'listAttendanceSessions'];
/** Operations that take one JSON body. */
const withBody = [...ofUsers, ...ofCourses, ...ofMembers, ...ofSessions];
const writing = [...withBody, 'batch'];
const all = [...writing, ...lists, 'showSchool'];
const deletions = ['deleteUser', 'deleteCourse', 'deleteCourseMember', 'deleteAttendanceSession'];

const seeDocs = 'Compare the request with the description of the operation at /docs.';

/** What the rostering API refuses for reasons that the published dictionary has no entry for. None has a code. */
export const rosteringRequestEntries: readonly Entry[] = [
  // The form of a request.
  ours({
    name: 'not_json',
    status: 400,
    title: 'The body is not JSON',
    message: 'The body cannot be read: {reason}.',
    cause: 'request.not_json',
    operations: withBody,
    causes: [
      manager('The body is empty, cut off, or not JSON at all. Nothing of it was used.', [
        'Let the sender write its body with a JSON library instead of putting text together.',
        'Check that a proxy in between does not cut it off.',
      ]),
    ],
  }),
  ours({
    name: 'content_type',
    status: 415,
    title: 'Wrong content type',
    message: 'This takes {expected}.',
    cause: 'request.content_type',
    operations: writing,
    causes: [
      manager('The header Content-Type says that the body is of another kind than the operation takes.', [
        'Send the header Content-Type: {expected}.',
      ]),
    ],
  }),
  ours({
    name: 'too_large',
    status: 413,
    title: 'The body is too large',
    message: 'The body is larger than the {limit} that are taken here.',
    cause: 'request.too_large',
    operations: writing,
    causes: [
      manager('The request is larger than such a request can sensibly be. Nothing of it was used.', [
        'Send less at once: cut a batch into several, a parent in the same batch as its children or in an earlier one.',
      ]),
    ],
  }),
  ours({
    name: 'too_deep',
    status: 400,
    title: 'The body is nested too deeply',
    message: 'The body is nested deeper than the {limit} levels that are read.',
    cause: 'request.too_deep',
    operations: writing,
    causes: [
      manager('Lists or objects stand inside each other far deeper than any operation needs.', [
        seeDocs,
        'Look for a value that the sender wraps again and again.',
      ]),
    ],
  }),
  ours({
    name: 'too_many_fields',
    status: 400,
    title: 'Too many fields',
    message: 'The body has more than the {limit} fields that are read.',
    cause: 'request.too_many_fields',
    operations: writing,
    causes: [
      manager('The body carries far more fields than any operation knows, so it is not what the operation takes.', [
        seeDocs,
        'Send one record in a request; many records go to /rostering/v1/batch, a line each.',
      ]),
    ],
  }),
  ours({
    name: 'unknown_field',
    status: 400,
    title: 'A field that is not known',
    message: '{field} is not a field of this operation.',
    cause: 'request.unknown_field',
    operations: writing,
    causes: [
      manager(
        'A field that nobody reads is a misspelt one more often than not, and its value would be lost silently. So the request was refused.',
        ['Compare its name with the fields at /docs; capital and small letters count.', 'Correct it, or leave it out.'],
      ),
    ],
  }),
  ours({
    name: 'wrong_type',
    status: 400,
    title: 'A value of the wrong type',
    message: '{field} must be {expected}, and {received} was sent.',
    cause: 'request.wrong_type',
    operations: writing,
    causes: [
      manager(
        'The value is of another type than the field takes, such as a number where a text belongs. It is not turned into the other silently: leading zeros of an id would be lost.',
        [
          'Let the sender write {field} as {expected}.',
          'A text stands in quotes in JSON, also where it is all digits.',
        ],
      ),
    ],
  }),
  ours({
    name: 'value_malformed',
    status: 400,
    title: 'A value that cannot be taken',
    message: '{field} cannot be taken: {reason}.',
    cause: 'request.value_malformed',
    operations: writing,
    causes: [
      manager(
        'The value is of the right type, but cannot be stored or understood as it stands: it is too long, holds a broken character, is a number without end, or contradicts another field. It is never shortened or mended silently.',
        [
          'Look up in the SIS what stands in {field}, and retype it where it was damaged.',
          'If it is right there, look for the step of the integration that changes it.',
        ],
      ),
    ],
  }),
  ours({
    name: 'query_invalid',
    status: 400,
    title: 'A query that cannot be used',
    message: '{field} in the address cannot be used: {reason}.',
    cause: 'request.query_invalid',
    operations: [...lists, ...deletions, 'batch'],
    causes: [
      manager(
        'What follows the question mark of the address names something that is not known, or gives it a value that cannot be used.',
        [
          'Compare it with the parameters at /docs.',
          'Take a cursor only from nextCursor of the answer before, as it is.',
        ],
      ),
    ],
  }),
  // What the published dictionary leaves open about records.
  ours({
    name: 'unknown_role',
    status: 400,
    title: 'A role that is not known',
    message: '{field} is "{received}"; only these are allowed: {expected}.',
    cause: 'person.role_unknown',
    operations: ['createUser', 'updateUser', 'createCourseMember', 'updateCourseMember', 'batch'],
    causes: [
      manager('The roles of the SIS have other names, and this one was sent as it is.', [
        'Let the integration translate the roles of the SIS into {expected}.',
        'Run the integration again.',
      ]),
    ],
  }),
  ours({
    name: 'session_not_before_end',
    status: 400,
    title: 'The session does not start before it ends',
    message: 'The attendance session does not start before it ends.',
    cause: 'session.start_not_before_end',
    operations: [...newSessions, 'batch'],
    causes: [
      sis('Start and end of the session are the same moment, or stand the wrong way round.', [
        'Compare both dates of the session in the SIS, and its times where the dates are the same.',
        'A session over midnight ends on the next day: its endDate says so.',
        'Correct it and send it again.',
      ]),
    ],
  }),
  ours({
    name: 'session_time_zone',
    status: 400,
    title: 'The session’s time zone is not known',
    message: 'There is no time zone "{timeZone}" in the IANA TZDB.',
    cause: 'session.time_zone',
    operations: [...newSessions, 'batch'],
    causes: [
      manager(
        'Hallpass does not know a time zone of this name. Abbreviations such as CST are not taken: they mean different things in different countries.',
        [
          'Let the integration send a name of the IANA database, such as America/Chicago, with capital and small letters as there.',
          'Run the integration again.',
        ],
      ),
    ],
  }),
  ours({
    name: 'duration_too_large',
    status: 400,
    title: 'The school’s sessions last too long',
    message: 'The duration of the school {school} is {received}; expected whole minutes from 1 to {limit}.',
    cause: 'school.duration_too_large',
    retry: 'after_support',
    operations: ['createCourse', 'updateCourse', 'batch'],
    causes: [
      support(
        'How long a session lasts at this school is set to more than a day, or not to whole minutes. The request is not at fault.',
        [
          'Report the schoolID to whoever runs Hallpass.',
          'There: open the school in Hallpass and set the duration to whole minutes, at least one and at most a day (1440).',
          'Then send the course again.',
        ],
      ),
    ],
  }),
  ours({
    name: 'add_code_ambiguous',
    status: 400,
    title: 'The addCode fits several courses',
    message: 'The addCode fits courses of several schools; name the course by its courseID.',
    cause: 'course.add_code_ambiguous',
    operations: [...ofMembers, ...ofSessions, 'updateCourse', 'batch'],
    causes: [
      manager(
        'An addCode is unique in one school, and this key has rights at several of which more than one uses it. Hallpass does not guess which course is meant.',
        [
          'See which courses have it: GET /rostering/v1/courses with the addCode.',
          'Send the courseID of the one that is meant.',
        ],
        ['Name courses by courseID wherever a key serves several schools.'],
      ),
    ],
  }),
  ours({
    name: 'person_ambiguous',
    status: 400,
    title: 'The email fits several people',
    message: '{field} fits several people; name the person by userID, or give each an email of their own.',
    cause: 'person.ambiguous',
    operations: ['updateUser', 'deleteUser', 'createCourse', 'updateCourse', ...ofMembers, 'batch'],
    causes: [
      sis(
        'People who come from roster files may share an email, as families do, and this one fits more than one of them. Hallpass does not guess who is meant.',
        [
          'See who has it: GET /rostering/v1/users with the email.',
          'Send the userID, where the operation takes one.',
          'Where only an email can be sent, give each person their own in the SIS.',
        ],
      ),
    ],
  }),
  ours({
    name: 'not_a_member',
    status: 400,
    title: 'Not a member of the course',
    message: 'This person is not a member of the course.',
    cause: 'membership.not_found',
    operations: ['updateCourseMember', 'deleteCourseMember', 'batch'],
    causes: [
      manager(
        'The person and the course are both known, but the person was never in the course, or was dropped from it before. If a drop was asked for: what was wanted holds already.',
        [
          'Look the member up in Hallpass: GET /rostering/v1/course-members with ID and courseID.',
          'To take the person into the course, create the member; somebody who was dropped is taken back.',
        ],
        ['Send as upsert in a batch where the sender does not know whether a member exists.'],
      ),
    ],
  }),
  // Whose request it is, and whether it may.
  ours({
    name: 'not_signed_in',
    status: 401,
    title: 'No valid key',
    message: 'Send an API key as a bearer token.',
    cause: 'request.not_signed_in',
    operations: all,
    causes: [
      manager('The request carries no API key, or one that is unknown, has expired or was revoked.', [
        'Send the header Authorization: Bearer followed by the key.',
        'If the key was lost or revoked, let a new one be made in Hallpass: its secret is shown once.',
      ]),
    ],
  }),
  ours({
    name: 'not_permitted',
    status: 403,
    title: 'The key has no rights to rostering',
    message: 'This key may not use the rostering API.',
    cause: 'request.not_permitted',
    operations: all,
    causes: [
      manager('The key is valid, but was made for something else, such as the management API.', [
        'Use a key that was made for rostering.',
        'If there is none, let one be made in Hallpass for the schools that you send.',
      ]),
    ],
  }),
  ours({
    name: 'paused',
    status: 503,
    title: 'The connection is paused',
    message: 'The connection of this key is paused; nothing was applied.',
    cause: 'connection.paused',
    retry: 'next_run',
    operations: all,
    causes: [
      manager(
        'Somebody has paused the connection by hand. Until it is resumed every request of the key is answered so, and nothing is changed.',
        [
          'Keep what was to be sent, and send it again later; the header Retry-After says when another try makes sense.',
          'To go on now, resume the connection in Hallpass.',
        ],
        ['Let the sender heed Retry-After and try again by itself.'],
      ),
    ],
  }),
  ours({
    name: 'not_found',
    status: 404,
    title: 'Not there',
    message: 'There is nothing at {address}.',
    cause: 'request.not_found',
    retry: 'none',
    causes: [
      manager('The address is misspelt, or is one of another version of Hallpass.', [
        'Compare the address with those at /docs; capital and small letters count.',
      ]),
    ],
  }),
  ours({
    name: 'method',
    status: 405,
    title: 'The address does not take this method',
    message: '{received} is not taken here; expected {expected}.',
    cause: 'request.method',
    causes: [
      manager('The address is right, but not for this HTTP method.', [
        'Use one of {expected}; /docs tells what each of them does.',
        'If the sender used the right one, look for a redirect or a proxy that changes it.',
      ]),
    ],
  }),
  // Sending the same thing again.
  ours({
    name: 'idempotency_key',
    status: 400,
    title: 'An Idempotency-Key that cannot be used',
    message: 'The header Idempotency-Key must be 1 to {limit} visible ASCII characters.',
    cause: 'idempotency.key_malformed',
    operations: writing,
    causes: [
      manager(
        'The key by which a repeated request is recognised is empty, too long or holds other signs than it may.',
        ['Let the sender make a new UUID for each request, and keep it when it tries the same request again.'],
      ),
    ],
  }),
  ours({
    name: 'idempotency_other_body',
    status: 422,
    title: 'The Idempotency-Key was used for something else',
    message: 'This Idempotency-Key was sent before with another request; nothing was applied.',
    cause: 'idempotency.other_request',
    operations: writing,
    causes: [
      manager(
        'The same key means the same request, whose answer is then given again. This request differs from the first of that key, so one of them would have been lost.',
        [
          'Let the sender make a new key for each new request.',
          'Keep a key only to repeat what was sent, letter by letter.',
        ],
      ),
    ],
  }),
  ours({
    name: 'idempotency_running',
    status: 409,
    title: 'The same request is under way',
    message: 'The first request with this Idempotency-Key has not been answered yet.',
    cause: 'idempotency.under_way',
    retry: 'now',
    operations: writing,
    causes: [
      manager('The request was repeated while the first one was still being worked on. It is not carried out twice.', [
        'Wait a few seconds and send it again with the same key: the answer is then that of the first.',
      ]),
    ],
  }),
  // A line of a batch.
  ours({
    name: 'line_malformed',
    status: 400,
    title: 'A line that is no record',
    message: 'The line is no record: {reason}.',
    cause: 'batch.line_malformed',
    operations: ['batch'],
    causes: [
      manager(
        'Each line of a batch is one JSON object with resource, operation and data. This one is not; the other lines were read.',
        [
          'Look at the line in what was sent: is it cut off, or broken in two by a line break inside a value?',
          'Let the sender write one JSON object a line, without commas between the lines or brackets round them.',
        ],
      ),
    ],
  }),
  ours({
    name: 'operation_unknown',
    status: 400,
    title: 'A resource or an operation that is not known',
    message: '{field} is "{received}"; expected {expected}.',
    cause: 'batch.operation_unknown',
    operations: ['batch'],
    causes: [
      manager('The line names something that a batch does not do.', [
        'Use one of {expected}.',
        'An attendanceSession has no update: send it as upsert.',
      ]),
    ],
  }),
  ours({
    name: 'parent_refused',
    status: 400,
    title: 'It waits for a line that was refused',
    message: 'What this record belongs to was refused: see line {parentLine}.',
    cause: 'record.parent_refused',
    operations: ['batch'],
    causes: [
      manager(
        'The record refers to a user or a course of the same batch, and that one was refused. There may be nothing wrong with this record itself.',
        [
          'See the answer to line {parentLine}, and put that record right.',
          'Send both again; the batch may hold them in any order.',
        ],
      ),
    ],
  }),
];
