import { isDeepStrictEqual } from 'node:util';
import { type AuditLine, changing, reading, type Scope } from '../access/use-case.ts';
import type { Tx } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { templateOf } from './cluster.model.ts';
import { entries } from './entries.ts';
import type { SystemId } from './entry.schema.ts';
import { type FileProblem, type PlacedEntry, readEntryFile, writeEntryFile } from './entry-file.model.ts';
import { type Match, type Matcher, makeMatcher } from './match.model.ts';
import { clashesOf, entryOfOwn, hiddenOf, idOf, messageProblems, problemsOf } from './own-entry.model.ts';
import { beginChange, dropOwn, type OwnRow, ownRows, writeOwn } from './own-entry.repository.ts';
import {
  type ImportAnswer,
  mostOwnEntries,
  type OwnEntry,
  type OwnEntryView,
  type Preview,
} from './own-entry.schema.ts';
import { type Refusal, refuse, type Violation } from './refusal.model.ts';
import { clustersWithSamples, type SampledRow, takeKnown } from './unknown.repository.ts';

/** The entries that the district has named, by name. */
export const listOwnEntries = reading('dictionary.read', async (db, scope, _: undefined) => ({
  entries: (await ownRows(db, scope.district)).map(viewOf),
}));

export const showOwnEntry = reading(
  'dictionary.read',
  async (db, scope, id: string): Promise<OwnEntryView> => viewOf(rowOf(await ownRows(db, scope.district), id)),
);

type Naming = { readonly secrets: Secrets; readonly own: OwnEntry };

/** Names a message: from now on it is found like every other, and what was kept of it as unknown is not any more. */
export const nameMessage = changing('dictionary.write', async (tx, scope, { secrets, own }: Naming) => {
  await beginChange(tx, scope.district);
  const before = await ownRows(tx, scope.district);
  if (before.some((row) => row.own.name === own.name))
    throw refuse('request.name_taken', { what: 'entry', name: idOf(own.name) });
  if (before.length >= mostOwnEntries)
    throw refuseOwn([{ path: ['name'], message: `A district names at most ${mostOwnEntries} messages.` }]);
  const caught = await writeOne(tx, scope, secrets, before, own);
  return { answer: viewOf({ own, updatedAt: scope.now }), audit: auditOf('named', own, { caught }) };
});

/** Changes an entry; under another name it would be another entry. */
export const changeOwnEntry = changing(
  'dictionary.write',
  async (tx, scope, { secrets, own, id }: Naming & { readonly id: string }) => {
    await beginChange(tx, scope.district);
    const before = await ownRows(tx, scope.district);
    const row = rowOf(before, id);
    if (own.name !== row.own.name)
      throw refuseOwn([{ path: ['name'], message: 'An entry keeps its name. Make another one, and remove this.' }]);
    if (isDeepStrictEqual(own, row.own)) return { answer: viewOf(row), audit: [] };
    const caught = await writeOne(tx, scope, secrets, before, own);
    return { answer: viewOf({ own, updatedAt: scope.now }), audit: auditOf('changed', own, { caught }) };
  },
);

/** Removes an entry: its messages are unknown again. */
export const removeOwnEntry = changing('dictionary.write', async (tx, scope, id: string) => {
  await beginChange(tx, scope.district);
  const { own } = rowOf(await ownRows(tx, scope.district), id);
  await dropOwn(tx, scope.district, own.name);
  return { answer: null, audit: auditOf('removed', own, {}) };
});

/** Judges an entry, stores it, and takes away the unknown messages that are known by it; answers how many clusters. */
async function writeOne(
  tx: Tx,
  { district, now }: Scope,
  secrets: Secrets,
  before: readonly OwnRow[],
  own: OwnEntry,
): Promise<number> {
  const problems = problemsOf(own);
  if (problems.length > 0) throw refuseOwn(problems);
  const others = before.map((row) => row.own).filter(({ name }) => name !== own.name);
  const after = matcherOf([own, ...others]);
  const hidden = newlyHidden(
    before.map((row) => row.own),
    [own, ...others],
    after,
  );
  if (hidden.length > 0)
    throw refuseOwn(hidden.map((one) => ({ path: ['message'], message: tellHidden(one, own.name) })));
  await writeOwn(tx, district, own, now);
  return takeCaught(tx, secrets, district, after);
}

const matcherOf = (own: readonly OwnEntry[]): Matcher => makeMatcher([...entries, ...own.map(entryOfOwn)]);

type Hidden = { readonly entry: string; readonly found: string | null };

/** Own entries that would be found no longer, or never. */
function newlyHidden(before: readonly OwnEntry[], after: readonly OwnEntry[], matcher: Matcher): readonly Hidden[] {
  const hidden = hiddenOf(matcher, after.map(entryOfOwn));
  if (hidden.size === 0) return [];
  const was = hiddenOf(matcherOf(before), before.map(entryOfOwn));
  return [...hidden].filter(([entry]) => !was.has(entry)).map(([entry, found]) => ({ entry, found }));
}

/** `about`: the name of the entry that is spoken of anyway. */
function tellHidden({ entry, found }: Hidden, about: string): string {
  const whose = entry === idOf(about) ? 'This message' : `With it, the message of ${entry}`;
  return found === null
    ? `${whose} could not be told apart from that of another entry.`
    : `${whose} would be taken for that of ${found}.`;
}

function takeCaught(tx: Tx, secrets: Secrets, district: string, matcher: Matcher): Promise<number> {
  return takeKnown(tx, secrets, district, (cluster) => matchesOf(matcher, cluster).every(isKnown));
}

/** What is found in each sample of a cluster. Samples that are too old are gone: then its words must do. */
function matchesOf(matcher: Matcher, { system, words, samples }: SampledRow): readonly (readonly Match[])[] {
  const texts = samples.length > 0 ? samples.map(({ text }) => text) : [templateOf(words)];
  return texts.map((message) => matcher.match(system === null ? { message } : { message, system }));
}

const isKnown = (found: readonly Match[]) => found.length > 0;

type Draft = {
  readonly secrets: Secrets;
  readonly system: SystemId;
  readonly message: string;
  readonly entry?: string | undefined;
};
const mostShown = 100;

/** What a message with placeholders would catch, before anybody decides on it. */
export const previewEntry = reading('dictionary.write', async (db, scope, draft: Draft): Promise<Preview> => {
  const { system, message } = draft;
  const problems = [...messageProblems(message)];
  if (problems.length > 0) return { problems, catches: [], total: 0, clashes: [] };
  const others = (await ownRows(db, scope.district))
    .map((row) => row.own)
    .filter(({ name }) => idOf(name) !== draft.entry);
  const own: OwnEntry = { ...undecided, name: noName, system, message };
  const matcher = matcherOf([own, ...others]);
  problems.push(...newlyHidden(others, [own, ...others], matcher).map((hidden) => tellHidden(hidden, noName)));
  const catches = [];
  for await (const row of clustersWithSamples(db, draft.secrets, scope.district)) {
    const found = matchesOf(matcher, row);
    if (found.every(isKnown) && found.flat().some(({ entry }) => entry.entry === idOf(noName)))
      catches.push({ id: String(row.id), template: templateOf(row.words), count: row.count });
  }
  catches.sort((a, b) => b.count - a.count);
  return {
    problems,
    catches: catches.slice(0, mostShown),
    total: catches.reduce((sum, { count }) => sum + count, 0),
    clashes: clashesOf(entries, draft).map(({ entry, title }) => ({ entry, title })),
  };
});

/** A name that no entry has. */
const noName = '-';
const undecided: Omit<OwnEntry, 'name' | 'system' | 'message'> = {
  title: noName,
  cause: 'message.unknown',
  blocking: true,
  retry: 'after_fix',
  causes: [{ meaning: noName, owner: 'integration_manager', steps: [noName], prevention: [] }],
};

/** The district's entries as a file. */
export const exportEntries = reading('dictionary.read', async (db, scope, _: undefined) =>
  writeEntryFile((await ownRows(db, scope.district)).map((row) => row.own)),
);

type Import = { readonly secrets: Secrets; readonly text: string; readonly dryRun: boolean };

/** Takes in a file of entries, by name: all of it or, where anything is wrong, nothing. What it does not name stays. */
export const importEntries = changing('dictionary.write', async (tx, scope, { secrets, text, dryRun }: Import) => {
  const file = readEntryFile(text);
  if (file.problems.length > 0) return { answer: { ...nothing, problems: [...file.problems] }, audit: [] };
  await beginChange(tx, scope.district);
  const before = (await ownRows(tx, scope.district)).map((row) => row.own);
  const plan = planImport(before, file.entries);
  const after = matcherOf(plan.after);
  const problems = importProblems(before, plan.after, after, file.entries);
  const counts = { created: plan.created.length, updated: plan.updated.length, unchanged: plan.unchanged };
  if (problems.length > 0) return { answer: { ...nothing, problems }, audit: [] };
  const changed = [...plan.created, ...plan.updated];
  if (dryRun || changed.length === 0) return { answer: { ...counts, problems }, audit: [] };
  for (const own of changed) await writeOwn(tx, scope.district, own, scope.now);
  const caught = await takeCaught(tx, secrets, scope.district, after);
  const audit: AuditLine[] = [
    ...plan.created.map((own) => auditOf('named', own, { by: 'file' })),
    ...plan.updated.map((own) => auditOf('changed', own, { by: 'file' })),
    {
      action: 'dictionary.imported',
      subject: { kind: 'dictionary', id: scope.district, name: 'dictionary' },
      details: { ...counts, caught },
    },
  ];
  return { answer: { ...counts, problems }, audit };
});

const nothing: Omit<ImportAnswer, 'problems'> = { created: 0, updated: 0, unchanged: 0 };

function planImport(before: readonly OwnEntry[], file: readonly PlacedEntry[]) {
  const byName = new Map(before.map((own) => [own.name, own]));
  const given = file.map(({ own }) => own);
  const changed = given.filter((own) => {
    const had = byName.get(own.name);
    return had === undefined || !isDeepStrictEqual(own, had);
  });
  const after = new Map([...before, ...given].map((own) => [own.name, own]));
  return {
    created: changed.filter(({ name }) => !byName.has(name)),
    updated: changed.filter(({ name }) => byName.has(name)),
    unchanged: given.length - changed.length,
    after: [...after.values()],
  };
}

function importProblems(
  before: readonly OwnEntry[],
  after: readonly OwnEntry[],
  matcher: Matcher,
  file: readonly PlacedEntry[],
): FileProblem[] {
  if (after.length > mostOwnEntries)
    return [
      {
        entry: '',
        message: `A district names at most ${mostOwnEntries} messages; with these it would have ${after.length}.`,
      },
    ];
  const lines = new Map(file.map(({ own, line }) => [idOf(own.name), line]));
  return newlyHidden(before, after, matcher).map((hidden) => {
    const name = hidden.entry.replace(/^district\./, '');
    const line = lines.get(hidden.entry);
    return { entry: name, ...(line === undefined ? {} : { line }), message: tellHidden(hidden, name) };
  });
}

function rowOf(rows: readonly OwnRow[], id: string): OwnRow {
  const row = rows.find(({ own }) => idOf(own.name) === id);
  if (row === undefined) throw refuse('request.not_found', { what: 'entry', id });
  return row;
}

function viewOf({ own, updatedAt }: OwnRow): OwnEntryView {
  return { ...entryOfOwn(own), name: own.name, updatedAt: updatedAt.toISOString() };
}

function auditOf(verb: 'named' | 'changed' | 'removed', own: OwnEntry, details: Record<string, unknown>): AuditLine {
  return {
    action: `entry.${verb}`,
    subject: { kind: 'entry', id: idOf(own.name), name: own.title },
    details: { system: own.system, ...details },
  };
}

function refuseOwn(problems: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Refusal {
  const violations: Violation[] = problems.map(({ path, message }) => ({
    pointer: `/${path.map(String).join('/')}`,
    entry: 'request.body_invalid',
    message,
  }));
  const [first] = violations;
  return refuse('request.body_invalid', { reason: `${first?.pointer}: ${first?.message}` }, violations);
}
