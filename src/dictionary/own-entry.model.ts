import type { Entry, Saying, SystemId } from './entry.schema.ts';
import { type Matcher, makeMatcher } from './match.model.ts';
import type { OwnEntry } from './own-entry.schema.ts';
import { makeTemplate, type Template } from './template.model.ts';
import { sayingsOf } from './told.model.ts';

export const idOf = (name: string) => `district.${name}`;

/** An own entry in the form of every entry. */
export function entryOfOwn({ name, system, title, message, cause, blocking, retry, causes }: OwnEntry): Entry {
  return { entry: idOf(name), system, title, message, cause, blocking, retry, causes };
}

/** What is wrong at one place of an own entry: `path` as in its shape. */
export type OwnProblem = { readonly path: readonly (string | number)[]; readonly message: string };

const leastLetters = 12;
const leastRun = 6;
const placeholders = /\{([a-zA-Z]+)\}/g;
const namesIn = (text: string) => [...text.matchAll(placeholders)].map((match) => match[1] ?? '');

/** Why a message could not be found in others, or would be found in too many. */
export function messageProblems(message: string): readonly string[] {
  const problems: string[] = [];
  if (/[{}]/.test(message.replaceAll(placeholders, '')))
    problems.push('A placeholder is a name of letters in braces, such as {student}.');
  const names = namesIn(message);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) problems.push(`{${twice}} stands there twice: give each placeholder a name of its own.`);
  const template = templateOf(message);
  const crowded = template.gaps.find((gap) => (gap?.facts.length ?? 0) > 1);
  if (crowded !== undefined && crowded !== null)
    problems.push(
      `Between {${crowded.facts[0]}} and {${crowded.facts[1]}} a word is needed, or nobody could tell where one ends.`,
    );
  if (template.weight < leastLetters)
    problems.push(
      `It needs ${leastLetters} letters or digits outside of its placeholders, or it would fit too many messages; it has ${template.weight}.`,
    );
  else if (!hasRun(template))
    problems.push(`Somewhere a word must begin with which ${leastRun} letters follow without a placeholder.`);
  return problems;
}

const nobody: Omit<Entry, 'message'> = {
  entry: 'district.preview',
  system: 'request',
  title: '',
  cause: '',
  blocking: true,
  retry: 'none',
  causes: [],
};

function templateOf(message: string): Template {
  const entry = { ...nobody, message };
  return makeTemplate(entry, entry, message, 0);
}

/** It is by these letters that a message is looked up. */
const hasRun = ({ literals }: Template) =>
  literals.some(({ letters, begins, glued }) =>
    begins.some((begin, at) => begin === 1 && at + leastRun <= letters.length && !(glued.before && at === 0)),
  );

/** Everything that is wrong with an own entry by itself; its shape was checked before. */
export function problemsOf(own: OwnEntry): readonly OwnProblem[] {
  const known = new Set(namesIn(own.message));
  const told = own.causes.flatMap((cause, at) =>
    [
      { path: ['causes', at, 'meaning'], text: cause.meaning },
      ...cause.steps.map((text, no) => ({ path: ['causes', at, 'steps', no], text })),
      ...cause.prevention.map((text, no) => ({ path: ['causes', at, 'prevention', no], text })),
    ].flatMap(({ path, text }) =>
      namesIn(text)
        .filter((name) => !known.has(name))
        .map((name) => ({ path, message: `The message has no {${name}}.` })),
    ),
  );
  return [...messageProblems(own.message).map((message) => ({ path: ['message'], message })), ...told];
}

/** What stands for a value where a message is tried out. */
const anyValue = '12345';
const filled = (message: string, words: Saying['words'] = {}) =>
  message.replaceAll(placeholders, (_, name: string) => words[name]?.[0] ?? anyValue);

/** The built-in entries of a system whose own messages a message would fit too. */
export function clashesOf(
  builtIn: readonly Entry[],
  { system, message }: { readonly system: SystemId; readonly message: string },
): readonly Entry[] {
  if (messageProblems(message).length > 0) return [];
  const alone = makeMatcher([{ ...nobody, system, message }]);
  const isCaught = (text: string) => alone.match({ system, message: text }).some(({ cut }) => !cut);
  return builtIn.filter(
    (entry) =>
      entry.system === system &&
      sayingsOf(entry).some((saying) =>
        [saying.message, ...(saying.aliases ?? [])].some((text) => isCaught(filled(text, saying.words))),
      ),
  );
}

/**
 * Own entries that are not found by their own message, with what is found instead (null: nothing, since another has as
 * many words). That a built-in entry is found instead was told and is no fault.
 */
export function hiddenOf(matcher: Matcher, own: readonly Entry[]): ReadonlyMap<string, string | null> {
  const ours = new Set(own.map(({ entry }) => entry));
  const hidden = new Map<string, string | null>();
  for (const { entry, system, message } of own) {
    const found = matcher.match({ system, message: filled(message) })[0]?.entry.entry ?? null;
    if (found !== entry && (found === null || ours.has(found))) hidden.set(entry, found);
  }
  return hidden;
}
