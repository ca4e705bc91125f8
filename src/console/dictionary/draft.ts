import type { UseFormReturnType } from '@mantine/form';
import type { Entry, OwnerName, RetryWord, SystemId } from '../../dictionary/entry.schema.ts';
import type { OwnEntry } from '../../dictionary/own-entry.schema.ts';

/** An own entry as it is being written: lists are lines of text. */
export interface Draft {
  /** Empty: made from the title. */
  name: string;
  system: SystemId | undefined;
  title: string;
  template: string;
  /** A canonical cause, or `newCause`; empty: not chosen. */
  cause: string;
  ownCause: string;
  blocking: boolean;
  retry: RetryWord;
  causes: CauseDraft[];
}

export interface CauseDraft {
  no: number;
  meaning: string;
  owner: OwnerName;
  desk: string;
  steps: string;
  prevention: string;
}

export type DraftForm = UseFormReturnType<Draft>;

/** Chosen where no canonical cause fits. */
export const newCause = 'new';

let lastNo = 0;

export function emptyCause(): CauseDraft {
  lastNo += 1;
  return { no: lastNo, meaning: '', owner: 'teacher', desk: '', steps: '', prevention: '' };
}

export const emptyDraft = (template: string, system: SystemId | undefined): Draft => ({
  name: '',
  system,
  title: '',
  template,
  cause: '',
  ownCause: '',
  blocking: true,
  retry: 'after_fix',
  causes: [emptyCause()],
});

export const longestTemplate = 2_000;

/** A message as a template in which nothing changes yet: one line, and nothing in it that would be a part. */
export const templateOf = (message: string): string =>
  message
    .replaceAll(/[{}\s]+/g, ' ')
    .trim()
    .slice(0, longestTemplate);

/** An entry that is there, to be changed. */
export function draftOf(entry: Entry, isCanonical: boolean): Draft {
  return {
    name: entry.entry.replace(/^district\./, ''),
    system: entry.system,
    title: entry.title,
    template: entry.message,
    cause: isCanonical ? entry.cause : newCause,
    ownCause: isCanonical ? '' : entry.cause,
    blocking: entry.blocking,
    retry: entry.retry,
    causes: entry.causes.map(({ meaning, owner, desk, steps, prevention }) => ({
      ...emptyCause(),
      meaning,
      owner,
      desk: desk ?? '',
      steps: steps.join('\n'),
      prevention: prevention.join('\n'),
    })),
  };
}

export const nameOf = ({ name, title }: Pick<Draft, 'name' | 'title'>): string => (name === '' ? slugOf(title) : name);

/** "Room is too small" as `room_is_too_small`. */
function slugOf(title: string): string {
  return title
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 60);
}

const causeOf = ({ cause, ownCause }: Draft): string => (cause === newCause ? ownCause.trim() : cause);

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** As it is sent. The form has seen to it that there is a system. */
export function writeOf(draft: Draft & { system: SystemId }): OwnEntry {
  const { system, blocking, retry } = draft;
  return {
    name: nameOf(draft),
    system,
    title: draft.title.trim(),
    message: draft.template.trim(),
    cause: causeOf(draft),
    blocking,
    retry,
    causes: draft.causes.map(({ meaning, owner, desk, steps, prevention }) => ({
      meaning: meaning.trim(),
      owner,
      ...(owner === 'support' && desk.trim() !== '' ? { desk: desk.trim() } : {}),
      steps: linesOf(steps),
      prevention: linesOf(prevention),
    })),
  };
}
