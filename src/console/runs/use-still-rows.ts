import { useState } from 'react';

/** Keeps the rows where they are while newer ones arrive above; those wait until they are asked for. */
export function useStillRows<Row>(rows: readonly Row[], idOf: (row: Row) => number, view: string) {
  const newest = rows.reduce((most, row) => Math.max(most, idOf(row)), 0);
  const [shown, setShown] = useState({ view, upTo: newest });
  const upTo = shown.view === view && shown.upTo > 0 ? shown.upTo : newest;
  if (shown.view !== view || (shown.upTo === 0 && newest > 0)) setShown({ view, upTo: newest });
  return {
    rows: rows.filter((row) => idOf(row) <= upTo),
    waiting: rows.filter((row) => idOf(row) > upTo).length,
    showAll: () => setShown({ view, upTo: newest }),
  };
}
