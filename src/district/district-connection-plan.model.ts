import { blackoutsInWords, pausesInWords } from '../connections/calendar.model.ts';
import type { CredentialsGiven, Schedule } from '../connections/connection.schema.ts';
import { credentialMistakes, filled, movedAddresses, settingsMistakes } from '../connections/settings.model.ts';
import { thresholdsInWords } from '../runs/threshold.model.ts';
import {
  became,
  type ConnectionState,
  type DistrictState,
  type Planned,
  type Wanted,
  type WantedConnection,
} from './district-change.model.ts';
import type { Mistake } from './district-file.model.ts';
import type { DistrictFile } from './district-file.schema.ts';

type Entry = DistrictFile['connections'][number];

/** What has to be done with connections, which are known by their names. */
export function planConnections(state: DistrictState, wanted: Wanted): { changes: Planned[]; mistakes: Mistake[] } {
  const mistakes = wanted.file.connections.flatMap((entry, no) => mistakesOf(state, wanted, entry, no));
  if (mistakes.length > 0) return { changes: [], mistakes };
  const changes = wanted.file.connections.flatMap((entry): Planned[] => {
    const before = state.connections.get(entry.name);
    return before === undefined ? [made(entry)] : changed(wanted, entry, before);
  });
  return { changes, mistakes };
}

function mistakesOf(state: DistrictState, { forms, lineOf }: Wanted, entry: Entry, no: number): Mistake[] {
  const at = (message: string, ...path: readonly string[]): Mistake => ({
    line: lineOf(['connections', no, ...path]),
    message,
  });
  const form = forms.get(entry.system);
  if (form === undefined) return [at(`system: must be one of: ${[...forms.keys()].join(', ')}`, 'system')];
  const before = state.connections.get(entry.name);
  if (before !== undefined && before.system !== entry.system)
    return [at(`The connection ${entry.name} is there already, of the system ${before.system}.`, 'name')];
  const wrong = [
    ...settingsMistakes(form, entry.settings),
    ...(entry.credentials === undefined ? [] : credentialMistakes(form, entry.credentials)),
  ];
  return wrong.map(({ pointer, message }) => {
    const path = pointer.split('/').slice(1);
    return at(`${path.at(-1)}: ${message}`, ...path);
  });
}

const wantedOf = ({ name, system, settings, schedule, blackouts, pauses, thresholds }: Entry): WantedConnection => ({
  name,
  system,
  settings: filled(settings),
  schedule,
  blackouts,
  pauses,
  thresholds,
});

function made(entry: Entry): Planned {
  const connection = wantedOf(entry);
  return {
    operation: 'create',
    kind: 'connection',
    id: entry.name,
    name: entry.name,
    details: [
      `system: ${entry.system}`,
      `schedule: ${inWords(connection.schedule)}`,
      ...(connection.blackouts.length === 0 ? [] : [`blackouts: ${blackoutsInWords(connection.blackouts)}`]),
      ...(connection.thresholds.length === 0 ? [] : [`thresholds: ${thresholdsInWords(connection.thresholds)}`]),
      ...(connection.pauses.length === 0 ? [] : [`pauses: ${pausesInWords(connection.pauses)}`]),
      entry.credentials === undefined ? 'without credentials' : 'with the given credentials',
    ],
    work: { do: 'make_connection', connection, credentials: entry.credentials ?? null },
  };
}

function changed({ forms }: Wanted, entry: Entry, before: ConnectionState): Planned[] {
  const connection = wantedOf(entry);
  const form = forms.get(entry.system);
  const moved = form === undefined ? [] : movedAddresses(form, before.settings, connection.settings);
  // What was trusted to one address is not told to another, unless the file gives it for that one.
  const credentials = newCredentials(entry.credentials, before, moved.length > 0);
  const keys = [...new Set([...Object.keys(before.settings), ...Object.keys(connection.settings)])];
  const details = [
    ...keys.flatMap((key) => differs(key, before.settings[key], connection.settings[key])),
    ...differs('schedule', inWords(before.schedule), inWords(connection.schedule)),
    ...differs('blackouts', blackoutsInWords(before.blackouts), blackoutsInWords(connection.blackouts)),
    ...differs('thresholds', thresholdsInWords(before.thresholds), thresholdsInWords(connection.thresholds)),
    ...differs('pauses', pausesInWords(before.pauses), pausesInWords(connection.pauses)),
    ...(credentials === null ? [] : ['the given credentials replace those before']),
    ...(credentials === null && moved.length > 0
      ? ['its credentials are cleared, since an address leads elsewhere']
      : []),
  ];
  if (details.length === 0) return [];
  const work = { do: 'change_connection', id: before.id, connection, credentials } as const;
  return [{ operation: 'change', kind: 'connection', id: String(before.id), name: entry.name, details, work }];
}

function newCredentials(
  given: CredentialsGiven | undefined,
  before: ConnectionState,
  moved: boolean,
): CredentialsGiven | null {
  return given === undefined || (!moved && before.signsInWith(given)) ? null : given;
}

const differs = (what: string, before = 'not set', after = 'not set') =>
  before === after ? [] : [became(what, before, after)];

function inWords(schedule: Schedule | null): string {
  if (schedule === null) return 'none';
  return schedule.at === undefined ? schedule.every : `${schedule.every} at ${schedule.at}`;
}

/** Connections of systems that a file could name, and does not. What files and API keys brought is not the file's. */
export function planConnectionRemovals({ connections }: DistrictState, { file, forms }: Wanted): Planned[] {
  const named = new Set(file.connections.map(({ name }) => name));
  return [...connections].flatMap(([name, { id, system }]): Planned[] =>
    named.has(name) || !forms.has(system)
      ? []
      : [
          {
            operation: 'remove',
            kind: 'connection',
            id: String(id),
            name,
            details: ['with all of its data'],
            work: { do: 'remove_connection', id },
          },
        ],
  );
}
