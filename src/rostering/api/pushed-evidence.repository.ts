import type { KeptCall } from '../../exchanges/exchange.model.ts';
import { storeExchange } from '../../exchanges/exchange.repository.ts';
import type { Statements } from '../../platform/database.ts';
import type { Secrets } from '../../platform/secrets.ts';
import type { PushRun } from '../../runs/push.repository.ts';

/** Null: nothing can be kept for this connection. */
export type EvidenceKey = Secrets | null;

type Place = {
  readonly run: PushRun;
  /** The number of its outcome. */
  readonly seq: number;
  readonly connection: number;
  readonly record: { readonly kind: string; readonly key: string };
};

/** Keeps what a key sent and what it was answered, beside the outcome and in the same transaction. */
export async function keepPushed(
  client: Statements,
  key: EvidenceKey,
  { run: { district, run, unit, month }, seq, connection, record }: Place,
  call: KeptCall,
): Promise<void> {
  if (key !== null) await storeExchange(client, key, { district, run, unit, seq }, { connection, month, record }, call);
}
