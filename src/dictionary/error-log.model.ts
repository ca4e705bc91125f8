import papaparse from 'papaparse';
import type { Question, SystemId, ToldMatch } from './entry.schema.ts';
import { tellSaying } from './explanation.model.ts';
import type { Match, Matcher } from './match.model.ts';
import { systems } from './systems.ts';

// A whole error log: lines of text (a message may run over several), CSV with a header, NDJSON, or JSON.

/** One message of a log: what was asked, and the line it begins at, counted from 1. */
export type LogRecord = { readonly question: Question; readonly line: number };

export type LogExplanation = {
  /** How many messages the log holds. */
  readonly total: number;
  /** Messages of one entry; the most frequent first. Facts that all of them share stand in the explanation. */
  readonly groups: readonly { readonly match: ToldMatch; readonly count: number; readonly lines: readonly number[] }[];
  /** Messages that no entry knows, each text once; the most frequent first. */
  readonly unknown: readonly { readonly message: string; readonly count: number; readonly lines: readonly number[] }[];
};

/** Lines that are named of a group; the rest is only counted. */
const mostLines = 100;

/** Explains all messages of a log by cause, with counts. Linear in its length. */
export function explainLog(
  matcher: Matcher,
  text: string,
  asked: { readonly system?: SystemId | undefined },
): LogExplanation {
  const groups = makeTally<Match>();
  const unknown = makeTally<null>();
  readLog(matcher, text, asked, (line, message, match) => {
    if (match === undefined) unknown.add(message, line, null);
    else
      groups.add(`${match.entry.entry} ${match.saying.message}`, line, match, (before) => ({
        ...match,
        facts: shared(before.facts, match.facts),
      }));
  });
  const [known, others] = [groups.mostFirst(), unknown.mostFirst()];
  return {
    total: [...known, ...others].reduce((sum, { count }) => sum + count, 0),
    groups: known.map(({ value: { entry, saying, facts, cut }, count, lines }) => ({
      match: { ...tellSaying(entry, saying, facts), cut },
      count,
      lines,
    })),
    unknown: others.map(({ name, count, lines }) => ({ message: name, count, lines })),
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

type Add = (line: number, message: string, match: Match | undefined) => void;
type Asked = { readonly system?: SystemId | undefined };

function readLog(matcher: Matcher, text: string, asked: Asked, add: Add): void {
  const ask = (question: Question) => matcher.match({ ...asked, ...question })[0];
  const records = jsonRecords(text, ask) ?? csvRecords(text, ask);
  if (records === null) readLines(matcher, text, asked, add);
  else for (const { question, line } of records) add(line, question.message, ask(question));
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

function readLines(matcher: Matcher, text: string, asked: Asked, add: Add): void {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: at + 1, text: line.trim() }));
  const told = lines.filter((line) => line.text !== '');
  for (let at = 0; at < told.length; ) {
    const { count, message, match } = messageAt(matcher, told, at, asked);
    add(told[at]?.line ?? 0, message, match);
    at += count;
  }
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
