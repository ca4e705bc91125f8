import { causes } from './causes.ts';
import type { Entry, Explanation, Question, Saying, ToldMatch } from './entry.schema.ts';
import type { Facts } from './facts.model.ts';
import type { Matcher } from './match.model.ts';
import { tellUntitled } from './told.model.ts';

/** What a message means, by the entries of a matcher; a message that none of them is stays unknown. */
export function explainMessage(matcher: Matcher, question: Question): Explanation {
  const matches = matcher.match(question).map(({ entry, saying, facts, cut }) => tellSaying(entry, saying, facts, cut));
  return { matches, unknown: matches.length === 0 };
}

/** An entry by one of its sayings, with the facts of a case filled in. `cut`: its tail was missing. */
export const tellSaying = (entry: Entry, saying: Saying, facts: Facts, cut = false): ToldMatch => ({
  ...tellUntitled(entry, saying, facts, cut),
  causeTitle: causes[saying.cause]?.title ?? saying.cause,
});
