import type { Command } from 'commander';
import type { Config } from '../config.ts';
import type { App } from '../platform/house.ts';
import { backupCommand, type RestoreOptions, restoreCommand, verifyCommand } from './backup.command.ts';
import type { Program } from './backup.usecases.ts';
import type { Bare } from './restore.usecases.ts';
import { type UpgradeOptions, upgradeCommand } from './upgrade.command.ts';

/** What the command line gives to commands: the ways to open what they work on. */
export type CommandLine = {
  withApp(role: 'command', work: (app: App) => Promise<number>): Promise<void>;
  configured(): Config;
  openBare(config: Config): Promise<{ readonly bare: Bare; close(): Promise<void> }>;
  readonly self: Program;
};

/** What keeps a hub over years. */
export function upkeepCommands(program: Command, line: CommandLine): void {
  program
    .command('backup')
    .description('write all that the hub knows into one file, while it runs')
    .argument('<file>', 'where to write it; - for stdout')
    .option('--verify', 'read a backup to its end instead, and say whether it is whole', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      '\nWith BACKUP_KEY set it is encrypted (by age); the file is there under its name only when it is whole.\n\nExamples:\n  BACKUP_KEY=… hallpass backup /backups/monday.hallpass\n  hallpass backup - | ssh store "cat > monday.hallpass"\n  hallpass backup --verify /backups/monday.hallpass',
    )
    .action(async (file: string, { verify, json }: { verify: boolean; json: boolean }) => {
      if (verify) process.exitCode = await verifyCommand(line.configured(), file, { json });
      else await line.withApp('command', (app) => backupCommand(app, file, { json }, line.self));
    });

  program
    .command('restore')
    .description('put a backup into an empty database, embedded or on a server')
    .argument('<file>', 'what `hallpass backup` wrote; - for stdin')
    .option('--replace', 'remove what is there, after the ids of its districts were typed', false)
    .option('--confirm <ids>', 'with --replace: the ids, for scripts')
    .option('--other-key', 'restore although what is sealed in it does not open with the secret key here', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      '\nStop the hub and its workers first. It happens as a whole or not at all. A backup of an older version is brought to this one.\n\nExamples:\n  BACKUP_KEY=… hallpass restore monday.hallpass\n  DATABASE_URL=postgres://… SECRET_KEY=… hallpass restore monday.hallpass',
    )
    .action(async (file: string, options: RestoreOptions) => {
      const { bare, close } = await line.openBare(line.configured());
      try {
        process.exitCode = await restoreCommand(bare, file, options, line.self);
      } finally {
        await close();
      }
    });

  program
    .command('upgrade')
    .description('bring the embedded database over to the PostgreSQL that this Hallpass carries')
    .option('--binaries <folder>', 'where the PostgreSQL is that made it, if it is not found')
    .option('--from <file>', 'take a backup instead of the old files')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      '\nStop the hub first. The old files are kept. It needs room for as much again as the database has.\n\nExamples:\n  hallpass upgrade\n  hallpass upgrade --binaries postgres-16-binaries',
    )
    .action(async (options: UpgradeOptions) => {
      process.exitCode = await upgradeCommand(line.configured(), options, line.self);
    });
}
