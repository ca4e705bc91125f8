import type { Tx } from '../../platform/database.ts';
import {
  claimKey,
  fingerprintOf,
  type Once,
  type Seen,
  type Stored,
  seenBefore,
  storeAnswer,
} from './idempotency.repository.ts';
import type { Caller } from './memory.model.ts';
import type { Api } from './push.usecases.ts';
import { tell } from './told.model.ts';

// A POST with an Idempotency-Key is done once.

export type Answer = { readonly status: number; readonly body: unknown };
export type StoreAnswer = (tx: Tx, answer: Answer) => Promise<void>;

const textOf = ({ status, body }: Answer): Stored => ({ status, body: JSON.stringify(body) });
/** A request as its Idempotency-Key names it; without one it is done each time. */
export type Named = {
  readonly path: string;
  readonly key: string | readonly string[] | undefined;
  readonly bytes: Buffer;
};

/** Does a request once for its Idempotency-Key, where it has one; its answer is stored with what it writes. */
export async function once(
  api: Api,
  caller: Caller,
  { path, key: given, bytes }: Named,
  work: (store: StoreAnswer | null) => Promise<Answer>,
): Promise<Stored> {
  const key = idempotencyKey(given);
  if (key === null) return textOf(await work(null));
  const asked: Once = {
    district: caller.actor.district,
    apiKey: caller.key.id,
    path,
    key,
    fingerprint: fingerprintOf(bytes),
  };
  const { app } = api;
  const before = storedOf(await seenBefore(app.db, app.secrets, asked, app.clock()));
  if (before !== null) return before;
  try {
    return textOf(
      await work(async (tx, told) => {
        if (!(await claimKey(tx, asked))) throw tell('rostering.request.idempotency_running');
        const meanwhile = storedOf(await seenBefore(tx, app.secrets, asked, app.clock()));
        if (meanwhile !== null) throw new Done(meanwhile);
        if (told.status < 500) await storeAnswer(tx, app.secrets, asked, textOf(told), app.clock());
      }),
    );
  } catch (error) {
    if (error instanceof Done) return error.stored;
    throw error;
  }
}

/** Another request of the same key has been answered meanwhile: nothing of this one is stored. */
class Done extends Error {
  readonly stored: Stored;
  constructor(stored: Stored) {
    super('done');
    this.stored = stored;
  }
}

function storedOf(seen: Seen): Stored | null {
  if (seen.seen === 'other') throw tell('rostering.request.idempotency_other_body');
  return seen.seen === 'same' ? seen.stored : null;
}

export function idempotencyKey(given: Named['key']): string | null {
  if (given === undefined) return null;
  const key = typeof given === 'string' ? given : given.join(', ');
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw tell('rostering.request.idempotency_key', { limit: '200' });
  return key;
}
