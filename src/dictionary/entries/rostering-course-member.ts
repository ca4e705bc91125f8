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

const member = entriesOfResource('course_member');

const all = ['createCourseMember', 'updateCourseMember', 'deleteCourseMember'];

const memberAgain = sendAgain('course member');

/** What the rostering API prints about course members (enrollments). */
export const rosteringCourseMemberEntries: readonly Entry[] = [
  member(
    'course_case',
    [400, 10005, 'Course does not exist', 'Course does not exist.'],
    ['course.add_code_case', 'after_fix'],
    all,
    [
      sis(
        'The enrollment names its course by the addCode, the short code of a course, and Hallpass has a course whose addCode differs in nothing but capital and small letters. It does not guess that this one is meant.',
        [
          findRecord,
          lookUpCourse,
          'If that is the course that is meant: write the addCode in the SIS as the page shows it, letter by letter.',
          'If it is another one: make sure that the right course is among those that the program sends; once Hallpass has it, the next run takes the member.',
          memberAgain,
        ],
        ['Where the program can, let it name courses by their courseID, which nobody types.'],
      ),
    ],
  ),
  member(
    'course_not_found',
    [400, 2213, 'Course not found', 'Course not found.'],
    ['course.not_found', 'next_run'],
    all,
    [
      sis(
        'Somebody was to be put into a course, changed there or taken out of it, and Hallpass has no course of this courseID or addCode. Most often the course was merely not made yet when the member came.',
        [
          findRecord,
          'Make sure that the course stands in the SIS, at a school and in a term that are among those sent to Hallpass.',
          lookUpCourse,
          'If it is not there, wait for the next run of the program that sends the records: once the course is made, its members go through. If the message comes again after that, see whether the course itself is among the refused records, and go by its message; if it is not, go by the second cause.',
        ],
        ['Let the program send courses before members, or both in one batch, where the order does not matter.'],
      ),
      sis(
        'Or the course is in Hallpass under another courseID or addCode, or was deleted there. It is this cause if the page Courses finds it by its title.',
        [
          findRecord,
          'Search for the course by its title on the page Courses of Hallpass, and compare courseID and addCode with the record.',
          'Correct the addCode in the SIS; if the program makes the courseID by a rule, whoever looks after it corrects the rule. A course that is marked Archived has to be sent again first, as upsert in a batch (make it or change it).',
          memberAgain,
        ],
      ),
    ],
  ),
  member(
    'course_not_authorized',
    [403, 2213, 'Course not authorized', 'Course not authorized'],
    ['course.not_authorized', 'after_support'],
    all,
    [
      support(
        'The course is in Hallpass, but at a school that the API key, with which the sending program signs in, may not touch.',
        [
          findRecord,
          `${lookUpCourse} The page shows the school of the course.`,
          'If another course is meant, correct the courseID or the addCode in the SIS. If this one is meant, tell the Hallpass administrator of your district that the key needs its school.',
          addSchoolToKey,
          memberAgain,
        ],
        ['Before a new school is sent for the first time, have it added to the key.'],
      ),
    ],
  ),
  member(
    'parameter_missing',
    [400, 2019, 'Missing required parameter', 'Missing required parameter: {fields}'],
    ['request.parameter_missing', 'after_fix'],
    all,
    [
      manager(
        'A course member is a person in a course, and the request left out one of the two: {fields}. `ID` is the email of the person; the course is named by courseID or addCode.',
        [
          passOn,
          'They look up, in the settings of that program, which field of the SIS feeds {fields}, and choose one that is filled for every enrollment.',
          runAgain,
        ],
      ),
    ],
  ),
  member(
    'school_not_configured',
    [
      400,
      2019,
      "School's integration configuration has not been setup",
      "School's integration configuration has not been setup.",
    ],
    ['school.not_configured', 'after_support'],
    ['createCourseMember', 'updateCourseMember'],
    [
      support(
        'The request carries a mappingID. Hallpass takes one only at a school for which rostering is switched on, and for the school of this course it is not.',
        [tellAdministrator, setSchoolUp, memberAgain],
        ['Set a school up in Hallpass before the sending program is told to send it.'],
      ),
    ],
  ),
  member(
    'user_unknown',
    [400, 10005, 'User does not exist', 'User does not exist.'],
    ['person.email_unknown', 'next_run'],
    all,
    [
      sis(
        'Somebody was to be put into a course, changed there or taken out of it, and at the schools of the API key with which the sending program signs in, nobody has the email that was sent as `ID`. Most often the person was merely not made yet when the member came.',
        [
          findRecord,
          'Make sure that the person stands in the SIS with an email, at a school that is among those sent to Hallpass.',
          'Search for the email on the page Users of Hallpass (a program asks GET /rostering/v1/users).',
          'If nobody is there, wait for the next run of the program that sends the records: once the person is made, the member goes through. If the message comes again after that, see whether the person is among the refused records, and go by that message; if not, go by the second cause.',
        ],
        ['Let the program send users before members, or both in one batch, where the order does not matter.'],
      ),
      sis(
        'Or the email is misspelt, or the person has another one by now. It is this cause if the page Users finds the person by name.',
        [
          findRecord,
          'Search for the person by name on the page Users of Hallpass, and compare the email there with that of the record.',
          'Correct in the SIS whichever is wrong: the email of the person, or the one by which the enrollment names them.',
          memberAgain,
        ],
      ),
    ],
  ),
  {
    ...member(
      'taken',
      [400, null, 'userID_courseID must be unique', 'userID_schoolID must be unique.'],
      ['membership.taken', 'after_support'],
      ['createCourseMember'],
      [
        support(
          'This person is a member of this course already, so they cannot be put into it a second time. Mostly the same member was sent twice at once, and the other request won. The message says schoolID, and means the course.',
          [
            findRecord,
            `${lookUpCourse} Open it: the tab Members lists who is in it.`,
            'If the person is there with the right role, nothing is left to do; whoever looks after the sending program lets it send later changes as updates.',
            'If the person is not there, tell the Hallpass administrator of your district, with the id of the record and the `requestId` of the answer that the program got.',
          ],
          [
            'Where the program does not know whether a member exists, let it send upsert in a batch (make it or change it).',
          ],
        ),
      ],
    ),
    aliases: ['userID_courseID must be unique.'],
  },
];
