import { sql } from 'kysely';
import { changing, reading } from '../access/use-case.ts';
import { connectionRow } from '../connections/connection.repository.ts';
import { actorRow } from '../platform/actor.ts';
import { allocate, type Queries } from '../platform/database.ts';
import type { Secrets } from '../platform/secrets.ts';
import { keepAway, letCome } from '../rostering/oneroster/forgotten.repository.ts';
import { type ErasureRow, erasureOf, erasuresOf, insertErasure, openErasures, tracesIn } from './erasing.repository.ts';
import { dropKnown } from './erasure.repository.ts';
import type { ErasurePreview, ErasureView, Later } from './erasure.schema.ts';
import { laterOf } from './later.repository.ts';
import { countTheirs, packsOf, places } from './theirs.repository.ts';
import type { Traces } from './traces.model.ts';
import { findPerson, tracesOf } from './traces.repository.ts';

/** What must be typed before somebody is forgotten. */
export const wordFor = (person: number): string => `forget ${person}`;

/** What is there of somebody, counted. Named by the number that the roster gives them, or by an address. */
export const previewErasure = reading(
  'privacy.erase',
  async (db, { district }, named: string): Promise<ErasurePreview> => {
    const person = await findPerson(db, district, named);
    const traces = await tracesOf(db, district, person);
    const name = await sql<{
      name: string;
    }>`select name from connection where district_id = ${district} and id = ${person.connection}`.execute(db);
    return {
      person: {
        id: String(person.id),
        name: `${person.given_name} ${person.family_name}`,
        connection: name.rows[0]?.name ?? '',
      },
      counts: await countsOf(db, district, traces),
      later: [...(await laterOf(db, district, traces, person.email))],
      word: wordFor(person.id),
    };
  },
);

async function countsOf(db: Queries, district: string, traces: Traces): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const place of places)
    counts[place.name] = (counts[place.name] ?? 0) + (await countTheirs(db, district, traces, place));
  let accepted = 0;
  for await (const { held } of packsOf(db, district, traces)) accepted += held.length;
  return { ...counts, acceptedOutcomes: accepted };
}

type Asked = {
  readonly secrets: Secrets;
  readonly person: string;
  readonly confirm: string;
  readonly keepAway: boolean;
};

/**
 * Asks that somebody be forgotten; null: the word was not typed. Who is to be forgotten is sealed until it is done, so that
 * whoever goes on after a kill knows it. Asked twice, it is the same.
 */
export const askErasure = changing('privacy.erase', async (tx, scope, asked: Asked) => {
  const { district, actor, now } = scope;
  const person = await findPerson(tx, district, asked.person);
  if (asked.confirm !== wordFor(person.id)) return { answer: null, audit: [] };
  await sql`select pg_advisory_xact_lock(hashtextextended(${`hallpass-erasures-${district}`}, 0))`.execute(tx);
  const open = (await openErasures(tx, district)).find((row) => tracesIn(asked.secrets, row)?.person === person.id);
  if (open !== undefined) return { answer: viewOf(open), audit: [] };
  const traces = await tracesOf(tx, district, person);
  const no = await allocate(tx, district, 'erasure');
  if (asked.keepAway)
    for (const { flow, kind, key } of traces.keys)
      if (kind === 'user' && key === traces.sourceKey)
        await keepAway(tx, { district, flow, key }, actorRow(actor), now);
  await insertErasure(
    tx,
    asked.secrets,
    { district, no },
    {
      traces,
      later: await laterOf(tx, district, traces, person.email),
      keepAway: asked.keepAway,
      by: actorRow(actor),
      now,
    },
  );
  const row = await erasureOf(tx, { district, no });
  if (row === undefined) throw new Error('what was just stored is not there');
  return {
    answer: viewOf(row),
    audit: {
      action: 'erasure.asked',
      subject: { kind: 'erasure', id: String(no), name: `erasure ${no}` },
      details: { keepAway: asked.keepAway },
    },
  };
});

const mostShown = 200;

/** What was forgotten: when, by whom it was asked, how much. */
export const listErasures = reading('retention.read', async (db, { district }, _: undefined) => ({
  erasures: (await erasuresOf(db, district, mostShown)).map(viewOf),
}));

export const showErasure = reading('privacy.erase', async (db, { district }, no: number) => {
  const row = await erasureOf(db, { district, no });
  return row === undefined ? null : viewOf(row);
});

type Readmission = { readonly connection: string; readonly key: string };

/** Somebody who was forgotten may come again; whoever asks has to know the id that the source uses. */
export const readmit = changing('privacy.erase', async (tx, { district }, { connection, key }: Readmission) => {
  const row = await connectionRow(tx, district, connection);
  const there = await letCome(tx, { district, connection: row.id, key });
  if (!there) return { answer: { readmitted: false }, audit: [] };
  // The next reading has to look at every row again: theirs stands in the last one as passed by.
  await dropKnown(tx, district, { connection: row.id });
  return {
    answer: { readmitted: true },
    audit: { action: 'erasure.readmitted', subject: { kind: 'connection', id: connection, name: row.name } },
  };
});

function viewOf(row: ErasureRow): ErasureView {
  return {
    no: row.no,
    state: row.state,
    askedBy: row.asked_by.name,
    askedAt: row.asked_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    keepAway: row.keep_away,
    waitsFor: row.waits_for ?? [],
    removed: row.removed,
    later: row.later as Later[],
  };
}
