import type { ManagedBy } from '../../access/api-key.model.ts';
import { entryOf, explain } from '../../dictionary/explain.model.ts';
import { fill } from '../../dictionary/facts.model.ts';
import { rosteringError } from '../../dictionary/rostering-refusal.model.ts';
import type { Fault } from './fault.model.ts';

/** The body of a refusal, and its status. */
export type RefusalAnswer = {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };
};

type Asked = { readonly requestId: string; readonly managedBy: ManagedBy | null };

/** The envelope of contract.md 3: the first fault gives status, code and message; help tells all of them. */
export function refusalOf(faults: readonly Fault[], { requestId, managedBy }: Asked): RefusalAnswer {
  const first: Fault = faults[0] ?? { pointer: '', entry: 'connection.defect', facts: {} };
  const { status, error } = rosteringError(first.entry, first.facts, first.info);
  const { entry, retry, meaning, steps, owner: usual } = explain(first.entry, first.facts);
  // What the manager of an integration must fix is the support's where they are the same people.
  const owner = usual === 'integration_manager' && managedBy?.us === true ? 'support' : usual;
  const violations = faults.map(violationOf);
  return {
    status,
    body: { error: { ...error, help: { entry, requestId, owner, retry, meaning, steps, violations } } },
  };
}

function violationOf({ pointer, entry, facts, received }: Fault) {
  const message = fill(entryOf(entry).message, facts);
  return { pointer: pointer === '' ? '/' : pointer, entry, message, ...(received === undefined ? {} : { received }) };
}
