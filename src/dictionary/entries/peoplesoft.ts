import type { Entry, EntryCause, Saying } from '../entry.schema.ts';
import { entriesOf, manager, registrar, says, scheduler, sis, supportOf } from './entry-parts.ts';
import {
  deletesSection,
  endsEnrollments,
  findSection,
  mergeAgain,
  mergeByHand,
  mergeUnedited,
  relationships,
  sectionEditor,
  tellManager,
  tellSupport,
} from './merge.ts';

const peoplesoft = entriesOf('peoplesoft', 'Coursedog, Common PeopleSoft Merge Errors');
const support = supportOf('Coursedog Support; for a merge of Hallpass, whoever runs it');

const inferred = true;
const openRelationship =
  'Open the relationship, on the page Relationships or in the Section Editor of one of its sections. Its messages are shown there and in no list of sections.';
const goesOut = 'Where edits are merged in real time it goes to PeopleSoft at once, else with the nightly merge.';
const saveRelationship = `Save the relationship. ${goesOut}`;
const saveOnceMore = `Go back to the relationship and save it once more. ${goesOut}`;
const inPeopleSoft = 'If you may not open PeopleSoft, ask the registrar.';
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
const inSection = (meaning: string, correct: readonly string[], prevention: readonly string[] = []): [EntryCause] => [
  scheduler(`${meaning} ${wordingMayDiffer}`, [findSection, ...correct, mergeAgain, tellManager], {
    inferred,
    prevention,
    screens: [sectionEditor],
  }),
];

const required = (field: string) =>
  `Make the field ${field} required in the section template, with values that PeopleSoft takes.`;
const neverSaved = 'Make a section rule of it, and make the rule required: such a section can then not be saved.';

const notTaken = (what: string, compare: string, correct: string, prevention: string): [EntryCause] => [
  manager(
    `PeopleSoft did not take what was sent as ${what}. CI stands for component interface, PeopleSoft’s way in for other programs. ${unexplained}`,
    [
      `See in the merge report which section has this message. ${compare}`,
      correct,
      mergeByHand,
      'If the two are the same, the reason cannot be seen from here: report the message and the section to the support of the product that merges (Coursedog Support; for Hallpass, whoever runs it).',
    ],
    { inferred, prevention: [prevention] },
  ),
];

const newClass =
  'If it was not, have the scheduler make the section anew here, so that PeopleSoft gives it a new class number.';

const notInPeopleSoft: readonly [EntryCause, ...EntryCause[]] = [
  scheduler(
    `A change was sent for a class that PeopleSoft does not have. Most often it was only just made: PeopleSoft gives it a class number (CLASS NBR), which can take until the next nightly merge. ${wordingMayDiffer}`,
    [
      findSection,
      'Look whether it has a class number here. If it has none, wait a day: the change goes out by itself after the class has got one.',
      `If it has one, look the class up in PeopleSoft under this number, in the term of the section. ${inPeopleSoft} If it is not there, go on with cause 2.`,
      'If it is there, save the section once more; it then goes out with the next merge.',
    ],
    { inferred, prevention: ['Do not build on a new section before it has its class number.'] },
  ),
  registrar(
    'Or the class was deleted in PeopleSoft: the section has a class number here, and PeopleSoft has no class of this number in the term.',
    [
      'Ask whoever may delete classes in PeopleSoft whether that was on purpose.',
      'If it was, have the scheduler delete the section here too.',
      newClass,
    ],
    {
      inferred,
      destroys: [{ step: 2, what: deletesSection }],
      prevention: ['In PeopleSoft, cancel classes instead of deleting them.'],
    },
  ),
];

const internalError: readonly [EntryCause, EntryCause] = [
  sis(
    'PeopleSoft, or a server before it, failed while it was being read or written, and does not say why. Such failures come from load, network or maintenance rather than from the section. No meaning of the message itself is known.',
    [
      'Leave it to the nightly merge; or tell the manager of the integration, who merges by hand at a quieter time.',
      'If it comes again, look up in the merge report when the merge ran, and look into the logs of PeopleSoft and of the servers before it for this time.',
      'If a failure stands there, put it right, or take it to Oracle’s support. If none does, go on with cause 2.',
    ],
    {
      inferred,
      prevention: [
        'Tell the manager of the integration when PeopleSoft will be maintained, so that the connection is paused for that time and resumed afterwards.',
      ],
    },
  ),
  support('Or the failure is in the integration itself: PeopleSoft’s logs show nothing for the time of the merge.', [
    'The manager of the integration reports it to this support, and sends the time of the merge, the merge report, and word that PeopleSoft’s logs show nothing for that time.',
    'When support has dealt with it, merge by hand, or wait for the nightly merge.',
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
        [
          'Look up in the Section Editor which associated class the sections have that belong with it, such as the lecture of a lab.',
          'Enter the same number in the field Associated Class. If nothing belongs with it, enter a number from 1 up that no other section of the course has in the term.',
        ],
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
        'Whoever enrolls in this section can be put into one or two further ones as well. They stand in the fields Auto Enroll 1 and Auto Enroll 2, and here both name the same section.',
        [
          'If students are to be put into two further sections, choose the second one in Auto Enroll 2. If one is meant, empty Auto Enroll 2.',
        ],
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
        `Students are enrolled in the section, and its part of term was changed here. PeopleSoft does not move a section any more once somebody is enrolled. ${wordingMayDiffer}`,
        [
          findSection,
          `Look up which part of term the class has in PeopleSoft (Session), and set the section here to the same. ${inPeopleSoft}`,
          mergeAgain,
          'If it has to move all the same, ask the registrar: the students would first have to leave the section, or be moved to a new one in the right part of term.',
        ],
        {
          inferred,
          destroys: [{ step: 4, what: endsEnrollments }],
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
        [
          `Look up which minimum enrollment the class has in PeopleSoft, and set the section here to the same. ${inPeopleSoft}`,
          'If the section is to take place after all, set its status here to active instead, and save it; change the minimum enrollment only after that has been merged.',
        ],
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
          findSection,
          'Ask whoever may delete classes in PeopleSoft whether this one was deleted on purpose.',
          'If it was, have the scheduler delete the section here too.',
          `${newClass} The old number does not come back. Enter in the new section all that the old one has.`,
          'Then have the old section deleted here.',
        ],
        {
          inferred,
          destroys: [
            { step: 3, what: deletesSection },
            { step: 5, what: 'What was not entered in the new section before is lost.' },
          ],
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
      notTaken(
        'the id of an instructor (EMPLID)',
        'Let the registrar compare the id of each of its instructors here with the EMPLID that the person has in PeopleSoft.',
        'If an id differs, or the person has none, enter PeopleSoft’s id in the record of the instructor here; if the person is missing in PeopleSoft, whoever looks after staff there has to enter them first.',
        'Enter new instructors in PeopleSoft first, and let the merge bring them over.',
      ),
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
        'Let whoever looks after staff in PeopleSoft tell you the employment record number (EMPL_RCD: 0 for the first job of a person, 1 for the second) of each of its instructors.',
        'If the number that was sent is another, correct it in the record of the instructor here, or in the mapping of the integration that makes it.',
        'When somebody’s employment changes in PeopleSoft, look over the sections they teach.',
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
        'Let the registrar compare its part of term with the sessions that PeopleSoft has in this term.',
        'If PeopleSoft has no such session in the term, let the scheduler choose another part of term for the section. If it has it under another code, enter that code in the mappings of the integration (in Coursedog: Integration Attribute Mappings, SIS Codes).',
        'Set up the sessions of a term in PeopleSoft before its sections are scheduled.',
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
        [
          'Look through its meetings for one whose last day lies after the end date of the section, or after the last day of its part of term.',
          'Set the last day of this meeting to the earlier of these two days, or to one before. If the section really goes on longer, set its end date or its part of term right instead.',
        ],
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
          'See in the merge report which section has this message, and look its course up in PeopleSoft’s course catalogue, for the term of the section.',
          'If it is missing there, enter it, or have whoever looks after the catalogue enter it. Where courses are made here and sent to PeopleSoft, see in the merge report why the course was refused, and correct that.',
          'If it is there under another subject or number, correct the course here.',
          'Tell the manager of the integration, who merges the courses by hand, and then the section.',
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
        `PeopleSoft has an instructor of the section as part-time, and the section is one for full-time instructors. ${wordingMayDiffer}`,
        [
          findSection,
          'Find out which of its instructors work part-time; the registrar or the department knows. If none does, go on with cause 2.',
          'Choose a full-time instructor in their place, or mark the section as one for part-time instructors. If you do not find where, ask the manager of the integration.',
          mergeAgain,
          tellManager,
        ],
        { inferred, prevention: [neverSaved], screens: [sectionEditor] },
      ),
      registrar(
        'Or PeopleSoft is out of date, and the instructor works full-time.',
        [
          'Ask whoever looks after staff in PeopleSoft to correct the instructor’s employment there to full-time.',
          mergeUnedited,
        ],
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
        [
          'In the field Preferred Room Capacity, enter the number of people that the room should hold, 1 or more; mostly that is the maximum enrollment of the section.',
        ],
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
        [
          `Look in PeopleSoft which sections the course has in the term, and whether the one that stands in Prim Instr Section is among them. ${inPeopleSoft}`,
          'If it is not there because it is new, leave the field as it is and wait until that section has its class number here; then save this one once more.',
          'If it is a wrong number, enter the number of the right section.',
        ],
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
          'Open its sections one by one, and compare their instructors. Give all of them the same instructor: the one who really teaches them together.',
          'Compare meeting pattern and room in the same way: they have to be the same as well.',
          'Save each section that you changed.',
          saveOnceMore,
          'If it shows the message again, tell the manager of the integration which sections it combines.',
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
          openRelationship,
          'Let the registrar look up in PeopleSoft under which group id its sections are combined.',
          'See whether the page Relationships has a second relationship of the same sections, which came over from PeopleSoft. If so, keep that one: enter in it what only the other has, such as its combined maximum enrollment, and delete the other.',
          'If there is only one, enter the group id of PeopleSoft in it. If no such field is shown, ask the support of the product that merges to set it.',
          saveRelationship,
          tellSupport,
        ],
        {
          inferred,
          destroys: [
            {
              step: 3,
              what: 'What was set only in the deleted relationship is lost.',
            },
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
          openRelationship,
          'See in each of its sections whether it has a class number. If all have one, go on with cause 2. If one has none, wait a day, until the nightly merge has brought it.',
          'If it has still none after a day, look up in the merge report why PeopleSoft refused the section, and put that right first.',
          saveOnceMore,
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
          'Compare instructor, meeting pattern and room of its sections. If all three are the same, go on with cause 3.',
          'Set what differs to the same in all sections, and save them.',
          'If only the meeting patterns differ, and are meant to, choose No Relationship as the type of the relationship: the sections stay combined, and PeopleSoft does not compare their patterns.',
          saveRelationship,
        ],
        { inferred, screens: [relationships, sectionEditor] },
      ),
      scheduler(
        'Or one of them is in another relationship already. PeopleSoft wants each section in one at the most.',
        [
          'Look on the page Relationships, or in the Section Editor of each section, which section stands in two of them.',
          'Decide which of the two is right, and take the section out of the other. Do not delete the relationship as a whole if it has other sections.',
          `Save both. Where edits are merged in real time they go to PeopleSoft at once, else with the nightly merge.`,
          'If the message comes again, tell the manager of the integration which sections the relationship combines.',
        ],
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
        [
          'Add up the seats that are reserved for its groups, and compare the sum with its enrollment capacity.',
          'Lower the reserved seats of one or more groups until the sum is no more than the enrollment capacity. Or raise the capacity, if the room holds as many.',
        ],
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
        [
          'Compare the start date of the section with its end date, and do the same for each of its meetings: the start has to be the earlier one.',
          'Correct the date that is wrong. Often it is the year.',
        ],
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
        ['Look through its meetings for the one whose start is not before its end, and correct its times.'],
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
            'See in the merge report which course has this message, and look up in PeopleSoft’s course catalogue which course has this subject and number there.',
            'If it is another course, give the one here a number that no course of the subject has in PeopleSoft, and save it. The next merge sends it.',
            'If it is the same course, it was made on both sides. Ask the manager of the integration to link the two: the course here gets the id (SIS ID) that PeopleSoft has for it.',
            'If PeopleSoft’s came over as a second course here, and the one that was refused has no sections, delete the refused one instead.',
          ],
          {
            inferred,
            destroys: [
              {
                step: 4,
                what: 'What was entered only in the deleted course is lost. Enter it in the other one first.',
              },
            ],
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
          'See in the merge report which section has this message, and ask its instructor whether it took place.',
          'If it did, have the scheduler set its status here back to active and save it. It goes out with the next merge.',
          'If it did not, the grades are a mistake. Print the grades of the class from PeopleSoft, or save them.',
          'Take the grades out in PeopleSoft, or have whoever may do so there take them out.',
          mergeUnedited,
        ],
        {
          inferred,
          destroys: [{ step: 4, what: 'The grades in PeopleSoft are lost.' }],
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
          'See in the merge report which section has this message, and whether it has another one as well: that names the reason more often than not. Follow its entry first.',
          'If it has no other, let the registrar compare the section here with the class in PeopleSoft: its dates, meetings, rooms, instructors and capacities.',
          'Where the two differ, one side is right: if it is this one, save the section once more; if it is PeopleSoft, set the section here to the same.',
          mergeByHand,
          tellSupport,
        ],
        { inferred },
      ),
    ]),
  ),
];
