import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, lms, says, teacher } from './entry-parts.ts';

const aspen = entriesOf('aspen', 'Canvas, SIS Error Code Dictionary, Aspen');

const categories: Screen = { system: 'aspen', name: 'Assignment categories' };

const syncAgain =
  'Send the grades to Aspen again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';
const openCase =
  'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and sends all of this along.';

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
          'Assignment {assignment} was not sent. In Canvas it stands in the assignment group {category}, and for section {section} no category of that name was found in Aspen. Aspen keeps each assignment in one of its categories, so it has no place for this one. Its scores are still in Canvas. {section} is the SIS id of the section; the page Grade Sync of the Canvas course shows its name.',
          [
            'In Aspen, look at the categories of this section. If one of them has exactly the name {category}, capitals included, take the second cause.',
            'If none has, choose the category in which the assignment should count. In Canvas, open the page Assignments of the course, and move {assignment} into the group that is named exactly like this category.',
            'If there is no such group, a group that was made by hand, one without an import icon, may be given the name of the category. Do not rename an imported one. If there is no group like that either, your Canvas administrator knows how your school imports categories from Aspen.',
            syncAgain,
            ifAgain,
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
          'Or Aspen has a category of exactly that name, but a section of the Canvas course has no students from Aspen: nobody is in it at all, only the teacher and the Test Student, or only people who were added by hand. The check goes over every section of the course, and fails at that one.',
          [
            'In Canvas, open Settings of the course, then Sections, and open each section. Find the one in which no student came from Aspen; where students have a SIS ID, they did.',
            'Ask the teacher who of those in it should stay in the course. See that each of them is also in another section; who should be graded has to be enrolled in Aspen by the registrar, and appears in Canvas with the next roster sync.',
            'When that is so, delete the section without students from Aspen.',
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
          'The category of an assignment, which the message calls a GradebookColumnType, has no grade scale in Aspen. Without one Aspen does not know how its scores are meant, and did not take them. They are still in Canvas.',
          [
            findIt,
            'In Aspen, open the assignment categories of this section, and see which of them have no grade scale.',
            'Give each of these the grade scale by which the section is graded. If you do not know which that is, or may not change it, the SIS administrator can help.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: ['Give every new category in Aspen its grade scale when it is made.'],
            screens: [canvas.gradeSync, categories],
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
          'The exchange asked Aspen for the list of its assignments at an address where Aspen has nothing. The connection between Canvas and Aspen is set up wrongly. No grade or assignment is to blame, and no change in the course helps; what was to be sent is still in Canvas.',
          [
            'Whoever saw the message gives it to the Canvas administrator of the school or district: its full text with the address in it, the course, and when the sync was started.',
            'The Canvas administrator asks the SIS administrator whether Aspen has moved to another address or got a new version lately.',
            openCase,
          ],
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
          'The gradebook of the teacher in Aspen has no grade scale assigned. Aspen reads a score by its scale; without one, it came upon a value that it could not read as a number. The scores are still in Canvas. Apart from that value, the words of the message name parts of Aspen’s program, and are for support only.',
          [
            'In Canvas, open the page Grade Sync of the course, and note the assignment and the section that the message is listed with.',
            'Give both, the course and the full message to the Canvas administrator of your school or district.',
            openCase,
          ],
          {
            prevention: ['See to it that a gradebook in Aspen has its grade scale before the first grades are sent.'],
            fixes: ['connection.open_ticket'],
            screens: [canvas.gradeSync],
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
