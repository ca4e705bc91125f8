import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, clearLink, entriesOf, lms, says, sis, teacher } from './entry-parts.ts';

const skyward = entriesOf('skyward', 'Canvas, SIS Error Code Dictionary, Skyward');

const gradebook: Screen = { system: 'skyward', name: 'Gradebook of the section' };
const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain =
  'Send the grades to Skyward again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const sendTheRest =
  'Send the other grades: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';
const switchOff =
  'switch Sync to SIS off for it: on the page Assignments of the Canvas course, each assignment has an icon for it. The scores that Skyward has stay there';
const lookUpPeriods =
  'In Skyward, look up which grading periods the section uses and which of them are open, or ask the SIS administrator.';
const sendBeforeClose = 'Enter and send the last grades of a grading period before it closes.';

const notFound =
  'Grading category {category} not found in Skyward for section {section}. Please ensure that your assignment categories match between Skyward and Canvas. Available grading categories are:';
const assignDateClosed = 'Assign date, {assignDate} is not within the start/stop dates of an open grading period';
const dueDateClosed = 'Actual due date, {dueDate}, is not within the start/stop dates of an open grading period';
const locked =
  'Assignment {assignment} is in a locked Grading Period or is outside the Grading Periods used by the Section.';
const deleted = 'Assignment {assignment} is marked as deleted.';
const fieldFixed = 'Field Section ID cannot be modified for an existing Assignment.';
const noGradebook = 'Section {section} does not have a gradebook.';
const exists = 'An assignment for this gradebook, title, and due date already exists.';

/** What Skyward’s gradebook answers to passback. */
export const skywardEntries: readonly Entry[] = [
  skyward(
    'grading_period_closed',
    'Assignment Failed to Update',
    says(
      `The assignment failed to be updated: ${assignDateClosed}; ${dueDateClosed}`,
      'period.locked',
      [
        teacher(
          'An assignment belongs to a grading period that is closed in Skyward. Skyward takes changes only for dates in an open one, so it left the assignment as it was; what was changed in Canvas since then stays there. Assign date, in the message, is the day on which it was given out.',
          [
            findIt,
            'If a score of it still has to change in Skyward, ask the SIS administrator whether the grading period can be opened for it. If it is opened, go on with the last step.',
            `If nothing has to change, or the period stays closed, ${switchOff}.`,
            sendTheRest,
          ],
          {
            inferred: true,
            prevention: [sendBeforeClose, 'When a grading period is over, switch Sync to SIS off for its assignments.'],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.gradeSync, canvas.assignments],
          },
        ),
      ],
      { origin: 'sis', aliases: [assignDateClosed, dueDateClosed] },
    ),
  ),
  skyward(
    'grading_period_locked',
    'Assignment in Locked Grading Period',
    says(
      `${locked} Use the Section endpoint to see which Grading Periods apply and the Grading Periods endpoint to see when they are open.`,
      'period.locked',
      [
        teacher(
          'The due date of an assignment lies in a grading period that is closed in Skyward, or in one that the section does not use. An administrator has set Skyward to take nothing more for closed periods, so it did not take the assignment; its scores are still in Canvas. The second sentence of the message is meant for programmers.',
          [
            findIt,
            lookUpPeriods,
            `If the assignment does belong to a closed period and nothing has to change any more, ${switchOff}. Then you are done. If something has to, ask the SIS administrator whether the period can be opened, and go on with the last step when it is.`,
            'If it should count in another period, open it in Canvas, choose Edit, set the due date to a day in that period, which has to be open, and save.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Keep the dates of the grading periods at hand where due dates are planned.', sendBeforeClose],
            fixes: ['due_date.move'],
            screens: [canvas.gradeSync, canvas.assignments, gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [locked] },
    ),
  ),
  skyward(
    'assignment_deleted',
    'Assignment Marked As Deleted',
    says(
      `${deleted} The teacher may restore this Assignment in his or her Skyward Gradebook, provided that it is not in a locked Grading Period.`,
      'lineitem.deleted_in_sis',
      [
        teacher(
          'Somebody deleted the assignment in the Skyward gradebook, while Canvas still sends scores for it. Skyward has kept it and takes scores again once it is restored; those in Canvas are all still there. If the message has only a number for it, the page Grade Sync of the Canvas course shows its name.',
          [
            `If the assignment was deleted on purpose, ${switchOff}. Then you are done.`,
            'If not, restore the deleted assignment in the Skyward gradebook. If you do not find where, the SIS administrator knows; if Skyward does not let you, take the second cause.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Before an assignment that came from Canvas is deleted in Skyward, switch Sync to SIS off for it in Canvas.',
            ],
            screens: [gradebook],
          },
        ),
        teacher(
          'Or the assignment lies in a grading period that is locked. While it is, the assignment cannot be restored either. To tell, compare its due date with the grading periods in Skyward.',
          [
            lookUpPeriods,
            'In the gradebook of the Canvas course, choose Actions, Sync to SIS: the window lists all assignments that are sent, with their due dates. Note those that lie outside of the current grading period, and close the window without sending.',
            'If such a date is wrong, open the assignment in Canvas, choose Edit, set the due date to a day in the current grading period, and save. The next sync then takes it along.',
            'If the date is right, switch Sync to SIS off for the assignment on the page Assignments of the Canvas course. If its scores still have to change in Skyward, ask the SIS administrator.',
          ],
          {
            inferred: true,
            prevention: ['When a grading period is over, switch Sync to SIS off for its assignments.', sendBeforeClose],
            fixes: ['due_date.move', 'assignment.switch_sync_off'],
            screens: [canvas.gradebook, canvas.assignments],
          },
        ),
      ],
      { origin: 'sis', aliases: [deleted] },
    ),
  ),
  skyward(
    'token_expired',
    'Canvas Authentication Error',
    says(
      'Canvas Authentication Error - There appears to be a configuration error. Please contact your system admin',
      'auth.token_expired',
      [
        canvasSisSupport(
          'Canvas signs in to Skyward with a token, a password between programs that is valid for a set time only, and this time is over. Until it is renewed Skyward lets nothing in; all grades are still in Canvas, and none of them is to blame. The message sends you to a system administrator, but it is Canvas SIS Support that puts this right.',
          [
            'Whoever saw the message gives it to the Canvas administrator of the school or district, with the time at which it appeared. It concerns all courses whose grades go to Skyward, so one report is enough.',
            'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, names the school or district, and says that the token for Skyward has to be renewed.',
            'When it has been renewed, the Canvas administrator tells the teachers that they can send their grades.',
          ],
          {
            prevention: ['Note the day on which the new token expires, and ask for the next one before it.'],
            fixes: ['connection.reauthenticate', 'connection.open_ticket'],
          },
        ),
      ],
      {
        origin: 'exchange',
        retry: 'after_support',
        aliases: ['There appears to be a configuration error. Please contact your system admin'],
      },
    ),
  ),
  skyward(
    'section_of_assignment_changed',
    'Field Section ID',
    says(
      `${fieldFixed} Certain fields may only be set when adding a resource and cannot then be changed.`,
      'link.stale',
      [
        lms(
          'Canvas remembers which assignment in Skyward belongs to which of its own, and what it remembers no longer fits: Skyward has that assignment in another section. An assignment cannot change its section in Skyward, so the two gradebooks have to be linked anew. The scores are still in Canvas.',
          [
            'Ask the teacher of the course to enter in Canvas every score that was changed in Skyward only.',
            clearLink,
            teacherSyncs,
            'If Canvas then reports that an assignment already exists in Skyward, look up that message as well. If the same message comes again, open a case with Canvas Support, ask for Canvas SIS Support, and send along its full text, the course and the section.',
          ],
          {
            destroys: [
              {
                step: 2,
                what: 'Canvas then no longer knows which assignments in Skyward are its own, and those that are still there can end up there twice. Step 1 sees to it that nothing stands in Skyward only.',
              },
            ],
            prevention: ['Do not give a section another SIS id once grades have been sent for it.'],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [fieldFixed] },
    ),
  ),
  skyward(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      `${notFound} {categories}`,
      'category.unmapped',
      [
        teacher(
          'In Canvas at least one assignment stands in the assignment group {category}, and the Skyward gradebook of section {section} has no category of that name. Skyward keeps each assignment in one of its own categories, so it has no place for those of this group. Their scores are still in Canvas.',
          [
            'In Canvas, open the page Assignments of the course, and compare the names of the assignment groups with the categories that the message lists: {categories}.',
            'Move every assignment that is to be sent out of the group {category} into the group that is named exactly like the category in which it should count, capitals included.',
            'If there is no such group, the category has not been imported from Skyward yet. Your Canvas administrator knows how your school imports categories.',
            'If two categories in Skyward have the same description, add the code of the right one in brackets to the name of the group in Canvas, as in “Assignments (AST)”.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Leave the names of imported groups as they are, capitals included.',
              'Where Canvas offers Sync SIS Categories, tie each group to a category of Skyward there, for every section.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, syncCategories],
          },
        ),
      ],
      { origin: 'exchange', aliases: [notFound] },
    ),
  ),
  skyward(
    'request_invalid',
    'Invalid Request',
    says(
      'The request is invalid.',
      'student.sis_id_invalid',
      [
        sis(
          'Skyward refused what it was sent and does not say why; there can be many reasons. One is known: a student whose SIS id is not valid, such as one that contains “staff_”. What was sent is still in Canvas.',
          [
            'Ask the teacher of the course which section it is about. The page Grade Sync of the Canvas course lists the message with it.',
            'In Skyward, look through the students of this section for a SIS id that contains “staff_”. If there is none, the reason is another one: go on with the last step.',
            'If the person is no student, take them out of the students of the section. If they are one, put the id right: it is the Name ID of the student, without leading zeros. If Canvas still shows the old SIS id the next day, the Canvas administrator corrects it there.',
            teacherSyncs,
            'If no such id was found, or the message comes again, give its full text, with the course, the section and the time, to the Canvas administrator, who can open a case with Canvas Support.',
          ],
          {
            inferred: true,
            prevention: [
              'Let the SIS id of a student in Canvas be the Name ID of Skyward, without leading zeros.',
              'Do not enrol staff as students in a section whose grades are sent.',
            ],
            fixes: ['student.leave_out'],
            screens: [canvas.gradeSync],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  skyward(
    'section_without_gradebook',
    'Section Does Not Have a Gradebook',
    says(
      `${noGradebook} The gradebook for each Section is created when the teacher first visits it or when the utility to mass create gradebooks is run.`,
      'gradebook.none',
      [
        teacher(
          'Section {section} has no gradebook in Skyward yet. Skyward makes it only when the teacher opens it for the first time, or when an administrator makes the gradebooks of many sections at once; until then it has nowhere to put grades. They are still in Canvas.',
          [
            'In Skyward, open the gradebook of this section once; this makes it. If {section} does not tell you which section it is, the page Grade Sync of the Canvas course lists the message with its name.',
            'If you cannot open it, because the section has another teacher or does not show, ask the SIS administrator, who can make gradebooks for you.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'At the start of a term, open the gradebook of each section once before grades are sent.',
              'Or let an administrator of Skyward make all of them with the utility for it.',
            ],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [noGradebook] },
    ),
  ),
  skyward(
    'section_without_sis_id',
    'Section Does Not Have a SIS ID',
    says(
      'Section {section} does not have sis_section_id',
      'section.not_linked',
      [
        lms(
          'Section {section} exists in Canvas only: it was made by hand, so it carries no SIS id (sis_section_id in the message) by which Skyward would know it. Skyward has no such section, and nothing of it is sent. This does not keep other grades from being posted, so putting it right can wait.',
          [
            'In Canvas, open Settings of the course, then Sections, and find section {section}. If that is a number that you do not see there, open each section: those without a SIS id were made by hand. Note who is in it.',
            'See that all of them who should receive grades are also in the section that came from Skyward. Whoever is missing there has to be enrolled in Skyward by the registrar, and appears in Canvas with the next roster sync.',
            'Delete the section that was made by hand, when that is so.',
            teacherSyncs,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'Deleting a section in Canvas takes the enrollments in it along. Whoever is in no other section of the course is then out of it, scores included, so do not delete before step 2 is done.',
              },
            ],
            prevention: ['Leave the making of sections to the SIS; use student groups in Canvas to divide a class.'],
            fixes: ['section.exclude'],
            screens: [canvas.sections, canvas.people],
          },
        ),
      ],
      { blocking: false, origin: 'exchange' },
    ),
  ),
  skyward(
    'student_not_enrolled',
    'Student Not Enrolled',
    says(
      'Student {student} was not enrolled in Section for Assignment {assignment}',
      'student.not_on_roster',
      [
        teacher(
          'Canvas has the student with the number {student} in a section, Skyward has not. Skyward takes no score for somebody who is not on its list of the section, so this one was not taken; it is still in Canvas.',
          [
            findIt,
            'Compare the students of this section on the page People in Canvas with the list in Skyward. Whoever is only in Canvas is meant; if several are, the SIS administrator can look up number {student}.',
            'Ask the registrar whether the student belongs in the section.',
            'If so, the student has to be in the section in Skyward, and in its gradebook: the registrar enrols the student there. Go on with the last step when that is done.',
            'If not, open the student on the page People in Canvas, and conclude or deactivate the enrollment in this section. If Canvas does not let you, your Canvas administrator can.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Let students come into Canvas sections from Skyward instead of adding them by hand, so that both have the same list.',
            ],
            fixes: ['enrollment.conclude', 'student.leave_out'],
            screens: [canvas.gradeSync, canvas.people, gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  skyward(
    'assignment_exists',
    'Unable to Create Assignment',
    says(
      `Unable to create the assignment. ${exists}`,
      'lineitem.duplicate',
      [
        teacher(
          'The Skyward gradebook has an assignment of this name and due date already, which somebody made there by hand. It is not tied to the one in Canvas, and Skyward does not take a second one of the same name and date. The one from Canvas and its scores are still in Canvas.',
          [
            findIt,
            'In the Skyward gradebook of this section, find the assignment that has the same name and due date.',
            'Compare its scores with those in Canvas, and enter in Canvas each score that is only in Skyward.',
            'If the one in Skyward is the same piece of work, delete it there; the sync then puts the one from Canvas in its place. If it is another piece of work, change its name in Skyward instead.',
            syncAgain,
            'In Skyward, see that the assignment is there with all its scores. A sync leaves out what has not changed for 30 days; if scores are missing for that reason, run a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities.',
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 4,
                what: 'Deleting the assignment in Skyward deletes the scores in it. Those that are in Canvas come back with the sync, and step 3 saves the others.',
              },
              {
                step: 6,
                what: 'A Remaster sends everything in the course that has Sync to SIS on, and overwrites scores that were changed in Skyward only. Enter those in Canvas first.',
              },
            ],
            prevention: ['Make an assignment that is to be synced in Canvas only, not a second time in Skyward.'],
            fixes: ['line_item.adopt'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [exists] },
    ),
  ),
];
