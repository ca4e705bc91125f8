import { entries } from './entries.ts';
import { type Matcher, makeMatcher } from './match.model.ts';

let builtIn: Matcher | undefined;

/** The matcher of all built-in entries, made when it is first asked for. */
export function builtInMatcher(): Matcher {
  builtIn ??= makeMatcher(entries);
  return builtIn;
}
