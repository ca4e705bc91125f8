import type { Config } from '../config.ts';
import { makeLog } from '../platform/log.ts';
import { printer } from '../platform/terminal.ts';
import type { Program } from './backup.usecases.ts';
import { upgrade } from './upgrade.usecases.ts';

export type UpgradeOptions = { readonly binaries?: string; readonly from?: string; readonly json: boolean };

/** `hallpass upgrade`: 0 the data folder is of the PostgreSQL that Hallpass carries. */
export async function upgradeCommand(config: Config, options: UpgradeOptions, program: Program): Promise<0> {
  const print = printer();
  const { binaries, from, json } = options;
  try {
    const done = await upgrade(config, { program, binaries, from, progress: print.progress, log: makeLog('warn') });
    if (json) print.out(JSON.stringify({ upgraded: done !== null, ...done }));
    else if (done === null)
      print.out('Nothing is to be done: the database is of the PostgreSQL that Hallpass carries.');
    else
      print.out(
        `The database was brought from PostgreSQL ${done.from} to ${done.to}${done.rows === null ? '' : `: ${done.rows} rows`}. The old files are in ${done.kept}; remove them when the hub has run well for a while.`,
      );
    return 0;
  } finally {
    print.end();
  }
}
