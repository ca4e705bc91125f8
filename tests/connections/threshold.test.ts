import { expect, test } from 'vitest';
import { aHubWithProvider, auditOf, connected, type Fields, show, type View } from './scene.ts';

const { hub, provider } = await aHubWithProvider(1);

const set = (connection: View, body: Fields) => hub.ask('PUT', `/api/v1/connections/${connection.id}/settings`, body);
const rules = [
  { operation: 'delete', kind: 'class', school: '*', phase: 'middle', above: { count: 5, percent: 20 } },
  { operation: 'create', above: null },
];

test('the rules of a connection are set, shown and told in the audit; what is left out stays', async () => {
  const connection = await connected(hub, provider);
  expect(await show(hub, connection)).toMatchObject({ thresholds: [] });
  expect((await set(connection, { thresholds: rules })).status).toBe(200);
  await set(connection, { schedule: { every: 'night' } });
  expect(await show(hub, connection)).toMatchObject({ thresholds: rules });
  expect((await auditOf(hub, 'connection.thresholds_set')).map(({ details }) => details)).toEqual([
    { before: 'none', after: 'delete (class, each school, middle): above 5 and 20 %; create: never' },
  ]);
});

test('a connection may be made with them', async () => {
  expect(await connected(hub, provider, { thresholds: rules })).toMatchObject({ thresholds: rules });
});

test('what is no rule is refused, and nothing is set', async () => {
  const connection = await connected(hub, provider);
  const refused = await set(connection, { thresholds: [{ operation: 'delete', above: { count: -1, percent: 10 } }] });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('/thresholds/0/above/count');
  expect(await show(hub, connection)).toMatchObject({ thresholds: [] });
});
