import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Provider } from '../../sandbox/oneroster/provider.ts';
import { openOutside } from '../../src/connections/outside.repository.ts';
import { inTransaction } from '../../src/platform/database.ts';
import { openSetFile, type Store } from '../../src/rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from '../../src/rostering/oneroster/import.job.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';
import { rosterReadJob } from '../../src/rostering/source/read.job.ts';
import type { ReadDeps } from '../../src/rostering/source/reading.job.ts';
import type { Job } from '../../src/runs/job.ts';
import { carryOut } from '../../src/runs/part.job.ts';
import { type Claim, claimPart, Fenced, giveBack } from '../../src/runs/part.repository.ts';
import { endRun } from '../../src/runs/run.repository.ts';
import { act, aHub, aProvider, connected, endOf, type Hub, type View } from './scene.ts';

// A reading that passes from one worker to another, each with a disk of its own or both with one: whatever is carried in
// the end was read in one go.

let hub: Hub;
let provider: Provider;
let connection: View;
let folders: string[];
beforeAll(async () => {
  hub = await aHub();
  provider = await aProvider(60);
});
beforeEach(async () => {
  connection = await connected(hub, provider);
  folders = await Promise.all([1, 2].map(() => mkdtemp(path.join(tmpdir(), 'hallpass-disk-'))));
});
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  await provider.close();
  await hub.close();
});

const storeAt = (folder: string): Store => ({ folder, key: storeOf(hub.app).key });
/** The work of a machine whose files lie in a folder; `open`: how it gets to a connection's system, if not as usual. */
function machine(folder: string, open: ReadDeps['open'] = wayOut): (part: Claim) => Job {
  const store = storeAt(folder);
  const { pool } = hub.app.database;
  const read = rosterReadJob({ store, storeName: hub.app.files.store, open, patience: { most: 1_500, first: 100 } });
  const files = fileImportJob({ pool, open: (source) => openSetFile(source, store) });
  return (part) => (part.source['mode'] === 'read' ? read : files);
}
const wayOut: ReadDeps['open'] = (part, signal) => openOutside(hub.app, { ...part, record: null }, signal);

const claim = () => claimPart(hub.app.database.pool, 'a worker', hub.app.files.store);
async function claimed(): Promise<Claim> {
  const part = await claim();
  if (part === null) throw new Error('there is nothing to claim');
  return part;
}
const carry = (part: Claim, job: Job) => carryOut({ db: hub.app.db, pool: hub.app.database.pool }, job, part);

/** The same work, that stops for good when it has taken so many pages. */
function dyingAfter(pages: number, whole: Job): Job {
  return {
    ...whole,
    async open(house, part, signal) {
      const work = await whole.open(house, part, signal);
      let taken = 0;
      const collect: typeof work.collect = async (after) => {
        if (taken++ === pages) throw new Error('the machine stopped');
        return work.collect(after);
      };
      return { ...work, collect };
    },
  };
}

/** Carries out all that waits. */
async function carryAll(run: number, by: (part: Claim) => Job) {
  for (let part = await claim(); part !== null; part = await claim()) await carry(part, by(part));
  await inTransaction(hub.app.database.pool, (client) => endRun(client, 'north', run));
  return endOf(hub, run);
}

const districtName = async () => {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from school
    where district_id = 'north' and type = 'district'`.execute(hub.app.db);
  return rows[0];
};
const askSync = async () => ((await act(hub, connection, 'sync')).body as { run: { id: number } }).run.id;

describe('two machines that take turns', () => {
  test('never mix what one kept of an older reading with what the other has read since', async () => {
    const [one, two] = folders.map((folder) => machine(folder));
    if (one === undefined || two === undefined) throw new Error('there are two machines');
    const run = await askSync();
    const take = async (by: (part: Claim) => Job) => {
      const part = await claimed();
      await expect(carry(part, dyingAfter(3, by(part)))).rejects.toThrow('the machine stopped');
      await giveBack(hub.app.database.pool, part);
    };
    await take(one);
    const renamed = 'North Unified, renamed';
    const sourcedId = await districtThere();
    provider.control.change({ collection: 'orgs', sourcedId, set: { name: renamed } });
    provider.control.forgetRequests();
    await take(two);
    const ended = await carryAll(run, one);
    expect(ended).toMatchObject({ state: 'done', invalid: 0, blocked: 0 });
    expect((await districtName())?.name).toBe(renamed);
    // Both began at the start, since neither had what the one before had read.
    expect(provider.control.requests().filter(({ path: at }) => at.endsWith('/orgs'))).toHaveLength(2);
  });
});

/** The id that the provider gave the district. */
async function districtThere(): Promise<string> {
  const answer = await fetch(`${provider.address}/orgs?filter=type%3D'district'`, { headers: await signedIn() });
  const body = (await answer.json()) as { orgs: { sourcedId: string }[] };
  return body.orgs[0]?.sourcedId ?? '';
}
async function signedIn() {
  const { clientId, clientSecret } = provider.credentials;
  const answer = await fetch(provider.tokenUrl, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials&scope=https%3A%2F%2Fpurl.imsglobal.org%2Fspec%2For%2Fv1p1%2Fscope%2Froster-core.readonly',
  });
  return { authorization: `Bearer ${((await answer.json()) as { access_token: string }).access_token}` };
}

describe('two workers that read the same record alone', () => {
  test('store what the second one read: the first has lost the part and writes nothing any more', async () => {
    const [folder = ''] = folders;
    const plain = machine(folder);
    await carryAll(await askSync(), plain);
    const { rows } = await sql<{ key: string; flow: number }>`select p.source_key as key, f.no as flow from person p
      join flow f on f.district_id = p.district_id and f.source_id = p.connection_id
      where p.district_id = 'north' and p.connection_id = ${connection.id}::bigint order by p.id limit 1`.execute(
      hub.app.db,
    );
    const { key = '', flow = 0 } = rows[0] ?? {};
    const rename = (givenName: string) =>
      provider.control.change({ collection: 'users', sourcedId: key, set: { givenName } });

    rename('Early');
    const asked = await hub.ask(
      'POST',
      `/api/v1/passport/sync?${new URLSearchParams({ flow: String(flow), kind: 'user', key })}`,
    );
    const { run } = asked.body as { run: { id: number } };
    const [hasRead, mayGoOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow = machine(folder, async (part, signal) => {
      const way = await wayOut(part, signal);
      const roster = way.connector.roster;
      if (roster?.readOne === undefined) throw new Error('it gives out single records');
      const readOne: typeof roster.readOne = async (...asking) => {
        const row = await roster.readOne?.(...asking);
        hasRead.resolve();
        await mayGoOn.promise;
        return row ?? null;
      };
      return { ...way, connector: { ...way.connector, roster: { ...roster, readOne } } };
    });
    const first = await claimed();
    const lost = carry(first, slow(first)).catch((error: unknown) => error);
    await hasRead.promise;
    await sql`update part set lease_until = now() - interval '1 second'
      where district_id = 'north' and run_no = ${run.id} and unit = ${first.unit}`.execute(hub.app.db);
    rename('Late');
    const second = await claimed();
    expect([second.unit, second.attempt]).toEqual([first.unit, 2]);
    await carry(second, plain(second));
    mayGoOn.resolve();
    expect(await lost).toBeInstanceOf(Fenced);

    const source = await claimed();
    const kept = await readdir(path.dirname(String(source.source['path'])));
    expect(kept).toEqual([path.basename(String(source.source['path']))]);
    await carry(source, plain(source));
    await carryAll(run.id, plain);
    const found = await sql<{ name: string }>`select given_name as name from person
      where district_id = 'north' and connection_id = ${connection.id}::bigint and source_key = ${key}`.execute(
      hub.app.db,
    );
    expect(found.rows).toEqual([{ name: 'Late' }]);
  });
});
