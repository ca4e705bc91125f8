import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { entries } from '../src/dictionary/entries.ts';
import type { Question, SystemId } from '../src/dictionary/entry.schema.ts';
import { makeMatcher } from '../src/dictionary/match.model.ts';
import { type Figure, median } from './measure.ts';

// How fast messages are explained, facts included: a mix of all entries with a fifth of unknown messages, beside the
// same templates as regular expressions that are tried one after the other, the most specific first.

type Template = { readonly system: SystemId; readonly message: string };
const templates: readonly Template[] = entries.flatMap((entry) =>
  [entry, ...(entry.also ?? [])].flatMap((saying) =>
    [saying.message, ...(saying.aliases ?? [])].map((message) => ({ system: entry.system, message })),
  ),
);

const placeholder = /\{([a-zA-Z]+)\}/;
const values = ['1234.0.01', 'Essay 2: The Tide', '900017', 'Lab Reports', '02/14/2026', '"Quiz 4"', '71608256-b2d7'];
const strangers = [
  'The scheduled maintenance window of the gradebook service has begun, try later',
  'ERR_CONNECTION_RESET while reading block 17 of 40',
  'Student record 4711 has no grade level in the year 2026',
  'java.lang.NullPointerException at com.example.Gradebook.save(Gradebook.java:120)',
];

/** Every template with values in its places, in a mixed order that is the same each time, and a stranger after each four. */
function mix(): readonly Question[] {
  let seed = 20_261_128;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  const known = templates
    .filter(({ message }) => message.replace(placeholder, '').length > 8)
    .map(({ system, message }) => ({
      system,
      message: message.replaceAll(new RegExp(placeholder, 'g'), () => values[random(values.length)] as string),
    }));
  known.sort(() => random(3) - 1);
  return known.flatMap((question, at) =>
    at % 4 === 3
      ? [question, { system: question.system, message: strangers[(at >> 2) % strangers.length] as string }]
      : [question],
  );
}

/** A template as a pattern that allows for what the dictionary must: white space, case, kinds of quotes, brackets round values. */
function patternOf({ message }: Template): RegExp {
  const parts = message.split(placeholder).map((part, at, all) => {
    const last = at === all.length - 2 && (all.at(-1) ?? '').trim() === '';
    if (at % 2 === 1) return `[[(<"']?${last ? '([^]*)' : '([^]*?)'}[\\])>"']?`;
    return part
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      .replace(/\s+/g, '\\s+')
      .replace(/["'“”‘’]/g, `["'“”‘’]?`);
  });
  return new RegExp(parts.join(''), 'i');
}

function perSecond(questions: readonly Question[], ask: (question: Question) => number, ms: number): number {
  let asked = 0;
  let found = 0;
  const start = performance.now();
  for (let now = start; now - start < ms; now = performance.now()) {
    for (const question of questions) found += ask(question);
    asked += questions.length;
  }
  if (found === 0) throw new Error('nothing was found');
  return (asked / (performance.now() - start)) * 1000;
}

export function benchDictionary({ rounds }: { readonly rounds: number }): readonly Figure[] {
  const matcher = makeMatcher(entries);
  const questions = mix();
  const nameless = questions.map(({ message }) => ({ message }));
  const patterns = templates
    .map((template) => ({ ...template, pattern: patternOf(template), weight: template.message.length }))
    .sort((a, b) => b.weight - a.weight);
  const bySystem = Map.groupBy(patterns, ({ system }) => system);
  const tryAll = (list: typeof patterns, message: string) => {
    for (const { pattern } of list) {
      const match = pattern.exec(message);
      if (match !== null) return match.length;
    }
    return 0;
  };
  const ours = (question: Question) => matcher.match(question).length;
  const withSystem = ({ system, message }: Question) =>
    tryAll(system === undefined ? [] : (bySystem.get(system) ?? []), message);
  const without = ({ message }: Question) => tryAll(patterns, message);
  for (const [list, ask] of [
    [questions, ours],
    [nameless, ours],
    [questions, withSystem],
  ] as const)
    perSecond(list, ask, 500);
  const told = Array.from({ length: rounds }, () => ({
    ours: perSecond(questions, ours, 1500),
    peer: perSecond(questions, withSystem, 1500),
    oursNameless: perSecond(nameless, ours, 1500),
    peerNameless: perSecond(nameless, without, 1500),
  }));
  const of = (pick: keyof (typeof told)[number]) => median(told.map((one) => one[pick]));
  const times = (pick: (one: (typeof told)[number]) => number) => median(told.map(pick));
  const count = (n: number) => `${Math.round(n).toLocaleString('en')} a second`;
  const whole = times((one) => one.oursNameless / one.peerNameless);
  const one = times((round) => round.ours / round.peer);
  const share = times((round) => round.oursNameless / round.ours);
  return [
    {
      work: 'a message explained, its system known',
      against: `the regular expressions of that system’s templates, one after the other`,
      measured: `${count(of('ours'))} / ${count(of('peer'))}`,
      ratio: `${one.toFixed(1)} times`,
      goal: 'at least 100,000 a second',
      holds: of('ours') >= 100_000,
    },
    {
      work: 'a message explained, no system named',
      against: `the regular expressions of all ${patterns.length} templates, one after the other`,
      measured: `${count(of('oursNameless'))} / ${count(of('peerNameless'))}`,
      ratio: `${whole.toFixed(0)} times`,
      goal: 'at least 10 times',
      holds: whole >= 10,
    },
    {
      work: 'no system named',
      against: 'its system known',
      measured: `${count(of('oursNameless'))} / ${count(of('ours'))}`,
      ratio: `${share.toFixed(2)} of its speed`,
      goal: 'at least 0.33',
      holds: share >= 1 / 3,
    },
    lengthFigure(ours, rounds),
    startFigure(),
  ];
}

/** A message that is long since its values are, and one twice as long. */
function lengthFigure(ask: (question: Question) => number, rounds: number): Figure {
  const long = (times: number) => [
    {
      message: `Grading category "${'Lab Reports and more '.repeat(times)}" not found in Aspen for assignment "${'Essay 2 '.repeat(times)}". Please ensure that your assignment categories/groups match between Aspen and Canvas. Available grading categories for class ${'1234 '.repeat(times)} are:`,
    },
  ];
  perSecond(long(500), ask, 300);
  const ratios = Array.from({ length: rounds }, () => perSecond(long(500), ask, 700) / perSecond(long(1000), ask, 700));
  const million = [{ message: long(29_000)[0]?.message ?? '' }];
  const ms = 1000 / perSecond(million, ask, 700);
  const ratio = median(ratios);
  return {
    work: 'a message of twice the length',
    against: 'one of 17,000 letters',
    measured: `and one of 1 MB in ${ms.toFixed(0)} ms`,
    ratio: `${ratio.toFixed(2)} times as long`,
    goal: 'at most 2.2 times',
    holds: ratio <= 2.2,
  };
}

/** `explain` as a whole process, beside a Node that does nothing; they take turns. */
function startFigure(): Figure {
  const main = path.join(import.meta.dirname, '..', 'src', 'main.ts');
  const run = (args: readonly string[]) => {
    const start = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    return performance.now() - start;
  };
  const explain = [main, 'explain', '--system', 'skyward', 'Section [12345] does not have sis_section_id'];
  run(explain);
  const turns = Array.from({ length: 15 }, () => ({ ours: run(explain), node: run(['-e', '0']) }));
  const [ours, node] = [median(turns.map((turn) => turn.ours)), median(turns.map((turn) => turn.node))];
  return {
    work: '`node src/main.ts explain …` from start to end',
    against: '`node -e 0`',
    measured: `${ours.toFixed(0)} ms / ${node.toFixed(0)} ms`,
    ratio: `${(ours / node).toFixed(1)} times`,
    goal: 'within 3 times',
    holds: ours / node <= 3,
  };
}
