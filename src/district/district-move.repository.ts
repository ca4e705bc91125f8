import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { Content, FileOut } from '../backup/content.repository.ts';
import { bytesOf, cellOfBytes, changedLines, textOfCell } from '../backup/copy-text.model.ts';
import { placesIn } from '../backup/stored-file.repository.ts';
import { contentOf, type Row, type SealedColumn, sealedColumns } from '../connections/resealing.repository.ts';
import type { App } from '../platform/house.ts';
import { openSealed, sealStream } from '../platform/sealed-file.ts';
import type { Secrets } from '../platform/secrets.ts';
import { type CopiedTable, quoted, tablesThatAct } from '../platform/table-copy.ts';

// One district's rows and files on their way to another installation, and what is sealed in them.

/** The tables of a district, in the order in which they are written; those that act at a commit last, so that they are still for a moment only. */
export async function districtTables(
  client: pg.ClientBase,
  tables: readonly CopiedTable[],
): Promise<readonly CopiedTable[]> {
  const acting = await tablesThatAct(client);
  const own = tables.filter(({ name, columns }) => name === 'district' || columns.includes('district_id'));
  const isLast = ({ name }: CopiedTable) => acting.includes(name) && !own.some(({ after }) => after.includes(name));
  return [...own.filter((table) => !isLast(table)), ...own.filter(isLast)];
}

export type Keys = { from: Secrets; readonly to: Secrets; unreadable: number };

/** Rows whose sealed values are sealed for another installation; those that do not open stay as they are, and are counted. */
export function resealedRows(table: CopiedTable, rows: Content, keys: Keys): Content {
  const sealed = sealedColumns.filter((column) => column.table === table.name);
  if (sealed.length === 0) return rows;
  return changedLines(rows, (cells) => {
    for (const column of sealed) resealCell(column, table.columns, cells, keys);
    return cells;
  });
}

function resealCell(column: SealedColumn, names: readonly string[], cells: string[], keys: Keys): void {
  const at = names.indexOf(column.column);
  const cell = cells[at];
  if (cell === undefined || cell === '\\N') return;
  const row = Object.fromEntries(
    ['district_id', ...column.key].map((name) => [name, textOfCell(cells[names.indexOf(name)] ?? '\\N') ?? '']),
  ) as Row;
  const [purpose, place] = [column.purpose(row), column.place?.(row)];
  try {
    cells[at] = cellOfBytes(keys.to.seal(purpose, keys.from.unseal(purpose, bytesOf(cell), place), place));
  } catch {
    keys.unreadable += 1;
    return;
  }
  const version = names.indexOf('key_version');
  if (column.versioned === true && version >= 0) cells[version] = keys.to.version;
}

/** Stored files that the district's runs name, opened: they are sealed anew where they arrive. */
export async function filesOfDistrict(app: App, client: pg.ClientBase, district: string): Promise<readonly FileOut[]> {
  const { folder, store } = app.files;
  const { rows } = await client.query<{ name: string | null }>(
    `select distinct case when source ->> 'mode' = 'read' then source ->> 'folder'
       when starts_with(source ->> 'path', $3) then split_part(substr(source ->> 'path', length($3) + 1), '/', 1) end as name
     from part where district_id = $1 and store = $2`,
    [district, store, `${folder}/`],
  );
  const names = new Set(rows.map(({ name }) => name));
  const places = (await placesIn(folder)).filter((place) => names.has(place.split('/')[0] ?? ''));
  const key = app.secrets.keyFor('uploads');
  const files = await Promise.all(
    places.map(async (place) => {
      const file = path.join(folder, place);
      const source = await openSealed(file, key).catch(() => null);
      if (source === null) return [];
      const { size } = source;
      await source.close();
      return [{ place, size, open: () => opened(file, key) }];
    }),
  );
  return files.flat();
}

async function* opened(file: string, key: Buffer): AsyncGenerator<Uint8Array> {
  const source = await openSealed(file, key);
  try {
    yield* contentOf(source);
  } finally {
    await source.close();
  }
}

/** Seals a file that has arrived with the key of this installation. */
export async function receiveFile(app: App, place: string, content: Content): Promise<void> {
  const file = path.join(app.files.folder, place);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await rm(file, { force: true });
  await sealStream(file, app.secrets.keyFor('uploads'), content);
}

/** Removes all rows of a district, from what hangs on others to what they hang on. Whoever writes to it waits, and then finds it gone. */
export async function removeDistrictRows(
  client: pg.ClientBase,
  tables: readonly CopiedTable[],
  district: string,
): Promise<number> {
  let removed = 0;
  for (const { name } of [...tables].reverse()) {
    const column = name === 'district' ? 'id' : 'district_id';
    const gone = await client.query(`delete from ${quoted(name)} where ${column} = $1`, [district]);
    removed += gone.rowCount ?? 0;
  }
  return removed;
}

/** Takes a district for good; false: it is not there. */
export async function takeDistrict(client: pg.ClientBase, district: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from district where id = $1 for update', [district]);
  return rowCount === 1;
}

/** Runs of a district that have not ended, but for those of a day of pushes, which end with it. */
export async function openRuns(client: pg.ClientBase, district: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from run where district_id = $1 and finished_at is null and trigger <> 'push'`,
    [district],
  );
  return rows[0]?.n ?? 0;
}

/** The names of migrations that a database has, in their order. */
export async function appliedMigrations(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migration order by name');
  return rows.map(({ name }) => name);
}
