import { existsSync, mkdirSync } from 'node:fs';
import { copyFile, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import { archiveAt, freshFile } from '../platform/archive-file.ts';
import { systemClock } from '../platform/clock.ts';
import { openDatabase } from '../platform/database.ts';
import { carriedMajor, majorOf, serverOf } from '../platform/embedded-folder.ts';
import { type Binaries, openEmbedded } from '../platform/embedded-postgres.ts';
import type { Log } from '../platform/log.ts';
import { Problem } from '../platform/problem.ts';
import { keptSecret, makeSecrets } from '../platform/secrets.ts';
import { type Program, writeBackup } from './backup.usecases.ts';
import type { Progress } from './content.repository.ts';
import { findOldBinaries } from './old-binaries.repository.ts';
import { restore } from './restore.usecases.ts';
import { noFiles } from './stored-file.repository.ts';

export type UpgradeAsked = {
  readonly program: Program;
  readonly progress: Progress;
  readonly log: Log;
  /** Where the PostgreSQL that made the folder is; left out: it is looked for. */
  readonly binaries: string | undefined;
  /** A backup to take instead of the old files. */
  readonly from: string | undefined;
};

export type Upgraded = {
  readonly from: string;
  readonly to: string;
  /** Null: they were counted by a call that was ended before its last step. */
  readonly rows: number | null;
  /** Where the old files are now. */
  readonly kept: string;
};

const refused = (sentence: string) => new Problem('connection.database_other_version', sentence);

/**
 * Brings the embedded database of a data folder over to the PostgreSQL that this Hallpass carries: a backup is made by the
 * old one, restored into new files beside it, and only when all of it is there do the files change places. The old ones are
 * kept. Killed anywhere it leaves the old files, or is brought to its end by the next call. Null: nothing was to be done.
 */
export async function upgrade(config: Config, asked: UpgradeAsked): Promise<Upgraded | null> {
  if (config.databaseUrl !== undefined)
    throw refused(
      'DATABASE_URL names a server, which whoever looks after it brings to a new version. hallpass upgrade is for the embedded database.',
    );
  const dir = path.resolve(config.dataDir);
  const beside = path.join(dir, 'upgrade');
  const old = majorOf(dir);
  if (old === null) return finish(dir, beside);
  if (old === carriedMajor) {
    await rm(beside, { recursive: true, force: true });
    return null;
  }
  if (Number(old) > Number(carriedMajor))
    throw refused(
      `${dir} was made by PostgreSQL ${old}, which is newer than the ${carriedMajor} that this Hallpass carries. Install the Hallpass that made it.`,
    );
  const made = await fill(config, asked, { dir, beside, old });
  asked.progress('the new files take the place of the old');
  const kept = await swap(dir, beside, old);
  return { from: old, to: carriedMajor, rows: made.rows, kept };
}

type Places = { readonly dir: string; readonly beside: string; readonly old: string };

/** Makes the new database beside the old one, with all that was in it. */
async function fill(config: Config, asked: UpgradeAsked, { dir, beside, old }: Places) {
  const { program, progress } = asked;
  // Found before anything is made: most calls end here, with what to do.
  const binaries = asked.from === undefined ? await findOldBinaries(old, asked.binaries) : null;
  // What an upgrade that was killed has left; its server ends with it.
  if (serverOf(path.join(beside, 'postgres')) !== null)
    throw new Problem('connection.second_hub', `Another upgrade of ${dir} is under way. Wait until it has ended.`);
  await rm(beside, { recursive: true, force: true });
  mkdirSync(beside, { mode: 0o755 });
  await copyFile(path.join(dir, 'database-password'), path.join(beside, 'database-password'));
  const file = asked.from ?? path.join(beside, 'before.hallpass');
  if (binaries !== null) await backUpOld(config, asked, { dir, file, binaries: { major: old, folder: binaries } });
  const server = await openEmbedded(beside, asked.log, true);
  const database = openDatabase(server.url, 3);
  try {
    return await restore(
      { config, database, clock: systemClock },
      {
        archive: await archiveAt(file),
        key: config.backupKey,
        program,
        progress,
        confirm: async () => null,
        otherKey: false,
        action: 'database.upgraded',
      },
    );
  } finally {
    await database.close();
    await server.close();
  }
}

type Old = { readonly dir: string; readonly file: string; readonly binaries: Binaries };

async function backUpOld(config: Config, { program, progress, log }: UpgradeAsked, { dir, file, binaries }: Old) {
  progress(`PostgreSQL ${binaries.major} is started on its files`);
  // As their keeper: no hub is on them, and none comes while they are read.
  const server = await openEmbedded(dir, log, true, binaries);
  const database = openDatabase(server.url, 2);
  const fresh = await freshFile(file);
  try {
    const backed = {
      config,
      clock: systemClock,
      database,
      secrets: makeSecrets(config.secretKey ?? keptSecret(path.join(dir, 'secret-key'))),
      files: { folder: path.join(dir, 'files'), store: keptSecret(path.join(dir, 'store-name')) },
    };
    // A public key seals what could not be read here again; it lies for minutes, beside the files that it is made of.
    await writeBackup(backed, { out: fresh.out, key: undefined, program, progress }, noFiles);
    await fresh.keep();
  } finally {
    await fresh.drop();
    await database.close();
    await server.close();
  }
}

const aside = (dir: string, old: string) => path.join(dir, `postgres-${old}`);

/** Two renames. Between them there is no database in its place, and no start makes an empty one while `upgrade` is there. */
async function swap(dir: string, beside: string, old: string): Promise<string> {
  let kept = aside(dir, old);
  for (let no = 2; existsSync(kept); no++) kept = `${aside(dir, old)}-${no}`;
  await rename(path.join(dir, 'postgres'), kept);
  await rename(path.join(beside, 'postgres'), path.join(dir, 'postgres'));
  await rm(beside, { recursive: true, force: true });
  return kept;
}

/** No database in its place: a start will make one, or an upgrade was ended between its two renames. */
async function finish(dir: string, beside: string): Promise<Upgraded | null> {
  const ready = majorOf(beside);
  if (ready === null) return null;
  await rename(path.join(beside, 'postgres'), path.join(dir, 'postgres'));
  await rm(beside, { recursive: true, force: true });
  const kept =
    (await readdir(dir))
      .filter((name) => /^postgres-\d+(-\d+)?$/.test(name))
      .sort()
      .at(-1) ?? '';
  return { from: kept.split('-')[1] ?? '', to: ready, rows: null, kept: path.join(dir, kept) };
}
