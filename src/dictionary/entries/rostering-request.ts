import type { Entry } from '../entry.schema.ts';
import {
  findRecord,
  manager,
  passCallOn,
  passOn,
  runAgain,
  sendAgain,
  sis,
  support,
  tellAdministrator,
} from './rostering-entry.ts';

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

const seeDocs =
  'They compare what the program sends with the description of the API, which stands at the address of Hallpass with /docs behind it.';
const sendOnce =
  'They let the program send the request once more; nothing of it was used before, so nothing is made twice.';

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
      manager(
        'What the program sent is not JSON, the form in which the API reads data: it is empty, cut off, or written wrongly. Nothing of it was used.',
        [
          passCallOn,
          'They let the program write what it sends with a JSON library of its language instead of putting text together, in the encoding UTF-8.',
          'If the program writes it rightly: check that nothing between the two, such as a proxy, cuts it off.',
          sendOnce,
        ],
      ),
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
      manager(
        'The program sent its data with a header (Content-Type) that says it is of another kind than this call takes. Nothing of it was used.',
        [passCallOn, 'They let the program send the header Content-Type: {expected}.', sendOnce],
      ),
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
      manager('The program sent more in one request than Hallpass reads, namely {limit}. Nothing of it was used.', [
        passCallOn,
        'They let the program send less at once: a single record in a call, and many in a batch (/rostering/v1/batch).',
        'If it was a batch, they cut it into several. What belongs to something, such as the members of a course, goes into the same batch or a later one.',
        'They send the parts; nothing is made twice.',
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
      manager(
        'In what the program sent, lists or objects stand inside each other far deeper than any call needs; more than {limit} levels are not read. Nothing of it was used.',
        [passCallOn, 'They look for a value that the program wraps again and again.', seeDocs, sendOnce],
      ),
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
      manager(
        'What the program sent carries far more fields than any call knows, so it is not what this call takes. Often many records were put into one. Nothing of it was used.',
        [
          passCallOn,
          'They let the program send one record in a call; many records go to /rostering/v1/batch, one in each line.',
          seeDocs,
          sendOnce,
        ],
      ),
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
        'The record was not taken, since it carries a field {field} that Hallpass does not know. Such a field is mostly a misspelt one, and its value would be lost without a word.',
        [
          passOn,
          `${seeDocs} Capital and small letters count.`,
          'They correct the name of the field {field}, or leave the field out.',
          runAgain,
        ],
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
        'The record was not taken, since {field} is {received} where {expected} is expected, such as a number where a text belongs. It is not turned into the other silently: an id 00417 would become 417.',
        [
          passOn,
          'They let the program write {field} as {expected}. In JSON a text stands in quotes, also where it is all digits, such as `"00417"`; true and false stand without.',
          runAgain,
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
        'The record was not taken, since {field} is of the right kind but cannot be stored or understood as it stands: it is too long, holds a broken character, or contradicts another field. The message says which. It is never shortened or mended silently.',
        [
          passOn,
          'The SIS administrator looks up in the SIS what stands in {field} of this record; if it is damaged or too long there, they type it anew.',
          'If it is right in the SIS, whoever looks after the sending program looks for the step of the program that changes it, or that sends a second field which contradicts it.',
          runAgain,
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
        'The address that the program called has something behind its question mark that is not known, or has a value that cannot be used: {field}. Nothing was changed by the call.',
        [
          passCallOn,
          `${seeDocs} What may stand behind the question mark is listed there with each call.`,
          'If {field} is cursor: the program has to take it from `nextCursor` of the answer before, as it is, and begin anew without one if that answer is lost.',
          'They let the program make the call again.',
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
      manager(
        'The record was not taken, since its role is {received}, and Hallpass knows only {expected}. The roles of the SIS have other names, and this one was sent as it is.',
        [
          passOn,
          'They set the program so that it sends one of {expected} for each role of the SIS. The SIS administrator knows what the roles there mean, such as whether an aide is to be an instructor.',
          runAgain,
        ],
      ),
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
      sis(
        'The attendance session (one meeting of a course) was not taken, since its start and end are the same moment, or stand the wrong way round.',
        [
          findRecord,
          'Open the meeting in the SIS and compare its dates; if they are the same, compare its times as well. A meeting that goes over midnight ends on the next day, and endDate has to say so.',
          'Correct what is wrong, so that the start lies before the end.',
          sendAgain('session'),
        ],
      ),
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
        'The session was not taken, since Hallpass does not know a time zone {timeZone}. Abbreviations such as CST are not taken: they mean different things in different countries. TZDB is the public list of time zones, in which a zone is named after a place.',
        [
          passOn,
          'They let the program send the name of that list, written exactly so: America/New_York for US Eastern time, America/Chicago for Central, America/Denver for Mountain, America/Phoenix for Arizona, America/Los_Angeles for Pacific.',
          runAgain,
        ],
        ['Set the time zone once for the school, not for each session.'],
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
        'The course was not taken, since the school {school} is set to sessions of more than a day, or to a number of minutes that is not whole. The course and the request are right.',
        [
          tellAdministrator,
          'The Hallpass administrator opens the school {school} on the page Schools, enters a whole number from 1 to {limit} in Minutes a session lasts, and presses Save.',
          sendAgain('course'),
        ],
        ['Heed the warning that is shown when a school is saved with such a number.'],
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
        'The record was not taken. It names its course by the addCode, the short code of a course, which is unique in one school only. The program signs in with a key for several schools, and more than one of them uses this code. Hallpass does not guess which course is meant.',
        [
          passOn,
          'They search for the addCode on the page Courses of Hallpass (a program asks GET /rostering/v1/courses), which shows the school and the courseID of each course that has it.',
          'They let the program name the course that is meant by its courseID instead of the addCode.',
          runAgain,
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
        'The record was not taken, since the email by which it names a person in {field} belongs to several people in Hallpass. People from roster files may share an email, as families do. Hallpass does not guess who is meant.',
        [
          findRecord,
          'Search for the email on the page Users of Hallpass, which shows who has it, with their userID.',
          'If a user was to be changed or removed: whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it name the person by userID instead.',
          'If it is about a course or its members, only an email can be sent: give each of these people an email of their own in the SIS, and have the roster files or users sent again with it.',
          sendAgain('record'),
        ],
        ['Give each person an address of their own.'],
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
        'Somebody was to be changed in a course or taken out of it. The person and the course are both known, but the person was never in the course, or was taken out before. If they were to be taken out, what was wanted holds already.',
        [
          passOn,
          'They open the course on the page Courses of Hallpass; its tab Members lists who is in it (a program asks GET /rostering/v1/course-members).',
          'If the person was to be taken out and is not listed, nothing is left to do.',
          'If the person belongs in the course, they let the program send them as a new member; somebody who was taken out before is taken back.',
        ],
        [
          'Where the program does not know whether a member exists, let it send upsert in a batch (make it or change it).',
        ],
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
      manager(
        'The program called without an API key, the secret by which Hallpass knows who sends, or with one that is unknown or was revoked. No record was taken.',
        [
          passCallOn,
          'On the page API keys of Hallpass, the Hallpass administrator sees under State whether the key of this program is revoked.',
          'If it is not: whoever looks after the program enters its secret there anew, without blanks; the program has to send it as the header Authorization: Bearer followed by the secret.',
          'If it was revoked or its secret is lost: the administrator creates an API key with the same name for the same schools (an active one of that name has to be revoked first). Its secret is shown once; they give it to whoever looks after the program.',
          runAgain,
        ],
        ['Keep the secret in a password store of the district.'],
        [
          {
            step: 4,
            what: 'A revoked key cannot be taken back: whatever else uses it is refused from its next call on. Make sure first that nothing else does.',
          },
        ],
      ),
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
      manager(
        'The program called with an API key that is valid but was made for something else, such as managing Hallpass. No record was taken.',
        [
          passCallOn,
          'On the page API keys of Hallpass, the Hallpass administrator looks for a key that may Send rosters, or creates one for the schools that the program sends. Its secret is shown once.',
          'Whoever looks after the program enters that secret in its settings instead of the other.',
          runAgain,
        ],
      ),
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
        'Somebody has paused the connection of this key, the link over which the program sends. Until it is resumed every call is answered so, and nothing is taken or changed.',
        [
          'Ask the Hallpass administrator of your district who paused it and why; do not resume it before the reason is gone.',
          'To go on, they resume the connection in Hallpass.',
          'The program sends again what was refused, in its next run or at once if whoever looks after it (in Hallpass: API keys, Managed by) starts one. The header Retry-After of the answer says after how many seconds another try makes sense.',
        ],
        ['Let the program heed Retry-After, keep what was refused, and try again by itself.'],
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
      manager(
        'The program called an address that Hallpass does not have: it is misspelt, or belongs to another version of Hallpass. Nothing was taken.',
        [
          passCallOn,
          'They compare {address} with the addresses in the description of the API, which stands at the address of Hallpass with /docs behind it; capital and small letters count.',
          'They correct the address in the program and let it send again.',
        ],
      ),
    ],
  }),
  ours({
    name: 'method',
    status: 405,
    title: 'The address does not take this method',
    message: '{received} is not taken here; expected {expected}.',
    cause: 'request.method',
    causes: [
      manager(
        'The address is right, but it was called in a way ({received}, the HTTP method) that it does not take. Nothing was taken.',
        [
          passCallOn,
          'They let the program use one of {expected}; the description of the API, at the address of Hallpass with /docs behind it, tells what each of them does.',
          'If the program used the right one, something between the two, such as a redirect from http to https or a proxy, changes it: they enter the address with https, as people open Hallpass.',
          sendOnce,
        ],
      ),
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
        'The program marks each request with a key (the header Idempotency-Key), so that one that is sent twice is done once. This key is empty, too long, or holds other signs than letters, digits and common signs. Nothing of the request was used.',
        [
          passCallOn,
          'They let the program make a new random id (a UUID) for each request, and keep it when it tries the same request again.',
          sendOnce,
        ],
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
        'The program marks each request with a key (the header Idempotency-Key): the same key means the same request, whose first answer is then given again. This request differs from the first one of its key, so it was not carried out. The first one stands as it was answered.',
        [
          passCallOn,
          'They let the program make a new key for each new request, and keep a key only to repeat what was sent, letter by letter.',
          'They let it send the refused request with a new key.',
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
      manager(
        'The same request was sent a second time while the first one was still being worked on. It is not carried out twice.',
        [
          'As a rule nothing has to be done: the first request goes on, and the program tries again by itself.',
          'If the program gave up: whoever looks after it (in Hallpass: API keys, Managed by) waits a few seconds and lets it send the request again with the same key; the answer is then that of the first.',
          'If the message still comes after some minutes, they tell the Hallpass administrator, with the `requestId` of the answer that the program got.',
        ],
      ),
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
        'In a batch the program sends many records, one in each line: a JSON object with resource, operation and data. This line is none. The other lines are not affected.',
        [
          'Pass the message to whoever looks after the program that sends the records; the page API keys, which Hallpass administrators see, names them under Managed by. The answer to the batch names the number of the line.',
          'They look at that line in what was sent: it is cut off, or broken in two by a line break inside a value.',
          'They let the program write one JSON object a line, without commas between the lines or brackets round them, and send the line again; nothing is made twice.',
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
      manager(
        'A line of the batch names something that a batch does not do: {received}. The other lines are not affected.',
        [
          passOn,
          'They let the program send one of {expected} as {field}. An attendanceSession has no update: it is sent as upsert (make it or change it).',
          'They let it send the line again; nothing is made twice.',
        ],
      ),
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
        'This record belongs to a user or a course that stood in line {parentLine} of the same batch and was refused. There may be nothing wrong with this record itself.',
        [
          'In the answer to the batch, see why line {parentLine} was refused. In Hallpass it stands in the run of the batch (Runs, then Records), with its message; paste that into Explain.',
          'Put that record right as its message says.',
          'The program sends both again in its next run, or at once if whoever looks after it (in Hallpass: API keys, Managed by) starts one. They may stand in any order, and nothing is made twice.',
        ],
      ),
    ],
  }),
];
