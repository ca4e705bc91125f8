import path from 'node:path';
import type { PoolClient } from 'pg';
import { type Connector, Failure, type Outside } from '../../connectors/connector.ts';
import { withPatience } from '../../connectors/patience.ts';
import { statementsOfClient } from '../../platform/database.ts';
import { type AnyPartWork, type PartAtWork, Stop } from '../../runs/job.ts';
import { addParts } from '../../runs/run.repository.ts';
import { carriedFiles } from '../oneroster/columns.model.ts';
import { partsOfFiles } from '../oneroster/import.usecases.ts';
import { csvOf, headerOf, noExtras, padded } from './csv-page.model.ts';
import { fileNameOf, type ReadSource } from './read-source.model.ts';
import { carriesNothing, type ReadDeps } from './reading.job.ts';
import { joinChunks, joinedFile, storeChunk } from './spool.repository.ts';

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
  const version = roster.version(outside.settings);
  const name = fileNameOf(only.collection);
  const spec = carriedFiles(version).find((file) => file.name === name);
  if (spec === undefined) throw new Error(`no file carries ${only.collection}`);
  const folder = path.join(deps.store.folder, (part.source as ReadSource).folder);
  return {
    ...carriesNothing,
    total: () => 1,
    async collect() {
      const row = await withPatience(() => readOne(outside, only.collection, only.key), deps.patience, outside).catch(
        stopped,
      );
      const page = csvOf(spec, { rows: row === null ? [] : [row], next: null, total: null }, 'bulk', 0, noExtras);
      if (page.rows === 0) throw new Stop('connection.record_not_there', { file: spec.name, key: only.key });
      await storeChunk(deps.store, folder, name, 0, page.text);
      await joinChunks(deps.store, folder, name, 1, {
        header: headerOf(spec, page.extras),
        page: (text, no) => padded(text, no, page.extras),
      });
      return { items: [], same: 0, next: null, phase: 'rows', progress: 1 };
    },
    async finish(client: PoolClient) {
      const file = await joinedFile(deps.store, folder, name);
      if (file === null) throw new Error(`${name} is gone before it was handed over`);
      const owner = { district: part.district, connection: part.connection };
      const set = { version, read: [{ file, spec, mode: 'bulk' }] } as const;
      const parts = await partsOfFiles(statementsOfClient(client), owner, set, deps.storeName);
      // Not the unit of the whole list: whoever reads that again must not find one row in its place.
      const alone = parts.map((one) => ({ ...one, level: one.level + 1, unit: `${spec.name}, ${only.key}` }));
      await addParts(client, part, alone);
    },
  };
}

function stopped(error: unknown): never {
  if (error instanceof Failure) throw new Stop(error.entry, error.facts, error.type);
  throw error;
}
