import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aHub, anEndpoint, aReceiver, endpoint, eventsOf, eventually, type Hub, runEnded } from './scene.ts';

const program = fileURLToPath(import.meta.resolve('./killed-sender.ts'));

/** A process that sends, with the hub's database. */
async function aSender({ app }: Hub) {
  const env = {
    ...process.env,
    DATABASE_URL: app.database.url,
    DATA_DIR: app.config.dataDir,
    SECRET_KEY: app.config.secretKey,
    PUBLIC_URL: 'https://hub.example',
  };
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  await once(child.stdout, 'data');
  return { child, ended };
}

/** As if the lease of whoever was killed had ended, so that nobody need wait for it. */
const forgetTheDead = ({ app }: Hub) =>
  sql`update webhook set lease_until = now() - interval '1 second' where lease_until is not null`.execute(app.db);

test('processes that are killed while they send lose nothing, and send again under the same id', async () => {
  const [hub, receiver] = await Promise.all([aHub(new Date()), aReceiver()]);
  try {
    const { id } = await anEndpoint(hub, receiver.address, [{ kind: 'run' }]);
    // Slow enough to be killed between what the receiver has and what is stored.
    receiver.behaves({ afterMs: 60 });
    for (let no = 1; no <= 40; no++) await hub.tell([runEnded(no)]);
    let kills = 0;
    for (let wanted = 5; wanted <= 25; wanted += 5) {
      const { child, ended } = await aSender(hub);
      await eventually(() => (receiver.received.length >= wanted ? true : undefined));
      child.kill('SIGKILL');
      await ended;
      kills++;
      await forgetTheDead(hub);
    }
    const last = await aSender(hub);
    await eventually(async () => ((await endpoint(hub, id)).waiting === 0 ? true : undefined));
    last.child.kill('SIGTERM');
    expect(await last.ended).toEqual([0, null]);

    const events = await eventsOf(hub, id);
    expect(events.filter(({ state }) => state !== 'delivered')).toEqual([]);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id'] ?? '');
    expect(new Set(ids)).toEqual(new Set(events.map((event) => event.id)));
    expect(events).toHaveLength(40);
    // Each kill repeats at most the one event that was in hand, and the order of what came first is that of the news.
    expect(ids.length - 40).toBeLessThanOrEqual(kills);
    const subjects = receiver.received.map(({ body }) => Number(JSON.parse(body).data.subject.id));
    expect([...new Set(subjects)]).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  } finally {
    await hub.close();
    await receiver.close();
  }
}, 60_000);

test('a process that is asked to stop ends what it has in hand, and another goes on at once', async () => {
  const [hub, receiver] = await Promise.all([aHub(new Date()), aReceiver()]);
  try {
    const { id } = await anEndpoint(hub, receiver.address, [{ kind: 'run' }]);
    receiver.behaves({ afterMs: 250 });
    const first = await aSender(hub);
    for (let no = 1; no <= 6; no++) await hub.tell([runEnded(no)]);
    await eventually(() => (receiver.received.length >= 2 ? true : undefined));
    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual([0, null]);
    const told = receiver.received.length;
    expect(told).toBeLessThan(6);
    expect((await eventsOf(hub, id)).filter(({ state }) => state === 'delivered')).toHaveLength(told);
    const began = Date.now();
    hub.later(Date.now() - hub.app.clock().getTime());
    hub.sender();
    await eventually(async () => ((await endpoint(hub, id)).waiting === 0 ? true : undefined));
    // No lease (45 s) is waited out, and nothing is sent twice.
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(receiver.received).toHaveLength(6);
  } finally {
    await hub.close();
    await receiver.close();
  }
}, 60_000);
