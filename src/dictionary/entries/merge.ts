import type { Entry, EntryCause, Screen } from '../entry.schema.ts';
import { entriesOf, registrar, says, scheduler, supportOf } from './entry-parts.ts';

const merge = entriesOf('merge', 'Coursedog, Managing Integration Errors');
const support = supportOf('Coursedog Support; for a merge of Hallpass, whoever runs it');

const inferred = true;

export const sectionEditor: Screen = { system: 'merge', name: 'Section Editor' };
export const relationships: Screen = { system: 'merge', name: 'Relationships' };

/** How one gets from a message to its section. */
export const findSection =
  'Find in the merge report which section has this message, and open it in the Section Editor. The tab Integration Errors of the reporting dashboard lists such sections too, and a click on one opens it.';
/** How an edited section reaches the SIS. */
export const mergeAgain =
  'Save the section. Where edits are merged in real time it goes to the SIS at once, else with the nightly merge.';
/** How a section goes out once more although nothing was edited in it. */
export const mergeUnedited =
  'Nothing has to be saved here: wait for the nightly merge, or let the manager of the integration merge the section by hand.';
export const mergeByHand = 'Merge the section by hand, or wait for the nightly merge.';
export const mergeWithRooms =
  'Tell the manager of the integration, who merges the rooms by hand, and then the section.';
/** Whom to turn to when a step of one’s own did not help. */
export const tellManager =
  'If the next merge report has the message again, pass it on to the manager of the integration, with the course, the term and the number of the section.';
export const tellSupport =
  'If the message comes again, report it to the support of the product that merges (Coursedog Support; for Hallpass, whoever runs it), and send the merge report along.';
export const instructorsNeedMeetings =
  'Make the section rule Instructors Without Meetings required: a section that breaks it can then not be saved.';
export const deletesSection =
  'With the section, its meetings go, and who teaches in it and where. Note these down first if they may be needed again.';
export const endsEnrollments =
  'Whoever is taken out of the section is no longer enrolled in it. Keep the list of its students first.';

const termFirst =
  'Before anything else, see in the merge report for which term it was said, and look up in the SIS whether it has data for this term.';
const escalate =
  'Pass it on to the manager of the integration, who opens a ticket: with Coursedog Support, or, for a merge of Hallpass, with whoever runs it. The ticket names the term, says that the SIS was checked and has data for it, and names the two things it can be: the connection to the SIS failed, or the integration layer in between could not process the data.';

/** The first question is always whether the SIS has data for the term; only then can anybody else be asked. */
export const noDataCauses: readonly [EntryCause, ...EntryCause[]] = [
  registrar(
    'The merge asked for the data of a term, such as its sections, and got none. If the SIS has none for this term, and none should be there yet, everything is as it should be, and the message can be ignored.',
    [
      termFirst,
      'If it has none and none is expected yet, there is nothing to do. The message stops once the data is there.',
      'If it has none and should have some, go on with cause 2; if it has data, with cause 3.',
    ],
    {
      inferred,
      prevention: ['Let sections, courses and relationships be merged only for terms that are being scheduled.'],
    },
  ),
  registrar(
    'Or the SIS has no data for the term, although it should have. The merge can only bring over what is there.',
    [
      termFirst,
      'If it has none, put that right in the SIS: the term’s courses and sections have to be entered there, or copied from an earlier term (rolled over).',
      'Wait for the next nightly merge, or let the manager of the integration merge the term by hand.',
      'If it turns out that the data is there after all, go on with cause 3.',
    ],
    {
      inferred,
      prevention: ['Finish the rollover in the SIS, wait two days, and only then add the term to the merge.'],
    },
  ),
  support(
    'Or the SIS has data for the term, but the merge could not fetch it, because the connection to the SIS failed. If the connection itself shows an error, such as Sync Error or Auth Error, the remedy of that error comes first.',
    [termFirst, escalate],
    { fixes: ['connection.open_ticket'] },
  ),
  support(
    'Or the SIS gave its data, but nothing of it arrived: another company’s integration layer in between, such as N2N, translates the data and failed in doing so. From outside this looks the same as cause 3, so one ticket serves for both.',
    [termFirst, escalate],
    { fixes: ['connection.open_ticket'] },
  ),
];

/** What a merge says of its own work, whatever SIS is on the other side. */
export const mergeEntries: readonly Entry[] = [
  merge(
    'no_data',
    'No Coursedog or SIS data found',
    says('No Coursedog or SIS data found', 'merge.no_data', noDataCauses, {
      aliases: ['No Hallpass or SIS data found'],
      origin: 'exchange',
    }),
  ),
  merge(
    'instructor_without_meeting',
    'Meetings deleted, instructor still assigned',
    says(
      'Meetings were deleted while the assigned instructor is still configured',
      'instructor.without_meeting',
      [
        scheduler(
          'Somebody deleted a meeting of the section and left the instructor assigned to it. Instructors are assigned to meetings, so the SIS is told of an instructor who belongs to nothing, and refuses. Each SIS says so in words of its own, which stand in the merge report, in the Errors part of the section. The other sections are merged.',
          [
            findSection,
            'Look at its instructors: the one in question is assigned to no meeting that still stands in the section.',
            'If they go on teaching it, assign them to one of its meetings; if not, take them off the section.',
            mergeAgain,
            tellManager,
          ],
          {
            prevention: ['Take the instructor off a meeting before you delete the meeting.', instructorsNeedMeetings],
            screens: [sectionEditor],
          },
        ),
      ],
      {
        aliases: [
          'Deleting meetings and leaving the assigned instructor still configured',
          'Instructors Without Meetings',
        ],
        origin: 'hallpass',
      },
    ),
  ),
];
