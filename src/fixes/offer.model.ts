import type { Description, Fix, Group } from './fix.ts';
import { leaveOut } from './leave-out.model.ts';
import { valueMap } from './value-map.model.ts';

/** Every fix that there is, in the order in which they are offered. */
const fixes: readonly Fix[] = [valueMap, leaveOut];

export type Offer = { readonly fix: Fix; readonly description: Description };

/** The fixes that a group can be put right with. */
export const offersFor = (group: Group): readonly Offer[] =>
  fixes.flatMap((fix) => {
    const description = fix.describe(group);
    return description === null ? [] : [{ fix, description }];
  });

/** One of them; undefined: it is nothing for this group. */
export const offerOf = (group: Group, name: string): Offer | undefined =>
  offersFor(group).find(({ fix }) => fix.name === name);
