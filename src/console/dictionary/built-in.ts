import { causes } from '../../dictionary/causes.ts';
import { entries } from '../../dictionary/entries.ts';
import { explainLog } from '../../dictionary/error-log.model.ts';
import { explainMessage } from '../../dictionary/explanation.model.ts';
import { guideOf, guideSystems, topics } from '../../dictionary/guide.model.ts';
import { makeMatcher } from '../../dictionary/match.model.ts';

/** What comes with Hallpass. Imported lazily only, so that it is a chunk of its own. */
export const builtIn = { causes, entries, explainLog, explainMessage, guideOf, guideSystems, makeMatcher, topics };
export type BuiltIn = typeof builtIn;
