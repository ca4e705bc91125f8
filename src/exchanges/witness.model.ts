import { type Connector, Failure, type RosterSource } from '../connectors/connector.ts';
import type { KeptCall } from './exchange.model.ts';

// Whoever watches the calls of a connector sees which try they belong to: what was answered may only turn out to be of
// no use when it is read.

/** A call that has ended. Most went well, and nothing is made of them. */
export type Seen = { readonly refused: boolean; kept(): KeptCall };

export type Witness = {
  saw(call: Seen): void;
  /** The same connector; what its tries came to is seen. */
  watched(connector: Connector): Connector;
};

/** A provider that is asked again and again says nothing new. */
const most = 100;

/**
 * Keeps the calls of a try that were refused or failed, and the last one where the try failed although its answer was
 * taken; `all`: every call. One try is made after the other.
 */
export function makeWitness({ all }: { readonly all: boolean }, keep: (call: KeptCall) => Promise<void>): Witness {
  let seen: Seen[] = [];
  let left = most;
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    seen = [];
    let failed: Failure | null = null;
    try {
      return await work();
    } catch (error) {
      failed = error instanceof Failure ? error : null;
      throw error;
    } finally {
      const calls = callsToKeep(seen, failed, all);
      seen = [];
      for (const call of calls) if (left-- > 0) await keep(call);
    }
  };
  return {
    saw: (call) => {
      seen.push(call);
    },
    watched(connector) {
      const { roster } = connector;
      return roster === undefined ? connector : { ...connector, roster: watchedSource(roster, attempt) };
    },
  };
}

/** What of a try is kept. The failure that ended it is told with its last call. */
export function callsToKeep(seen: readonly Seen[], failed: Failure | null, all: boolean): readonly KeptCall[] {
  return seen.flatMap((call, at) => {
    const ended = failed !== null && at === seen.length - 1;
    if (ended) return [{ ...call.kept(), entry: failed.entry, refused: true }];
    return all || call.refused ? [call.kept()] : [];
  });
}

type Attempt = <T>(work: () => Promise<T>) => Promise<T>;

function watchedSource(source: RosterSource, attempt: Attempt): RosterSource {
  const { readOne } = source;
  return {
    ...source,
    readPage: (...asked) => attempt(() => source.readPage(...asked)),
    ...(readOne === undefined
      ? {}
      : { readOne: (...asked: Parameters<typeof readOne>) => attempt(() => readOne(...asked)) }),
  };
}
