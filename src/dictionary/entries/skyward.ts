import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, clearLink, entriesOf, lms, says, sis, teacher } from './entry-parts.ts';

const skyward = entriesOf('skyward', 'Canvas, SIS Error Code Dictionary, Skyward');

const gradebook: Screen = { system: 'skyward', name: 'Gradebook of the section' };
const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Skyward again.';
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
          'The assignment belongs to a grading period that is closed in Skyward. Skyward takes changes only for dates in an open one, so it left the assignment as it was; what was changed in Canvas since then stays there.',
          ['In Canvas, switch Sync to SIS off for the assignment, so that nothing more is sent for it.', syncAgain],
          {
            inferred: true,
            prevention: [sendBeforeClose, 'When a grading period is over, switch Sync to SIS off for its assignments.'],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.assignments],
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
          'The due date of the assignment lies in a grading period that is closed in Skyward, or in one that the section does not use. The message also tells that an administrator has switched off passback for closed periods, so nothing more is taken for them. The second half of the message is meant for programmers.',
          [
            'In Skyward, look up which grading periods the section uses and which of them are open.',
            'In Canvas, move the due date of the assignment into an open one.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Keep the dates of the grading periods at hand where due dates are planned.', sendBeforeClose],
            fixes: ['due_date.move'],
            screens: [canvas.assignments, gradebook],
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
          'Somebody deleted the assignment in the Skyward gradebook, while Canvas still sends scores for it. Skyward has kept it and takes scores again once it is restored.',
          ['In the Skyward gradebook, restore the deleted assignment.', syncAgain],
          {
            inferred: true,
            prevention: [
              'Before an assignment that came from Canvas is deleted in Skyward, switch Sync to SIS off for it in Canvas.',
            ],
            screens: [gradebook],
          },
        ),
        teacher(
          'Or the assignment lies in a grading period that is locked. While it is, the assignment cannot be restored either.',
          [
            'In Skyward, look up the dates of the grading periods.',
            'In Canvas, go through the assignments that are set to sync and see that none lies outside of the current grading period.',
            'If one does, change its due date.',
          ],
          {
            inferred: true,
            prevention: ['When a grading period is over, switch Sync to SIS off for its assignments.', sendBeforeClose],
            fixes: ['due_date.move', 'assignment.switch_sync_off'],
            screens: [canvas.assignments],
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
          'Canvas signs in to Skyward with a token, a password between programs that is valid for a set time only, and this time is over. Until it is renewed Skyward lets nothing in. The message sends you to a system administrator, but it is Canvas SIS Support that puts this right.',
          ['Report the message to Canvas SIS Support, with the name of your school or district.'],
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
          'Canvas remembers which assignment in Skyward belongs to which of its own, and what it remembers no longer fits: Skyward has that assignment in another section. An assignment cannot change its section in Skyward, so the two gradebooks have to be linked anew.',
          [clearLink, syncAgain],
          {
            destroys: [
              {
                step: 1,
                what: 'Canvas then no longer knows which assignments in Skyward are its own. Where old ones are still there, look afterwards whether any stands there twice.',
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
          'In Canvas an assignment stands in the group {category}, and the Skyward gradebook of section {section} has no category of that name. Skyward keeps each assignment in one of its own categories, so it has no place for this one.',
          [
            'In Canvas, compare the names of the assignment groups with the categories that the message lists: {categories}. Move the assignment into a group whose name fits exactly.',
            'If two categories in Skyward have the same description, put the code of the right one in brackets behind the name of the group, as in “Assignments (AST)”.',
            syncAgain,
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
          'Skyward refuses what it was sent and does not say why; there can be many reasons. One is known: a student whose id is not valid, such as an id that contains “staff_”. If every student has a proper id, the reason is another one.',
          [
            'In Skyward, look through the students of the section for an id that contains “staff_”.',
            'Put the id of each such student right.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Let the SIS id of a student in Canvas be the Name ID of Skyward, without leading zeros.',
              'Do not enrol staff as students in a section whose grades are sent.',
            ],
            fixes: ['student.leave_out'],
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
          'Section {section} has no gradebook in Skyward yet. Skyward makes it only when the teacher opens it for the first time, or when an administrator makes the gradebooks of many sections at once; until then it has nowhere to put grades.',
          ['In Skyward, open the gradebook of section {section} once; this makes it.', syncAgain],
          {
            inferred: true,
            prevention: [
              'At the start of a term, open the gradebook of each section once before grades are sent.',
              'Or let an administrator of Skyward make all of them with the utility for it.',
            ],
            screens: [gradebook],
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
          'Section {section} exists in Canvas only: it was made by hand, so it carries no number under which Skyward could know it. Skyward has no such section, and nothing of it is sent. This does not keep other grades from being posted.',
          [
            'Find out in Canvas who is in section {section}.',
            'Move anybody who should receive grades into the section that came from Skyward.',
            'Delete the section that was made by hand.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [{ step: 3, what: 'Deleting a section in Canvas takes the enrollments in it along.' }],
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
          'Canvas has the student with the number {student} in the section, Skyward has not. Skyward takes no score for somebody who is not on its list of the section.',
          [
            'Find out whether the student belongs in the section.',
            'If not, conclude or deactivate the student’s enrollment in that section in Canvas. If so, have the student added to the gradebook of the section in Skyward.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Let students come into Canvas sections from Skyward instead of adding them by hand, so that both have the same list.',
            ],
            fixes: ['enrollment.conclude', 'student.leave_out'],
            screens: [canvas.people, gradebook],
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
          'The Skyward gradebook has an assignment of this name and due date already, which somebody made there by hand. It knows nothing of the one in Canvas, and Skyward does not take a second one of the same name and date.',
          ['In the Skyward gradebook, rename the assignment that was made by hand, or delete it.', syncAgain],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'Deleting the assignment in Skyward deletes the scores in it. If they are not in Canvas, copy them there first, or rename the assignment instead.',
              },
            ],
            prevention: ['Make an assignment that is to be synced in Canvas only, not a second time in Skyward.'],
            fixes: ['line_item.adopt'],
            screens: [gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [exists] },
    ),
  ),
];
