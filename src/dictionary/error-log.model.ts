import papaparse from 'papaparse';
import type { Question, SystemId, ToldMatch } from './entry.schema.ts';
import { tellSaying } from './explanation.model.ts';
import type { Match, Matcher } from './match.model.ts';
import { systems } from './systems.ts';

// A whole error log: lines of text (a message may run over several), CSV with a header, NDJSON, or JSON.

/** A message of a log, and the line it begins at, counted from 1. */
type LogRecord = { readonly question: Question; readonly line: number };
type LogMessage = LogRecord & { readonly match: Match | undefined };
type Asked = { readonly system?: SystemId | undefined };

export type LogExplanation = {
  /** How many messages the log holds. */
  readonly total: number;
  /** Messages of one entry; the most frequent first. Facts that all of them share stand in the explanation. */
  readonly groups: readonly { readonly match: ToldMatch; readonly count: number; readonly lines: readonly number[] }[];
  /** Messages that no entry knows, each text of a system once; the most frequent first. */
  readonly unknown: readonly {
    readonly message: string;
    /** The system that was asked about, or that the log itself names; null: neither. */
    readonly system: SystemId | null;
    readonly count: number;
    readonly lines: readonly number[];
  }[];
};

/** Lines that are named of a group; the rest is only counted. */
const mostLines = 100;

/** Explains all messages of a log by cause, with counts. Linear in its length. */
export function explainLog(matcher: Matcher, text: string, asked: Asked): LogExplanation {
  const groups = makeGroups(asked);
  for (const message of messagesOf(matcher, text, asked)) groups.add(message);
  return groups.told();
}

/** After so many messages others have their turn. */
const aTurn = 500;

/** The same for who serves others meanwhile: `rest` ends when it is our turn again. */
export async function explainLogInTurns(
  matcher: Matcher,
  text: string,
  asked: Asked,
  rest: () => Promise<void>,
): Promise<LogExplanation> {
  const groups = makeGroups(asked);
  let count = 0;
  for (const message of messagesOf(matcher, text, asked)) {
    groups.add(message);
    if (++count % aTurn === 0) await rest();
  }
  return groups.told();
}

function makeGroups(asked: Asked) {
  const groups = makeTally<Match>();
  const unknown = makeTally<{ readonly message: string; readonly system: SystemId | null }>();
  return {
    add({ question: { message, system = asked.system }, line, match }: LogMessage): void {
      if (match === undefined) unknown.add(`${system} ${message}`, line, { message, system: system ?? null });
      else
        groups.add(`${match.entry.entry} ${match.saying.message}`, line, match, (before) => ({
          ...match,
          facts: shared(before.facts, match.facts),
        }));
    },
    told(): LogExplanation {
      const [known, others] = [groups.mostFirst(), unknown.mostFirst()];
      return {
        total: [...known, ...others].reduce((sum, { count }) => sum + count, 0),
        groups: known.map(({ value: { entry, saying, facts, cut }, count, lines }) => ({
          match: tellSaying(entry, saying, facts, cut),
          count,
          lines,
        })),
        unknown: others.map(({ value, count, lines }) => ({ ...value, count, lines })),
      };
    },
  };
}

type Counted<Value> = { readonly name: string; value: Value; count: number; readonly lines: number[] };

/** Counts things by name, and remembers the lines that they stood at. */
function makeTally<Value>() {
  const counted = new Map<string, Counted<Value>>();
  return {
    add(name: string, line: number, value: Value, joined?: (before: Value) => Value): void {
      const before = counted.get(name);
      if (before === undefined) {
        counted.set(name, { name, value, count: 1, lines: [line] });
        return;
      }
      before.count++;
      if (before.lines.length < mostLines) before.lines.push(line);
      if (joined !== undefined) before.value = joined(before.value);
    },
    mostFirst: (): readonly Counted<Value>[] => [...counted.values()].sort((a, b) => b.count - a.count),
  };
}

const shared = (a: Match['facts'], b: Match['facts']): Match['facts'] =>
  Object.fromEntries(Object.entries(a).filter(([name, value]) => b[name] === value));

function* messagesOf(matcher: Matcher, text: string, asked: Asked): Generator<LogMessage> {
  const ask = (question: Question) => matcher.match({ ...asked, ...question })[0];
  const records = jsonRecords(text, ask) ?? csvRecords(text, ask);
  if (records === null) yield* linesOf(matcher, text, asked);
  else for (const record of records) yield { ...record, match: ask(record.question) };
}

/** Records of JSON: an array, lines of objects, or an object that holds the list; null: the text is no JSON. */
function jsonRecords(text: string, ask: (question: Question) => Match | undefined): readonly LogRecord[] | null {
  const whole = parse(text);
  if (Array.isArray(whole)) return whole.map((value, at) => ({ question: questionOf(value), line: at + 1 }));
  if (typeof whole === 'object' && whole !== null) {
    if (ask({ message: text }) === undefined)
      for (const value of Object.values(whole))
        if (Array.isArray(value) && value.length > 1)
          return value.map((one, at) => ({ question: questionOf(one), line: at + 1 }));
    return [{ question: questionOf(whole), line: 1 }];
  }
  const lines = text.split('\n').map((line, at) => ({ line: at + 1, text: line.trim() }));
  const told = lines.filter((line) => line.text !== '');
  const objects = told.map((line) => ({ line: line.line, value: line.text.startsWith('{') ? parse(line.text) : null }));
  if (objects.length === 0 || objects.some(({ value }) => typeof value !== 'object' || value === null)) return null;
  return objects.map(({ line, value }) => ({ question: questionOf(value), line }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A value of a log; where it says its system, status or code, these narrow the search. */
function questionOf(value: unknown): Question {
  if (typeof value === 'string') return { message: value };
  const fields = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  const system = systemOf(fields['system'] ?? fields['sis']);
  return { message: JSON.stringify(value) ?? '', ...(system === undefined ? {} : { system }) };
}

function systemOf(value: unknown): SystemId | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return (Object.keys(systems) as SystemId[]).find((id) => id === word || systems[id].title.toLowerCase() === word);
}

const messageColumn = /message|error|description|reason|detail|meldung|mensaje/i;
const systemColumn = /^(system|sis)$/i;

/** Records of a table with a header, in which one column has the messages; null: the text is no such table. */
function csvRecords(text: string, ask: (question: Question) => Match | undefined): readonly LogRecord[] | null {
  const head = papaparse.parse<string[]>(text, { preview: 20, skipEmptyLines: true });
  const header = head.data[0] ?? [];
  const rows = head.data.slice(1);
  if (header.length < 2 || rows.length === 0 || rows.some((row) => row.length !== header.length)) return null;
  const named = header.flatMap((name, at) => (messageColumn.test(name) ? [at] : []));
  const candidates = named.length > 0 ? named : header.map((_, at) => at);
  const known = (at: number) => rows.filter((row) => ask({ message: row[at] ?? '' }) !== undefined).length;
  const best = candidates.toSorted((a, b) => known(b) - known(a))[0];
  if (best === undefined || (named.length === 0 && known(best) === 0)) return null;
  const system = header.findIndex((name) => systemColumn.test(name.trim()));
  const all = papaparse.parse<string[]>(text, { skipEmptyLines: false });
  return all.data.flatMap((row, at) => {
    const message = row[best]?.trim() ?? '';
    if (at === 0 || message === '') return [];
    const its = systemOf(row[system]);
    return [{ question: { message, ...(its === undefined ? {} : { system: its }) }, line: at + 1 }];
  });
}

/** A message may be broken over so many lines. */
const mostBroken = 12;

function* linesOf(matcher: Matcher, text: string, asked: Asked): Generator<LogMessage> {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: at + 1, text: line.trim() }));
  const told = lines.filter((line) => line.text !== '');
  const remembering = withMemory(matcher);
  for (let at = 0; at < told.length; ) {
    const { count, message, match } = messageAt(remembering, told, at, asked);
    yield { question: { message }, line: told[at]?.line ?? 0, match };
    at += count;
  }
}

/** Lines of a log are often the same: what was found out is remembered, up to so many. */
const mostRemembered = 5000;

function withMemory(matcher: Matcher): Matcher {
  const known = new Map<string, readonly Match[]>();
  return {
    ...matcher,
    match(question) {
      const before = known.get(question.message);
      if (before !== undefined) return before;
      const found = matcher.match(question);
      if (known.size >= mostRemembered) known.clear();
      known.set(question.message, found);
      return found;
    },
  };
}

/** The message that begins at a line: the line, or with those behind it as long as they make it one that is known. */
function messageAt(
  matcher: Matcher,
  lines: readonly { readonly text: string }[],
  at: number,
  asked: Asked,
): { readonly count: number; readonly message: string; readonly match: Match | undefined } {
  const first = lines[at]?.text ?? '';
  const alone = matcher.match({ ...asked, message: first })[0];
  if (!matcher.mayGoOn({ ...asked, message: first }, alone)) return { count: 1, message: first, match: alone };
  let message = first;
  for (let count = 2; count <= mostBroken && at + count <= lines.length; count++) {
    message += ` ${lines[at + count - 1]?.text ?? ''}`;
    const match = matcher.match({ ...asked, message })[0];
    // A line that says something by itself may still be but the beginning of the same.
    const more = alone === undefined || alone.cut || (match?.entry === alone.entry && match.weight > alone.weight);
    if (match !== undefined && !match.cut && more) return { count, message, match };
  }
  return { count: 1, message: first, match: alone };
}
