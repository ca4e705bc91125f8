import type { Entry } from '../entry.schema.ts';
import { canvas, entriesOf, says, teacher } from './entry-parts.ts';

const pinnacle = entriesOf('pinnacle', 'Canvas, SIS Error Code Dictionary, Pinnacle');

const syncAgain =
  'Send the grades to Pinnacle again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';

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
          'The due date of the assignment {assignment} cannot be used: Canvas has none that holds for everyone. Although the message says that the assignment is skipped, it does not keep grades from going from Canvas to Pinnacle.',
          [
            'In Canvas, open {assignment}, choose Edit, and look at its due dates. One of them has to be for “Everyone” or “Everyone Else”.',
            'If none is, add it, with a date in the term in which the assignment should count, and save.',
            syncAgain,
            ifAgain,
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
          'Pinnacle finds out by the due date which term of the gradebook an assignment belongs to. The date of this one lies in none of them, so Pinnacle did not take it; its scores are still in Canvas. Only the last sentence of the message matters, the codes before it do not.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment.',
            'Look up from when to when the terms of your gradebook in Pinnacle last, or ask the SIS administrator.',
            'Open the assignment in Canvas, choose Edit, set the due date to a day in the term in which the assignment should count, and save. If it should not count in Pinnacle, take the check mark off Sync to SIS instead.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'When an assignment is copied from an earlier course, give it a new date before it is sent.',
              'Keep the dates of Pinnacle’s terms at hand where due dates are planned.',
            ],
            fixes: ['due_date.move'],
            screens: [canvas.gradeSync, canvas.assignments],
          },
        ),
      ],
      { origin: 'sis', aliases: ['Could not find gradebook term based on the due date.'] },
    ),
  ),
];
