import type { Entry } from '../entry.schema.ts';
import { entriesOf, registrar, says, scheduler, sis } from './entry-parts.ts';
import { mergeAgain, noDataCauses, sectionEditor } from './merge.ts';

const colleague = entriesOf('colleague', 'Coursedog, Common Colleague Ethos Merge Errors');

const fromSis = { origin: 'sis' } as const;
const inferred = true;
const openSection = 'Open the section in the Section Editor.';
const mergeSection = 'Merge the section again.';
const wordingMayDiffer = 'The message is known by its title only; the wording in the merge report may differ.';

/** What Colleague answers to a merge by way of Ethos, and one thing that it says nothing about. */
export const colleagueEntries: readonly Entry[] = [
  colleague(
    'tba_not_sent',
    'TBA Meeting Time Doesn’t POST to SIS',
    says(
      "TBA Meeting Time Doesn't POST to SIS",
      'meeting.tba_not_sent',
      [
        scheduler(
          'The merge report shows no error for this, which makes it easy to miss. A meeting with the time TBA does not go to Colleague, and since room and instructor belong to the meeting, they do not go either. The rest of the section is merged, and nothing is lost here.',
          [
            `${openSection} Replace TBA by a real meeting pattern that stands for “no days, no times”.`,
            'Choose room and instructor of this meeting.',
            mergeAgain,
            'Look in Colleague whether room and instructor have arrived.',
          ],
          {
            inferred,
            prevention: [
              'Offer a standard meeting pattern “no days, no times” to schedulers, and tell them to use it instead of TBA.',
            ],
            screens: [sectionEditor],
          },
        ),
      ],
      { origin: 'exchange', aliases: ['TBA meeting time does not POST'] },
    ),
  ),
  colleague(
    'charge_method_fixed',
    'Charge Assessment Method Cannot be Changed on a PUT Request',
    says(
      'Charge Assessment Method Cannot be Changed on a PUT Request',
      'section.charge_method_fixed',
      [
        scheduler(
          `How students are charged for a section is settled when Colleague makes it, and a merge cannot change it afterwards. The section here says something else than Colleague does. ${wordingMayDiffer}`,
          [
            'Look up the charge assessment method of the section in Colleague.',
            `${openSection} Set it to the same.`,
            mergeAgain,
            'If it has to change, ask whether it can be changed in Colleague itself.',
          ],
          {
            inferred,
            prevention: ['Let the value of Colleague always win for this field, and make it read-only here.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  colleague(
    'deletion_not_permitted',
    'User Does Not have Permission to Delete Instructional-Events',
    says(
      'User does not have permission to delete instructional-events',
      'auth.refused',
      [
        sis(
          `A meeting was deleted here, and it should go in Colleague too (there it is an instructional event). The user as which the integration signs in may not delete any, so the meeting is still in Colleague. Nothing else about the connection is wrong. ${wordingMayDiffer}`,
          [
            'Give the user of the integration the right to delete instructional events in Colleague.',
            'Merge the section again: the meeting then goes.',
          ],
          {
            inferred,
            prevention: ['Try making, changing and deleting a meeting once before the first term is merged.'],
          },
        ),
      ],
      fromSis,
    ),
  ),
  colleague(
    'room_too_small',
    'Room Has Capacity of #, Section Has Capacity of #',
    says(
      'Room has capacity of {roomCapacity}, section has capacity of {sectionCapacity}',
      'room.too_small',
      [
        scheduler(
          'The section may take {sectionCapacity} students, and the room of one of its meetings holds {roomCapacity}. Colleague does not put a section into a room that is too small for it.',
          [
            `${openSection} Choose a room that holds at least as many as the section may take; or lower the section’s maximum enrollment.`,
            mergeAgain,
          ],
          {
            inferred,
            prevention: ['Make a section rule that compares the capacity of the room with the maximum enrollment.'],
            screens: [sectionEditor],
          },
        ),
        registrar(
          'Or the room holds more people than Colleague thinks.',
          ['Correct the capacity of the room in Colleague.', 'Merge the rooms, then the section again.'],
          { inferred },
        ),
      ],
      fromSis,
    ),
  ),
  colleague(
    'course_status',
    'Section Cannot be Added Due to Course Status',
    says(
      'Section Cannot be Added Due to Course Status',
      'course.status_forbids_sections',
      [
        registrar(
          `The course stands in Colleague with a status in which no new sections are made of it, for instance because it has ended. ${wordingMayDiffer}`,
          [
            'Look up the status of the course in Colleague, for the term of the section.',
            'If the course is to be offered, correct its status there, and merge the courses, then the section again.',
            'If it is not, delete the section here.',
          ],
          {
            inferred,
            destroys: [{ step: 3, what: 'Deleting a section deletes its meetings and assignments with it.' }],
            prevention: ['Merge the courses before a term is scheduled, so that only courses on offer can be chosen.'],
          },
        ),
      ],
      fromSis,
    ),
  ),
  colleague(
    'several_primary_instructors',
    'Only One Primary Instructor per Section',
    says(
      'Only One Primary Instructor per Section',
      'instructor.several_primary',
      [
        scheduler(
          `More than one instructor of the section is marked as the primary one, and Colleague takes only one. ${wordingMayDiffer}`,
          [`${openSection} Leave the mark with one instructor and take it off the others.`, mergeAgain],
          {
            inferred,
            prevention: ['Make a section rule that allows one primary instructor.'],
            screens: [sectionEditor],
          },
        ),
      ],
      fromSis,
    ),
  ),
  colleague(
    'section_locked',
    'Section Record is Locked and Prevents Updates',
    says(
      'Section record is locked and prevents updates',
      'section.locked',
      [
        scheduler(
          `Somebody has the section open in Colleague, or a job there is working on it, and meanwhile nobody else can change it. The section itself is fine. ${wordingMayDiffer}`,
          [
            'Find out who has the section open in Colleague, and ask them to close it; or wait.',
            mergeSection,
            'If it stays locked with nobody in it, ask the administrator of Colleague to release it.',
          ],
          { inferred, prevention: ['Close sections in Colleague after looking at them.'] },
        ),
      ],
      { ...fromSis, retry: 'next_run' },
    ),
  ),
  colleague(
    'no_data',
    'No Coursedog or SIS Data Found',
    says('No Coursedog or SIS data found', 'merge.no_data', noDataCauses, {
      aliases: ['No Hallpass or SIS data found'],
      origin: 'exchange',
    }),
  ),
];
