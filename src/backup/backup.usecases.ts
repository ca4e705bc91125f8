import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Writable } from 'node:stream';
import { commandActor } from '../access/command-actor.model.ts';
import { changing } from '../access/use-case.ts';
import { districtIds } from '../district/district.repository.ts';
import { tellNews } from '../notifications/news.repository.ts';
import { type ArchiveKey, type ArchiveWriter, writeArchive } from '../platform/archive.ts';
import { openSession, statementsOf } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { readMigrations } from '../platform/migrate.ts';
import type { CopiedTable } from '../platform/table-copy.ts';
import { type Progress, writeFiles, writeManifest, writeSums, writeTables } from './content.repository.ts';
import { contentsOf, memberNames, signedText } from './manifest.model.ts';
import type { Contents, Manifest } from './manifest.schema.ts';
import { type Source, takeSnapshot } from './snapshot.repository.ts';
import { type HeldFiles, holdFiles } from './stored-file.repository.ts';

/** What the program knows of itself: its version and where its migrations lie. */
export type Program = { readonly version: string; readonly migrations: string };

export type BackupAsked = {
  readonly out: Writable;
  readonly key: ArchiveKey | undefined;
  readonly program: Program;
  readonly progress: Progress;
};

/**
 * Writes all that this hub knows as it is at one moment, while the hub and its workers go on. The audit of each district
 * tells of it when `written` has done what is left to do, such as giving the file its name.
 */
export async function backup(app: App, asked: BackupAsked, written: () => Promise<void>): Promise<Contents> {
  try {
    const contents = await writeBackup(app, asked, await holdFiles(app));
    await written();
    await note(app, contents);
    return contents;
  } catch (error) {
    await tellFailure(app).catch(() => {});
    throw error;
  }
}

/** What a backup needs of the hub. */
export type Backed = Pick<App, 'config' | 'clock' | 'files' | 'secrets' | 'database'>;

/** Writes the archive; the audit does not hear of it. `held`: the stored files that belong into it. */
export async function writeBackup(
  app: Backed,
  { out, key, program, progress }: BackupAsked,
  held: HeldFiles,
): Promise<Contents> {
  const client = await openSession(app.database.url);
  let archive: ArchiveWriter | undefined;
  try {
    const source = await takeSnapshot(client);
    await held.hold();
    archive = await writeArchive(out, key, app.clock());
    const manifest = await manifestOf(app, 'backup', source, program);
    const hash = await writeManifest({ archive }, manifest);
    if (key !== undefined) await writeSecretKey(app, archive);
    const files = await writeFiles({ archive }, await held.files());
    const tables = await writeTables({ client, archive, progress }, source.tables);
    const sums = { manifest: hash, tables, files };
    await writeSums({ archive }, { ...sums, signature: app.secrets.sign('backup', signedText(sums)) });
    await archive.end();
    return contentsOf(manifest, sums, key !== undefined);
  } catch (error) {
    await archive?.abandon();
    throw error;
  } finally {
    await client.end();
    await held.release();
  }
}

/** What an archive says of itself. */
export async function manifestOf(
  app: Backed,
  kind: Manifest['kind'],
  { tables, partitions, districts, postgres, applied }: Source,
  program: Program,
): Promise<Manifest> {
  const known = await readMigrations(program.migrations);
  return {
    format: 1,
    kind,
    hallpass: program.version,
    postgres,
    madeAt: app.clock().toISOString(),
    migrations: known.filter(({ name }) => applied.includes(name)).map(({ name, hash }) => ({ name, hash })),
    tables: tables.map(({ name, columns }: CopiedTable) => ({ name, columns: [...columns] })),
    partitions: [...partitions],
    districts: [...districts],
    key: app.secrets.version,
    store: { name: app.files.store, folder: app.files.folder },
  };
}

/** A key that this machine made lies on its disk alone, and would be lost with it; one that was given is kept by its giver. */
async function writeSecretKey(app: Backed, archive: ArchiveWriter): Promise<void> {
  if (app.config.secretKey !== undefined) return;
  await archive.add(memberNames.secretKey, await readFile(path.join(app.config.dataDir, 'secret-key')));
}

async function note(app: App, contents: Contents): Promise<void> {
  for (const district of await districtIds(app.db)) await noteDone(app, commandActor(district), contents);
}

const noteDone = changing('district.write', async (tx, { district, now }, made: Contents) => {
  const { rows, files, encrypted, madeAt } = made;
  await tellNews(statementsOf(tx), district, now, [
    { kind: 'backup', subject: 'hub', change: 'done', version: madeAt, facts: { encrypted } },
  ]);
  return {
    answer: null,
    audit: {
      action: 'backup.made',
      subject: { kind: 'district', id: district, name: district },
      details: { rows, files, encrypted },
    },
  };
});

async function tellFailure(app: App): Promise<void> {
  for (const district of await districtIds(app.db)) await noteFailure(app, commandActor(district), undefined);
}

const noteFailure = changing('district.write', async (tx, { district, now }, _: undefined) => {
  const news = { kind: 'backup', subject: 'hub', change: 'failed', version: now.toISOString(), facts: {} } as const;
  await tellNews(statementsOf(tx), district, now, [news]);
  return { answer: null, audit: [] };
});
