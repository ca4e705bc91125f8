import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { exchangesOf, rowsThatMention, textOf, textTables } from './mentions.repository.ts';
import { type Place, packsOf, places } from './theirs.repository.ts';
import { seek, type Traces } from './traces.model.ts';

// Everything that is known about one person, section after section, a page at a time. What holds others too is named and
// not handed out.

type Row = Readonly<Record<string, unknown>>;
export type Section = { readonly title: string; readonly rows: () => AsyncIterable<Row> };
type Of = { readonly db: Queries; readonly secrets: Secrets; readonly district: string; readonly traces: Traces };

const page = 500;

export function sectionsOf(of: Of): readonly Section[] {
  const { traces } = of;
  return [
    { title: 'The person', rows: () => theirRows(of, 'person') },
    { title: 'Accounts at schools', rows: () => theirRows(of, 'account') },
    { title: 'Roles', rows: () => theirRows(of, 'person_role') },
    { title: 'Sections', rows: () => enrollments(of) },
    { title: 'Sections that the person runs', rows: () => theirRows(of, 'class_staff') },
    { title: 'Who the person is in other systems', rows: () => theirRows(of, 'identity') },
    { title: 'What is not fine', rows: () => theirRows(of, 'record') },
    { title: 'What was decided about the person’s records', rows: () => theirRows(of, 'exemption') },
    { title: 'What was refused, held or left', rows: () => theirRows(of, 'outcome') },
    { title: 'What went through', rows: () => accepted(of) },
    { title: 'What fixes changed', rows: () => theirRows(of, 'fix_record') },
    { title: 'Requests and answers', rows: () => exchanges(of) },
    { title: 'Mail', rows: () => mails(of) },
    { title: 'Who looked at the person’s records', rows: () => looks(of) },
    { title: 'Audit', rows: () => audit(of) },
    ...(traces.words.length === 0
      ? []
      : [{ title: 'Other places that speak of the person', rows: () => elsewhere(of) }]),
  ];
}

/** Rows that are the person’s own. */
async function* theirRows({ db, district, traces }: Of, table: string): AsyncIterable<Row> {
  for (const place of places.filter((one) => one.table === table)) yield* rowsOf(db, district, traces, place);
}

async function* rowsOf(db: Queries, district: string, traces: Traces, place: Place): AsyncIterable<Row> {
  const keys = sql.join(place.key.map((name) => sql.ref(name)));
  for (let after: Row | null = null; ; ) {
    const from: Row | null = after;
    const beyond = from === null ? sql`` : sql`and (${keys}) > (${sql.join(place.key.map((name) => from[name]))})`;
    const found: { rows: Row[] } = await sql<Row>`select * from ${sql.table(place.table)}
      where district_id = ${district} and ${place.theirs(district, traces)} ${beyond} order by ${keys} limit ${page}`.execute(
      db,
    );
    yield* found.rows;
    after = found.rows.at(-1) ?? null;
    if (after === null || found.rows.length < page) return;
  }
}

async function* enrollments({ db, district, traces }: Of): AsyncIterable<Row> {
  const found = await sql<Row>`select e.*, c.title as section, s.name as school from enrollment e
    join class c on c.district_id = e.district_id and c.id = e.class_id
    left join school s on s.district_id = e.district_id and s.id = e.school_id
    where e.district_id = ${district} and e.person_id = ${traces.person} order by e.id`.execute(db);
  yield* found.rows;
}

async function* accepted({ db, district, traces }: Of): AsyncIterable<Row> {
  for await (const { month, run_no: run, kind, outcome, held } of packsOf(db, district, traces))
    yield { run, month, kind, outcome, keys: held };
}

/** A call about other people too is named only. */
async function* exchanges({ db, secrets, district, traces }: Of): AsyncIterable<Row> {
  const own = new Set(traces.keys.map(({ kind, key }) => `${kind} ${key}`));
  for await (const { content, ...call } of exchangesOf(db, secrets, district, traces, seek(traces)))
    yield own.has(`${call.kind} ${call.key}`) ? { ...call, content } : { ...call, content: 'holds other people too' };
}

async function* mails({ db, district, traces }: Of): AsyncIterable<Row> {
  const addresses = traces.words.filter((word) => word.includes('@')).map((word) => word.toLowerCase());
  const found = await sql<Row>`select no, kind, recipient, subject, text, state, made_at, sent_at from mail
    where district_id = ${district} and ((about = ${String(traces.person)} and kind = 'welcome') or lower(recipient) = any(${addresses}))
    order by no`.execute(db);
  yield* found.rows;
}

async function* looks({ db, district, traces }: Of): AsyncIterable<Row> {
  const found = await sql<Row>`select at, actor ->> 'name' as who, kind, key from looked
    where district_id = ${district} and person_id = ${traces.person} order by at, no`.execute(db);
  yield* found.rows;
}

async function* audit({ db, district, traces }: Of): AsyncIterable<Row> {
  const sought = seek(traces);
  const [table] = (await textTables(db, 'ours')).filter((one) => one.table === 'audit');
  if (table === undefined) return;
  for await (const row of rowsThatMention(db, district, table, traces.words))
    if (sought.isIn(textOf(table, row))) yield row;
}

const told: ReadonlySet<string> = new Set([...places.map(({ table }) => table), 'audit', 'looked']);

/** Texts that may be about others too: where they stand is told. */
async function* elsewhere({ db, district, traces }: Of): AsyncIterable<Row> {
  const sought = seek(traces);
  for (const table of await textTables(db, 'ours')) {
    if (told.has(table.table)) continue;
    for await (const row of rowsThatMention(db, district, table, traces.words))
      if (sought.isIn(textOf(table, row)))
        yield { place: table.table, ...Object.fromEntries(table.key.map((name) => [name, row[name]])) };
  }
}
