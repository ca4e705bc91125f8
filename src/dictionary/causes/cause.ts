/** A canonical cause, `area.reason`: what is wrong, the same for every system that says it in its own words. */
export type Cause = {
  readonly title: string;
  readonly meaning: string;
};
