import { sql } from 'kysely';
import { type AuditLine, type Change, changing, reading, type Scope } from '../../access/use-case.ts';
import { refuseInBlackout } from '../../connections/calendar.repository.ts';
import type { Facts } from '../../dictionary/facts.model.ts';
import { Refusal, refuse } from '../../dictionary/refusal.model.ts';
import type { Actor } from '../../platform/actor.ts';
import { allocate, type Statements, statementsOf, type Tx } from '../../platform/database.ts';
import type { App } from '../../platform/house.ts';
import { retentionClasses } from '../../retention/retention.model.ts';
import type { Note } from '../../runs/job.ts';
import { flowOf, insertRun, type PartAsked } from '../../runs/run.repository.ts';
import { carriedFiles, type FileSpec, type Version } from './columns.model.ts';
import { eachRow } from './csv.model.ts';
import {
  dropSet,
  dropUploads,
  type FileSet,
  openSetFile,
  readFolder,
  readZip,
  receiveZip,
  type SetFile,
  type Store,
} from './file-set.repository.ts';
import { type Manifest, modeOf, readManifest } from './manifest.model.ts';
import type { Mode } from './row.model.ts';
import { hasSnapshot } from './snapshot.repository.ts';

/** A set of files as it was understood: what is read and how, and what is only counted. */
type Understood = {
  readonly version: Version;
  readonly read: readonly { readonly file: SetFile; readonly spec: FileSpec; readonly mode: Mode }[];
  readonly notes: readonly Note[];
};

export type ImportAsked = {
  readonly set: Understood;
  readonly name: string;
  readonly connection: string;
  readonly allowDeletions: boolean;
  /** Nothing is written: the run says what would be. */
  readonly dry?: boolean;
  readonly storeName: string;
  readonly trigger: 'person' | 'api';
};

/** Reads the manifest and decides for each file whether it is read, and how. A set that cannot be understood is refused before anything is stored. */
export async function understandSet(set: FileSet, store: Store): Promise<Understood> {
  const manifestFile = set.files.find((file) => file.name === 'manifest.csv');
  const manifest = manifestFile === undefined ? null : readManifest(await readSmall(manifestFile, store));
  const version = manifest?.version ?? (await guessVersion(set, store));
  const specs = carriedFiles(version);
  if (!specs.some((spec) => set.files.some((file) => file.name === spec.name)))
    throw refuse('oneroster.no_roster_files', { file: set.name });
  const read: Understood['read'][number][] = [];
  const notes: Note[] = manifest === null ? [{ entry: 'oneroster.manifest_missing', count: 1, facts: {} }] : [];
  for (const file of set.files) {
    if (file.name === 'manifest.csv') continue;
    const spec = specs.find((one) => one.name === file.name);
    const mode = modeOf(manifest, file.name);
    if (spec !== undefined && mode !== null) read.push({ file, spec, mode });
    else notes.push(await noteOfLeft(file, spec, manifest, store));
  }
  if (manifest !== null) notes.push(...missingFiles(manifest, specs, set));
  return { version, read, notes };
}

const mostManifest = 1024 * 1024;

/** While a set is being understood nothing is held against a file that is just being written; the run will see. */
const bare = ({ path, sealed }: SetFile) => ({ path, sealed });

async function readSmall(file: SetFile, store: Store): Promise<Buffer> {
  if (file.size > mostManifest) throw refuse('oneroster.manifest_unreadable', { reason: `it has ${file.size} bytes` });
  const source = await openSetFile(bare(file), store);
  try {
    const bytes = Buffer.alloc(file.size);
    return bytes.subarray(0, await source.read(bytes, 0));
  } finally {
    await source.close();
  }
}

/** Without a manifest the users' header tells: only 1.1 says the role there. */
async function guessVersion(set: FileSet, store: Store): Promise<Version> {
  const users = set.files.find((file) => file.name === 'users.csv');
  if (users === undefined) return '1.1';
  const source = await openSetFile(bare(users), store);
  try {
    const start = Buffer.alloc(8192);
    const head = start.toString('latin1', 0, await source.read(start, 0)).split('\n', 1)[0] ?? '';
    return /orgSourcedIds|(^|,)role(,|$)/.test(head) ? '1.1' : '1.2';
  } finally {
    await source.close();
  }
}

async function noteOfLeft(
  file: SetFile,
  spec: FileSpec | undefined,
  manifest: Manifest | null,
  store: Store,
): Promise<Note> {
  const count = await countRows(file, store);
  const facts: Facts = {
    file: file.name,
    count: String(count),
    name: file.name.replace('.csv', ''),
    value: manifest?.files.get(file.name.toLowerCase()) ?? 'nothing of it',
  };
  return { entry: spec === undefined ? 'oneroster.file_left' : 'oneroster.file_not_announced', count, facts };
}

async function countRows(file: SetFile, store: Store): Promise<number> {
  const source = await openSetFile(bare(file), store);
  let rows = -1;
  try {
    await eachRow(source, () => {
      rows++;
    });
  } finally {
    await source.close();
  }
  return Math.max(0, rows);
}

function missingFiles(manifest: Manifest, specs: readonly FileSpec[], set: FileSet): readonly Note[] {
  const missing = specs.filter((spec) => {
    const said = manifest.files.get(spec.name.toLowerCase());
    return (said === 'bulk' || said === 'delta') && !set.files.some((file) => file.name === spec.name);
  });
  return missing.map((spec) => ({
    entry: 'oneroster.file_not_there',
    count: 1,
    facts: { file: spec.name, value: manifest.files.get(spec.name.toLowerCase()) ?? '' },
  }));
}

/** A file of this size is read in two parts at once when all of it must be read; larger ones always in as many as memory asks: some million rows each. */
const twoPartsFrom = 16 * 1024 * 1024;
const onePartUpTo = 160 * 1024 * 1024;

/** The parts that carry files, by what is known of their last reading. */
export async function partsOfFiles(
  db: Statements,
  owner: { readonly district: string; readonly connection: number },
  set: Pick<Understood, 'version' | 'read'>,
  storeName: string,
): Promise<readonly PartAsked[]> {
  const parts: PartAsked[] = [];
  for (const { file, spec, mode } of set.read) {
    const known = await hasSnapshot(db, owner, spec.kind, mode);
    const of =
      file.size > onePartUpTo
        ? 2 ** Math.ceil(Math.log2(file.size / onePartUpTo))
        : file.size > twoPartsFrom && spec.kind === 'enrollment' && !known
          ? 2
          : 1;
    for (let at = 0; at < of; at++) {
      const source = {
        file: file.name,
        sha256: file.sha256,
        version: set.version,
        mode,
        shard: { at, of },
        path: file.path,
        sealed: file.sealed,
        ...(file.stamp === undefined ? {} : { stamp: file.stamp }),
      };
      parts.push({
        unit: of === 1 ? file.name : `${file.name} ${at + 1}/${of}`,
        kind: spec.kind,
        level: spec.level,
        source,
        store: storeName,
        rows: 0,
      });
    }
  }
  return parts;
}

/** Asks for a run over a set of files. The same set that is waiting or being read already is not asked for twice. */
export const askImport = changing(
  'runs.import',
  async (tx: Tx, scope: Scope, asked: ImportAsked): Promise<Change<{ run: number; joined: boolean }>> => {
    const connection = await connectionOf(tx, scope, asked.connection);
    await refuseInBlackout(tx, scope.district, connection, scope.now);
    const flow = await flowOf(tx, scope.district, 'rostering', connection);
    // One asking at a time a flow, so that the same set asked twice at once is seen to be the same.
    await sql`select 1 from flow where district_id = ${scope.district} and no = ${flow} for update`.execute(tx);
    const owner = { district: scope.district, connection };
    const parts = await partsOfFiles(statementsOf(tx), owner, asked.set, asked.storeName);
    const under = await sameUnderWay(tx, scope.district, flow, asked);
    if (under !== null) return { answer: { run: under, joined: true }, audit: [] };
    const run = await insertRun(tx, scope.actor, scope.now, {
      flow,
      scope: {
        trigger: asked.trigger,
        dry: asked.dry === true,
        allowDeletions: asked.allowDeletions,
        ...(scope.schools === null ? {} : { schools: scope.schools }),
      },
      parts,
      notes: asked.set.notes,
    });
    const details = {
      files: asked.set.read.map(({ file, mode }) => `${file.name} (${mode})`),
      allowDeletions: asked.allowDeletions,
      connection: asked.connection,
      ...(asked.dry === true ? { dry: true } : {}),
    };
    const audit: AuditLine = {
      action: 'run.asked',
      subject: { kind: 'run', id: String(run), name: asked.name },
      details,
    };
    return { answer: { run, joined: false }, audit };
  },
);

/** The connection that files come by; made at the first import. */
async function connectionOf(tx: Tx, scope: Scope, name: string): Promise<number> {
  const known = await tx
    .selectFrom('connection')
    .select(['id', 'system', 'settings'])
    .where('district_id', '=', scope.district)
    .where('name', '=', name)
    .executeTakeFirst();
  if (known !== undefined) {
    if (known.system !== 'oneroster-csv')
      throw refuse('request.name_taken', { what: 'connection of another system', name });
    // Who may touch some schools only must not delete, by leaving it out, what others brought over the same connection.
    if (scope.schools !== null && known.settings['limitedTo'] !== limitOf(scope))
      throw refuse('request.connection_of_others', { name });
    return known.id;
  }
  const id = await allocate(tx, scope.district, 'connection');
  const settings = JSON.stringify(scope.schools === null ? {} : { limitedTo: limitOf(scope) });
  await sql`insert into connection (district_id, id, name, system, settings) values (${scope.district}, ${id}, ${name}, 'oneroster-csv', ${settings}) on conflict do nothing`.execute(
    tx,
  );
  return connectionOf(tx, scope, name);
}

/** Whose connection it is, where somebody limited to some schools made it. */
const limitOf = ({ actor }: Scope) => `${actor.kind} ${actor.name}`;

async function sameUnderWay(tx: Tx, district: string, flow: number, asked: ImportAsked): Promise<number | null> {
  const wanted = asked.set.read
    .map(({ file, mode }) => `${file.name} ${mode} ${file.sha256}`)
    .sort()
    .join('\n');
  const open = await sql<{
    no: number;
    name: string;
  }>`select r.no, string_agg(distinct (p.source->>'file') || ' ' || (p.source->>'mode') || ' ' || (p.source->>'sha256'), chr(10)) as name
    from run r join part p on p.district_id = r.district_id and p.run_no = r.no
    where r.district_id = ${district} and r.flow_no = ${flow} and r.finished_at is null and r.scope->>'allowDeletions' = ${String(asked.allowDeletions)}
      and r.scope->>'dry' = ${String(asked.dry === true)} group by r.no`.execute(tx);
  return open.rows.find((row) => row.name.split('\n').sort().join('\n') === wanted)?.no ?? null;
}

/** Whether an actor may import at all; asked before an upload is received, so that nobody's gigabytes are stored for nothing. */
export const mayImport = reading('runs.import', async () => true);

const refusedLine = changing('runs.import', async (_tx, _scope, refusal: { name: string; entry: string }) => ({
  answer: null,
  audit: { action: 'import.refused', subject: { kind: 'upload', id: refusal.entry, name: refusal.name } },
}));

type Asking = {
  readonly connection: string;
  readonly name: string;
  readonly allowDeletions: boolean;
  readonly dry?: boolean;
  readonly trigger: 'person' | 'api';
};

/**
 * The way of every import: the files are received (or read where they lie), understood, and a run is asked for them.
 * A set that is refused at the door leaves a line in the audit, and no file.
 */
export async function importSet(
  app: App,
  actor: Actor,
  asked: Asking,
  from: Source,
): Promise<{ run: number; joined: boolean }> {
  await mayImport(app, actor, undefined);
  const store = storeOf(app);
  let set: FileSet | undefined;
  try {
    set = await receive(from, asked.name, store);
    const understood = await understandSet(set, store);
    const answer = await askImport(app, actor, { ...asked, set: understood, storeName: app.files.store });
    if (answer.joined) await dropSet(set);
    return answer;
  } catch (error) {
    if (set !== undefined) await dropSet(set);
    if (error instanceof Refusal) await refusedLine(app, actor, { name: asked.name, entry: error.entry });
    throw error;
  }
}

/** Where a set comes from: a folder or a zip on this machine, or an upload. */
export type Source =
  | { readonly folder: string }
  | { readonly zip: string }
  | { readonly upload: AsyncIterable<Uint8Array> };

function receive(from: Source, name: string, store: Store): Promise<FileSet> {
  if ('folder' in from) return readFolder(from.folder);
  return 'zip' in from ? readZip(store, from.zip) : receiveZip(store, name, from.upload);
}

/** Where uploads of this installation lie, and what seals them. */
export function storeOf(app: Pick<App, 'files' | 'secrets'>): Store {
  return { folder: app.files.folder, key: app.secrets.keyFor('uploads') };
}

const hourMs = 3_600_000;

/** How long the last reading of a flow is kept while records of it are not fine: so long a fix can carry them at once. */
const keptDays = sql`coalesce((select days from retention one where one.district_id = r.district_id and one.class = 'readings'),
  ${retentionClasses.readings.days}::int)`;

/** The last reading of a kind, of which a run found records that are not fine: a part `p` of a run `r`. */
const lasts = sql`r.scope ->> 'dry' = 'false' and exists (select 1 from record where record.district_id = r.district_id and record.flow_no = r.flow_no
    and record.kind = p.kind and record.state <> 'held')
  and not exists (select 1 from run later join part again on again.district_id = later.district_id and again.run_no = later.no
    where later.district_id = r.district_id and later.flow_no = r.flow_no and later.no > r.no and later.finished_at is not null
      and later.scope ->> 'dry' = 'false' and later.scope -> 'fix' is null and later.scope -> 'records' is null and again.kind = p.kind and again.state = 'done' and again.source ? 'path')`;

/**
 * Removes uploads and readings whose runs have ended, but for the last reading of each flow that refused something. An
 * upload of the last hour may belong to a run that is just being asked for.
 */
export async function sweepUploads(app: App): Promise<void> {
  const store = storeOf(app);
  // Where a part keeps files of ours: a sealed file, or the folder of a reading.
  const place = sql`case when p.source->>'mode' = 'read' then ${`${store.folder}/`} || (p.source->>'folder') || '/reading' else p.source->>'path' end`;
  // Where somebody was forgotten, a part says no longer where its files lie.
  const kept = sql`(p.source->>'sealed' = 'true' or p.source->>'mode' = 'read') and ${place} is not null`;
  const open = await sql<{
    path: string;
  }>`select ${place} as path from part p join run r on r.district_id = p.district_id and r.no = p.run_no
    where r.finished_at is null and ${kept}`.execute(app.db);
  const ended = await sql<{ path: string; lasts: boolean }>`
    select ${place} as path, bool_or(${lasts}) as lasts from part p join run r on r.district_id = p.district_id and r.no = p.run_no
    where r.finished_at > ${app.clock()}::timestamptz - ${keptDays} * interval '1 day' and ${kept} group by 1`.execute(
    app.db,
  );
  const lasting = ended.rows.filter((row) => row.lasts);
  const inUse = [...open.rows, ...lasting].map((row) => row.path);
  const recent = new Date(app.clock().getTime() - hourMs);
  await dropUploads(store, inUse, recent, new Set(ended.rows.map((row) => row.path)));
}
