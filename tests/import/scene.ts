import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { commandActor } from '../../src/access/command-actor.model.ts';
import type { Actor } from '../../src/platform/actor.ts';
import type { App } from '../../src/platform/house.ts';
import { importSet, type Source } from '../../src/rostering/oneroster/import.usecases.ts';
import { showRun } from '../../src/runs/run.read-model.ts';
import type { RunDetail } from '../../src/runs/run.schema.ts';
import { startRuns } from '../../src/work.ts';
import { freshDatabase } from '../database/database.ts';

/** An app on a database of its own, with a worker that carries out what is asked for, and a folder for sets of files. */
export type Hall = {
  readonly app: App;
  readonly folder: string;
  /** Starts the worker, where the hall was opened without one. */
  work(): Promise<void>;
  rest(): Promise<void>;
  close(): Promise<void>;
};

export async function aHall({ working = true } = {}): Promise<Hall> {
  const app = await freshDatabase();
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-sets-'));
  let worker: Awaited<ReturnType<typeof startRuns>> | undefined;
  const work = async () => {
    worker ??= await startRuns(app);
  };
  const rest = async () => {
    await worker?.stop();
    worker = undefined;
  };
  if (working) await work();
  const close = async () => {
    await rest();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { app, folder, work, rest, close };
}

export type District = Hall & { readonly id: string; readonly actor: Actor };

/** A district of its own: runs count from 1, and nothing of other scenes is in it. */
export async function aDistrict(hall: Hall): Promise<District> {
  const id = `north-${randomBytes(4).toString('hex')}`;
  await sql`insert into district (id, name, time_zone) values (${id}, 'North Unified', 'America/Chicago')`.execute(
    hall.app.db,
  );
  return { ...hall, id, actor: commandActor(id) };
}

export type Options = {
  readonly connection?: string;
  readonly allowDeletions?: boolean;
  readonly dry?: boolean;
  readonly actor?: Actor;
  readonly trigger?: 'person' | 'api';
};

/** Asks for an import and does not wait for it. */
export function askFor(district: District, from: Source | string, options: Options = {}) {
  const asked = {
    connection: options.connection ?? 'files',
    name: 'the set',
    allowDeletions: options.allowDeletions ?? false,
    dry: options.dry ?? false,
    trigger: options.trigger ?? ('person' as const),
  };
  const source = typeof from === 'string' ? { folder: from } : from;
  return importSet(district.app, options.actor ?? district.actor, asked, source);
}

/** Imports a folder (or a zip) and waits for the run to end. */
export async function importFolder(
  district: District,
  from: Source | string,
  options: Options = {},
): Promise<RunDetail> {
  const { run } = await askFor(district, from, options);
  return endOf(district, run);
}

/** Waits for a run to end; a run that hangs ends the test. */
export async function endOf({ app, actor }: District, run: number): Promise<RunDetail> {
  for (const until = Date.now() + 60_000; ; ) {
    const detail = await showRun(app, actor, run);
    if (detail.finishedAt !== null) return detail;
    if (Date.now() > until) throw new Error(`run ${run} has not ended: ${JSON.stringify(detail.parts)}`);
    await pause(10);
  }
}

const words = ['created', 'updated', 'deleted', 'unchanged', 'invalid', 'held', 'conflict', 'rejected', 'blocked'];
export type Numbers = Readonly<Record<string, number>>;

/** The numbers of a run, or of a part, that are not 0. */
export function numbersOf(counted: object): Numbers {
  const entries = Object.entries(counted).filter(([word, n]) => (word === 'entered' || words.includes(word)) && n > 0);
  return Object.fromEntries(entries);
}

/** The numbers of one kind in a run. */
export function ofKind(run: RunDetail, kind: string): Numbers {
  const sum: Record<string, number> = {};
  for (const part of run.parts.filter((one) => one.kind === kind))
    for (const [word, n] of Object.entries(numbersOf(part))) sum[word] = (sum[word] ?? 0) + n;
  return sum;
}

/** A file of a set: a table whose columns are parted by bars, or the very bytes. */
type Content = string | { readonly bytes: string | Buffer };
type SetContent = {
  /** bulk (unless said otherwise), delta, or nothing at all; or the manifest's very text. */
  readonly manifest?: 'bulk' | 'delta' | 'none' | { readonly bytes: string | Buffer };
  readonly version?: '1.1' | '1.2';
} & Readonly<Record<string, Content | undefined | { readonly bytes: string | Buffer }>>;

/** Writes a small set of files into a folder of its own and answers where. */
export async function aSet(hall: Hall, { manifest = 'bulk', version = '1.1', ...files }: SetContent): Promise<string> {
  const folder = path.join(hall.folder, randomBytes(6).toString('hex'));
  await mkdir(folder);
  const named = Object.entries(files).filter((entry): entry is [string, Content] => entry[1] !== undefined);
  for (const [name, content] of named)
    await writeFile(path.join(folder, `${name}.csv`), typeof content === 'string' ? csvOf(content) : content.bytes);
  const text = manifestOf(
    manifest,
    version,
    named.map(([name]) => name),
  );
  if (text !== null) await writeFile(path.join(folder, 'manifest.csv'), text);
  return folder;
}

function manifestOf(manifest: SetContent['manifest'], version: string, names: readonly string[]) {
  if (manifest === 'none') return null;
  if (typeof manifest === 'object') return manifest.bytes;
  const lines = names.map((name) => `file.${name},${manifest}`);
  return ['propertyName,value', 'manifest.version,1.0', `oneroster.version,${version}`, ...lines, ''].join('\r\n');
}

/** `a | b` lines as CSV; a cell with a comma or a quote is quoted. */
export function csvOf(table: string): string {
  const rows = table.split('\n').filter((row) => row.trim() !== '');
  const cell = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows
    .map(
      (row) =>
        `${row
          .split('|')
          .map((text) => cell(text.trim()))
          .join(',')}\r\n`,
    )
    .join('');
}

/** One small school: everything that the six files hold, and nothing wrong with it. */
export const northHigh = {
  orgs: `
    sourcedId | name           | type     | identifier | parentSourcedId
    dist      | North Unified  | district | 4800001    |
    high      | North High     | school   | 001        | dist
    elem      | North Primary  | school   | 002        | dist`,
  academicSessions: `
    sourcedId | title     | type       | startDate  | endDate    | parentSourcedId | schoolYear
    year      | 2026-2027 | schoolYear | 2026-08-17 | 2027-06-04 |                 | 2027
    fall      | Fall      | semester   | 2026-08-17 | 2026-12-18 | year            | 2027`,
  courses: `
    sourcedId | schoolYearSourcedId | title   | courseCode | orgSourcedId
    alg       | year                | Algebra | MA1        | high
    bio       | year                | Biology | SC1        | high`,
  classes: `
    sourcedId | title     | grades | courseSourcedId | classCode | classType | schoolSourcedId | termSourcedIds
    alg-1     | Algebra 1 | 09     | alg             | A1        | scheduled | high            | fall
    bio-1     | Biology 1 | 09     | bio             | B1        | scheduled | high            | fall,year`,
  users: `
    sourcedId | enabledUser | orgSourcedIds | role    | username | givenName | familyName | email
    t-1       | true        | high          | teacher | rosa     | Rosa      | Diaz       | rosa@north.example
    s-1       | true        | high          | student | mia      | Mia       | Chen       |
    s-2       | true        | high,elem     | student | leo      | Leo       | Okafor     |`,
  enrollments: `
    sourcedId | classSourcedId | schoolSourcedId | userSourcedId | role    | primary | beginDate  | endDate
    e-1       | alg-1          | high            | t-1           | teacher | true    | 2026-08-17 | 2026-12-18
    e-2       | alg-1          | high            | s-1           | student |         |            |
    e-3       | bio-1          | high            | s-2           | student |         |            |`,
} as const;

/** The rows of a table of `northHigh`, without those whose id is named. */
export function without(table: string, ...keys: readonly string[]): string {
  const rows = table.split('\n');
  return rows.filter((row) => !keys.includes(row.split('|')[0]?.trim() ?? '')).join('\n');
}
