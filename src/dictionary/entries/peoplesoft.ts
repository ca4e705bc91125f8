import type { Entry, EntryCause, Saying } from '../entry.schema.ts';
import { entriesOf, manager, registrar, says, scheduler, sis, supportOf } from './entry-parts.ts';
import { mergeAgain, relationships, sectionEditor } from './merge.ts';

const peoplesoft = entriesOf('peoplesoft', 'Coursedog, Common PeopleSoft Merge Errors');
const support = supportOf('Coursedog Support; for a merge of Hallpass, whoever runs it');

const inferred = true;
const openSection = 'Open the section in the Section Editor.';
const openRelationship =
  'Open the relationship, on the page Relationships or in the Section Editor of one of its sections.';
const saveRelationship = 'Save the relationship, and merge it again.';
const mergeSection = 'Merge the section again.';
const wordingMayDiffer = 'The message is known by its title only; the wording in the merge report may differ.';
const unexplained = 'No meaning of this message is known beyond its words.';

type Told = NonNullable<Parameters<typeof says>[3]>;

const fromSis = (
  message: string,
  cause: string,
  causes: readonly [EntryCause, ...EntryCause[]],
  told: Told = {},
): Saying => says(message, cause, causes, { ...told, origin: 'sis' });

/** One value of a section that somebody sets right in the Section Editor. */
const inSection = (meaning: string, correct: string, prevention: readonly string[] = []): [EntryCause] => [
  scheduler(`${meaning} ${wordingMayDiffer}`, [`${openSection} ${correct}`, mergeAgain], {
    inferred,
    prevention,
    screens: [sectionEditor],
  }),
];

const required = (field: string) =>
  `Make the field ${field} required in the section template, with values that PeopleSoft takes.`;
const neverSaved = 'Make a section rule of it, and make the rule required: such a section can then not be saved.';

const ask =
  'If they are the same, open a ticket with the message and the section: the reason cannot be seen from here.';
const notTaken = (what: string, compare: string): [EntryCause] => [
  manager(
    `PeopleSoft did not take what was sent as ${what}. ${unexplained}`,
    [
      compare,
      'If they differ, correct the section or the mapping of the integration, and merge the section again.',
      ask,
    ],
    { inferred },
  ),
];

const notInPeopleSoft: readonly [EntryCause, ...EntryCause[]] = [
  scheduler(
    `A change was sent for a class that PeopleSoft does not have. Most often it was only just made: PeopleSoft gives it a class number (CLASS NBR), which can take until the next nightly merge. ${wordingMayDiffer}`,
    [
      'Look whether the section has a class number here. If it has none, wait a day.',
      'If it has one, look the class up in PeopleSoft under it.',
      mergeSection,
    ],
    { inferred, prevention: ['Do not build on a new section before it has its class number.'] },
  ),
  registrar(
    'Or the class was deleted in PeopleSoft.',
    [
      'If it was deleted on purpose, delete the section here too.',
      'If not, make the section anew, so that PeopleSoft gives it a new class number.',
    ],
    {
      inferred,
      destroys: [{ step: 1, what: 'Deleting a section deletes its meetings and assignments with it.' }],
      prevention: ['In PeopleSoft, cancel classes instead of deleting them.'],
    },
  ),
];

const internalError: readonly [EntryCause, EntryCause] = [
  sis(
    'PeopleSoft, or a server before it, failed while it was being read or written, and does not say why. Such failures come from load, network or maintenance rather than from the section. No meaning of the message itself is known.',
    [
      'Merge again at a quieter time.',
      'If it comes again, look into the logs of PeopleSoft for the time of the merge.',
    ],
    { inferred, prevention: ['Pause the connection while PeopleSoft is being maintained, and resume it afterwards.'] },
  ),
  support('Or the failure is in the integration itself.', [
    'If PeopleSoft’s logs show nothing for that time, open a ticket with the time and the merge report.',
  ]),
];

/** What PeopleSoft answers to a merge. Most messages are public by their titles only. */
export const peoplesoftEntries: readonly Entry[] = [
  peoplesoft(
    'associated_class_missing',
    'Associated Class Cannot Be Blank Or Zero',
    fromSis(
      'Associated Class Cannot Be Blank Or Zero',
      'section.associated_class_missing',
      inSection(
        'In PeopleSoft sections that belong together, such as a lecture and its labs, share a number, the associated class. This section has none, or 0.',
        'Enter the number of its associated class, 1 or more; sections that belong together get the same.',
        [required('Associated Class')],
      ),
    ),
  ),
  peoplesoft(
    'auto_enroll_same',
    'Auto Enroll 1 & 2 Must Be Different',
    fromSis(
      'Auto Enroll 1 & 2 Must Be Different',
      'section.auto_enroll_same',
      inSection(
        'Whoever enrolls in this section is put into two further ones as well, and both fields name the same section.',
        'Choose another section in one of the two auto enroll fields, or empty it.',
        [neverSaved],
      ),
      { aliases: ['Auto Enroll 1 and 2 must be different', 'Auto Enroll 1 and 2 must differ'] },
    ),
  ),
  peoplesoft(
    'part_of_term_fixed',
    'Cannot Change Part of Term if Class Already has Enrollments',
    fromSis('Cannot Change Part of Term if Class Already has Enrollments', 'section.fixed_by_enrollments', [
      scheduler(
        `Students are enrolled in the section, and PeopleSoft no longer lets it move to another part of the term. ${wordingMayDiffer}`,
        [
          `${openSection} Set the part of term back to what PeopleSoft has.`,
          mergeAgain,
          'If it has to move, ask the registrar: the students would first have to leave the section, or be moved to a new one.',
        ],
        {
          inferred,
          destroys: [{ step: 3, what: 'Taking students out of a section ends their enrollment in it.' }],
          prevention: ['Settle the part of term before registration opens, and let the field be locked from then on.'],
          screens: [sectionEditor],
        },
      ),
    ]),
  ),
  peoplesoft(
    'cancelled_min_enrollment',
    'Cannot Update Min Enrollment Field when Class Status is Cancelled',
    fromSis(
      'Cannot Update Min Enrollment Field when Class Status is Cancelled',
      'section.cancelled',
      inSection(
        'The section is cancelled in PeopleSoft, and of a cancelled section the minimum enrollment can no longer be changed.',
        'Set the minimum enrollment back to what PeopleSoft has. If the section shall take place after all, make it active first.',
        ['Leave a section as it is once it is cancelled.'],
      ),
    ),
  ),
  peoplesoft(
    'class_deleted',
    'Class has been Hard Deleted in PeopleSoft',
    fromSis('Class has been Hard Deleted in PeopleSoft', 'section.deleted_in_sis', [
      registrar(
        `Somebody deleted the class in PeopleSoft altogether, instead of cancelling it. The section is still here, and the merge has nothing left to send it to. ${wordingMayDiffer}`,
        [
          'Find out whether the class was deleted on purpose.',
          'If it was, delete the section here too.',
          'If it was not, make the section anew, so that PeopleSoft gives it a new class number. The old one does not come back.',
        ],
        {
          inferred,
          destroys: [{ step: 2, what: 'Deleting a section deletes its meetings and assignments with it.' }],
          prevention: ['In PeopleSoft, cancel classes instead of deleting them.'],
          screens: [sectionEditor],
        },
      ),
    ]),
  ),
  peoplesoft(
    'class_not_found',
    'Could Not Find Class',
    fromSis('Could Not Find Class', 'section.not_in_sis', notInPeopleSoft),
  ),
  peoplesoft(
    'instructor_id_not_taken',
    'Could Not Set CI Property EMPLID',
    fromSis(
      'Could Not Set CI Property EMPLID',
      'record.value_refused',
      notTaken('the id of an instructor (EMPLID)', 'Compare the id of each instructor of the section with PeopleSoft.'),
    ),
  ),
  peoplesoft(
    'employment_record_not_taken',
    'Could Not Set CI Property EMPL_RCD',
    fromSis(
      'Could Not Set CI Property EMPL_RCD',
      'record.value_refused',
      notTaken(
        'the number of an instructor’s employment (EMPL_RCD)',
        'Compare the employment record of each instructor of the section with PeopleSoft.',
      ),
    ),
  ),
  peoplesoft(
    'session_not_taken',
    'Could Not Set CI Property SESSION_CODE',
    fromSis(
      'Could Not Set CI Property SESSION_CODE',
      'record.value_refused',
      notTaken(
        'the session, which is the part of term (SESSION_CODE)',
        'Compare the section’s part of term with the sessions that PeopleSoft has in this term.',
      ),
    ),
  ),
  peoplesoft(
    'internal_error',
    '“Internal Error” or “Error Loading Additional Pages”',
    fromSis('Internal Error', 'system.internal_error', internalError),
    fromSis('Error Loading Additional Pages', 'system.internal_error', internalError),
  ),
  peoplesoft(
    'meeting_after_end',
    'Meeting End Date Must Be Before Section and Session End Date',
    fromSis(
      'Meeting End Date Must Be Before Section and Session End Date',
      'meeting.after_section_end',
      inSection(
        'A meeting goes on after the section, or after the session (the part of term) that it lies in.',
        'Let the meeting end no later than the section and its part of term.',
        ['Let meetings take their dates from the part of term instead of entering them.'],
      ),
    ),
  ),
  peoplesoft(
    'course_missing',
    'Missing Course in PeopleSoft',
    fromSis('Missing Course in PeopleSoft', 'course.not_in_sis', [
      registrar(
        `The section is one of a course that PeopleSoft does not have, or not for this term. ${wordingMayDiffer}`,
        [
          'Look the course up in PeopleSoft.',
          'If it is missing, enter it there, or send it from here where courses are made here.',
          'Merge the courses, then the section again.',
        ],
        { inferred, prevention: ['Make a course in PeopleSoft before anybody plans sections of it.'] },
      ),
    ]),
  ),
  peoplesoft(
    'part_time_instructor',
    'Part Time Instructors Cannot Be Assigned to Full Time Sections',
    fromSis('Part Time Instructors Cannot Be Assigned to Full Time Sections', 'instructor.part_time', [
      scheduler(
        `PeopleSoft has the instructor as part-time, and the section is one for full-time instructors. ${wordingMayDiffer}`,
        [`${openSection} Choose another instructor, or mark the section as one for part-time instructors.`, mergeAgain],
        { inferred, prevention: [neverSaved], screens: [sectionEditor] },
      ),
      registrar(
        'Or PeopleSoft is out of date, and the instructor works full-time.',
        ['Have the instructor’s employment corrected in PeopleSoft.', mergeSection],
        { inferred },
      ),
    ]),
  ),
  peoplesoft(
    'room_capacity_zero',
    'Preferred Room Capacity Cannot Be Zero',
    fromSis(
      'Preferred Room Capacity Cannot Be Zero',
      'section.room_capacity_zero',
      inSection(
        'The section says how many people its room should hold, and says 0.',
        'Enter the number of people that the room should hold, 1 or more.',
        [`${required('Preferred Room Capacity')} Its minimum is 1.`],
      ),
    ),
  ),
  peoplesoft(
    'primary_section_missing',
    'Prim Instr Section Must Exist',
    fromSis(
      'Prim Instr Section Must Exist',
      'section.primary_section_missing',
      inSection(
        'The section names another one as the primary one of its instruction (Prim Instr Section), and PeopleSoft has no such section.',
        'Enter a section of the course that exists in PeopleSoft. If the one that is meant is new, merge it first.',
        ['Merge the primary section before those that name it.'],
      ),
    ),
  ),
  peoplesoft(
    'combined_instructors_differ',
    'Relationships (Combined Sections) Must Have Same Instructor',
    fromSis('Relationships (Combined Sections) Must Have Same Instructor', 'relationship.instructors_differ', [
      scheduler(
        `Combined sections are taught together, so PeopleSoft wants the same instructor in all of them. Nobody copies the instructor from one to the others. ${wordingMayDiffer}`,
        [
          openRelationship,
          'Give all its sections the same instructor, and the same meeting pattern and room as well.',
          'Save the sections, and merge them and the relationship again.',
        ],
        {
          inferred,
          prevention: ['Set instructor, meetings and room of the sections before they are combined.'],
          screens: [relationships, sectionEditor],
        },
      ),
    ]),
  ),
  peoplesoft(
    'combined_group_id',
    'Relationships (Combined Sections) Must Use SIS groupId if it Exists',
    fromSis('Relationships (Combined Sections) Must Use SIS groupId if it Exists', 'relationship.group_id_missing', [
      manager(
        `PeopleSoft has these sections combined already, under a group id of its own. The relationship here was sent without that id, as if it were a new one. ${wordingMayDiffer}`,
        [
          'Look up in PeopleSoft under which group id the sections are combined.',
          `${openRelationship} If the group of PeopleSoft came over as a second relationship, keep that one and delete the other.`,
          'If there is only one, let it carry the group id of PeopleSoft.',
          saveRelationship,
        ],
        {
          inferred,
          destroys: [
            { step: 2, what: 'What was set only in the deleted relationship is lost, such as its combined maximum.' },
          ],
          prevention: ['Combine sections in one of the two systems only, and each section only once.'],
          screens: [relationships],
        },
      ),
    ]),
  ),
  peoplesoft(
    'not_combinable',
    'Sections Cannot Be Combined',
    fromSis('Sections Cannot Be Combined', 'relationship.not_combinable', [
      scheduler(
        `Not every section of the relationship is in PeopleSoft yet. A new one gets its class number (CLASS NBR) there, which can take a day, and can be combined only then. ${wordingMayDiffer}`,
        [
          'See whether each section has its class number. If one has none, wait a day.',
          'Merge the relationship again.',
        ],
        {
          inferred,
          prevention: ['Make the sections first, and combine them once they have their class numbers.'],
          screens: [relationships],
        },
      ),
      scheduler(
        'Or the sections differ. Combined sections need the same instructor, meeting pattern and room.',
        [
          'Compare instructor, meeting pattern and room of the sections, and set them to the same.',
          'If the meeting patterns are meant to differ, choose the type No Relationship: PeopleSoft then does not compare them.',
          saveRelationship,
        ],
        { inferred, screens: [relationships, sectionEditor] },
      ),
      scheduler(
        'Or one of them is in another relationship already. PeopleSoft wants each section in one at the most.',
        ['Take the section out of one of the two relationships.', saveRelationship],
        {
          inferred,
          prevention: ['Make the section rule Relationship Conflict required.'],
          screens: [relationships],
        },
      ),
    ]),
  ),
  peoplesoft(
    'reserve_over_capacity',
    'Reserve Capacity Total Must Not Be More Than Enrollment Capacity',
    fromSis(
      'Reserve Capacity Total Must Not Be More Than Enrollment Capacity',
      'section.reserve_over_capacity',
      inSection(
        'Seats of the section are reserved for groups of students, and together they are more than the section has.',
        'Lower the reserved seats, or raise the enrollment capacity, until the sum of the reserved ones fits in.',
        [neverSaved],
      ),
    ),
  ),
  peoplesoft(
    'dates_reversed',
    'Start Date Must Be Before End Date',
    fromSis(
      'Start Date Must Be Before End Date',
      'record.dates_reversed',
      inSection(
        'The section, or one of its meetings, begins on a day that is not before the day on which it ends.',
        'Compare the start and end dates, also those of its meetings, and correct the wrong one.',
        [neverSaved],
      ),
    ),
  ),
  peoplesoft(
    'times_reversed',
    'Start Time Must Be Before End Time',
    fromSis(
      'Start Time Must Be Before End Time',
      'meeting.times_reversed',
      inSection(
        'A meeting begins at a time that is not before the time at which it ends. Often morning and afternoon were mixed up.',
        'Correct the times of the meeting.',
        ['Let schedulers choose standard meeting patterns instead of typing times.'],
      ),
    ),
  ),
  peoplesoft(
    'course_number_taken',
    'Subject Area + Course Number Combination is Not Unique',
    fromSis(
      'Subject Area + Course Number Combination is Not Unique',
      'course.number_taken',
      [
        registrar(
          `A course was sent whose subject and number belong to another course in PeopleSoft. ${wordingMayDiffer}`,
          [
            'Look up in PeopleSoft which course has this subject and number.',
            'If it is the same course, it was made on both sides: link the two, or delete the one here that nothing hangs on yet.',
            'If it is another one, give the course here a number that is free.',
            'Merge the course again.',
          ],
          {
            inferred,
            destroys: [{ step: 2, what: 'What was entered only in the deleted course is lost.' }],
            prevention: ['Agree on one system in which new courses are made.'],
          },
        ),
      ],
      { aliases: ['Subject Area and Course Number combination is not unique', 'Subject and number not unique'] },
    ),
  ),
  peoplesoft(
    'graded_not_cancelled',
    'Unable to Cancel Graded Class',
    fromSis('Unable to Cancel Graded Class', 'section.graded', [
      registrar(
        `The section was cancelled here, and in PeopleSoft it has grades already. What was graded has taken place, so PeopleSoft does not cancel it. ${wordingMayDiffer}`,
        [
          'Find out whether the section really did not take place.',
          'If it did, set its status here back to active, and merge it again.',
          'If the grades are a mistake, they have to be taken out in PeopleSoft before the section can be cancelled.',
        ],
        {
          inferred,
          destroys: [{ step: 3, what: 'The grades in PeopleSoft are lost. Keep a copy of them before.' }],
          prevention: ['Let the status of a section be locked once its grading has begun.'],
        },
      ),
    ]),
  ),
  peoplesoft(
    'not_all_stored',
    'Unable to Persist Some Updates on SIS',
    fromSis('Unable to Persist Some Updates on SIS', 'merge.not_all_stored', [
      manager(
        `Some of what was sent did not stay in PeopleSoft. Which, and why, the message does not say. ${unexplained}`,
        [
          'See in the merge report whether the section has another error: it names the reason more often than not.',
          'Compare the section here with PeopleSoft, field by field, and correct what differs.',
          mergeSection,
          'If it comes again, open a ticket with the merge report.',
        ],
        { inferred },
      ),
    ]),
  ),
];
