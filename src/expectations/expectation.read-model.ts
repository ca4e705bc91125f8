import { sql } from 'kysely';
import { z } from 'zod';
import { numberIn, pageOf, readCursor } from '../access/list-query.model.ts';
import { reading, type Scope } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Queries } from '../platform/database.ts';
import type { ExpectationRow } from './expectation.repository.ts';
import type {
  ExpectationDetail,
  ExpectationView,
  ExpectedDay,
  ExpiryView,
  expectationsQuery,
} from './expectation.schema.ts';
import { changesByDay, districtNow, rowsRead } from './observed.repository.ts';
import { bandsOf } from './watch.model.ts';

type Row = ExpectationRow & {
  readonly connection: ExpectationView['connection'];
  readonly school: ExpectationView['school'];
};
type Filter = {
  readonly no?: number;
  readonly state?: z.output<typeof expectationsQuery>['state'];
  readonly connection?: number | undefined;
  readonly after?: readonly [number, number] | null;
  readonly limit: number;
};

const isMuted = (now: Date) => sql`e.muted_until > ${now}`;

async function readRows(db: Queries, { district, now }: Scope, filter: Filter): Promise<readonly Row[]> {
  const { no, state, connection, after, limit } = filter;
  const states = { missed: sql`e.state = 'missed'`, met: sql`e.state = 'met'`, muted: isMuted(now) };
  const found = await sql<Row>`
    select e.*, case when c.id is not null then json_build_object('id', c.id::text, 'name', c.name, 'system', c.system) end as connection,
      case when s.id is not null then json_build_object('id', s.id, 'name', s.name) end as school
    from expectation e
    left join connection c on c.district_id = ${district} and c.id = e.connection_id
    left join school s on s.district_id = ${district} and s.id = e.expected ->> 'school'
    where e.district_id = ${district} and c.deleted_at is null
      ${no === undefined ? sql`` : sql`and e.no = ${no}`}
      ${state === undefined ? sql`` : sql`and ${states[state]}`}
      ${connection === undefined ? sql`` : sql`and e.connection_id = ${connection}`}
      ${after == null ? sql`` : sql`and ((e.state = 'met')::int, -e.no) > (${after[0]}, ${-after[1]})`}
    order by (e.state = 'met')::int, e.no desc limit ${limit}`.execute(db);
  return found.rows;
}

export function viewOf(row: Row, now: Date): ExpectationView {
  const muted = row.muted_until !== null && row.muted_until > now && row.muted_by !== null;
  return {
    id: row.no,
    kind: row.kind,
    connection: row.connection,
    school: row.school,
    state: row.state,
    since: row.since.toISOString(),
    facts: row.expected as ExpectationView['facts'],
    muted:
      muted && row.muted_until !== null
        ? {
            until: row.muted_until.toISOString(),
            reason: row.muted_reason ?? '',
            by: { name: row.muted_by?.name ?? '' },
          }
        : null,
    normal:
      row.normal_since === null
        ? null
        : {
            since: row.normal_since.toISOString(),
            reason: row.normal_reason ?? '',
            by: { name: row.normal_by?.name ?? '' },
          },
  };
}

/** What should have happened: what is missed first. */
export const listExpectations = reading(
  'connections.read',
  async (db, scope, query: z.output<typeof expectationsQuery>) => {
    const after = readCursor(query.cursor, z.tuple([z.number().int(), z.number().int()]));
    const connection = query.connection === undefined ? undefined : (numberIn(query.connection) ?? 0);
    const rows = await readRows(db, scope, { state: query.state, connection, after, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, (row) => [row.state === 'met' ? 1 : 0, row.no]);
    const looked = await sql<{ at: Date | null }>`select nullif(looked_at, '-infinity') as at from expectation_look
      where district_id = ${scope.district}`.execute(db);
    return {
      expectations: page.rows.map((row) => viewOf(row, scope.now)),
      nextCursor: page.nextCursor,
      lookedAt: looked.rows[0]?.at?.toISOString() ?? null,
    };
  },
);

export async function expectationView(db: Queries, scope: Scope, no: number): Promise<ExpectationView> {
  const row = (await readRows(db, scope, { no, limit: 1 }))[0];
  if (row === undefined) throw refuse('request.not_found', { what: 'expectation', id: String(no) });
  return viewOf(row, scope.now);
}

const shownDays = 42;

export const showExpectation = reading(
  'connections.read',
  async (db, scope, no: number): Promise<ExpectationDetail> => {
    const row = (await readRows(db, scope, { no, limit: 1 }))[0];
    if (row === undefined) throw refuse('request.not_found', { what: 'expectation', id: String(no) });
    return { ...viewOf(row, scope.now), days: await daysOf(db, scope, row) };
  },
);

/** What came on the last days, with the band that was usual by then. */
async function daysOf(db: Queries, { district, now }: Scope, row: ExpectationRow): Promise<ExpectedDay[]> {
  const [flow = '', kind = ''] = row.subject.split(' ');
  if (row.kind === 'quiet') {
    const days = await changesByDay(db, { district }, Number(flow), now);
    return days
      .slice(-shownDays)
      .map(({ day, changed }) => ({ day, run: null, low: null, usual: null, high: null, came: changed }));
  }
  if (row.kind !== 'rows') return [];
  const here = await districtNow(db, { district }, now);
  const history = (await rowsRead(db, { district }, Number(flow), now)).get(kind) ?? [];
  const known = history.filter(({ at }) => row.normal_since === null || at > row.normal_since);
  return bandsOf(here.calendarOf(row.connection_id), known, shownDays).map(({ day, run, came, band }) => ({
    day,
    run,
    came,
    low: band?.low ?? null,
    usual: band?.usual ?? null,
    high: band?.high ?? null,
  }));
}

/** Secrets that somebody outside may end: what connections sign in with, and API keys; those whose end is known first. */
export const listExpiries = reading('connections.read', async (db, { district }): Promise<ExpiryView[]> => {
  const found = await sql<ExpiryView>`
    select one.subject, one.name, one.of, e.ends_on as "endsOn" from (
      select 'credential ' || c.id as subject, c.name, 'connection' as of, (select max(set_at) from credential k
          where k.district_id = ${district} and k.connection_id = c.id) as set_at
        from connection c where c.district_id = ${district} and c.deleted_at is null
          and exists (select 1 from credential k where k.district_id = ${district} and k.connection_id = c.id)
      union all select 'api_key ' || id, name, 'api_key', null from api_key where district_id = ${district} and revoked_at is null
    ) one
    left join expiry e on e.district_id = ${district} and e.subject = one.subject and (one.set_at is null or one.set_at <= e.said_at)
    order by e.ends_on nulls last, lower(one.name), one.subject limit 500`.execute(db);
  return [...found.rows];
});
