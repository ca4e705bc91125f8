import { sql } from 'kysely';
import type { ExpectationView } from '../../src/expectations/expectation.schema.ts';
import { lookAt } from '../../src/expectations/look.usecases.ts';
import { endOf, type Fields, type Hub, runsOf, type View } from '../connections/scene.ts';

/** Sets the clock of a hub; it only goes forward. */
export const at = (hub: Hub, instant: string) => hub.later(Date.parse(instant) - hub.app.clock().getTime());

/** Looks at everything now, and answers how each expectation stands: `rows 1 user: met`. */
export async function looked(hub: Hub): Promise<readonly string[]> {
  await lookAt(hub.app, 'north', true);
  return (await shown(hub)).map(({ kind, state, facts }) =>
    [kind, facts['records'] ?? facts['school'] ?? '', state].filter((word) => word !== '').join(' '),
  );
}

export async function shown(hub: Hub, query = ''): Promise<readonly ExpectationView[]> {
  const { status, body, text } = await hub.ask('GET', `/api/v1/expectations?limit=200${query}`);
  if (status !== 200) throw new Error(text);
  return (body as { expectations: ExpectationView[] }).expectations;
}

export async function theOne(hub: Hub, kind: string, records?: string): Promise<ExpectationView> {
  const found = (await shown(hub)).find(
    (one) => one.kind === kind && (records === undefined || one.facts['records'] === records),
  );
  if (found === undefined) throw new Error(`nothing is expected of ${kind} ${records ?? ''}`);
  return found;
}

/** What people would be told: `missed rows`, in the order in which it happened. */
export async function heard(hub: Hub): Promise<readonly string[]> {
  const found = await sql<{ change: string; what: string }>`select change, facts ->> 'what' as what from news
    where district_id = 'north' and kind = 'expectation' order by no`.execute(hub.app.db);
  return found.rows.map(({ change, what }) => `${change} ${what}`);
}

/** Everything that waits is carried out, and what happened by itself has happened. */
export async function night(hub: Hub, connection: Pick<View, 'id'>): Promise<void> {
  await hub.due();
  await hub.work();
  for (const run of await runsOf(hub, connection)) await endOf(hub, Number(run['id']));
  await hub.rest();
}

export const nightly: Fields = { schedule: { every: 'night', at: '02:00' } };

/** So many Tuesdays at 2:00 in Chicago, one week after another, with what happens in the source before each. */
export async function weeks(
  hub: Hub,
  connection: Pick<View, 'id'>,
  from: string,
  count: number,
  before: (week: number) => void = () => {},
): Promise<void> {
  const first = Date.parse(from);
  for (let week = 0; week < count; week++) {
    await at(hub, new Date(first + week * 7 * 86_400_000).toISOString());
    before(week);
    await night(hub, connection);
  }
}
