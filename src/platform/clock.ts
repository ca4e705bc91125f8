/** The present instant, passed as a value so that models and tests decide what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** The first day of the instant's month in UTC, `YYYY-MM-01`: the partition an outcome or audit row belongs to. */
export function monthOf(instant: Date): string {
  return `${instant.toISOString().slice(0, 7)}-01`;
}
