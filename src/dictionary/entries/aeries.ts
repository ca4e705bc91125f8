import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, clearLink, entriesOf, lms, says, supportOf, teacher } from './entry-parts.ts';

const aeries = entriesOf('aeries', 'Canvas, SIS Error Code Dictionary, Aeries');
const aeriesSupport = supportOf('Aeries Support');

const gradebook: Screen = { system: 'aeries', name: 'Gradebook' };
const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Aeries again.';
const remaster =
  'Then remaster the course from Canvas: open its Grade Sync, and under Utilities choose Remaster, which sends everything again from the start.';
const remasterOverwrites = {
  step: 2,
  what: 'A remaster overwrites scores that were corrected in Aeries only. Note those first, and enter them in Canvas.',
};

/** What Aeries’s gradebook answers to passback. */
export const aeriesEntries: readonly Entry[] = [
  aeries(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      'Grading category {category} not found in OneRoster for {assignment}. Please ensure that your assignment categories match between OneRoster and Canvas. Available grading categories are: {categories}',
      'category.unmapped',
      [
        teacher(
          'In Canvas the assignment stands in the group {category}, and the Aeries gradebook has no category of that name. Aeries keeps every assignment in one of its own categories, so it has no place for this one.',
          [
            'In Canvas, open Assignments and move the assignment into a group that is named exactly like a category of your Aeries gradebook. The message lists those that there are: {categories}.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Import the categories from Aeries before you make assignments, and leave the names of the imported groups as they are.',
              'A category that is new in Aeries can take a day to appear in Canvas; wait for it instead of making a group by hand.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, gradebook],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
  aeries(
    'gradebook_number_mismatch',
    'Gradebook Number Does Not Match',
    says(
      'Gradebook number does not match.',
      'link.stale',
      [
        lms(
          'Each gradebook in Aeries has a number, and Canvas remembers the one that it sent this assignment to. That number no longer leads to the gradebook that Aeries has now: the link between the two is broken, and Aeries takes nothing over it.',
          [clearLink, remaster],
          {
            destroys: [remasterOverwrites],
            prevention: [
              'Keep the gradebook in Aeries that grades were sent to: its number is fixed, and a new gradebook has another one.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'internal_server_error',
    'Internal Server Error',
    says(
      'Internal Server Error',
      'system.internal_error',
      [
        aeriesSupport(
          'No meaning of this message is known. Aeries failed at what it was sent and does not say why, so the reason can only be looked for inside of Aeries. Nothing that could be changed in Canvas is known to help.',
          [
            'Report the message to Aeries Support. Tell them when the grades were sent, and for which section and assignment.',
          ],
          { fixes: ['connection.open_ticket'] },
        ),
      ],
      { origin: 'sis', retry: 'after_support' },
    ),
  ),
  aeries(
    'assignment_id_invalid',
    'Invalid Assignment ID',
    says(
      'Invalid assignment ID (lineItem sourcedId is invalid).',
      'link.stale',
      [
        lms(
          'Canvas remembers under which number the assignment is kept in Aeries, and Aeries does not accept that number. The link between the two gradebooks is broken, so the scores have nowhere to go.',
          [clearLink, remaster],
          {
            destroys: [remasterOverwrites],
            prevention: [
              'Change and remove assignments that come from Canvas in Canvas; what is done to them in Aeries, Canvas never learns.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'multiple_matches',
    'Multiple Matches Found',
    says(
      'Multiple matches found for "{assignment}" due on {dueDate} in OneRoster.',
      'lineitem.duplicate',
      [
        teacher(
          'Aeries has the assignment {assignment}, due on {dueDate}, already, and has it more than once. Name and due date are all by which it could be recognised, so it cannot be told which of them the scores belong to.',
          ['In the Aeries gradebook, find the two assignments of this name and date, and delete both.', syncAgain],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'The scores in both copies are deleted with them, and only what stands in Canvas comes back. Copy scores that were entered in Aeries only to Canvas first.',
              },
            ],
            prevention: [
              'Make an assignment in Canvas only, and let the sync put it into Aeries.',
              'Give no two assignments of a section the same name and due date.',
            ],
            fixes: ['line_item.adopt'],
            screens: [gradebook],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
  aeries(
    'student_not_in_gradebook',
    'Student Does Not Belong',
    says(
      'Student does not belong to the gradebook.',
      'student.not_on_roster',
      [
        teacher(
          'A gradebook in Aeries has a list of students of its own, which does not follow the section by itself. This student is in the section but was never added to that list, so Aeries has no row for the score.',
          ['In Aeries, open your gradebook and add the student to it.', syncAgain],
          {
            inferred: true,
            prevention: ['When a student joins the section, add the student to the Aeries gradebook too.'],
            fixes: ['student.leave_out'],
            screens: [gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'several_gradebooks',
    'Unable to Add Assignment',
    says(
      'Unable to add assignment because there are more than one gradebooks. Please correct your gradebooks and try again.',
      'gradebook.multiple',
      [
        teacher(
          'The section belongs to several gradebooks in Aeries at once. Aeries cannot tell which of them the assignment is meant for, and adds it to none.',
          [
            'In Aeries, see which gradebooks each of your sections belongs to, and leave it with one only. Your SIS administrator or Aeries Support can help with this.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'Deleting a gradebook to get there deletes the scores in it. Copy scores that stand nowhere else first.',
              },
            ],
            prevention: ['Use one gradebook for each section in Aeries.'],
            screens: [gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'categories_out_of_step',
    'Gradebook Section Not Found',
    says(
      'Aeries gradebook categories are not in sync with Canvas categories.',
      'category.unmapped',
      [
        teacher(
          'The categories of the gradebook in Aeries and the assignment groups in Canvas do not go together: at least one group is not tied to a category of its section. Until it is, Aeries cannot be told where the assignments of that group belong. No section is missing, whatever the title says.',
          [
            'In Canvas, open Sync SIS Categories and go through it section by section: every assignment group must be tied to a category of Aeries, and none may be left over.',
          ],
          {
            inferred: true,
            prevention: [
              'Look at Sync SIS Categories again whenever you add an assignment group, or when a section joins the course.',
            ],
            fixes: ['category.map'],
            screens: [syncCategories],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
];
