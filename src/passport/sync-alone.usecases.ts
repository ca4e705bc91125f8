import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { changing, reading, type Scope } from '../access/use-case.ts';
import { type Collection, collections } from '../connectors/connector.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import { fileOf, type Kind } from '../rostering/oneroster/columns.model.ts';
import type { ReadSource } from '../rostering/source/read-source.model.ts';
import { insertRun, type PartAsked } from '../runs/run.repository.ts';
import { alone } from './alone.model.ts';
import { lastReadings, type Reading } from './kept-reading.repository.ts';
import type { RecordNamed } from './passport.schema.ts';
import { findReading } from './passport.usecases.ts';
import { isRosterKind, presentOf, type RecordAt, recordAt } from './record.repository.ts';

const consider = reading('connections.write', async (db, scope, named: RecordNamed) => {
  const record = await recordAt(db, scope, named);
  if (record === null || !(record.pushed || isRosterKind(record.kind)))
    throw refuse('request.not_found', { what: named.kind, id: named.key });
  const { byLine } = await presentOf(db, record);
  const readings = await lastReadings(db, record);
  // The roles of a provider's users are no list of their own.
  if (record.givesOne && !isCollection(collectionOf(record)))
    throw refuse('request.not_found', { what: named.kind, id: named.key });
  const { how, whyNot } = alone({ ...record, byLine, read: readings.length > 0 });
  if (whyNot !== null) throw refuse(whyNot, { name: record.connection.name });
  return { record, how, readings };
});

/**
 * Syncs one record alone: asks for a run that carries it and nothing else. A provider is asked for it; of files the row
 * that was read last is read again, as far as it is kept.
 */
export async function syncAlone(app: App, actor: Actor, named: RecordNamed): Promise<{ run: { id: number } }> {
  const { record, how, readings } = await consider(app, actor, named);
  if (how === 'source') return ask(app, actor, { record, part: readingPart(record), schools: null });
  const found = await findReading(app, record, null, readings);
  if (typeof found === 'string') throw refuse('request.record_not_kept', { name: record.connection.name });
  return ask(app, actor, { record, part: partAgain(found.reading), schools: found.reading.schools });
}

const collectionOf = ({ kind }: RecordAt) => fileOf('1.1', kind as Kind).name.replace('.csv', '');
const isCollection = (name: string): name is Collection => collections.some((collection) => collection === name);

function readingPart(record: RecordAt): PartAsked {
  const { kind, key } = record;
  const collection = collectionOf(record) as Collection;
  const source: ReadSource = { mode: 'read', folder: `read-${randomUUID()}`, since: null, only: { collection, key } };
  return { unit: `reading ${kind}, ${key}`, kind: 'reading', level: 0, source, store: null, rows: 0 };
}

const partAgain = ({ unit, kind, level, source, store }: Reading): PartAsked => ({
  unit,
  kind,
  level,
  source,
  store,
  rows: 0,
});

type Asked = {
  readonly record: RecordAt;
  readonly part: PartAsked;
  readonly schools: readonly string[] | null;
};

const ask = changing('connections.write', async (tx, scope, { record, part, schools }: Asked) => {
  const { flow, kind, key, connection } = record;
  // One asking at a time a flow.
  await sql`select 1 from flow where district_id = ${scope.district} and no = ${flow} for update`.execute(tx);
  const under = await underWay(tx, scope, record, part.unit);
  if (under !== null) return { answer: { run: { id: under } }, audit: [] };
  const run = await insertRun(tx, scope.actor, scope.now, {
    flow,
    scope: { trigger: 'retry', dry: false, records: [key], ...(schools === null ? {} : { schools }) },
    parts: [part],
    notes: [],
  });
  return {
    answer: { run: { id: run } },
    audit: {
      action: 'run.asked',
      subject: { kind: 'run', id: String(run), name: `run ${run}` },
      details: { connection: connection.name, trigger: 'retry', kind, records: 1 },
    },
  };
});

/** A run of the same record that waits or is under way. */
async function underWay(tx: Tx, { district }: Scope, { flow, key }: RecordAt, unit: string): Promise<number | null> {
  const { rows } = await sql<{ no: number }>`select r.no from run r
    where r.district_id = ${district} and r.flow_no = ${flow} and r.finished_at is null and r.trigger = 'retry'
      and r.scope -> 'records' = ${JSON.stringify([key])}::jsonb and exists (select 1 from part p
        where p.district_id = r.district_id and p.run_no = r.no and p.unit = ${unit})
    order by r.no limit 1`.execute(tx);
  return rows[0]?.no ?? null;
}
