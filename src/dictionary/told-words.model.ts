import type { RetryWord, SystemId, ToldMatch } from './entry.schema.ts';
import { systems } from './systems.ts';

// What is told of every message in the same words, wherever it is read: pages, guides, command line.

export const toldWords = {
  lost: 'Is anything lost?',
  lostWords: {
    blocking:
      'The message itself deletes nothing. What it is about did not get through, or not all of it; it is still where it came from.',
    harmless: 'No. As far as is known, everything arrives all the same, unless a cause above says what does not.',
  },
  retry: 'Is another try worth it?',
  retryWords: {
    now: 'Yes: it may pass without anything being changed.',
    next_run: 'It passes by itself with one of the next runs, or when you try again a little later.',
    after_fix: 'Only after the cause has been removed; until then the same message comes again.',
    after_support: 'Only after support has dealt with it; until then the same message comes again.',
    none: 'No, there is nothing to send again.',
  } satisfies Readonly<Record<RetryWord, string>>,
  worked: 'How you see that it worked',
  words: 'Words that not everybody knows',
} as const;

type Told = Pick<ToldMatch, 'blocking' | 'retry'>;

export const lostWords = ({ blocking }: Told): string => toldWords.lostWords[blocking ? 'blocking' : 'harmless'];

/** By what one sees that the cause is gone; null where nothing was stopped. */
export function workedWords(system: SystemId, { blocking, retry }: Told): string | null {
  if (!blocking || retry === 'none') return null;
  return ours[system] ?? byKind[systems[system].kind](systems[system].title);
}

const byKind: Readonly<Record<(typeof systems)[SystemId]['kind'], (title: string) => string>> = {
  gradebook: (title) =>
    `After the next sync, Grade Sync, a page of the course in Canvas, does not list the message any more. Whatever was still to be sent stands in the gradebook of ${title}.`,
  lms: () =>
    'After the next sync, Grade Sync, a page of the course in Canvas, does not list the message any more. Whatever was still to be sent stands in the gradebook of the SIS.',
  registrar: (title) =>
    `The report of the next merge does not list the message any more, and ${title} shows the record as it is here.`,
  hallpass: () => 'What was held up goes on, and the message does not come again.',
};

const ours: Readonly<Partial<Record<SystemId, string>>> = {
  merge: 'The report of the next merge does not list the message any more, and the SIS shows the record as it is here.',
  oneroster: 'The next import of the files does not list the row among the refused ones any more.',
  rostering: 'The same call is answered without an error, and Hallpass shows the record as it was sent.',
  request: 'The same request is answered without an error.',
};
