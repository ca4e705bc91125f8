import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, lms, says, teacher } from './entry-parts.ts';

const aspen = entriesOf('aspen', 'Canvas, SIS Error Code Dictionary, Aspen');

const categories: Screen = { system: 'aspen', name: 'Assignment categories' };

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Aspen again.';

/** What Aspen’s gradebook answers to passback. */
export const aspenEntries: readonly Entry[] = [
  aspen(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      'Grading category "{category}" not found in Aspen for assignment "{assignment}". Please ensure that your assignment categories/groups match between Aspen and Canvas. Available grading categories for class {section} are:',
      'category.unmapped',
      [
        teacher(
          'In Canvas the assignment {assignment} stands in the group {category}, and section {section} in Aspen has no category of that name. Aspen keeps each assignment in one of its categories, so it has no place for this one.',
          [
            'Compare the names of the assignment groups in Canvas with the categories in Aspen, letter by letter. Where they differ, move the assignment into a group whose name fits, or rename a group that was made by hand.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Where the groups were imported from Aspen, leave their names as they are.',
              'Make a new category in Aspen first; it can take a day to appear in Canvas.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, categories],
          },
        ),
        lms(
          'Or the names agree, but a section of the course has no students from Aspen: nobody is in it at all, or only the teacher and the Test Student. The check goes over every section of the course, and fails at that one.',
          [
            'Find out in Canvas which section of the course has nobody in it who came from Aspen.',
            'Delete that section.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 2,
                what: 'Deleting a section in Canvas takes the enrollments in it along. Move anybody who is to stay in the course into another section first.',
              },
            ],
            prevention: ['Leave the making of sections to the SIS; use student groups in Canvas to divide a class.'],
            fixes: ['section.exclude'],
            screens: [canvas.sections],
          },
        ),
      ],
      {
        origin: 'exchange',
        aliases: [
          'Grading category "{category}" not found in Aspen for assignment "{assignment}". Please ensure that your assignment categories/groups match between Aspen and Canvas. Available grading categories for class {section} are: {categories}',
        ],
      },
    ),
  ),
  aspen(
    'category_without_grade_scale',
    'Given Gradebook Column Type',
    says(
      'Given GradebookColumnType does not have a default GradeScale',
      'gradescale.missing_or_custom',
      [
        teacher(
          'The category of the assignment has no grade scale in Aspen. Without one Aspen does not know how its scores are meant, and refuses it.',
          ['In Aspen, go through all assignment categories and give a grade scale to each that has none.', syncAgain],
          {
            inferred: true,
            prevention: ['Give every new category in Aspen its grade scale when it is made.'],
            screens: [categories],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aspen(
    'address_not_found',
    'Rest Easy: Could Not Find Resource',
    says(
      'RESTEASY003210: Could not find resource for full path: https://{host}/v1p1/lineItems?limit={limit}',
      'system.endpoint_missing',
      [
        canvasSisSupport(
          'The exchange asked Aspen for the list of its assignments at an address where Aspen has nothing. The connection between Canvas and Aspen is set up wrongly; it has nothing to do with a grade or an assignment, and no change in the course helps.',
          ['Report the message, with the address in it, to Canvas SIS Support.'],
          {
            prevention: [
              'Tell Canvas SIS Support beforehand when Aspen moves to another address or gets a new version.',
            ],
            fixes: ['connection.open_ticket'],
          },
        ),
      ],
      {
        origin: 'sis',
        retry: 'after_support',
        aliases: [
          'RESTEASY003210: Could not find resource for full path: https://{host}/v1p1/lineItems',
          'Could not find resource for full path: https://{host}/v1p1/lineItems',
        ],
      },
    ),
  ),
  aspen(
    'gradebook_without_grade_scale',
    'Validation Exception',
    says(
      "com.follett.fss.vithar.core.ValidationException: '{value}' is not a valid value for java.math.BigDecimal",
      'gradescale.missing_or_custom',
      [
        canvasSisSupport(
          'Your gradebook in Aspen has no grade scale assigned. Aspen reads a score by its scale; where it has none, it stumbles over a value that it cannot read as a number.',
          ['Report the message, with the course and the assignment, to Canvas SIS Support.'],
          {
            prevention: ['See to it that a gradebook in Aspen has its grade scale before the first grades are sent.'],
            fixes: ['connection.open_ticket'],
          },
        ),
      ],
      {
        origin: 'sis',
        retry: 'after_support',
        aliases: ['is not a valid value for java.math.BigDecimal'],
      },
    ),
  ),
];
