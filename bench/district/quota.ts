import type { Prng } from './prng.ts';

/** Chooses a share of rows one by one, one in each window of 1/share rows; a choice that falls on a row that may not be chosen waits for the next that may. */
export type Quota = { take(mayBeChosen: boolean): boolean };

export function quotaOf(share: number, random: Prng): Quota {
  if (!(share > 0)) return { take: () => false };
  let row = 0;
  let window = 0;
  let next = Math.floor(random() / share);
  let owed = 0;
  return {
    take(mayBeChosen) {
      while (next <= row) {
        owed++;
        window++;
        next = Math.max(next + 1, Math.floor((window + random()) / share));
      }
      row++;
      if (owed === 0 || !mayBeChosen) return false;
      owed--;
      return true;
    },
  };
}
