import type { Entry } from '../entry.schema.ts';
import {
  addSchoolToKey,
  entriesOfResource,
  findRecord,
  lookUpCourse,
  manager,
  passOn,
  runAgain,
  sendAgain,
  setSchoolUp,
  sis,
  support,
  tellAdministrator,
} from './rostering-entry.ts';

const session = entriesOfResource('attendance_session');

const create = ['createAttendanceSession'];
const remove = ['deleteAttendanceSession'];

const lookUpSession =
  'Look the session up in Hallpass: open its course on the page Courses; the tab Attendance sessions lists the sessions with their attendanceID (a program asks GET /rostering/v1/attendance-sessions).';
const sessionAgain = sendAgain('session');

const dateForm = (field: string) =>
  `They let the program write ${field} as month/day/year with four digits of the year, such as 9/1/2026; or send \`start\` and \`end\` instead of the separate fields, each with date, time and offset in one, such as 2026-09-01T13:30:00Z.`;
const timeForm = (field: string) =>
  `They let the program write ${field} by the 24-hour clock, such as 8:05, 14:30 or 14:30:00.`;
const impossible =
  'If a single record is at fault because the calendar has no such day, the SIS administrator corrects the date in the SIS.';

/** What the rostering API prints about attendance sessions of courses. */
export const rosteringAttendanceSessionEntries: readonly Entry[] = [
  session(
    'not_set_up',
    [400, 2112, 'Attendance options not setup', 'Attendance options not setup.'],
    ['course.attendance_not_set_up', 'after_fix'],
    create,
    [
      manager(
        'An attendance session (one meeting of a course at which attendance is taken) was refused, since its course was made without a way of taking attendance.',
        [
          passOn,
          'The Hallpass administrator opens the school of the course on the page Schools. Under Attendance settings stand the ways of taking attendance; if there is none, they add one and press Save.',
          'Whoever looks after the sending program lets it send one of these names, letter by letter, as attendanceName in an update of the course, and then the session again.',
        ],
        ['Enter the attendance settings of a school before its courses are sent.'],
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
        'The new session was not taken, since its course has another one at that time. The answer that the program got names that other session under `info`, with its start and end. Sessions of which one ends as the next begins do not overlap.',
        [
          findRecord,
          lookUpSession,
          'Find out from the timetable in the SIS which of the two is right.',
          'If the new one is wrong, correct its times in the SIS. If the old one is no longer meant, whoever looks after the sending program lets it delete that one.',
          sessionAgain,
        ],
        ['When a session is moved, let the program delete the old one before it sends the new one.'],
        [
          {
            step: 4,
            what: 'A deleted session is gone from the course in Hallpass. Make sure by its attendanceID that it is the old one, and note its times.',
          },
        ],
      ),
      manager(
        'Or the times are right in the SIS and the program sent one of the two sessions with a wrong time zone. It is this cause if the two lie some whole hours from where the SIS has them.',
        [
          passOn,
          'They compare the start and end of both sessions with the SIS, and correct the timeZone that the program sends. Start and end under `info` are in UTC, so they differ from local time by some hours.',
          'If the session that stands in Hallpass has the wrong time, they let the program delete it and send it anew.',
          runAgain,
        ],
        [],
        [
          {
            step: 3,
            what: 'The session is gone from Hallpass until it is sent anew; note its attendanceID and times.',
          },
        ],
      ),
    ],
  ),
  session(
    'not_found',
    [400, 5, 'Attendance does not exist', 'AttendanceID {attendanceID} does not exist'],
    ['session.not_found', 'none'],
    remove,
    [
      support(
        'The session {attendanceID} was to be deleted and is not there. Most often it was deleted before, and what was wanted holds already. But where several sessions were to be deleted in one request, none of them was.',
        [
          findRecord,
          lookUpSession,
          'If it was the only one in the request and is gone, nothing is left to do.',
          'If others were to be deleted with it, whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it send the deletion again without {attendanceID}.',
          'If the same deletion fails in every run, tell the Hallpass administrator of your district, with the id of the record.',
        ],
        ['Let the program forget a session once its deletion was answered with status 200 (it was done).'],
        [{ step: 4, what: 'The sessions that are named in it are deleted. Check the list before it is sent.' }],
      ),
      manager(
        'Or the session is there, but under another attendanceID or in another course. It is this cause if the tab Attendance sessions of the course, or of the right course, shows it.',
        [
          passOn,
          lookUpSession,
          'They let the program send the deletion again with the course and the attendanceID that stand there.',
        ],
        [],
        [{ step: 3, what: 'That session is deleted. Make sure by its day and time that it is the right one.' }],
      ),
    ],
  ),
  session(
    'course_not_found',
    [400, 2213, 'Course not found', 'Course not found'],
    ['course.not_found', 'next_run'],
    [...create, ...remove],
    [
      sis(
        'A session was sent for a course that Hallpass does not have: there is none of this courseID or addCode. Most often the course was merely not made yet when the session came.',
        [
          findRecord,
          'Make sure that the course stands in the SIS, at a school and in a term that are among those sent to Hallpass.',
          lookUpCourse,
          'If it is not there, wait for the next run of the program that sends the records: once the course is made, its sessions go through. If the message comes again after that, see whether the course itself is among the refused records, and go by its message; if it is not, go by the second cause.',
        ],
        ['Let the program send courses before sessions, or both in one batch, where the order does not matter.'],
      ),
      sis(
        'Or the course is in Hallpass under another courseID or addCode (capital and small letters count), or was deleted there. It is this cause if the page Courses finds it by its title.',
        [
          findRecord,
          'Search for the course by its title on the page Courses of Hallpass, and compare courseID and addCode with the record.',
          'Correct the addCode in the SIS; if the program makes the courseID by a rule, whoever looks after it corrects the rule. A course that is marked Archived has to be sent again first, as upsert in a batch (make it or change it).',
          sessionAgain,
        ],
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
        'The course of this session is in Hallpass, but at a school that the API key, with which the sending program signs in, may not touch.',
        [
          findRecord,
          `${lookUpCourse} The page shows the school of the course.`,
          'If another course is meant, correct the courseID or the addCode in the SIS. If this one is meant, tell the Hallpass administrator of your district that the key needs its school.',
          addSchoolToKey,
          sessionAgain,
        ],
        ['Before a new school is sent for the first time, have it added to the key.'],
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
        'The session was not taken, since the day on which it ends is written in a way that is not read, or the calendar has no such day. In endDate 9/1/2026 is read, and 2026-09-01 is not.',
        [passOn, dateForm('endDate'), impossible, runAgain],
      ),
    ],
  ),
  session(
    'end_time_invalid',
    [400, 10007, 'Invalid end time', 'Invalid end time'],
    ['session.end_time', 'after_fix'],
    create,
    [
      manager(
        'The session was not taken, since the time at which it ends (endTime) is written in a way that is not read, such as with am or pm.',
        [passOn, timeForm('endTime'), runAgain],
      ),
    ],
  ),
  session(
    'start_time_invalid',
    [400, 10006, 'Invalid start time', 'Invalid start time'],
    ['session.start_time', 'after_fix'],
    create,
    [
      manager(
        'The session was not taken, since the time at which it begins (startTime) is written in a way that is not read, such as with am or pm.',
        [passOn, timeForm('startTime'), runAgain],
      ),
    ],
  ),
  session(
    'taken',
    [400, null, 'mAttendanceID_courseID_sysID must be unique', 'mAttendanceID_courseID_sysID must be unique.'],
    ['session.taken', 'after_support'],
    create,
    [
      support(
        'The course has a session with this attendanceID already, so it cannot be made a second time. Mostly the same session was sent twice at once, and the other request won.',
        [
          findRecord,
          lookUpSession,
          'If the session is there at the right day and time, nothing is left to do.',
          'If it is there at another time and was to be moved, whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it send the session as upsert in a batch (make it or change it).',
          'If it is another meeting, they give the new one an attendanceID of its own.',
          'If it is not there, tell the Hallpass administrator of your district, with the id of the record and the `requestId` of the answer that the program got.',
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
        'The request left out {fields}. To make a session it has to name the course (courseID or addCode), when the session begins and ends, and the time zone; to make several at once, a list called `session`; to delete one, its attendanceID.',
        [
          passOn,
          'They look up, in the settings of that program, which field of the SIS feeds {fields}, and choose one that is filled for every session.',
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
        'The request carries a mappingID. Hallpass takes one only at a school for which rostering is switched on, and for the school of this course it is not.',
        [tellAdministrator, setSchoolUp, sessionAgain],
        ['Set a school up in Hallpass before the sending program is told to send it.'],
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
        'The session was not taken, since the day on which it begins is written in a way that is not read, or the calendar has no such day. In startDate 9/1/2026 is read, and 2026-09-01 is not.',
        [passOn, dateForm('startDate'), impossible, runAgain],
      ),
    ],
  ),
];
