import type { ErasureView } from '../../retention/erasure.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const days = (count: number) => plural(count, { one: '# day', other: '# days' });

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function size(bytes: number): string {
  const at = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** at;
  const unit = units[at] ?? 'byte';
  const form = { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0 } as const;
  return new Intl.NumberFormat('en', form).format(value);
}

/** `2026-11-01` as a month. */
const month = (day: string) =>
  new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );

type Later = ErasureView['later'][number]['what'];

export const retention = {
  title: 'What is kept',
  lead: 'How long Hallpass keeps what runs and people leave behind, and who was forgotten.',
  columns: { what: 'What', kept: 'Kept', holds: 'Takes' },
  days,
  usual: 'as usual',
  own: (usual: number) => `usually ${number(usual)}`,
  byMonth: 'It goes a whole month at a time: when the last day of the month is older than this.',
  size,
  since: (day: string) => `since ${month(day)}`,
  notMeasured: '–',
  shared:
    'Another district of this installation keeps something longer. What is yours is removed from its months at your time all the same; the space is free when theirs is over. Sizes are those of the whole installation.',
  edit: {
    label: 'Days',
    bounds: (least: number, most: number) => `From ${number(least)} to ${number(most)} days.`,
    save: 'Save',
    usual: (count: number) => `Keep it as long as usual: ${days(count)}`,
    shorter: 'What is older than this is removed within the hour, and cannot be brought back.',
    saved: 'Saved',
  },
  fixed: { title: 'What cannot be changed', columns: { what: 'What', kept: 'Kept' } },
  person: {
    title: 'Personal data',
    help: 'Everything that Hallpass knows about this person, in all connections, runs, mails and kept requests.',
    take: 'Take it out',
    takeHelp: 'A zip with a page to read and the same for programs. The audit says that you took it.',
    forget: 'Forget this person',
  },
  forget: {
    dialog: (name: string) => `Forget ${name}?`,
    counting: 'Counting what there is',
    lead: 'This is removed for good, from everywhere in Hallpass:',
    nothing: 'Nothing but the person.',
    later: 'What it does not do, or only later:',
    keepAway: 'Do not let them come again',
    keepAwayHelp: (connection: string) =>
      `If the connection ${connection} shows them again, the row is passed by. Without this the next reading brings them back.`,
    action: 'Forget for good',
    asked: 'They are being forgotten',
    askedHelp: 'It takes a few seconds, or until runs have ended that may still bring them.',
  },
  erasures: {
    title: 'Forgotten people',
    none: 'Nobody was forgotten yet. A person is forgotten on their own page, under Users.',
    columns: { no: 'Erasure', state: 'State', by: 'Asked by', when: 'When' },
    one: (no: number) => `No. ${number(no)}`,
    states: { asked: 'At work', done: 'Done' } satisfies Record<ErasureView['state'], string> as Record<
      ErasureView['state'],
      string
    >,
    waits: (runs: readonly number[]) =>
      `It waits until ${plural(runs.length, { one: 'run', other: 'runs' })} ${runs.map(number).join(', ')} ${plural(runs.length, { one: 'has', other: 'have' })} ended.`,
    removed: 'Removed',
    kept: 'They do not come again by files and readings.',
    mayCome: 'They may come again by files and readings.',
  },
  again: {
    open: 'Let somebody come again',
    title: 'Let somebody come again',
    help: 'Who was forgotten and kept away is known by nothing but a print of the id that their source uses. Enter that id, as it stands in the source.',
    connection: 'Connection',
    key: 'Id at the source (sourcedId)',
    action: 'Let them come again',
    done: 'They come again with the next reading.',
    nobody: 'Nobody with this id was kept away from this connection.',
  },
  count: (place: string, n: number): string => plural(n, places[place] ?? { other: `# ${place}` }),
  later: (what: Later, n: number): string => plural(n, laters[what]),
};

const places: Readonly<Record<string, { one?: string; other: string }>> = {
  people: { one: '# person', other: '# people' },
  enrollments: { one: '# enrollment', other: '# enrollments' },
  courseStaff: { one: '# section that they run', other: '# sections that they run' },
  roles: { one: '# role', other: '# roles' },
  accounts: { one: '# account at a school', other: '# accounts at schools' },
  identities: { one: '# identity in another system', other: '# identities in other systems' },
  records: { one: '# record that is not fine', other: '# records that are not fine' },
  exemptions: { one: '# decision about a record', other: '# decisions about records' },
  fixedRecords: { one: '# record that a fix changed', other: '# records that fixes changed' },
  newIds: { one: '# new id', other: '# new ids' },
  outcomes: { one: '# outcome of a run', other: '# outcomes of runs' },
  acceptedOutcomes: { one: '# accepted record of a run', other: '# accepted records of runs' },
  exchanges: { one: '# request with its answer', other: '# requests with their answers' },
  mails: { one: '# mail', other: '# mails' },
  answers: { one: '# kept answer', other: '# kept answers' },
  unknownMessages: { one: '# sample of an unknown message', other: '# samples of unknown messages' },
  bundles: { one: '# bundle of a ticket', other: '# bundles of tickets' },
  files: { one: '# upload or reading', other: '# uploads and readings' },
  readings: { one: '# index of a reading', other: '# indexes of readings' },
  lists: { one: '# list that named them', other: '# lists that named them' },
  texts: { one: '# text that named them', other: '# texts that named them' },
};

const laters: Readonly<Record<Later, { one?: string; other: string }>> = {
  backups: { other: 'Backups that were made before hold them until they are deleted.' },
  other_machines: { other: 'Uploads on other machines go when Hallpass works there next.' },
  own_files: { other: 'Files in folders of your own, from which an import was made, stay as they are.' },
  source_texts: {
    one: 'The text of # section or school names them. It comes from its source, and is corrected there.',
    other: 'The texts of # sections and schools name them. These come from their source, and are corrected there.',
  },
  sign_in: { other: 'They sign in to Hallpass themselves. That is ended on the page People.' },
  same_name: { other: 'Somebody else has the same name, so texts that hold nothing but the name stay.' },
  sender: { other: 'An API key sends them: if it sends them again, they are there again.' },
};
