import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type pg from 'pg';
import { commandActor } from '../access/command-actor.model.ts';
import { changing } from '../access/use-case.ts';
import type { Config } from '../config.ts';
import { otherProcesses } from '../connections/resealing.repository.ts';
import type { ArchiveKey } from '../platform/archive.ts';
import type { Clock } from '../platform/clock.ts';
import { type Database, ensureMonths, openSession } from '../platform/database.ts';
import { type Migration, migrate, readMigrations, remakeSchema, schemaLock } from '../platform/migrate.ts';
import { Problem } from '../platform/problem.ts';
import { keptSecret, makeSecrets } from '../platform/secrets.ts';
import {
  type CopiedTable,
  dropForeignKeys,
  makePartitions,
  rowsIn,
  stillTriggers,
  tablesInOrder,
} from '../platform/table-copy.ts';
import type { Program } from './backup.usecases.ts';
import { type Content, type Progress, readContent, unusable } from './content.repository.ts';
import { contentsOf, schemaOf, signedText } from './manifest.model.ts';
import type { Contents, Manifest, Sums } from './manifest.schema.ts';
import { storeFile } from './stored-file.repository.ts';
import {
  analyse,
  beginRestore,
  keepKey,
  keyInForce,
  lookAtTarget,
  moveStore,
  type Target,
} from './target.repository.ts';

/** A database as it is, opened before anything was done with it. */
export type Bare = { readonly config: Config; readonly database: Database; readonly clock: Clock };

export type RestoreAsked = {
  /** Opens the archive; `again`: it can be read twice, so that it is read whole before anything is changed. */
  readonly archive: { open(): Readable; readonly again: boolean };
  readonly key: ArchiveKey | undefined;
  readonly program: Program;
  readonly progress: Progress;
  /** Asked where districts are there that would be gone; answers what was typed, null: nothing may be replaced. */
  readonly confirm: (districts: readonly string[]) => Promise<string | null>;
  /** The backup is restored although this installation has another secret key. */
  readonly otherKey: boolean;
  /** What the audit calls it; left out: a restore. */
  readonly action?: 'database.upgraded';
};

export type Restored = Contents & {
  /** Migrations that were applied behind it, since it is of an older version. */
  readonly migrated: number;
  /** What is sealed in it opens with the key of this installation. */
  readonly sameKey: boolean;
};

/** Reads an archive to its end, and changes nothing. */
export async function verify(input: Readable, key: ArchiveKey | undefined): Promise<Contents> {
  const { manifest, sums, encrypted } = await readContent(input, key);
  return contentsOf(manifest, sums, encrypted);
}

/**
 * Puts a backup in the place of what the database holds, in one transaction: whoever is killed in it, or meets a fault in
 * the file, has changed nothing. While it runs no process of Hallpass is let in.
 */
export async function restore(house: Bare, asked: RestoreAsked): Promise<Restored> {
  const { program, progress } = asked;
  if (asked.archive.again) {
    progress('the file is read through first');
    refuseOtherKind((await readContent(asked.archive.open(), asked.key)).manifest);
  }
  const migrations = await readMigrations(program.migrations);
  const client = await openSession(house.database.url);
  let done: Awaited<ReturnType<typeof load>>;
  try {
    await client.query(`select pg_advisory_lock(${schemaLock})`);
    await refuseOthers(house);
    const target = await lookAtTarget(client, migrations);
    await mayReplace(target, asked);
    await beginRestore(client);
    done = await load(house, asked, { client, migrations, target });
    progress('the restored data is committed');
    await client.query('commit');
    await analyse(client);
  } finally {
    // Ends an open transaction with it, in which nothing has happened then.
    await client.end();
  }
  const migrated = await migrate(house.database, program.migrations);
  await ensureMonths(house.database.kysely, house.clock());
  for (const { id } of done.manifest.districts)
    await noteRestored({ db: house.database.kysely, clock: house.clock }, commandActor(id), {
      action: asked.action ?? 'backup.restored',
      ...done.manifest,
    });
  return { ...done.contents, migrated: migrated.length, sameKey: done.sameKey };
}

async function refuseOthers(house: Bare): Promise<void> {
  const others = await otherProcesses(house.database.kysely);
  if (others === 0) return;
  const sentence = `${others} other ${others === 1 ? 'process' : 'processes'} of Hallpass use this database. Stop the hub and all workers first; nothing was changed.`;
  throw new Problem('connection.second_hub', sentence);
}

async function mayReplace({ foreign, districts }: Target, { confirm }: RestoreAsked): Promise<void> {
  if (foreign.length > 0)
    throw new Problem(
      'connection.restore_refused',
      `The database holds tables that are not of this Hallpass: ${foreign.slice(0, 5).join(', ')}. Restore into a database of its own, made for that; nothing was changed.`,
    );
  if (districts.length === 0) return;
  const ids = districts.join(' ');
  const typed = await confirm(districts);
  if (typed === null)
    throw new Problem(
      'connection.restore_refused',
      `The database holds ${districts.length === 1 ? 'the district' : 'the districts'} ${ids}. Restore into an empty one, or say --replace, which removes all that is there; nothing was changed.`,
    );
  if (typed.trim() !== ids)
    throw new Problem(
      'connection.restore_refused',
      `What was typed is not ${ids}, so nothing was replaced or changed.`,
    );
}

type Into = {
  readonly client: pg.Client;
  readonly migrations: readonly Migration[];
  readonly target: Target;
};

/** Loads everything in the open transaction. */
async function load(house: Bare, asked: RestoreAsked, into: Into) {
  const { client, migrations } = into;
  const store = storeOf(house.config);
  const counted: Record<string, number> = {};
  let tables: readonly CopiedTable[] = [];
  let foreignKeys: readonly string[] = [];
  let key: string | null = null;
  const { manifest, sums, encrypted } = await readContent(asked.archive.open(), asked.key, {
    async begin(found, secretKey) {
      refuseOtherKind(found);
      const schema = schemaOf(found, migrations);
      if ('refused' in schema) throw unusable(`${schema.refused} Nothing was changed.`);
      key = await settleKey(house.config, asked, into.target, found, secretKey);
      asked.progress('the schema is made');
      await remakeSchema(client, migrations, schema.migrations);
      const made = await tablesInOrder(client);
      refuseOtherShape(found, made);
      // In the order of columns in which the rows are written.
      tables = found.tables.map(({ name, columns }) => ({ name, columns, after: [] }));
      await makePartitions(client, found.partitions);
      foreignKeys = await dropForeignKeys(client);
      await stillTriggers(client, made, true);
    },
    async table(name, rows: Content) {
      asked.progress(`table ${name}`);
      counted[name] = await rowsIn(client, tableOf(tables, name), rows);
    },
    file: (place, _size, content) => storeFile(store.folder, place, content),
  });
  checkSums(sums, counted, key);
  asked.progress('what refers to what is checked');
  for (const statement of foreignKeys) await client.query(statement);
  for (const { id } of manifest.districts) await moveStore(client, id, manifest.store, store);
  await stillTriggers(client, await tablesInOrder(client), false);
  return { manifest, contents: contentsOf(manifest, sums, encrypted), sameKey: key !== null };
}

function storeOf({ dataDir }: Config) {
  mkdirSync(dataDir, { recursive: true });
  return { name: keptSecret(path.join(dataDir, 'store-name')), folder: path.join(path.resolve(dataDir), 'files') };
}

function refuseOtherKind({ kind }: Manifest): void {
  if (kind === 'district')
    throw unusable('This file holds one district, not a whole hub: take it in with hallpass district import.');
}

/** The tables and columns of the file must be those of its version; names of it that are none of ours reach no statement. */
function refuseOtherShape({ tables: said, partitions }: Manifest, tables: readonly CopiedTable[]): void {
  for (const { name, columns } of said) {
    const known = tables.find((table) => table.name === name)?.columns;
    if (known === undefined || [...known].sort().join() !== [...columns].sort().join())
      throw unusable(`It holds table ${name} in a form that its version does not have; nothing was changed.`);
  }
  const odd = partitions.find(({ of }) => !tables.some(({ name }) => name === of));
  if (odd !== undefined) throw unusable(`It holds a part of an unknown table ${odd.of}; nothing was changed.`);
}

function tableOf(tables: readonly CopiedTable[], name: string): CopiedTable {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) throw unusable(`It holds rows of an unknown table ${name}; nothing was changed.`);
  return table;
}

function checkSums(sums: Sums, counted: Readonly<Record<string, number>>, key: string | null): void {
  for (const [name, { rows }] of Object.entries(sums.tables))
    if ((counted[name] ?? 0) !== rows)
      throw unusable(`Table ${name} took ${counted[name] ?? 0} of ${rows} rows; nothing was changed.`);
  if (key !== null && !makeSecrets(key).verify('backup', signedText(sums), sums.signature))
    throw unusable('It was changed by somebody who does not have the secret key of its hub; nothing was changed.');
}

/** The key that opens what is sealed in the backup; null: this installation has another, and that was agreed to. */
async function settleKey(
  config: Config,
  { otherKey }: RestoreAsked,
  { districts }: Target,
  { key: wanted }: Manifest,
  brought: string | null,
): Promise<string | null> {
  const has = keyInForce(config);
  if (has !== null && makeSecrets(has).version === wanted) return has;
  if (brought !== null && config.secretKey === undefined && (has === null || districts.length === 0)) {
    if (makeSecrets(brought).version !== wanted) throw unusable('The secret key in it is not the one that it names.');
    await keepKey(config, brought);
    return brought;
  }
  if (otherKey) return null;
  const how =
    config.secretKey === undefined
      ? 'Put the file secret-key of the hub that it was made by into DATA_DIR, or set SECRET_KEY to its text'
      : 'Set SECRET_KEY to the key of the hub that it was made by (the text of the file secret-key in its DATA_DIR, where that made it)';
  throw new Problem(
    'connection.restore_refused',
    `What is sealed in the backup opens with the secret key ${wanted}; this installation has ${has === null ? 'none yet' : makeSecrets(has).version}. ${how}. To restore all the same, say --other-key, and enter the credentials of the connections anew or run hallpass rotate-secret with the old key. Nothing was changed.`,
  );
}

type Told = Pick<Manifest, 'madeAt' | 'hallpass' | 'postgres'> & {
  readonly action: 'backup.restored' | 'database.upgraded';
};

const noteRestored = changing('district.write', async (_tx, { district }, told: Told) => ({
  answer: null,
  audit: {
    action: told.action,
    subject: { kind: 'district', id: district, name: district },
    details: { madeAt: told.madeAt, hallpass: told.hallpass, postgres: told.postgres },
  },
}));
