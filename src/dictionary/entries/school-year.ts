import type { Entry } from '../entry.schema.ts';

const refusal = (
  entry: string,
  title: string,
  message: string,
  meaning: string,
  steps: readonly string[],
  retry: Entry['retry'] = 'after_fix',
): Entry => ({
  entry: `request.${entry}`,
  system: 'request',
  title,
  message,
  cause: `request.${entry}`,
  blocking: true,
  retry,
  status: 409,
  causes: [{ meaning, owner: 'integration_manager', steps: [...steps], prevention: [] }],
});

/** Why something of a school year, of new ids or of expectations cannot be done as it was asked for. */
export const schoolYearEntries: readonly Entry[] = [
  refusal(
    'expectation_not_learned',
    'This cannot be called normal',
    'An expectation of the kind {kind} is not learned, so it cannot be called normal.',
    'Only what Hallpass learns from earlier days can be learned anew: how many records come, when a key sends, whether anything changes, which schools there are. A hub that stood still, a run that did not begin, mail that does not go out, a secret that ends and a full disk are never normal.',
    [
      'Take the cause away: the page of the expectation says what is missing.',
      'If it has to wait, mute it until a day and give the reason: until then nobody is told of it again.',
    ],
    'none',
  ),
  refusal(
    'school_year_open',
    'A school year is being begun already',
    'The school year {title} is not finished, so no other can be begun.',
    'One new school year is prepared at a time, since each archives what is there and changes how much may change in a night.',
    [
      'Open the page School year: it shows the one that is open and what is left to do.',
      'Finish it there, or take its steps back, and begin the other one then.',
    ],
  ),
  refusal(
    'school_year_state',
    'The school year does not stand so',
    'The school year {title} cannot be {wanted}: {reason}.',
    'The steps of a new school year build on each other, and one of them has been done, taken back or finished meanwhile, perhaps by somebody else.',
    ['Load the page School year again: it shows how it stands, and what can be done.'],
    'none',
  ),
  refusal(
    'school_year_confirm',
    'What was typed is not the name',
    'Type {title} to confirm: what was typed is something else.',
    'What cannot be taken back at a click is confirmed by its name, so that nothing happens by mistake. Nothing was changed.',
    ['Type the name as it stands on the page, with capital and small letters, and confirm again.'],
  ),
  refusal(
    'rekey_changed',
    'The pairs are no longer as they were shown',
    'The records or their pairs have changed since they were shown. Nothing was joined.',
    'Between looking and confirming a run ended or somebody else confirmed, so that some of the chosen pairs may be others now.',
    ['Load the page again, look at the pairs that it shows now, and confirm those.'],
    'none',
  ),
];
