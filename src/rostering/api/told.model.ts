import { type Fault, fault } from './fault.model.ts';

/** A request that goes no further: its answer. */
export class Told extends Error {
  readonly faults: readonly Fault[];
  readonly retryAfter: number | null;
  constructor(faults: readonly Fault[], retryAfter: number | null = null) {
    super('told');
    this.faults = faults;
    this.retryAfter = retryAfter;
  }
}

export const tell = (entry: string, facts: Record<string, string> = {}, pointer = '') =>
  new Told([fault(pointer, entry, facts)]);
