import type { Entry, EntryCause, Saying, ToldCause, ToldMatch } from './entry.schema.ts';
import { type Facts, fill } from './facts.model.ts';

/** A message as it is told, without the title of its cause: whoever does not show it need not read all causes. */
export type Told = Omit<ToldMatch, 'causeTitle'>;

/** An entry by one of its sayings, with the facts of a case filled in. `cut`: its tail was missing. */
export function tellUntitled(entry: Entry, saying: Saying, facts: Facts, cut: boolean): Told {
  return {
    entry: entry.entry,
    system: entry.system,
    title: entry.title,
    message: saying.message,
    cause: saying.cause,
    blocking: saying.blocking,
    retry: saying.retry,
    causes: saying.causes.map((cause) => tellCause(cause, facts)),
    facts,
    cut,
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
