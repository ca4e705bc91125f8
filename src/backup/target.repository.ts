import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { foreignTables, type Migration } from '../platform/migrate.ts';
import { plainText, quoted, tablesInOrder } from '../platform/table-copy.ts';

// The database and the data folder that something is restored into.

export type Target = {
  /** Tables that are none of ours. */
  readonly foreign: readonly string[];
  /** The ids of districts that are there. */
  readonly districts: readonly string[];
};

export async function lookAtTarget(client: pg.ClientBase, migrations: readonly Migration[]): Promise<Target> {
  const foreign = await foreignTables(client, migrations);
  const { rows } = await client.query<{ there: boolean }>("select to_regclass('public.district') is not null as there");
  if (rows[0]?.there !== true) return { foreign, districts: [] };
  const districts = await client.query<{ id: string }>('select id from district order by id');
  return { foreign, districts: districts.rows.map(({ id }) => id) };
}

export async function beginRestore(client: pg.ClientBase): Promise<void> {
  await client.query('begin');
  await client.query(plainText);
  await client.query("set local lock_timeout to '20s'");
}

/** Where a key is given, or else lies. */
type Keyed = { readonly secretKey?: string | undefined; readonly dataDir: string };

const keyFile = ({ dataDir }: Keyed) => path.join(dataDir, 'secret-key');

/** The secret key that this installation has; null: none yet. */
export function keyInForce(config: Keyed): string | null {
  if (config.secretKey !== undefined) return config.secretKey;
  return existsSync(keyFile(config)) ? readFileSync(keyFile(config), 'utf8').trim() : null;
}

/** Gives the data folder a key. One that it had before stays beside it. */
export async function keepKey(config: Keyed, key: string): Promise<void> {
  const place = keyFile(config);
  const fresh = `${place}.restoring`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(`${key}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  if (existsSync(place)) await rename(place, `${place}.before-restore`);
  await rename(fresh, place);
}

type Store = { readonly name: string; readonly folder: string };

/** Parts whose files lay in one store find them in another. */
export async function moveStore(client: pg.ClientBase, district: string, from: Store, to: Store): Promise<void> {
  await client.query(
    `update part set store = $3, source = case when starts_with(source ->> 'path', $4)
         then jsonb_set(source, '{path}', to_jsonb($5 || substr(source ->> 'path', length($4) + 1))) else source end
     where district_id = $1 and store = $2`,
    [district, from.name, to.name, `${from.folder}/`, `${to.folder}/`],
  );
}

/** Makes the planner know what came in, so that the first night is not slow. */
export async function analyse(client: pg.ClientBase): Promise<void> {
  for (const { name } of await tablesInOrder(client)) await client.query(`analyze ${quoted(name)}`);
}
