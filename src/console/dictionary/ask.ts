import type { Explanation, SystemId } from '../../dictionary/entry.schema.ts';
import type { LogExplanation } from '../../dictionary/error-log.model.ts';
import { apiPath, send } from '../shell/api.ts';

export interface Question {
  text: string;
  system: SystemId | undefined;
}

/** What came of a question: one message explained, or a log by its causes. */
export type Answer =
  | { question: Question; one: Explanation; log: null }
  | { question: Question; one: null; log: LogExplanation };

/** Explains by the entries of the district too, and what is not known is kept and counted. */
export const askHub = (question: Question): Promise<Answer> =>
  answer(question, {
    one: ({ text: message, system }) =>
      send<Explanation>('POST', apiPath(['dictionary', 'explain']), { message, system }),
    log: (asked) => send<LogExplanation>('POST', apiPath(['dictionary', 'log']), asked),
  });

/** Explains in the browser, by the built-in entries; nothing leaves this page. */
export async function askHere(question: Question): Promise<Answer> {
  const { builtIn } = await import('./built-in.ts');
  const { entries, explainLog, explainMessage, makeMatcher } = builtIn;
  const matcher = makeMatcher(entries);
  return answer(question, {
    one: async ({ text: message, system }) => explainMessage(matcher, { message, system }),
    log: async ({ text, system }) => explainLog(matcher, text, { system }),
  });
}

interface Explainer {
  one: (question: Question) => Promise<Explanation>;
  log: (question: Question) => Promise<LogExplanation>;
}

const mayHoldSeveral = /\n|^[[{]/;

/** Several lines, or JSON, are read as a log; one that holds a single known message is told like a message. */
async function answer(question: Question, explainer: Explainer): Promise<Answer> {
  if (!mayHoldSeveral.test(question.text.trim())) return { question, one: await explainer.one(question), log: null };
  const log = await explainer.log(question);
  if (log.total !== 1) return { question, one: null, log };
  const one = log.groups.length === 1 ? await explainer.one(question) : { matches: [], unknown: true };
  return { question, one, log: null };
}
