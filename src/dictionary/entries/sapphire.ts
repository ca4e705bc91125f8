import type { Entry } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, says } from './entry-parts.ts';

const sapphire = entriesOf('sapphire', 'Canvas, SIS Error Code Dictionary, Sapphire');

/** What Sapphire’s gradebook answers to passback. */
export const sapphireEntries: readonly Entry[] = [
  sapphire(
    'category_missing',
    'Bad Request',
    says(
      'Bad Request - The Request body is missing category. Object Passed: {"resultValueMin":0,"status":"active","gradingPeriod":"","description":"Imported from Canvas: {courseUrl}","category":"","sourcedId":"{assignmentId}","title":"{assignment}","class":{"sourcedId":"{section}","href":"{url}","type":"class"},"assignDate":"{assignDate}","metadata":{"vendorId":""},"dueDate":"{dueDate}","resultValueMax":{points}}',
      'category.unmapped',
      [
        canvasSisSupport(
          'In Canvas an assignment stands in an assignment group that Sapphire does not have among its categories, so it was sent with none. Sapphire takes no assignment without a category. The scores of this one are still in Canvas. Only the first sentence of the message says what is wrong. If more follows, it is what had been sent: the name of the assignment stands behind “title”.',
          [
            'Whoever saw the message opens the page Grade Sync of the course in Canvas, and notes the assignment and the section that it is listed with.',
            'On the page Assignments of the course, see in which group this assignment stands, and whether the group shows an import icon. Note that as well.',
            'Give all of this, with the course and the full message, to the Canvas administrator of your school or district.',
            'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and sends it along. When it has been put right, the administrator tells the teacher.',
          ],
          {
            prevention: [
              'Make assignments only in groups that were imported from Sapphire, and leave the names of these groups as they are.',
            ],
            fixes: ['category.map', 'assignment.move_category', 'connection.open_ticket'],
            screens: [canvas.gradeSync, canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        retry: 'after_support',
        aliases: ['The Request body is missing category.'],
      },
    ),
  ),
];
