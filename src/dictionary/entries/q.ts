import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, entriesOf, says, teacher } from './entry-parts.ts';

const q = entriesOf('q', 'Canvas, SIS Error Code Dictionary, Q-SIS');

const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Q again.';

const notFound =
  'Grading category {category} not found in Q for assignment {assignment}. Please ensure that your assignment categories/groups match between Q and Canvas. Available grading categories for class {section} are:';

/** What the gradebook of Q answers to passback. */
export const qEntries: readonly Entry[] = [
  q(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      `${notFound} {categories}`,
      'category.unmapped',
      [
        teacher(
          'In Canvas the assignment {assignment} stands in the group {category}, and section {section} in Q has no category of that name. Q keeps each assignment in one of its own categories, so it has no place for this one.',
          [
            'In Canvas, open Assignments and move the assignment into a group that is named exactly like a category in Q; make such a group if there is none. The message lists the categories of Q: {categories}.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Make assignments only in groups whose names fit a category of Q, capitals included, and do not rename such a group.',
              'Where Canvas offers Sync SIS Categories, tie each group to a category of Q there, for every section.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, syncCategories],
          },
        ),
      ],
      { origin: 'exchange', aliases: [notFound] },
    ),
  ),
  q(
    'score_not_a_number',
    'Student is Excluded',
    says(
      'Student is excluded from assignment',
      'score.excused',
      [
        teacher(
          'The student has been excused in Canvas, so there is no number to send. Q takes only a number here, and refused.',
          [
            'Decide whether the student is to be graded after all. If the excuse is meant, leave it; it cannot be sent to Q.',
            'If there should be a score, enter it as a number for the student in the gradebook of Canvas.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 2,
                what: 'The score takes the place of the excuse: from then on the assignment counts for the student, in Canvas too.',
              },
            ],
            prevention: [
              'Look for excused students before you send grades to Q, and tell whoever reads the grades there what was excused.',
            ],
            fixes: ['score.enter'],
            screens: [canvas.gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
    says(
      'Object reference not set to an instance of an object.',
      'score.blank',
      [
        teacher(
          'The score of a student shows as “Null” in the gradebook of Canvas, which is neither a number nor an excuse. Q stumbles over it, and what it answers is the complaint of its own program, not a sentence about the score.',
          [
            'In the gradebook of Canvas, look for a score that shows as “Null”.',
            'Enter a number for the student in its place.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Where a score is wrong, enter the right number over it instead of emptying it.'],
            fixes: ['score.enter'],
            screens: [canvas.gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
];
