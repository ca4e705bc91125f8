// What is usual, learned from what there was: by medians, which a few odd days do not move.

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The median distance from the median, as large as a standard deviation would be where values scatter as they often do. */
export function scatter(values: readonly number[]): number {
  const middle = median(values);
  return 1.4826 * median(values.map((value) => Math.abs(value - middle)));
}

/** From `low` to `high` is as usual. */
export type Band = { readonly low: number; readonly usual: number; readonly high: number };

/** How far from usual something may be: so many scatters, a share of the usual, and a number, whichever is most. */
export type Leeway = { readonly scatters: number; readonly share: number; readonly count: number };

/** The band around what there was; null: there was too little to learn from. */
export function bandOf(values: readonly number[], least: number, { scatters, share, count }: Leeway): Band | null {
  if (values.length < least) return null;
  const usual = median(values);
  const leeway = Math.max(scatters * scatter(values), share * usual, count);
  return { low: Math.max(0, Math.floor(usual - leeway)), usual: Math.round(usual), high: Math.ceil(usual + leeway) };
}

/** How many at the end are false, and the longest such streak before: `[true, false, true, false, false]` is 2 and 1. */
export function quietStreak(changed: readonly boolean[]): { readonly now: number; readonly longest: number } {
  let now = 0;
  while (now < changed.length && changed[changed.length - 1 - now] === false) now++;
  let longest = 0;
  let streak = 0;
  for (const one of changed.slice(0, changed.length - now)) {
    streak = one ? 0 : streak + 1;
    longest = Math.max(longest, streak);
  }
  return { now, longest };
}

/** By how much a day something grows: the median of the slopes between all pairs of points, so that one jump is no trend. */
export function growthOf(points: readonly { readonly day: number; readonly value: number }[]): number {
  const slopes: number[] = [];
  for (const [at, one] of points.entries())
    for (const other of points.slice(at + 1))
      if (other.day !== one.day) slopes.push((other.value - one.value) / (other.day - one.day));
  return slopes.length === 0 ? 0 : median(slopes);
}
