import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { PoolClient } from 'pg';
import {
  type Collection,
  collections,
  Failure,
  type Outside,
  type RosterPage,
  type RosterSource,
} from '../../connectors/connector.ts';
import { withPatience } from '../../connectors/patience.ts';
import { statementsOfClient } from '../../platform/database.ts';
import { type AnyPartWork, type Cursor, type Job, type Page, type PartAtWork, Stop } from '../../runs/job.ts';
import { addParts } from '../../runs/run.repository.ts';
import { carriedFiles, type FileSpec } from '../oneroster/columns.model.ts';
import { partsOfFiles } from '../oneroster/import.usecases.ts';
import { csvOf, type Extras, headerOf, noExtras, padded } from './csv-page.model.ts';
import { openReadOne } from './read-one.job.ts';
import { fileNameOf, formOf, type ReadSource } from './read-source.model.ts';
import { carriesNothing, type ReadDeps } from './reading.job.ts';
import { dropChunks, hasChunks, joinChunks, joinedFile, type Spool, storeChunk } from './spool.repository.ts';

// Reading a provider's roster is the first part of its run: page after page is kept sealed, and when all collections are
// whole they become the files of the run's other parts, which the import carries. A reading that fails adds no part, so
// that nothing is ever deleted by a bad one. Files are written behind the part's fence only: who has lost the part to
// another, and does not know it yet, writes nothing between the other's pages.

/** The rostering job as far as it reads a provider. It carries no record itself. */
export function rosterReadJob(deps: ReadDeps): Job {
  return {
    id: 'rostering',
    refused: 'invalid',
    holdAbove: { share: 1, count: Number.MAX_SAFE_INTEGER },
    massChange: {},
    notStoredEntry: 'oneroster.not_stored',
    open: (_, part, signal) => openRead(deps, part, signal),
  };
}

/** Where a reading stands: in which turn, at which collection, behind how many pages and rows, and the provider's own mark of the next. */
type Place = {
  readonly turn: string;
  readonly collection: Collection;
  readonly chunks: number;
  readonly rows: number;
  readonly records: number;
  readonly at: string | null;
  readonly tries: number;
  readonly before: number;
  readonly extras: Extras;
};

const first: Omit<Place, 'turn'> = {
  collection: collections[0],
  chunks: 0,
  rows: 0,
  records: 0,
  at: null,
  tries: 1,
  before: 0,
  extras: noExtras,
};
const fromStart = (): Place => ({ ...first, turn: randomUUID() });
/** A provider that changes under the reading is read anew so often. */
const mostTries = 3;

async function openRead(deps: ReadDeps, part: PartAtWork, signal: AbortSignal): Promise<AnyPartWork> {
  const { connector, outside } = await deps.open(part, signal);
  const { only } = part.source as ReadSource;
  if (only !== undefined) return openReadOne(deps, part, only, { connector, outside });
  const { roster } = connector;
  if (roster === undefined) throw new Stop('connection.defect', { reason: `${connector.id} is no source of rosters` });
  const { folder: name, since } = part.source as ReadSource;
  const folder = path.join(deps.store.folder, name);
  const mode = since === null ? 'bulk' : 'delta';
  const files = new Map(
    carriedFiles(formOf(roster.version(outside.settings))).map((spec) => [spec.name.replace('.csv', ''), spec]),
  );
  const specOf = (collection: Collection) => files.get(collection) as FileSpec;
  const reading = {
    deps,
    roster,
    outside,
    folder,
    mode,
    since: since === null ? null : new Date(since),
    specOf,
  } as const;
  const ask = askAhead(reading);
  let total = 0;
  let begun = false;
  let turn = '';
  let whole = false;
  return {
    ...carriesNothing,
    total: () => total,
    async collect(after) {
      // What an attempt before has kept is looked for once; from then on this one knows what it keeps.
      const place = (begun ? placeIn(after) : await placeOf(reading, after)) ?? fromStart();
      begun = true;
      try {
        const { page, announced } = await readOn(reading, place, ask);
        total = Math.max(total, page.progress, announced);
        return page;
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        if (!error.anew || place.tries >= mostTries) throw stopOf(error);
        return emptyPage(again(place));
      }
    },
    account: async (_client, { kept }: ReadPage) => {
      if (kept !== null) await keep(reading, kept);
      turn = kept?.turn ?? turn;
    },
    async finish(client) {
      await handOver(reading, part, client, turn);
      whole = true;
    },
    async close() {
      if (whole) await dropChunks({ folder, turn });
    },
  };
}

const stopOf = ({ entry, facts, type }: Failure) => new Stop(entry, facts, type);

type Reading = {
  readonly deps: ReadDeps;
  readonly roster: RosterSource;
  readonly outside: Outside;
  readonly folder: string;
  readonly mode: 'bulk' | 'delta';
  readonly since: Date | null;
  readonly specOf: (collection: Collection) => FileSpec;
};

/** Null: it has not begun. */
function placeIn(cursor: Cursor | null): Place | null {
  if (typeof cursor?.['turn'] !== 'string') return null;
  const extras = JSON.parse(String(cursor['extras'])) as Extras;
  return { ...cursor, extras, at: cursor['at'] === '' ? null : cursor['at'] } as unknown as Place;
}

const spoolOf = ({ deps, folder }: Reading, turn: string): Spool => ({ store: deps.store, folder, turn });

/** Where to go on; null: from the start, since another machine has what was read, or it is gone. */
async function placeOf(reading: Reading, cursor: Cursor | null): Promise<Place | null> {
  const place = placeIn(cursor);
  if (place === null) return null;
  const spool = spoolOf(reading, place.turn);
  for (const collection of collections) {
    if (collection === place.collection)
      return (await hasChunks(spool, fileNameOf(collection), place.chunks)) ? place : null;
    if ((await joinedFile(spool, fileNameOf(collection))) === null) return null;
  }
  return null;
}

/** What is to be kept of a page: its rows as the next chunk of a collection, and whether that is its last. */
type Kept = {
  readonly turn: string;
  readonly collection: Collection;
  readonly no: number;
  readonly text: string;
  readonly extras: Extras;
  readonly last: boolean;
};
type ReadPage = Page<unknown> & { readonly kept: Kept | null };

type Ask = (collection: Collection, at: string | null) => Promise<RosterPage>;

/** Asks for pages, for the next one as soon as its mark is known: while a page is worked on, the provider makes another. */
function askAhead({ deps, roster, outside, since }: Reading): Ask {
  let ahead: { readonly collection: Collection; readonly at: string; readonly page: Promise<RosterPage> } | null = null;
  const askFor: Ask = (collection, at) =>
    withPatience(() => roster.readPage(outside, collection, at, since), deps.patience, outside);
  return async (collection, at) => {
    const asked = ahead?.collection === collection && ahead.at === at ? ahead.page : askFor(collection, at);
    ahead = null;
    const found = await asked;
    if (found.next !== null) {
      ahead = { collection, at: found.next, page: askFor(collection, found.next) };
      // It is told when its turn comes.
      ahead.page.catch(() => {});
    }
    return found;
  };
}

/** Reads one page. */
async function readOn(reading: Reading, place: Place, ask: Ask): Promise<{ page: ReadPage; announced: number }> {
  const { mode, specOf } = reading;
  const { collection, chunks: no, at } = place;
  const found = await ask(collection, at);
  const { text, rows, extras } = csvOf(specOf(collection), found, mode, no, place.extras);
  const now = {
    ...place,
    chunks: no + 1,
    rows: place.rows + rows,
    records: place.records + found.rows.length,
    at: found.next,
    extras,
  };
  const kept = { turn: place.turn, collection, no, text, extras, last: found.next === null };
  const announced = place.before + (found.total ?? now.records);
  if (!kept.last) return { page: { ...emptyPage(now), kept }, announced };
  const next = collections[collections.indexOf(collection) + 1];
  const begin =
    next === undefined ? null : { ...first, turn: place.turn, collection: next, before: place.before + now.records };
  return { page: { ...emptyPage(begin, now), kept }, announced };
}

/**
 * Keeps what was read; the chunks of a whole collection become a file. They stay until all is read: the process may die
 * before this page is committed, and whoever comes next begins behind the last one that is.
 */
async function keep(reading: Reading, { turn, collection, no, text, extras, last }: Kept): Promise<void> {
  const name = fileNameOf(collection);
  const spool = spoolOf(reading, turn);
  await storeChunk(spool, name, no, text);
  if (!last) return;
  await joinChunks(spool, name, no + 1, {
    header: headerOf(reading.specOf(collection), extras),
    page: (chunk, at) => padded(chunk, at, extras),
  });
}

/** A collection that changed under the reading, or whose pages do not add up, is read from its start. */
const again = ({ turn, collection, tries, before }: Place): Place => ({
  ...first,
  turn,
  collection,
  tries: tries + 1,
  before,
});

function emptyPage(next: Place | null, done: Place | null = next): ReadPage {
  const progress = (done?.before ?? 0) + (done?.records ?? 0);
  const cursor = next === null ? null : { ...next, at: next.at ?? '', extras: JSON.stringify(next.extras) };
  return { items: [], same: 0, next: cursor, phase: 'rows', progress, kept: null };
}

/** All is there: the files become parts of the same run, to be carried on this machine. */
async function handOver(reading: Reading, part: PartAtWork, client: PoolClient, turn: string): Promise<void> {
  const { deps, mode, roster, outside, specOf } = reading;
  const read = [];
  for (const collection of collections) {
    const file = await joinedFile(spoolOf(reading, turn), fileNameOf(collection));
    if (file === null) throw new Error(`${fileNameOf(collection)} is gone before the reading has ended`);
    read.push({ file, spec: specOf(collection), mode });
  }
  const owner = { district: part.district, connection: part.connection };
  // By this very session: with many readings that end at once, there is no other to be had.
  const db = statementsOfClient(client);
  const parts = await partsOfFiles(
    db,
    owner,
    { version: formOf(roster.version(outside.settings)), read },
    deps.storeName,
  );
  await addParts(
    client,
    part,
    parts.map((one) => ({ ...one, level: one.level + 1 })),
  );
}
