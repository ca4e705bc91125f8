import type { ExpectationKind } from '../../expectations/expectation.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const days = (count: number) => plural(count, { one: '# day', other: '# days' });

export const expectations = {
  title: 'What should have happened',
  lead: 'What usually happens, learned from earlier days, and whether it has. What is missing is told here before a run fails.',
  looked: 'Looked at',
  states: { missed: 'Missing', met: 'As expected', muted: 'Muted' },
  filterState: 'State',
  filterStates: { any: 'Everything', missed: 'Missing', met: 'As expected', muted: 'Muted' },
  none: 'Nothing is expected yet',
  noneHelp:
    'Hallpass learns from runs: after four nights of the same weekday it knows how much usually comes. A connection with a schedule is watched at once.',
  noneFiltered: 'Nothing here is in this state.',
  columns: { what: 'What', came: 'What came', state: 'State' },
  hub: 'Hallpass itself',
  kinds: {
    hub: 'Hallpass is running',
    run: 'Runs begin on time',
    rows: 'As many records as usual',
    quiet: 'Something changes now and then',
    school: 'Each school has its sections',
    push: 'The API key sends on its days',
    credential: 'Secrets do not end unseen',
    mail: 'Mail goes out',
    disk: 'There is room on the disk',
  } satisfies Record<ExpectationKind, string> as Record<ExpectationKind, string>,
  rowsOf: (kinds: string) => `As many ${kinds} as usual`,
  /** What came, in one sentence a kind. */
  said: {
    notRunning: (runs: number) =>
      `No process of Hallpass was running, and ${plural(runs, { one: 'one run', other: '# runs' })} should have begun`,
    running: 'It looks every minute',
    notAsked: 'A run was due and did not begin: no process asks for runs',
    waits: (run: string) => `Run ${run} waits, and no worker takes it`,
    onTime: 'The next run is not due yet, or has begun',
    rows: (kinds: string, came: number, usual: number) => `${number(came)} ${kinds} came; usual are ${number(usual)}`,
    emptied: (kinds: string, usual: number) => `No ${kinds} came at all; usual are ${number(usual)}`,
    quiet: (count: number, longest: number) =>
      count === 0
        ? 'Something changed on the last school day'
        : `Nothing has changed for ${plural(count, { one: 'one school day', other: '# school days' })}; the longest quiet time before was ${days(longest)}`,
    school: (sections: number) =>
      `All of its ${plural(sections, { one: 'section', other: '# sections' })} are gone from the source`,
    push: (by: string, last: string) => `It usually sends by ${by}; it last sent on ${last}`,
    ends: (count: number, day: string) =>
      count < 0 ? `It ended on ${day}` : count === 0 ? 'It ends today' : `It ends in ${days(count)}, on ${day}`,
    mail: (waiting: number) =>
      waiting === 0 ? 'Nothing waits' : `${plural(waiting, { one: 'One mail waits', other: '# mails wait' })}`,
    disk: (free: string, count: number | null) =>
      count === null ? `${free} are free` : `${free} are free; at this pace for ${days(count)}`,
  },
  /** What to do, a kind. */
  todo: {
    hub: 'Nothing more, if it was stopped on purpose. Otherwise find out in the log of the machine why it ended, and have it started with the machine. What was due has been asked for once.',
    run: 'See whether a process of Hallpass is running: the hub, or hallpass work. If one is, its log says what keeps it.',
    rows: 'Open the run and see what is missing. Then ask whoever looks after the source whether its export is complete. If it is meant so, say that it is normal now.',
    quiet:
      'Ask whoever looks after the source whether its export still shows today’s data: an export that stands still looks like a quiet time.',
    school:
      'Ask whether the school has closed, or its export has been left out. If sections are held for review, decide the hold after that.',
    push: 'Ask whoever looks after the program that sends whether it runs, and whether its key is still the right one.',
    credential:
      'Have a new secret made in the other system, and enter it with Re-authenticate on the page of the connection before the old one ends.',
    mail: 'Look at the outbox: what a mail server refused stands there. If nothing has been tried, no process of Hallpass sends mail.',
    disk: 'Make room on the disk of DATA_DIR, or move it to a larger one.',
  } satisfies Record<ExpectationKind, string> as Record<ExpectationKind, string>,
  facts: { connection: 'Connection', school: 'School', since: 'Since', run: 'Run', usual: 'Usual', came: 'Came' },
  toRun: (run: string) => `Run ${run}`,
  what: 'What it is, and what to do',
  chart: {
    title: 'The last days',
    rows: 'How many came on each day, and between which numbers they were to be expected. The band is learned from days of the same weekday in the same part of the term.',
    quiet: 'How many records changed on each day on which the source was read.',
    band: 'Expected',
    came: 'Came',
    changed: 'Changed',
    table: 'As a table',
    columns: { day: 'Day', expected: 'Expected', came: 'Came' },
    between: (low: number, high: number) => `${number(low)} to ${number(high)}`,
    unknown: 'Not known yet',
    few: 'There are too few days for a chart yet.',
  },
  mute: {
    action: 'Mute',
    title: 'Mute this',
    what: 'Nobody is told of it until that day. It still stands here, and is told of again when it is still missing then.',
    until: 'Until',
    reason: 'Reason',
    reasonHelp: 'For whoever looks next. No names of students.',
    save: 'Mute',
    muted: (day: string, who: string) => `Muted until ${day} by ${who}.`,
  },
  unmute: 'End the mute',
  accept: {
    action: 'This is normal now',
    title: 'Is this normal from now on?',
    what: 'What was before is no longer learned from. Hallpass expects nothing until it knows the new days well enough.',
    reason: 'Reason',
    save: 'It is normal now',
    said: (day: string, who: string) => `Normal since ${day}, as ${who} said.`,
  },
  expiries: {
    title: 'When secrets end',
    lead: 'Other systems end client secrets and keys after a year or two, and do not say so. Enter the day, and you are told three weeks before.',
    none: 'No connection signs in with a secret, and there is no API key.',
    columns: { name: 'Of what', of: 'Kind', ends: 'Ends on' },
    of: { connection: 'Sign-in of a connection', api_key: 'API key' },
    day: (name: string) => `Day on which the secret of ${name} ends`,
    save: 'Save',
    saved: 'Saved',
  },
  missingOne: (title: string) => `Missing: ${title.slice(0, 1).toLowerCase()}${title.slice(1)}.`,
  missing: (count: number) =>
    plural(count, {
      one: 'Something that should have happened has not',
      other: '# things that should have happened have not',
    }),
  see: 'See what',
};
