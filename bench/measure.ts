/** How long something took, in milliseconds, and what it answered. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; answer: T }> {
  const start = performance.now();
  const answer = await work();
  return { ms: performance.now() - start, answer };
}

/** The middle of several measurements: these machines are noisy, and one of them means little. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** One line of the table of figures: what was measured, against what, their ratio, and the goal it is held to. */
export type Figure = {
  readonly work: string;
  readonly against: string;
  readonly measured: string;
  readonly ratio: string;
  readonly goal: string;
  /** null: nothing is promised. */
  readonly holds: boolean | null;
};

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ work, against, measured, ratio, goal, holds }) =>
      `| ${work} | ${against} | ${measured} | ${ratio} | ${goal} | ${holds === null ? '' : holds ? 'yes' : '**no**'} |`,
  );
  return [
    '| work | against | measured | ratio | goal | holds |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
