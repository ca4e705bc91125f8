import type { Entry } from '../entry.schema.ts';
import { canvas, clearLink, entriesOf, lms, says, teacher } from './entry-parts.ts';

const focus = entriesOf('focus', 'Canvas, SIS Error Code Dictionary, Focus');

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Focus again.';

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
          'The exchange wanted to look at scores that Focus has already, and Focus offers no such look. It was a question only: the sending of grades does not depend on it, and is not affected.',
          ['There is nothing to do; leave this message alone.'],
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
          'The due date {dueDate} falls into a grading period that is closed in Focus, so Focus changes nothing about this assignment any more. Although the message speaks of a category, the closed period is what it is about. The passing of grades as such is not affected.',
          ['To be rid of the message, switch Sync to SIS off for the assignment in Canvas.'],
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
          'Somebody deleted the assignment {assignment} in Focus after Canvas had put it there. Canvas does not learn of that: it still points at the deleted one and tries to change it, and Focus has nothing to change.',
          [clearLink, syncAgain],
          {
            prevention: [
              'To take an assignment out of Focus, switch its Sync to SIS off in Canvas first, and delete it in Focus after that.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.assignments],
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
          'The assignment {assignment} has no due date in Canvas that holds for all students: it has none at all, or dates for some of them only. Focus files an assignment by its date, so this one was left out.',
          ['In Canvas, open the assignment and add a due date for “Everyone Else”.', syncAgain],
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
          'Or the due dates of some assignments lie too far back to be sent any more.',
          [
            'In Canvas, switch Sync to SIS off for every assignment whose grades need not go to Focus any more.',
            syncAgain,
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
          'In Canvas the assignment stands in the group {category}, and the gradebook of section {section} in Focus has no category of that name. Focus takes an assignment only into a category that it has, so this one has no place.',
          [
            'In Canvas, open Assignments and move the assignment into a group that is named exactly like a category in Focus. The message lists those that there are: {categories}.',
            syncAgain,
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
