import { zstdDecompressSync } from 'node:zlib';
import { type RawBuilder, sql } from 'kysely';
import { samplesPurpose } from '../dictionary/unknown.repository.ts';
import type { OpenedExchange } from '../exchanges/exchange.repository.ts';
import { readExchanges } from '../exchanges/exchange.repository.ts';
import type { Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { answerPurpose } from '../rostering/api/idempotency.repository.ts';
import type { Sought, Traces } from './traces.model.ts';

// Where else somebody may be spoken of: in texts of any table, and in what is sealed or packed.

type Column = { readonly name: string; readonly is: 'text' | 'jsonb' | 'text[]' };
export type Texts = { readonly table: string; readonly key: readonly string[]; readonly columns: readonly Column[] };

/** What people entered about the hub and those who use it, and who did something: it is theirs, not the roster’s. */
const others: ReadonlySet<string> = new Set([
  'api_key',
  'counter',
  'credential',
  'desk',
  'directory',
  'district',
  'erasure',
  'grant_',
  'mail_template',
  'retention',
  'role',
  'sign_in',
  'webhook',
  'webhook_secret',
]);
/** What a source says of schools and sections: it brings them again as they are there. */
const ofSources: ReadonlySet<string> = new Set([
  'account',
  'class',
  'class_attendance',
  'class_staff',
  'class_term',
  'course',
  'enrollment',
  'person',
  'person_role',
  'school',
  'session',
  'term',
]);
const whoDid = /^actor$|_by$/;

/** Tables with texts, by the catalogue, so that a new one is not forgotten. */
export async function textTables(db: Queries, of: 'ours' | 'sources'): Promise<readonly Texts[]> {
  const found = await sql<{ table: string; key: string[]; columns: Column[] }>`
    select t.relname as table,
      (select array_agg(a.attname::text order by k.at) from pg_index x, unnest(x.indkey::int[]) with ordinality k (no, at)
         join pg_attribute a on a.attrelid = t.oid and a.attnum = k.no
       where x.indrelid = t.oid and x.indisprimary and a.attname <> 'district_id') as key,
      (select jsonb_agg(jsonb_build_object('name', a.attname, 'is',
           format_type(case when y.typbasetype = 0 then y.oid else y.typbasetype end, null)) order by a.attnum)
       from pg_attribute a join pg_type y on y.oid = a.atttypid
       where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attname <> 'district_id' and a.attgenerated = ''
         and format_type(case when y.typbasetype = 0 then y.oid else y.typbasetype end, null) in ('text', 'jsonb', 'text[]')) as columns
    from pg_class t where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
      and exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'district_id')
    order by 1`.execute(db);
  return found.rows.flatMap(({ table, key, columns }) => {
    const wanted = (columns ?? []).filter(({ name }) => !whoDid.test(name));
    const is = ofSources.has(table) ? 'sources' : others.has(table) ? null : 'ours';
    return is !== of || key === null || wanted.length === 0 ? [] : [{ table, key, columns: wanted }];
  });
}

type Row = Readonly<Record<string, unknown>>;
const page = 200;
const escapedLike = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

/** Rows of a table in which one of the words stands, a page at a time, in the order of its key. */
export async function* rowsThatMention(
  db: Queries,
  district: string,
  { table, key, columns }: Texts,
  words: readonly string[],
): AsyncIterable<Row> {
  if (words.length === 0) return;
  // A word stands in JSON as JSON writes it.
  const patterns = [...new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]))].map(
    (word) => `%${escapedLike(word.toLowerCase())}%`,
  );
  const keys = sql.join(key.map((name) => sql.ref(name)));
  const all = sql.join(columns.map(({ name }) => sql`${sql.ref(name)}::text`));
  const wanted = sql.join([...new Set([...key, ...columns.map(({ name }) => name)])].map((name) => sql.ref(name)));
  for (let after: Row | null = null; ; ) {
    const beyond: RawBuilder<unknown> =
      after === null ? sql`` : sql`and (${keys}) > (${sql.join(key.map((name) => (after as Row)[name]))})`;
    const found: { rows: Row[] } = await sql<Row>`select ${wanted} from ${sql.table(table)}
      where district_id = ${district} ${beyond} and lower(concat_ws(chr(10), ${all})) like any(${patterns})
      order by ${keys} limit ${page}`.execute(db);
    yield* found.rows;
    after = found.rows.at(-1) ?? null;
    if (after === null || found.rows.length < page) return;
  }
}

/** The text of a row’s columns, one a line. */
export const textOf = ({ columns }: Texts, row: Row): string =>
  columns.map(({ name }) => (typeof row[name] === 'string' ? row[name] : JSON.stringify(row[name] ?? null))).join('\n');

/** Kept calls that are about the person or speak of them. */
export async function* exchangesOf(
  db: Queries,
  secrets: Secrets,
  district: string,
  { keys }: Pick<Traces, 'keys'>,
  sought: Sought,
): AsyncIterable<OpenedExchange> {
  const own = new Set(keys.map(({ kind, key }) => `${kind} ${key}`));
  const nameOf = ({ run, unit, seq }: OpenedExchange) => `${run} ${unit} ${seq}`;
  let seen = new Set<string>();
  for (let before: OpenedExchange | null = null; ; ) {
    const where: ReturnType<typeof sql> = before === null ? sql`true` : sql`(at, seq) <= (${before.at}, ${before.seq})`;
    const found: readonly OpenedExchange[] = await readExchanges(db, secrets, district, where, page);
    const fresh = found.filter((one) => !seen.has(nameOf(one)));
    for (const one of fresh)
      if (
        own.has(`${one.kind} ${one.key}`) ||
        sought.isIn(JSON.stringify([one.address, one.key, one.content])) ||
        sought.isIn(plainOf(one))
      )
        yield one;
    seen = new Set(found.map(nameOf));
    before = found.at(-1) ?? null;
    if (before === null || fresh.length === 0 || found.length < page) return;
  }
}

/** The bodies as they were, without the signs that JSON puts before quotes. */
const plainOf = ({ content }: OpenedExchange): string =>
  content === null ? '' : `${content.url}\n${content.request.body?.text ?? ''}\n${content.answer?.body?.text ?? ''}`;

type Sealed = { readonly key: Row; readonly text: string };

/** Kept answers to requests that may be sent twice, opened. */
export async function* answersOf(db: Queries, secrets: Secrets, district: string): AsyncIterable<Sealed> {
  type Answer = { api_key_id: number; path: string; key: string; answer: Buffer };
  for (let after: Answer | null = null; ; ) {
    const beyond: RawBuilder<unknown> =
      after === null ? sql`` : sql`and (api_key_id, path, key) > (${after.api_key_id}, ${after.path}, ${after.key})`;
    const found: { rows: Answer[] } = await sql<Answer>`select api_key_id, path, key, answer from idempotency
      where district_id = ${district} ${beyond} order by api_key_id, path, key limit ${page}`.execute(db);
    for (const { answer, ...key } of found.rows) {
      const text = openedText(() => secrets.unseal(answerPurpose, answer));
      if (text !== null) yield { key, text };
    }
    after = found.rows.at(-1) ?? null;
    if (after === null || found.rows.length < page) return;
  }
}

export type Samples = {
  readonly id: number;
  readonly words: readonly string[];
  readonly samples: readonly { readonly text: string; readonly at: string }[];
};

/** Unknown messages as they came. */
export async function* samplesOf(db: Queries, secrets: Secrets, district: string): AsyncIterable<Samples> {
  for (let after = 0; ; ) {
    const found = await sql<{
      id: number;
      words: string[];
      samples: Buffer | null;
    }>`select id, words, samples from unknown_message
      where district_id = ${district} and id > ${after} order by id limit ${page}`.execute(db);
    for (const { id, words, samples } of found.rows) {
      const text = samples === null ? '[]' : openedText(() => secrets.unseal(samplesPurpose(district), samples));
      yield { id, words, samples: text === null ? [] : (JSON.parse(text) as Samples['samples']) };
    }
    const last = found.rows.at(-1);
    if (last === undefined || found.rows.length < page) return;
    after = last.id;
  }
}

/** Handover bundles, as texts. */
export async function* bundlesOf(
  db: Queries,
  district: string,
): AsyncIterable<{ readonly ticket: number; readonly text: string }> {
  const found = await sql<{
    ticket: number;
  }>`select ticket_no as ticket from ticket_bundle where district_id = ${district} order by 1`.execute(db);
  for (const { ticket } of found.rows) {
    const one = await sql<{
      files: Buffer;
    }>`select files from ticket_bundle where district_id = ${district} and ticket_no = ${ticket}`.execute(db);
    const files = one.rows[0]?.files;
    if (files !== undefined) yield { ticket, text: zstdDecompressSync(files).toString('utf8') };
  }
}

/** What another key sealed opens nowhere. */
function openedText(open: () => Buffer): string | null {
  try {
    return open().toString('utf8');
  } catch {
    return null;
  }
}
