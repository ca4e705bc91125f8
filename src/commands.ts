import { createInterface } from 'node:readline/promises';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { adminLink, firstAdministratorLink } from './access/admin-link.command.ts';
import { openApp, openBare, type Role, runningAddress, program as self, startHub, startWorkerServer } from './app.ts';
import { upkeepCommands } from './backup/upkeep.command.ts';
import { type Config, readConfig } from './config.ts';
import { rotateSecretCommand } from './connections/rotate-secret.command.ts';
import { exportCommand, importEntriesCommand } from './dictionary/dictionary.command.ts';
import { explain } from './dictionary/explain.model.ts';
import { Refusal } from './dictionary/refusal.model.ts';
import { commandDistrict } from './district/command-district.usecases.ts';
import { districtCommand } from './district/district.command.ts';
import { districtCommands } from './district/district-move.command.ts';
import { doctorCommands } from './doctor/doctor.command.ts';
import type { App } from './platform/house.ts';
import { Problem } from './platform/problem.ts';
import { printer } from './platform/terminal.ts';
import { exportPersonCommand, forgetCommand } from './retention/person.command.ts';
import { retentionCommand } from './retention/retention.command.ts';
import { type ImportOptions, importCommand } from './rostering/oneroster/import.command.ts';
import { startRuns, startWork } from './work.ts';

// The command line: reads what was asked, opens the app, calls the command, and says how it ended.
// 0 done, 1 done with refused records, 2 wrong usage or configuration, 3 Hallpass itself failed.

async function withApp(
  role: Role,
  work: (app: App) => Promise<number>,
  asConfigured: (config: Config) => Config = (config) => config,
): Promise<void> {
  const app = await openApp(asConfigured(configured()), role);
  try {
    process.exitCode = await work(app);
  } finally {
    await app.close();
  }
}

function configured(): Config {
  const read = readConfig(process.env);
  if (read.ok) return read.config;
  throw new Problem(
    'request.body_invalid',
    `The configuration is not usable.\n${read.problems.map((problem) => `  ${problem}`).join('\n')}`,
  );
}

const program = new Command('hallpass')
  .description(
    'Moves rosters, sections and grades between a school’s systems, and says exactly what did not get through.',
  )
  .exitOverride()
  .showHelpAfterError('(--help shows how it is used)')
  .addHelpText(
    'after',
    '\nExit status: 0 done, 1 done with refused records, 2 wrong usage or configuration, 3 Hallpass itself failed.',
  );

// main.ts carries it out before anything of this is read.
program.command('explain').description('say what a message of a system means, who fixes it, and how');

program
  .command('serve')
  .description('start the hub: the console, the API and the worker')
  .option('--demo', 'with an invented demo district (on a loopback address only)', false)
  .addHelpText(
    'after',
    '\nExamples:\n  hallpass serve\n  PORT=8080 DATA_DIR=/var/lib/hallpass hallpass serve\n  DATABASE_URL=postgres://… SECRET_KEY=… hallpass serve',
  )
  .action(({ demo }: { demo: boolean }) => withApp('hub', (app) => serve(app, demo), demo ? withLoopback : undefined));

/** The systems of the demo run on this machine. */
const withLoopback = (config: Config): Config => ({
  ...config,
  outboundAllow: [...config.outboundAllow, '127.0.0.0/8', '::1/128'],
});

async function serve(app: App, demo: boolean): Promise<number> {
  const sandbox = demo ? await import('../sandbox/demo.ts') : null;
  sandbox?.refuseOpenAddress(app.config.host);
  // From here on a signal means a soft stop, also one that comes before the hub is ready.
  const asked = askedToStop();
  const hub = await startHub(app, { demo });
  try {
    const signIns = await sandbox?.startDemo(app);
    process.stdout.write(`Hallpass is ready at ${hub.address}\n`);
    if (signIns !== undefined) process.stdout.write(signIns);
    else {
      const link = await firstAdministratorLink(app, { address: hub.address });
      if (link !== null)
        process.stdout.write(`The first administrator sets name and password here, within an hour: ${link}\n`);
    }
    await asked;
    return 0;
  } finally {
    await hub.close();
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first signal; from then on a signal does again what it does to any program, and ends this one at once. */
const askedToStop = () =>
  new Promise<void>((resolve) => {
    const asked = () => {
      for (const signal of signals) process.off(signal, asked);
      resolve();
    };
    for (const signal of signals) process.on(signal, asked);
  });

/** So long a worker takes to stop, at most: by then its parts are given back, and what still hangs holds nothing. */
const stopMs = 25_000;

program
  .command('work')
  .description('a worker beside the hub, on this or another machine with the same DATABASE_URL and SECRET_KEY')
  .addHelpText(
    'after',
    '\nIt carries out runs, asks for those that are due and sends mail, as the hub does. Asked to stop (Ctrl+C, SIGTERM) it\nends after the page in hand, within 25 seconds; what it leaves, others go on with at once. Asked again, it ends as it stands.\nWith WORKER_PORT it answers /healthz and /metrics. Files that were uploaded are read where they lie.\n\nExample:\n  DATABASE_URL=postgres://… SECRET_KEY=… hallpass work',
  )
  .action(() => withApp('worker', work));

async function work(app: App): Promise<number> {
  const asked = askedToStop();
  const started = await startWork(app, null);
  const server = await startWorkerServer(app);
  const where = server === null ? '' : ` Its metrics are at ${server.address}/metrics.`;
  process.stdout.write(`The worker is ready.${where}\n`);
  await asked;
  setTimeout(() => {
    app.log.warn({}, 'Not everything came to an end in time; what was left goes on elsewhere.');
    process.exit(0);
  }, stopMs).unref();
  await started.stop();
  await server?.close();
  return 0;
}

program
  .command('apply')
  .description('make a district as its file says')
  .argument('<file.yaml>', 'the district file')
  .option('--dry-run', 'print the plan, change nothing')
  .option('--prune', 'remove what the file does not name, after the district’s id was typed')
  .option('--confirm <id>', 'with --prune: the district’s id, for scripts')
  .option('--json', 'print the result as JSON')
  .addHelpText(
    'after',
    '\nExamples:\n  hallpass apply north.yaml --dry-run\n  hallpass apply north.yaml\n  hallpass apply north.yaml --prune',
  )
  .action((file: string, options: { dryRun?: boolean; prune?: boolean; confirm?: string; json?: boolean }) =>
    withApp('command', (app) => districtCommand(app, { file, ...options })),
  );

const printOut = (text: string) => void process.stdout.write(text);
const printError = (text: string) => void process.stderr.write(text);

async function question(text: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await lines.question(text)).trim();
  } finally {
    lines.close();
  }
}

const connectionName = (text: string) => {
  if (text.trim() === '' || text.length > 100) throw new InvalidArgumentError('A name has 1 to 100 characters.');
  return text;
};

program
  .command('import')
  .description('import OneRoster CSV files, 1.1 or 1.2')
  .argument('<folder or zip>', 'where the files are')
  .option('--connection <name>', 'the connection that brings them', connectionName, 'files')
  .option('--allow-deletions', 'do not hold deletions, however many', false)
  .option('--dry-run', 'write nothing, and say what would happen', false)
  .option('--district <id>', 'the district, where there are several')
  .option('--json', 'print the run as JSON', false)
  .addHelpText(
    'after',
    '\nA killed import is resumed by the hub, or by the next import.\n\nExamples:\n  hallpass import ./export\n  hallpass import roster.zip --connection nightly-sis --json',
  )
  .action((place: string, options: Omit<ImportOptions, 'district'> & { district?: string }) =>
    withApp('command', async (app) => {
      const district = await commandDistrict(app, options.district);
      const print = printer();
      try {
        return await importCommand(app, place, { ...options, district }, print, () => startRuns(app));
      } finally {
        print.end();
      }
    }),
  );

const dictionary = program.command('dictionary').description('the district’s own entries of the dictionary');
type OfDistrict = { district?: string; json: boolean };

dictionary
  .command('export')
  .description('print the district’s own entries, or write them into a file that other districts can import')
  .argument('[file.yaml]', 'where to write them')
  .option('--district <id>', 'the district, where there are several')
  .option('--json', 'as JSON', false)
  .addHelpText(
    'after',
    '\nExamples:\n  hallpass dictionary export\n  hallpass dictionary export ours.yaml --district north',
  )
  .action((file: string | undefined, options: OfDistrict) =>
    withApp('command', async (app) =>
      exportCommand(app, { ...options, file, district: await commandDistrict(app, options.district) }, printOut),
    ),
  );

dictionary
  .command('import')
  .description('take in entries of a file by name; where anything in it is wrong, none')
  .argument('<file.yaml>', 'what `hallpass dictionary export` wrote')
  .option('--dry-run', 'say what would change, change nothing', false)
  .option('--district <id>', 'the district, where there are several')
  .option('--json', 'print the result as JSON', false)
  .addHelpText(
    'after',
    '\nExamples:\n  hallpass dictionary import theirs.yaml --dry-run\n  hallpass dictionary import theirs.yaml',
  )
  .action((file: string, options: OfDistrict & { dryRun: boolean }) =>
    withApp('command', async (app) => {
      const district = await commandDistrict(app, options.district);
      return importEntriesCommand(app, { ...options, file, district }, printOut, printError);
    }),
  );

program
  .command('admin')
  .description('people who administer')
  .command('link')
  .description('print a one-time link, valid one hour, that makes an administrator')
  .option('--district <id>', 'the district, where there are several')
  .addHelpText('after', '\nExample:\n  hallpass admin link')
  .action((options: { district?: string }) =>
    withApp('command', async (app) => {
      process.stdout.write(`${await adminLink(app, { ...options, address: runningAddress(app.config) })}\n`);
      return 0;
    }),
  );

program
  .command('retention')
  .description('remove what has been kept as long as it is to be kept, as the hub does every hour')
  .option('--dry-run', 'say what would be removed and how much space it takes, remove nothing', false)
  .option('--json', 'print the result as JSON', false)
  .addHelpText(
    'after',
    '\nHow long what is kept stands in the district file (retention) and on the page What is kept. Nobody has to wait for it:\na month that somebody is reading is removed later.\n\nExamples:\n  hallpass retention --dry-run\n  hallpass retention',
  )
  .action((options: { dryRun: boolean; json: boolean }) =>
    withApp('command', (app) => retentionCommand(app, options, printOut)),
  );

program
  .command('export')
  .description('take out what is there')
  .command('person')
  .description('everything that is known about one person, as a zip with a page to read and the same as JSON')
  .argument('<number or e-mail>', 'who: the number of the user in Hallpass, or the address')
  .argument('[file.zip]', 'where to write it')
  .option('--district <id>', 'the district, where there are several')
  .addHelpText(
    'after',
    '\nExamples:\n  hallpass export person 4711\n  hallpass export person mia@north.example mia.zip',
  )
  .action((person: string, file: string | undefined, options: { district?: string }) =>
    withApp('command', async (app) =>
      exportPersonCommand(app, { person, file, district: await commandDistrict(app, options.district) }, printOut),
    ),
  );

program
  .command('forget')
  .description('remove everything that is known about one person, after showing how much there is')
  .argument('<number or e-mail>', 'who: the number of the user in Hallpass, or the address')
  .option('--keep-away', 'the person does not come again by files or readings, whatever they show', false)
  .option('--confirm <words>', 'what else is asked for and typed, for scripts: "forget 4711"')
  .option('--district <id>', 'the district, where there are several')
  .option('--json', 'print the result as JSON', false)
  .addHelpText(
    'after',
    '\nA command that was killed is gone on with by the hub, or by the next forget. Backups that were made before hold the\nperson until they are deleted.\n\nExamples:\n  hallpass forget 4711 --keep-away\n  hallpass forget mia@north.example --confirm "forget 4711" --json',
  )
  .action((person: string, options: { keepAway: boolean; confirm?: string; district?: string; json: boolean }) =>
    withApp('command', async (app) => {
      const district = await commandDistrict(app, options.district);
      const ask = process.stdin.isTTY === true && !options.json ? question : null;
      return forgetCommand(app, { ...options, confirm: options.confirm, person, district, ask }, printOut);
    }),
  );

program
  .command('rotate-secret')
  .description('seal everything with a new secret key: the old one in OLD_SECRET_KEY, the new one as the hub has it')
  .option('--json', 'print the result as JSON', false)
  .addHelpText(
    'after',
    '\nStop the hub and its workers first. A command that was ended goes on when it is called again.\n\nExamples:\n  OLD_SECRET_KEY=… SECRET_KEY=… DATABASE_URL=postgres://… hallpass rotate-secret\n  mv data/secret-key old-key && OLD_SECRET_KEY=$(cat old-key) hallpass rotate-secret',
  )
  .action(({ json }: { json: boolean }) =>
    withApp('command', (app) => rotateSecretCommand(app, { json, oldKey: process.env['OLD_SECRET_KEY'] }, printOut)),
  );

const line = { withApp, configured, openBare, self };
upkeepCommands(program, line);
districtCommands(program, line);
doctorCommands(program, self);

program
  .command('demo')
  .description('the demo district')
  .command('reset')
  .description('bring back the demo’s first state')
  .addHelpText('after', '\nExample:\n  hallpass demo reset')
  .action(() =>
    withApp('command', async (app) => {
      const { resetDemo } = await import('../sandbox/demo.ts');
      const worker = await startRuns(app);
      try {
        process.stdout.write(await resetDemo(app));
        return 0;
      } finally {
        await worker.stop();
      }
    }),
  );

/** Says what ended a command, and with which status. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Refusal) {
    const told = explain(error.entry, error.facts);
    process.stderr.write(`${told.message}\n${told.meaning}\n${told.steps.map((step) => `  - ${step}\n`).join('')}`);
    return 2;
  }
  if (error instanceof Problem) {
    process.stderr.write(`${error.message}\n`);
    return error.exit;
  }
  process.stderr.write(`Hallpass failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 3;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}
