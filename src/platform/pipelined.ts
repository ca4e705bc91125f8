import type { CompiledQuery, RawBuilder } from 'kysely';
import pg from 'pg';
import { poolOptions, type Queries, sqlState } from './database.ts';

// Statements that do not wait for each other's answers travel together: one way there and back for a whole request, and
// writes are prepared once a session. For what comes often and small, where ways and plans cost more than the work.

export type Statement = { readonly text: string; readonly values: readonly unknown[] };
/**
 * `kept`: its plan is kept for the session's life. Only of tables that stay small or are asked by their key: a plan from
 * when a table was small may read all of it later.
 */
export type Question = { readonly query: CompiledQuery; readonly kept: boolean };
export type Pipelined = {
  /** Answers the rows of each statement, in order. */
  read(queries: readonly Question[]): Promise<readonly (readonly unknown[])[]>;
  /**
   * All statements or none; and none where a condition does not hold when they are done (`ConditionFailed`). None of
   * them sees what another writes, and none begins with its own `with`. Conditions are expressions.
   */
  write(statements: readonly Statement[], conditions?: readonly Statement[]): Promise<void>;
  close(): Promise<void>;
};

const sessions = 10;
const divisionByZero = '22012';

/** What a write was based on does not hold any more; nothing was written. */
export class ConditionFailed extends Error {}

export function openPipelined(url: string): Pipelined {
  const pool = new pg.Pool({ ...poolOptions(url, sessions), pipeline: true, maxLifetimeSeconds: 300 });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const names = new Map<string, string>();
  /** Only texts that stand in the code come here, so that few statements are ever prepared. */
  const prepared = ({ text, values }: Statement) => {
    const name = names.get(text) ?? `hallpass-${names.size}`;
    names.set(text, name);
    return { name, text, values: [...values] };
  };
  return {
    async read(queries) {
      const results = await together(
        pool,
        queries.map(({ query: { sql, parameters }, kept }) =>
          kept ? prepared({ text: sql, values: parameters }) : { text: sql, values: [...parameters] },
        ),
      );
      return results.map((result) => result.rows);
    },
    async write(statements, conditions = []) {
      try {
        await together(pool, [prepared(asOne(statements, conditions))]);
      } catch (error) {
        throw sqlState(error) === divisionByZero ? new ConditionFailed() : error;
      }
    },
    close: () => pool.end(),
  };
}

/** One statement, which is a transaction by itself: what it costs to begin, to end and to tell apart is paid once. */
function asOne(statements: readonly Statement[], conditions: readonly Statement[]): Statement {
  const all = [...statements, ...conditions];
  const same = joined.find(
    ({ parts, of }) =>
      parts.length === all.length && of === statements.length && parts.every((part, at) => part === all[at]?.text),
  );
  return { text: same?.text ?? join(statements, conditions), values: all.flatMap(({ values }) => values) };
}

const joined: { readonly parts: readonly string[]; readonly of: number; readonly text: string }[] = [];

function join(statements: readonly Statement[], conditions: readonly Statement[]): string {
  let before = 0;
  const numbered = ({ text, values }: Statement) => {
    const from = before;
    before += values.length;
    return text.replace(/\$(\d+)/g, (_, no: string) => `$${Number(no) + from}`);
  };
  const parts = statements.map((statement, at) => `w${at} as (${numbered(statement)})`);
  // What was done in `with` is taken back where the rest of the statement fails.
  const rest = conditions.length === 0 ? '1' : `1 / (${conditions.map(numbered).join(' and ')})::int`;
  const text = `with ${parts.join(', ')} select ${rest}`;
  joined.push({ parts: [...statements, ...conditions].map((one) => one.text), of: statements.length, text });
  return text;
}

async function together(
  pool: pg.Pool,
  queries: readonly (string | pg.QueryConfig)[],
): Promise<readonly pg.QueryResult[]> {
  const client = await pool.connect();
  let lost: Error | undefined;
  try {
    const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection;
    stream.cork();
    const sent = queries.map((query) => client.query(query));
    stream.uncork();
    const answers = await Promise.allSettled(sent);
    // The first that failed is the reason; those behind it only say that their transaction has ended.
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return answers.map((answer) => (answer as PromiseFulfilledResult<pg.QueryResult>).value);
  } catch (error) {
    // A session that was cut off must not be used again.
    if (error instanceof Error && !('code' in error)) lost = error;
    throw error;
  } finally {
    client.release(lost);
  }
}

/** Asks one statement; several asked at once may travel together. */
export type Ask = <Row>(query: RawBuilder<Row>, kept?: true) => Promise<{ readonly rows: readonly Row[] }>;

/** What is asked in one turn travels together. */
export function askTogether(db: Queries, pipelined: Pipelined): Ask {
  let waiting: (Question & { resolve(rows: readonly unknown[]): void; reject(error: unknown): void })[] = [];
  const send = async () => {
    const sent = waiting;
    waiting = [];
    try {
      const answers = await pipelined.read(sent);
      for (const [at, { resolve }] of sent.entries()) resolve(answers[at] ?? []);
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  };
  return async <Row>(query: RawBuilder<Row>, kept?: true) => {
    if (waiting.length === 0) queueMicrotask(() => void send());
    const rows = await new Promise<readonly unknown[]>((resolve, reject) => {
      waiting.push({ query: query.compile(db), kept: kept === true, resolve, reject });
    });
    return { rows: rows as readonly Row[] };
  };
}

/** Asks by whatever is given: one statement after the other, or together. */
export function asking(db: Queries | Ask): Ask {
  return typeof db === 'function' ? db : (query) => query.execute(db);
}
