import { blackoutsInWords } from '../connections/calendar.model.ts';
import type { NotificationState, WantedNotification } from '../notifications/subscription.model.ts';
import type { Choices } from '../notifications/subscription.schema.ts';
import { became, type DistrictState, type Planned, type Wanted } from './district-change.model.ts';
import type { Mistake } from './district-file.model.ts';
import type { DistrictFile } from './district-file.schema.ts';

type Entry = DistrictFile['notifications'][number];

const isSame = (
  a: Pick<WantedNotification, 'person' | 'connection'>,
  b: Pick<WantedNotification, 'person' | 'connection'>,
) => a.person.toLowerCase() === b.person.toLowerCase() && a.connection === b.connection;
const wantedOf = ({ connection, ...entry }: Entry): WantedNotification => ({
  ...entry,
  connection: connection ?? null,
});
const nameOf = ({ person, connection }: Pick<WantedNotification, 'person' | 'connection'>) =>
  `${person} about ${connection ?? 'all connections'}`;

/** What has to be done so that people are told by mail as the file says; they are known by the e-mail by which they sign in. */
export function planNotifications(state: DistrictState, wanted: Wanted): { changes: Planned[]; mistakes: Mistake[] } {
  const mistakes = wanted.file.notifications.flatMap((_, no) => mistakesOf(state, wanted, no));
  if (mistakes.length > 0) return { changes: [], mistakes };
  const changes = wanted.file.notifications.flatMap((entry): Planned[] => {
    const notification = wantedOf(entry);
    const before = state.notifications.find((one) => isSame(one, notification));
    const details = detailsOf(before, notification);
    if (details.length === 0) return [];
    return [
      {
        operation: before === undefined ? 'create' : 'change',
        kind: 'notification',
        id: nameOf(notification),
        name: nameOf(notification),
        details,
        work: { do: 'set_notification', no: before?.no ?? null, notification },
      },
    ];
  });
  return { changes, mistakes };
}

function mistakesOf(state: DistrictState, { file, lineOf }: Wanted, no: number): Mistake[] {
  const entry = file.notifications[no];
  if (entry === undefined) return [];
  const at = (key: string, message: string): Mistake => ({ line: lineOf(['notifications', no, key]), message });
  const { person, connection } = entry;
  if (!state.people.has(person.toLowerCase()))
    return [at('person', `person: nobody signs in with ${person}. Invite the person first, on the page People.`)];
  const isThere =
    connection === undefined ||
    state.connections.has(connection) ||
    file.connections.some(({ name }) => name === connection);
  if (!isThere)
    return [
      at('connection', `connection: there is no connection ${connection}, neither in this file nor in the district.`),
    ];
  const first = file.notifications.findIndex((one) => isSame(wantedOf(one), wantedOf(entry)));
  return first === no ? [] : [at('person', `${nameOf(wantedOf(entry))} stands here twice.`)];
}

/** What the file no longer names ends. */
export function planNotificationRemovals(state: DistrictState, { file }: Wanted): Planned[] {
  return state.notifications
    .filter((one) => !file.notifications.some((entry) => isSame(wantedOf(entry), one)))
    .map((one) => ({
      operation: 'remove',
      kind: 'notification',
      id: nameOf(one),
      name: nameOf(one),
      details: ['is told no more'],
      work: { do: 'remove_notification', no: one.no },
    }));
}

const told: readonly { readonly what: string; readonly of: (one: Choices) => string }[] = [
  { what: 'runs', of: ({ runs }) => runs ?? 'none' },
  { what: 'changes', of: ({ changes }) => changes ?? 'none' },
  { what: 'sent', of: ({ digestAt }) => (digestAt === null ? 'at once' : `daily at ${digestAt}`) },
  { what: 'quiet', of: ({ quiet }) => blackoutsInWords(quiet) },
  {
    what: 'still open after',
    of: ({ stillOpenHours }) => (stillOpenHours === null ? 'not told' : `${stillOpenHours} hours`),
  },
];

const detailsOf = (before: NotificationState | undefined, after: Choices): string[] =>
  told.flatMap(({ what, of }) => {
    if (before === undefined) return [`${what}: ${of(after)}`];
    return of(before) === of(after) ? [] : [became(what, of(before), of(after))];
  });
