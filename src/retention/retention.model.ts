// How long what is kept. A class is data that goes together; each district may set its days within bounds.

type Kept = {
  readonly title: string;
  readonly what: string;
  /** Days that it is kept as long as nobody says otherwise, and the bounds of what somebody may say. */
  readonly days: number;
  readonly least: number;
  readonly most: number;
  /** Tables that are partitioned by month and hold nothing else: they go a month at a time. */
  readonly months: readonly string[];
};

const year = 365;

export const retentionClasses = {
  outcomes: {
    title: 'What became of records',
    what: 'Each record that a run created, changed, refused, held or left, and the parts of the run. The numbers of runs stay.',
    days: 400,
    least: 60,
    most: 10 * year,
    months: ['outcome', 'outcome_pack'],
  },
  exchanges_refused: {
    title: 'Requests and answers of refused calls',
    what: 'What was asked of another system, or sent by a key, and what came back, where it was refused or failed. Sealed.',
    days: 400,
    least: 30,
    most: 10 * year,
    months: ['exchange_refused'],
  },
  exchanges_accepted: {
    title: 'Requests and answers of calls that went well',
    what: 'The same of calls that went through. Sealed.',
    days: 30,
    least: 1,
    most: 400,
    months: ['exchange_accepted'],
  },
  audit: {
    title: 'Audit',
    what: 'Who changed what in Hallpass, and when.',
    days: 7 * year + 2,
    least: year,
    most: 20 * year,
    months: ['audit'],
  },
  looked: {
    title: 'Who looked at whose record',
    what: 'Each time that somebody opened the passport of a person.',
    days: 2 * year,
    least: 180,
    most: 10 * year,
    months: ['looked'],
  },
  dry_runs: {
    title: 'Outcomes of dry runs',
    what: 'What a dry run said that it would do. The numbers stay.',
    days: 7,
    least: 1,
    most: 60,
    months: [],
  },
  readings: {
    title: 'Uploads and readings',
    what: 'The last files of a flow that refused records, sealed, so that a fix can carry them at once. All other files are removed when their run ends.',
    days: 7,
    least: 1,
    most: 60,
    months: [],
  },
  mail: {
    title: 'Mail',
    what: 'Mails that Hallpass sent or could not send, with what they carried.',
    days: 400,
    least: 7,
    most: 10 * year,
    months: [],
  },
  news: {
    title: 'News',
    what: 'Changes of state that mails and webhooks tell of: counts and causes, no names.',
    days: 400,
    least: 60,
    most: 10 * year,
    months: [],
  },
  webhook_deliveries: {
    title: 'Deliveries of webhooks',
    what: 'What was told to other programs, and what they answered.',
    days: 30,
    least: 7,
    most: 400,
    months: [],
  },
  fix_images: {
    title: 'What fixes changed',
    what: 'What stood in a record before a fix, so that the fix can be taken back. That it was applied stays.',
    days: 400,
    least: 30,
    most: 10 * year,
    months: [],
  },
  unknown_messages: {
    title: 'Unknown messages',
    what: 'Messages that nobody could explain, some of them as they came, sealed; and what people said of the help.',
    days: 400,
    least: 7,
    most: 10 * year,
    months: [],
  },
} as const satisfies Readonly<Record<string, Kept>>;

export type RetentionClass = keyof typeof retentionClasses;
export const retentionNames = Object.keys(retentionClasses) as readonly RetentionClass[];

/** What nobody can change, since something depends on it. */
export const fixedKeeping: readonly { readonly title: string; readonly what: string; readonly kept: string }[] = [
  {
    title: 'Answers to requests with an Idempotency-Key',
    what: 'So that a request that is sent twice is done once. Sealed.',
    kept: '1 day',
  },
  {
    title: 'Lines of a batch',
    what: 'As they were sent, sealed, until they are carried out; then how each was answered.',
    kept: '3 days',
  },
  {
    title: 'Numbers of runs, issues, fixes and tickets',
    what: 'How many records were created, changed or refused, when and why. They hold no record.',
    kept: 'As long as the connection',
  },
];

/** Days by class; a class that a district has not set is kept as long as usual. */
export type Keeping = Readonly<Record<RetentionClass, number>>;

export function keepingOf(set: Readonly<Partial<Record<string, number>>>): Keeping {
  return Object.fromEntries(retentionNames.map((name) => [name, set[name] ?? retentionClasses[name].days])) as Keeping;
}

const dayMs = 86_400_000;

/** What is older than this instant has had its time. */
export const endOfKeeping = (now: Date, days: number): Date => new Date(now.getTime() - days * dayMs);

/** Whether all of a month has had its time: its last moment has. `month`: its first day, `2026-11-01`, in UTC. */
export function isOver(month: string, now: Date, days: number): boolean {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Date.UTC(year, number, 1) <= endOfKeeping(now, days).getTime();
}

/** Classes that go by month, each with its tables. */
export const monthly: readonly { readonly name: RetentionClass; readonly tables: readonly string[] }[] =
  retentionNames.flatMap((name) => {
    const tables: readonly string[] = retentionClasses[name].months;
    return tables.length === 0 ? [] : [{ name, tables }];
  });

/** A size as a person reads it. */
export function sizeInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const at = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** at;
  return `${value < 10 && at > 0 ? value.toFixed(1) : Math.round(value)} ${units[at]}`;
}
