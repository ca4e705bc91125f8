import type { Entry, EntryCause, Screen } from '../entry.schema.ts';
import { entriesOf, registrar, says, scheduler, supportOf } from './entry-parts.ts';

const merge = entriesOf('merge', 'Coursedog, Managing Integration Errors');
const support = supportOf('Coursedog Support; for a merge of Hallpass, whoever runs it');

const inferred = true;

export const sectionEditor: Screen = { system: 'merge', name: 'Section Editor' };
export const relationships: Screen = { system: 'merge', name: 'Relationships' };

/** How an edited section reaches the SIS. */
export const mergeAgain =
  'Save the section. It goes out at once where edits are merged in real time, else in the nightly merge.';
export const instructorsNeedMeetings =
  'Make the section rule Instructors Without Meetings required: a section that breaks it can then not be saved.';

const termFirst = 'Before anything else, look up in the SIS whether it has data for the term.';
const escalate =
  'Open a ticket. Name the term, say that the SIS was checked and has data for it, and name the two things it can be: the connection to the SIS failed, or the integration layer in between could not process the data.';

/** The first question is always whether the SIS has data for the term; only then can anybody else be asked. */
export const noDataCauses: readonly [EntryCause, ...EntryCause[]] = [
  registrar(
    'The merge asked for the data of a term and got none. If the SIS has none for it, and none should be there yet, everything is as it should be, and the message can be ignored.',
    [termFirst, 'If it has none and none is expected yet, there is nothing to do.'],
    {
      inferred,
      prevention: ['Let sections, courses and relationships be merged only for terms that are being scheduled.'],
    },
  ),
  registrar(
    'The SIS has no data for the term, although it should have. The merge can only bring over what is there.',
    [
      termFirst,
      'If it has none, put that right in the SIS: the term’s courses and sections have to be entered or rolled over there.',
      'If it turns out that the data is there after all, it is one of the next two causes.',
    ],
    {
      inferred,
      prevention: ['Finish the rollover in the SIS, wait two days, and only then add the term to the merge.'],
    },
  ),
  support(
    'The SIS has data for the term, but the merge could not fetch it, because the connection to the SIS failed. If the connection itself shows an error, the remedy of that error comes first.',
    [termFirst, escalate],
    { fixes: ['connection.open_ticket'] },
  ),
  support(
    'Or the SIS gave its data, but nothing of it arrived: a partner’s integration layer in between, such as N2N, translates the data and failed in doing so. From outside this looks the same as a failed connection.',
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
          'Somebody deleted a meeting of the section and left the instructor assigned to it. Instructors are assigned to meetings, so the SIS is told of an instructor who belongs to nothing, and refuses. Each SIS says so in words of its own; the reason stands in the Errors part of the merge report, below the section.',
          [
            'Open the section in the Section Editor and look at its instructors.',
            'Take each instructor off the meetings that are gone; or assign them to a meeting that exists.',
            mergeAgain,
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
