import type { Config } from '../config.ts';
import { archiveAt, freshFile } from '../platform/archive-file.ts';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { askTyped, printer } from '../platform/terminal.ts';
import { backup, type Program } from './backup.usecases.ts';
import { sizeInWords } from './manifest.model.ts';
import type { Contents } from './manifest.schema.ts';
import { type Bare, type Restored, restore, verify } from './restore.usecases.ts';

// backup and restore on the command line: 0 done, 2 nothing was done and why, 3 Hallpass failed.

export type BackupOptions = { readonly json: boolean };

/** `hallpass backup FILE`: the file is there when it is whole and was read back; `-` writes to stdout. */
export async function backupCommand(app: App, file: string, options: BackupOptions, program: Program): Promise<0> {
  const key = app.config.backupKey;
  const print = printer(file === '-' ? process.stderr : process.stdout);
  const asked = { key, program, progress: print.progress };
  if (key === undefined)
    print.warn(
      'This backup is not encrypted: whoever has the file reads all records in it. Set BACKUP_KEY to encrypt the next one.',
    );
  try {
    if (file === '-') {
      if (process.stdout.isTTY === true)
        throw new Problem(
          'connection.backup_not_written',
          'A backup is no text for a terminal: name a file, or pipe it on.',
        );
      tell(
        await backup(app, { ...asked, out: process.stdout }, async () => {}),
        null,
        file,
        app.config,
        options,
        print,
      );
      return 0;
    }
    const fresh = await freshFile(file);
    try {
      const made = await backup(app, { ...asked, out: fresh.out }, async () => {
        print.progress('the file is read back');
        if (key?.startsWith('age1') !== true) await verify((await archiveAt(fresh.path)).open(), key);
        await fresh.keep();
      });
      tell(made, fresh.bytes(), file, app.config, options, print);
    } finally {
      await fresh.drop();
    }
    return 0;
  } catch (error) {
    throw tellDisk(error);
  } finally {
    print.end();
  }
}

type Print = ReturnType<typeof printer>;

function tell(
  made: Contents,
  bytes: number | null,
  file: string,
  config: Config,
  { json }: BackupOptions,
  print: Print,
): void {
  const withKey = made.encrypted && config.secretKey === undefined;
  if (json) {
    print.out(JSON.stringify({ file, bytes, ...made, holdsSecretKey: withKey }));
    return;
  }
  const size = bytes === null ? '' : `, ${sizeInWords(bytes)}`;
  print.out(`${what(made)}${size}${made.encrypted ? ', encrypted' : ''}: ${file === '-' ? 'written' : file}`);
  if (withKey) print.out('It holds the secret key of this hub, which opens the credentials that are sealed in it.');
  else
    print.out(
      `Credentials in it are sealed with the secret key ${made.key} (${config.secretKey === undefined ? 'the file secret-key in DATA_DIR' : 'SECRET_KEY'}), which is not in the file: keep that too.`,
    );
}

const what = ({ tables, rows, files }: Contents) =>
  `${rows} rows of ${tables} tables${files > 0 ? ` and ${files} stored files` : ''}`;

const diskFaults: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Make room, or write the backup elsewhere.',
  EDQUOT: 'This user may not store more on that disk. Make room, or write the backup elsewhere.',
  EFBIG: 'That disk takes no file of this size. Write the backup elsewhere.',
  EPIPE: 'Whoever should take the backup stopped reading.',
};

function tellDisk(error: unknown): unknown {
  const told = diskFaults[(error as NodeJS.ErrnoException).code ?? ''];
  return told === undefined ? error : new Problem('connection.backup_not_written', told);
}

/** `hallpass backup --verify FILE`. */
export async function verifyCommand(config: Config, file: string, options: BackupOptions): Promise<0> {
  const print = printer();
  try {
    const found = await verify((await archiveAt(file)).open(), config.backupKey);
    if (options.json) print.out(JSON.stringify({ file, ...found }));
    else
      print.out(
        `${file} is whole: ${what(found)}, made at ${found.madeAt} by Hallpass ${found.hallpass}${found.encrypted ? ', encrypted' : ''}; districts: ${found.districts.join(', ') || 'none'}; secret key ${found.key}.`,
      );
    return 0;
  } finally {
    print.end();
  }
}

export type RestoreOptions = {
  readonly replace: boolean;
  readonly confirm?: string;
  readonly otherKey: boolean;
  readonly json: boolean;
};

/** `hallpass restore FILE`. */
export async function restoreCommand(bare: Bare, file: string, options: RestoreOptions, program: Program): Promise<0> {
  const print = printer();
  try {
    const done = await restore(bare, {
      archive: await archiveAt(file),
      key: bare.config.backupKey,
      program,
      progress: print.progress,
      otherKey: options.otherKey,
      confirm: async (districts) => {
        if (!options.replace) return null;
        const ids = districts.join(' ');
        return (
          options.confirm ?? (await askTyped(`All data of ${ids} here will be removed. Type ${ids} to go on: `)) ?? ''
        );
      },
    });
    if (options.json) print.out(JSON.stringify(done));
    else print.out(restored(done));
    return 0;
  } finally {
    print.end();
  }
}

function restored(done: Restored): string {
  const migrated =
    done.migrated === 0 ? '' : ` It was of an older version and was brought to this one (${done.migrated} steps).`;
  const key = done.sameKey
    ? ''
    : ` What is sealed in it does not open with the secret key here: run OLD_SECRET_KEY=… hallpass rotate-secret with the key ${done.key}, or enter the credentials of the connections anew.`;
  return `${what(done)} are restored, as they were at ${done.madeAt}.${migrated}${key} Start the hub; what came after the backup comes again with the next sync.`;
}
