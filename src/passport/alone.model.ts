import { moved, type State } from '../connections/connection-state.model.ts';
import type { PassportView } from './passport.schema.ts';

type Stands = {
  readonly connection: {
    readonly system: string;
    readonly status: State['status'];
    readonly error: { readonly type: 'sync' | 'auth' | 'system' } | null;
  };
  /** Its system gives out single records. */
  readonly givesOne: boolean;
  /** It has no key of its own and is known by its line. */
  readonly byLine: boolean;
  /** There was a reading that may have held it. */
  readonly read: boolean;
};
type Alone = { readonly how: PassportView['syncAlone']['how']; readonly whyNot: string | null };

/**
 * How one record alone can be synced: by asking its source for it, or by reading again the row that was read last. Else
 * the entry that says why not.
 */
export function alone({ connection, givesOne, byLine, read }: Stands): Alone {
  const { system, status, error } = connection;
  const not = (whyNot: string): Alone => ({ how: null, whyNot });
  if (system === 'rostering') return not('request.connection_not_fetched');
  if (byLine) return not('request.record_without_key');
  const move = moved({ status, standing: error?.type ?? 'synced' }, 'sync');
  if ('refused' in move) return not(move.refused);
  if (givesOne) return { how: 'source', whyNot: null };
  return read ? { how: 'kept', whyNot: null } : not('request.record_not_kept');
}
