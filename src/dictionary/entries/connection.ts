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
    origin: 'hallpass',
    retry: 'now',
    entry: 'connection.sync_error',
    title: 'Sync Error',
    source: 'Pulse, Troubleshooting Integration Errors: Sync Error',
    message: 'Sync Error',
    cause: 'connection.sync_error',
    causes: [
      {
        meaning:
          'The data did not get across: the other system could not be reached, or the transfer broke off in the middle. What came over before stays, but until a sync succeeds it is out of date and not to be relied on. Scheduled runs go on being tried.',
        owner: 'integration_manager',
        ownerInferred: true,
        steps: ['Press Re-sync on the page of the connection.'],
        prevention: [],
        fixes: ['connection.resync'],
      },
    ],
  },
  {
    ...base,
    origin: 'hallpass',
    entry: 'connection.auth_error',
    title: 'Auth Error',
    source: 'Pulse, Troubleshooting Integration Errors: Auth Error',
    message: 'Auth Error',
    aliases: ['Authentication Error'],
    cause: 'connection.auth_error',
    causes: [
      {
        meaning:
          'The other system does not let the connection in: the sign-in is wrong, its token has expired, or the account has too few rights. No run is started until that is put right, so that repeated tries do not lock the account, and until then the data is not brought up to date.',
        owner: 'integration_manager',
        ownerInferred: true,
        steps: [
          'Find out which it is: a changed sign-in, an expired token, or missing rights. Missing rights have to be given in the other system first; or take an account that has them.',
          'Press Re-authenticate on the page of the connection, and enter what the account signs in with now.',
        ],
        prevention: ['Give the connection an account of its own, and renew its token before it expires.'],
        fixes: ['connection.reauthenticate'],
      },
    ],
  },
  {
    ...base,
    origin: 'hallpass',
    retry: 'after_support',
    entry: 'connection.system_error',
    title: 'System Error',
    source: 'Pulse, Troubleshooting Integration Errors: System Error',
    message: 'System Error',
    cause: 'connection.system_error',
    causes: [
      {
        meaning:
          'Something in the machinery itself does not work as it should; it is neither the transfer nor the sign-in. Nobody at the school can put that right, and until it is, the data may be out of date or wrong. The error goes away by itself once a later sync succeeds.',
        owner: 'support',
        desk: 'Support team',
        steps: ['Press Open a ticket on the page of the connection.'],
        prevention: [],
        fixes: ['connection.open_ticket'],
      },
    ],
  },
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
      'PostgreSQL comes with Hallpass for Linux and macOS on x64 and arm64 only, or its files could not be prepared.',
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
