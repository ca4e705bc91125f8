import { parseArgs } from 'node:util';
import { breaks } from './breaks.ts';
import type { DistrictOptions, DistrictSummary } from './district.schema.ts';
import { studentsForEnrollments } from './shape.ts';

export const help = `Writes a whole school district as OneRoster CSV. The same arguments give the same bytes.

  node bench/district/main.ts --students <n> | --enrollments <n>  --out <folder>

  --students <n>       pupils
  --enrollments <n>    instead: as many pupils as give at least n enrollments
  --out <folder>       where the files go
  --seed <n>           another district (default 1)
  --version <v>        1.1 or 1.2 (default 1.1)
  --mode <m>           bulk or delta (default bulk)
  --broken <share>     0 to 1 of the rows of users, classes and enrollments
  --breaks <a,b>       only these breaks; --breaks list names them
  --changed <share>    the same district with that share of its rows changed
  --change-seed <n>    which rows change (default 0)
  --expected <file>    each row that must not pass, as NDJSON
  --demographics       also demographics.csv
  --zip                also <folder>.zip
  --json               the summary as JSON
  --help

Examples:
  node bench/district/main.ts --students 1000 --seed 7 --out /tmp/d
  node bench/district/main.ts --students 1000 --seed 7 --out /tmp/broken --broken 0.02 --expected /tmp/expected.ndjson
  node bench/district/main.ts --enrollments 1000000 --out /tmp/large --version 1.2 --zip
  node bench/district/main.ts --students 1000 --seed 7 --out /tmp/next --mode delta --changed 0.01
`;

export type Order =
  | { readonly say: string }
  | { readonly folder: string; readonly options: DistrictOptions; readonly json: boolean };

/** Throws with a sentence for the person where the arguments make no order. */
export function orderOf(args: readonly string[]): Order {
  const { values } = parseArgs({
    args: [...args],
    options: {
      students: { type: 'string' },
      enrollments: { type: 'string' },
      out: { type: 'string' },
      seed: { type: 'string', default: '1' },
      version: { type: 'string', default: '1.1' },
      mode: { type: 'string', default: 'bulk' },
      broken: { type: 'string', default: '0' },
      breaks: { type: 'string' },
      changed: { type: 'string', default: '0' },
      'change-seed': { type: 'string', default: '0' },
      expected: { type: 'string' },
      demographics: { type: 'boolean', default: false },
      zip: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return { say: help };
  if (values.breaks === 'list')
    return { say: breaks.map((b) => `${b.name}  ${b.expected.outcome}  ${b.expected.entry}\n`).join('') };
  if (values.out === undefined) throw new Error('--out is missing: say where the files go.');
  const seed = numberOf('--seed', values.seed);
  const options: DistrictOptions = {
    students: studentsOf(values.students, values.enrollments, seed),
    seed,
    version: oneOf('--version', values.version, ['1.1', '1.2'] as const),
    mode: oneOf('--mode', values.mode, ['bulk', 'delta'] as const),
    brokenShare: numberOf('--broken', values.broken),
    changedShare: numberOf('--changed', values.changed),
    changeSeed: numberOf('--change-seed', values['change-seed']),
    zip: values.zip,
    demographics: values.demographics,
    ...(values.breaks === undefined ? {} : { breaks: values.breaks.split(',') }),
    ...(values.expected === undefined ? {} : { expectedFile: values.expected }),
  };
  return { folder: values.out, options, json: values.json };
}

export function summaryText(summary: DistrictSummary): string {
  const { shape } = summary;
  const lines = [
    `${summary.folder}: ${shape.schools} schools, ${shape.students} students, ${shape.teachers} teachers, ${shape.classes} classes, ${shape.enrollments} enrollments`,
    '',
  ];
  for (const [file, { rows, bytes }] of Object.entries(summary.files))
    lines.push(`${file.padEnd(18)}${`${rows}`.padStart(9)} rows ${`${bytes}`.padStart(11)} bytes`);
  lines.push('', 'An import must answer:');
  for (const [kind, counts] of Object.entries(summary.expected)) lines.push(`${kind.padEnd(18)}${worded(counts)}`);
  if (summary.zip !== undefined) lines.push('', `${summary.zip.path}: ${summary.zip.bytes} bytes`);
  return `${lines.join('\n')}\n`;
}

function worded(counts: Readonly<Record<string, number>>): string {
  const words = Object.entries(counts).filter(([, count]) => count > 0);
  return words.length === 0 ? 'nothing' : words.map(([word, count]) => `${count} ${word}`).join(', ');
}

function studentsOf(students: string | undefined, enrollments: string | undefined, seed: number): number {
  if ((students === undefined) === (enrollments === undefined))
    throw new Error('Give either --students or --enrollments.');
  if (students !== undefined) return numberOf('--students', students);
  return studentsForEnrollments(numberOf('--enrollments', enrollments ?? ''), seed);
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new Error(`${name} must be a number, not "${text}".`);
  return number;
}

function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new Error(`${name} must be one of ${words.join(', ')}, not "${text}".`);
  return found;
}
