import type { Entry } from '../entry.schema.ts';
import { entriesOf, registrar, says, scheduler, sis } from './entry-parts.ts';
import {
  deletesSection,
  findSection,
  mergeAgain,
  mergeUnedited,
  mergeWithRooms,
  noDataCauses,
  sectionEditor,
  tellManager,
} from './merge.ts';

const colleague = entriesOf('colleague', 'Coursedog, Common Colleague Ethos Merge Errors');

const fromSis = { origin: 'sis' } as const;
const inferred = true;
const inColleague = 'If you may not open Colleague, ask the registrar.';
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
            'Look through the sections of the term for meetings whose time is TBA, and open such a section in the Section Editor. No report lists them.',
            'Replace TBA by a meeting pattern that stands for “no days, no times”. If there is none to choose, ask the manager of the integration for one.',
            'Choose room and instructor of this meeting once more.',
            mergeAgain,
            `After the merge, look in Colleague whether room and instructor have arrived. ${inColleague} If they have not, tell the manager of the integration.`,
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
            findSection,
            `Look up the charge assessment method of the section in Colleague. ${inColleague}`,
            'Set the section here to the same method.',
            mergeAgain,
            'If Colleague’s method is the wrong one, ask the registrar whether it can be changed in Colleague itself; then set the section here to it.',
          ],
          {
            inferred,
            prevention: [
              'Have the manager of the integration set this field so that Colleague’s value always wins, and nobody can edit it here.',
            ],
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
          `A meeting was deleted here, and it should go in Colleague too, which calls meetings instructional events. The user as which the integration signs in to Colleague may not delete any, so the meeting is still there. Nothing else about the connection is wrong. ${wordingMayDiffer}`,
          [
            'Ask the manager of the integration as which user it signs in to Colleague (over Ethos, the layer through which other programs reach it).',
            'Give this user the permission to delete `instructional-events`.',
            `${mergeUnedited} The meeting then goes from Colleague.`,
            'If the permission is not to be given, the registrar deletes such meetings in Colleague by hand.',
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
          'The section may take {sectionCapacity} students (its maximum enrollment), and the room of one of its meetings holds {roomCapacity}. Colleague does not put a section into a room that is too small for it. If both numbers are right, this cause is yours.',
          [
            findSection,
            'Look which room of its meetings holds {roomCapacity}. If more people fit into it than that, go on with cause 2.',
            'Choose a room for this meeting that holds {sectionCapacity} or more. Or lower the section’s maximum enrollment to {roomCapacity}, but not below the number of students who are enrolled already.',
            mergeAgain,
            tellManager,
          ],
          {
            inferred,
            prevention: ['Make a section rule that compares the capacity of the room with the maximum enrollment.'],
            screens: [sectionEditor],
          },
        ),
        registrar(
          'Or the room holds more people than the {roomCapacity} that Colleague has for it.',
          [
            'Set the capacity of the room in Colleague to the number of people it may hold. If you may not, whoever looks after rooms there can.',
            mergeWithRooms,
          ],
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
            'See in the merge report which section has this message, and look up in Colleague which status its course has in the term of the section.',
            'If the course is to be offered, set its status in Colleague to one that is active in this term.',
            'Tell the manager of the integration, who merges the courses by hand, and then the section.',
            'If the course is not to be offered, have the scheduler delete the section here.',
          ],
          {
            inferred,
            destroys: [{ step: 4, what: deletesSection }],
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
          [
            findSection,
            'Look which of its instructors are marked as primary, in each of its meetings. If you do not know who leads the section, ask its department.',
            'Leave the mark with this one instructor, and take it off the others. They go on teaching the section.',
            mergeAgain,
            tellManager,
          ],
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
            'See in the merge report which section has this message, and wait: the nightly merge sends it again, and by then nobody has it open as a rule.',
            'If it cannot wait, ask the colleagues who work on sections in Colleague to close this one. Then open it in the Section Editor and save it once more.',
            'If it stays locked with nobody in it, ask the SIS administrator to release it in Colleague, and name its course, number and term.',
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
