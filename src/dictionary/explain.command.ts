import { createReadStream, readFileSync } from 'node:fs';
import type { Entry, Question, SystemId } from './entry.schema.ts';
import { explainHelp, readArguments } from './explain-arguments.model.ts';
import { tell, tellGroups } from './explain-report.model.ts';
import { makeMatcher, mayBe } from './match.model.ts';
import { systemIds } from './systems.ts';
import { tellUntitled } from './told.model.ts';

// `hallpass explain`: needs no hub and no database, and loads no more than it must, so that it answers at once.

/** The entries of one system, so that one question reads no more than it needs. */
const entriesOf: Readonly<Record<SystemId, () => Promise<readonly Entry[]>>> = {
  aeries: async () => (await import('./entries/aeries.ts')).aeriesEntries,
  aspen: async () => (await import('./entries/aspen.ts')).aspenEntries,
  focus: async () => (await import('./entries/focus.ts')).focusEntries,
  'infinite-campus': async () => (await import('./entries/infinite-campus.ts')).infiniteCampusEntries,
  pinnacle: async () => (await import('./entries/pinnacle.ts')).pinnacleEntries,
  powerschool: async () => (await import('./entries/powerschool.ts')).powerschoolEntries,
  progressbook: async () => (await import('./entries/progressbook.ts')).progressbookEntries,
  q: async () => (await import('./entries/q.ts')).qEntries,
  sapphire: async () => (await import('./entries/sapphire.ts')).sapphireEntries,
  skyward: async () => (await import('./entries/skyward.ts')).skywardEntries,
  synergy: async () => (await import('./entries/synergy.ts')).synergyEntries,
  canvas: async () => (await import('./entries/canvas.ts')).canvasEntries,
  banner: async () => (await import('./entries/banner.ts')).bannerEntries,
  colleague: async () => (await import('./entries/colleague.ts')).colleagueEntries,
  peoplesoft: async () => (await import('./entries/peoplesoft.ts')).peoplesoftEntries,
  merge: async () => (await import('./entries/merge.ts')).mergeEntries,
  oneroster: async () => (await import('./entries/oneroster.ts')).onerosterEntries,
  rostering: async () => (await import('./entries/rostering.ts')).rosteringEntries,
  connection: async () => [
    ...(await import('./entries/connection-outside.ts')).connectionOutsideEntries,
    ...(await import('./entries/connection.ts')).connectionEntries,
    ...(await import('./entries/mail.ts')).mailEntries,
    ...(await import('./entries/webhook.ts')).webhookEntries,
  ],
  request: async () => (await import('./entries/request.ts')).requestEntries,
};

/** Carries out `explain` with its arguments; answers the exit status. */
export async function explainCommand(args: readonly string[]): Promise<number> {
  const read = readArguments(args);
  if (typeof read === 'string') {
    process.stderr.write(`${read}\n(--help shows how it is used)\n`);
    return 2;
  }
  if (read === null) {
    process.stdout.write(explainHelp);
    return 0;
  }
  const { message, narrow, file, log, json } = read;
  if (file !== undefined && json && !log) return answerLines(file);
  if (file !== undefined) return tellLog(file, narrow.system, json);
  const entries =
    narrow.system === undefined ? (await import('./entries.ts')).entries : await entriesOf[narrow.system]();
  const matcher = makeMatcher(entries.filter((entry) => mayBe(entry, message)));
  const question = { ...narrow, message };
  if (json) {
    const { explainMessage } = await import('./explanation.model.ts');
    process.stdout.write(`${JSON.stringify(explainMessage(matcher, question))}\n`);
  } else {
    const told = matcher
      .match(question)
      .map(({ entry, saying, facts, cut }) => tellUntitled(entry, saying, facts, cut));
    process.stdout.write(tell(told, message, narrow.system));
  }
  return 0;
}

/** Questions as NDJSON: each line is answered by a line, in order. Exit 1 where one could not be read. */
async function answerLines(file: string): Promise<number> {
  const { createInterface } = await import('node:readline');
  const { builtInMatcher } = await import('./built-in.ts');
  const { explainMessage } = await import('./explanation.model.ts');
  const input = file === '-' ? process.stdin : createReadStream(file);
  let failed = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      const question = readQuestion(line);
      if ('problem' in question) failed++;
      const answer =
        'problem' in question ? { error: { message: question.problem } } : explainMessage(builtInMatcher(), question);
      if (!process.stdout.write(`${JSON.stringify(answer)}\n`))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  } catch (error) {
    return unreadable(file, error);
  }
  return failed === 0 ? 0 : 1;
}

function readQuestion(line: string): Question | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'The line is not JSON.' };
  }
  const question = (typeof value === 'object' && value !== null ? value : {}) as Partial<Question>;
  if (typeof question.message !== 'string' || question.message === '')
    return { problem: 'The line has no "message" that is a text.' };
  if (question.system !== undefined && !systemIds.includes(question.system))
    return { problem: `"system" is none of ${systemIds.join(' ')}.` };
  return question as Question;
}

async function tellLog(file: string, system: SystemId | undefined, json: boolean): Promise<number> {
  const { explainLog } = await import('./error-log.model.ts');
  const { builtInMatcher } = await import('./built-in.ts');
  let text: string;
  try {
    text = readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    return unreadable(file, error);
  }
  const told = explainLog(builtInMatcher(), text, { system });
  if (json) {
    process.stdout.write(`${JSON.stringify(told)}\n`);
    return 0;
  }
  process.stdout.write(tellGroups(told));
  return 0;
}

function unreadable(file: string, error: unknown): number {
  process.stderr.write(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}
