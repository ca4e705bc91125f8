import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading, type Scope } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import type { ActorRow } from '../platform/tables.ts';
import { actingAs } from './acting.model.ts';
import { connectionOf } from './identity.repository.ts';
import type { IdentityList, IdentityView, ListedIdentity, ListState, listQuery } from './identity.schema.ts';

const seenAt = ({ schools }: Scope) => (schools === null ? sql`true` : sql`a.school_id = any(${schools})`);
/** People that may be seen, as `p`: with an account, for somebody of some schools with one there. */
const seen = (scope: Scope) => sql`p.district_id = ${scope.district} and p.status = 'active' and exists (
  select 1 from account a where a.district_id = ${scope.district} and a.person_id = p.id and ${seenAt(scope)})`;

type Row = {
  readonly connection: IdentityView['connection'];
  readonly their_id: string | null;
  readonly matched: IdentityView['matched'];
  readonly candidates: string[];
  readonly at: Date | null;
  readonly said_by: ActorRow | null;
  readonly may_act: boolean | null;
};

const refOf = sql`json_build_object('id', c.id::text, 'name', c.name, 'system', c.system)`;

/** Who a person is in each system: first in that which brings them. */
export const identitiesOf = reading('roster.read', async (db, scope, id: string) => {
  const person = numberIn(id) ?? 0;
  const there = await sql`select 1 from person p where p.id = ${person} and ${seen(scope)}`.execute(db);
  if (there.rows.length === 0) throw refuse('request.not_found', { what: 'user', id });
  const found = await sql<Row>`
    select ${refOf} as connection, p.source_key as their_id, 'own' as matched, '{}'::text[] as candidates,
      null::timestamptz as at, null::jsonb as said_by, i.may_act, 0 as place, '' as name
    from person p join connection c on c.district_id = p.district_id and c.id = p.connection_id
    left join identity i on i.district_id = p.district_id and i.connection_id = c.id and i.person_id = p.id
    where p.district_id = ${scope.district} and p.id = ${person}
    union all
    select ${refOf}, i.their_id, i.matched, i.candidates, i.matched_at, i.said_by, i.may_act, 1, lower(c.name)
    from identity i join connection c on c.district_id = i.district_id and c.id = i.connection_id and c.deleted_at is null
    join person p on p.district_id = i.district_id and p.id = i.person_id and p.connection_id <> i.connection_id
    where i.district_id = ${scope.district} and i.person_id = ${person}
      and not (i.matched = 'unclear' and i.candidates = '{}')
    order by place, name`.execute(db);
  const identities = found.rows.map((row) => viewOf(row, person));
  return { identities, elsewhere: await elsewhereOf(db, scope, identities) };
});

function viewOf(row: Row, person: number): IdentityView {
  const { connection, their_id: theirId } = row;
  const actsAs = connectorOf(connection.system)?.actsAs;
  const { id, name } = connection;
  const there = { connection: { id: Number(id), name }, person, theirId, mayAct: row.may_act ?? true };
  return {
    connection,
    theirId,
    matched: row.matched,
    candidates: row.candidates,
    matchedAt: row.at?.toISOString() ?? null,
    saidBy: row.said_by?.name ?? null,
    actsAs: actsAs ?? null,
    mayAct: actingAs(actsAs, there) !== null,
  };
}

async function elsewhereOf(db: Queries, { district }: Scope, known: readonly IdentityView[]) {
  const { rows } = await sql<{ connection: IdentityView['connection'] }>`select ${refOf} as connection from connection c
    where c.district_id = ${district} and c.deleted_at is null
      and c.id <> all(${known.map(({ connection }) => Number(connection.id))}) and exists (
        select 1 from person p where p.district_id = ${district} and p.connection_id = c.id)
    order by lower(c.name), c.id limit 500`.execute(db);
  return rows.map(({ connection }) => connection);
}

type Listed = Omit<ListedIdentity, 'candidates'> & {
  readonly candidates: string[] | null;
  readonly id: number;
  readonly family: string;
  readonly given: string;
};

const isNobody = sql`(i.person_id is null or (i.matched = 'unclear' and i.candidates = '{}'))`;
const inState: Readonly<Record<ListState, ReturnType<typeof sql>>> = {
  unclear: sql`(i.matched = 'unclear' and i.candidates <> '{}')`,
  missing: isNobody,
  matched: sql`i.matched in ('sis_id', 'email')`,
  by_hand: sql`i.matched = 'by_hand'`,
};
const states = Object.keys(inState) as readonly ListState[];

/** People whom other connections bring, and who they are over this one; first those of whom it is unclear. */
export const listIdentities = reading(
  'roster.read',
  async (db, scope, query: z.output<typeof listQuery> & { readonly connection: string }): Promise<IdentityList> => {
    const { id, ...named } = await connectionOf(db, scope.district, query.connection);
    const after = readCursor(query.cursor, z.tuple([z.string(), z.string(), z.number().int()]));
    const from = sql`from person p
      left join identity i on i.district_id = p.district_id and i.connection_id = ${id} and i.person_id = p.id
      where ${seen(scope)} and p.connection_id <> ${id}`;
    const counted = await sql<Record<ListState, number>>`
      select ${sql.join(states.map((state) => sql`count(*) filter (where ${inState[state]}) as ${sql.ref(state)}`))} ${from}`.execute(
      db,
    );
    const found = await sql<Listed>`
      select one.*, ${refOf} as "broughtBy" from (
        select p.id, p.connection_id, lower(p.family_name) as family, lower(p.given_name) as given,
          json_build_object('id', p.id::text, 'firstName', p.given_name, 'lastName', p.family_name, 'email', p.email) as person,
          i.their_id as "theirId", case when ${isNobody} then null else i.matched end as matched, i.candidates
        ${from} and ${inState[query.state]}
          ${after === null ? sql`` : sql`and (lower(p.family_name), lower(p.given_name), p.id) > (${after[0]}, ${after[1]}, ${after[2]})`}
        order by lower(p.family_name), lower(p.given_name), p.id limit ${query.limit + 1}) one
      join connection c on c.district_id = ${scope.district} and c.id = one.connection_id
      order by one.family, one.given, one.id`.execute(db);
    const page = pageOf(found.rows, query.limit, (row) => [row.family, row.given, row.id]);
    return {
      connection: { id: String(id), ...named },
      counts: counted.rows[0] as Record<ListState, number>,
      identities: page.rows.map(({ person, broughtBy, theirId, matched, candidates }) => ({
        person,
        broughtBy,
        theirId,
        matched,
        candidates: candidates ?? [],
      })),
      nextCursor: page.nextCursor,
    };
  },
);
