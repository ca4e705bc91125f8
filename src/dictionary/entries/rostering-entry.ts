import type { Entry } from '../entry.schema.ts';

type Cause = Entry['causes'][number];
type Explain = (meaning: string, steps: readonly string[], prevention?: readonly string[]) => Cause;

const by =
  (owner: Cause['owner']): Explain =>
  (meaning, steps, prevention = []) => ({ meaning, owner, steps: [...steps], prevention: [...prevention] });

export const sis = by('sis_admin');
export const manager = by('integration_manager');
export const support = by('support');

/** What the API prints: the status, the code (null: none is printed), the name of the entry and its message. */
type Printed = readonly [status: number, code: number | null, title: string, message: string];

const bulk: Readonly<Record<string, string>> = {
  createAttendanceSession: 'createAttendanceSessions',
  deleteAttendanceSession: 'deleteAttendanceSessions',
};

/** An entry of one resource. What an operation answers, its bulk form and a line of a batch answer as well. */
export const entriesOfResource =
  (resource: string) =>
  (
    name: string,
    [status, code, title, message]: Printed,
    [cause, retry]: readonly [cause: string, retry: Entry['retry']],
    operations: readonly string[],
    causes: readonly [Cause, ...Cause[]],
  ): Entry => ({
    entry: `rostering.${resource}.${name}`,
    system: 'rostering',
    title,
    message,
    cause,
    blocking: true,
    retry,
    status,
    ...(code === null ? {} : { code }),
    operations: [...operations, ...operations.flatMap((operation) => bulk[operation] ?? []), 'batch'],
    causes: [...causes],
  });
