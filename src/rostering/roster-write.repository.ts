import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Change } from '../runs/job.ts';
import { accountsOfRoles, type Role, type RoleAt } from './account.model.ts';
import type { Kind } from './oneroster/columns.model.ts';
import type { Owner } from './roster.repository.ts';
import { type ColumnValue, copyText, type RosterBody, rosterTables } from './roster-table.model.ts';

// The only writer of the roster's tables. It is called by the rostering job, inside the transaction in which the
// pipeline stores the outcomes of the same records (an import rule and a test keep it so).

type Write = Change<RosterBody>;
type Target = Owner & { readonly run: number; readonly kind: Kind };

/** Writes the changes of one page: new rows by COPY, changed ones by one statement, deletions by marking. */
export async function writeRoster(client: PoolClient, target: Target, changes: readonly Write[]): Promise<void> {
  const created = changes.filter((change) => change.operation === 'create');
  const updated = changes.filter((change) => change.operation === 'update');
  const deleted = changes.filter((change) => change.operation === 'delete');
  if (created.length > 0) await insert(client, target, created);
  const before = await peopleOf(client, target, [...updated, ...deleted]);
  if (updated.length > 0) await update(client, target, updated);
  if (deleted.length > 0) await markDeleted(client, target, deleted);
  await writeHanging(client, target, created, updated);
  await settleAccounts(client, target, [...before, ...(await peopleOf(client, target, [...created, ...updated]))]);
}

async function insert(client: PoolClient, target: Target, changes: readonly Write[]): Promise<void> {
  const { table, columns } = rosterTables[target.kind];
  const own = target.kind === 'org' ? [] : ['source_key'];
  const names = [
    ...columns.map(([name]) => name),
    'district_id',
    'connection_id',
    'created_run',
    'changed_run',
    'id',
    'print',
    ...own,
  ];
  const same = `${copyText(target.district)}\t${target.connection}\t${target.run}\t${target.run}`;
  await copy(client, `${table} (${names.join(', ')})`, changes, ({ key, body }) => {
    const row = `${body.copy}\t${same}\t${copyText(body.id)}\t${body.print}`;
    return own.length === 0 ? row : `${row}\t${copyText(key.id)}`;
  });
}

async function copy<T>(
  client: PoolClient,
  into: string,
  items: readonly T[],
  toText: (item: T) => string,
): Promise<void> {
  const stream = client.query(copyFrom(`copy ${into} from stdin`));
  await pipeline(Readable.from(chunks(items, toText)), stream);
}

/** A few thousand rows a chunk: large enough to cost nothing, small enough to leave the collector alone. */
function* chunks<T>(items: readonly T[], toText: (item: T) => string): Iterable<Buffer> {
  for (let at = 0; at < items.length; at += 2000) {
    let text = '';
    for (const item of items.slice(at, at + 2000)) text += `${toText(item)}\n`;
    yield Buffer.from(text);
  }
}

async function update(client: PoolClient, target: Target, changes: readonly Write[]): Promise<void> {
  const { table, columns } = rosterTables[target.kind];
  const rows = changes.map(({ body }) => {
    const row: Record<string, unknown> = { id: body.id, print: body.print };
    for (const [at, [name]] of columns.entries()) row[name] = body.values?.[at] ?? null;
    return row;
  });
  const id = target.kind === 'org' ? 'text' : 'bigint';
  const set = columns.map(([name]) => `${name} = now.${name}`).join(', ');
  await client.query(
    `update ${table} old set ${set}, print = now.print, changed_run = $2, status = 'active', deleted_run = null, connection_id = $3
     from jsonb_to_recordset($4::jsonb) as now (id ${id}, print bigint, ${columns.map(([name, type]) => `${name} ${type}`).join(', ')})
     where old.district_id = $1 and old.id = now.id`,
    [target.district, target.run, target.connection, JSON.stringify(rows)],
  );
}

async function markDeleted(client: PoolClient, target: Target, changes: readonly Write[]): Promise<void> {
  const { table } = rosterTables[target.kind];
  const ids = changes.map(({ body }) => body.id);
  await client.query(
    `update ${table} set status = 'tobedeleted', deleted_run = $2, changed_run = $2 where district_id = $1 and id = any($3::${target.kind === 'org' ? 'text' : 'bigint'}[])`,
    [target.district, target.run, ids],
  );
}

/** A list is one value, as JSON. */
type Cell = Exclude<ColumnValue, readonly string[]> | readonly Role[];
const cellText = (cell: Cell) => copyText(Array.isArray(cell) ? JSON.stringify(cell) : (cell as ColumnValue));

/** Rows that hang on a record: whose they are, what tells them apart there, and what else they say. */
type Hanging = {
  readonly table: string;
  readonly owner: string;
  readonly key: readonly [name: string, type: string];
  readonly more: readonly (readonly [name: string, type: string])[];
  readonly of: (body: RosterBody) => readonly (readonly Cell[])[];
  /** Which of them a source that does not name them may take away. */
  readonly own?: string;
};

const accountRows: Hanging = {
  table: 'account',
  owner: 'person_id',
  key: ['school_id', 'text'],
  more: [
    ['role', 'text'],
    ['is_primary', 'boolean'],
    ['roles', 'jsonb'],
  ],
  own: 'not via_api',
  of: ({ accounts }) => (accounts ?? []).map(({ school, role, primary, roles }) => [school, role, primary, roles]),
};

const hanging: { readonly [kind in Kind]?: Hanging } = {
  class: {
    table: 'class_term',
    owner: 'class_id',
    key: ['term_id', 'bigint'],
    more: [],
    of: ({ terms }) => (terms ?? []).map((term) => [term]),
  },
  user: accountRows,
};

const namesOf = ({ owner, key, more }: Hanging) => [owner, ...[key, ...more].map(([name]) => name)];

/** Makes the terms of classes and the accounts of people what they are now; rows that stand as they should are not touched. */
async function writeHanging(
  client: PoolClient,
  target: Target,
  created: readonly Write[],
  updated: readonly Write[],
): Promise<void> {
  const rows = hanging[target.kind];
  if (rows === undefined) return;
  const list = (changes: readonly Write[]) =>
    changes.flatMap(({ body }) => rows.of(body).map((values) => [body.id, ...values]));
  const made = list(created);
  if (made.length > 0) {
    const district = copyText(target.district);
    await copy(client, `${rows.table} (district_id, ${namesOf(rows).join(', ')})`, made, (row) =>
      [district, ...row.map(cellText)].join('\t'),
    );
  }
  if (updated.length > 0) {
    const ids = updated.map(({ body }) => body.id);
    await changeHanging(client, target.district, rows, ids, list(updated));
  }
}

async function changeHanging(
  client: PoolClient,
  district: string,
  rows: Hanging,
  ids: readonly (number | string)[],
  now: readonly (readonly Cell[])[],
): Promise<void> {
  const { table, owner, key, more, own = 'true' } = rows;
  const names = namesOf(rows);
  const text = JSON.stringify(now.map((row) => Object.fromEntries(row.map((value, at) => [names[at], value]))));
  const as = `jsonb_to_recordset($2::jsonb) as now (${owner} bigint, ${[key, ...more].map(([name, type]) => `${name} ${type}`).join(', ')})`;
  await client.query(
    `delete from ${table} old where district_id = $1 and ${owner} = any($3::bigint[]) and ${own}
       and not exists (select 1 from ${as} where now.${owner} = old.${owner} and now.${key[0]} = old.${key[0]})`,
    [district, text, ids],
  );
  const set = more.map(([name]) => `${name} = excluded.${name}`).join(', ');
  const differs = `(${more.map(([name]) => `old.${name}`).join(', ')}) is distinct from (${more.map(([name]) => `excluded.${name}`).join(', ')})`;
  await client.query(
    `insert into ${table} as old (district_id, ${names.join(', ')}) select $1, ${names.join(', ')} from ${as}
     on conflict (district_id, ${names.slice(0, 2).join(', ')}) do ${more.length === 0 ? 'nothing' : `update set ${set} where ${differs}`}`,
    [district, text],
  );
}

/** Whose accounts may be others after these changes: the people of rows of roles, and people who were written anew. */
async function peopleOf(client: PoolClient, target: Target, changes: readonly Write[]): Promise<readonly number[]> {
  const ids = changes.map(({ body }) => Number(body.id));
  if (target.kind !== 'role' || ids.length === 0) return target.kind === 'user' ? ids : [];
  const found = await client.query<{ person_id: number }>(
    'select distinct person_id from person_role where district_id = $1 and id = any($2::bigint[])',
    [target.district, ids],
  );
  return found.rows.map(({ person_id }) => person_id);
}

/**
 * Sums up the roles of people in their accounts. Whoever is summed up is locked first, in one order, so that two parts of
 * a file that bring roles of the same person see each other's.
 */
async function settleAccounts(client: PoolClient, { district }: Target, people: readonly number[]): Promise<void> {
  if (people.length === 0) return;
  const having = await client.query<{ id: number }>(
    `select id from person p where district_id = $1 and id = any($2::bigint[])
       and exists (select 1 from person_role r where r.district_id = $1 and r.person_id = p.id)
     order by id for no key update`,
    [district, people],
  );
  const ids = having.rows.map(({ id }) => id);
  if (ids.length === 0) return;
  const roles = await client.query<RoleAt & { person: number }>(
    `select person_id as person, school_id as school, role, role_type as type, begin_date as begin, end_date as "end"
     from person_role where district_id = $1 and person_id = any($2::bigint[]) and status = 'active'`,
    [district, ids],
  );
  const primary = await client.query<{ person: number; school: string }>(
    'select person_id as person, school_id as school from account where district_id = $1 and person_id = any($2::bigint[]) and is_primary',
    [district, ids],
  );
  const [rolesOf, primaryOf] = [
    Map.groupBy(roles.rows, ({ person }) => person),
    Map.groupBy(primary.rows, ({ person }) => person),
  ];
  const now = ids.flatMap((id) => {
    const told = (rolesOf.get(id) ?? []).map(({ person: _, ...role }) => role);
    const named = (primaryOf.get(id) ?? []).map(({ school }) => school);
    return accountsOfRoles(told, named).map((account) => ({ id, ...account }));
  });
  const rows = now.map(({ id, school, role, primary: own, roles: all }) => [id, school, role, own, all]);
  await changeHanging(client, district, accountRows, ids, rows);
  // An account that the API gave stays when the roles that were told beside it are gone.
  await client.query(
    `update account set roles = null where district_id = $1 and person_id = any($2::bigint[]) and via_api and roles is not null
       and not exists (select 1 from person_role r where r.district_id = $1 and r.person_id = account.person_id
         and r.school_id = account.school_id and r.status = 'active')`,
    [district, ids],
  );
}
