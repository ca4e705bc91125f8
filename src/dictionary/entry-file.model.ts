import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify } from 'yaml';
import type { z } from 'zod';
import { problemsOf } from './own-entry.model.ts';
import { type ImportAnswer, mostOwnEntries, type OwnEntry, ownEntry } from './own-entry.schema.ts';

// Own entries as a file, so that districts can share them.

export type FileProblem = ImportAnswer['problems'][number];
export type PlacedEntry = { readonly own: OwnEntry; readonly line: number };
export type EntryFile = { readonly entries: readonly PlacedEntry[]; readonly problems: readonly FileProblem[] };

const head =
  '# Entries of a district’s dictionary. Another district takes them in with: hallpass dictionary import <file>\n';

export function writeEntryFile(entries: readonly OwnEntry[]): string {
  return (
    head + stringify({ version: 1, entries: entries.map(inOrder) }, { aliasDuplicateObjects: false, lineWidth: 0 })
  );
}

/** Keys in the order in which a person reads them; the database has an order of its own. */
function inOrder({ name, system, title, message, cause, blocking, retry, causes }: OwnEntry): OwnEntry {
  const told = causes.map(({ meaning, owner, desk, steps, prevention }) => ({
    meaning,
    owner,
    ...(desk === undefined ? {} : { desk }),
    steps,
    prevention,
  }));
  return { name, system, title, message, cause, blocking, retry, causes: told };
}

type Path = readonly PropertyKey[];

/** More than the largest file that can be taken in; its reader makes a hundred times as many bytes of each. */
const mostPieces = 100_000;

/** Reads a file of entries. All of its mistakes are told at once, each with its line. */
export function readEntryFile(text: string): EntryFile {
  if ((text.match(/[\n,[{]/g)?.length ?? 0) > mostPieces)
    return { entries: [], problems: [{ entry: '', message: 'The file is too long.' }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false });
  const lineOf = (path: Path) => lines.linePos(offsetOf(document, path)).line;
  const whole = (message: string, line = 1): EntryFile => ({ entries: [], problems: [{ entry: '', line, message }] });
  const [broken] = [...document.errors, ...document.warnings];
  if (broken !== undefined) return whole(sentence(broken.message), lines.linePos(broken.pos[0]).line);
  const content = contentOf(document);
  if (content === null) return whole('The file repeats parts of itself by anchors too often to be read.');
  const listed = listIn(content);
  if (typeof listed === 'string') return whole(listed);
  return readList(listed, lineOf);
}

function contentOf(document: Document.Parsed): { readonly is: unknown } | null {
  try {
    return { is: document.toJS({ maxAliasCount: 100 }) };
  } catch {
    return null;
  }
}

function listIn({ is }: { readonly is: unknown }): readonly unknown[] | string {
  if (typeof is !== 'object' || is === null) return 'The file holds no entries: it begins with the key entries.';
  const { version, entries, ...others } = is as Readonly<Record<string, unknown>>;
  const [other] = Object.keys(others);
  if (other !== undefined) return `There is no key ${other} here: a file of entries has version and entries.`;
  if (version !== undefined && version !== 1) return 'version: this Hallpass reads version 1 only.';
  if (!Array.isArray(entries)) return 'entries: must be a list.';
  if (entries.length > mostOwnEntries) return `entries: there are more than ${mostOwnEntries}.`;
  return entries;
}

function readList(listed: readonly unknown[], lineOf: (path: Path) => number): EntryFile {
  const entries: PlacedEntry[] = [];
  const problems: FileProblem[] = [];
  const seen = new Set<string>();
  for (const [at, item] of listed.entries()) {
    const name = nameOf(item) ?? `#${at + 1}`;
    const tell = (path: Path, message: string) =>
      problems.push({ entry: name, line: lineOf(['entries', at, ...path]), message });
    const read = ownEntry.safeParse(item);
    if (!read.success) for (const issue of read.error.issues) tell(placeOf(issue), messageOf(issue));
    else {
      for (const { path, message } of problemsOf(read.data)) tell(path, `${path[0]}: ${message}`);
      if (seen.has(read.data.name)) tell(['name'], 'name: another entry of this file has the same.');
      seen.add(read.data.name);
      entries.push({ own: read.data, line: lineOf(['entries', at]) });
    }
  }
  return { entries, problems };
}

function nameOf(item: unknown): string | null {
  const name = typeof item === 'object' && item !== null ? (item as { name?: unknown }).name : undefined;
  return typeof name === 'string' && name !== '' ? name.slice(0, 60) : null;
}

/** An unknown key is told where it stands, not where it is missing. */
const placeOf = (issue: z.core.$ZodIssue): Path =>
  issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;

/** What is wrong at a place, as `steps: …`. */
function messageOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.findLast((part) => typeof part === 'string');
  const told =
    issue.code === 'unrecognized_keys'
      ? `there is no key ${issue.keys.join(' or ')} here`
      : issue.code === 'invalid_value' && issue.values.length > 1
        ? `must be one of ${issue.values.join(', ')}`
        : issue.message;
  return sentence(field === undefined ? told : `${field}: ${told}`);
}

function sentence(message: string): string {
  const line = message.split('\n')[0]?.trim() ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

/** Where the last part of a path begins that is there. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const part of path) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === part) : undefined;
    node = pair?.value ?? (isSeq(node) ? node.items[Number(part)] : undefined);
    const start = startOf(pair === undefined ? node : pair.key);
    if (start === null) break;
    offset = start;
  }
  return offset;
}

const startOf = (node: unknown) => (isNode(node) ? (node.range?.[0] ?? null) : null);
