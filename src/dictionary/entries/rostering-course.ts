import type { Entry } from '../entry.schema.ts';
import {
  addSchoolToKey,
  entriesOfResource,
  findRecord,
  lookUpCourse,
  lookUpUser,
  manager,
  passOn,
  runAgain,
  sendAgain,
  setSchoolUp,
  sis,
  support,
  tellAdministrator,
} from './rostering-entry.ts';

const course = entriesOfResource('course');

const both = ['createCourse', 'updateCourse'];
const update = ['updateCourse'];

const courseAgain = sendAgain('course');
const seeSettings =
  'See which ways of taking attendance the school has: open the school on the page Schools of Hallpass; their names stand under Attendance settings (a program asks GET /rostering/v1/schools with the id of the school).';
const isSent =
  'If nobody is there: make sure that this person stands in the SIS at a school that is among those sent to Hallpass; the course goes through once Hallpass has the person.';

const dateForm = (field: string, iso: string) =>
  `They let the program write ${field} as month/day/year with four digits of the year, such as 9/1/2026, or \`${iso}\`, if it sends that instead, with date, time and offset in one, such as 2026-09-01T13:30:00Z.`;
const timeForm = (field: string) =>
  `They let the program write ${field} by the 24-hour clock, such as 8:05, 14:30 or 14:30:00.`;
const impossible =
  'If a single course is at fault because the calendar has no such day, the SIS administrator corrects the date in the SIS.';

/** How conversion is explained wherever its fields are at fault. */
const conversionIs =
  'Where a way of taking attendance converts minutes (conversion), a course says how many: totalTime in all, syncTime in class, asyncTime where students work on their own.';
const whereTimes =
  'Open the course in the SIS. If you do not find a field of this name there, whoever looks after the sending program (in Hallpass: API keys, Managed by) knows which field feeds it.';
const used = [
  findRecord,
  lookUpCourse,
  'If the course is there and right, nothing is left to do; whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it send later changes as updates.',
  'If it is marked Archived, it was deleted: they let the program send it as upsert in a batch (make it or change it), which takes it back, or under another courseID.',
  'If another course has the courseID, they give the new one a courseID of its own.',
  'If none of this fits, tell the Hallpass administrator of your district, with the id of the record and the `requestId` of the answer that the program got.',
];

/** Who puts an addCode right depends on who made it: the program by a rule, or somebody in the SIS. */
const addCode = (meaning: string, inSis: readonly string[]) =>
  [
    manager(
      `${meaning} It is this cause if the program makes the code by a rule: the SIS then shows no such code at the course.`,
      [
        passOn,
        'They change the rule by which the program makes an addCode; or let it send none: Hallpass then makes one that fits.',
        runAgain,
      ],
    ),
    sis('Or somebody entered the addCode in the SIS. It is this cause if the SIS shows it at the course.', [
      findRecord,
      ...inSis,
      courseAgain,
    ]),
  ] as const;

/** What the rostering API prints about courses. Titles, messages, codes and statuses are those of the published dictionary, oddities included. */
export const rosteringCourseEntries: readonly Entry[] = [
  course(
    'add_code_too_long',
    [400, 10005, 'addCode must be less than 26 characters', 'addCode must be less than 26 characters.'],
    ['course.add_code_length', 'after_fix'],
    both,
    addCode(
      'The course was not taken, since its addCode is too long. That is the short code by which people join a course; it has 25 characters at most.',
      ['Give the course a shorter addCode in the SIS, one that no other course of the school has.'],
    ),
  ),
  course(
    'add_code_taken',
    [400, 10005, 'addCode must be unique', 'addCode must be unique.'],
    ['course.add_code_taken', 'after_fix'],
    both,
    addCode(
      'The course was not taken, since another course of the same school, perhaps a deleted one, has its addCode already. That is the short code by which people join a course, and nobody could tell which of the two is meant.',
      [
        'Search for the addCode on the page Courses of Hallpass to see which other course has it.',
        'Give the course that was refused another addCode in the SIS. The other course keeps its code, so that people who know it can go on using it.',
      ],
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
      'The course was not taken, since its addCode, the short code by which people join a course, holds a sign that is not allowed: often a blank, a slash or a letter with an accent. Allowed are the letters a to z, digits, and the signs in the message.',
      ['Take everything else out of the addCode of the course in the SIS, blanks too.'],
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
      'The course was not taken, since its addCode, the short code by which people join a course, has digits only and could be taken for some other number of the course.',
      ['Put a letter into the addCode of the course in the SIS, such as c in front.'],
    ),
  ),
  course(
    'admin_unknown',
    [400, 10005, 'Admin does not exist', 'Admin does not exist: {email}'],
    ['course.admin_unknown', 'after_fix'],
    both,
    [
      sis(
        'The course was not taken, since it names a person as admin (somebody who runs it beside the owner) whom Hallpass does not know by the email {email}.',
        [
          findRecord,
          'Compare {email} with the email of that person in the SIS, and correct it where the course names it.',
          'Search for the person by name on the page Users of Hallpass. If they are there with another email, the two have to be made the same: correct whichever is wrong, in the SIS.',
          isSent,
          courseAgain,
        ],
        ['Let the program send users before courses, or both in one batch, where the order does not matter.'],
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
        `The change of the course was not taken. It sends minutes or a strategy for attendance, and the course takes attendance in a way that converts none. ${conversionIs} The strategy says how they are awarded.`,
        [
          findRecord,
          `Decide whether the course is to convert minutes. ${seeSettings} Those that do are marked Converts minutes.`,
          'If it is not: leave the strategy and the minutes of the course empty in the SIS; if the SIS needs them for something else, whoever looks after the sending program lets it leave them out.',
          'If it is: choose an attendanceName that converts minutes for the course in the SIS, and fill in all the minutes that belong to it, so that both go in one update.',
          courseAgain,
        ],
        [],
        [{ step: 3, what: 'What you empty is gone from the SIS; note it first if anybody may need it.' }],
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
        'The course was not taken. Its school takes attendance in several ways, and the course names none of them, or one that the school does not have, in attendanceName.',
        [
          findRecord,
          seeSettings,
          'Give the course one of these names in the SIS, letter by letter. If a name is missing in Hallpass, the Hallpass administrator adds it on the page of the school.',
          courseAgain,
        ],
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
        'A new course was sent under a courseID that was used before, by a course that is there or was deleted, and whose attendance is still set up. Or the same course was sent twice at once, and the other request won. Nothing was changed.',
        used,
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
        `The course was not taken, since its asyncTime is empty. ${conversionIs} asyncTime must be a number, even where it is none.`,
        [
          findRecord,
          whereTimes,
          'Fill in asyncTime for the course; where there are no minutes of this kind, enter 0.',
          'Or, if the course is not to convert minutes, give it an attendanceName that does not: open its school on the page Schools of Hallpass; those that do are marked Converts minutes.',
          courseAgain,
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
        'A new course that converts attendance into minutes was sent under a courseID that was used before, by a course of the same kind that is there or was deleted. Or the same course was sent twice at once, and the other request won. Nothing was changed.',
        used,
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
        `The course was not taken, since its minutes do not add up. ${conversionIs} The first must be the sum of the other two.`,
        [
          findRecord,
          whereTimes,
          'Find out which of the three is wrong, and correct it, so that syncTime and asyncTime together make totalTime, such as 30 and 15 make 45.',
          courseAgain,
        ],
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
        `The course was not taken, since one of its minutes is missing or is no number. ${conversionIs} With the strategy uniform all three are needed, with the strategy fixed only totalTime.`,
        [
          findRecord,
          whereTimes,
          'Fill in what is missing as a plain number, such as 45, without a unit; where there are no minutes of a kind, enter 0.',
          'If the SIS has the numbers, whoever looks after the sending program lets it send them as numbers, not as text in quotes.',
          courseAgain,
        ],
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
        'A course was to be changed or deleted, and Hallpass has none of this courseID or addCode. Most often it was merely not made yet when the change came.',
        [
          findRecord,
          'Make sure that the course stands in the SIS, at a school and in a term that are among those sent to Hallpass.',
          lookUpCourse,
          'If it is not there, wait for the next run of the program that sends the records: it makes the course, and the change then goes through. If the message comes again after that, see whether the new course is among the refused records, and go by its message; if it is not, go by the second cause.',
        ],
        ['Let the program send new courses before changes, or as upsert in a batch (make it or change it).'],
      ),
      sis(
        'Or the course is in Hallpass under another courseID or addCode (capital and small letters count), or was deleted there. It is this cause if the page Courses finds it by its title.',
        [
          findRecord,
          'Search for the course by its title on the page Courses of Hallpass, and compare courseID and addCode with the record.',
          'If it is marked Archived and was to be deleted, nothing is left to do.',
          'Correct the addCode in the SIS; if the program makes the courseID by a rule, whoever looks after it corrects the rule. A course that is marked Archived and is to live has to be sent as upsert in a batch (make it or change it).',
          courseAgain,
        ],
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
        'The course was not taken. When it takes place can be said in two ways: by `start` and `end`, or by startDate, endDate, startTime, endTime and timeZone. The request mixes both, so that nobody could tell which counts.',
        [
          passOn,
          'They decide for one way in the settings of that program. `start` and `end` hold date, time and offset in one, such as 2026-09-01T13:30:00Z; the five separate fields are simpler where the SIS keeps date and time apart.',
          'They take the fields of the other way out of what is sent, for courses and for changes of courses.',
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
        'The course was not taken, since it does not say in full when it takes place. The message always lists all five fields; which of them are really missing stands in the answer that the program got, under `violations`.',
        [
          passOn,
          'They see which of the five are missing, and in the settings of that program which field of the SIS feeds them.',
          'If the SIS has no dates or times for this course, the SIS administrator enters them there. If it has them, the program is set to send all five, or `start` and `end` together instead.',
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
        'The course was not taken, since it does not say in a known way how its minutes of attendance are awarded: the strategy is missing, or is neither uniform nor fixed. What is wrong stands in the answer that the program got, under `info`; it is this cause if that calls the strategy missing or unknown.',
        [
          passOn,
          'They let the program send uniform or fixed as strategy, in small letters. With uniform it sends totalTime, syncTime and asyncTime and no awarded minutes, with fixed totalTime and the awarded minutes; which of them is meant, the school knows.',
          runAgain,
        ],
      ),
      sis(
        'Or the strategy is known, but the awarded minutes do not fit it; it is this cause if `info` names awardedTime (minutes awarded) or maxAwardedTimePerDay (most a day). With fixed at least one of the two is needed, as a number; with uniform neither may be there.',
        [
          findRecord,
          whereTimes,
          'If the strategy is fixed: fill in at least one of the two as a plain number, such as 45.',
          'If it is uniform: empty both; or change the strategy to fixed if minutes are to be awarded so.',
          courseAgain,
        ],
        [],
        [{ step: 4, what: 'What you empty is gone from the SIS; note it first if anybody may need it.' }],
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
        'The course was not taken, since its days of the week cannot be read: they are abbreviated, in another language, in small letters, named twice, or set apart by something else than one blank.',
        [
          passOn,
          'They let the program write the English names in full, each with a capital letter and one blank between them, such as Tuesday Thursday; no commas.',
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
      manager(
        'The course was not taken, since the day on which it ends is written in a way that is not read, or the calendar has no such day. In endDate 9/1/2026 is read, and 2026-09-01 is not.',
        [passOn, dateForm('endDate', 'end'), impossible, runAgain],
      ),
    ],
  ),
  course(
    'end_time_invalid',
    [400, 10005, 'Invalid end time', 'Invalid end time'],
    ['course.end_time', 'after_fix'],
    both,
    [
      manager(
        'The course was not taken, since the time at which it ends (endTime) is written in a way that is not read, such as with am or pm.',
        [passOn, timeForm('endTime'), runAgain],
      ),
    ],
  ),
  course(
    'start_not_before_end',
    [400, 10005, 'Invalid session times: start must be before end', 'Invalid session times: start must be before end'],
    ['course.start_not_before_end', 'after_fix'],
    both,
    [
      sis(
        'The course was not taken, since by its dates and times it ends before it begins, or at the same moment. Often start and end were swapped, or one has the wrong year.',
        [
          findRecord,
          'Open the course in the SIS and compare its first and last day; if they are the same, compare the times as well.',
          'Correct what is wrong, so that the start lies before the end.',
          courseAgain,
        ],
      ),
    ],
  ),
  course(
    'start_date_invalid',
    [400, 10005, 'Invalid start date', 'Invalid start date'],
    ['course.start_date', 'after_fix'],
    both,
    [
      manager(
        'The course was not taken, since the day on which it begins is written in a way that is not read, or the calendar has no such day. In startDate 9/1/2026 is read, and 2026-09-01 is not.',
        [passOn, dateForm('startDate', 'start'), impossible, runAgain],
      ),
    ],
  ),
  course(
    'start_time_invalid',
    [400, 10005, 'Invalid start time', 'Invalid start time'],
    ['course.start_time', 'after_fix'],
    both,
    [
      manager(
        'The course was not taken, since the time at which it begins (startTime) is written in a way that is not read, such as with am or pm.',
        [passOn, timeForm('startTime'), runAgain],
      ),
    ],
  ),
  course(
    'time_zone_invalid',
    [400, 10005, 'Invalid time zone', 'Invalid timezone: {timeZone}. Use the IANA TZDB standard'],
    ['course.time_zone', 'after_fix'],
    both,
    [
      manager(
        'The course was not taken, since Hallpass does not know a time zone {timeZone}. Abbreviations such as CST are not taken: they mean different things in different countries. TZDB is the public list of time zones, in which a zone is named after a place.',
        [
          passOn,
          'They let the program send the name of that list, written exactly so: America/New_York for US Eastern time, America/Chicago for Central, America/Denver for Mountain, America/Phoenix for Arizona, America/Los_Angeles for Pacific.',
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
        'The course was not taken, since {fields} was left out or empty. A course cannot do without its school (schoolID), its name, and its owner, the email of whoever teaches it; a change needs the courseID or the addCode that says which course is meant.',
        [
          findRecord,
          'Open the course in the SIS and fill in what the message names.',
          'If the SIS has it, or it is schoolID or courseID, which nobody types: whoever looks after the sending program (in Hallpass: API keys, Managed by) chooses, in its settings, the field of the SIS that feeds it.',
          courseAgain,
        ],
      ),
    ],
  ),
  course(
    'options_in_uniform',
    [400, 3103, 'No options allowed in uniform strategy', 'No options allowed in uniform strategy.'],
    ['course.uniform_options', 'after_fix'],
    ['createCourse'],
    [
      sis(
        'The new course was not taken, since it carries awarded minutes: awardedTime or maxAwardedTimePerDay (most a day). These belong to the strategy fixed, and the strategy of this course is uniform.',
        [
          findRecord,
          whereTimes,
          'If the course is uniform: empty both fields. If minutes are to be awarded so: change its strategy to fixed.',
          courseAgain,
        ],
        [],
        [{ step: 3, what: 'What you empty is gone from the SIS; note it first if anybody may need it.' }],
      ),
    ],
  ),
  course(
    'owner_unknown',
    [400, 10005, 'Owner does not exist', 'Owner does not exist: {email}'],
    ['course.owner_unknown', 'after_fix'],
    both,
    [
      sis(
        'The course was not taken, since it belongs to somebody whom Hallpass does not know by the email {email}. The owner of a course is, as a rule, its teacher.',
        [
          findRecord,
          'Compare {email} with the email of that person in the SIS, and correct it where the course names it.',
          'Search for the person by name on the page Users of Hallpass. If they are there with another email, the two have to be made the same: correct whichever is wrong, in the SIS.',
          isSent,
          courseAgain,
        ],
        ['Let the program send users before courses, or both in one batch, where the order does not matter.'],
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
        'Hallpass knows the school of this course, but nobody has switched rostering on for it yet, or it was switched off. No course of that school is taken until then.',
        [tellAdministrator, setSchoolUp, courseAgain],
        ['Set a school up in Hallpass before the sending program is told to send it.'],
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
        'The course was not taken. Its owner {email} is known and belongs to the school, but as a student, and a student cannot own a course.',
        [
          findRecord,
          'Check in the SIS that the course names the right person as owner, as a rule its teacher; correct it if not.',
          'If the person is right: search for {email} on the page Users of Hallpass, which shows their role at each school. It should be instructor or admin.',
          'If the role is wrong, correct it in the SIS; the program has to send the user before the course.',
          courseAgain,
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
        'The sending program signs in with an API key, and this key may not touch the school {school}, where the course is or is to be; or there is no such school in Hallpass.',
        [
          'Search for {school} on the page Schools of Hallpass. Its ID there must be the same, letter by letter.',
          'If the school stands there under another ID, or the course belongs to another school: whoever looks after the sending program (in Hallpass: API keys, Managed by) lets it send the right schoolID.',
          'If {school} is right, tell the Hallpass administrator of your district that this key needs the school; one that is missing on the page Schools has to be created there first.',
          addSchoolToKey,
          courseAgain,
        ],
        ['Before a new school is sent for the first time, have it added to the key.'],
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
        'The course was not taken. Its owner or one of its admins is known, but does not belong to the school of the course. The message does not say so; the record shows the email of the person.',
        [
          findRecord,
          'Check in the SIS that the course names the right people, and correct the email if not.',
          `${lookUpUser} Their page lists the schools that they belong to.`,
          'If the school of the course is missing there: enter in the SIS that the person works at this school too, so that the program sends them for it, under the userID that they have.',
          courseAgain,
        ],
        ['Let people who teach at several schools be sent for each of these before the courses there.'],
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
        'The course was not taken, since the school is set to sessions of less than a minute, so that no course can take attendance there. The course and the request are right.',
        [
          tellAdministrator,
          'The Hallpass administrator opens that school on the page Schools, enters a whole number from 1 to 1440 in Minutes a session lasts, and presses Save.',
          courseAgain,
        ],
        ['Heed the warning that is shown when a school is saved with such a number.'],
      ),
    ],
  ),
];
