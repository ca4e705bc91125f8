import type { Entry } from '../entry.schema.ts';
import { canvas, entriesOf, lms, says, teacher } from './entry-parts.ts';

const progressbook = entriesOf('progressbook', 'Canvas, SIS Error Code Dictionary, ProgressBook');

const syncAgain =
  'Send the grades to ProgressBook again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';

/** What ProgressBook’s gradebook answers to passback. */
export const progressbookEntries: readonly Entry[] = [
  progressbook(
    'section_without_sis_id',
    'Assignment Cannot Be Created',
    says(
      'Assignment with app id {assignmentId} cannot be created for section with app id blank',
      'section.not_linked',
      [
        lms(
          'One section of the course, or more than one, was made by hand in Canvas and so carries no SIS id by which ProgressBook would know it: where the message ends, or says blank, the id should stand. An assignment was meant for such a section too, and cannot be made where ProgressBook has no section. Its number, {assignmentId}, is not needed to put this right.',
          [
            'In Canvas, open Settings of the course, then Sections, and open each section. One that came from ProgressBook shows a SIS id; one that was made by hand shows none. Note who is in those made by hand.',
            'See that all of them who should receive grades are also in the section that came from ProgressBook. Whoever is missing there has to be enrolled in ProgressBook by the registrar, and appears in Canvas with the next roster sync.',
            'When that is so, delete the sections that were made by hand.',
            teacherSyncs,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'Deleting a section in Canvas takes the enrollments in it along. Whoever is in no other section of the course is then out of it, scores included, so do not delete before step 2 is done.',
              },
            ],
            prevention: ['Leave the making of sections to the SIS; use student groups in Canvas to divide a class.'],
            fixes: ['section.exclude'],
            screens: [canvas.sections, canvas.people],
          },
        ),
      ],
      {
        origin: 'exchange',
        ends: true,
        aliases: ['Assignment with app id {assignmentId} cannot be created for section with app id'],
      },
    ),
  ),
  progressbook(
    'category_missing',
    'Required Property Category Not Found',
    says(
      "Required property 'category' not found in JSON, but the assignment is in an imported category.",
      'category.unmapped',
      [
        teacher(
          'An assignment stands in a group that was imported from ProgressBook, and yet it was sent without a category, so ProgressBook did not take it. Its scores are still in Canvas. The import may have reached some sections of the course and not the others; for a section that it did not reach, Canvas knows no category to send along. JSON, in the message, is only the form in which things are sent.',
          [
            findIt,
            'In Canvas, open the page Assignments of the course. If the group of this assignment is there twice under the same name, take the second cause.',
            'If it is there once, see whether the categories from ProgressBook show for every section of the course. Where Canvas has Sync SIS Categories, that page lists them section by section; otherwise your Canvas administrator can tell.',
            'Where they are missing, the categories have to be imported from ProgressBook into Canvas again. Your Canvas administrator knows how your school does that.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'After each import, look at all sections of the course before anything is sent; a category that is new in ProgressBook can take a day to appear in Canvas.',
            ],
            fixes: ['category.map'],
            screens: [canvas.gradeSync, canvas.assignments],
          },
        ),
        teacher(
          'Or the Canvas course has two assignment groups of the same name, and the assignment stands in the wrong one: in the group that has no tie to a category of ProgressBook.',
          [
            'In Canvas, open the page Assignments of the course, and find the two groups of the same name. The one that was imported shows an import icon.',
            'Move the assignment into that one. If both show the icon, or the assignment is in the right one already, ask your Canvas administrator, who can open a case with Canvas Support.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Once the second group of a pair is empty, delete it, so that nobody puts an assignment into it.',
              'Leave the names of imported groups as they are; do not make groups of the same name by hand.',
            ],
            fixes: ['category.choose_twin', 'assignment.move_category'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis', aliases: ["Required property 'category' not found in JSON"] },
    ),
  ),
  progressbook(
    'score_above_points',
    'Score Outside Allowable Range',
    says(
      'Score is outside of the allowable range.',
      'score.above_max',
      [
        teacher(
          'A student has more points in Canvas than the assignment is worth. In Canvas such a score is extra credit; ProgressBook has no extra credit, and did not take the score.',
          [
            findIt,
            'In the gradebook of the Canvas course, look in the column of this assignment for scores that are above its points possible; the head of the column shows these. Note each score and its student.',
            'Lower each of these scores to the points possible.',
            syncAgain,
            'If the points above were meant as a reward, ask the SIS administrator in what other way they can count in ProgressBook.',
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'The points above the maximum are then gone in Canvas as well, and no longer count there. The note from step 2 keeps them.',
              },
            ],
            prevention: ['In courses whose grades go to ProgressBook, give no score above the points possible.'],
            screens: [canvas.gradeSync, canvas.gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
];
