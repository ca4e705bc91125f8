import { allocate, type Queries } from './database.ts';

/**
 * Numbers of a district's counters taken in blocks and handed out by this process, so that many small writes at once do
 * not wait for one row. They do not leave the order of time by more than a block, and gaps are left at the end.
 */
export type Numbers = { next(district: string, name: string): Promise<number> };

const block = 50;
type Left = { next: number; until: number };

/** `counters` is asked for only when a number is. */
export function makeNumbers(counters: () => Queries): Numbers {
  const left = new Map<string, Left>();
  const fetching = new Map<string, Promise<void>>();
  return {
    async next(district, name) {
      const key = `${district} ${name}`;
      for (;;) {
        const have = left.get(key);
        if (have !== undefined && have.next < have.until) return have.next++;
        let more = fetching.get(key);
        if (more === undefined) {
          more = allocate(counters(), district, name, block)
            .then((first) => void left.set(key, { next: first, until: first + block }))
            .finally(() => fetching.delete(key));
          fetching.set(key, more);
        }
        await more;
      }
    },
  };
}
