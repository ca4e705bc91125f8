import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { type Config, type ConfigResult, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../platform/database.ts';
import { majorOf } from '../platform/embedded-folder.ts';
import { openEmbedded } from '../platform/embedded-postgres.ts';
import { makeLog } from '../platform/log.ts';
import { makeOutbound } from '../platform/outbound.ts';
import { type Check, examine } from './checks.usecases.ts';
import { exitOf, type Finding, type State } from './finding.model.ts';
import { embeddedOf } from './machine.read-model.ts';

type Options = { readonly json: boolean };
type Env = Readonly<Record<string, string | undefined>>;

export function doctorCommands(program: Command, self: { readonly migrations: string }): void {
  program
    .command('doctor')
    .description('look at everything from disk to clock, and say what is the matter and what to do')
    .option('--json', 'print the findings as JSON', false)
    .addHelpText(
      'after',
      '\nIt changes nothing and sends nothing, beside a hub or without one. Exit status 1: something is wrong.\n\nExamples:\n  hallpass doctor\n  hallpass doctor --json',
    )
    .action(async (options: Options) => {
      process.exitCode = await doctorCommand(process.env, self.migrations, options);
    });
}

const marks: Readonly<Record<State, readonly [string, 'green' | 'yellow' | 'red' | 'gray']>> = {
  well: ['ok', 'green'],
  warning: ['warning', 'yellow'],
  wrong: ['WRONG', 'red'],
  unknown: ['-', 'gray'],
};

/** `hallpass doctor`: 0 nothing is wrong (warnings may be), 1 something is. */
async function doctorCommand(env: Env, migrations: string, { json }: Options): Promise<0 | 1> {
  const read = readConfig(env);
  const ranBefore = read.ok && embeddedOf(read.config.dataDir).server !== null;
  const opened = await openAsIs(read);
  const outbound = makeOutbound(read.ok ? read.config.outboundAllow : []);
  const lines: object[] = [];
  try {
    const patient = {
      env,
      read,
      now: new Date(),
      database: opened.database,
      closed: opened.closed,
      ranBefore,
      store: read.ok ? storeOf(read.config) : null,
      outbound,
      migrations,
    };
    const findings = await examine(patient, ({ id, about }, finding) => {
      if (json) lines.push({ id, about, ...finding });
      else process.stdout.write(lineOf({ about }, finding));
    });
    const states = findings.map(({ state }) => state);
    if (json) process.stdout.write(`${JSON.stringify({ wrong: exitOf(states) === 1, checks: lines })}\n`);
    else process.stdout.write(summary(states));
    return exitOf(states);
  } finally {
    await outbound.close();
    await opened.close();
  }
}

function lineOf({ about }: Pick<Check, 'about'>, { state, found, todo }: Finding): string {
  const [word, colour] = marks[state];
  const mark = styleText(colour, word.padEnd(8), { stream: process.stdout });
  return `${mark}${about}: ${found}\n${todo === undefined ? '' : `        → ${todo}\n`}`;
}

function summary(states: readonly State[]): string {
  const count = (state: State) => states.filter((one) => one === state).length;
  return `\n${count('wrong')} wrong, ${count('warning')} to think about, ${count('well')} well, ${count('unknown')} not looked at.\n`;
}

type Opened = { readonly database: Database | null; readonly closed: string; close(): Promise<void> };
const notOpen = (closed: string): Opened => ({ database: null, closed, close: async () => {} });

/** Opens the database without changing anything: none is made, and no migration is applied. */
async function openAsIs(read: ConfigResult): Promise<Opened> {
  if (!read.ok) return notOpen('The configuration cannot be used');
  const { config } = read;
  if (config.databaseUrl === undefined && majorOf(path.resolve(config.dataDir)) === null)
    return notOpen('There is none yet: it is made at the first start');
  try {
    const embedded =
      config.databaseUrl === undefined ? await openEmbedded(config.dataDir, makeLog('silent'), false) : null;
    const database = openDatabase(config.databaseUrl ?? embedded?.url ?? '', 2);
    const close = async () => {
      await database.close();
      await embedded?.close();
    };
    try {
      await database.pool.query('select 1');
      return { database, closed: '', close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    return notOpen(error instanceof Error && error.message !== '' ? error.message : 'It does not answer');
  }
}

function storeOf({ dataDir }: Config): string | null {
  const file = path.join(dataDir, 'store-name');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
