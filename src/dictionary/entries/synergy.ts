import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, entriesOf, says, sis, supportOf, teacher } from './entry-parts.ts';

const synergy = entriesOf('synergy', 'Canvas, SIS Error Code Dictionary, Synergy');
const synergySupport = supportOf('Synergy customer support');

const assignmentDetails: Screen = { system: 'synergy', name: 'Details of the assignment' };
const gradebook: Screen = { system: 'synergy', name: 'Gradebook of the section' };

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Synergy again.';

const notFound =
  'Grading category "{category}" not found in Synergy for assignment {assignment}. Please ensure that your assignment categories/groups match between Synergy and Canvas. Available grading categories for class {section} are:';

/** What Synergy’s gradebook answers to passback. */
export const synergyEntries: readonly Entry[] = [
  synergy(
    'assignment_locked',
    'Assignment Locked',
    says(
      'Assignment either Admin Locked or not 3rd Party - No Changes Made',
      'lineitem.not_ours',
      [
        sis(
          'Synergy no longer lets Canvas write to this assignment. Either an administrator has locked it, or it is no longer marked as “3rd party”, that is, as one that comes from another program. Nothing in it was changed.',
          ['An administrator of Synergy either unlocks the assignment or marks it as 3rd party again.', syncAgain],
          {
            prevention: [
              'While scores still come from Canvas, neither lock an assignment in Synergy nor take the 3rd party mark off it.',
            ],
            screens: [assignmentDetails],
          },
        ),
      ],
      { origin: 'sis', aliases: ['Assignment either Admin Locked or not 3rd Party'] },
    ),
  ),
  synergy(
    'due_date_not_found',
    'Cannot Find Due Date',
    says(
      'Cannot find due date for assignment {assignment}, skipping',
      'due_date.missing',
      [
        teacher(
          'The assignment {assignment} has no due date that holds for the whole course. Most likely it is assigned to one section only, in a course with several. The grades should still reach the gradebook of that section in Synergy.',
          [
            'In Canvas, either add a due date for Everyone to the assignment, or leave it as it is and go on: the grades should arrive all the same.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Give an assignment a due date for Everyone beside the dates of single sections.'],
            fixes: ['due_date.add_everyone_else'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { blocking: false, origin: 'exchange' },
    ),
  ),
  synergy(
    'internal_server_error',
    'Internal Server Error',
    says(
      'Internal Server Error',
      'system.internal_error',
      [
        synergySupport(
          'No meaning of this message is known. It says only that Synergy itself failed at what it was sent, not over what.',
          [
            'As an administrator, report the message to Synergy customer support, with the course and the time at which it appeared.',
          ],
          { fixes: ['connection.open_ticket'] },
        ),
      ],
      { origin: 'sis', retry: 'after_support' },
    ),
  ),
  synergy(
    'grading_period_not_found',
    'No Grading Period Found',
    says(
      'No Grading Period Found',
      'due_date.outside_period',
      [
        teacher(
          'The due date of an assignment lies in none of the grading periods that Synergy has. Synergy goes by the due date to find the period of an assignment, so it does not know where to put this one. The message does not name it; the log of the sync does.',
          [
            'In Canvas, download the error log of the sync and look in it for the names of the assignments.',
            'Change the due dates of these assignments so that each lies in a grading period of Synergy.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Keep the dates of the grading periods at hand where due dates are planned.',
              'When an assignment is copied from an earlier course, give it new dates before it is sent.',
            ],
            fixes: ['due_date.move'],
            screens: [canvas.gradeSync, canvas.assignments],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  synergy(
    'score_above_points',
    'Not a Valid Score',
    says(
      'Not a valid Score ({score}). Must be {min} to double Max Score ({max})',
      'score.above_max',
      [
        teacher(
          'In Canvas the student has {score}, more than the points possible, and the assignment takes no extra credit in Synergy. The message also names the range that Synergy allows: up to double its maximum score, which is {max}.',
          ['In Synergy, open the details of the assignment and allow extra credit.', syncAgain],
          {
            inferred: true,
            prevention: [
              'Where extra credit is planned, allow it in Synergy before the scores are sent.',
              'Give no score above double the points possible: extra credit in Synergy ends there.',
            ],
            screens: [assignmentDetails],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  synergy(
    'grading_category_not_found',
    'Grading Category Does Not Exist',
    says(
      `${notFound} {categories}`,
      'category.unmapped',
      [
        teacher(
          'In Canvas the assignment {assignment} stands in the group {category}, and section {section} in Synergy has no category of that name (Synergy calls them assignment types). It may also be that the section has no gradebook there yet, and so no categories at all.',
          [
            'In Synergy, see whether the gradebook of section {section} is there and can be used for grading.',
            'If so, set up the grading categories that you need in it.',
            'In Canvas, make sure that the names of the assignment groups are exactly those of the categories in Synergy.',
          ],
          {
            inferred: true,
            prevention: [
              'Set up the categories in Synergy before you make assignments, and leave the names of the groups in Canvas as they are.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [gradebook, canvas.assignments],
          },
        ),
      ],
      { origin: 'exchange', aliases: [notFound] },
    ),
  ),
];
