import { type FaultKind, OutboundFault } from '../platform/outbound-fault.ts';
import { Failure, type FailureType } from './connector.ts';

/** What each fault of the way makes of a connection. Who corrects an address or a certificate re-syncs afterwards. */
const faults: Readonly<Record<FaultKind, { readonly type: FailureType; readonly passing: boolean }>> = {
  address_invalid: { type: 'sync', passing: false },
  address_not_allowed: { type: 'sync', passing: false },
  host_unknown: { type: 'sync', passing: true },
  refused: { type: 'sync', passing: true },
  unreachable: { type: 'sync', passing: true },
  connect_timeout: { type: 'sync', passing: true },
  tls_failed: { type: 'sync', passing: false },
  answer_timeout: { type: 'sync', passing: true },
  body_timeout: { type: 'sync', passing: true },
  too_slow: { type: 'sync', passing: true },
  cut_off: { type: 'sync', passing: true },
  too_large: { type: 'sync', passing: false },
  redirected: { type: 'sync', passing: false },
  not_http: { type: 'sync', passing: false },
};

/** A fault of the way to the outside, told by the dictionary; anything else as it came. */
export function failureOf(error: unknown): unknown {
  if (!(error instanceof OutboundFault)) return error;
  const { type, passing } = faults[error.kind];
  return new Failure(type, `connection.${error.kind}`, error.facts, { passing });
}
