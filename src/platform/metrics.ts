import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

// What this process counts of itself. Labels are words of our own, of which there are few: a route's pattern, a system,
// an outcome. No id, name or address is ever one.

export type Metrics = ReturnType<typeof makeMetrics>;

const outcomes = [
  'created',
  'updated',
  'deleted',
  'unchanged',
  'invalid',
  'held',
  'conflict',
  'rejected',
  'blocked',
] as const;
/** A run that has ended, as it is counted. */
export type EndedRun = { readonly job: string; readonly state: string } & Readonly<
  Record<(typeof outcomes)[number], number>
>;

export function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const http = new Histogram({
    name: 'hallpass_http_request_duration_seconds',
    help: 'Time until a request was answered, by the pattern of its route and the class of its status.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.005, 0.025, 0.1, 0.5, 2.5, 10],
    registers,
  });
  const outbound = new Histogram({
    name: 'hallpass_outbound_request_duration_seconds',
    help: 'Time of requests to other systems, by system and the class of the answer’s status; none: no answer came.',
    labelNames: ['system', 'status'] as const,
    buckets: [0.05, 0.2, 0.5, 1, 2.5, 10, 30, 60],
    registers,
  });
  const runs = new Counter({
    name: 'hallpass_runs_ended_total',
    help: 'Runs that this process has ended, by job and how they ended.',
    labelNames: ['job', 'end'] as const,
    registers,
  });
  const records = new Counter({
    name: 'hallpass_records_total',
    help: 'Records of the runs that this process has ended, by job and outcome.',
    labelNames: ['job', 'outcome'] as const,
    registers,
  });
  const takenOver = new Counter({
    name: 'hallpass_leases_taken_over_total',
    help: 'Work that this process took over since whoever had it was not heard of any more.',
    labelNames: ['of'] as const,
    registers,
  });
  const deliveries = new Counter({
    name: 'hallpass_webhook_attempts_total',
    help: 'Attempts to deliver a webhook, by what came of them.',
    labelNames: ['end'] as const,
    registers,
  });
  const pruned = new Counter({
    name: 'hallpass_history_removed_total',
    help: 'What this process removed since its time was over, by class of data, in months, rows and bytes.',
    labelNames: ['class', 'unit'] as const,
    registers,
  });
  return {
    registry,
    /** `route`: the pattern, never the path. */
    answered(method: string, route: string, status: number, ms: number): void {
      http.observe({ method, route: routeLabel(route), status: classOf(status) }, ms / 1000);
    },
    /** `status` null: no answer came. */
    asked(system: string, status: number | null, ms: number): void {
      outbound.observe({ system, status: status === null ? 'none' : classOf(status) }, ms / 1000);
    },
    ended(run: EndedRun): void {
      runs.inc({ job: run.job, end: run.state });
      for (const outcome of outcomes) records.inc({ job: run.job, outcome }, run[outcome]);
    },
    takenOver(of: 'part' | 'webhook'): void {
      takenOver.inc({ of });
    },
    pruned(name: string, counts: { readonly months?: number; readonly rows?: number; readonly bytes?: number }): void {
      for (const [unit, n] of Object.entries(counts)) pruned.inc({ class: name, unit }, n);
    },
    delivered(end: 'delivered' | 'again' | 'failed'): void {
      deliveries.inc({ end });
    },
  };
}

const classOf = (status: number) => `${Math.floor(status / 100)}xx`;
/** Each file of the console is a route of its own, named anew with each version: they count as one. */
const routeLabel = (route: string) => (route.startsWith('/assets/') ? '/assets/*' : route);

type Pool = { readonly totalCount: number; readonly idleCount: number; readonly waitingCount: number };

/** Counts what concerns the process itself: processor, memory, the delay of its event loop, its sessions of the database. */
export function watchProcess({ registry }: Metrics, pool: Pool): void {
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Gauge({
    name: 'hallpass_database_sessions',
    help: 'Sessions of the database that this process holds, in use or idle.',
    labelNames: ['state'] as const,
    registers,
    collect() {
      this.set({ state: 'used' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
    },
  });
  new Gauge({
    name: 'hallpass_database_sessions_waited_for',
    help: 'Pieces of work that wait for a session of the database.',
    registers,
    collect() {
      this.set(pool.waitingCount);
    },
  });
}
