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
          'In Canvas the assignment {assignment} stands in a group that Sapphire does not have among its categories, so it was sent with none. Sapphire takes no assignment without a category. It answered with everything that it had been sent; only the first sentence says what is wrong.',
          [
            'Note the course, the name of the assignment and the Canvas group that it stands in.',
            'Report the message with them to Canvas SIS Support, who put it right.',
          ],
          {
            prevention: [
              'Make assignments only in groups that were imported from Sapphire, and leave the names of these groups as they are.',
            ],
            fixes: ['category.map', 'assignment.move_category', 'connection.open_ticket'],
            screens: [canvas.assignments],
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
