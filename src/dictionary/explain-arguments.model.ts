import { parseArgs } from 'node:util';
import type { Question, ResourceName } from './entry.schema.ts';
import { systemIds } from './systems.ts';

const resources: readonly ResourceName[] = ['user', 'course', 'courseMember', 'attendanceSession'];

/** How `explain` is used. */
export const explainHelp = `Usage: hallpass explain [options] [message]

Says what a message of a system means, who fixes it, and how. Needs no hub.

Options:
  --system <system>    whose message it is; without it all systems are searched:
                       ${systemIds
                         .join(' ')
                         .replace(/(.{1,55})( |$)/g, '$1\n                       ')
                         .trim()}
  --resource <name>    of the rostering API: ${resources.join(' ')}
  --status <number>    the HTTP status that came with it
  --code <number>      the code that came with it
  --file <file>        an error log: lines, CSV, JSON; with --json questions as
                       NDJSON, each answered by a line; - is standard input
  --log                with --json: read the file as a log all the same
  --json               print JSON
  -h, --help           display help for command

Examples:
  hallpass explain --system skyward "Section 12345 does not have sis_section_id"
  hallpass explain "Internal Server Error"
  hallpass explain --file errors.csv --system powerschool
  echo '{"system":"q","message":"Student is excluded from assignment"}' | hallpass explain --json --file -
`;

/** What `explain` was asked: a message or a file, and how to answer. */
export type ExplainArguments = {
  readonly message: string;
  readonly narrow: Omit<Question, 'message'>;
  readonly file: string | undefined;
  readonly log: boolean;
  readonly json: boolean;
};

/** Reads the arguments; null: help is wanted; a text: what is wrong with them. */
export function readArguments(args: readonly string[]): ExplainArguments | string | null {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { values, positionals } = parsed;
  if (values.help === true) return null;
  const message = positionals.join(' ');
  if (values.file === undefined && message === '')
    return 'Which message? Give it as an argument, or a file with --file.';
  const narrow = narrowing(values);
  if (typeof narrow === 'string') return narrow;
  return { message, narrow, file: values.file, log: values.log === true, json: values.json === true };
}

type Values = ReturnType<typeof parse>['values'];

function narrowing(values: Values): Omit<Question, 'message'> | string {
  const system = systemIds.find((id) => id === values.system);
  if (values.system !== undefined && system === undefined) return `--system is one of ${systemIds.join(' ')}.`;
  const resource = resources.find((name) => name === values.resource);
  if (values.resource !== undefined && resource === undefined) return `--resource is one of ${resources.join(' ')}.`;
  const [status, code] = [values.status, values.code].map((text) =>
    text === undefined || !/^\d{1,9}$/.test(text) ? undefined : Number(text),
  );
  if (values.status !== undefined && status === undefined) return '--status is a whole number.';
  if (values.code !== undefined && code === undefined) return '--code is a whole number.';
  return { system, resource, status, code };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      system: { type: 'string' },
      resource: { type: 'string' },
      status: { type: 'string' },
      code: { type: 'string' },
      file: { type: 'string' },
      log: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
