import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { type Applied, type ApplyOptions, apply } from './district-apply.usecases.ts';
import type { Planned } from './district-change.model.ts';

export type DistrictCommandOptions = {
  readonly file: string;
  readonly dryRun?: boolean | undefined;
  readonly prune?: boolean | undefined;
  /** The district's id, given ahead by a script that prunes. */
  readonly confirm?: string | undefined;
  readonly json?: boolean | undefined;
};

/** Where a command speaks and listens; a question is asked only where a person sits at it. */
export type Terminal = {
  readonly out: NodeJS.WritableStream;
  readonly err: NodeJS.WritableStream;
  readonly in: NodeJS.ReadableStream & { readonly isTTY?: boolean };
};
const thisTerminal: Terminal = { out: process.stdout, err: process.stderr, in: process.stdin };

/** `hallpass apply <file>`: 0 applied or nothing to do (warnings too), 2 mistakes in the file or no confirmation. */
export async function districtCommand(
  app: App,
  options: DistrictCommandOptions,
  terminal = thisTerminal,
): Promise<0 | 2> {
  const text = await readText(options.file);
  const asked: ApplyOptions = {
    text,
    fileName: path.basename(options.file),
    dryRun: options.dryRun ?? false,
    prune: options.prune ?? false,
    confirm: options.confirm === undefined ? undefined : { typed: options.confirm },
  };
  let result = await apply(app, asked);
  if (options.json !== true) printPlan(result, options, terminal);
  if (mayAsk(result, options, terminal) && result.unconfirmed !== null && result.district !== null) {
    const typed = await ask(terminal, `To remove what is marked with -, type the district’s id (${result.district}): `);
    result = await apply(app, { ...asked, confirm: { typed, shown: result.unconfirmed } });
  }
  if (options.json === true) terminal.out.write(`${JSON.stringify({ ...result, dryRun: options.dryRun ?? false })}\n`);
  else printEnd(result, options, terminal);
  return result.mistakes.length > 0 || (result.unconfirmed !== null && options.dryRun !== true) ? 2 : 0;
}

function mayAsk(result: Applied, options: DistrictCommandOptions, terminal: Terminal): boolean {
  return (
    result.unconfirmed !== null &&
    options.dryRun !== true &&
    options.json !== true &&
    options.confirm === undefined &&
    terminal.in.isTTY === true
  );
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Problem(
      'request.not_found',
      `${file} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    );
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('request.body_invalid', `${file} is not UTF-8 text.`);
  }
}

async function ask(terminal: Terminal, question: string): Promise<string> {
  const lines = createInterface({ input: terminal.in, output: terminal.err });
  try {
    return (await lines.question(question)).trim();
  } finally {
    lines.close();
  }
}

const marks = { create: ['+', 'green'], change: ['~', 'yellow'], remove: ['-', 'red'] } as const;
const kinds = {
  district: 'district',
  school: 'school',
  mail_template: 'mail template',
  api_key: 'API key',
  connection: 'connection',
  notification: 'notification',
} as const;
type Stream = NodeJS.WritableStream;

/** What changes and what is odd, or the mistakes. */
function printPlan(result: Applied, options: DistrictCommandOptions, { out, err }: Terminal): void {
  const file = path.basename(options.file);
  const at = (line: number | null) => (line === null ? file : `${file}:${line}`);
  for (const { line, message } of result.mistakes) say(err, `${paint(err, 'red', at(line))} ${clean(message)}`);
  for (const change of result.changes) say(out, lineOf(change, out));
  for (const { line, message } of result.warnings)
    say(err, `${paint(err, 'yellow', `warning ${at(line)}`)} ${clean(message)}`);
}

/** What came of it. */
function printEnd(result: Applied, options: DistrictCommandOptions, { out, err }: Terminal): void {
  const mistakes = result.mistakes.length;
  if (mistakes > 0) say(err, `${count(mistakes, 'mistake', 'mistakes')}; nothing was applied.`);
  for (const { name, secret } of result.secrets)
    say(out, `API key ${clean(name)}: ${secret}   (shown once; keep it now)`);
  if (mistakes === 0) say(out, summary(result, options));
}

function lineOf(change: Omit<Planned, 'work'>, out: Stream): string {
  const [mark, colour] = marks[change.operation];
  const named = change.kind === 'school' || change.kind === 'district' ? `${change.id} (${change.name})` : change.name;
  const details = change.details.length === 0 ? '' : `: ${change.details.join('; ')}`;
  return paint(out, colour, `${mark} ${kinds[change.kind]} ${named}${details}`);
}

function summary(result: Applied, options: DistrictCommandOptions): string {
  if (result.applied && result.changes.length === 0)
    return `Nothing changes: ${result.district ?? 'the district'} is as the file says.`;
  if (options.dryRun === true)
    return result.changes.length === 0
      ? 'Nothing would change.'
      : `${count(result.changes.length, 'change', 'changes')} would be made; nothing was written.`;
  if (result.unconfirmed !== null)
    return `Nothing was applied: removing needs the district’s id typed, or --confirm ${result.district ?? ''}.`;
  return `Applied to ${result.district ?? 'the district'}.`;
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** Colour where a person looks at a terminal, and not where NO_COLOR says otherwise. */
function paint(stream: Stream, colour: 'red' | 'green' | 'yellow', text: string): string {
  return styleText(colour, clean(text), { stream });
}

/** A name may hold what a terminal would obey. */
function clean(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '�');
}

function say(stream: Stream, text: string): void {
  stream.write(`${text}\n`);
}
