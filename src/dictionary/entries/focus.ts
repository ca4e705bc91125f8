import type { Entry } from '../entry.schema.ts';
import { canvas, clearLink, entriesOf, lms, says, teacher } from './entry-parts.ts';

const focus = entriesOf('focus', 'Canvas, SIS Error Code Dictionary, Focus');

const syncAgain =
  'Send the grades to Focus again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const sendTheRest =
  'Send the other grades: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';
const switchOffOnPage =
  'on the page Assignments of the Canvas course, each assignment has an icon for it. The scores that Focus has stay there';

/** What Focus’s gradebook answers to passback. */
export const focusEntries: readonly Entry[] = [
  focus(
    'results_not_viewable',
    '404 Error: API Route Not Found',
    says(
      '{"request_id":{requestId},"status":404,"error":"API route not found: GET /results/{results}/{result}"}',
      'system.endpoint_missing',
      [
        teacher(
          'The exchange wanted to look at scores that Focus has already, and Focus offers no such look. It was a question only: the sending of grades does not depend on it, and is not affected. The numbers in the message are not needed.',
          [
            'There is nothing to do. Only if another message stands beside this one, look that one up: it counts by itself.',
          ],
          { inferred: true },
        ),
      ],
      {
        origin: 'sis',
        blocking: false,
        retry: 'none',
        status: 404,
        aliases: ['API route not found: GET /results/{results}/{result}'],
      },
    ),
  ),
  focus(
    'grading_period_closed',
    '422 Error: Invalid Due Date',
    says(
      '"Request_id": {requestId} ,"status":422,"error":"Invalid Assignment Category for due date: {dueDate}"',
      'period.locked',
      [
        teacher(
          'The due date {dueDate} falls into a grading period that is closed in Focus, so Focus changes nothing about this assignment any more; what it has of it stays as it is. Although the message speaks of a category, the closed period is what it is about. The other grades are not affected.',
          [
            'If a score of the assignment still has to change in Focus, ask the SIS administrator whether the grading period can be opened for it. If it is opened, leave Sync to SIS on: the next sync takes the score along. If not, go on.',
            'In Canvas, find the assignment on the page Assignments of the course: it is due on {dueDate}. If several are, the page Grade Sync of the course lists the message with its assignment.',
            `To be rid of the message, switch Sync to SIS off for this assignment: ${switchOffOnPage}.`,
          ],
          {
            inferred: true,
            prevention: ['Switch Sync to SIS off for the assignments of a grading period once Focus has closed it.'],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        blocking: false,
        status: 422,
        aliases: ['Invalid Assignment Category for due date: {dueDate}'],
      },
    ),
  ),
  focus(
    'assignment_deleted',
    'Assignment Not Found',
    says(
      'Assignment not found: {assignment}',
      'lineitem.deleted_in_sis',
      [
        lms(
          'Somebody deleted the assignment {assignment} in Focus after Canvas had put it there. Canvas does not learn of that: it still points at the deleted one and tries to change it, and Focus has nothing to change. Its scores are still in Canvas.',
          [
            'Ask the teacher of the course whether the assignment should be in Focus at all. If it was deleted for good, the teacher switches Sync to SIS off for it in Canvas, and that is all.',
            'If it should come back, ask the teacher to enter in Canvas every score of the course that was changed in Focus only.',
            clearLink,
            'Tell the teacher that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.',
            'In Focus, the teacher sees that the assignment is there again with all its scores. A sync leaves out what has not changed for 30 days; if scores are missing for that reason, the teacher runs a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities.',
            'If the message comes again, or an assignment then stands in Focus twice, open a case with Canvas Support, ask for Canvas SIS Support, and name the course and the assignment.',
          ],
          {
            destroys: [
              {
                step: 5,
                what: 'A Remaster sends everything in the course that has Sync to SIS on, and overwrites scores that were changed in Focus only; step 2 saves these.',
              },
            ],
            prevention: [
              'To take an assignment out of Focus, switch its Sync to SIS off in Canvas first, and delete it in Focus after that.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.assignments, canvas.gradeSync],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  focus(
    'due_date_not_found',
    'Cannot Find Due Date',
    says(
      'Cannot find due date for assignment {assignment}, skipping',
      'due_date.missing',
      [
        teacher(
          'The assignment {assignment} has no due date in Canvas that holds for all students: it has none at all, or dates for some of them only. Focus files an assignment by its date, so this one was left out. Its scores are still in Canvas.',
          [
            'In Canvas, open {assignment}, choose Edit, and look at its due dates. If there is one for “Everyone” or “Everyone Else”, take the second cause.',
            'If there is none, add “Everyone Else” with a due date in the grading period in which the assignment should count, and save. Where nobody has a date of their own, Canvas says “Everyone” instead; that is the same.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Give every assignment that goes to Focus a date for everyone; dates for single sections or students can stand beside it.',
              'The administrator of Canvas can require a due date for all assignments that are sent to the SIS; then none is saved without.',
            ],
            fixes: ['due_date.set', 'due_date.add_everyone_else'],
            screens: [canvas.assignments],
          },
        ),
        teacher(
          'Or the assignment has a due date for everyone, but one that lies too far back to be sent any more. From which age on that is so is not published; an assignment of a grading period that is over is the likely one.',
          [
            'In Canvas, open {assignment} and see whether its due date is right. If a wrong year or month was entered, choose Edit, correct it, save, and go on with the last step.',
            `If the date is right, switch Sync to SIS off for this assignment, and for every other one of that time whose grades need not go to Focus any more: ${switchOffOnPage}.`,
            'If its scores are still needed in Focus, ask the SIS administrator how they are entered there.',
            sendTheRest,
          ],
          {
            inferred: true,
            prevention: ['When a grading period is over, switch Sync to SIS off for its assignments.'],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
  focus(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      'Grading category {category} not found in OneRoster for {assignment}. Please ensure that your assignment categories/groups match between OneRoster and Canvas. Available grading categories for class {section} are: {categories}',
      'category.unmapped',
      [
        teacher(
          'Assignment {assignment} was not sent. In Canvas it stands in the assignment group {category}, and the gradebook of section {section} in Focus has no category of that name. Focus takes an assignment only into a category that it has, so this one has no place. Its scores are still in Canvas. OneRoster, in the message, is the way by which grades go to Focus; take it for Focus.',
          [
            'Choose the category of Focus in which the assignment should count. The section has these: {categories}.',
            'In Canvas, open the page Assignments of the course, and move {assignment} out of the group {category} into the group that is named exactly like this category, capitals included.',
            'If there is no such group, the category has not been imported from Focus yet. Your Canvas administrator knows how your school imports categories.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Set up the categories in Focus before you make assignments, and leave the names of imported groups as they are.',
              'Where Canvas offers Sync SIS Categories, tie each group to a category of Focus there, for every section.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, { system: 'canvas', name: 'Sync SIS Categories' }],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
];
