import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { program } from '../../src/app.ts';
import { readCredentials } from '../../src/connections/credential.repository.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { exportDistrict, importDistrict, removeDistrict } from '../../src/district/district-move.usecases.ts';
import type { App } from '../../src/platform/house.ts';
import { seenBefore, storeAnswer } from '../../src/rostering/api/idempotency.repository.ts';
import { aHub, aProvider, connected, type Hub, syncNow, type View } from '../connections/scene.ts';
import { freshDatabase } from '../database/database.ts';
import { accountOf, backedUp, memory } from './scene.ts';

const key = 'a passphrase of a school';
const asked = { district: 'north', key, program, progress: () => {} };
let hub: Hub;
let provider: Provider;
let connection: View;
let other: App;
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider(40);
  connection = await connected(hub, provider);
  await syncNow(hub, connection);
  await hub.rest();
  const answer = { district: 'north', apiKey: 1, path: '/users', key: 'k\twith a tab', fingerprint: Buffer.from('f') };
  await hub.app.db
    .transaction()
    .execute((tx) => storeAnswer(tx, hub.app.secrets, answer, { status: 201, body: 'an answer' }, new Date()));
});
afterAll(async () => {
  await provider.close();
  await hub.close();
});
beforeEach(async () => {
  other = await freshDatabase();
  await apply(other, {
    text: 'district: { id: east, name: East Unified, timeZone: America/Chicago }\n',
    fileName: 'east.yaml',
    env: {},
  });
  return () => other.close();
});

async function exported(): Promise<Buffer> {
  const { out, bytes } = memory();
  await exportDistrict(hub.app, { ...asked, out }, async () => {});
  return bytes();
}
const imported = (bytes: Buffer, app = other) =>
  importDistrict(app, {
    archive: { open: () => Readable.from([bytes]), again: true },
    key,
    progress: () => {},
  });
/** Of the district alone; parts name the folder and the store of their machine. */
const accountOfNorth = (app: App) =>
  accountOf(
    app.database.url,
    [
      [app.files.folder, 'FILES'],
      [app.files.store, 'STORE'],
    ],
    'north',
  );

describe('a district that moves to another hub', () => {
  test('is there as it was, beside the districts of that hub, which stay as they are', async () => {
    const before = await accountOfNorth(hub.app);
    expect(Object.values(before).filter((said) => !said.startsWith('0 ')).length).toBeGreaterThan(15);
    const east = await accountOf(other.database.url, [], 'east');
    const moved = await imported(await exported());
    expect(moved).toMatchObject({ districts: ['north'], unreadable: 0, encrypted: true });
    expect(await accountOfNorth(other)).toEqual(before);
    expect(await accountOf(other.database.url, [], 'east')).toEqual(east);
    expect(await sql`select id from district order by id`.execute(other.db)).toMatchObject({
      rows: [{ id: 'east' }, { id: 'north' }],
    });
  });

  test('has its sealed values sealed with the key of its new hub, and keeps them from the file’s reader', async () => {
    const bytes = await exported();
    await imported(bytes);
    const found = await readCredentials(other.db, other.secrets, 'north', Number(connection.id));
    expect(found).toMatchObject({ kind: 'oauth2', clientSecret: provider.credentials.clientSecret });
    const versions = await sql<{ version: string }>`select distinct key_version as version from credential`.execute(
      other.db,
    );
    expect(versions.rows).toEqual([{ version: other.secrets.version }]);
    const answer = {
      district: 'north',
      apiKey: 1,
      path: '/users',
      key: 'k\twith a tab',
      fingerprint: Buffer.from('f'),
    };
    expect(await seenBefore(other.db, other.secrets, answer, new Date())).toMatchObject({
      stored: { body: 'an answer' },
    });
    const { out } = memory();
    await expect(exportDistrict(hub.app, { ...asked, out, key: undefined }, async () => {})).rejects.toThrow(
      'A district’s file holds its credentials, so it is written encrypted only.',
    );
  });

  test('goes on there: news are numbered behind its own, and none is told again', async () => {
    const newest = async (app: App) =>
      (
        await sql<{ no: number }>`select coalesce(max(no), 0)::int as no from news where district_id = 'north'`.execute(
          app.db,
        )
      ).rows[0]?.no ?? 0;
    const before = await newest(hub.app);
    expect(before).toBeGreaterThan(0);
    const bytes = await exported();
    await imported(bytes);
    expect(await newest(other)).toBe(before);
    await sql`insert into news (district_id, at, kind, subject, change, version) values ('north', now(), 'run', '9', 'ended', '9')`.execute(
      other.db,
    );
    expect(await newest(other)).toBe(before + 1);
  });

  test('is refused where its id is taken, where its people are known elsewhere, and by another version', async () => {
    const bytes = await exported();
    await imported(bytes);
    const before = await accountOfNorth(other);
    await expect(imported(bytes)).rejects.toThrow('There is a district north here already.');
    expect(await accountOfNorth(other)).toEqual(before);
    expect(await removeDistrict(other, 'north', 'north')).toBeGreaterThan(100);
    const { rows } = await sql<{
      digest: Buffer;
    }>`select digest from directory where district_id = 'north' limit 1`.execute(hub.app.db);
    await sql`insert into directory (kind, digest, district_id, subject) values ('api_key', ${rows[0]?.digest}, 'east', '1')`.execute(
      other.db,
    );
    await expect(imported(bytes)).rejects.toThrow('is known to another district of this hub already');
    expect((await accountOfNorth(other))['person']).toBe('0 ');
    await sql`delete from migration where name = (select max(name) from migration)`.execute(other.db);
    await expect(imported(bytes)).rejects.toThrow('the file is of the newer one');
    await expect(imported(await backedUp(hub.app, key))).rejects.toThrow('is a backup of a whole hub, not a district');
  });

  test('is removed from its old hub after its id was typed, and not while a run is under way', async () => {
    await imported(await exported());
    await expect(removeDistrict(other, 'north', 'east')).rejects.toThrow('What was typed is not north');
    await sql`update run set state = 'queued', finished_at = null where district_id = 'north' and no = 1`.execute(
      other.db,
    );
    await expect(removeDistrict(other, 'north', 'north')).rejects.toThrow('1 run of north has not ended');
    await sql`update run set state = 'done', finished_at = now() where district_id = 'north' and no = 1`.execute(
      other.db,
    );
    const east = await accountOf(other.database.url, [], 'east');
    await removeDistrict(other, 'north', 'north');
    const left = Object.entries(await accountOfNorth(other)).filter(([, said]) => !said.startsWith('0 '));
    expect(left).toEqual([]);
    expect(await accountOf(other.database.url, [], 'east')).toEqual(east);
    // And it may come back.
    expect(await imported(await exported())).toMatchObject({ districts: ['north'] });
  });
});
