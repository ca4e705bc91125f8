import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, entriesOf, says, teacher } from './entry-parts.ts';

const q = entriesOf('q', 'Canvas, SIS Error Code Dictionary, Q-SIS');

const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain =
  'Send the grades to Q again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';

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
          'Assignment {assignment} was not sent. In Canvas it stands in the assignment group {category}, and section {section}, which the message calls a class, has no category of that name in Q. Q keeps each assignment in one of its own categories, so it has no place for this one. Its scores are still in Canvas.',
          [
            'Choose the category of Q in which the assignment should count. The message lists at its end those that the section has; if the list is missing, look in Q.',
            'In Canvas, open the page Assignments of the course, and move {assignment} out of the group {category} into the group that is named exactly like this category, capitals included. If there is no such group, add one with this name.',
            syncAgain,
            ifAgain,
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
          'A student is excused from an assignment in Canvas, so there is no number to send. Q takes only a number here, and refused. In Canvas the student stays excused.',
          [
            findIt,
            'In the gradebook of the Canvas course, look in the column of this assignment for students who are excused: Canvas shows EX in place of a score.',
            'Decide for each of them whether the student is to be graded after all. If the excuse is meant, leave it, and tell whoever reads the grades in Q: it cannot be sent there, and there is nothing more to do.',
            'If there should be a score, enter it as a number in the place of the EX.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 4,
                what: 'The score takes the place of the excuse: from then on the assignment counts for the student, in Canvas too.',
              },
            ],
            prevention: [
              'Look for excused students before you send grades to Q, and tell whoever reads the grades there what was excused.',
            ],
            fixes: ['score.enter'],
            screens: [canvas.gradeSync, canvas.gradebook],
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
          'The score of a student shows as “Null” in the gradebook of Canvas, which is neither a number nor an excuse. Q could not take it. What it answered is the complaint of its own program: “object” and “instance” are nothing that could be found in Canvas or Q.',
          [
            findIt,
            'In the gradebook of the Canvas course, look in the column of this assignment for a score that shows as “Null”.',
            'Enter a number in its place: the score that the student should have, be it 0. Without a number, nothing can be sent to Q for this student.',
            syncAgain,
            'If no score shows as “Null”, or the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.',
          ],
          {
            inferred: true,
            prevention: ['Where a score is wrong, enter the right number over it instead of emptying it.'],
            fixes: ['score.enter'],
            screens: [canvas.gradeSync, canvas.gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
];
