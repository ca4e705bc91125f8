import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { PoolClient } from 'pg';
import { type Connector, Failure, type Outside } from '../../connectors/connector.ts';
import { withPatience } from '../../connectors/patience.ts';
import { statementsOfClient } from '../../platform/database.ts';
import { type AnyPartWork, type Page, type PartAtWork, Stop } from '../../runs/job.ts';
import { addParts } from '../../runs/run.repository.ts';
import { carriedFiles } from '../oneroster/columns.model.ts';
import { partsOfFiles } from '../oneroster/import.usecases.ts';
import { csvOf, headerOf, noExtras, padded } from './csv-page.model.ts';
import { fileNameOf, formOf, type ReadSource } from './read-source.model.ts';
import { carriesNothing, type ReadDeps } from './reading.job.ts';
import { dropChunks, joinChunks, joinedFile, type Spool, storeChunk } from './spool.repository.ts';

type Only = NonNullable<ReadSource['only']>;

/**
 * A part that reads one record of a provider alone: it becomes a file of one row, which the run carries like some rows of
 * a larger one. A record that the provider does not show is not deleted by that: whole lists say what is gone.
 */
export async function openReadOne(
  deps: ReadDeps,
  part: PartAtWork,
  only: Only,
  { connector, outside }: { readonly connector: Connector; readonly outside: Outside },
): Promise<AnyPartWork> {
  const { roster } = connector;
  if (roster?.readOne === undefined)
    throw new Stop('connection.defect', { reason: `${connector.id} gives out no single records` });
  const readOne = roster.readOne.bind(roster);
  const version = formOf(roster.version(outside.settings));
  const name = fileNameOf(only.collection);
  const spec = carriedFiles(version).find((file) => file.name === name);
  if (spec === undefined) throw new Error(`no file carries ${only.collection}`);
  const folder = path.join(deps.store.folder, (part.source as ReadSource).folder);
  const spool: Spool = { store: deps.store, folder, turn: randomUUID() };
  let handed = false;
  return {
    ...carriesNothing,
    total: () => 1,
    async collect(): Promise<ReadPage> {
      const row = await withPatience(() => readOne(outside, only.collection, only.key), deps.patience, outside).catch(
        stopped,
      );
      const page = csvOf(spec, { rows: row === null ? [] : [row], next: null, total: null }, 'bulk', 0, noExtras);
      if (page.rows === 0) throw new Stop('connection.record_not_there', { file: spec.name, key: only.key });
      return { items: [], same: 0, next: null, phase: 'rows', progress: 1, read: page };
    },
    // As pages of whole lists are: who has lost the part to another, and does not know it yet, writes nothing.
    async account(_client: PoolClient, { read }: ReadPage) {
      await storeChunk(spool, name, 0, read.text);
      await joinChunks(spool, name, 1, {
        header: headerOf(spec, read.extras),
        page: (text, no) => padded(text, no, read.extras),
      });
    },
    async finish(client: PoolClient) {
      const file = await joinedFile(spool, name);
      if (file === null) throw new Error(`${name} is gone before it was handed over`);
      const owner = { district: part.district, connection: part.connection };
      const set = { version, read: [{ file, spec, mode: 'bulk' }] } as const;
      const parts = await partsOfFiles(statementsOfClient(client), owner, set, deps.storeName);
      // Not the unit of the whole list: whoever reads that again must not find one row in its place.
      const alone = parts.map((one) => ({ ...one, level: one.level + 1, unit: `${spec.name}, ${only.key}` }));
      await addParts(client, part, alone);
      handed = true;
    },
    async close() {
      if (handed) await dropChunks(spool);
    },
  };
}

type ReadPage = Page<unknown> & { readonly read: ReturnType<typeof csvOf> };

function stopped(error: unknown): never {
  if (error instanceof Failure) throw new Stop(error.entry, error.facts, error.type);
  throw error;
}
