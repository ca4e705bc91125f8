import { pino } from 'pino';
import type { Config } from '../config.ts';

export type Log = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  debug(fields: object, text: string): void;
};

/** Structured lines on stderr, so that stdout stays what a script asked for. Bodies, names and keys of records are never logged. */
export function makeLog(level: Config['logLevel']) {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: true }),
  );
}
