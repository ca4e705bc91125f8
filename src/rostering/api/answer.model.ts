import type { ManagedBy } from '../../access/api-key.model.ts';
import { entryOf, explain, fill } from '../../dictionary/explain.model.ts';
import type { Fault } from './fault.model.ts';

/** The body of a refusal, and its status. */
export type RefusalAnswer = {
  readonly status: number;
  readonly body: { readonly error: Readonly<Record<string, unknown>> };
};

type Asked = { readonly requestId: string; readonly managedBy: ManagedBy | null };

/** The envelope of contract.md 3: the first fault gives status, code and message; help tells all of them. */
export function refusalOf(faults: readonly Fault[], { requestId, managedBy }: Asked): RefusalAnswer {
  const first = faults[0] ?? { pointer: '', entry: 'connection.defect', facts: {} };
  const entry = entryOf(first.entry);
  const told = explain(first.entry, first.facts);
  // What the manager of an integration must fix is the support's where they are the same people.
  const owner = told.owner === 'integration_manager' && managedBy?.us === true ? 'support' : told.owner;
  return {
    status: entry.status ?? 400,
    body: {
      error: {
        ...(entry.code === undefined ? {} : { code: entry.code }),
        message: told.message,
        info: first.info ?? {},
        help: {
          entry: told.entry,
          requestId,
          owner,
          retry: told.retry,
          meaning: told.meaning,
          steps: told.steps,
          violations: faults.map(violationOf),
        },
      },
    },
  };
}

function violationOf({ pointer, entry, facts, received }: Fault) {
  const message = fill(entryOf(entry).message, facts);
  return { pointer: pointer === '' ? '/' : pointer, entry, message, ...(received === undefined ? {} : { received }) };
}
