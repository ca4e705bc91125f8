import type { Config } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Database, Queries } from './database.ts';
import type { makeLog } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Outbound } from './outbound.ts';
import type { Secrets } from './secrets.ts';

/** What every use case needs beside its input. */
export type House = { readonly db: Queries; readonly clock: Clock };

/** What every part of the program is given: the database, the clock, the secrets, the log, the way out, and where files are stored. */
export type App = House & {
  readonly config: Config;
  readonly database: Database;
  readonly secrets: Secrets;
  readonly log: ReturnType<typeof makeLog>;
  /** What this process counts of itself. */
  readonly metrics: Metrics;
  /** The way to other systems. */
  readonly outbound: Outbound;
  /** The folder of stored files, and the name by which a part says that its bytes lie there. */
  readonly files: { readonly folder: string; readonly store: string };
  close(): Promise<void>;
};
