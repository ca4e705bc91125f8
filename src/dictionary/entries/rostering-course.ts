import type { Entry } from '../entry.schema.ts';
import { entriesOfResource, manager, sis, support } from './rostering-entry.ts';

const course = entriesOfResource('course');

const both = ['createCourse', 'updateCourse'];
const update = ['updateCourse'];

const lookUp = 'Look the course up in Hallpass: GET /rostering/v1/courses with the courseID or the addCode.';
const lookUpUser = 'Look the user up in Hallpass: GET /rostering/v1/users with the email.';
const sendAgain = 'Send the course again, or wait for the next run of the integration, which does.';
const runAgain = 'Run the integration again.';
const seeSettings =
  'See which attendance names the school has: in Hallpass on the page of the school, or by GET /rostering/v1/schools with its id.';
const seeFields = 'What a course may carry stands at /docs.';

const dateForm = 'Let the integration write dates as month/day/year with four digits of the year, such as 9/1/2026.';
const timeForm = 'Let the integration write hours and minutes of the 24-hour clock, such as 8:05, 14:30 or 14:30:00.';
const isoForm =
  'Whoever sends `start` and `end` instead writes date, time and offset in one, such as 2026-09-01T13:30:00Z.';

/** Who puts an addCode right depends on who made it: the integration by a rule, or somebody in the SIS. */
const addCode = (meaning: string, inSis: string) =>
  [
    manager(`${meaning} If a rule of the integration made it, the rule has to change.`, [
      'Change the rule by which the integration makes an addCode; or let it send none: Hallpass then makes one that fits.',
      runAgain,
    ]),
    sis('Or somebody entered it in the SIS, and it is put right there.', [inSis, sendAgain]),
  ] as const;

/** What the rostering API prints about courses. Titles, messages, codes and statuses are those of the published dictionary, oddities included. */
export const rosteringCourseEntries: readonly Entry[] = [
  course(
    'add_code_too_long',
    [400, 10005, 'addCode must be less than 26 characters', 'addCode must be less than 26 characters.'],
    ['course.add_code_length', 'after_fix'],
    both,
    addCode(
      'An addCode is typed by people who join a course, so it has 25 characters at most.',
      'Give the course a shorter addCode in the SIS.',
    ),
  ),
  course(
    'add_code_taken',
    [400, 10005, 'addCode must be unique', 'addCode must be unique.'],
    ['course.add_code_taken', 'after_fix'],
    both,
    addCode(
      'Another course of the same school has this addCode, and nobody could tell which of the two is joined by it.',
      'Find the other course (GET /rostering/v1/courses with the addCode), and give one of them another addCode in the SIS.',
    ),
  ),
  course(
    'add_code_characters',
    [
      400,
      10005,
      String.raw`addCode must contain only these characters: a-z (A-Z), 0-9, "~", "-", "_", ".", "!", "*", "\", "(", ")", or ","`,
      String.raw`addCode must contain only these characters: a-z (A-Z), 0-9, '~', '-', '_', '.', '!', '*', '\', '(', ')', or ','`,
    ],
    ['course.add_code_characters', 'after_fix'],
    both,
    addCode(
      'The addCode holds a sign that is not taken: often a blank, an umlaut or a slash. Latin letters without accents, digits and the ten signs of the message are.',
      'Take the other signs out of the course’s addCode in the SIS.',
    ),
  ),
  course(
    'add_code_numeric',
    [
      400,
      10005,
      'addCode must contain at least one non-numeric character',
      'AddCode must contain at least one non-numeric character.',
    ],
    ['course.add_code_numeric', 'after_fix'],
    both,
    addCode(
      'The addCode has digits only, and could be taken for some other number of the course.',
      'Put a letter into the course’s addCode in the SIS, such as c in front.',
    ),
  ),
  course(
    'admin_unknown',
    [400, 10005, 'Admin does not exist', 'Admin does not exist: {email}'],
    ['course.admin_unknown', 'after_fix'],
    both,
    [
      sis(
        'The course names a person as admin whom Hallpass does not know by this email.',
        [
          'Check the email of the course’s admin in the SIS.',
          lookUpUser,
          'If nobody is there, see to it that the person is sent as a user.',
          sendAgain,
        ],
        ['Send users before courses, or both in one batch, where the order does not matter.'],
      ),
    ],
  ),
  course(
    'conversion_not_created',
    [
      400,
      10005,
      'Attempt to update the conversion data of a course that was not created with conversion',
      'Attempt to update the conversion data of a course that was not created with conversion.',
    ],
    ['course.conversion_not_created', 'after_fix'],
    update,
    [
      sis(
        'The update carries hours of conversion (strategy, times or awarded time), and the course takes attendance without conversion.',
        [
          'If the course has no conversion: empty these fields of it in the SIS.',
          'If it is to have one: choose an attendance name with conversion, and fill in all the hours that belong to it; both go in one update.',
          sendAgain,
        ],
      ),
    ],
  ),
  course(
    'attendance_name_required',
    [
      400,
      10005,
      'attendanceName is required for school with multiple attendance settings',
      'attendanceName is required for school with multiple attendance settings.',
    ],
    ['course.attendance_name', 'after_fix'],
    both,
    [
      sis(
        'Attendance is taken in several ways at this school, and the course names none of them, or one that the school has not got.',
        [seeSettings, 'Give the course one of these names in the SIS, letter by letter.', sendAgain],
        ['Where the SIS allows it, let people choose the name from a list.'],
      ),
    ],
  ),
  course(
    'attendance_exists',
    [400, 10005, 'Attendance is already set up for this course', 'Attendance is already set up for this course.'],
    ['course.attendance_exists', 'after_support'],
    ['createCourse'],
    [
      support(
        'The courseID was used before, by a course that lives or is archived, and its attendance is still set up. Or the same course was sent twice at once, and the other request won.',
        [
          lookUp,
          'If the course is there and right, nothing is left to do; send later changes as updates.',
          'If it was deleted, send it as upsert in a batch, which takes it back, or under another courseID.',
          'If it is neither, report the request’s id to support.',
        ],
        ['Never use a courseID for a second course.'],
      ),
    ],
  ),
  course(
    'async_time_null',
    [400, 10005, "Cannot set property 'asyncTime' of null", "Cannot set property 'asyncTime' of null."],
    ['course.async_time_null', 'after_fix'],
    both,
    [
      sis(
        'The course takes attendance with conversion, and its asyncTime was sent as null, although such a course counts hours of both kinds.',
        [
          'Fill in asyncTime for the course in the SIS; where there are none it is 0.',
          'Or choose an attendance name without conversion.',
          sendAgain,
        ],
      ),
    ],
  ),
  course(
    'conversion_exists',
    [
      400,
      10005,
      'Conversion Course is already set up for this course',
      'Conversion Course is already set up for this course.',
    ],
    ['course.conversion_exists', 'after_support'],
    ['createCourse'],
    [
      support(
        'The courseID was used before, by a course with conversion that lives or is archived, and its hours are still set up. Or the same course was sent twice at once, and the other request won.',
        [
          lookUp,
          'If the course is there and right, nothing is left to do; send later changes as updates.',
          'If it was deleted, send it as upsert in a batch, which takes it back, or under another courseID.',
          'If it is neither, report the request’s id to support.',
        ],
        ['Never use a courseID for a second course.'],
      ),
    ],
  ),
  course(
    'times_unequal',
    [
      400,
      3103,
      'Conversion Course requires totalTime has to be equal to syncTime + asyncTime',
      'Conversion Course requires totalTime has to be equal to syncTime + asyncTime.',
    ],
    ['course.times_unequal', 'after_fix'],
    both,
    [
      sis(
        'The hours together and apart do not add up: syncTime and asyncTime make another sum than totalTime.',
        ['Correct the three times of the course in the SIS until the sum is right.', sendAgain],
        ['Let the SIS work out totalTime instead of having it typed.'],
      ),
    ],
  ),
  course(
    'times_required',
    [
      400,
      3101,
      'Conversion: Requires totalTime, syncTime, asyncTime',
      'Conversion Course requires totalTime, syncTime and asyncTime.',
    ],
    ['course.times_required', 'after_fix'],
    both,
    [
      sis(
        'The course has conversion, and one of its times is not there or is no number. With the strategy uniform all three are needed, with fixed totalTime.',
        ['Fill in the times of the course in the SIS, as plain numbers.', seeFields, sendAgain],
      ),
    ],
  ),
  course(
    'not_found',
    [400, 10005, 'Course does not exist', 'Course does not exist.'],
    ['course.not_found', 'next_run'],
    ['updateCourse', 'deleteCourse'],
    [
      sis(
        'Hallpass has no course of this courseID or addCode. Most often it was merely not made yet when the change came.',
        [
          'Make sure that the course stands in the SIS and is among those that are sent.',
          lookUp,
          'If it is not there, wait for the next run: it makes the course, and the change then goes through.',
        ],
        ['Send new courses before changes, or use upsert in a batch.'],
      ),
      sis(
        'Or the courseID or the addCode is not the one by which Hallpass knows the course (capital and small letters count), or the course was deleted.',
        [lookUp, 'Correct it in the SIS, and send the change again.'],
      ),
    ],
  ),
  course(
    'schedule_mixed',
    [
      400,
      10005,
      'Course may only have the fields "start, end" OR "startDate, endDate, startTime, endTime, timeZone"',
      "Course may only have the fields 'start, end' OR 'startDate, endDate, startTime, endTime, timeZone.'",
    ],
    ['course.schedule_mixed', 'after_fix'],
    both,
    [
      manager(
        'When a course takes place can be said in two ways, and the request mixes both, so that nobody could tell which counts.',
        [
          'Decide for one way in the settings of the integration: `start` and `end` with date, time and offset in one, or the five separate fields.',
          'Take the fields of the other way out.',
          runAgain,
        ],
      ),
    ],
  ),
  course(
    'schedule_missing',
    [
      400,
      2019,
      'Course missing the following fields: startDate, endDate, startTime, endTime, timeZone',
      'Course missing the following fields: startDate, endDate, startTime, endTime, timeZone.',
    ],
    ['course.schedule_missing', 'after_fix'],
    both,
    [
      manager(
        'The request does not say in full when the course takes place. The message always lists all five fields; `help.violations` tells which of them are not there.',
        [
          'See which of the SIS fields that feed them are empty or not mapped in the integration.',
          'Send all five, or `start` and `end` together.',
          runAgain,
        ],
      ),
    ],
  ),
  course(
    'conversion_invalid',
    [
      500,
      3113,
      'Invalid conversion data to create-update in a course',
      'Invalid conversion data to create-update in a course',
    ],
    ['course.conversion_invalid', 'after_fix'],
    both,
    [
      manager(
        'How the hours of the course are converted is not clear: the strategy is neither uniform nor fixed, or what belongs to it is missing. `info` tells which.',
        ['Let the integration send uniform or fixed as strategy.', runAgain],
      ),
      sis(
        'The strategy is known, but does not fit the rest: it is fixed, and neither awardedTime nor maxAwardedTimePerDay is there as a number; or it is uniform, and an update sends one of the two.',
        ['With fixed: fill in at least one of the two in the SIS. With uniform: empty both.', seeFields, sendAgain],
      ),
    ],
  ),
  course(
    'days_invalid',
    [400, 10005, 'Invalid course days', 'Invalid course days'],
    ['course.days', 'after_fix'],
    both,
    [
      manager(
        'The days of the week cannot be read: they are abbreviated, in another language, repeated, or set apart by something else than one blank.',
        [
          'Let the integration write the English names in full, with one blank between them, such as Tuesday Thursday.',
          runAgain,
        ],
      ),
    ],
  ),
  course(
    'end_date_invalid',
    [400, 10005, 'Invalid end date', 'Invalid end date'],
    ['course.end_date', 'after_fix'],
    both,
    [
      manager('The day on which the course ends cannot be read, or the calendar has no such day.', [
        dateForm,
        isoForm,
        runAgain,
      ]),
    ],
  ),
  course(
    'end_time_invalid',
    [400, 10005, 'Invalid end time', 'Invalid end time'],
    ['course.end_time', 'after_fix'],
    both,
    [manager('The time at which the course ends cannot be read. am and pm are not read.', [timeForm, runAgain])],
  ),
  course(
    'start_not_before_end',
    [400, 10005, 'Invalid session times: start must be before end', 'Invalid session times: start must be before end'],
    ['course.start_not_before_end', 'after_fix'],
    both,
    [
      sis('The course begins only when it is over, or at the very moment at which it ends.', [
        'Compare both dates of the course in the SIS, and its times where the dates are the same.',
        'Correct what is wrong.',
        sendAgain,
      ]),
    ],
  ),
  course(
    'start_date_invalid',
    [400, 10005, 'Invalid start date', 'Invalid start date'],
    ['course.start_date', 'after_fix'],
    both,
    [
      manager('The day on which the course begins cannot be read, or the calendar has no such day.', [
        dateForm,
        isoForm,
        runAgain,
      ]),
    ],
  ),
  course(
    'start_time_invalid',
    [400, 10005, 'Invalid start time', 'Invalid start time'],
    ['course.start_time', 'after_fix'],
    both,
    [manager('The time at which the course begins cannot be read. am and pm are not read.', [timeForm, runAgain])],
  ),
  course(
    'time_zone_invalid',
    [400, 10005, 'Invalid time zone', 'Invalid timezone: {timeZone}. Use the IANA TZDB standard'],
    ['course.time_zone', 'after_fix'],
    both,
    [
      manager(
        'Hallpass does not know a time zone of this name. Abbreviations such as CST are not taken: they mean different things in different countries.',
        [
          'Let the integration send a name of the IANA database, such as America/Chicago, with capital and small letters as there.',
          runAgain,
        ],
        ['Set the time zone once for the school, not for each course.'],
      ),
    ],
  ),
  course(
    'parameter_missing',
    [400, 2019, 'Missing required parameter', 'Missing required parameter: {fields}'],
    ['request.parameter_missing', 'after_fix'],
    both,
    [
      sis(
        'Something was left out or is empty that a course cannot do without: its school, name or owner; in an update the courseID or addCode that says which course is meant.',
        ['Open the course in the SIS and fill in what the message names.', seeFields, sendAgain],
      ),
    ],
  ),
  course(
    'options_in_uniform',
    [400, 3103, 'No options allowed in uniform strategy', 'No options allowed in uniform strategy.'],
    ['course.uniform_options', 'after_fix'],
    ['createCourse'],
    [
      sis('awardedTime and maxAwardedTimePerDay belong to the strategy fixed, and the new course is uniform.', [
        'Empty both for the course in the SIS; or let its strategy be fixed if hours are to be awarded so.',
        seeFields,
        sendAgain,
      ]),
    ],
  ),
  course(
    'owner_unknown',
    [400, 10005, 'Owner does not exist', 'Owner does not exist: {email}'],
    ['course.owner_unknown', 'after_fix'],
    both,
    [
      sis(
        'The course belongs to somebody whom Hallpass does not know by this email.',
        [
          'Check the email of the course’s owner in the SIS.',
          lookUpUser,
          'If nobody is there, see to it that the person is sent as a user.',
          sendAgain,
        ],
        ['Send users before courses, or both in one batch, where the order does not matter.'],
      ),
    ],
  ),
  course(
    'school_not_configured',
    [
      400,
      2019,
      "School's integration configuration has not been setup",
      "School's integration configuration has not been setup.",
    ],
    ['school.not_configured', 'after_support'],
    both,
    [
      support(
        'The school is known, but nobody has switched rostering on for it yet, or its settings were taken away.',
        [
          'Report the schoolID to whoever runs Hallpass.',
          'There: open the school in Hallpass, add its rostering settings and save; or put `rostering` into the district file and apply it.',
        ],
        ['Set a school up before the integration is told to send it.'],
      ),
    ],
  ),
  course(
    'owner_not_authorized',
    [400, 10005, 'Unauthorized owner', 'Unauthorized owner: {email}'],
    ['course.owner_not_authorized', 'after_fix'],
    both,
    [
      sis(
        'The person is known and has an account at the school, but in a role that cannot own a course, such as student.',
        [
          'Check that the course names the right person as owner in the SIS.',
          `${lookUpUser} Its role should be instructor or admin.`,
          'If the role is wrong, correct it in the SIS and send the user first.',
          sendAgain,
        ],
      ),
    ],
  ),
  course(
    'school_not_authorized',
    [400, 10005, 'Unauthorized school', 'Unauthorized school: {school}'],
    ['school.not_authorized', 'after_support'],
    [...both, 'deleteCourse'],
    [
      support(
        'The API key has no rights at this school, where the course is or is to be; or there is no such school.',
        [
          'Compare the schoolID letter by letter with the schools in Hallpass.',
          'If it is right, ask whoever runs Hallpass to give the key this school.',
        ],
        ['Ask for the key’s new schools before their data is sent.'],
      ),
    ],
  ),
  course(
    'account_missing',
    [400, null, 'userID_courseID must be unique', 'userID_schoolID must be unique.'],
    ['person.account_missing', 'after_fix'],
    both,
    [
      sis(
        'The owner or an admin of the course is known, but has no account at the school of the course. The message does not say so; `help.violations` tells who it is.',
        [
          'Check both emails of the course in the SIS.',
          `${lookUpUser} It should have an account at the school of the course.`,
          'If it has none, let the user be sent for this school too: the userID they have, with this schoolID.',
          sendAgain,
        ],
        ['Send the accounts of people who teach at several schools before the courses there.'],
      ),
    ],
  ),
  course(
    'duration_too_small',
    [400, null, 'Validation min on duration failed', 'Validation min on duration failed.'],
    ['school.duration_too_small', 'after_support'],
    both,
    [
      support(
        'How long a session lasts at this school is set to less than a minute, so no course can take attendance there. The request is not at fault.',
        [
          'Report the schoolID to whoever runs Hallpass.',
          'There: open the school in Hallpass and set the duration to whole minutes, at least one and at most a day (1440).',
          'Then send the course again.',
        ],
        ['Heed the warning that is shown when a school is saved with such a duration.'],
      ),
    ],
  ),
];
