import type { Entry } from '../entry.schema.ts';
import { canvas, entriesOf, lms, says, teacher } from './entry-parts.ts';

const progressbook = entriesOf('progressbook', 'Canvas, SIS Error Code Dictionary, ProgressBook');

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to ProgressBook again.';

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
          'One section of the course, or more than one, was made by hand in Canvas and so carries no number under which ProgressBook could know it. The assignment {assignmentId} was meant for such a section too, and could not be made where ProgressBook has none.',
          [
            'Find out in Canvas which sections of the course were made by hand (they have no SIS id), and who is in them.',
            'Move anybody who should receive grades into the section that came from ProgressBook.',
            'Delete the sections that were made by hand.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [{ step: 3, what: 'Deleting a section in Canvas takes the enrollments in it along.' }],
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
          'The assignment stands in a group that was imported from ProgressBook, and yet it was sent without a category. The import may have reached some sections of the course and not the others; for a section that it did not reach, Canvas knows no category to send along.',
          [
            'In Canvas, look whether the categories from ProgressBook show in every section of the course.',
            'Where they are missing, import the categories from ProgressBook into Canvas again.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'After each import, look at all sections of the course before anything is sent; a category that is new in ProgressBook can take a day to appear in Canvas.',
            ],
            fixes: ['category.map'],
            screens: [canvas.assignments],
          },
        ),
        teacher(
          'Or Canvas has two assignment groups of the same name in this course, and the assignment stands in the wrong one: in the group that has no tie to a category of ProgressBook.',
          [
            'In Canvas, open Assignments and look for groups that are there twice. The one that was imported shows an import icon.',
            'Move the assignment into the imported one, if it is not there.',
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
          'A student has more points in Canvas than the assignment is worth. In Canvas such a score is extra credit; ProgressBook has no extra credit, and takes no score above the points possible.',
          [
            'In the gradebook of Canvas, look for scores of the assignment that are above its points possible.',
            'Lower each of them to the points possible.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 2,
                what: 'The points above the maximum are then gone in Canvas as well. Write them down first if they are to count in some other way.',
              },
            ],
            prevention: ['In courses whose grades go to ProgressBook, give no score above the points possible.'],
            screens: [canvas.gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
];
