import { pino } from 'pino';
import type { Config } from '../config.ts';

export type Log = {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  debug(fields: object, text: string): void;
};

/**
 * An error as it may be logged. What PostgreSQL says of a refused row quotes the row, and a row is a child's: of its
 * errors only the code, the constraint and the place in our own code are kept. What could not be parsed is quoted as well.
 */
export function errorForLog(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  if ('code' in error && 'severity' in error) {
    const { code, constraint, table } = error as { code?: string; constraint?: string; table?: string };
    return { type: 'DatabaseError', code, constraint, table, stack: frames.join('\n') };
  }
  const message = error instanceof SyntaxError ? 'something could not be parsed' : error.message;
  return { type: error.name, message, stack: frames.join('\n') };
}

/** Structured lines on stderr, so that stdout stays what a script asked for. Bodies, names and keys of records are never logged. */
export function makeLog(level: Config['logLevel']) {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: errorForLog } },
    pino.destination({ dest: 2, sync: true }),
  );
}
