import { causes } from './causes.ts';
import type { Entry, EntryCause, Explanation, Question, Saying, ToldCause, ToldMatch } from './entry.schema.ts';
import { type Facts, fill } from './facts.model.ts';
import type { Matcher } from './match.model.ts';

/** What a message means, by the entries of a matcher; a message that none of them is stays unknown. */
export function explainMessage(matcher: Matcher, question: Question): Explanation {
  const matches = matcher
    .match(question)
    .map(({ entry, saying, facts, cut }) => ({ ...tellSaying(entry, saying, facts), cut }));
  return { matches, unknown: matches.length === 0 };
}

/** An entry by one of its sayings, with the facts of a case filled in. */
export function tellSaying(entry: Entry, saying: Saying, facts: Facts): ToldMatch {
  return {
    entry: entry.entry,
    system: entry.system,
    title: entry.title,
    message: saying.message,
    cause: saying.cause,
    causeTitle: causes[saying.cause]?.title ?? saying.cause,
    blocking: saying.blocking,
    retry: saying.retry,
    causes: saying.causes.map((cause) => tellCause(cause, facts)),
    facts,
    cut: false,
    source: entry.source ?? null,
  };
}

function tellCause(cause: EntryCause, facts: Facts): ToldCause {
  const filled = (text: string) => fill(text, facts);
  return {
    meaning: filled(cause.meaning),
    owner: cause.owner,
    ownerInferred: cause.ownerInferred === true,
    desk: cause.desk ?? null,
    steps: cause.steps.map(filled),
    destroys: (cause.destroys ?? []).map(({ step, what }) => ({ step, what: filled(what) })),
    prevention: cause.prevention.map(filled),
    fixes: [...(cause.fixes ?? [])],
    screens: [...(cause.screens ?? [])],
  };
}

/** All sayings of an entry: its first message, and those that its source prints under the same title. */
export const sayingsOf = (entry: Entry): readonly Saying[] => [entry, ...(entry.also ?? [])];
