// Another program that uses the dictionary of an installed Hallpass.
import { existsSync } from 'node:fs';
import { causes, entries, explainLog, explainMessage, makeMatcher, systems } from 'hallpass/dictionary';

const matcher = makeMatcher(entries);
const { matches } = explainMessage(matcher, { system: 'q', message: 'Student is excluded from assignment' });
const log = explainLog(matcher, 'Student is excluded from assignment\nnobody knows this\n', { system: 'q' });
const told = [
  matches[0]?.title === 'Student is Excluded',
  log.total === 2 && log.groups.length === 1 && log.unknown.length === 1,
  matches[0] !== undefined && causes[matches[0].cause] !== undefined,
  Object.keys(systems).length > 15,
  existsSync(new URL('./dictionary.d.ts', import.meta.resolve('hallpass/dictionary'))),
];
if (told.includes(false)) throw new Error(`not as promised: ${JSON.stringify(told)}`);
