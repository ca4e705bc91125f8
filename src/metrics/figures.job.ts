import { Gauge } from 'prom-client';
import type { Queries } from '../platform/database.ts';
import type { Metrics } from '../platform/metrics.ts';
import { type Figures, readFigures } from './figures.read-model.ts';

/** However often somebody asks, the database is asked this seldom. */
const keptMs = 15_000;

const connectionStates = ['synced', 'sync_error', 'auth_error', 'system_error', 'paused'];
const owners = ['teacher', 'registrar', 'scheduler', 'lms_admin', 'sis_admin', 'integration_manager', 'support'];

type Measure = {
  readonly name: string;
  readonly help: string;
  readonly label?: string;
  /** Values that are told as 0 where there are none. */
  readonly always?: readonly string[];
  readonly of: (figures: Figures) => number | Readonly<Record<string, number>>;
};

const measures: readonly Measure[] = [
  {
    name: 'hallpass_parts',
    help: 'Parts of runs that wait or are at work.',
    label: 'state',
    always: ['waiting', 'running'],
    of: ({ parts }) => parts,
  },
  {
    name: 'hallpass_oldest_part_seconds',
    help: 'Time since the run of the longest waiting part was asked for; 0: none waits.',
    of: ({ oldestPart }) => oldestPart,
  },
  {
    name: 'hallpass_connections',
    help: 'Connections by how they stand.',
    label: 'state',
    always: connectionStates,
    of: ({ connections }) => connections,
  },
  {
    name: 'hallpass_issues_open',
    help: 'Issues that need somebody, by who fixes them.',
    label: 'owner',
    always: owners,
    of: ({ issues }) => issues,
  },
  { name: 'hallpass_holds_open', help: 'Mass changes that wait for a decision.', of: ({ holds }) => holds },
  { name: 'hallpass_mails_waiting', help: 'Mails that were not sent yet.', of: ({ mails }) => mails.waiting },
  {
    name: 'hallpass_oldest_mail_seconds',
    help: 'Age of the oldest mail that was not sent yet; 0: none waits.',
    of: ({ mails }) => mails.oldest,
  },
  {
    name: 'hallpass_webhooks_waiting',
    help: 'Webhook events that were not delivered yet.',
    of: ({ webhooks }) => webhooks.waiting,
  },
  {
    name: 'hallpass_oldest_webhook_seconds',
    help: 'Age of the oldest webhook event that was not delivered yet; 0: none waits.',
    of: ({ webhooks }) => webhooks.oldest,
  },
  {
    name: 'hallpass_processes',
    help: 'Processes of Hallpass that were heard of in the last 45 seconds.',
    label: 'kind',
    always: ['hub', 'worker'],
    of: ({ processes }) => processes,
  },
];

function show(
  gauge: Gauge<string>,
  value: ReturnType<Measure['of']>,
  { label, always }: { readonly label: string | undefined; readonly always: readonly string[] },
): void {
  const told = typeof value === 'number' ? {} : value;
  if (typeof value === 'number') gauge.set(value);
  for (const one of always) gauge.set({ [label ?? '']: one }, 0);
  for (const [one, n] of Object.entries(told)) gauge.set({ [label ?? '']: one }, n);
}

/**
 * Adds the numbers of the whole installation to what a process tells of itself. One kind of process does so (the hub), so that
 * their sum over all processes is no multiple of them.
 */
export function measureInstallation({ registry }: Metrics, db: Queries, now: () => number = Date.now): void {
  const registers = [registry];
  let kept: { readonly at: number; readonly figures: Promise<Figures | null> } | null = null;
  const figures = () => {
    if (kept === null || now() - kept.at >= keptMs)
      kept = { at: now(), figures: readFigures(db).catch((): null => null) };
    return kept.figures;
  };
  for (const { name, help, label, always = [], of } of measures) {
    new Gauge({
      name,
      help,
      labelNames: label === undefined ? [] : [label],
      registers,
      async collect() {
        const found = await figures();
        this.reset();
        // What cannot be known now is left out: an old number would look like a good one.
        if (found !== null) show(this, of(found), { label, always });
        else if (label === undefined) this.remove();
      },
    });
  }
  new Gauge({
    name: 'hallpass_database_answers',
    help: 'Whether the database answered when it was asked last: 1 or 0.',
    registers,
    async collect() {
      this.set((await figures()) === null ? 0 : 1);
    },
  });
}
