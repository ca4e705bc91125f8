import type { Entry } from '../entry.schema.ts';

const support = (meaning: string, steps: readonly string[]): Entry['causes'] => [
  { meaning, owner: 'support', steps: [...steps], prevention: [] },
];
const manager = (meaning: string, steps: readonly string[], prevention: readonly string[] = []): Entry['causes'] => [
  { meaning, owner: 'integration_manager', steps: [...steps], prevention: [...prevention] },
];
const base = { system: 'connection', blocking: true, retry: 'after_fix' } as const;

/** What can go wrong with a source as a whole, and with Hallpass itself. */
export const connectionEntries: readonly Entry[] = [
  {
    ...base,
    entry: 'connection.upload_lost',
    title: 'The files are no longer there',
    message: '{file} cannot be read any more: {reason}',
    cause: 'source.gone',
    causes: manager(
      'The run had not read this file to its end when it was moved, deleted or became unreadable. What was read before is accounted for; the rest has not entered.',
      ['Import the same files again: what is there already is recognised and left alone.'],
      ['Keep the folder in place until the command has ended.'],
    ),
  },
  {
    ...base,
    entry: 'connection.file_changed',
    title: 'The file changed while it was read',
    message: '{file} was written while it was being read.',
    cause: 'source.changed',
    causes: manager(
      'The export was still writing, or began anew. Rows that were read are accounted for; nothing that is missing was deleted.',
      ['Import again once the export has finished.'],
      ['Let the export write under another name and rename at the end.'],
    ),
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'connection.defect',
    title: 'Hallpass failed',
    message: 'Hallpass could not go on: {reason}',
    cause: 'hallpass.defect',
    status: 500,
    causes: support(
      'Something happened that the program does not expect. Nothing is half done: what was accounted for stands, the rest has not entered.',
      [
        'Try once more.',
        'If it fails again, report it with the request’s id or the run’s number; the log of the hub has more under it.',
      ],
    ),
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.cancelled',
    title: 'Cancelled',
    message: 'The run was cancelled by {who}.',
    cause: 'run.cancelled',
    causes: manager(
      'A person ended the run. What was read before is accounted for; parts that were not reached are counted as left.',
      ['Import the files again when you want the rest.'],
    ),
  },
  {
    ...base,
    entry: 'connection.no_embedded_database',
    title: 'No embedded database for this machine',
    message: '{reason}',
    cause: 'hallpass.no_database',
    causes: manager(
      'npm carries PostgreSQL for Linux and macOS on x64 and arm64 only, or its files could not be prepared.',
      [
        'Set DATABASE_URL to a PostgreSQL server, version 15 or newer, and SECRET_KEY to a text of at least 32 characters.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.database_not_started',
    title: 'The database did not start',
    message: '{reason}',
    cause: 'hallpass.no_database',
    causes: manager(
      'PostgreSQL ended or did not answer in time. Its own log in the data folder says why: most often a full disk or wrong owners of files.',
      [
        'Read postgres.log in the data folder.',
        'Free disk space or mend the owners, and start again; committed data is safe.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.database_other_version',
    title: 'The data folder is of another PostgreSQL',
    message: '{reason}',
    cause: 'hallpass.database_version',
    causes: manager('A PostgreSQL cannot open the files of another major version. Nothing was changed.', [
      'Start the Hallpass that made the folder, or move its data to a server named by DATABASE_URL.',
    ]),
  },
  {
    ...base,
    entry: 'connection.second_hub',
    title: 'A hub runs on this folder already',
    message: '{reason}',
    cause: 'hallpass.second_hub',
    causes: manager('One data folder serves one hub.', [
      'Use the hub that runs, stop it first, or give this one another DATA_DIR.',
    ]),
  },
];
