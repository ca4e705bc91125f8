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
        steps: [
          'Press Re-sync on the page of the connection, once, and wait until the run has ended. What came over before is recognised, so that nothing doubles.',
          'If the error is shown again, ask whoever looks after the other system whether it was running and could be reached at that time, and try again when it can.',
          'If the other system was well the whole time, give the time of the last run and what the page says of it to the support of the product that shows the error.',
        ],
        prevention: ['Let runs take place at an hour when the other system is neither backed up nor maintained.'],
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
          'The other system does not let the connection in: the sign-in is wrong, its token (a pass that lets a program in for a limited time) has expired, or the account has too few rights. No run is started until that is put right, so that repeated tries do not lock the account, and until then the data is not brought up to date.',
        owner: 'integration_manager',
        ownerInferred: true,
        steps: [
          'Ask whoever looks after the other system about the account of the connection: is it still active, was its password or key changed, has its token expired, and may it read all that is needed?',
          'If rights are missing, have them given to the account in the other system; or take an account that has them.',
          'Press Re-authenticate on the page of the connection, and enter what the account signs in with now. Runs go on after that.',
          'If it is refused again although all of that is right, give the time of the try to whoever looks after the other system, whose own log says what was wrong.',
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
        steps: [
          'Whoever saw the error tells the manager of the integration.',
          'The manager of the integration presses Open a ticket on the page of the connection, and writes since when the error is there and what was changed before, in either system.',
          'Leave the connection as it is until the support team answers. If a sync succeeds in the meantime, the error is gone; say so in the ticket.',
        ],
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
      'The run had not read this file to its end when it was moved, deleted or became unreadable. What was read before stands in the report of the run; the rest was not taken over.',
      [
        'Put the files back where they were imported from, so that the user who runs Hallpass can read them. If you uploaded them, take them from your own disk.',
        'Import the same files again: what was taken over already is recognised and left alone.',
        'If the message speaks of a batch, whoever sent it over the API sends it again.',
      ],
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
      'The system that makes the file (the export) was still writing it, or began anew. Rows that were read stand in the report of the run; nothing was deleted because it was missing.',
      [
        'Find out from whoever runs the export when it has finished.',
        'Import the files again after that: what was taken over already is recognised and left alone.',
      ],
      ['Let the export write under another name, and give the file its right name at the end.'],
    ),
  },
  {
    ...base,
    entry: 'connection.record_not_there',
    title: 'The other system does not show the record',
    message: 'The other system does not show {key} of {file}.',
    cause: 'source.record_gone',
    causes: manager(
      'The other system was asked for this one record, and answered that it does not have it, or that it is marked as deleted there. Nothing was changed: what Hallpass holds is deleted only when a whole list no longer shows it.',
      [
        'Look in the other system (mostly the SIS) whether the record with this id is still there.',
        'If it is gone on purpose, nothing needs to be done: the next whole sync takes it away here too.',
        'If it is there, check that it may be read with the sign-in of the connection, such as that its school is among those that are given out; then sync it again.',
      ],
      [],
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
      'Something happened that the program does not expect. Nothing is half done: what was taken over before stands, the rest was not touched.',
      [
        'Do once more what you did. For a run, start it again: what was taken over already is recognised and left alone.',
        'If it fails again, tell whoever runs Hallpass the time and the number of the run, or the id of the request that stands beside the message.',
        'Whoever runs Hallpass looks that number up in the log of the hub, and reports what stands there to the makers of Hallpass.',
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
      'A person ended the run. What was read before stands in its report; what it did not reach is counted there as left.',
      [
        'If you do not know why, ask {who} before you do anything.',
        'When you want the rest, import the files again; or, if the data is fetched from another system, press Re-sync on the page of the connection. What was taken over already is recognised and left alone.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.no_embedded_database',
    title: 'No embedded database for this machine',
    message: '{reason}',
    cause: 'hallpass.no_database',
    causes: manager(
      'Hallpass keeps its data in the database PostgreSQL. One comes with it, but only for Linux and macOS on x64 and arm64 processors; or its files could not be prepared on this machine.',
      [
        'If the message speaks of libraries in a folder, see that the disk is not full and that the user who runs Hallpass may write there, and start it again.',
        'Otherwise set up a PostgreSQL server, version 15 or newer, with an empty database, or ask whoever looks after databases for one.',
        'Before Hallpass starts, set the environment variable DATABASE_URL to its address (`postgres://user:password@host:5432/database`), and SECRET_KEY to a secret text of your own of at least 32 characters. Keep that text: without it stored sign-ins cannot be read.',
        'Start Hallpass again.',
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
      'PostgreSQL, the database that comes with Hallpass, did not start, ended, or did not answer in time. Most often the disk is full, or files in the data folder belong to another user. What was stored before is safe.',
      [
        'Delete nothing in the data folder, and copy it to another disk before you change anything in it: all data of Hallpass is there. It is the folder that DATA_DIR names, or `data` where Hallpass is started.',
        'If the message names a file or folder and says what to do with it, do that. Delete the folder only if the message says so and nothing in it is needed any more.',
        'Otherwise open the file postgres.log in the data folder: its last lines say why.',
        'If the disk is full, make room. If files belong to another user, give them back to the user who runs Hallpass.',
        'Start Hallpass again. If the database does not start either, show the last lines of postgres.log to somebody who knows PostgreSQL.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.database_other_version',
    title: 'The data folder is of another PostgreSQL',
    message: '{reason}',
    cause: 'hallpass.database_version',
    causes: manager(
      'The database is none that this Hallpass can work with. Either the files in the data folder were made by another major version of PostgreSQL, which no other version opens; or the server that DATABASE_URL names is older than version 15, or keeps its texts in another encoding than UTF8. The message says which. Nothing was changed.',
      [
        'If it is the data folder, give the command `hallpass upgrade`: it brings the data over to the new version and keeps the old files beside it. It says what it needs for that.',
        'To go back to where you were, install the version of Hallpass again that ran on it before, and start that.',
        'If it is the server, set DATABASE_URL to a database on a server of version 15 or newer that was made with the encoding UTF8.',
        'Start Hallpass again.',
      ],
      ['Before a new version of Hallpass is installed, read which PostgreSQL it comes with.'],
    ),
  },
  {
    ...base,
    entry: 'connection.second_hub',
    title: 'A hub runs on this folder already',
    message: '{reason}',
    cause: 'hallpass.second_hub',
    causes: manager(
      'Hallpass (the hub) is running already with this data, on this machine or with the same database, and only one may at a time. Nothing was changed.',
      [
        'If you only want to use Hallpass, open the one that runs in the browser; nothing has to be started.',
        'If you want to start it anew, or change its secret, stop the one that runs first: where it was started, or with the service that starts it.',
        'If you want a second one with data of its own, set DATA_DIR to another folder before you start it.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.archive_unusable',
    title: 'The backup cannot be used',
    message: '{reason}',
    cause: 'hallpass.backup',
    causes: manager(
      'The file is no backup that this Hallpass can read: it is damaged, cut off, changed, encrypted with another key, or was written by a newer version. The message says which. Nothing was changed.',
      [
        'If the message speaks of a key, set BACKUP_KEY to the key that was set when the backup was made.',
        'If it speaks of a newer version, install that version of Hallpass and restore with it.',
        'If the file is damaged or cut off, copy it once more from where it was kept, and look at it with `hallpass backup --verify FILE`. If it is broken there too, take the backup before it.',
      ],
      [
        'Look at a backup with `hallpass backup --verify FILE` from time to time, and restore one on another machine once a year.',
      ],
    ),
  },
  {
    ...base,
    entry: 'connection.backup_not_written',
    title: 'The backup was not written',
    message: '{reason}',
    cause: 'hallpass.backup',
    causes: manager(
      'The backup could not be written where it should be. A backup that was there before is untouched, and the hub goes on.',
      [
        'Do what the message says: choose another place, make room on the disk, or let the user who runs the command write there.',
        'Give the command again.',
      ],
      ['Keep backups on another machine, and let somebody hear of it when one fails.'],
    ),
  },
  {
    ...base,
    entry: 'connection.restore_refused',
    title: 'The restore was refused',
    message: '{reason}',
    cause: 'hallpass.backup',
    causes: manager(
      'The backup is whole, but to restore it here would remove data that is there, or leave sealed values that nobody can read. Nothing was changed.',
      [
        'Read what the message says is there, and whether that is the right database or data folder.',
        'If it is, and what is there may go, make a backup of it first, and give the command again with what the message names.',
      ],
    ),
  },
];
