import type { CheckView, ConnectionView, Schedule } from '../../connections/connection.schema.ts';
import type { Operation, Phase } from '../../runs/threshold.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

type ErrorType = NonNullable<ConnectionView['error']>['type'];
type Action = NonNullable<ConnectionView['error']>['action'];
type Weekday = NonNullable<ConnectionView['blackouts'][number]['days']>[number];
type PauseState = ConnectionView['pauses'][number]['state'];

const errors: Readonly<Record<ErrorType, string>> = { sync: 'Sync error', auth: 'Auth error', system: 'System error' };

/** How a connection stood, as its history tells it. */
const standings: Readonly<Record<string, string>> = { ...errors, synced: 'Synced', paused: 'Paused' };

const lossForms: Readonly<Record<string, { one: string; other: string }>> = {
  schools: { one: '# school', other: '# schools' },
  terms: { one: '# term', other: '# terms' },
  courses: { one: '# course', other: '# courses' },
  classes: { one: '# section', other: '# sections' },
  people: { one: '# person', other: '# people' },
  roles: { one: '# role of a person', other: '# roles of people' },
  enrollments: { one: '# enrollment', other: '# enrollments' },
  sessions: { one: '# attendance session', other: '# attendance sessions' },
  runs: { one: '# run', other: '# runs' },
  outcomes: { one: 'what became of # record', other: 'what became of # records' },
  holds: { one: '# open hold', other: '# open holds' },
  identities: { one: '# identity that was said by hand', other: '# identities that were said by hand' },
  exchanges: { one: '# kept call', other: '# kept calls' },
  tickets: { one: '# ticket', other: '# tickets' },
  apiKeys: { one: '# API key, which opens nothing any more', other: '# API keys, which open nothing any more' },
};

export const connections = {
  title: 'Connections',
  lead: 'The systems that Hallpass is connected to, how each stands, and what to do where one does not work.',
  systems: {
    oneroster: 'OneRoster',
    'oneroster-csv': 'OneRoster files',
    rostering: 'Rostering API',
  } as Readonly<Record<string, string>>,
  calm: 'Every connection works',
  troubled: (count: number) =>
    plural(count, { one: 'One connection needs somebody', other: '# connections need somebody' }),
  columns: {
    name: 'Connection',
    status: 'Status',
    health: 'Health',
    lastSynced: 'Last synced',
    nextRun: 'Next run',
    action: 'What to do',
  },
  search: 'Search by name',
  filter: 'Show connections that are',
  anyStanding: 'Any',
  filters: { synced: 'Synced', error: 'In error', paused: 'Paused' },
  noneFiltered: 'No connection matches this filter.',
  none: 'Connect the first system',
  noneHelp:
    'A connection reads the roster of your student information system by itself, every night or as often as you like, and says what did not get through. You need the address of its OneRoster service and what a client signs in with.',
  noneFiles:
    'Files and API keys need nothing here: their connections appear by themselves when the first of them comes.',
  status: { active: 'Active', paused: 'Paused' } satisfies Record<ConnectionView['status'], string> as Record<
    ConnectionView['status'],
    string
  >,
  errors,
  untold: 'Not told while paused',
  actions: {
    resync: 'Re-sync',
    reauthenticate: 'Re-authenticate',
    ticket: 'Open a ticket',
  } satisfies Record<Action, string> as Record<Action, string>,
  actionOf: (action: string, name: string) => `${action}: ${name}`,
  nothing: 'Nothing',
  nextRun: { none: 'By hand', sent: 'When it is sent', never: 'Not while paused', auth: 'Not in an auth error' },
  due: 'at any moment',
  schedule: (schedule: Schedule | null) =>
    schedule === null
      ? 'Only by hand'
      : { night: `Every night at ${timeOf(schedule.at)}`, hour: 'Every hour', realtime: 'Every 5 minutes' }[
          schedule.every
        ],
  notCurrent: 'Data not current',
  notCurrentHelp: {
    since:
      'What came over this connection stays, but it is not up to date and not to be relied on until the error is gone. Last read to its end:',
    never: 'Not all of its data was ever read, so what is there is not to be relied on until the error is gone.',
  },
  since: 'Since',
  /** What happens next by itself in each error. */
  next: {
    sync: {
      scheduled: 'The next run of the schedule tries again. The error leaves by itself once one succeeds.',
      byHand: 'Nothing: there is no schedule. Re-sync tries again at once.',
    },
    auth: {
      scheduled: 'Nothing. No run is tried until the sign-in is put right, so that the account is not locked.',
      byHand: 'Nothing. No run is tried until the sign-in is put right, so that the account is not locked.',
    },
    system: {
      scheduled: 'The next run of the schedule tries again. The error leaves by itself once one succeeds.',
      byHand: 'Nothing: there is no schedule. The error leaves by itself once a sync that somebody asks for succeeds.',
    },
  } satisfies Record<ErrorType, { scheduled: string; byHand: string }> as Record<
    ErrorType,
    { scheduled: string; byHand: string }
  >,
  ticketOpen: (id: number) => `Ticket ${id} is open about this error`,
  facts: {
    system: 'System',
    lastSynced: 'Last synced',
    schedule: 'Schedule',
    nextRun: 'Next run',
    signsIn: 'Signs in with',
    identities: 'Who is who in it',
  },
  pause: 'Pause',
  resume: 'Resume',
  paused: 'Paused. Nothing comes over it until it is resumed; what is there stays.',
  resumed: 'Resumed. It goes on where it stopped and catches up.',
  pausedHelp:
    'While a connection is paused nothing comes over it, by schedule or otherwise. What came before stays. Resuming goes on where it stopped and catches up with what changed meanwhile.',
  pausedByPlan: (until: string) => `A plan has paused it until ${until}. Then it is resumed by itself.`,
  sync: 'Sync now',
  syncAll: 'Read everything',
  syncAllHelp: 'Every record is compared. Takes longest, and finds everything.',
  syncChanged: 'Read what changed',
  syncChangedHelp: 'Only what the system says has changed since the last complete reading.',
  syncDry: 'What would a run do?',
  syncDryHelp: 'A dry run: everything is read and compared, and nothing is written.',
  asked: (run: number) => `Run ${run} is under way.`,
  test: 'Test',
  testAgain: 'Test again',
  tabs: {
    runs: 'Runs',
    settings: 'Settings',
    tickets: 'Tickets',
    calls: 'Calls',
    history: 'History',
  },
  noRuns: 'Nothing has run yet. The first run reads everything.',
  noRunsSent: 'Nothing has come yet.',
  allRuns: 'All of its runs',
  checklist: {
    title: 'Checklist',
    states: { passed: 'Passed', failed: 'Failed', skipped: 'Skipped' } satisfies Record<
      CheckView['outcome'],
      string
    > as Record<CheckView['outcome'], string>,
    now: 'Being checked',
    waiting: 'Waiting',
    beginning: 'Asking the system',
    under: (done: number, of: number) => `${number(done)} of ${number(of)} checked`,
    passed: (count: number) => plural(count, { one: 'The check passed', other: 'All # checks passed' }),
    failed: (failed: number, skipped: number) =>
      `${plural(failed, { one: 'One check failed', other: '# checks failed' })}${skipped > 0 ? '; what needs it was skipped' : ''}`,
    keepsError: 'Everything passed. The error itself leaves with the next run that succeeds.',
    close: 'Close the checklist',
  },
  make: {
    title: 'Make a connection',
    lead: 'Hallpass tests it at once, line by line. It is made even if something fails, so that nothing you typed is lost.',
    system: 'System',
    name: 'Name',
    nameHelp: 'As people will find it in lists and mails, such as North SIS.',
    settings: 'Where it is',
    signIn: 'How it signs in',
    way: 'Way to sign in',
    later: 'Later',
    laterHelp:
      'Without it the connection is made in an auth error. You can then send a link to the person who holds the credentials.',
    noCredentials: 'Your roles do not include giving credentials; whoever may, does it on the page of the connection.',
    when: 'When it runs',
    submit: 'Make and test',
    testing: (name: string) => `Making ${name}`,
    testingLead: 'Each line is asked of the system itself. This can take a minute.',
    made: (name: string) => `${name} is made`,
    madeWell: 'It works. Its first run reads everything.',
    madeTroubled: 'It is made and kept, but it does not work yet. What failed stands below, with what to do.',
    open: 'Open the connection',
    openTroubled: 'Go on there',
    needed: 'This is needed.',
    notAnAddress: 'An address begins with https:// or http://',
  },
  form: {
    example: (example: string) => `Such as ${example}`,
    leftOut: 'Left out',
    choose: 'Choose',
    every: 'It runs',
    at: 'At',
    zone: (zone: string) => `The hour is that of the district, ${zone.replaceAll('_', ' ')}.`,
    atWrong: 'Write a time such as 02:00.',
    schedules: { none: 'Only by hand', night: 'Every night', hour: 'Every hour', realtime: 'Every 5 minutes' },
    scheduleHelp: {
      none: 'Nothing is read until somebody asks.',
      night: 'Everything is read and compared.',
      hour: 'Only what has changed is read.',
      realtime: 'Only what has changed is read.',
    },
  },
  settings: {
    title: 'Settings',
    locked:
      'Files and keys of this connection are set up where they are sent from; it needs no schedule and no sign-in.',
    readOnly: 'Your roles do not include changing connections.',
    clears: (fields: readonly string[]) =>
      `${fields.join(', ')} leads elsewhere. What the connection signs in with was given for the old address, so saving destroys it, and it has to be given anew.`,
    saveAndClear: 'Save and destroy the credentials',
    cleared: 'Saved. The credentials are destroyed; give them anew for the new address.',
  },
  credentials: {
    title: 'Credentials',
    set: 'Set',
    values: 'Values are never shown, to nobody.',
    none: 'Nothing is set, so the connection cannot sign in.',
    replace: 'Replace the credentials',
    give: 'Give the credentials',
    dialog: (name: string) => `Re-authenticate ${name}`,
    what: 'They are tried at once, and kept sealed. Runs go on as soon as the system lets the connection in.',
    submit: 'Try and keep',
    letIn: 'The system lets the connection in.',
    letInError: 'The credentials are kept. What still fails stands below, with what to do.',
    refused: 'The credentials are kept, but the system does not let the connection in with them.',
    again: 'Give others',
    link: 'Send a link instead',
    linkTitle: 'Link to re-authenticate',
    linkWhat:
      'Somebody else holds the credentials? Send them a link: they give them on a page of their own, without signing in, and see nothing else. A new link ends the one before.',
    makeLink: 'Make a link',
    linkWords: (name: string, hours: number) => [
      `Give this link to the person who holds the credentials of ${name}, and to nobody else.`,
      `It works once, for this connection only, within ${number(hours)} hours. It is shown only now; Hallpass does not mail it.`,
    ],
    linkName: 'link',
    showValue: (label: string) => `Show ${label}`,
  },
  lists: {
    remove: 'Remove',
    add: 'Add',
    reason: 'Reason',
    reasonHelp: 'It may be left empty.',
    fromDay: 'From',
    toDay: 'Until',
    time: 'At',
    timeOf: (end: string) => `${end}, at`,
    wholeDay: 'Without a time the whole day counts, also the last.',
    between: (from: string, to: string) => `${from} to ${to}`,
    endsBefore: 'It would end before it begins.',
  },
  blackouts: {
    title: 'Blackouts',
    help: 'Times at which no run is begun, by schedule or by hand. What becomes due meanwhile runs once behind them. ',
    district: 'Blackouts of the whole district',
    districtToo: 'count as well.',
    none: 'None of its own.',
    add: 'Add a blackout',
    comes: 'It comes',
    kinds: { weekly: 'Every week', dated: 'Once, on dates' },
    days: 'Days',
    weekdays: {
      monday: 'Monday',
      tuesday: 'Tuesday',
      wednesday: 'Wednesday',
      thursday: 'Thursday',
      friday: 'Friday',
      saturday: 'Saturday',
      sunday: 'Sunday',
    } satisfies Record<Weekday, string> as Record<Weekday, string>,
    everyDay: 'Every day',
    schoolDays: 'Monday to Friday',
    weekly: (days: string, from: string, to: string) =>
      `${days}, ${from} to ${to}${to > from ? '' : ' of the next day'}`,
    noDay: 'Choose at least one day.',
  },
  calendar: {
    title: 'District calendar',
    lead: 'When Hallpass begins no run of any connection: the hours of school, a night of backups, the summer. Each connection may have blackouts of its own as well, in its settings.',
    zone: 'Time zone',
    blackouts: {
      title: 'Blackouts of the district',
      help: 'Times at which no run of any connection is begun, by schedule or by hand. What becomes due meanwhile runs once behind them. Files that are sent in such a time are refused with the time from which on they are taken.',
      none: 'There is none: runs begin at any time.',
      add: 'Add a blackout',
    },
  },
  pauses: {
    title: 'Planned pauses',
    help: 'They begin and end by themselves. Meanwhile nothing comes over the connection; at the end it is resumed and catches up. What a person has paused, no plan resumes.',
    removeHelp: 'A plan that is removed while it lasts leaves the connection paused until somebody resumes it.',
    none: 'None is planned.',
    add: 'Plan a pause',
    states: { planned: 'Planned', begun: 'Begun', over: 'Over' } satisfies Record<PauseState, string> as Record<
      PauseState,
      string
    >,
    by: (state: string, person: string) => `${state}, by ${person}`,
    beginsToo: 'Another plan begins at this time already.',
  },
  thresholds: {
    title: 'Mass changes',
    help: (count: number, percent: number) =>
      `A change of many records at once waits under a hold until somebody decides. Where no rule speaks, deletions of a kind wait when they are more than ${number(count)} and more than ${number(percent)}% of those known; new and changed records never wait. Of several rules the one that names most decides.`,
    none: 'No rule of its own.',
    add: 'Add a rule',
    operation: 'What happens',
    operations: { create: 'New records', update: 'Changed records', delete: 'Deletions' } satisfies Record<
      Operation,
      string
    > as Record<Operation, string>,
    of: {
      create: (kinds: string) => `New ${kinds}`,
      update: (kinds: string) => `Changed ${kinds}`,
      delete: (kinds: string) => `Deleted ${kinds}`,
    } satisfies Record<Operation, (kinds: string) => string> as Record<Operation, (kinds: string) => string>,
    kind: 'Of what',
    eachKind: 'records of each kind',
    where: 'Counted',
    places: { all: 'All schools together', each: 'Each school by itself', one: 'Only one school' },
    school: 'School',
    anySchool: 'Choose',
    noSchool: 'Choose the school.',
    phase: 'When',
    anyTime: 'At any time',
    phases: {
      start: 'Within two weeks of the start of a term',
      middle: 'In the middle of a term',
      end: 'Within two weeks of the end of a term',
      break: 'Outside of terms',
      rollover: 'While a school year is being begun',
    } satisfies Record<Phase, string> as Record<Phase, string>,
    waits: 'They wait',
    ways: { above: 'When they are many', never: 'Never' },
    count: 'More than so many',
    percent: 'And more than so many % of those known',
    wait: (which: string, count: number, percent: number) =>
      `${which} wait when they are more than ${number(count)} and more than ${number(percent)}% of those known`,
    never: (which: string) => `${which} never wait`,
  },
  history: {
    none: 'Nothing has happened yet.',
    columns: { what: 'What', by: 'By', when: 'When' },
    actions: {
      'connection.created': 'Made',
      'connection.renamed': 'Renamed',
      'connection.changed': 'Settings changed',
      'connection.scheduled': 'Schedule changed',
      'connection.credentials_set': 'Credentials given',
      'connection.credentials_cleared': 'Credentials destroyed',
      'connection.blackouts_set': 'Blackouts changed',
      'connection.pauses_planned': 'Planned pauses changed',
      'connection.thresholds_set': 'Rules for mass changes changed',
      'connection.link_made': 'Link to re-authenticate made',
      'connection.paused': 'Paused',
      'connection.resumed': 'Resumed',
      'connection.failed': 'Went into error',
      'connection.recovered': 'Recovered',
    } as Readonly<Record<string, string>>,
    moved: (from: string, to: string) => `${standings[from] ?? from} → ${standings[to] ?? to}`,
    run: (run: number) => `in run ${number(run)}`,
  },
  remove: {
    title: 'Delete this connection',
    help: 'Deleting destroys everything that came over it. To stop it for a while and lose nothing, pause it.',
    open: 'Delete',
    dialog: (name: string) => `Delete ${name}`,
    counting: 'Counting what would be lost',
    lost: 'All data that came over this connection is lost, and nothing brings it back:',
    lostNothing: 'Nothing has come over this connection, so nothing is lost but the connection itself.',
    kept: 'Data of other connections depends on these, so they stay and go over to those:',
    source: 'Nothing is deleted in the other system.',
    count: (kind: string, count: number) => plural(count, lossForms[kind] ?? { one: `# ${kind}`, other: `# ${kind}` }),
    action: 'Delete with all of its data',
    gone: (name: string) => `${name} is deleted.`,
    underWay: (name: string) => `${name} is deleted. Its data is being removed.`,
    left: (left: number, rows: number | null) =>
      rows === null || rows < left
        ? plural(left, { one: 'One record left', other: '# records left' })
        : `${number(rows - left)} of ${number(rows)} records removed`,
    progress: (name: string) => `Removal of the data of ${name}`,
  },
  link: {
    opening: 'Opening your link',
    title: 'Give the credentials',
    lead: (connection: string, district: string) =>
      `${district} asks you for what its connection ${connection} signs in with.`,
    system: 'System',
    leadsTo: 'It is used at',
    until: 'The link works until',
    what: 'What you give is tried at once and kept sealed. It is shown to nobody, also not to those who sent you the link.',
    submit: 'Try and give',
    refused: 'The system does not let the connection in with this, so nothing was kept. You can try again.',
    thanks: 'Thank you',
    thanksLead: 'The connection has what it needs. You can close this page; the link is used up.',
    thanksFailed:
      'What you gave was accepted and is kept. Something else still fails; those who sent you the link see it too. The link is used up.',
    gone: 'This link no longer works',
    goneWhy: 'It was used, it is too old, or a newer one was made',
    goneHelp:
      'A link works once and for 24 hours. Ask whoever sent it to you for a new one; they make it on the page of the connection.',
  },
  home: {
    heading: (count: number) =>
      plural(count, { one: 'One connection does not work', other: '# connections do not work' }),
    open: 'Open',
    all: 'All connections',
  },
};

/** "02:00" as people say it: "2:00". */
function timeOf(at = '02:00'): string {
  return at.replace(/^0(?=\d)/, '');
}
