import { type Check, Failure } from '../connectors/connector.ts';
import { explain } from '../dictionary/explain.model.ts';
import type { KeptCall } from '../exchanges/exchange.model.ts';
import { callsToKeep, type Seen } from '../exchanges/witness.model.ts';
import type { CheckNamed, CheckView } from './connection.schema.ts';
import { foremost } from './connection-state.model.ts';
import type { Failed } from './move.repository.ts';
import { type Led, type OutsideDeps, outsideOf } from './outside.repository.ts';

/** What a checklist found: its lines, of what failed that which says how the connection stands, and what was asked and answered there. */
export type Checked = {
  readonly checks: CheckView[];
  readonly failed: Failed | null;
  readonly calls: readonly KeptCall[];
};

/** Tells somebody who watches: first which checks there are, then each as it is done. */
export type TellChecks = (told: { readonly list: CheckNamed[] } | { readonly check: CheckView }) => void;
const nobody: TellChecks = () => {};

/** Whoever waits for a checklist waits so long at the most. */
const longest = 90_000;

/** Checks that look at one thing each (`read:users`) stand beside one another; of the others each needs the one before. */
const standsAlone = ({ name }: Check) => name.includes(':');

/** Goes through the checklist that the connector describes. It changes nothing, here or there. */
export async function goThrough(deps: OutsideDeps, led: Led, tell = nobody): Promise<Checked> {
  const list = led.connector.checks(led.settings);
  let seen: Seen[] = [];
  const calls: KeptCall[] = [];
  const outside = outsideOf(deps, led, AbortSignal.timeout(longest), (call) => seen.push(call));
  const checks: CheckView[] = [];
  const failures: Failed[] = [];
  const done = (check: CheckView) => {
    checks.push(check);
    tell({ check });
  };
  let blocked = false;
  tell({ list: list.map(({ name, label }) => ({ name, label })) });
  for (const check of list) {
    const line = { name: check.name, label: check.label, found: null, explained: null };
    if (blocked) {
      done({ ...line, outcome: 'skipped' });
      continue;
    }
    // What a check was refused on its way and passed all the same is no failure: who is not signed in yet is refused.
    seen = [];
    try {
      done({ ...line, outcome: 'passed', found: await check.run(outside) });
    } catch (error) {
      const failed = failedBy(deps, error, outside.signal);
      calls.push(...callsToKeep(seen, error instanceof Failure ? error : null, false));
      failures.push(failed);
      done({ ...line, outcome: 'failed', explained: explain(failed.entry, failed.facts) });
      blocked = !standsAlone(check) || outside.signal.aborted;
    }
  }
  return { checks, failed: foremost(failures), calls };
}

function failedBy({ log }: OutsideDeps, error: unknown, signal: AbortSignal): Failed {
  if (error instanceof Failure) return { type: error.type, entry: error.entry, facts: error.facts };
  if (signal.aborted)
    return { type: 'sync', entry: 'connection.checklist_slow', facts: { seconds: String(longest / 1000) } };
  log.error({ err: error }, 'A check failed unexpectedly.');
  const reason = 'an unexpected failure of a check, written to the log';
  return { type: 'system', entry: 'connection.defect', facts: { reason } };
}
