import type { OwnerName, RetryWord } from '../../dictionary/entry.schema.ts';
import type { HoldView, Outcome, RunState, Trigger } from '../../runs/run.schema.ts';
import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/** OneRoster's kinds as people say them; a kind that is not listed is said as it is. */
const kindForms: Readonly<Record<string, { one: string; other: string }>> = {
  org: { one: 'school', other: 'schools' },
  school: { one: 'school', other: 'schools' },
  academicSession: { one: 'term', other: 'terms' },
  term: { one: 'term', other: 'terms' },
  course: { one: 'course', other: 'courses' },
  class: { one: 'section', other: 'sections' },
  user: { one: 'person', other: 'people' },
  enrollment: { one: 'enrollment', other: 'enrollments' },
  demographics: { one: 'demographic record', other: 'demographic records' },
  role: { one: 'role', other: 'roles' },
  userProfile: { one: 'user profile', other: 'user profiles' },
  category: { one: 'category', other: 'categories' },
  lineItem: { one: 'assignment', other: 'assignments' },
  result: { one: 'score', other: 'scores' },
  resource: { one: 'resource', other: 'resources' },
  session: { one: 'attendance session', other: 'attendance sessions' },
};

function kindsFormOf(kind: string): { one: string; other: string } {
  const singular = kind
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/([^s])s$/, '$1');
  return kindForms[kind] ?? kindForms[singular] ?? { one: kind, other: kind };
}

const kinds = (kind: string, count: number): string => plural(count, kindsFormOf(kind));
const counted = (count: number, kind: string): string => `${number(count)} ${kinds(kind, count)}`;

const outcomeWords: Readonly<Record<Outcome, string>> = {
  created: 'created',
  updated: 'updated',
  deleted: 'deleted',
  unchanged: 'unchanged',
  held: 'held',
  blocked: 'blocked',
  invalid: 'invalid',
  conflict: 'conflict',
  rejected: 'rejected',
};

const operations: Readonly<Record<HoldView['operation'], { verb: string; done: string; doing: string; noun: string }>> =
  {
    create: { verb: 'create', done: 'created', doing: 'Create', noun: 'Creation' },
    update: { verb: 'change', done: 'changed', doing: 'Change', noun: 'Change' },
    delete: { verb: 'delete', done: 'deleted', doing: 'Delete', noun: 'Deletion' },
  };

export const en = {
  language: 'en' as string,
  number,
  bytes: (size: number) =>
    size < 1_000
      ? plural(size, { one: '# byte', other: '# bytes' })
      : size < 1_000_000
        ? `${decimals.format(size / 1_000)} KB`
        : `${decimals.format(size / 1_000_000)} MB`,
  kinds,
  states: {
    synced: 'Synced',
    noChange: 'No change',
    queued: 'Queued',
    working: 'Running',
    waiting: 'Waiting',
    held: 'Held for review',
    needsYou: 'Needs you',
    failed: 'Failed',
    paused: 'Paused',
    cancelled: 'Cancelled',
  },
  time: {
    justNow: 'just now',
    never: 'Never',
    notYet: 'Not finished',
    seconds: (seconds: number) => `${decimals.format(seconds)} s`,
    minutes: (minutes: number, seconds: number) => `${number(minutes)} min ${number(seconds)} s`,
  },
  shell: {
    product: 'Hallpass',
    pageTitle: (title: string) => `${title} · Hallpass`,
    skip: 'Skip to the page',
    demo: 'Demo',
    loading: 'Loading',
    showLess: 'Show less',
    showAll: (length: number) => `Show all ${number(length)} characters`,
    copy: (name: string) => `Copy ${name}`,
    copied: 'Copied',
    loadMore: 'Load more',
    shown: (count: number, more: boolean) =>
      more ? `${number(count)} shown, more to load` : `${number(count)} shown, that is all`,
    noneFound: (q: string) => `Nothing found for “${q.slice(0, 80)}”. Try the beginning of a name or an id.`,
    typeToConfirm: (word: string) => `Type ${word} to confirm`,
    cancel: 'Cancel',
    close: 'Close',
    clear: 'Clear',
    save: 'Save',
    saved: 'Saved.',
    done: 'Done',
    id: 'ID',
    toHome: 'Go to Home',
    listComma: ', ',
  },
  nav: {
    label: 'Main',
    open: 'Open navigation',
    home: 'Home',
    runs: 'Runs',
    roster: 'Roster',
    schools: 'Schools',
    people: 'People',
    roles: 'Roles',
    apiKeys: 'API keys',
    mail: 'Mail',
    audit: 'Audit',
    admin: 'Admin console',
    menuOf: (name: string) => `Menu of ${name}`,
    signOut: 'Sign out',
  },
  scheme: { label: 'Appearance', auto: 'System', light: 'Light', dark: 'Dark' },
  keys: {
    title: 'Keyboard shortcuts',
    list: [
      { keys: ['j', 'k'], does: 'Next row, previous row' },
      { keys: ['Enter'], does: 'Open the row' },
      { keys: ['/'], does: 'Search the list' },
      { keys: ['?'], does: 'Show this list' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
    use: 'Use single keys as shortcuts',
    useHelp: 'Switch this off if you speak to your computer or press keys by accident.',
  },
  problem: {
    tryAgain: 'Try again',
    reload: 'Reload the page',
    forSupport: 'Details for support',
    entry: 'Dictionary entry',
    requestId: 'Request',
    unreachableTitle: 'No connection',
    unreachable: 'Hallpass does not answer',
    unreachableHelp:
      'The server may be restarting, or this computer has lost the network. Nothing you typed is lost. Try again in a moment; if it stays like this, ask whoever runs the server.',
    unexplained: (status: number | null) =>
      status === null ? 'This did not go through' : `This did not go through (status ${status})`,
    unexplainedHelp:
      'The answer did not come from Hallpass in a form that explains itself, so something between this page and the server may have answered. Nothing you typed is lost.',
    defectTitle: 'This page did not open',
    defect: 'This page met something it was not built for',
    defectHelp:
      'Your data is not affected. Reload the page; if it happens again, send the line below to whoever looks after Hallpass.',
  },
  notFound: {
    title: 'Not found',
    what: 'There is nothing at this address',
    help: 'It may have been deleted, or the address was cut off when it was copied.',
  },
  noPermission: {
    title: 'No permission',
    what: 'Your roles do not include this page',
    help: 'Whoever manages people and roles in your district can give you access.',
  },
  help: {
    fixedBy: 'Fixed by',
    steps: 'What to do',
    lost: 'Is anything lost?',
    next: 'What happens next by itself',
    prevention: 'So that it does not come back',
    raw: 'Original message',
  },
  owners: {
    teacher: 'Teacher of the section',
    registrar: 'Registrar',
    scheduler: 'Scheduler',
    lms_admin: 'LMS administrator',
    sis_admin: 'SIS administrator',
    integration_manager: 'Manager of the integration',
    support: 'Support',
  } satisfies Record<OwnerName, string> as Record<OwnerName, string>,
  retry: {
    now: 'Nothing. Another try can succeed at once.',
    next_run: 'Nothing until the next import of its file, which tries it again.',
    after_fix: 'Nothing until it is corrected at the source; the next import of its file then takes it.',
    after_support: 'Nothing until support has dealt with it; a later import of its file then takes it.',
    none: 'Nothing. It is not tried again.',
  } satisfies Record<RetryWord, string> as Record<RetryWord, string>,
  /** What happens next by itself where the entry alone does not say it. */
  next: {
    held: 'Nothing until somebody decides. A record that later files contain again leaves the list.',
    stopped:
      'Nothing. Import the same files again when you want the rest: it goes in, and what is there already is left alone.',
    stoppedRelease: 'Nothing. What is left is still held; it can be released again.',
  },
  /** The same words for a request that was refused, where there is no next run. */
  retryRequest: {
    now: 'Nothing has changed. Another try can succeed at once.',
    next_run: 'Nothing has changed. It is worth trying again a little later.',
    after_fix: 'Nothing has changed. Correct it and send it again.',
    after_support: 'Nothing has changed. Support has to deal with it first.',
    none: 'Nothing has changed. Another try would be refused as well.',
  } satisfies Record<RetryWord, string> as Record<RetryWord, string>,
  lost: {
    record: 'No. What Hallpass knew of this record before stays as it was.',
    blocked:
      'No. The row was not taken yet, and that it waits is noted. What Hallpass knew of the record before stays as it was.',
    keyless:
      'The row was not taken. Without an id nobody can tell whose it is, so a record that has no other row counts as missing where the file is complete.',
    repeated: 'No. The first row with this id counts; this one was left out.',
    run: 'No. What had gone through before the run stopped stays; the rest has not been touched.',
  },
  outcomes: {
    words: outcomeWords,
    counted: (outcome: Outcome, count: number) =>
      outcome === 'conflict'
        ? plural(count, { one: '# conflict', other: '# conflicts' })
        : `${number(count)} ${outcomeWords[outcome]}`,
    meaning: {
      created: 'This record was new and is now known.',
      updated: 'This record had changed and was brought up to date.',
      deleted: 'The source no longer shows this record, or marks it as deleted, so it was deleted.',
      unchanged: 'This record is the same as before, so nothing was done.',
      held: 'This record is part of an unusually large change and waits for somebody to review it. Until then it stays as it was.',
      blocked: 'This record waits for another one that is not there or did not get through.',
      invalid: 'This record could not be taken as it stands.',
      conflict: 'Both sides changed this record in different ways.',
      rejected: 'This record was refused.',
    } satisfies Record<Outcome, string> as Record<Outcome, string>,
  },
  triggers: {
    schedule: 'By schedule',
    person: 'By hand',
    api: 'By API',
    push: 'Pushed',
    edit: 'After an edit',
    retry: 'Tried again',
    release: 'Release of a hold',
    fix: 'After a fix',
    remaster: 'Remaster',
    undo: 'Taken back',
  } satisfies Record<Trigger, string> as Record<Trigger, string>,
  runStates: {
    queued: 'Queued',
    running: 'Running',
    paused: 'Paused',
    done: 'Finished',
    stopped: 'Stopped',
    cancelled: 'Cancelled',
  } satisfies Record<RunState, string> as Record<RunState, string>,
  home: {
    title: 'What needs somebody today',
    lead: 'Changes that wait for a decision, and the last runs in which something did not get through.',
    holds: (count: number) =>
      plural(count, { one: 'One change waits for a decision', other: '# changes wait for a decision' }),
    working: (count: number) => plural(count, { one: 'Under way', other: 'Under way (#)' }),
    troubled: 'Runs with something to fix',
    allRuns: 'All runs',
    calm: 'Nothing needs anybody',
    calmHelp: 'Nothing in the last runs was refused, and nothing waits for a decision.',
    lastRun: 'Last run:',
    nothingForYou: 'Nothing here needs you',
    nothingForYouHelp: 'Your roles do not include runs. The menu at the top right shows what you can open.',
  },
  firstImport: {
    title: 'Bring in the first files',
    what: 'Hallpass reads OneRoster CSV files: export them from your student information system and upload the zip here. Each file is checked row by row; what is fine goes in, and what is not is listed with its line and what to do.',
    byCommand: 'Or, on the computer where Hallpass runs:',
    command: 'hallpass import <folder or zip>',
    commandName: 'command',
    after: 'The run then appears here while it works.',
  },
  upload: {
    open: 'Upload files',
    title: 'Upload OneRoster files',
    what: 'A zip of OneRoster CSV files, as your student information system exports it. The manifest says whether the files are complete or only hold changes; without one they are read as changes, and nothing that is missing is deleted.',
    file: 'Zip file',
    drop: 'Drop it here, or choose it.',
    choose: 'Choose a zip file',
    connection: 'Connection',
    connectionHelp:
      'Files of one system always come by the same connection. Another name makes a second copy of everything.',
    connectionLength: 'Use 1 to 100 characters.',
    allowDeletions: 'Delete what is missing even if it is much',
    allowDeletionsHelp:
      'Records that complete files no longer contain, or that files mark as deleted, are deleted. When that would be an unusually large share, Hallpass normally holds them for review, because a half-finished export looks the same. Tick this only if you know that so many records are really gone.',
    progressLabel: 'Upload',
    progress: (share: number) => `${percents.format(share)} sent`,
    reading: 'Sent. Hallpass is looking at the files.',
    send: 'Upload',
  },
  runs: {
    title: 'Runs',
    lead: 'What came in, when, and what became of each record. Newest first.',
    runTitle: (id: number) => `Run ${id}`,
    number: (id: number) => `#${id}`,
    columns: {
      run: 'Run',
      connection: 'Connection',
      askedBy: 'Asked by',
      when: 'When',
      entered: 'Entered',
      counts: 'What became of them',
    },
    filterState: 'Show runs that are',
    anyState: 'Any state',
    noneFiltered: 'No run matches this filter.',
    newer: (count: number) => plural(count, { one: 'Show one newer run', other: 'Show # newer runs' }),
    nothingEntered: 'No records entered',
    waitsForTurn: 'Waits for its turn',
    entered: (count: number) => plural(count, { one: '# record entered', other: '# records entered' }),
    enteredWord: (count: number) => plural(count, { one: 'record entered', other: 'records entered' }),
    standing: (count: number) =>
      plural(count, {
        one: '# of the rejected was refused before and has not changed since',
        other: '# of the rejected were refused before and have not changed since',
      }),
    legend: 'What became of the records',
    progressLabel: 'Rows read',
    progress: (done: number, of: number) => `${number(done)} of ${number(of)} rows read`,
    progressOpen: (done: number) => plural(done, { one: '# row read', other: '# rows read' }),
    asked: 'Asked',
    lasted: 'Took',
    askedBy: (trigger: string, who: string) => `${trigger}: ${who}`,
    partsLeft: (count: number) =>
      plural(count, {
        one: 'One file was not read to its end. Import the same files again: that carries the rest and leaves alone what is there.',
        other:
          '# files were not read to their end. Import the same files again: that carries the rest and leaves alone what is there.',
      }),
    releaseLeft: 'The release was not carried out to its end. What is left is still held and can be released again.',
    cancel: 'Cancel this run',
    tabs: {
      causes: 'What to fix',
      records: 'Records',
      parts: 'Files',
      notes: (count: number) => (count === 0 ? 'Notes' : `Notes (${number(count)})`),
    },
  },
  causes: {
    sum: (causes: number, records: number) =>
      `${plural(causes, { one: 'One cause', other: '# causes' })}, ${plural(records, { one: '# record', other: '# records' })}. The largest first, what only waits last.`,
    none: 'Nothing to fix in this run',
    noneYet: 'Nothing to fix so far',
    noneHelp: 'Every record that was read went through or was unchanged.',
    howToFix: 'How to fix it',
    show: (count: number, kind: string) => `Show ${counted(count, kind)}`,
    forExample: (message: string) => `For example: ${message}`,
    message: 'message',
    examples: 'Some of them',
  },
  records: {
    columns: { record: 'Record', state: 'State', why: 'Why', where: 'Where it was read' },
    search: 'Search by key',
    filterOutcome: 'Outcome',
    anyOutcome: 'Any outcome',
    filterKind: 'Kind',
    anyKind: 'Any kind',
    removeCause: (entry: string) => `Remove the filter ${entry}`,
    clear: 'Clear filters',
    noneFiltered: 'No record of this run matches this filter.',
    noneEntered: 'No record has entered this run.',
    noneSpecial:
      'Nothing was refused, held or waits. To see records that went through, choose created, updated or deleted.',
    unchangedNotListed: 'Records that are as before are counted, not listed one by one.',
    acceptedNotListed: 'To see records that went through, choose created, updated or deleted as the outcome.',
    nothingToDo: 'Nothing to do',
    noFile: 'No file',
    fileLine: (file: string, line: number) => `${file}:${line}`,
    columnValue: (column: string, value: string | null) =>
      value === null ? column : `${column}: ${value === '' ? 'empty' : value}`,
    key: 'Key',
    column: 'Column',
    value: 'Value',
    empty: 'Empty',
    expected: 'Expected',
    waits: 'Waits for',
    waitsFor: (kind: string, key: string) => `Waiting for ${kinds(kind, 1)} ${key}`,
    releases: (kind: string, key: string) =>
      `Once ${kinds(kind, 1)} ${key} has gone through, the next import of this record's file takes it, without anybody changing it.`,
  },
  parts: {
    columns: {
      file: 'File',
      state: 'State',
      mode: 'Mode',
      rows: 'Rows',
      counts: 'What became of them',
      notes: 'Notes',
    },
    left: 'Not completed',
    modes: (mode: string) =>
      ({ bulk: 'Complete', delta: 'Changes', changes: 'Changes', absent: 'Absent', release: 'Release' })[mode] ?? mode,
    rowsOf: (done: number, of: number) => `${number(done)} of ${number(of)}`,
    none: 'This run reads no file. The notes say which were left aside, and why.',
    count: (count: number) =>
      plural(count, {
        one: 'One file',
        other: '# files, in the order in which they are taken',
      }),
  },
  notes: {
    none: 'Nothing to note: no unknown columns, no file left aside.',
    times: (count: number) => plural(count, { one: 'once', other: '# times' }),
  },
  holds: {
    review: 'Review',
    would: (operation: HoldView['operation'], records: number, known: number, kind: string) =>
      `Would ${operations[operation].verb} ${number(records)} of ${counted(known, kind)}`,
    /** Of a hold that is decided. */
    was: (operation: HoldView['operation'], kind: string) =>
      `${operations[operation].noun} of ${kinds(kind, 2)} that was held`,
    left: (records: number, kind: string) =>
      `${counted(records, kind)} ${records === 1 ? 'is' : 'are'} held for review. Nothing happens to ${records === 1 ? 'it' : 'them'} until somebody decides.`,
    leads: {
      open: 'Nothing of this has happened yet. The run went on with everything else.',
      released: 'Somebody let this go through; a later run carried it out.',
      dismissed: 'This did not happen: the records stay as they were.',
    } satisfies Record<HoldView['state'], string> as Record<HoldView['state'], string>,
    reason: 'Why it was held',
    since: 'Since',
    share: (records: number, known: number, kind: string) =>
      `${number(records)} of ${counted(known, kind)} known to Hallpass${known > 0 ? `, ${percents.format(records / known)}` : ''}`,
    sample: 'Records of this hold',
    name: 'Name',
    sampleOf: (shown: number, all: number) =>
      shown === all ? `All ${number(all)} shown` : `${number(shown)} of ${number(all)} shown`,
    states: { open: 'Held for review', released: 'Released', dismissed: 'Kept' } satisfies Record<
      HoldView['state'],
      string
    > as Record<HoldView['state'], string>,
    decide: 'Decide',
    decideHelp: (operation: HoldView['operation']) =>
      operation === 'delete'
        ? 'If the export was cut off or filtered, keep them: they then stay even if the next files lack them too, until files have shown them again. If these records are really gone, release them.'
        : 'If this is not what you expected, leave things as they are and look at the export. If it is right, release it.',
    keep: (operation: HoldView['operation']) => (operation === 'delete' ? 'Keep them' : 'Leave as they are'),
    kept: (records: number, kind: string) =>
      `${counted(records, kind)} ${records === 1 ? 'stays' : 'stay'} as ${records === 1 ? 'it was' : 'they were'}.`,
    release: (operation: HoldView['operation'], records: number) =>
      `${operations[operation].doing} ${plural(records, { one: '# record', other: '# records' })}`,
    releaseWarning: (operation: HoldView['operation'], records: number, known: number, kind: string) =>
      `${counted(records, kind)} of ${number(known)} will be ${operations[operation].done}. ${operation === 'delete' ? 'What refers to them stays, and is told as waiting when its file is next read. To get them back, import files that contain them.' : ''}`,
  },
  signIn: {
    title: 'Sign in',
    again: 'Sign in to go on where you were.',
    email: 'E-mail',
    password: 'Password',
    lost: 'Lost your password? An administrator can give you a new one-time link.',
    showPassword: 'Show the password',
    submit: 'Sign in',
  },
  welcome: {
    opening: 'Opening your link',
    title: {
      first_administrator: 'Welcome to Hallpass',
      invitation: 'Welcome to Hallpass',
      reset: 'Set a new password',
    },
    lead: {
      first_administrator: 'You are the first administrator. Name the district and choose how you sign in.',
      administrator: 'This link makes you an administrator of the district. Choose how you sign in.',
      invitation: 'You have been invited. Choose a password to sign in with.',
      reset: 'Choose the password you sign in with from now on.',
    },
    district: 'Name of the district',
    districtHelp: 'As people say it, such as North Unified.',
    timeZone: 'Time zone',
    timeZoneHelp: 'Schedules and exact times follow it.',
    name: 'Your name',
    emailHelp: 'You sign in with it.',
    password: 'Password',
    passwordHelp: (least: number) => `At least ${number(least)} characters. A few words in a row are good.`,
    passwordShort: (least: number) => `Use at least ${number(least)} characters.`,
    submit: 'Set password and sign in',
    gone: 'This link no longer works',
    goneWhy: 'It was used, or it is too old',
    goneHelp:
      'A link works once and for a limited time. Ask an administrator for a new one; on the server, the command hallpass admin link prints one that makes an administrator.',
  },
  people: {
    title: 'People',
    lead: 'Those who sign in here, and what they may do in which school.',
    none: 'Nobody yet',
    search: 'Search by name or e-mail',
    columns: { name: 'Name', state: 'State', roles: 'Roles', lastSignIn: 'Last signed in' },
    states: { active: 'Active', invited: 'Invited', disabled: 'Disabled' },
    invite: 'Invite a person',
    sendInvite: 'Invite',
    name: 'Name',
    email: 'E-mail',
    roles: 'Roles',
    role: 'Role',
    where: 'Where',
    wholeDistrict: 'The whole district',
    inDistrict: 'in the whole district',
    at: (school: string) => `at ${school}`,
    moreRoles: (count: number) => plural(count, { one: 'and one more', other: 'and # more' }),
    addRole: 'Add a role',
    removeRole: 'Remove this role',
    link: 'One-time link',
    linkWords: (name: string) => [
      `Give this link to ${name}. Whoever opens it sets the password, so send it to nobody else.`,
      'It works once and is shown only now. Hallpass does not mail it.',
    ],
    newLink: 'New one-time link',
    disable: 'Disable sign-in',
    enable: 'Allow sign-in again',
  },
  roles: {
    title: 'Roles',
    lead: 'A role is a set of permissions. A person holds it in the whole district or in one school.',
    columns: { name: 'Role', permissions: 'Permissions', people: 'People', origin: 'Origin' },
    builtIn: 'Built in',
    own: 'Your own',
    create: 'Create a role',
    builtInHelp: 'This role comes with Hallpass and cannot be changed. Create one of your own where it does not fit.',
    ownHelp: 'Changes hold from the next click of everybody who has this role.',
    name: 'Name',
    description: 'Description',
    permissions: 'What it allows',
    remove: 'Delete role',
    removeWarning: (people: number) =>
      people === 0
        ? 'Nobody holds this role.'
        : plural(people, {
            one: 'One person holds this role. Give that person another role first.',
            other: '# people hold this role. Give them another role first.',
          }),
  },
  schools: {
    title: 'Schools',
    lead: 'The schools of the district, who brings them, and their attendance settings for the rostering API.',
    none: 'No schools yet',
    noneHelp: 'Schools come in with the first files. You can also create one by hand.',
    noneNamed: 'No school of that name',
    every: 'Every school',
    search: 'Search by name or id',
    columns: {
      name: 'School',
      id: 'ID',
      classes: 'Sections',
      people: 'People',
      broughtBy: 'Brought by',
      rostering: 'Attendance setup',
    },
    byHand: 'The district itself',
    set: 'Configured',
    notSet: 'Not configured',
    create: 'Create a school',
    name: 'Name',
    nameFromSource: (connection: string) => `It comes by the connection ${connection}, and is changed at the source.`,
    id: 'ID',
    idHelp: 'The id by which other systems name this school. It cannot be changed later.',
    type: 'Type',
    identifier: 'Identifier',
    parent: 'Part of',
    rostering: 'Rostering',
    configured: 'Accept courses and sessions for this school',
    configuredHelp:
      'The rostering API takes no courses and sessions yet. These settings are kept for it; importing files does not need them.',
    attendance: 'Attendance settings',
    attendanceHelp: 'The ways a section can take attendance. Without any, new sections have none.',
    attendanceName: 'Name of the attendance setting',
    attendanceExample: 'In person',
    conversion: 'Converts minutes',
    addAttendance: 'Add an attendance setting',
    removeAttendance: 'Remove this attendance setting',
    duration: 'Minutes a session lasts',
    durationHelp: (least: number, most: number) => `From ${number(least)} to ${number(most)}.`,
    welcome: 'Welcome template',
    welcomeHelp: 'The name of the mail template for new people.',
  },
  apiKeys: {
    title: 'API keys',
    lead: 'Keys with which other systems send rosters, or scripts manage Hallpass.',
    none: 'No API keys yet',
    noneHelp:
      'Create one for each system that sends rosters. Then each can be limited to its schools, watched and revoked by itself.',
    columns: {
      name: 'Key',
      scopes: 'May',
      managedBy: 'Managed by',
      lastUsed: 'Last used',
      created: 'Created',
      state: 'State',
    },
    create: 'Create an API key',
    name: 'Name',
    nameHelp: 'Of the system that will use it, such as nightly-sis. Its files come by the connection of this name.',
    scopesLabel: 'What it may do',
    scopes: { rostering: 'Send rosters', manage: 'Manage Hallpass' },
    scopeHelp: { rostering: 'The rostering API.', manage: 'The management API, for the whole district.' },
    scopeNeeded: 'Choose at least one.',
    schools: 'Schools',
    schoolsHelp: 'The schools this key may change, beside new ones that it brings itself. Leave it empty for all.',
    allSchools: 'all schools',
    schoolNames: (names: readonly string[], more: number) =>
      `${names.join(', ')}${more > 0 ? ` and ${number(more)} more` : ''}`,
    managerName: 'Managed by',
    managerHelp: 'Who looks after the sending system. They stand in the list of keys; nothing is sent to them.',
    managerEmail: 'Their e-mail',
    managedByNobody: 'Nobody named',
    managerNeeded: 'Give both the name and the e-mail, or neither.',
    us: 'That is our own support',
    usHelp: 'Noted with the key: whoever manages it is our support.',
    secret: 'secret',
    secretWords: (name: string) => [
      `The secret of ${name}. Copy it now into the system that will use it.`,
      'It is shown only this once; Hallpass keeps no readable copy.',
    ],
    active: 'Active',
    revoked: 'Revoked',
    revoke: 'Revoke',
    revokeNamed: (name: string) => `Revoke ${name}`,
    revokeTitle: 'Revoke an API key',
    revokeWarning: (name: string) =>
      `The system that uses ${name} is refused from its next call on. This cannot be taken back. A new key of the same name has a new secret and goes on with the same connection.`,
    revokedNow: (name: string) => `${name} is revoked.`,
  },
  mail: {
    title: 'Mail',
    lead: 'What Hallpass writes to people: what went out, what waits, and what was refused.',
    none: 'No mail yet',
    noneHelp: 'Mail to people, such as the welcome of somebody new, stands here from the moment it is written.',
    noneFiltered: 'No mail is in this state.',
    noSubject: 'Without a subject',
    filterState: 'State',
    anyState: 'Any state',
    filters: { queued: 'Queued', sent: 'Sent', failed: 'Failed' },
    columns: { subject: 'Subject', to: 'To', state: 'State', when: 'When' },
    states: { sent: 'Sent', kept: 'Kept here' },
    kept: {
      title: 'Mail is kept here and is not sent: set SMTP_URL',
      help: 'Whoever runs the server names the mail server in SMTP_URL and the sender in MAIL_FROM, and starts Hallpass again. What is kept here then goes out.',
    },
    made: 'Written',
    sent: 'Sent',
    attempts: 'Tries',
    due: 'Next try',
    kind: 'Kind',
    messageId: 'Message-ID',
    text: 'Text',
    linksCut: 'Links are shown without their end, since one may let in whoever opens it. The person gets them whole.',
    retry: 'Try again now',
    retried: 'The mail is tried again.',
    nextNever: 'Nothing. It is not tried again unless somebody asks for it.',
    nextByItself: 'Hallpass tries again by itself, for a day.',
  },
  audit: {
    title: 'Audit',
    lead: 'Who did what, newest first. Nothing here can be changed.',
    none: 'Nothing has been done yet',
    search: 'Search by name or id',
    columns: { what: 'Action', subject: 'On', who: 'By', when: 'When' },
    actors: { person: 'Person', api_key: 'API key', command: 'Command line', system: 'Hallpass itself' },
    /** `run.asked` is read as "Run asked". */
    action: (action: string) => {
      const words = action.replaceAll(/[._]/g, ' ').replace(/^api /, 'API ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
    subject: (kind: string) => kind.replaceAll('_', ' '),
    no: 'Number',
    actionName: 'Action',
    subjectId: 'Subject',
    actorId: 'Actor',
  },
};
