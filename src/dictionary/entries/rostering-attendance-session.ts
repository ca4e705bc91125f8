import type { Entry } from '../entry.schema.ts';
import { entriesOfResource, manager, sis, support } from './rostering-entry.ts';

const session = entriesOfResource('attendance_session');

const create = ['createAttendanceSession'];
const remove = ['deleteAttendanceSession'];

const lookUpCourse = 'Look the course up in Hallpass: GET /rostering/v1/courses with the courseID or the addCode.';
const lookUp =
  'Look the sessions of the course up in Hallpass: GET /rostering/v1/attendance-sessions with its courseID.';
const runAgain = 'Run the integration again.';

const dateForm = 'Let the integration write the date as month/day/year with four digits of the year, such as 9/1/2026.';
const timeForm = 'Let the integration write hours and minutes of the 24-hour clock, such as 8:05, 14:30 or 14:30:00.';

/** What the rostering API prints about attendance sessions of courses. */
export const rosteringAttendanceSessionEntries: readonly Entry[] = [
  session(
    'not_set_up',
    [400, 2112, 'Attendance options not setup', 'Attendance options not setup.'],
    ['course.attendance_not_set_up', 'after_fix'],
    create,
    [
      manager(
        'The course was made without a way of taking attendance, so a session in it would have no rules.',
        [
          'See in Hallpass which attendance settings the school of the course has: GET /rostering/v1/schools with its id. If there are none, let them be added.',
          'Let the integration send attendanceName with the course, then the session again.',
        ],
        ['Set up attendance at a school before its courses are sent.'],
      ),
    ],
  ),
  session(
    'overlap',
    [400, 2109, 'Attendance Overlap', 'Attendance Overlap'],
    ['session.overlap', 'after_fix'],
    create,
    [
      sis(
        'The course has a session at that time already. `info` tells which one and from when to when. Sessions that only touch, one ending as the other begins, do not overlap.',
        [
          'Compare the session with the one in `info`, and decide which of them is right.',
          'Correct the times in the SIS, or delete the session that is no longer meant.',
          'Send it again, or wait for the next run.',
        ],
        ['When a session is moved, delete the old one first.'],
      ),
      manager('Or the times are right in the SIS, but were sent with another time zone than the session before.', [
        'Compare start and end in `info` with the SIS, and correct the timeZone that the integration sends.',
      ]),
    ],
  ),
  session(
    'not_found',
    [400, 5, 'Attendance does not exist', 'AttendanceID {attendanceID} does not exist'],
    ['session.not_found', 'none'],
    remove,
    [
      support(
        'A session was to be deleted that is not there. Most often it was deleted before. This is of low severity: what was wanted holds already. Where several were to be deleted together, none of them was.',
        [
          lookUp,
          'If the session is gone, nothing is left to do.',
          'If the same deletion fails in every run, tell support.',
        ],
        ['Let the integration forget a session once its deletion was answered with 200.'],
      ),
      manager('Or the attendanceID is not the one under which the session was made, or it is in another course.', [
        lookUp,
        'Send the deletion again with the attendanceID that stands there.',
      ]),
    ],
  ),
  session(
    'course_not_found',
    [400, 2213, 'Course not found', 'Course not found'],
    ['course.not_found', 'next_run'],
    [...create, ...remove],
    [
      sis(
        'Hallpass has no course of this courseID or addCode. Most often it was merely not made yet when the session came.',
        [
          'Make sure that the course stands in the SIS and is among those that are sent.',
          lookUpCourse,
          'If it is not there, wait for the next run; once the course is made, its sessions go through.',
        ],
        ['Send courses before sessions, or both in one batch, where the order does not matter.'],
      ),
      sis(
        'Or the courseID or the addCode is not that of the course that is meant (capital and small letters count), or the course was deleted.',
        [lookUpCourse, 'Correct it in the SIS, and send the session again.'],
      ),
    ],
  ),
  session(
    'course_not_authorized',
    [403, 2213, 'Course not authorized', 'Course not authorized'],
    ['course.not_authorized', 'after_support'],
    [...create, ...remove],
    [
      support(
        'The course is there, but at a school for which this API key has no rights.',
        [
          'Check that the courseID or the addCode is that of the course you mean.',
          'If it is, ask whoever runs Hallpass to give the key the school of that course.',
        ],
        ['Ask for the key’s new schools before their data is sent.'],
      ),
    ],
  ),
  session(
    'end_date_invalid',
    [400, 10003, 'End Date Invalid', 'End Date invalid'],
    ['session.end_date', 'after_fix'],
    create,
    [
      manager(
        'The day on which the session ends cannot be read as a date, or there is no such day. 2026-09-01 is not read in endDate.',
        [dateForm, 'An ISO date belongs into `end`, together with `start`.', runAgain],
      ),
    ],
  ),
  session(
    'end_time_invalid',
    [400, 10007, 'Invalid end time', 'Invalid end time'],
    ['session.end_time', 'after_fix'],
    create,
    [manager('The time at which the session ends cannot be read. am and pm are not read.', [timeForm, runAgain])],
  ),
  session(
    'start_time_invalid',
    [400, 10006, 'Invalid start time', 'Invalid start time'],
    ['session.start_time', 'after_fix'],
    create,
    [manager('The time at which the session begins cannot be read. am and pm are not read.', [timeForm, runAgain])],
  ),
  session(
    'taken',
    [400, null, 'mAttendanceID_courseID_sysID must be unique', 'mAttendanceID_courseID_sysID must be unique.'],
    ['session.taken', 'after_support'],
    create,
    [
      support(
        'The course has a session with this attendanceID already. Mostly the same session was sent twice at once, and the other request won.',
        [
          lookUp,
          'If the session is there and right, nothing is left to do. To move it, delete it first, or send it as upsert in a batch.',
          'If it is not there, report the request’s id to support.',
        ],
        ['Never use an attendanceID for a second session of a course.'],
      ),
    ],
  ),
  session(
    'parameter_missing',
    [400, 2019, 'Missing Required Parameter', 'Missing required parameter: {fields}'],
    ['request.parameter_missing', 'after_fix'],
    [...create, ...remove],
    [
      manager(
        'Something was left out that the request needs: to make a session its course and its times with the time zone; to make many the list `session`; to delete the attendanceID.',
        [
          'Look up in the settings of the integration what feeds the fields that the message names, and choose something that is always filled.',
          runAgain,
        ],
      ),
    ],
  ),
  session(
    'school_not_configured',
    [
      400,
      2019,
      "School's integration configuration has not been setup",
      "School's integration configuration has not been setup.",
    ],
    ['school.not_configured', 'after_support'],
    create,
    [
      support(
        'The request carries a mappingID, which means something only at a school with rostering settings, and the school of this course has none.',
        [
          'Report the course to whoever runs Hallpass.',
          'There: open its school in Hallpass, add the rostering settings and save; or put `rostering` into the district file and apply it.',
        ],
      ),
    ],
  ),
  session(
    'start_date_invalid',
    [400, 10002, 'Start Date invalid', 'Start Date invalid'],
    ['session.start_date', 'after_fix'],
    create,
    [
      manager(
        'The day on which the session begins cannot be read as a date, or there is no such day. 2026-09-01 is not read in startDate.',
        [dateForm, 'An ISO date belongs into `start`, together with `end`.', runAgain],
      ),
    ],
  ),
];
