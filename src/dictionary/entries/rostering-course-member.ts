import type { Entry } from '../entry.schema.ts';
import { entriesOfResource, manager, sis, support } from './rostering-entry.ts';

const member = entriesOfResource('course_member');

const all = ['createCourseMember', 'updateCourseMember', 'deleteCourseMember'];

const lookUpCourse = 'Look the course up in Hallpass: GET /rostering/v1/courses with the courseID or the addCode.';
const lookUpMember = 'Look the member up in Hallpass: GET /rostering/v1/course-members with ID and courseID.';

/** What the rostering API prints about course members (enrollments). */
export const rosteringCourseMemberEntries: readonly Entry[] = [
  member(
    'course_case',
    [400, 10005, 'Course does not exist', 'Course does not exist.'],
    ['course.add_code_case', 'after_fix'],
    all,
    [
      sis(
        'There is a course whose addCode differs from the one sent in nothing but capital and small letters. Hallpass does not guess that it is meant.',
        [
          lookUpCourse,
          'Write the addCode in the SIS as the course has it, letter by letter.',
          'If that course is another one, see to it that the right course is sent first; the next run then takes the member.',
        ],
        ['Name courses by courseID where you can.'],
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
        'Hallpass has no course of this courseID or addCode. Most often it was merely not made yet when the member came.',
        [
          'Make sure that the course stands in the SIS and is among those that are sent.',
          lookUpCourse,
          'If it is not there, wait for the next run; once the course is made, its members go through.',
        ],
        ['Send courses before members, or both in one batch, where the order does not matter.'],
      ),
      sis('Or the courseID or the addCode is not that of the course that is meant, or the course was deleted.', [
        lookUpCourse,
        'Correct it in the SIS, and send the member again.',
      ]),
    ],
  ),
  member(
    'course_not_authorized',
    [403, 2213, 'Course not authorized', 'Course not authorized'],
    ['course.not_authorized', 'after_support'],
    all,
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
  member(
    'parameter_missing',
    [400, 2019, 'Missing required parameter', 'Missing required parameter: {fields}'],
    ['request.parameter_missing', 'after_fix'],
    all,
    [
      manager(
        'A member is a person in a course. The request left out the person (ID, an email) or the course (courseID or addCode).',
        [
          'Look up in the settings of the integration which SIS fields feed what the message names, and choose one that is always filled.',
          'Run the integration again.',
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
        'The request carries a mappingID, which means something only at a school with rostering settings, and the school of this course has none.',
        [
          'Report the course to whoever runs Hallpass.',
          'There: open its school in Hallpass, add the rostering settings and save; or put `rostering` into the district file and apply it.',
        ],
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
        'At the schools of this key nobody has the email that was sent as ID. Most often the user was merely not made yet when the member came.',
        [
          'Make sure that the user stands in the SIS, with this email, and is among those that are sent.',
          'Look the user up in Hallpass: GET /rostering/v1/users with the email.',
          'If nobody is there, wait for the next run; once the user is made, the member goes through.',
        ],
        ['Send users before members, or both in one batch, where the order does not matter.'],
      ),
      sis('Or the email is misspelt, or the person has another one by now.', [
        'Compare the email with that of the person in Hallpass.',
        'Correct it in the SIS, and send the member again.',
      ]),
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
          'This person is a member of this course already. Mostly the same member was sent twice at once, and the other request won. The message speaks of a school, and means the course.',
          [
            lookUpMember,
            'If the member is there and right, nothing is left to do; send later changes as updates.',
            'If the member is not there, report the request’s id to support.',
          ],
          ['Send as upsert in a batch where the sender does not know whether a member exists.'],
        ),
      ],
    ),
    aliases: ['userID_courseID must be unique.'],
  },
];
