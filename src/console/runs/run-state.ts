import type { Counts, Outcome, RunView } from '../../runs/run.schema.ts';
import { outcomeOrder, type StateName } from '../shell/states.ts';

export interface OutcomeCount {
  outcome: Outcome;
  count: number;
}

/** The outcomes that occurred, in the order they are told; their sum is `entered`. */
export function occurred(counts: Counts): readonly OutcomeCount[] {
  return outcomeOrder.map((outcome) => ({ outcome, count: counts[outcome] })).filter(({ count }) => count > 0);
}

/** Records of a run for which a person has something to do. */
export const refusedOf = (counts: Counts): number => counts.invalid + counts.conflict + counts.rejected;

type Judged = Counts & Pick<RunView, 'state' | 'holds'>;

/** A run's one state on screen: what it does now, or what its outcomes ask of a person. */
export function stateOfRun(run: Judged): StateName {
  if (run.state === 'queued') return 'queued';
  if (run.state === 'running') return 'working';
  if (run.state === 'paused') return 'paused';
  if (run.state === 'stopped') return 'failed';
  if (run.state === 'cancelled') return 'cancelled';
  if (refusedOf(run) > 0) return 'needsYou';
  if (run.holds.length > 0) return 'held';
  if (run.blocked > 0) return 'waiting';
  return run.entered > 0 && run.unchanged === run.entered ? 'noChange' : 'synced';
}

export const hasProblems = (run: Judged): boolean =>
  ['failed', 'needsYou', 'held', 'waiting'].includes(stateOfRun(run));
