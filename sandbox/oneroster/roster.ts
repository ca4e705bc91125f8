import { fieldsOf, wholeRefs } from './fields.ts';
import { type Item, type Kind, kinds, type Ref, type Refs, refsBelow, type Version, valuesAt } from './record.ts';

/** The state of the provider, held in memory. Whatever changes a record also moves its dateLastModified. */
export type Roster = {
  readonly version: Version;
  readonly refs: Refs;
  /** Counts up with every change. */
  revision(): number;
  list(kind: Kind): readonly Item[];
  get(kind: Kind, sourcedId: string): Item | undefined;
  /** Those that have `value` at the end of a path, such as `class.sourcedId`. */
  by(kind: Kind, path: string, value: string): readonly Item[];
  /** Adds a record as it is, without looking whether it is there: for loading. */
  load(kind: Kind, item: Item): void;
  /** To be called when all is loaded. */
  loaded(): void;
  /** References need a sourcedId only. Throws where the id is taken. */
  add(kind: Kind, record: NewRecord, at?: 'first' | 'last'): Item;
  /** A null takes a field away. */
  change(kind: Kind, sourcedId: string, set: Readonly<Record<string, unknown>>): Item;
  remove(kind: Kind, sourcedId: string): void;
  empty(kind: Kind): number;
  /** Gives every record of a kind a new id; what refers to one is changed with it. */
  rekey(kind: Kind, newId: (old: string) => string): number;
};

export type NewRecord = { readonly sourcedId: string } & Readonly<Record<string, unknown>>;

type Shelf = {
  items: Item[];
  /** Made when first needed, then kept true. */
  byId: Map<string, Item> | null;
  /** By path and value; thrown away at every change. */
  readonly indexes: Map<string, Map<unknown, Item[]>>;
};

export function emptyRoster(version: Version, base: string, now: () => number): Roster {
  const refs = refsBelow(base);
  const shelves = new Map<Kind, Shelf>(kinds.map((kind) => [kind, { items: [], byId: null, indexes: new Map() }]));
  let revision = 0;

  const shelfOf = (kind: Kind): Shelf => {
    const shelf = shelves.get(kind);
    if (shelf === undefined) throw new RangeError(`There is no collection ${kind}.`);
    return shelf;
  };
  const idsOf = (kind: Kind): Map<string, Item> => {
    const shelf = shelfOf(kind);
    shelf.byId ??= new Map(shelf.items.map((item) => [item.sourcedId, item]));
    return shelf.byId;
  };
  const found = (kind: Kind, sourcedId: string): Item => {
    const item = idsOf(kind).get(sourcedId);
    if (item === undefined) throw new RangeError(`There is no ${sourcedId} in ${kind}.`);
    return item;
  };
  const changed = (kind: Kind): void => {
    revision++;
    shelfOf(kind).indexes.clear();
    if (kind === 'orgs' || kind === 'academicSessions') linkChildren(shelfOf(kind).items, kind, refs);
  };
  const stamp = (): string => new Date(now()).toISOString();

  return {
    version,
    refs,
    revision: () => revision,
    list: (kind) => shelfOf(kind).items,
    get: (kind, sourcedId) => idsOf(kind).get(sourcedId),
    by(kind, path, value) {
      const { items, indexes } = shelfOf(kind);
      const index = indexes.get(path) ?? indexOf(items, path.split('.'));
      indexes.set(path, index);
      return index.get(value) ?? [];
    },
    load: (kind, item) => void shelfOf(kind).items.push(item),
    loaded: () => kinds.forEach(changed),
    add(kind, record, at = 'last') {
      if (idsOf(kind).has(record.sourcedId)) throw new RangeError(`${record.sourcedId} is in ${kind} already.`);
      const given = wholeRefs(record, fieldsOf(kind, version), refs);
      const item: Item = {
        sourcedId: record.sourcedId,
        status: 'active',
        dateLastModified: stamp(),
        metadata: {},
        ...given,
      };
      if (at === 'first') shelfOf(kind).items.unshift(item);
      else shelfOf(kind).items.push(item);
      idsOf(kind).set(item.sourcedId, item);
      changed(kind);
      return item;
    },
    change(kind, sourcedId, set) {
      const item = found(kind, sourcedId);
      if ('sourcedId' in set) throw new RangeError('A record keeps its id; rekey gives new ones.');
      Object.assign(item, { dateLastModified: stamp() }, wholeRefs(set, fieldsOf(kind, version), refs));
      changed(kind);
      return item;
    },
    remove(kind, sourcedId) {
      const { items } = shelfOf(kind);
      items.splice(items.indexOf(found(kind, sourcedId)), 1);
      idsOf(kind).delete(sourcedId);
      changed(kind);
    },
    empty(kind) {
      const count = shelfOf(kind).items.length;
      shelfOf(kind).items = [];
      shelfOf(kind).byId = null;
      changed(kind);
      return count;
    },
    rekey(kind, newId) {
      const renamed = new Set<unknown>();
      const dateLastModified = stamp();
      for (const item of shelfOf(kind).items) {
        const to = newId(item.sourcedId);
        refs.rename(kind, item.sourcedId, to);
        renamed.add(refs.of(kind, to));
        Object.assign(item, { sourcedId: to, dateLastModified });
      }
      shelfOf(kind).byId = null;
      for (const other of kinds)
        for (const item of shelfOf(other).items) if (refersTo(item, renamed)) item.dateLastModified = dateLastModified;
      kinds.forEach(changed);
      return renamed.size;
    },
  };
}

function indexOf(items: readonly Item[], path: readonly string[]): Map<unknown, Item[]> {
  const index = new Map<unknown, Item[]>();
  for (const item of items)
    for (const value of valuesAt(item, path)) {
      const same = index.get(value);
      if (same === undefined) index.set(value, [item]);
      else same.push(item);
    }
  return index;
}

/** A parent names its children, which the rows of the children say. */
function linkChildren(items: readonly Item[], kind: Kind, refs: Refs): void {
  const children = new Map<unknown, Ref[]>();
  for (const item of items) {
    const siblings = children.get(item['parent']) ?? [];
    if (item.status === 'active') siblings.push(refs.of(kind, item.sourcedId));
    children.set(item['parent'], siblings);
  }
  for (const item of items) item['children'] = children.get(refs.of(kind, item.sourcedId)) ?? [];
}

/** Looks into lists and into parts, such as the roles of a user. */
function refersTo(value: unknown, refs: ReadonlySet<unknown>): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return refs.has(value) || Object.values(value).some((part) => refersTo(part, refs));
}
