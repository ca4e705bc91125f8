// The dictionary for other programs: `import { … } from 'hallpass/dictionary'`. Pure: no database, no file, no network.

export type { Cause } from './causes/cause.ts';
export { causes } from './causes.ts';
export { entries } from './entries.ts';
export type {
  Entry,
  EntryCause,
  Explanation,
  OwnerName,
  Question,
  RetryWord,
  Saying,
  SystemId,
  ToldCause,
  ToldMatch,
} from './entry.schema.ts';
export { explainLog, type LogExplanation } from './error-log.model.ts';
export { explainMessage } from './explanation.model.ts';
export { type Match, type Matcher, makeMatcher } from './match.model.ts';
export { type System, systems } from './systems.ts';
