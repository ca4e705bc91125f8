import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { filesBelow, root } from '../../scripts/source-files.mjs';
import { rotateSecretCommand } from '../../src/connections/rotate-secret.command.ts';
import { keepClusters } from '../../src/dictionary/unknown.repository.ts';
import { dataKeyOf } from '../../src/exchanges/exchange.repository.ts';
import { openSession } from '../../src/platform/database.ts';
import { openSealed, sealStream } from '../../src/platform/sealed-file.ts';
import { makeSecrets, type Secrets } from '../../src/platform/secrets.ts';
import { seenBefore, storeAnswer } from '../../src/rostering/api/idempotency.repository.ts';
import { act, aHubWithProvider, connected, type View } from './scene.ts';

const oldKey = 'the key that everything was sealed with until now';
const newKey = 'the key that it shall be sealed with from now on';

const { hub, provider } = await aHubWithProvider(1);

const rotate = async (key: string | undefined = oldKey) => {
  let told = '';
  const app = { ...hub.app, secrets: makeSecrets(newKey) };
  const status = await rotateSecretCommand(app, { json: true, oldKey: key }, (text) => {
    told += text;
  });
  return { status, ...(JSON.parse(told) as Record<string, number>) };
};

async function* once(text: string) {
  yield Buffer.from(text);
}
const stored = () => path.join(hub.app.files.folder, 'upload-1', 'users.csv.sealed');
const readStored = async (secrets: Secrets) => {
  const source = await openSealed(stored(), secrets.keyFor('uploads'));
  const bytes = Buffer.alloc(source.size);
  await source.read(bytes, 0).finally(() => source.close());
  return bytes.toString();
};
const answerOf = { district: 'north', apiKey: 1, path: '/users', key: 'k', fingerprint: Buffer.from('f') };

/** Sealed with the key of the connection, which is itself sealed. */
let call: Buffer;
/** Everything that can be sealed, sealed with the old key. */
async function sealAll(): Promise<View> {
  const secrets = makeSecrets(oldKey);
  const connection = await connected(hub, provider);
  const { credentials } = provider;
  Object.assign(hub.app, { secrets });
  await hub.ask('PUT', `/api/v1/connections/${connection.id}/credentials`, {
    kind: 'oauth2',
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret,
  });
  await hub.app.db.transaction().execute(async (tx) => {
    const now = new Date();
    await storeAnswer(tx, secrets, answerOf, { status: 201, body: 'an answer' }, now);
    const cluster = {
      system: null,
      words: ['a', 'message'],
      loose: 0,
      count: 1,
      firstSeen: now,
      lastSeen: now,
      samples: [{ message: 'a message', at: now }],
      stored: [],
      ignored: false,
    };
    await keepClusters(tx, secrets, 'north', { clusters: [cluster as never], dropped: 0 });
    await sql`insert into batch_page (district_id, batch_id, kind, no, lines, body, made_at)
      values ('north', 'b', 'user', 1, '\\x00', ${secrets.seal('batch page', Buffer.from('lines'))}, ${now})`.execute(
      tx,
    );
  });
  const key = await dataKeyOf(
    hub.app.db,
    secrets,
    { district: 'north', connection: Number(connection.id) },
    new Date(),
  );
  call = key?.seal('exchange', Buffer.from('a call')) ?? Buffer.alloc(0);
  await mkdir(path.dirname(stored()), { recursive: true });
  await sealStream(stored(), secrets.keyFor('uploads'), once('sourcedId\n1\n'));
  return connection;
}

test('everything sealed is sealed with the new key, and read with it as it was', async () => {
  const connection = await sealAll();
  // Two credentials, a connection's key, an answer, samples, a page of a batch, a file.
  expect(await rotate()).toEqual({ status: 0, resealed: 7, already: 0, unreadable: 0 });
  const now = makeSecrets(newKey);
  Object.assign(hub.app, { secrets: now });
  const { body } = await act(hub, connection, 'test');
  expect((body as View).checks.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 8 }, () => 'passed'));
  const seen = await seenBefore(hub.app.db, now, answerOf, new Date());
  expect(seen).toMatchObject({ seen: 'same', stored: { body: 'an answer' } });
  expect(await readStored(now)).toBe('sourcedId\n1\n');
  await expect(readStored(makeSecrets(oldKey))).rejects.toThrow();
  const of = { district: 'north', connection: Number(connection.id) };
  const key = await dataKeyOf(hub.app.db, now, of, new Date());
  expect(key?.unseal('exchange', call).toString()).toBe('a call');
  const versions = await sql<{ version: string }>`select distinct key_version as version from credential
    where connection_id = ${connection.id}::bigint`.execute(hub.app.db);
  expect(versions.rows).toEqual([{ version: now.version }]);
});

test('a rotation that was killed goes on: what is done stays, what is left follows', async () => {
  await writeFile(`${stored()}.resealing`, 'half of a file');
  const old = makeSecrets(oldKey).seal('batch page', Buffer.from('more lines'));
  await sql`update batch_page set body = ${old} where district_id = 'north' and batch_id = 'b'`.execute(hub.app.db);
  expect(await rotate()).toEqual({ status: 0, resealed: 1, already: 6, unreadable: 0 });
  expect(await rotate()).toEqual({ status: 0, resealed: 0, already: 7, unreadable: 0 });
});

test('what neither key opens is told, and left as it is', async () => {
  const foreign = makeSecrets('a third key, which nobody remembers any more').seal('batch page', Buffer.from('lost'));
  await sql`update batch_page set body = ${foreign} where district_id = 'north' and batch_id = 'b'`.execute(hub.app.db);
  expect(await rotate()).toMatchObject({ status: 1, unreadable: 1 });
  const left = await sql<{
    same: boolean;
  }>`select body = ${foreign} as same from batch_page where batch_id = 'b'`.execute(hub.app.db);
  expect(left.rows).toEqual([{ same: true }]);
});

test('it is refused without the old key, with the same key, and while a hub runs', async () => {
  await expect(rotate('')).rejects.toThrow('OLD_SECRET_KEY is not set');
  await expect(rotate(newKey)).rejects.toThrow('The old key is the new one');
  const other = await openSession(hub.app.database.url);
  try {
    await other.query("set application_name = 'hallpass-1'");
    await expect(rotate()).rejects.toThrow('Stop the hub and all workers first');
  } finally {
    await other.end();
  }
});

test('every place that seals is one that a rotation knows', async () => {
  const sources = filesBelow('src').filter((file: string) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file));
  const sealing = [];
  for (const file of sources) {
    const text = await readFile(path.join(root, file), 'utf8');
    if (/secrets\.(seal|keyFor)\(/.test(text)) sealing.push(file);
  }
  expect(sealing.sort()).toEqual([
    'src/connections/credential.repository.ts',
    'src/connections/rotate-secret.usecases.ts',
    'src/dictionary/unknown.repository.ts',
    'src/district/district-move.repository.ts',
    'src/exchanges/exchange.repository.ts',
    // The way out of a mail: sealed anew by no one, since it stands in mails that are gone.
    'src/notifications/unsubscribe.usecases.ts',
    'src/retention/erasing.repository.ts',
    'src/retention/erasure.repository.ts',
    'src/rostering/api/idempotency.repository.ts',
    'src/rostering/batch/batch-page.repository.ts',
    'src/rostering/oneroster/import.usecases.ts',
    'src/webhooks/webhook.repository.ts',
  ]);
});
