import type { Later } from './erasure.schema.ts';

const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  people: ['person', 'people'],
  enrollments: ['enrollment', 'enrollments'],
  courseStaff: ['section that they run', 'sections that they run'],
  roles: ['role', 'roles'],
  accounts: ['account', 'accounts'],
  identities: ['identity in another system', 'identities in other systems'],
  records: ['record that is not fine', 'records that are not fine'],
  exemptions: ['decision', 'decisions'],
  fixedRecords: ['record that a fix changed', 'records that fixes changed'],
  newIds: ['new id', 'new ids'],
  outcomes: ['outcome', 'outcomes'],
  acceptedOutcomes: ['accepted outcome', 'accepted outcomes'],
  exchanges: ['request with its answer', 'requests with their answers'],
  mails: ['mail', 'mails'],
  answers: ['kept answer', 'kept answers'],
  unknownMessages: ['sample of an unknown message', 'samples of unknown messages'],
  bundles: ['handover bundle', 'handover bundles'],
  files: ['upload or reading', 'uploads and readings'],
  readings: ['index of a reading', 'indexes of readings'],
  lists: ['list that named them', 'lists that named them'],
  texts: ['text that named them', 'texts that named them'],
};

/** “Removed: 1 person, 6 enrollments.” */
export function removedInWords(counts: Readonly<Record<string, number>>, lead: string): string {
  const told = Object.entries(counts).flatMap(([place, n]) => {
    const [one, many] = words[place] ?? [place, place];
    return n === 0 ? [] : [`${n.toLocaleString('en')} ${n === 1 ? one : many}`];
  });
  return told.length === 0 ? `${lead} nothing.` : `${lead} ${told.join(', ')}.`;
}

const sentences: Readonly<Record<Later['what'], (n: number) => string>> = {
  backups: () => 'Backups that were made before hold them until they are deleted.',
  other_machines: () =>
    'Uploads on other machines are removed when the hub or worker there looks next, within an hour of its work.',
  own_files: () => 'Files in folders of your own, from which an import was made, are not touched.',
  source_texts: (n) =>
    `${n} ${n === 1 ? 'text of a section or school names' : 'texts of sections and schools name'} them; these come from their source and are corrected there.`,
  sign_in: () => 'They sign in to Hallpass: who signs in is removed on the page People.',
  same_name: () => 'Somebody else has the same name, so texts that hold nothing but the name stay.',
  sender: () => 'An API key sends them: when it sends them again they are there again.',
};

export const laterInWords = ({ what, n }: Later): string => sentences[what](n);
