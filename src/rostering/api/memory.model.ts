import type { FoundKey } from '../../access/api-key.model.ts';
import type { Actor } from '../../platform/actor.ts';
import type { School } from './known.model.ts';

// Keys and schools as calls found them. What is done by it is done on the condition that they still are so.

/** Who sends: the key, its connection, and the schools it may touch (null: all). */
export type Caller = {
  readonly actor: Actor;
  readonly key: FoundKey;
  readonly connection: number;
  readonly schools: readonly string[] | null;
};

export type Remembered = {
  readonly digest: Buffer;
  readonly caller: Caller;
  readonly schools: ReadonlyMap<string, School>;
};

export type Memory = {
  /** What is remembered of the key with this digest. */
  of(digest: Buffer): Remembered | null;
  /** A caller was found by this digest. */
  found(digest: Buffer, caller: Caller): void;
  /** Keeps a school as a caller's call looked it up. */
  keep(caller: Caller, school: School): void;
  forget(caller: Caller): void;
};

/** `most` keys, each with as many schools; then it begins anew. */
export function makeMemory(most = 1000): Memory {
  const kept = new Map<string, Remembered & { readonly schools: Map<string, School> }>();
  const names = new WeakMap<Caller, string>();
  const nameOf = (digest: Buffer) => digest.toString('latin1');
  return {
    of: (digest) => kept.get(nameOf(digest)) ?? null,
    found(digest, caller) {
      const name = nameOf(digest);
      const before = kept.get(name);
      const schools = before?.caller.key.version === caller.key.version ? before.schools : new Map<string, School>();
      if (kept.size >= most) kept.clear();
      names.set(caller, name);
      kept.set(name, { digest, caller, schools });
    },
    keep(caller, school) {
      const schools = kept.get(names.get(caller) ?? '')?.schools;
      if (schools === undefined) return;
      if (schools.size >= most) schools.clear();
      schools.set(school.id, school);
    },
    forget(caller) {
      kept.delete(names.get(caller) ?? '');
    },
  };
}
