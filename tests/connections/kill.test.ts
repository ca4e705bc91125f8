import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { type Collection, collections } from '../../src/connectors/connector.ts';
import { expectBalance, outcomesOf, rosterOf } from '../import/accounts.ts';
import type { District } from '../import/scene.ts';
import { aCrew, type InHand } from './crew.ts';
import { act, aHub, connected, endOf, type Hub, runsOf, settingsOf, type View } from './scene.ts';

// Processes that work are killed at random moments, while a provider's roster is read and carried night after night.

const rounds = Number(process.env['HALLPASS_SOAK_ROUNDS'] ?? 5);

/** Numbers below a limit, the same ones for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return (((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below;
  };
}

const killsARound = 3;
/** What a round kills at: kinds of parts in the order in which they come; the longer ones more often. */
function targetsOf(roll: (below: number) => number): readonly string[] {
  const order = ['reading', 'reading', 'reading', 'reading', 'class', 'user', 'enrollment', 'enrollment'];
  const drawn = Array.from({ length: killsARound }, () => Math.floor(roll(order.length)));
  return drawn.sort((a, b) => a - b).map((at) => order[at] ?? '');
}

const kindOf = {
  orgs: 'org',
  academicSessions: 'academicSession',
  courses: 'course',
  classes: 'class',
  users: 'user',
  enrollments: 'enrollment',
} as const satisfies Record<Collection, string>;

type Said = { readonly record: string; readonly says: unknown };
const inOrder = (said: readonly Said[]) => said.map(({ record, says }) => `${record}: ${says}`).sort();

/** Every record that a provider shows, with a word of what it says. */
async function shownBy({ address, tokenUrl, credentials }: Provider): Promise<readonly Said[]> {
  const { clientId, clientSecret } = credentials;
  const signedIn = await fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await signedIn.json()) as { access_token: string };
  const shown: Said[] = [];
  for (const collection of collections) {
    const answer = await fetch(`${address}/${collection}?limit=10000`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = (await answer.json()) as Record<Collection, Record<string, string>[]>;
    for (const { sourcedId, status, familyName, title, name, role } of body[collection])
      if (status === 'active')
        shown.push({ record: `${kindOf[collection]} ${sourcedId}`, says: familyName ?? title ?? name ?? role });
  }
  return shown;
}

/** Every record of the roster, in the same words. */
async function heldIn(district: District): Promise<readonly Said[]> {
  const rows = (await rosterOf(district)).filter(({ status }) => status === 'active');
  return rows.map(({ kind, key, says: { family_name, title, name, role } }) => ({
    record: `${kind} ${key}`,
    says: family_name ?? title ?? name ?? role,
  }));
}

/** The roster is what the provider shows, each record once; but for those that the run tells by name, which wait. */
async function expectSame(district: District, provider: Provider, run: number): Promise<void> {
  const told = await outcomesOf(district, run);
  const waiting = new Set(told.filter(({ entry }) => entry !== null).map(({ kind, key }) => `${kind} ${key}`));
  const others = (said: readonly Said[]) => inOrder(said.filter(({ record }) => !waiting.has(record)));
  expect(others(await heldIn(district)), `run ${run}`).toEqual(others(await shownBy(provider)));
  expect(waiting.size).toBeLessThan(10);
}

/** How many of the questions for a page were asked before. */
function askedAgain({ control }: Provider): number {
  const pages = control.requests().filter(({ target }) => target !== 'token');
  return pages.length - new Set(pages.map(({ path, query }) => `${path}?${query}`)).size;
}

const fromSmallPages = (hub: Hub, provider: Provider): Promise<View> =>
  connected(hub, provider, { settings: { ...settingsOf(provider), pageSize: '500' } });
const districtOf = (hub: Hub): District => ({ ...hub, folder: '', id: 'north', actor: commandActor('north') });

/** A night of changes, and the run that brings them in: it is asked for, or a pause ends. */
async function nightOf(hub: Hub, provider: Provider, connection: View, round: number): Promise<number> {
  const isPaused = round % 2 === 1;
  if (isPaused) expect((await act(hub, connection, 'pause')).status).toBe(200);
  if (round > 0) provider.control.night({ share: 0.1, seed: round, outright: round % 3 === 0 });
  provider.control.forgetRequests();
  const { status } = await act(hub, connection, isPaused ? 'resume' : 'sync');
  expect(status).toBe(isPaused ? 200 : 202);
  const [newest] = await runsOf(hub, connection);
  return newest?.['id'] ?? 0;
}

type Crew = Awaited<ReturnType<typeof aCrew>>;

/** Kills who is at a run, and pauses it, now and then. Answers how often either broke into it, and how often a part was left behind. */
async function disturb(hub: Hub, crew: Crew, connection: View, run: number, roll: (below: number) => number) {
  let [breaks, leftBehind] = [0, 0];
  for (const kind of targetsOf(roll)) {
    if ((await crew.seenAtWork(run, kind)) === null) continue;
    await pause(roll(kind === 'reading' ? 900 : 100));
    const [part] = await crew.inHand();
    if (part === undefined) continue;
    if (await crew.kill(part.pid)) leftBehind++;
    breaks++;
    await crew.forgetTheDead();
    if (roll(1) < 0.7) continue;
    for (const what of ['pause', 'resume']) expect((await act(hub, connection, what)).status).toBe(200);
    breaks++;
  }
  return { breaks, leftBehind };
}

describe.concurrent('processes that are killed', () => {
  test(`bring in each record once all the same (${rounds} rounds)`, { timeout: 60_000 + rounds * 60_000 }, async () => {
    const hub = await aHub();
    const provider = await startProvider({ students: 500 });
    const crew = await aCrew(hub, 2);
    try {
      const district = districtOf(hub);
      const connection = await fromSmallPages(hub, provider);
      let killedAtWork = 0;
      for (let round = 0; round < rounds; round++) {
        provider.control.fault({ kind: 'slow', bytesPerSecond: 2_000_000 });
        const run = await nightOf(hub, provider, connection, round);
        const { breaks, leftBehind } = await disturb(hub, crew, connection, run, dice(round + 1));
        killedAtWork += leftBehind;
        expect(await endOf(hub, run)).toMatchObject({ state: 'done', partsLeft: 0, held: 0, invalid: 0 });
        // Each break may repeat the page in hand, the one before it while that was being stored, and the one asked for ahead.
        expect(askedAgain(provider), `round ${round}`).toBeLessThanOrEqual(3 * breaks);
        provider.control.clear();
        await expectSame(district, provider, run);
      }
      await expectBalance(district);
      expect(killedAtWork).toBeGreaterThanOrEqual(2 * rounds);
      expect(crew.complaints()).toBe('');
    } finally {
      await crew.close();
      await provider.close();
      await hub.close();
    }
  });

  test('lose their part to another within a minute', async () => {
    const hub = await aHub();
    const provider = await startProvider({ students: 30 });
    const crew = await aCrew(hub, 2);
    try {
      const connection = await connected(hub, provider);
      provider.control.fault({ kind: 'hang', on: { collection: 'users' } });
      await act(hub, connection, 'sync');
      const [run] = await runsOf(hub, connection);
      const { pid } = (await crew.seenAtWork(run?.['id'] ?? 0, 'reading')) as InHand;
      expect(await crew.kill(pid)).toBe(true);
      provider.control.clear();
      const killed = Date.now();
      const ended = await endOf(hub, run?.['id'] ?? 0);
      expect(ended.state).toBe('done');
      expect(Date.now() - killed).toBeLessThan(60_000);
    } finally {
      await crew.close();
      await provider.close();
      await hub.close();
    }
  });
});
