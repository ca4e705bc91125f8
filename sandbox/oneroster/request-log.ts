/** One request as it was answered. Nothing of its sign-in is kept. */
export type Logged = {
  /** Counts up from 1. */
  readonly number: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** As it was written, without the question mark. */
  readonly query: string;
  /** The list that was read, `token`, or null for a path that does not exist. */
  readonly target: string | null;
  /** null: no answer was begun. */
  status: number | null;
  /** What struck it. */
  readonly faults: readonly string[];
};

export type RequestLog = {
  begin(request: Omit<Logged, 'number' | 'status'>): Logged;
  /** The newest hundred thousand, oldest first. */
  list(): readonly Logged[];
  /** All that ever came since it was last forgotten. */
  count(): number;
  forget(): void;
};

const kept = 100_000;

export function emptyLog(): RequestLog {
  let requests: Logged[] = [];
  let count = 0;
  let last = 0;
  return {
    begin(request) {
      const logged = { number: ++last, ...request, status: null };
      count++;
      requests.push(logged);
      if (requests.length > 2 * kept) requests = requests.slice(-kept);
      return logged;
    },
    list: () => requests.slice(-kept),
    count: () => count,
    forget() {
      requests = [];
      count = 0;
    },
  };
}
