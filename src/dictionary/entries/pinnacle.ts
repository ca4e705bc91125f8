import type { Entry } from '../entry.schema.ts';
import { canvas, entriesOf, says, teacher } from './entry-parts.ts';

const pinnacle = entriesOf('pinnacle', 'Canvas, SIS Error Code Dictionary, Pinnacle');

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Pinnacle again.';

/** What Pinnacle’s gradebook answers to passback. */
export const pinnacleEntries: readonly Entry[] = [
  pinnacle(
    'due_date_not_found',
    'Cannot Find Due Date',
    says(
      'Cannot find due date for assignment "{assignment}", skipping',
      'due_date.missing',
      [
        teacher(
          'The due date of the assignment {assignment} cannot be used: Canvas has none that holds for everyone. The message does not keep grades from going from Canvas to Pinnacle.',
          [
            'In Canvas, open the assignment and make sure that one of its due dates is for “Everyone” or “Everyone Else”.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Give every assignment that goes to Pinnacle a date for everyone; dates for single sections or students can stand beside it.',
              'The administrator of Canvas can require a due date for all assignments that are sent to the SIS; then none is saved without.',
            ],
            fixes: ['due_date.set', 'due_date.add_everyone_else'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'exchange', blocking: false },
    ),
  ),
  pinnacle(
    'due_date_outside_terms',
    'Error Code 400: Invalid Due Date',
    says(
      '"errors":[{"errorCode":400,"codeMajor":"failure","severity":"error","codeMinor":"invaliddata","description":"Could not find gradebook term based on the due date."}]',
      'due_date.outside_period',
      [
        teacher(
          'Pinnacle finds out by the due date which term of the gradebook an assignment belongs to. The date of this one lies in none of them, so Pinnacle did not take it.',
          [
            'Look up from when to when the terms of your gradebook in Pinnacle last.',
            'In Canvas, move the due date of the assignment into one of them.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'When an assignment is copied from an earlier course, give it a new date before it is sent.',
              'Keep the dates of Pinnacle’s terms at hand where due dates are planned.',
            ],
            fixes: ['due_date.move'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis', aliases: ['Could not find gradebook term based on the due date.'] },
    ),
  ),
];
