import { pluralsOf } from './plural.ts';

const { number } = pluralsOf('en');

export const exchanges = {
  ofRun: 'Calls that were refused or failed',
  ofRunHelp: 'What Hallpass asked the other system in this run, and what came back. Names of people are replaced.',
  ofConnection: 'Calls that were refused or failed',
  ofConnectionHelp: 'In runs and in checklists, the newest first. They are kept for 400 days.',
  none: 'None are kept.',
  open: 'Request and answer',
  ofAttempt: 'What was sent, and what came back',
  columns: { call: 'Call', status: 'Status', why: 'Why', when: 'When', took: 'Took' },
  noAnswer: 'No answer',
  took: (ms: number) => (ms < 1000 ? `${number(ms)} ms` : `${number(Math.round(ms / 100) / 10)} s`),
  byChecklist: 'In a checklist',
  replaced:
    'Names, e-mails, birth dates and scores are replaced by the name of their field, such as ‹familyName›. Ids stay.',
  request: 'Request',
  answer: 'Answer',
  noBody: 'Without a body',
  noAnswerCame: 'No answer came.',
  cut: (bytes: number) => `Only the beginning is kept, of ${number(bytes)} bytes.`,
  odd: 'It was no UTF-8 and is read as Latin-1.',
  sealed: 'It cannot be opened any more: its key was destroyed, or is not the one of this Hallpass.',
  asItWas: 'Show as it was',
  inLines: 'Show in lines',
};
