import type { IdentityView, ListState } from '../../identities/identity.schema.ts';
import type { PassportView, SourceView } from '../../passport/passport.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

type Decision = NonNullable<PassportView['exemption']>['decision'];
type WhyNot = NonNullable<SourceView['whyNot']>;

export const passport = {
  open: 'Everything about this record',
  untitled: (kind: string, key: string) => `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${key}`,
  gone: 'Deleted',
  notHere: 'Not in Hallpass',
  id: 'Id at the source',
  connection: 'Comes by',
  created: 'First brought by',
  changed: 'Last changed by',
  deleted: 'Deleted by',
  syncOnly: 'Sync only this',
  syncHelp: {
    source: 'Asks the source for this one record.',
    kept: 'Reads the row again that was read last.',
  },
  asked: 'It is carried alone by',
  notAlone: 'It cannot be synced alone.',
  now: {
    title: 'How it stands',
    fine: 'It went through. Nothing is left to do.',
    deleted: 'It was deleted, since its source no longer shows it. If it comes again, it is as it was.',
    since: 'Like this since',
    waits: 'It waits for',
    issue: 'Its issue',
    issueName: (id: number) => `Issue ${id}`,
    hold: 'Its hold',
    holdName: (id: number) => `Hold ${id}`,
    waiting: (count: number) => plural(count, { one: 'One record waits for it', other: '# records wait for it' }),
    waitingFirst: (shown: number) => `The first ${number(shown)} of them:`,
    recordName: (kind: string, key: string) => `${kind} ${key}`,
  },
  values: {
    title: 'What the source says, and what Hallpass holds',
    columns: { name: 'Column', source: 'In the source', read: 'Read as', held: 'In Hallpass now' },
    readIn: (file: string, line: number, run: number) => `${file}, line ${number(line)}, as it was read in run ${run}.`,
    empty: 'Empty',
    secret: 'Never kept',
    unread: 'Cannot be read',
    asWritten: 'As written',
    notCarried: 'Not taken over',
    nothing: 'Nothing',
    found: 'What was found in the row:',
    notHeld: 'Hallpass does not hold it.',
    whyNot: {
      sent: 'It is sent to Hallpass by itself; what was sent stands with each attempt.',
      not_kept:
        'What the source wrote is no longer kept. Rows are kept for a week while something of their file did not get through.',
      not_in_it:
        'The rows that are still kept do not hold it: what was read last told of changes only, or no longer shows it.',
      elsewhere: 'What the source wrote lies on another computer of this Hallpass.',
    } satisfies Record<WhyNot, string> as Record<WhyNot, string>,
  },
  decisions: {
    title: 'What was decided',
    words: {
      keep: 'Kept, although the source no longer shows it',
      ignore: 'Left out',
      never_delete: 'Never deleted',
      send_anyway: 'Sent, although it is likely to be refused',
    } satisfies Record<Decision, string> as Record<Decision, string>,
    reason: 'Reason',
    by: 'By',
    at: 'When',
    until: 'Until',
    forGood: 'For good',
    fixes: 'Fixes that touched it',
  },
  attempts: {
    title: 'Every attempt',
    help: 'Runs in which it was as before are not listed.',
    none: 'No run did anything with it yet.',
    columns: { outcome: 'What became of it', why: 'Why', by: 'Asked for by', run: 'Run', at: 'When' },
    standing: 'Not sent again',
  },
  looked: {
    title: 'Who looked at it',
    help: 'Whoever opens the record of a person is written down. The last 20 looks:',
  },
};

export const identities = {
  title: 'Identities',
  ofPerson: 'In other systems',
  ofPersonHelp: 'Under which id each system knows this person.',
  columns: { system: 'System', id: 'Id there', how: 'How it was found', acts: 'Acting as them' },
  how: {
    own: 'The person comes from there',
    sis_id: 'By the SIS id',
    email: 'By the e-mail',
    by_hand: 'Said by hand',
    unclear: 'Unclear',
  } satisfies Record<IdentityView['matched'], string> as Record<IdentityView['matched'], string>,
  saidBy: (name: string) => `by ${name}`,
  nobody: 'Nobody there',
  mayBe: (ids: readonly string[]) => `May be ${ids.join(' or ')}`,
  acts: 'Hallpass acts as them',
  actsNot: 'This system has no way to',
  letAct: (system: string) => `Hallpass may act in ${system} as this person`,
  correct: 'Correct',
  correctIn: (system: string) => `Correct who this person is in ${system}`,
  undo: 'Take it back',
  undoIn: (system: string) => `Take back what was said of ${system}`,
  elsewhere: 'Say who they are in',
  dialog: {
    title: (system: string) => `Who is it in ${system}?`,
    id: 'Id there',
    idHelp: 'As the other system writes it. What is said here stays, whatever is matched later.',
    choose: 'It fits these:',
    nobody: 'They are nobody there',
    save: 'Save',
  },
  lead: 'Who the people of other connections are in this system. A wrong one would let Hallpass speak for somebody else, so what is not sure is left to you.',
  states: {
    unclear: 'Unclear',
    missing: 'Nobody there',
    matched: 'Matched',
    by_hand: 'Said by hand',
  } satisfies Record<ListState, string> as Record<ListState, string>,
  stateOf: (name: string, count: number) => `${name} (${number(count)})`,
  none: {
    unclear: 'Nobody is unclear.',
    missing: 'Everybody is somebody there.',
    matched: 'Nobody was matched yet.',
    by_hand: 'Nothing was said by hand.',
  } satisfies Record<ListState, string> as Record<ListState, string>,
  listColumns: { person: 'Person', broughtBy: 'Comes by', there: 'In this system', how: 'How it was found' },
  match: 'Match again',
  matched: (changed: number) =>
    changed === 0
      ? 'All is as it was.'
      : plural(changed, {
          one: 'One identity is otherwise than before.',
          other: '# identities are otherwise than before.',
        }),
};
