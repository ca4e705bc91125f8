import { sql } from 'kysely';
import { reading } from '../access/use-case.ts';
import { connectorOf } from '../connectors/registry.ts';
import type { Queries } from '../platform/database.ts';
import { hasRollover, type Term, termFindings, termsOfYear } from './school-year.model.ts';
import {
  archivedCounts,
  lastYear,
  openYear,
  termsOf,
  type YearRow,
  yearConnections,
} from './school-year.repository.ts';
import type { SchoolYearView } from './school-year.schema.ts';

/** How the school year stands that is being begun, and what its steps would do. */
export const showSchoolYear = reading(
  'connections.read',
  (db, { district }): Promise<SchoolYearView> => viewOf(db, district),
);

export async function viewOf(db: Queries, district: string): Promise<SchoolYearView> {
  const year = await openYear(db, district);
  const connections = await yearConnections(db, district, {
    dry: year?.steps.dry ?? {},
    since: year?.made_at ?? null,
  });
  const terms = year === null ? [] : await termsOf(db, district);
  const told = connections.map(({ id, name }) => ({ id: Number(id), name }));
  const archive = year === null ? nothing : await archiveOf(db, district, year, terms);
  const names = new Map(told.map(({ id, name }) => [id, name]));
  return {
    year: year === null ? null : yearOf(year),
    last: await lastYear(db, district),
    connections: connections.map(({ system, thresholds, pauses, ...one }) => {
      const planned = year?.steps.pause;
      return {
        ...one,
        fetched: connectorOf(system)?.roster !== undefined,
        pause: pauses.find(({ from }) => from === planned?.from) ?? null,
        rolloverThresholds: hasRollover(thresholds),
      };
    }),
    findings: year === null ? [] : [...termFindings([...terms, ...archive.terms], year.ends_on, told)],
    archive: {
      ...archive,
      terms: archive.terms.map(({ id, title, type, start, end, connection }) => ({
        id: String(id),
        title,
        type,
        start,
        end,
        connection: names.get(connection) ?? '',
      })),
    },
  };
}

const nothing: Archive = { terms: [], sections: 0, enrollments: 0 };
type Archive = { readonly terms: readonly Term[]; readonly sections: number; readonly enrollments: number };

function yearOf({
  no,
  title,
  ends_on,
  steps,
  made_by,
  made_at,
  rolled_at,
}: YearRow): NonNullable<SchoolYearView['year']> {
  const { pause, thresholds } = steps;
  return {
    id: no,
    title,
    endsOn: ends_on,
    by: made_by.name,
    madeAt: made_at.toISOString(),
    pause: pause === undefined ? null : { at: pause.at, by: pause.by, from: pause.from, to: pause.to },
    thresholds: thresholds ?? null,
    archivedAt: rolled_at?.toISOString() ?? null,
  };
}

/** What the year has archived, or what it would. */
async function archiveOf(db: Queries, district: string, year: YearRow, terms: readonly Term[]): Promise<Archive> {
  if (year.rolled_at !== null)
    return { terms: await termsOf(db, district, year.no), ...(await archivedCounts(db, district)) };
  const old = termsOfYear(terms, year.ends_on);
  const ids = old.map(({ id }) => id);
  const found = await sql<{ sections: number; enrollments: number }>`
    with past as (select c.id from class c where c.district_id = ${district} and c.status = 'active'
      and exists (select 1 from class_term t where t.district_id = ${district} and t.class_id = c.id and t.term_id = any(${ids}))
      and not exists (select 1 from class_term t where t.district_id = ${district} and t.class_id = c.id and t.term_id <> all(${ids})
        and not exists (select 1 from archived_term a where a.district_id = ${district} and a.term_id = t.term_id)))
    select (select count(*) from past) as sections, (select count(*) from enrollment e
      where e.district_id = ${district} and e.status = 'active' and e.class_id in (select id from past)) as enrollments`.execute(
    db,
  );
  return { terms: old, ...(found.rows[0] ?? { sections: 0, enrollments: 0 }) };
}
