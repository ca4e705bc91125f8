import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type DistrictFile, districtFile } from './district-file.schema.ts';
import { offsetOf, type Path } from './district-file-place.model.ts';

/** One mistake of a district file, with the line where it stands. */
export type Mistake = { readonly line: number; readonly message: string };

export type ReadFile = {
  /** The file, where it has the right form. */
  readonly file: DistrictFile | null;
  readonly mistakes: readonly Mistake[];
  readonly lineOf: (path: Path) => number;
  /** The schools that keys name, known even where the file has mistakes elsewhere, so that all can be told at once. */
  readonly references: readonly { readonly school: string; readonly line: number }[];
  readonly district: string | null;
  readonly schools: ReadonlySet<string>;
};

const longestFile = 4_000_000;

/** Reads a district file. `${NAME}` in a secret is taken from `env`. No message ever holds a secret. */
export function readDistrictFile(text: string, env: Readonly<Record<string, string | undefined>>): ReadFile {
  const broken = (mistakes: readonly Mistake[]): ReadFile => ({
    file: null,
    mistakes,
    lineOf: () => 1,
    references: [],
    district: null,
    schools: new Set(),
  });
  if (text.length > longestFile)
    return broken([{ line: 1, message: `The file is larger than ${longestFile} characters.` }]);
  const lines = new LineCounter();
  // No excerpt of the source in a message: it could hold a secret.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, merge: false });
  const syntax = [...document.errors, ...document.warnings].map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: sentence(error.message),
  }));
  if (document.errors.some((error) => error.code !== 'DUPLICATE_KEY')) return broken(inOrder(syntax));
  const value = contentOf(document);
  if (typeof value === 'string') return broken([...syntax, { line: 1, message: value }]);
  const lineOf = (path: Path) => lines.linePos(offsetOf(document, path)).line;
  const content = value.content;
  const unset = fillSecrets(content, env);
  const mistakes = [...unset, ...repeated(content), ...wrongTogether(content)].map(({ path, message }) => ({
    line: lineOf(path),
    message,
  }));
  const parsed = districtFile.safeParse(content);
  const told = parsed.success
    ? []
    : parsed.error.issues
        .flatMap((issue) => tell(issue, content))
        .map(({ path, message }) => ({ line: lineOf(path), message }));
  const all = inOrder([...syntax, ...mistakes, ...told]);
  return {
    file: parsed.success && all.length === 0 ? parsed.data : null,
    mistakes: all,
    lineOf,
    references: references(content).map(({ school, path }) => ({ school, line: lineOf(path) })),
    district: textAt(content, ['district', 'id']),
    schools: new Set(itemsAt(content, 'schools').flatMap((_, at) => textAt(content, ['schools', at, 'id']) ?? [])),
  };
}

type Placed = { readonly path: Path; readonly message: string };

function contentOf(document: Document.Parsed): { content: unknown } | string {
  try {
    const content: unknown = document.toJS({ maxAliasCount: 100 });
    return content === null || content === undefined ? 'The file is empty.' : { content };
  } catch {
    return 'The file repeats parts of itself by anchors too often to be read.';
  }
}

function at(content: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    content,
  );
}

function textAt(content: unknown, path: Path): string | null {
  const value = at(content, path);
  return typeof value === 'string' ? value : null;
}

function itemsAt(content: unknown, ...path: Path): readonly unknown[] {
  const value = at(content, path);
  return Array.isArray(value) ? value : [];
}

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Puts the environment's secrets in place: those of keys, and what connections sign in with. */
function fillSecrets(content: unknown, env: Readonly<Record<string, string | undefined>>): Placed[] {
  const keys = itemsAt(content, 'apiKeys').flatMap((key, no) => fillSecret(key, 'secret', ['apiKeys', no], env));
  const connections = itemsAt(content, 'connections').flatMap((connection, no) => {
    const credentials = at(connection, ['credentials']);
    if (typeof credentials !== 'object' || credentials === null) return [];
    const path = ['connections', no, 'credentials'];
    return Object.keys(credentials).flatMap((name) => fillSecret(credentials, name, path, env));
  });
  return [...keys, ...connections];
}

/** A variable that is not set is a mistake, and then the secret counts as not given. */
function fillSecret(
  holder: unknown,
  key: string,
  place: Path,
  env: Readonly<Record<string, string | undefined>>,
): Placed[] {
  const secret = textAt(holder, [key]);
  if (secret === null || !secret.includes('${')) return [];
  const path = [...place, key];
  const unset = [...secret.matchAll(variable)]
    .map((match) => match[1] ?? '')
    .filter((name) => (env[name] ?? '') === '');
  const record = holder as Record<string, unknown>;
  if (unset.length === 0 && !secret.replaceAll(variable, '').includes('${'))
    record[key] = secret.replaceAll(variable, (_, name: string) => env[name] ?? '');
  else delete record[key];
  if (unset.length > 0)
    return unset.map((name) => ({ path, message: `${key}: the environment variable ${name} is not set` }));
  return record[key] === undefined ? [{ path, message: `${key}: an environment variable is written $\{NAME}` }] : [];
}

/** Things that are named twice where a name is for one only. */
function repeated(content: unknown): Placed[] {
  const found: Placed[] = [];
  const once = (list: Path, field: string, tell: (value: string) => string) => {
    const seen = new Set<string>();
    for (const no of itemsAt(content, ...list).keys()) {
      const value = textAt(content, [...list, no, field]);
      if (value !== null && seen.has(value)) found.push({ path: [...list, no, field], message: tell(value) });
      if (value !== null) seen.add(value);
    }
  };
  once(['schools'], 'id', (id) => `The school ${id} is named twice.`);
  once(['mailTemplates'], 'name', (name) => `The mail template ${name} is named twice.`);
  once(['apiKeys'], 'name', (name) => `The API key ${name} is named twice.`);
  once(['connections'], 'name', (name) => `The connection ${name} is named twice.`);
  once(['apiKeys'], 'secret', () => 'secret: another API key of this file has the same secret');
  for (const no of itemsAt(content, 'schools').keys())
    once(
      ['schools', no, 'rostering', 'attendanceSettings'],
      'name',
      (name) => `The attendance setting ${name} is named twice.`,
    );
  return found;
}

function wrongTogether(content: unknown): Placed[] {
  return itemsAt(content, 'apiKeys').flatMap((key, no) => {
    const path = ['apiKeys', no];
    const schools = at(key, ['schools']);
    const scopes = at(key, ['scopes']);
    if (scopes === undefined && schools === undefined && typeof key === 'object' && key !== null)
      return [{ path, message: 'An API key needs schools (it then has rostering rights there) or scopes.' }];
    if (Array.isArray(scopes) && !scopes.includes('rostering') && schools !== undefined) {
      return [
        {
          path: [...path, 'schools'],
          message:
            'schools: only a key with the scope rostering is for some schools; the scope manage is for the whole district',
        },
      ];
    }
    return [];
  });
}

function references(content: unknown): { school: string; path: Path }[] {
  return itemsAt(content, 'apiKeys').flatMap((key, no) =>
    itemsAt(key, 'schools').flatMap((school, of) =>
      typeof school === 'string' ? [{ school, path: ['apiKeys', no, 'schools', of] }] : [],
    ),
  );
}

function tell(issue: z.core.$ZodIssue, content: unknown): Placed[] {
  const name = issue.path.filter((part) => typeof part === 'string').at(-1);
  const say = (message: string): Placed[] => [
    { path: issue.path, message: name === undefined ? `The file ${message}.` : `${name}: ${message}` },
  ];
  const value = at(content, issue.path);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...issue.path, key], message: `There is no key ${key} here.` }));
  if (value === undefined) return [{ path: issue.path, message: `${name ?? 'This'} is missing.` }];
  if (issue.code === 'invalid_type') return say(wrongType(issue.expected, value, issue.message));
  if (issue.code === 'invalid_value' && issue.values.length > 1)
    return say(`must be one of: ${issue.values.join(', ')}`);
  return say(issue.message);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
};

function wrongType(expected: string, value: unknown, message: string): string {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return 'must be text; put it in quotes';
  if (expected === 'object' && value === null) return 'is empty; write {} where nothing is set, or leave it out';
  return message.startsWith('must ') ? message : `must be ${kinds[expected] ?? expected}`;
}

function sentence(message: string): string {
  const line = message.split('\n')[0]?.trim() ?? '';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line);
}
