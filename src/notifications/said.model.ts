import type { ErrorType } from '../connections/connection-state.model.ts';
import { explain } from '../dictionary/explain.model.ts';
import { type Facts, ownerTitles } from '../dictionary/facts.model.ts';
import type { IssueView } from '../issues/issue.schema.ts';
import type { Counts } from '../runs/run.schema.ts';
import type { NewsFacts, NewsKind } from './news.model.ts';
import { type CauseTold, countOf, type Section } from './news-mail.model.ts';
import { refusedIn } from './subscription.model.ts';

// What mails say, in sentences. Counts, entries of the dictionary, names of connections; never of people.

const outcomes: readonly { readonly name: keyof Counts; readonly label: string }[] = [
  { name: 'created', label: 'new' },
  { name: 'updated', label: 'changed' },
  { name: 'deleted', label: 'removed' },
  { name: 'unchanged', label: 'without a change' },
  { name: 'invalid', label: 'not sent: against our rules' },
  { name: 'held', label: 'held for review' },
  { name: 'conflict', label: 'changed on both sides' },
  { name: 'rejected', label: 'refused' },
  { name: 'blocked', label: 'waiting for another record' },
];

/** The outcomes that occurred, and their sum, which is what entered. */
export function numbersOf(facts: NewsFacts): Pick<Section, 'numbers' | 'sum'> {
  const numbers = outcomes.flatMap(({ name, label }) => {
    const count = Number(facts[name] ?? 0);
    return count === 0 ? [] : [{ label, count }];
  });
  const entered = Number(facts['entered'] ?? 0);
  return { numbers, sum: numbers.length === 0 ? null : `${countOf(entered, 'record', 'records')} entered in all.` };
}

type Cause = Pick<IssueView, 'id' | 'entry' | 'title' | 'owner' | 'records' | 'waiting'>;

const countsOf = ({ records, waiting }: Pick<Cause, 'records' | 'waiting'>): string =>
  [
    ...(records > 0 || waiting === 0 ? [countOf(records, 'record', 'records')] : []),
    ...(waiting > 0 ? [`${countOf(waiting, 'more waits', 'more wait')} for ${records === 1 ? 'it' : 'these'}`] : []),
  ].join(', ');

/** `changed`: against the last time; `facts`: what all records of the cause share. */
export function causeOf(cause: Cause, changed: string, base: string, facts: Facts): CauseTold {
  const isOver = cause.records + cause.waiting === 0;
  return {
    title: cause.title,
    standing: [...(isOver ? [] : [countsOf(cause)]), ...(changed === '' ? [] : [changed])].join('; '),
    owner: isOver ? null : ownerTitles[cause.owner],
    todo: isOver ? null : firstStep(cause.entry, facts),
    url: `${base}/issues/${cause.id}`,
  };
}

/** Facts that are about the source, and never about a person. */
const harmless = ['file', 'column', 'kind', 'system', 'host'];
const harmlessOf = (facts: Facts): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => harmless.includes(name)));

/** What to do first, where that can be said without a fact of one record and does not depend on what is found. */
function firstStep(entry: string, facts: Facts): string | null {
  const { steps } = explain(entry, harmlessOf(facts));
  // What comes later would not be the first thing to do.
  const step = steps.slice(0, 2).find((one) => !one.includes('…') && !/^(If|Then|When|After|Otherwise)\b/.test(one));
  return step?.replaceAll('`', '') ?? null;
}

/** Against the run before; `before` null: there was none. */
export function changedSince(now: number, before: number | null, isBack: boolean): string {
  if (before === null) return '';
  if (before === 0) return isBack ? 'it was resolved, and is back' : 'new since the last run';
  if (now === before) return 'as many as last time';
  return now > before
    ? `${countOf(now - before, 'more', 'more')} than last time`
    : `${countOf(before - now, 'fewer', 'fewer')} than last time`;
}

const troubles: Readonly<Record<ErrorType, string>> = {
  sync: 'cannot be synced',
  auth: 'is not let in any more',
  system: 'has met a fault that support must look at',
};
const wordOf = (facts: NewsFacts, name: string) => String(facts[name] ?? '');

export function connectionSaid(change: string, facts: NewsFacts, name: string) {
  if (change === 'recovered') return { heading: `${name} works again`, said: ['Its data is up to date from now on.'] };
  const heading = `${name} ${troubles[wordOf(facts, 'type') as ErrorType] ?? troubles.system}`;
  const { title, meaning } = explain(wordOf(facts, 'entry'), {});
  const todo = firstStep(wordOf(facts, 'entry'), {});
  return {
    heading,
    said: [
      meaning.includes('…') ? `${title}.` : meaning,
      'Until that is put right, data of this connection is not current.',
      ...(todo === null ? [] : [`First: ${todo}`]),
    ],
  };
}

const kindsHeld: Readonly<Record<string, string>> = { create: 'new', update: 'changed', delete: 'removed' };

export function holdSaid(facts: NewsFacts, name: string | null) {
  const n = countOf(Number(facts['records'] ?? 0), 'record', 'records');
  const what = `${n} (${wordOf(facts, 'kind')}) would be ${kindsHeld[wordOf(facts, 'operation')] ?? 'changed'}`;
  return {
    heading: `Held for review${name === null ? '' : `: ${name}`}`,
    said: [
      `${what}, of ${new Intl.NumberFormat('en').format(Number(facts['known'] ?? 0))} that are known. That is more than usual, so nothing of it happens until somebody releases or dismisses it.`,
    ],
  };
}

/** What is said of news that have no page of their own words. */
const plain: Readonly<Partial<Record<NewsKind, Readonly<Record<string, string>>>>> = {
  expectation: {
    missed: 'Something that usually happens has not happened',
    met: 'What was missed has happened',
  },
  ticket: {
    opened: 'A ticket was opened',
    sent: 'A ticket was sent to its desk',
    answered: 'A ticket was answered',
    closed: 'A ticket was closed',
    reopened: 'A ticket was opened again',
  },
  backup: { done: 'A backup was made again', failed: 'A backup could not be made' },
  webhook: {
    failed: 'A webhook could not be told what happened',
    disabled: 'A webhook was switched off, since it could not be reached for days',
  },
};

/** What should have happened, by what is expected; `n` reads a count of the facts. */
const expected: Readonly<Record<string, (facts: NewsFacts, n: (name: string) => number) => string>> = {
  hub: () => 'Hallpass itself was not running for a while; what was due meanwhile is made up for.',
  run: ({ why }) =>
    why === 'waits' ? 'A run was asked for, and waits for too long.' : 'A run was due, and nobody asked for it.',
  rows: ({ records }, n) =>
    `${countOf(n('came'), 'record', 'records')} (${records}) came, where usually ${n('low')} to ${n('high')} come.`,
  quiet: (_, n) => `Nothing has changed in ${countOf(n('days'), 'day', 'days')}, which is longer than usual.`,
  school: ({ school }) => `The school ${school} has lost all of its sections.`,
  push: ({ school }) => `Nothing has been sent for the school ${school}, though by now something usually has.`,
  credential: ({ endsOn }) => `What it signs in with ends on ${endsOn}.`,
  mail: (_, n) => `${countOf(n('waiting'), 'mail waits', 'mails wait')} for the mail server.`,
  disk: (_, n) => `At this pace the disk is full in ${countOf(n('days'), 'day', 'days')}.`,
};

export function plainSaid(kind: NewsKind, change: string, facts: NewsFacts, name: string | null) {
  const heading = `${plain[kind]?.[change] ?? 'Something has changed'}${name === null ? '' : `: ${name}`}`;
  const entry = wordOf(facts, 'entry');
  const what = kind === 'expectation' && change === 'missed' ? expected[wordOf(facts, 'what')] : undefined;
  const said = what?.(facts, (count) => Number(facts[count] ?? 0));
  return {
    heading,
    said: [...(said === undefined ? [] : [said]), ...(entry === '' ? [] : [`${explain(entry, {}).title}.`])],
  };
}

/** A run in one line: `North SIS: 3 causes, 212 records refused`. */
export function runSubject(facts: NewsFacts, name: string, causes: number): string {
  const refused = refusedIn(facts);
  const parts = [
    ...(facts['state'] === 'stopped' ? ['stopped before its end'] : []),
    ...(facts['state'] === 'cancelled' ? ['cancelled'] : []),
    ...(causes > 0 ? [countOf(causes, 'cause', 'causes')] : []),
    ...(refused > 0 ? [`${countOf(refused, 'record', 'records')} refused`] : []),
    ...(refused === 0 && Number(facts['blocked'] ?? 0) > 0
      ? [`${countOf(Number(facts['blocked']), 'record', 'records')} waiting`]
      : []),
    ...(Number(facts['held'] ?? 0) > 0
      ? [`${countOf(Number(facts['held']), 'record', 'records')} held for review`]
      : []),
  ];
  if (parts.length > 0) return `${name}: ${parts.join(', ')}`;
  const changed = ['created', 'updated', 'deleted'].reduce((sum, one) => sum + Number(facts[one] ?? 0), 0);
  return `${name}: all went through, ${changed === 0 ? 'nothing changed' : `${countOf(changed, 'record', 'records')} changed`}`;
}

const triggers: Readonly<Record<string, string>> = {
  schedule: 'It ran by its schedule',
  push: 'It is what was sent record by record that day',
  person: 'A person started it',
  api: 'A program started it',
};

/** When a run was and in which terms, and who started it: “Nov 24, 2026, 2:00 – 2:14 AM, Fall. It ran by its schedule.” */
export function spanOf(facts: NewsFacts, zone: string, terms: readonly string[]): string {
  const ended = new Date(String(facts['finishedAt']));
  const began = typeof facts['startedAt'] === 'string' ? new Date(facts['startedAt']) : ended;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' });
  // It parts hours and minutes by blanks of another width, which not every mail program has.
  const span = clock.formatRange(began, ended).replaceAll(/\s/g, ' ');
  return `${[span, ...terms].join(', ')}. ${triggers[wordOf(facts, 'trigger')] ?? 'It followed another run'}.`;
}

/** What is to be known of a run beside its numbers and causes. */
export function runSaid(facts: NewsFacts): readonly string[] {
  const counted = (name: string, said: (n: number) => string) => {
    const n = Number(facts[name] ?? 0);
    return n === 0 ? [] : [said(n)];
  };
  const stopped = (entry: string) => {
    const { title, meaning } = explain(entry, {});
    return `It did not reach its end: ${title}.${meaning.includes('…') ? '' : ` ${meaning}`}`;
  };
  return [
    ...(typeof facts['entry'] === 'string' ? [stopped(facts['entry'])] : []),
    ...counted(
      'partsLeft',
      (n) => `${countOf(n, 'part was', 'parts were')} not reached; the next run takes what is left first.`,
    ),
    ...counted('more', (n) => `${countOf(n, 'more cause stands', 'more causes stand')} on its page.`),
    ...counted(
      'quiet',
      (n) =>
        `${countOf(n, 'cause that is snoozed or muted is', 'causes that are snoozed or muted are')} not told here.`,
    ),
  ];
}
