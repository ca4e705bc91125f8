import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, entriesOf, says, sis, supportOf, teacher } from './entry-parts.ts';

const synergy = entriesOf('synergy', 'Canvas, SIS Error Code Dictionary, Synergy');
const synergySupport = supportOf('Synergy customer support');

const assignmentDetails: Screen = { system: 'synergy', name: 'Details of the assignment' };
const gradebook: Screen = { system: 'synergy', name: 'Gradebook of the section' };

const syncAgain =
  'Send the grades to Synergy again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';

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
          'Synergy no longer lets Canvas write to an assignment. Either an administrator has locked it, or it is no longer marked as “3rd party”, that is, as one that comes from another program. Nothing in it was changed; what was sent is still in Canvas.',
          [
            'Ask the teacher of the course which assignment and section it is about. The page Grade Sync of the Canvas course lists the message with both.',
            'In Synergy, open the details of this assignment, and see whether it is locked by an administrator and whether it is marked as 3rd party.',
            'If it is locked and scores may still change, unlock it. If it is locked on purpose, leave it, and tell the teacher to switch Sync to SIS off for it in Canvas; that is all then.',
            'If it is not marked as 3rd party, mark it so again.',
            teacherSyncs,
          ],
          {
            prevention: [
              'While scores still come from Canvas, neither lock an assignment in Synergy nor take the 3rd party mark off it.',
            ],
            screens: [canvas.gradeSync, assignmentDetails],
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
          'The assignment {assignment} has no due date that holds for the whole course. Most likely it is assigned to one section only, in a course with several. Although the message says that it is skipped, the grades should still reach the gradebook of that section in Synergy.',
          [
            'If the assignment is meant for one section only, leave it as it is and go on with step 3: the grades should arrive all the same.',
            'If it is meant for all, open {assignment} in Canvas, choose Edit, add a due date for Everyone, and save.',
            syncAgain,
            'In Synergy, see in the gradebook of the section whether the grades are there. If they are not, give the message, with the course and the section, to your Canvas administrator, who can open a case with Canvas Support.',
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
          'No meaning of this message is known. It says only that Synergy itself failed at what it was sent, not over what. What was sent is still in Canvas.',
          [
            'Whoever saw the message opens the page Grade Sync of the course in Canvas, and notes the assignment and the section that it is listed with, and the time of the sync.',
            'Give this and the message to an administrator of Synergy, as a rule the SIS administrator.',
            'The administrator reports it to Synergy customer support, and tells the teacher of the course when it has been dealt with.',
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
          'The due date of an assignment lies in none of the grading periods that Synergy has. Synergy goes by the due date to find the period of an assignment, so it did not know where to put this one, and did not take it. Its scores are still in Canvas. The message does not name the assignment; the log of the sync does.',
          [
            'In Canvas, open the page Grade Sync of the course and download the error log of the sync. Look in it for the names of the assignments.',
            'Look up from when to when the grading periods last in Synergy, or ask the SIS administrator.',
            'In Canvas, open each of these assignments, choose Edit, set the due date to a day in the grading period in which it should count, and save. If it should not count in Synergy, take the check mark off Sync to SIS instead.',
            syncAgain,
            ifAgain,
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
          'In Canvas a student has the score {score}, more than the points possible, and the assignment takes no extra credit in Synergy, so this score was not taken. The message also names the range that Synergy allows with extra credit: from {min} to double the maximum score, which is {max}.',
          [
            findIt,
            'In the gradebook of the Canvas course, look in the column of this assignment for the score {score}. If it is a slip, enter the right one, and go on with the last step.',
            'If it is meant, see that it is not above double {max}; lower it if it is, since Synergy takes no more even with extra credit.',
            'In Synergy, open the details of the assignment and allow extra credit. If you may not change that, the SIS administrator can help.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Where extra credit is planned, allow it in Synergy before the scores are sent.',
              'Give no score above double the points possible: extra credit in Synergy ends there.',
            ],
            screens: [canvas.gradeSync, canvas.gradebook, assignmentDetails],
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
          'Assignment {assignment} was not sent. In Canvas it stands in the assignment group {category}, and section {section}, which the message calls a class, has no category of that name in Synergy. Synergy calls categories assignment types. It may also be that the section has no gradebook there yet, and so no categories at all. The scores are still in Canvas.',
          [
            'In Synergy, see whether the gradebook of section {section} is there and can be used for grading. If it is not, ask the SIS administrator.',
            'If it is, see whether it has the category in which the assignment should count. The message lists at its end those that there are. If yours is missing, set it up in Synergy.',
            'In Canvas, open the page Assignments of the course, and move {assignment} into the group that is named exactly like this category, capitals included. The next sync then takes it along.',
            'If the message comes again, give its full text, with the course and the section, to your Canvas administrator, who can open a case with Canvas Support.',
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
