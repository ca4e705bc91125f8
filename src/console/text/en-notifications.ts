import { pluralsOf } from './plural.ts';

const { number, plural } = pluralsOf('en');

const hours = (count: number) => plural(count, { one: '# hour', other: '# hours' });

export const notifications = {
  title: 'Notifications',
  lead: (address: string) => `What you are told by mail, and when. It goes to ${address}.`,
  none: 'You are told nothing by mail',
  noneHelp:
    'Add yourself, and Hallpass writes to you when a run met problems, or when something changes that you look after. It never writes the same twice.',
  add: 'Tell me by mail',
  change: 'Change',
  end: 'Tell me no more',
  ended: 'You are told no more of this.',
  saved: 'Saved',
  all: 'All connections',
  other: 'All other connections',
  kept: {
    title: 'Mail is not sent yet: set SMTP_URL',
    help: 'You can choose all the same. Until whoever runs the server names the mail server in SMTP_URL, your mail is kept on the page Mail; what is older than a week then is not sent any more.',
  },
  said: {
    runs: {
      problems: 'A mail when a run met problems, whether it ran by itself or was started by hand',
      nightly: 'A mail after every run that ran by itself, whatever happened',
    },
    changes: {
      mine: 'Issues that are yours: new, back, resolved',
      all: 'Everything that changes: issues, connections, holds, what is missed, tickets',
    },
    stillOpen: (count: number) => `Issues that are open for more than ${hours(count)}`,
    now: 'At once; what one run brings, in one mail',
    daily: (time: string) => `Once a day, at ${time}`,
    quiet: (spans: string) => `Nothing between ${spans}; what falls in it comes behind it, in one mail`,
    span: (from: string, to: string, days: string) => `${from} and ${to} (${days})`,
  },
  lastMail: (subject: string) => `Last mail: “${subject}”`,
  failed: (subject: string) => `“${subject}” did not arrive`,
  rests: {
    title: 'Nothing is sent to you',
    help: 'The mail server has refused your address three times, one after the other. Put that right, and say so here; what has happened meanwhile is not sent any more.',
    resume: 'Send to me again',
    resumed: 'Mail is sent to you again.',
  },
  form: {
    about: 'About',
    aboutHelp: 'What you choose for one connection holds for it instead of what you chose for all.',
    runs: 'Runs',
    runsHelp: 'A run brings you one mail at most.',
    runChoices: {
      none: 'No mail about runs',
      problems: 'Only when there were problems, also in runs that somebody started by hand',
      nightly: 'Nightly, whatever happened: after every run that ran by itself',
    },
    changes: 'Changes',
    changesHelp:
      'When something goes wrong, comes back, or is well again. That it is well again is told only to whom the trouble was.',
    changeChoices: {
      none: 'No mail about changes',
      mine: 'Of issues that are assigned to me',
      all: 'Of everything I may see: issues, connections, holds, what was missed, tickets',
    },
    stillOpen: 'Tell me once more of an issue that is open for so many hours',
    stillOpenHelp:
      'Left empty: not. Days on which the school is closed, by the blackouts of the district, do not count.',
    when: 'When',
    whens: { now: 'At once', daily: 'Once a day, all in one mail' },
    at: 'At',
    quiet: 'Quiet hours',
    quietHelp: (zone: string) => `Nothing is sent then; it comes behind them, in one mail. Times are those of ${zone}.`,
    addQuiet: 'Add quiet hours',
    remove: 'Remove',
    removeNo: (no: number) => `Remove quiet hours ${number(no)}`,
    from: 'From',
    to: 'To',
    days: 'Days',
    noDay: 'Choose at least one day for the quiet hours, or remove them.',
    nothing: 'Choose at least one thing to be told of.',
    save: 'Save',
    noHour: 'Say at what time the mail of the day shall come.',
  },
  preview: {
    show: 'What would that have sent?',
    title: (count: number) => `The last 30 days: ${plural(count, { one: '# mail', other: '# mails' })}`,
    none: 'Nothing: nobody would have been disturbed.',
    count: (count: number) => plural(count, { one: '# mail', other: '# mails' }),
    more: (count: number) => plural(count, { one: 'and # more before', other: 'and # more before' }),
    list: 'Mails of the last 30 days',
  },
  way: {
    opening: 'No more of these mails',
    ask: (what: string) => `Do you want no more mail from Hallpass about ${what}?`,
    allOf: (district: string) => `the connections of ${district}`,
    oneOf: (connection: string, district: string) => `${connection} of ${district}`,
    stop: 'No more of these mails',
    done: 'You get no more of these mails',
    doneHelp: 'To be told again, sign in to Hallpass and open Notifications in the menu at the top right.',
  },
};
