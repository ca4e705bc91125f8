import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { type ApplyOptions, apply } from '../../src/district/district-apply.usecases.ts';
import { act, aHubWithProvider, aProvider, failing, show, standing, synced, type View } from './scene.ts';

const { hub, provider } = await aHubWithProvider(1);
beforeEach(() => provider.control.forgetRequests());

type Entry = { more?: string; secret?: string; schedule?: string };
const fileOf = ({ more = '', secret = `$\{SIS_SECRET}`, schedule = '' }: Entry = {}) => `
district: { id: north, name: north Unified, timeZone: America/Chicago }
connections:
  - name: SIS
    system: oneroster
    settings: { baseUrl: "${provider.address}", tokenUrl: "${provider.tokenUrl}", version: "1.1"${more} }
    ${schedule === '' ? '' : `schedule: ${schedule}`}
    credentials: { kind: oauth2, clientId: ${provider.credentials.clientId}, clientSecret: "${secret}" }
`;
const applied = (text: string, more: Partial<ApplyOptions> = {}) =>
  apply(hub.app, { text, fileName: 'north.yaml', env: { SIS_SECRET: provider.credentials.clientSecret }, ...more });
const told = ({ changes }: Awaited<ReturnType<typeof apply>>) =>
  changes.map(({ operation, kind, name, details }) => `${operation} ${kind} ${name}: ${details.join('; ')}`);
const named = async (name: string): Promise<View> => {
  const { body } = await hub.ask('GET', `/api/v1/connections?q=${name}`);
  const found = (body as { connections: View[] }).connections.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no connection ${name}`);
  return found;
};
const asked = () => provider.control.state().requests;

describe('connections of a district file', () => {
  test('a dry run says what would be made, makes nothing and asks nobody', async () => {
    const result = await applied(fileOf(), { dryRun: true });
    expect(told(result)).toEqual([
      'create connection SIS: system: oneroster; schedule: none; with the given credentials',
    ]);
    expect(asked()).toBe(0);
    await expect(named('SIS')).rejects.toThrow('there is no connection');
  });

  test('are made, tried and signed in', async () => {
    expect((await applied(fileOf({ schedule: '{ every: night, at: "03:15" }' }))).applied).toBe(true);
    const made = await named('SIS');
    expect(made).toMatchObject({ schedule: { every: 'night', at: '03:15' }, settings: { version: '1.1' } });
    expect(await standing(hub, made)).toEqual(synced);
    await act(hub, made, 'test');
    expect(await standing(hub, made)).toEqual(synced);
  });

  test('applied again, nothing changes and nobody is asked', async () => {
    const again = await applied(fileOf({ schedule: '{ every: night, at: "03:15" }' }));
    expect(told(again)).toEqual([]);
    expect(asked()).toBe(0);
  });

  test('what differs is told and changed', async () => {
    const result = await applied(fileOf({ schedule: '{ every: hour }', more: ', pageSize: "500"' }));
    expect(told(result)).toEqual([
      'change connection SIS: pageSize: “not set” becomes “500”; schedule: “night at 03:15” becomes “hour”',
    ]);
    expect(await named('SIS')).toMatchObject({ schedule: { every: 'hour' }, settings: { pageSize: '500' } });
    expect(asked()).toBe(0);
  });

  test('other credentials are tried, and say how it stands', async () => {
    const wrong = fileOf({ secret: 'not the secret', schedule: '{ every: hour }', more: ', pageSize: "500"' });
    expect(told(await applied(wrong))).toEqual(['change connection SIS: the given credentials replace those before']);
    expect(await standing(hub, await named('SIS'))).toEqual(failing('auth'));
    await applied(fileOf({ schedule: '{ every: hour }', more: ', pageSize: "500"' }));
    expect(await standing(hub, await named('SIS'))).toEqual(synced);
  });

  test('an address that leads elsewhere gets the credentials that the file gives for it', async () => {
    const moved = await aProvider(1);
    const text = fileOf().replaceAll(provider.address, moved.address).replaceAll(provider.tokenUrl, moved.tokenUrl);
    const result = await applied(text);
    expect(told(result)[0]).toContain('the given credentials replace those before');
    expect(await standing(hub, await named('SIS'))).toEqual(synced);
    const without = fileOf().split('    credentials:')[0] ?? '';
    expect(told(await applied(without))[0]).toContain('its credentials are cleared, since an address leads elsewhere');
    expect(await standing(hub, await named('SIS'))).toEqual(failing('auth'));
    await moved.close();
  });

  test('a downloaded file has them without credentials', async () => {
    const { text } = await hub.ask('GET', '/api/v1/district/file');
    expect(text).toContain('connections:\n  - name: SIS\n    system: oneroster\n');
    expect(text).not.toContain(provider.credentials.clientId);
    expect(text).not.toContain('rostering API');
  });

  test('mistakes are told with their lines, without a secret, and nothing is applied', async () => {
    const { mistakes, applied: done } = await applied(`district: { id: north, name: North, timeZone: America/Chicago }
connections:
  - name: A
    system: fax
  - name: B
    system: oneroster
    settings: { baseUrl: nowhere, version: "1.1" }
    credentials: { kind: token, token: a secret that is told to nobody }
  - name: sender (rostering API)
    system: oneroster
    settings: { baseUrl: "https://sis.example", version: "1.1" }
`);
    expect(done).toBe(false);
    expect(mistakes).toEqual([
      { line: 4, message: 'system: must be one of: oneroster' },
      { line: 7, message: 'baseUrl: must be an address that begins with https:// or http://' },
      { line: 8, message: 'kind: must be one of: oauth2, oauth1' },
      { line: 9, message: 'The connection sender (rostering API) is there already, of the system rostering.' },
    ]);
    const unset = await applied(fileOf(), { env: {} });
    expect(unset.mistakes.map(({ message }) => message)).toContain(
      'clientSecret: the environment variable SIS_SECRET is not set',
    );
  });

  test('what the file does not name stays, and is removed with all of its data only when that is asked for', async () => {
    const { id } = await named('SIS');
    const empty = 'district: { id: north, name: north Unified, timeZone: America/Chicago }\n';
    expect(told(await applied(empty))).toEqual([]);
    const plan = await applied(empty, { prune: true, dryRun: true });
    expect(told(plan)).toContain('remove connection SIS: with all of its data');
    expect((await applied(empty, { prune: true })).applied).toBe(false);
    expect((await show(hub, { id })).name).toBe('SIS');
    const done = await applied(empty, { prune: true, confirm: { typed: 'north' } });
    expect(done.applied).toBe(true);
    await hub.removeDeleted();
    const left = await sql`select 1 from connection where district_id = 'north' and system = 'oneroster'`.execute(
      hub.app.db,
    );
    expect(left.rows).toEqual([]);
  });
});
