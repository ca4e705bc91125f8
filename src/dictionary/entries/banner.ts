import type { Entry, EntryCause, Saying, Screen } from '../entry.schema.ts';
import { entriesOf, manager, registrar, says, scheduler, sis } from './entry-parts.ts';
import {
  deletesSection,
  endsEnrollments,
  findSection,
  instructorsNeedMeetings,
  mergeAgain,
  mergeByHand,
  mergeUnedited,
  mergeWithRooms,
  sectionEditor,
  tellManager,
  tellSupport,
} from './merge.ts';

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
const rooms: Screen = { system: 'banner', name: 'Room Definition (SLARDEF)' };
const courses: Screen = { system: 'banner', name: 'Basic Course Information (SCACRSE)' };
const schedule: Screen = { system: 'banner', name: 'Schedule (SSASECT)' };

const inBanner = 'If you may not open Banner, ask the registrar.';
const creditRule =
  'Make the section rule Credit Range Conflict required: a section whose hours do not fit its course can then not be saved.';
const wordingMayDiffer = 'The message is known by its title only; the wording in the merge report may differ.';
const mergeRecord = 'Merge the record by hand, or wait for the nightly merge.';
const othersGoOn = 'Only this section is stopped; the others are merged.';

/** A code that Banner does not have: it was translated wrongly on the way, or somebody has to add it there. */
const notInList = (
  what: string,
  list: string,
  note = '',
  screens: readonly Screen[] = [],
): [EntryCause, EntryCause] => [
  manager(
    `For ${what} Banner takes only codes that stand in its ${list}, and what was sent does not stand there. The values that people choose here are translated into Banner’s codes by the mappings of the integration. If Banner has the right code, a mapping is missing or spells it otherwise, and this cause is yours.${note}`,
    [
      `See in the merge report which section or other record has this message, and look up which value it has here for ${what}.`,
      `Let the registrar look into Banner’s ${list}: which code there means this value? If there is none, go on with cause 2.`,
      'If there is one, enter it in the mappings of the integration (in Coursedog: Integration Attribute Mappings, SIS Codes) for this value, spelled exactly as in Banner.',
      mergeRecord,
      tellSupport,
    ],
    {
      inferred,
      prevention: ['Whenever a code is added or renamed in Banner, add it to the mappings before anybody uses it.'],
      screens,
    },
  ),
  registrar(
    'Or Banner does not have the code yet, or no longer, although it is the right one.',
    [
      `If the code is meant to be used, add it to Banner’s ${list}. If it is not, let the scheduler choose another value here.`,
      'Tell the manager of the integration, who enters a new code in the mappings too and merges the record again.',
    ],
    { inferred, screens },
  ),
];

const hoursUnequal = (hours: string): Saying =>
  says(
    `ORA-20100: ::Section ${hours} must equal course ${hours}::`,
    'section.hours_mismatch',
    [
      scheduler(
        `The course has a fixed number of ${hours}, and the section has another. As a rule somebody changed the course in Banner after its sections were made, and the sections here kept the old number. ${othersGoOn}`,
        [
          findSection,
          `Look up in Banner, on the page Basic Course Information (SCACRSE), how many ${hours} the course has in the term of the section. ${inBanner}`,
          `Set the ${hours} of the section to this number. If the number in Banner is the wrong one, tell the registrar instead.`,
          mergeAgain,
          tellManager,
        ],
        {
          inferred,
          prevention: [
            creditRule,
            'When the hours of a course change in Banner, change its sections in all terms that are still being scheduled.',
          ],
          screens: [sectionEditor, courses],
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
        `The course says how many ${hours} a section of it may have, from least to most, and this section lies outside. ${othersGoOn}${note}`,
        [
          findSection,
          `Look up in Banner, on the page Basic Course Information (SCACRSE), the least and the most ${hours} of the course (Low and High). ${inBanner}`,
          `Set the ${hours} of the section to the number that is right for it between these two; if High is empty, Low is the only one. If the right number lies outside, the course is to be changed in Banner first: ask the registrar.`,
          mergeAgain,
          tellManager,
        ],
        { inferred, prevention: [creditRule], screens: [sectionEditor, courses] },
      ),
    ],
    fromSis,
  );
const onlyBillingKnown =
  ' Only the message on billing hours is known word for word; this one is made like it and may read differently.';

const setBack = (field: string) =>
  `Look up which ${field} the section has in Banner, on the page Schedule (SSASECT), and set it to the same here. ${inBanner}`;

const fixedByEnrollments = (field: string, message: string, howToTell = ''): Saying =>
  says(
    message,
    'section.fixed_by_enrollments',
    [
      scheduler(
        `Students are enrolled in the section, and its ${field} was changed here. Banner does not take that any more: what they enrolled in must stay what it was. The other sections are merged.${howToTell}`,
        [
          findSection,
          setBack(field),
          mergeAgain,
          `If the ${field} has to change all the same, ask the registrar: the students would first have to leave the section, or be moved to a new one that is made with the right ${field}.`,
        ],
        {
          inferred,
          destroys: [{ step: 4, what: endsEnrollments }],
          prevention: [`Settle the ${field} before registration opens, and let the field be locked from then on.`],
          screens: [sectionEditor, schedule],
        },
      ),
    ],
    fromSis,
  );

const fixedOutsideOpenLearning = (field: string, message: string): Saying => {
  const fixed = fixedByEnrollments(
    field,
    message,
    ' Look on Banner’s page Schedule (SSASECT) whether anybody is enrolled in it: if so, this cause is yours; if not, cause 2.',
  );
  return {
    ...fixed,
    causes: [
      ...fixed.causes,
      scheduler(
        `Or nobody is enrolled in the section, but it is no Open Learning section, and only in such Banner lets the ${field} change.`,
        [findSection, setBack(field), mergeAgain, tellManager],
        { inferred, screens: [sectionEditor, schedule] },
      ),
    ],
  };
};

const differsInBanner = (what: string, sent: string, has: string): [EntryCause] => [
  manager(
    `An update named a section by its CRN, and Banner has this CRN for a section of another ${what}: ${sent} was sent, and Banner has ${has}. It would have changed the wrong section, so Banner refused it.`,
    [
      'See in the merge report which section has this message, and which CRN it has here.',
      `Let the registrar look this CRN up in Banner, on the page Schedule (SSASECT), for the same term: is it the same section, with another ${what}, or another section?`,
      `If it is the same section, its ${what} was changed on one side only. The registrar says which is right, and has the other side corrected.`,
      'If it is another section, the CRN is wrong here. Have the right one entered; if you may not change it here, ask the support of the product that merges.',
      mergeByHand,
      tellSupport,
    ],
    {
      inferred,
      prevention: [
        `Change the ${what} of a section that has a CRN in one system only, and let the merge carry it over.`,
      ],
      screens: [schedule],
    },
  ),
];

const incompleteMeeting = (has: string, lacks: string): [EntryCause] => [
  scheduler(
    `A meeting of the section came with ${has} and without ${lacks}, so Banner cannot tell when it takes place. This should not happen: a meeting has both or neither.`,
    [
      findSection,
      `Look through its meetings for one that has ${has} and no ${lacks}. Give it its ${lacks}, or take its ${has} away.`,
      mergeAgain,
      `If every meeting is complete here, report the section to the manager of the integration: the ${lacks} got lost on the way.`,
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
          'A text is longer than the place that Banner has for it. Mostly it is the title of a course: at most schools it may have 32 characters, at some only 20. Banner does not shorten it, but refuses the whole record. The numbers in the message (ORA-06502) are the database’s own, and nothing has to be done with them.',
          [
            'See in the merge report which course or section has this message, and count the characters of its title here, blanks included. If there are 20 or fewer, go on with cause 2.',
            'If there are more, shorten the title here to 32 characters. If the next merge refuses it again, shorten it to 20, or ask the SIS administrator how many your Banner takes.',
            'Save it. It goes out with the next merge.',
          ],
          {
            inferred,
            prevention: ['Set the length that your Banner takes as the maximum of the title in the course template.'],
          },
        ),
        manager(
          'Or a description was sent where Banner wants the short code, such as “Main Campus” instead of “M”. The message does not name the field.',
          [
            'Go through the fields of the record whose values are chosen from a list, such as the campus, and compare each with the code that Banner has for it. The one in question is much longer.',
            'Enter the short code for this value in the mappings of the integration (in Coursedog: Integration Attribute Mappings, SIS Codes).',
            mergeRecord,
            tellSupport,
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
            findSection,
            `Add up the credit hours of its meetings, and compare the sum with the credit hours of the section, and with those of its course in Banner (SCACRSE). ${inBanner}`,
            'Lower the credit hours of one or more meetings until the sum is no more than either.',
            mergeAgain,
            tellManager,
          ],
          { inferred, prevention: [creditRule], screens: [sectionEditor, courses] },
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
            findSection,
            'Look at its instructors: the one in question is assigned to no meeting that still stands in the section.',
            'If they go on teaching it, assign them to one of its meetings; if not, take them off the section.',
            mergeAgain,
            tellManager,
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
            findSection,
            'Look which meeting Banner still has and the section here has not, or which one you meant to delete. Banner shows its meetings on the page Schedule (SSASECT).',
            'Assign the instructors of this meeting to another one of the section, or take them off the section if they do not teach it any more.',
            'Delete the meeting here, if it still stands here.',
            mergeAgain,
            tellManager,
          ],
          {
            prevention: ['Take the instructor off a meeting before you delete the meeting.', instructorsNeedMeetings],
            screens: [sectionEditor, schedule],
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
          `Two meetings of the same section lie at the same time, on the same day and in the same weeks. ${othersGoOn}`,
          [
            findSection,
            'Compare its meetings two by two: the ones in question share a day of the week, overlap in their times, and overlap from first to last date.',
            'Give one of the two another day or time. If it stands there twice, delete one, after you have taken its instructors off it.',
            mergeAgain,
            tellManager,
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
          `Two meetings of the same section would be in one room at the same time. ${othersGoOn}`,
          [
            findSection,
            'Look for two of its meetings that have the same room, share a day of the week and overlap in their times.',
            'Give one of the two another room or another time. If it stands there twice, delete one, after you have taken its instructors off it.',
            mergeAgain,
            tellManager,
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
          'Banner plans sections only into rooms that it calls classrooms, and it has the room of a meeting as another kind. If the room is none for classes, this cause is yours; if it is one, cause 2.',
          [
            findSection,
            `See which rooms its meetings have. If there are several, look up in Banner, on the page Room Definition (SLARDEF), which of them has another Room Type than C (classroom). ${inBanner}`,
            'Choose another room for this meeting.',
            mergeAgain,
            tellManager,
          ],
          { inferred, screens: [sectionEditor, rooms] },
        ),
        registrar(
          'Or the room is a classroom, and Banner has the wrong type for it.',
          [
            'In Banner, on the page Room Definition (SLARDEF), set the Room Type of the room to C (classroom) for the term of the section.',
            mergeWithRooms,
          ],
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
          `The room of a meeting is out of use in Banner, so nothing can be planned into it. If the room really is closed, this cause is yours; if it is used, cause 2. ${wordingMayDiffer}`,
          [
            findSection,
            `See which rooms its meetings have. If there are several, look up in Banner, on the page Room Definition (SLARDEF), which of them is inactive in the term. ${inBanner}`,
            'Choose a room that is in use for this meeting.',
            mergeAgain,
            tellManager,
          ],
          { inferred, screens: [sectionEditor, rooms] },
        ),
        registrar(
          'Or the room is used after all, and was set to inactive by mistake or too early.',
          [
            'In Banner, on the page Room Definition (SLARDEF), set the room to active for the term of the section.',
            mergeWithRooms,
          ],
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
          [
            findSection,
            'Look through its meetings for one that has an auto schedule code and no building or no room.',
            'Choose both building and room for it. If Banner is not to schedule it automatically, empty the auto schedule code instead; if the Section Editor does not show this field, ask the manager of the integration.',
            mergeAgain,
            tellManager,
          ],
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
            findSection,
            `Look its CRN up in Banner, on the page Schedule (SSASECT), for the term of the section. ${inBanner}`,
            'If the section was never made there, see in the merge report why it was refused, and correct that first: its meetings follow with the next merge.',
            'If it was deleted in Banner and does not take place, delete it here too.',
            'If it was deleted and is to take place, ask the registrar to have it made anew in Banner, and the manager of the integration to give it its new CRN here.',
          ],
          {
            inferred,
            destroys: [{ step: 4, what: deletesSection }],
            prevention: ['In Banner, cancel sections instead of deleting them.'],
            screens: [sectionEditor, schedule],
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
            'See in the merge report which section or other record has this message, and look up in Banner whether the part of it that the message names ({record}) is there.',
            'If it was deleted in Banner on purpose, have the scheduler delete it here too.',
            'If it was deleted by mistake, enter it in Banner again; the next merge goes on from there.',
            'If it was never made, see in the merge report why it was refused before, and have that corrected by whom the entry of that message names.',
            tellManager,
          ],
          {
            inferred,
            destroys: [
              {
                step: 2,
                what: 'What is deleted here is gone with all that hangs on it; with a section, its meetings and who teaches in it. Note that down first if it may be needed again.',
              },
            ],
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
            findSection,
            `Find the section in Banner, on the page Schedule (SSASECT), by its term, course and section number. ${inBanner}`,
            'If Banner’s is another section, with other meetings and instructors, give the one here a section number that no section of the course has in the term, and save it. The next merge makes it in Banner.',
            'If both are the same section, note down what only the one here has, such as instructors, rooms or notes.',
            'Delete the one here. The next merge brings Banner’s section over in its place.',
            'Enter in it what you noted, and save it.',
            tellManager,
          ],
          {
            inferred,
            destroys: [
              { step: 5, what: 'What was entered only in the section here is lost, unless it was noted down.' },
            ],
            prevention: ['Agree on one system in which new sections are made.'],
            screens: [sectionEditor, schedule],
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
          'A section may be graded by components, such as a paper and an exam. Banner then counts either the best of them or a chosen part of them, and this section asks for both.',
          [
            findSection,
            'Decide which of the two holds for the section: Best of Components or Subset of Components. If you do not know, ask the instructor.',
            'Empty the field of the other.',
            mergeAgain,
            tellManager,
          ],
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
          'In Banner the course may be offered at some campuses only, and that of this section is none of them. The section has not been made in Banner.',
          [
            'Ask the registrar at which campuses the course may be offered. If the campus of the section ought to be among them, go on with cause 2.',
            findSection,
            'Choose one of these campuses for the section.',
            mergeAgain,
            tellManager,
          ],
          { inferred, screens: [sectionEditor] },
        ),
        registrar(
          'Or the restriction is out of date, and the course is to be offered at this campus.',
          [
            'In Banner, add the campus to those at which the course may be offered. Whoever looks after the course catalogue there knows where.',
            mergeUnedited,
          ],
          {
            inferred,
            prevention: [
              'Make a section rule of the campuses of such courses, so that no other can be chosen for them.',
            ],
          },
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
            'Look up in the merge report when the merge ran, and find out whether Banner and the network to it were up at that time.',
            'When Banner answers again, tell the manager of the integration, who merges by hand; or leave it to the nightly merge. What did not get through goes out then.',
            'If it was up the whole time, give the time of the merge to the manager of the integration, who reports it to the support of the product that merges.',
          ],
          {
            inferred,
            prevention: [
              'Tell the manager of the integration when Banner will be maintained, so that the connection is paused for that time and resumed afterwards.',
            ],
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
          'Somebody or something else held the section in Banner, mostly registration at a busy hour. Ten tries to get hold of it failed, so the change has not gone out. The section itself is fine.',
          [
            'Leave it to the nightly merge, when registration is quiet.',
            'If it cannot wait, open the section at a quieter hour and save it once more: where edits are merged in real time, it then goes out at once.',
            tellManager,
          ],
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
          'A section was deleted here and was to be deleted in Banner too, which does not have it. If Banner had refused it when it was made, this is only the end of it: the section is now in neither system, as it should be.',
          [
            'Look up in earlier merge reports whether Banner had ever taken the section; without a CRN it never did.',
            'If it never did, there is nothing to do; the message does not come again, since the section is gone here. If it had, pass it on to the manager of the integration, for cause 2.',
          ],
          { inferred },
        ),
        manager(
          'Or Banner had taken the section before it was deleted here. Then it should still have been there, and somebody has to find out where it went.',
          [
            'Find the last merge report that lists the section as taken by Banner, and note its course, number, term, CRN, meeting times and instructors.',
            'Give these to the registrar, who looks in Banner, on the page Schedule (SSASECT), for a section of this course in this term that is not in the schedule here, and compares meeting times and instructors. Only if they are the same is it the lost one, under another CRN or number.',
            'If the registrar finds it, ask whoever deleted it here whether that was meant. If it was, the registrar deletes it in Banner; if not, it stays there, and the section is made again here. If it is not found, somebody had deleted it in Banner before, and nothing is left to do.',
          ],
          {
            inferred,
            destroys: [
              {
                step: 3,
                what: 'Deleting a section in Banner ends the registrations of students in it. Look first whether there are any.',
              },
            ],
          },
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
      differsInBanner('subject', '{subject}', '{bannerSubject}'),
      fromSis,
    ),
  ),
  unitime(
    'course_number_differs',
    'Course Number does not match Banner',
    says(
      'Course Number: {courseNumber} does not match Banner: {bannerCourseNumber}',
      'section.course_differs',
      differsInBanner('course number', '{courseNumber}', '{bannerCourseNumber}'),
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
          'A field (here called attribute) was sent with the section that Banner’s side of the integration has no place for. The rest of the message names it, if anything does.',
          [
            'See in the merge report which section has this message and which fields were sent, and let the SIS administrator tell you which fields Banner’s side of the integration takes.',
            'If the field is not needed in Banner, take it out of what the integration sends. If it is needed, have the SIS administrator add it on Banner’s side.',
            mergeByHand,
            tellSupport,
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
          'Banner’s database (Oracle) would not store a value of the section. What stands behind the stroke is the database’s own message: mostly the value is too long for its field, or of another kind, such as letters where a number belongs.',
          [
            'See in the merge report which section has this message, and read what the database says: {oracleError}. Words such as “too large” or “too small” speak of a length, “invalid number” of letters among digits. If it names no field, ask the SIS administrator which one is meant.',
            'If people entered the value here, let the scheduler correct it in the section. If a mapping of the integration made it, correct the mapping.',
            mergeByHand,
            tellSupport,
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
          [
            findSection,
            'Set the maximum enrollment to the number of students that the section is to take; 0 if nobody is to enroll.',
            mergeAgain,
            tellManager,
          ],
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
