import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { commandActor } from '../access/command-actor.model.ts';
import { changing } from '../access/use-case.ts';
import { manifestOf, type Program } from '../backup/backup.usecases.ts';
import {
  type Progress,
  readContent,
  unusable,
  writeFiles,
  writeManifest,
  writeSums,
  writeTables,
} from '../backup/content.repository.ts';
import { contentsOf, memberNames, ofDistrict, signedText } from '../backup/manifest.model.ts';
import type { Contents, Manifest } from '../backup/manifest.schema.ts';
import { takeSnapshot } from '../backup/snapshot.repository.ts';
import { beginRestore, moveStore } from '../backup/target.repository.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { type ArchiveWriter, writeArchive } from '../platform/archive.ts';
import { openSession, sqlState } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { Problem } from '../platform/problem.ts';
import { makeSecrets } from '../platform/secrets.ts';
import {
  type CopiedTable,
  makePartitions,
  rowsIn,
  stillTriggers,
  tablesInOrder,
  tablesThatAct,
} from '../platform/table-copy.ts';
import {
  appliedMigrations,
  districtTables,
  filesOfDistrict,
  type Keys,
  openRuns,
  receiveFile,
  removeDistrictRows,
  resealedRows,
  takeDistrict,
} from './district-move.repository.ts';

export type Moved = Contents & {
  /** Sealed values that did not open, and came over as they were. */
  readonly unreadable: number;
};

export type ExportAsked = {
  readonly district: string;
  readonly out: Writable;
  readonly key: string | undefined;
  readonly program: Program;
  readonly progress: Progress;
};

/**
 * Writes all that is of one district, as it is at one moment. What is sealed is sealed anew with a key that is made for this
 * file and lies in it, so that the file must be encrypted itself.
 */
export async function exportDistrict(app: App, asked: ExportAsked, written: () => Promise<void>): Promise<Moved> {
  if (asked.key === undefined)
    throw new Problem(
      'connection.backup_not_written',
      'A district’s file holds its credentials, so it is written encrypted only. Set BACKUP_KEY to a passphrase of at least 16 characters.',
    );
  const moved = await write(app, asked);
  await written();
  const { rows, files } = moved;
  await note(app, commandActor(asked.district), { action: 'district.exported', details: { rows, files } });
  return moved;
}

async function write(app: App, { district, out, key, program, progress }: ExportAsked): Promise<Moved> {
  const client = await openSession(app.database.url);
  const transferKey = randomBytes(32).toString('hex');
  const keys: Keys = { from: app.secrets, to: makeSecrets(transferKey), unreadable: 0 };
  let archive: ArchiveWriter | undefined;
  try {
    const all = await takeSnapshot(client);
    const districts = all.districts.filter(({ id }) => id === district);
    if (districts.length === 0) throw refuse('request.not_found', { what: 'district', id: district });
    const tables = await districtTables(client, all.tables);
    archive = await writeArchive(out, key, app.clock());
    const source = { ...all, tables, districts };
    const manifest = { ...(await manifestOf(app, 'district', source, program)), key: keys.to.version };
    const hash = await writeManifest({ archive }, manifest);
    await archive.add(memberNames.secretKey, Buffer.from(`${transferKey}\n`));
    const files = await writeFiles({ archive }, await filesOfDistrict(app, client, district));
    const rows = await writeTables({ client, archive, progress }, tables, {
      where: ({ name }) => ofDistrict(name, district),
      change: (table, content) => resealedRows(table, content, keys),
    });
    const sums = { manifest: hash, tables: rows, files };
    await writeSums({ archive }, { ...sums, signature: keys.to.sign('backup', signedText(sums)) });
    await archive.end();
    return { ...contentsOf(manifest, sums, true), unreadable: keys.unreadable };
  } catch (error) {
    await archive?.abandon();
    throw error;
  } finally {
    await client.end();
  }
}

export type ImportAsked = {
  readonly archive: { open(): Readable; readonly again: boolean };
  readonly key: string | undefined;
  readonly progress: Progress;
};

/** Takes a district in, in one transaction, while the hub goes on with its others. */
export async function importDistrict(app: App, asked: ImportAsked): Promise<Moved> {
  if (asked.archive.again) {
    asked.progress('the file is read through first');
    refuseOtherKind((await readContent(asked.archive.open(), asked.key)).manifest);
  }
  const client = await openSession(app.database.url);
  let done: Awaited<ReturnType<typeof load>>;
  try {
    done = await load(app, asked, client);
    await client.query('commit');
  } catch (error) {
    throw tellTaken(error);
  } finally {
    await client.end();
  }
  const { manifest, moved } = done;
  const { madeAt, hallpass } = manifest;
  const details = { madeAt, hallpass, rows: moved.rows };
  for (const id of moved.districts) await note(app, commandActor(id), { action: 'district.imported', details });
  return moved;
}

async function load(app: App, { archive, key, progress }: ImportAsked, client: pg.Client) {
  const counted: Record<string, number> = {};
  const keys: Keys = { from: app.secrets, to: app.secrets, unreadable: 0 };
  const still: { readonly name: string }[] = [];
  let tables: readonly CopiedTable[] = [];
  let acting: readonly string[] = [];
  const { manifest, sums, encrypted } = await readContent(archive.open(), key, {
    async begin(found, transferKey) {
      refuseOtherKind(found);
      await refuseOtherSchema(client, found);
      await refuseTaken(client, found);
      if (transferKey === null || makeSecrets(transferKey).version !== found.key)
        throw unusable('It does not hold the key that its sealed values were sealed with.');
      keys.from = makeSecrets(transferKey);
      acting = await tablesThatAct(client);
      tables = shapesOf(found, await districtTables(client, await tablesInOrder(client)));
      await makePartitions(client, found.partitions);
      await beginRestore(client);
    },
    async table(name, rows) {
      const table = tables.find((one) => one.name === name);
      if (table === undefined) throw unusable(`It holds rows of an unknown table ${name}; nothing was changed.`);
      progress(`table ${name}`);
      if (acting.includes(name)) {
        await stillTriggers(client, [table], true);
        still.push(table);
      }
      counted[name] = await rowsIn(client, table, resealedRows(table, rows, keys));
    },
    file: (place, _size, content) => receiveFile(app, place, content),
  });
  for (const [name, { rows }] of Object.entries(sums.tables))
    if ((counted[name] ?? 0) !== rows) throw unusable(`Table ${name} took ${counted[name] ?? 0} of ${rows} rows.`);
  for (const { id } of manifest.districts)
    await moveStore(client, id, manifest.store, { name: app.files.store, folder: app.files.folder });
  await stillTriggers(client, still, false);
  return { manifest, moved: { ...contentsOf(manifest, sums, encrypted), unreadable: keys.unreadable } };
}

function refuseOtherKind({ kind }: Manifest): void {
  if (kind === 'backup')
    throw unusable(
      'This file is a backup of a whole hub, not a district: put it into an empty database with hallpass restore.',
    );
}

/** Rows fit the tables of the very version that they come from. */
async function refuseOtherSchema(client: pg.Client, { migrations, hallpass }: Manifest): Promise<void> {
  const ours = await appliedMigrations(client);
  const theirs = migrations.map(({ name }) => name);
  if (ours.join() === theirs.join()) return;
  const newer = theirs.length > ours.length ? 'the file is of the newer one' : 'this hub is the newer one';
  throw new Problem(
    'connection.restore_refused',
    `The file was written by Hallpass ${hallpass}, whose tables are not those of this version (${newer}). Bring both hubs to the same version, export the district again, and import that. Nothing was changed.`,
  );
}

async function refuseTaken(client: pg.Client, { districts }: Manifest): Promise<void> {
  const ids = districts.map(({ id }) => id);
  const { rows } = await client.query<{ id: string }>('select id from district where id = any($1)', [ids]);
  if (rows.length > 0) throw taken(rows.map(({ id }) => id).join(', '));
}

const taken = (id: string) =>
  new Problem(
    'connection.restore_refused',
    `There is a district ${id} here already. A district is taken in where its id is free: remove the other one first (hallpass district remove), or import into another hub. Nothing was changed.`,
  );

/** The tables of the file in the order of its columns; every one must be as it is here. */
function shapesOf({ tables }: Manifest, own: readonly CopiedTable[]): readonly CopiedTable[] {
  return tables.map(({ name, columns }) => {
    const known = own.find((table) => table.name === name)?.columns;
    if (known === undefined || [...known].sort().join() !== [...columns].sort().join())
      throw unusable(`It holds table ${name} in a form that this version does not have; nothing was changed.`);
    return { name, columns, after: [] };
  });
}

/** Somebody who signs in, or a key, may be known in one district of a hub only. */
function tellTaken(error: unknown): unknown {
  const { table, constraint } = error as { table?: string; constraint?: string };
  if (sqlState(error) !== '23505') return error;
  if (constraint === 'district_pkey') return taken('of this id');
  if (table !== 'directory') return error;
  return new Problem(
    'connection.restore_refused',
    'Somebody who signs in to this district, or one of its keys, is known to another district of this hub already, and may belong to one only. Remove that person or key in one of the two, export again, and import that. Nothing was changed.',
  );
}

/** Removes all of a district, after its id was typed. What it has in hand is waited for. */
export async function removeDistrict(app: App, district: string, typed: string): Promise<number> {
  if (typed.trim() !== district)
    throw new Problem('connection.restore_refused', `What was typed is not ${district}, so nothing was removed.`);
  const client = await openSession(app.database.url);
  try {
    const tables = await districtTables(client, await tablesInOrder(client));
    await client.query('begin');
    if (!(await takeDistrict(client, district))) throw refuse('request.not_found', { what: 'district', id: district });
    const open = await openRuns(client, district);
    if (open > 0)
      throw new Problem(
        'connection.restore_refused',
        `${open} ${open === 1 ? 'run' : 'runs'} of ${district} ${open === 1 ? 'has' : 'have'} not ended. Wait for them or cancel them, pause the connections, and remove it then; nothing was removed.`,
      );
    const removed = await removeDistrictRows(client, tables, district);
    await client.query('commit');
    return removed;
  } finally {
    await client.end();
  }
}

type Note = { readonly action: 'district.exported' | 'district.imported'; readonly details: Record<string, unknown> };

const note = changing('district.write', async (_tx, { district }, { action, details }: Note) => ({
  answer: null,
  audit: { action, subject: { kind: 'district', id: district, name: district }, details },
}));
