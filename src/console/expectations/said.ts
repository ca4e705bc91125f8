import type { ExpectationKind, ExpectationView } from '../../expectations/expectation.schema.ts';
import { dayLabel } from '../rostering/days.ts';
import { text } from '../text/text.ts';

const words = text.expectations;
type Facts = ExpectationView['facts'];

const numberOf = (facts: Facts, name: string) => Number(facts[name] ?? 0);
const wordOf = (facts: Facts, name: string) => String(facts[name] ?? '');
const gigabytes = (bytes: number) => `${text.number(Math.round(bytes / 1024 ** 3))} GB`;

const byKind: Readonly<Record<ExpectationKind, (facts: Facts, missed: boolean) => string>> = {
  hub: (facts, missed) => (missed ? words.said.notRunning(numberOf(facts, 'runs')) : words.said.running),
  run(facts, missed) {
    if (!missed) return words.said.onTime;
    return facts['why'] === 'waits' ? words.said.waits(wordOf(facts, 'run')) : words.said.notAsked;
  },
  rows(facts) {
    const usual = numberOf(facts, 'usual');
    const kinds = text.kinds(wordOf(facts, 'records'), numberOf(facts, 'came') === 1 ? 1 : 2);
    return facts['emptied'] === true
      ? words.said.emptied(kinds, usual)
      : words.said.rows(kinds, numberOf(facts, 'came'), usual);
  },
  quiet: (facts) => words.said.quiet(numberOf(facts, 'days'), numberOf(facts, 'longest')),
  school: (facts) => words.said.school(numberOf(facts, 'sections')),
  push: (facts) => words.said.push(wordOf(facts, 'by'), dayLabel(wordOf(facts, 'lastDay'))),
  credential: (facts) => words.said.ends(numberOf(facts, 'days'), dayLabel(wordOf(facts, 'endsOn'))),
  mail: (facts) => words.said.mail(numberOf(facts, 'waiting')),
  disk: (facts) =>
    words.said.disk(gigabytes(numberOf(facts, 'freeBytes')), facts['days'] == null ? null : numberOf(facts, 'days')),
};

/** What came, in one sentence. */
export const said = ({ kind, facts, state }: ExpectationView): string => byKind[kind](facts, state === 'missed');

/** What is expected. */
export const titleOf = ({ kind, facts }: ExpectationView): string =>
  kind === 'rows' ? words.rowsOf(text.kinds(wordOf(facts, 'records'), 2)) : words.kinds[kind];
