import type { Entry, EntryCause, Saying, Screen } from '../entry.schema.ts';
import { entriesOf, manager, registrar, says, scheduler, sis } from './entry-parts.ts';
import { instructorsNeedMeetings, mergeAgain, sectionEditor } from './merge.ts';

const guide = entriesOf('banner', 'Coursedog, Common Banner Merge Errors');
const unitime = entriesOf('banner', 'UniTime, Banner implementation, error messages');

/** Messages of Banner’s own programs. The document lists them by keys that are not printed with them. */
const stringsOf =
  (document: string) =>
  (key: string, ...told: Parameters<typeof guide>): Entry => ({ ...guide(...told), source: `${document}: ${key}` });
const meetingTimes = stringsOf('Banner API, error messages of meeting times (gb_classtimes)');
const section = stringsOf('Banner API, error messages of sections (sb_section)');
const family = stringsOf('Banner API, error messages, keys of all programs');

const fromSis = { origin: 'sis' } as const;
const inferred = true;

const buildings: Screen = { system: 'banner', name: 'Building Code Validation (STVBLDG)' };
const rooms: Screen = { system: 'banner', name: 'Room Definition (SLBRDEF)' };

const openSection = 'Open the section in the Section Editor.';
const creditRule =
  'Make the section rule Credit Range Conflict required: a section whose hours do not fit its course can then not be saved.';
const wordingMayDiffer = 'The message is known by its title only; the wording in the merge report may differ.';

/** A code that Banner does not have: it was translated wrongly on the way, or somebody has to add it there. */
const notInList = (
  what: string,
  list: string,
  note = '',
  screens: readonly Screen[] = [],
): [EntryCause, EntryCause] => [
  manager(
    `For ${what} Banner takes only codes that stand in its ${list}, and the one that was sent does not. The values that people choose here are translated into Banner’s codes by the mappings of the integration, and most often one is missing there or spelled otherwise.${note}`,
    [
      `Compare the value of the section with the codes in Banner’s ${list}.`,
      'If the code exists in Banner, correct the mapping of the integration.',
      'Merge the section again.',
    ],
    {
      inferred,
      prevention: ['Whenever a code is added or renamed in Banner, add it to the mappings before anybody uses it.'],
      screens,
    },
  ),
  registrar(
    'Or Banner does not have the code yet, or no longer, although it is the right one.',
    [`Add the code to Banner’s ${list}, or choose another value in the section.`, 'Merge the section again.'],
    { inferred, screens },
  ),
];

const hoursUnequal = (hours: string): Saying =>
  says(
    `ORA-20100: ::Section ${hours} must equal course ${hours}::`,
    'section.hours_mismatch',
    [
      scheduler(
        `The course has a fixed number of ${hours}, and the section has another. As a rule somebody changed the course in Banner after its sections were made, and the sections here kept the old number. Only this section is stopped; the others are merged.`,
        [
          `Look up in Banner how many ${hours} the course has now.`,
          `${openSection} Set its ${hours} to the same number.`,
          mergeAgain,
        ],
        {
          inferred,
          prevention: [
            creditRule,
            'When the hours of a course change in Banner, change its sections in all terms that are still being scheduled.',
          ],
          screens: [sectionEditor],
        },
      ),
    ],
    { ...fromSis, aliases: [`Section ${hours} must equal course ${hours}`] },
  );

const hoursOutOfRange = (hours: string, note = ''): Saying =>
  says(
    `Section ${hours} must be in course ${hours} range`,
    'section.hours_out_of_range',
    [
      scheduler(
        `The course says how many ${hours} a section of it may have, from least to most, and this section lies outside.${note}`,
        [
          `Look up the least and the most ${hours} of the course in Banner.`,
          `${openSection} Set its ${hours} to a number in between.`,
          mergeAgain,
        ],
        { inferred, prevention: [creditRule], screens: [sectionEditor] },
      ),
    ],
    fromSis,
  );
const onlyBillingKnown =
  ' Only the message on billing hours is known word for word; this one is made like it and may read differently.';

const fixedByEnrollments = (field: string, message: string): Saying =>
  says(
    message,
    'section.fixed_by_enrollments',
    [
      scheduler(
        `Students are enrolled in the section, and Banner no longer lets its ${field} change: what they enrolled in must stay what it was.`,
        [
          `${openSection} Set the ${field} back to what Banner has.`,
          mergeAgain,
          `If the ${field} has to change, ask the registrar: the students would first have to leave the section, or be moved to a new one.`,
        ],
        {
          inferred,
          destroys: [{ step: 3, what: 'Taking students out of a section ends their enrollment in it.' }],
          prevention: [`Settle the ${field} before registration opens, and let the field be locked from then on.`],
          screens: [sectionEditor],
        },
      ),
    ],
    fromSis,
  );

const fixedOutsideOpenLearning = (field: string, message: string): Saying => {
  const fixed = fixedByEnrollments(field, message);
  return {
    ...fixed,
    causes: [
      ...fixed.causes,
      scheduler(
        `Or the section is no Open Learning section: only in such sections Banner lets the ${field} change.`,
        [`${openSection} Set the ${field} back to what Banner has.`, mergeAgain],
        { inferred, screens: [sectionEditor] },
      ),
    ],
  };
};

const differsInBanner = (what: string): [EntryCause] => [
  manager(
    `An update named a section by its CRN, and Banner has this CRN for a section of another ${what}. It would have changed the wrong section, so Banner refused it.`,
    [
      'Look the CRN up in Banner and here, and find out which section it belongs to.',
      `If the ${what} was changed on one side only, decide which is right and correct the other.`,
      'If the CRN stands with the wrong section here, have it corrected, and merge both sections again.',
    ],
    { inferred },
  ),
];

const incompleteMeeting = (has: string, lacks: string): [EntryCause] => [
  scheduler(
    `A meeting of the section came with ${has} and without ${lacks}, so Banner cannot tell when it takes place. This should not happen: a meeting has both or neither.`,
    [
      `${openSection} Give the meeting its ${lacks}, or take its ${has} away.`,
      mergeAgain,
      `If the meeting is complete here, report the section to the manager of the integration: its ${lacks} got lost on the way.`,
    ],
    { inferred, screens: [sectionEditor] },
  ),
];

/** What Banner answers to a merge. Its programs wrap their messages in `ORA-20100: ::…::`, sometimes in two layers. */
export const bannerEntries: readonly Entry[] = [
  guide(
    'text_too_long',
    'Character String Buffer Too Small',
    says(
      'ORA-06502: PL/SQL: numeric or value error: character string buffer too small',
      'record.value_too_long',
      [
        registrar(
          'A text is longer than the place that Banner has for it. Mostly it is the title of a course: at most schools it may have 32 characters, at some only 20. Banner does not shorten it, but refuses the course.',
          [
            'Count the characters of the course’s title, blanks included.',
            'Shorten it to the length that your Banner takes.',
            'Merge the course again.',
          ],
          {
            inferred,
            prevention: ['Set the length that your Banner takes as the maximum of the title in the course template.'],
          },
        ),
        manager(
          'Or a description was sent where Banner wants the short code, such as “Main Campus” instead of “M”.',
          [
            'Find the field whose value is much longer than Banner’s codes for it.',
            'Let the mapping of the integration send the code.',
            'Merge again.',
          ],
          { inferred, prevention: ['After a change of mappings, merge one record and look at it in Banner.'] },
        ),
      ],
      { ...fromSis, aliases: ['character string buffer too small'] },
    ),
  ),
  guide(
    'hours_unequal',
    'Contact/Credit/Billing Hours Mismatch',
    hoursUnequal('billing hours'),
    hoursUnequal('contact hours'),
    hoursUnequal('credit hours/CEUs'),
    hoursUnequal('lecture hours'),
  ),
  section(
    'BILL_IN_RANGE',
    'hours_out_of_range',
    'Section hours outside the range of the course',
    hoursOutOfRange('billing hours'),
    hoursOutOfRange('contact hours', onlyBillingKnown),
    hoursOutOfRange('credit hours/CEUs', onlyBillingKnown),
    hoursOutOfRange('lecture hours', onlyBillingKnown),
    hoursOutOfRange('lab hours', onlyBillingKnown),
    hoursOutOfRange('other hours', onlyBillingKnown),
  ),
  guide(
    'session_credit_hours',
    'Sum of Session Credit Hours',
    says(
      'Sum of Session Credit Hours',
      'section.session_credits_exceeded',
      [
        scheduler(
          `Each meeting of a section can be worth a part of its credit hours. Together the meetings of this one are worth more than there is to share out. ${wordingMayDiffer}`,
          [
            `${openSection} Add up the credit hours of its meetings.`,
            'Lower them until the sum is no more than the credit hours of the section and of its course.',
            mergeAgain,
          ],
          { inferred, prevention: [creditRule], screens: [sectionEditor] },
        ),
      ],
      fromSis,
    ),
  ),
  guide(
    'faculty_assignment',
    'Faculty Assignments',
    says(
      'Cannot find record using primary or unique key for faculty assignment',
      'instructor.without_meeting',
      [
        scheduler(
          'A meeting was deleted while an instructor was still assigned to it. In Banner an instructor belongs to the section by way of its meetings, so Banner looks for a meeting that is no longer there.',
          [
            `${openSection} Look for an instructor who is assigned to the deleted meeting.`,
            'Take this meeting off the instructor, and assign another one if they go on teaching the section.',
            mergeAgain,
          ],
          {
            prevention: ['Take the instructor off a meeting before you delete the meeting.', instructorsNeedMeetings],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  meetingTimes(
    'INSTRUCTOR_EXISTS',
    'instructor_left',
    'Invalid Delete',
    says(
      'Invalid Delete; Instructor will exist with no meeting times',
      'instructor.without_meeting',
      [
        scheduler(
          'A meeting was to be deleted that an instructor is still assigned to. Banner would be left with an instructor who has no time to teach, so it kept the meeting.',
          [
            `${openSection} Take the instructor off the meeting, or assign them to another one.`,
            'Delete the meeting, if it is still there.',
            mergeAgain,
          ],
          {
            prevention: ['Take the instructor off a meeting before you delete the meeting.', instructorsNeedMeetings],
            screens: [sectionEditor],
          },
        ),
      ],
      { ...fromSis, aliases: ['Instructor will exist with no meeting times'] },
    ),
  ),
  meetingTimes(
    'TIME_CONFLICT',
    'meetings_overlap',
    'Meeting Times',
    says(
      'Meeting times conflict within section',
      'meeting.overlap',
      [
        scheduler(
          'Two meetings of the same section lie at the same time, on the same day and in the same weeks.',
          [
            `${openSection} Compare the days, times and dates of its meetings.`,
            'Move or delete one of the two.',
            mergeAgain,
          ],
          {
            inferred,
            prevention: [
              'Make the section rule Overlapping Meeting Patterns required: such a section can then not be saved.',
            ],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  meetingTimes(
    'CLASS_ROOM_CONFLICT',
    'room_conflict',
    'Room Conflict',
    says(
      'Room schedule conflict within the section',
      'room.conflict',
      [
        scheduler(
          'Two meetings of the same section would be in one room at the same time.',
          [
            `${openSection} Compare the rooms and times of its meetings.`,
            'Give one of them another room or another time, or delete it if it stands there twice.',
            mergeAgain,
          ],
          {
            inferred,
            prevention: ['Make the section rules Double Booked Room and Overlapping Meeting Patterns required.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  meetingTimes(
    'INVALID_CLASS_ROOM',
    'room_not_classroom',
    'Room is not a classroom',
    says(
      'Room is not defined as a classroom; cannot schedule section in it',
      'room.not_a_classroom',
      [
        scheduler(
          'Banner plans sections only into rooms that it calls classrooms, and it has this one as another kind, such as an office.',
          [`${openSection} Choose another room for the meeting.`, mergeAgain],
          { inferred, screens: [sectionEditor] },
        ),
        registrar(
          'Or the room is a classroom, and Banner has the wrong type for it.',
          ['In Banner, set the type of the room to C (classroom).', 'Merge the rooms, then the section again.'],
          {
            inferred,
            prevention: [
              'Let rooms always come from Banner, and offer schedulers only those that are classrooms there.',
            ],
            screens: [rooms],
          },
        ),
      ],
      fromSis,
    ),
  ),
  guide(
    'room_inactive',
    'Room Has Inactive Status',
    says(
      'Room Has Inactive Status',
      'room.inactive',
      [
        scheduler(
          `The room of a meeting is out of use in Banner, so nothing can be planned into it. ${wordingMayDiffer}`,
          [`${openSection} Choose a room that is in use.`, mergeAgain],
          { inferred, screens: [sectionEditor] },
        ),
        registrar(
          'Or the room is used after all, and was set to inactive by mistake or too early.',
          ['In Banner, set the room to active for the term.', 'Merge the rooms, then the section again.'],
          {
            inferred,
            prevention: ['Before a room is closed in Banner, move the sections that are planned into it.'],
            screens: [rooms],
          },
        ),
      ],
      fromSis,
    ),
  ),
  meetingTimes(
    'AUTO_SCHEDULE_ERROR',
    'auto_schedule_incomplete',
    'Building and room needed for auto schedule',
    says(
      'Both Building and Room codes must be entered for Auto Schedule codes',
      'meeting.room_incomplete',
      [
        scheduler(
          'The meeting carries a code for Banner’s automatic scheduling, which needs to know building and room, and one of them or both are missing.',
          [`${openSection} Choose building and room of the meeting, or take the auto schedule code away.`, mergeAgain],
          { inferred, screens: [sectionEditor] },
        ),
      ],
      fromSis,
    ),
  ),
  meetingTimes(
    'INVALID_BLDG_CODE',
    'building_unknown',
    'Building code not known',
    says(
      'Invalid value for Building Code',
      'record.value_not_allowed',
      notInList('the building', 'list of buildings', '', [buildings]),
      fromSis,
    ),
  ),
  guide(
    'cip_unknown',
    'Invalid Value for Course Classification of Instructional Programs',
    says(
      'Invalid Value for Course Classification of Instructional Programs',
      'record.value_not_allowed',
      notInList('the CIP code', 'list of instructional programs', ` ${wordingMayDiffer}`),
      { ...fromSis, aliases: ['Invalid CIP value'] },
    ),
  ),
  guide(
    'schedule_code_unknown',
    'Invalid Schedule Code',
    says(
      'Invalid Schedule Code',
      'record.value_not_allowed',
      notInList('the schedule code', 'list of schedule codes', ` ${wordingMayDiffer}`),
      fromSis,
    ),
  ),
  meetingTimes(
    'INVALID_CRN',
    'crn_unknown',
    'CRN of the meeting not known',
    says(
      'Invalid value for meeting CRN',
      'section.not_in_sis',
      [
        scheduler(
          'A meeting was sent for a section that Banner does not have under this CRN. Either the section has not been made there yet, or it was deleted.',
          [
            'Look the CRN up in Banner for the term.',
            'If the section was not made yet, see in the merge report why it was refused, and correct that first: its meetings follow.',
            'If it was deleted in Banner, decide whether it shall take place; if not, delete it here too.',
          ],
          {
            inferred,
            destroys: [{ step: 3, what: 'Deleting a section deletes its meetings and assignments with it.' }],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  family(
    'INVALID_…',
    'value_not_in_list',
    'Value that Banner does not know',
    says('Invalid value for {field}', 'record.value_not_allowed', notInList('{field}', 'list for this field'), fromSis),
  ),
  family(
    'PK_NOT_FOUND',
    'record_not_found',
    'Record that Banner does not find',
    says(
      'Cannot find {record} record using primary or unique key',
      'record.not_in_sis',
      [
        registrar(
          'A change or a deletion was sent for something that Banner does not have under the ids it was sent with ({record}). It was deleted there, or never made.',
          [
            'Look the record up in Banner.',
            'If it was deleted on purpose, delete it here too.',
            'If it was never made, see in the merge report why it was refused before, and correct that.',
          ],
          {
            inferred,
            destroys: [{ step: 2, what: 'What is deleted here is gone with all that hangs on it.' }],
            prevention: ['Agree on which of the two systems sections are deleted in.'],
          },
        ),
      ],
      fromSis,
    ),
  ),
  guide(
    'section_exists',
    'Section Exists',
    says(
      'Section Exists',
      'section.exists_already',
      [
        scheduler(
          `A new section was sent, and Banner has one of this course and number in the term already. As a rule the same section was entered by hand on both sides. ${wordingMayDiffer}`,
          [
            'Find the section in Banner by its term, course and section number.',
            'If it is another section, give the one here a number that is free.',
            'If it is the same, delete the one here: the next merge brings Banner’s.',
            'Merge again.',
          ],
          {
            inferred,
            destroys: [
              {
                step: 3,
                what: 'What was entered only in the section here is lost. Copy it before, and enter it in Banner’s.',
              },
            ],
            prevention: ['Agree on one system in which new sections are made.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  section(
    'BOTH_COMPONENTS',
    'both_component_rules',
    'Best of and Subset of Components',
    says(
      'Either Best of Components or Subset of Components may be entered for section, but not both',
      'section.both_component_rules',
      [
        scheduler(
          'Where a section is graded by components, Banner counts either the best of them or a subset. The section asks for both.',
          [`${openSection} Empty one of the two fields.`, mergeAgain],
          { inferred, screens: [sectionEditor] },
        ),
      ],
      fromSis,
    ),
  ),
  section(
    'CAMP_RESTRICTION',
    'campus_restricted',
    'Course is restricted to campuses',
    says(
      'Course has campus restriction, cannot create section',
      'course.campus_restricted',
      [
        scheduler(
          'In Banner the course may not be offered at the campus of this section.',
          [`${openSection} Choose a campus at which the course may be offered.`, mergeAgain],
          { inferred, screens: [sectionEditor] },
        ),
        registrar(
          'Or the restriction is out of date, and the course is to be offered at this campus.',
          ['In Banner, change the campus restriction of the course.', 'Merge the section again.'],
          { inferred, prevention: ['Make a section rule of the campuses of such courses.'] },
        ),
      ],
      fromSis,
    ),
  ),
  section(
    'CANNOT_CHANGE_INSM',
    'instructional_method_fixed',
    'Instructional Method',
    fixedByEnrollments('instructional method', 'Cannot change Instructional Method when enrollments exist for section'),
  ),
  section(
    'CANNOT_CHANGE_ACCL',
    'academic_calendar_fixed',
    'Academic calendar cannot change',
    fixedByEnrollments('academic calendar', 'Academic calendar cannot be changed for section when enrollment exists'),
  ),
  section(
    'CANNOT_CHANGE_DUNT',
    'duration_unit_fixed',
    'Duration unit cannot change',
    fixedOutsideOpenLearning(
      'duration unit',
      'Cannot change Duration Unit when enrollments exist for section, or when section is not Open Learning',
    ),
  ),
  section(
    'CANNOT_CHANGE_EXTENSIONS',
    'extensions_fixed',
    'Number of extensions cannot change',
    fixedOutsideOpenLearning(
      'number of extensions',
      'Cannot change number of extensions when enrollments exist for section, or when section is not Open Learning',
    ),
  ),
  section(
    'CANNOT_CHANGE_LEARNER_FDATE',
    'learner_start_fixed',
    'Learner start date cannot change',
    fixedOutsideOpenLearning(
      'learner start-from date',
      'Cannot change Learner Start From Date when enrollments exist for section, or when section is not Open Learning',
    ),
  ),
  guide(
    'sis_not_available',
    'SIS Is Not Available',
    says(
      'SIS Is Not Available',
      'system.unreachable',
      [
        sis(
          `Banner did not answer while the merge was running. Often it is being maintained or backed up at night; or a server or the network is down. ${wordingMayDiffer}`,
          [
            'Ask whoever runs Banner whether it was down at the time of the merge.',
            'When it answers again, merge again, or wait for the nightly merge.',
            'If it was up the whole time, open a ticket with the time of the merge.',
          ],
          {
            inferred,
            prevention: ['Pause the connection while Banner is being maintained, and resume it afterwards.'],
          },
        ),
      ],
      { ...fromSis, retry: 'next_run' },
    ),
  ),
  unitime(
    'section_locked',
    'Unable to lock section for update',
    says(
      'Unable to lock section for update',
      'section.locked',
      [
        scheduler(
          'Somebody or something else held the section in Banner, mostly registration at a busy hour. Ten tries to get hold of it failed, and the change waits. The section itself is fine.',
          ['Wait for a quieter time, or for the nightly merge.', 'Merge the section again.'],
          {
            inferred,
            prevention: ['While registration is busy, leave changes of sections to the nightly merge.'],
          },
        ),
      ],
      { ...fromSis, retry: 'next_run' },
    ),
  ),
  unitime(
    'section_not_there',
    'Section not in Banner',
    says(
      'Section not in Banner',
      'section.not_in_sis',
      [
        scheduler(
          'A section was to be deleted that Banner does not have. If Banner had refused it when it was made, this is only the end of it: the section is now in neither system, and nothing is lost.',
          ['If Banner had refused the section before, there is nothing to do.'],
          { inferred },
        ),
        manager(
          'If Banner had taken the section, it should still have been there, and somebody has to find out where it went.',
          [
            'Look in Banner for the section under its course and term, also under another CRN.',
            'Find out in the merge history when it was last merged, and in Banner who deleted it.',
          ],
          { inferred },
        ),
      ],
      { ...fromSis, blocking: false, retry: 'none' },
    ),
  ),
  unitime(
    'subject_differs',
    'Subject does not match Banner',
    says(
      'Subject: {subject} does not match Banner: {bannerSubject}',
      'section.course_differs',
      differsInBanner('subject'),
      fromSis,
    ),
  ),
  unitime(
    'course_number_differs',
    'Course Number does not match Banner',
    says(
      'Course Number: {courseNumber} does not match Banner: {bannerCourseNumber}',
      'section.course_differs',
      differsInBanner('course number'),
      fromSis,
    ),
  ),
  unitime(
    'attribute_unknown',
    'Error on attribute / Unknown Attribute',
    says(
      'Error on attribute / Unknown Attribute',
      'record.field_unknown',
      [
        manager(
          'Something was sent with the section that Banner’s side of the integration has no place for.',
          [
            'Compare the fields that are sent with those that the integration of your Banner takes.',
            'Take the field out, or have it added on Banner’s side.',
            'Merge the section again.',
          ],
          { inferred, prevention: ['Add a field on Banner’s side before it is sent.'] },
        ),
      ],
      fromSis,
    ),
  ),
  unitime(
    'attribute_refused',
    'Error on attribute / Oracle error message',
    says(
      'Error on attribute / {oracleError}',
      'record.value_refused',
      [
        manager(
          'Banner’s database would not store a value of the section. What stands behind the stroke is the database’s own message: mostly the value is too long for its field, or of another kind, such as letters where a number belongs.',
          [
            'Read the database’s message ({oracleError}) and find the value that it speaks of.',
            'Correct the value in the section, or the mapping that makes it.',
            'Merge the section again.',
          ],
          {
            inferred,
            prevention: ['Set the greatest length and the allowed signs of Banner’s fields in the section template.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  unitime(
    'max_enrollment_negative',
    'Negative Max Enrollment Invalid',
    says(
      'Negative Max Enrollment Invalid',
      'section.capacity_negative',
      [
        scheduler(
          'The section was sent with a maximum enrollment below zero, and no section can take fewer than no students.',
          [`${openSection} Set the maximum enrollment to 0 or more.`, mergeAgain],
          {
            inferred,
            prevention: ['Set 0 as the minimum of this field in the section template.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  unitime(
    'days_without_time',
    'Meeting with days and no time',
    says('Meeting with days and no time', 'meeting.incomplete', incompleteMeeting('days', 'time'), fromSis),
  ),
  unitime(
    'time_without_days',
    'Meeting with time, but no days',
    says('Meeting with time, but no days', 'meeting.incomplete', incompleteMeeting('time', 'days'), {
      ...fromSis,
      aliases: ['Meeting with time and no days'],
    }),
  ),
];
