import { setTimeout as pause } from 'node:timers/promises';
import { revokeKeyRow } from '../access/api-key.repository.ts';
import { dropLinks } from '../access/link.repository.ts';
import { changing, type Scope } from '../access/use-case.ts';
import { destroyDataKey } from '../exchanges/exchange.repository.ts';
import type { Tx } from '../platform/database.ts';
import type { House } from '../platform/house.ts';
import { connectionRow, lockConnection } from './connection.repository.ts';
import { subjectOf } from './connection.usecases.ts';
import { endRuns, lockRuns } from './connection-run.repository.ts';
import { dropCredentials } from './credential.repository.ts';
import { deletedConnections, lockDeleted, markDeleted, removePage } from './deletion.repository.ts';
import { type Loss, lossOf } from './loss.repository.ts';

type Asked = { readonly id: string; readonly confirm: string | undefined };
export type Deletion = { readonly id: string; readonly name: string; readonly confirmed: boolean; readonly loss: Loss };

/**
 * Deletes a connection, if its name was typed; otherwise it only counts what would be lost. What it signs in with is
 * destroyed at once, its keys open nothing any more, its runs end, and nobody finds it; its data follows in pages.
 */
export const deleteConnection = changing('connections.write', async (tx, scope, { id, confirm }: Asked) => {
  const row = await connectionRow(tx, scope.district, id);
  const loss = await lossOf(tx, scope.district, row.id);
  const answer: Deletion = { id, name: row.name, confirmed: confirm === row.name, loss };
  if (!answer.confirmed) return { answer, audit: [] };
  await withdraw(tx, scope, row.id);
  return {
    answer,
    audit: {
      action: 'connection.deleted',
      subject: subjectOf(row),
      details: { system: row.system, lost: loss.lost, handedOver: loss.handedOver },
    },
  };
});

/** The part of a deletion that holds from the next moment on; also for the district file. */
export async function withdraw(
  tx: Tx,
  { district, now }: Pick<Scope, 'district' | 'now'>,
  connection: number,
): Promise<void> {
  await lockRuns(tx, district, connection);
  await lockConnection(tx, district, String(connection));
  await dropCredentials(tx, district, connection);
  await destroyDataKey(tx, { district, connection });
  await dropLinks(tx, district, String(connection), 'reauthenticate');
  const keys = await tx
    .selectFrom('api_key')
    .select('id')
    .where('district_id', '=', district)
    .where('connection_id', '=', connection)
    .where('revoked_at', 'is', null)
    .execute();
  for (const key of keys) await revokeKeyRow(tx, district, key.id, now);
  await endRuns(tx, district, connection, now);
  await markDeleted(tx, { district, connection }, now);
}

type Of = { readonly district: string; readonly connection: number };

/**
 * Removes the data of a deleted connection, a page a transaction, until all is gone or somebody else does it, or `until`
 * says that it is enough for now. Any process may go on with it.
 */
export async function removeData({ db }: Pick<House, 'db'>, of: Of, until: () => boolean = () => false): Promise<void> {
  for (let from: number | null = 0; from !== null && !until(); ) {
    const at: number = from;
    from = await db.transaction().execute(async (tx) => ((await lockDeleted(tx, of)) ? removePage(tx, of, at) : null));
    // Everybody else's statements come between two pages.
    await pause(0);
  }
}

/** Goes on with what other processes left. */
export async function removeAllDeleted(house: Pick<House, 'db'>, until: () => boolean): Promise<void> {
  for (const of of await deletedConnections(house.db)) await removeData(house, of, until);
}
