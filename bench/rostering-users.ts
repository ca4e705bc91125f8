import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import { openApp, startHub } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { type Figure, median } from './measure.ts';

// POST /users over 32 connections, beside a bare route of the same server process that writes the same rows (person,
// account, audit, request with answer, as they are) in one transaction, without any rule. The two take turns, and the load comes from another process.

const run = promisify(execFile);
const secret = 'hp_live_bench_rostering_users';
const district = `
district: { id: bench, name: Bench, timeZone: UTC }
schools: [{ id: s-1, name: Bench School, rostering: { attendanceSettings: [], duration: 60 } }]
apiKeys: [{ name: bench, secret: ${secret}, schools: [s-1] }]
`;

export async function benchRosteringUsers(options: {
  readonly requests: number;
  readonly rounds: number;
}): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-bench-'));
  await chmod(folder, 0o755);
  const config = readConfig({ DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'warn', PORT: '0' });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const app = await openApp(config.config, 'hub');
  const bare = await bareServer(app);
  const hub = await startHub(app, { demo: false });
  try {
    await apply(app, { text: district, fileName: 'bench.yaml' });
    const { requests, rounds } = options;
    const addresses = { ours: `${hub.address}/rostering/v1/users`, bare: `${bare.address}/users` };
    let from = 0;
    const load = async (url: string, count: number) => {
      const ms = await send(url, from, count);
      from += count;
      return (count / ms) * 1000;
    };
    // Both are warm before anything counts.
    for (const url of Object.values(addresses)) await load(url, Math.ceil(requests / 4));
    const ratios: { ours: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round++)
      ratios.push({ bare: await load(addresses.bare, requests), ours: await load(addresses.ours, requests) });
    return [figureOf(ratios)];
  } finally {
    await bare.close();
    await hub.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function send(url: string, from: number, count: number): Promise<number> {
  const { stdout } = await run(process.execPath, [
    path.join(import.meta.dirname, 'post-load.ts'),
    ...['--url', url, '--key', secret, '--school', 's-1', '--from', String(from), '--count', String(count)],
  ]);
  return Number(stdout);
}

type Sent = {
  userID: string;
  firstName: string;
  lastName: string;
  email: string;
  schoolID: string;
  role: string;
  issuedID: string;
};

async function bareServer(app: App): Promise<{ address: string; close(): Promise<void> }> {
  const server = fastify();
  let id = 1_000_000_000;
  server.post<{ Body: Sent }>('/users', async (request, reply) => {
    const { userID, firstName, lastName, email, schoolID, role, issuedID } = request.body;
    const no = id++;
    const client = await app.database.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `insert into person (district_id, id, connection_id, source_key, user_id, given_name, family_name, email, print, created_run, changed_run)
         values ('bench', $1, 1, $2::text, $2::text, $3, $4, $5, 0, 1, 1)`,
        [no, userID, firstName, lastName, email],
      );
      await client.query(
        "insert into account (district_id, school_id, person_id, role, issued_id, via_api) values ('bench', $1, $2, $3, $4, true)",
        [schoolID, no, role, issuedID],
      );
      const month = `${new Date().toISOString().slice(0, 7)}-01`;
      await client.query(
        `insert into audit (district_id, month, no, at, actor, action, subject_kind, subject_id, subject_name)
         values ('bench', $1, $2, now(), '{"kind":"api_key","id":"1","name":"bench"}', 'user.created', 'user', $3, '')`,
        [month, no, userID],
      );
      const exchange = JSON.stringify({ request: request.body, answer: { user: request.body } });
      await client.query(
        `insert into exchange_accepted (district_id, month, run_no, unit, seq, connection_id, at, took_ms, method, address,
           status, kind, key, sealed)
         values ('bench', $1, 1, 'bare', $2, 1, now(), 1, 'POST', '/users', 201, 'person', $3, $4)`,
        [month, no, userID, Buffer.from(exchange)],
      );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
    return reply.status(201).send({ user: { ...request.body } });
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  return { address: `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`, close: () => server.close() };
}

function figureOf(rounds: readonly { readonly ours: number; readonly bare: number }[]): Figure {
  const ratio = median(rounds.map(({ ours, bare }) => ours / bare));
  const persecond = (pick: 'ours' | 'bare') => `${median(rounds.map((round) => round[pick])).toFixed(0)} a second`;
  return {
    work: '`POST /users`, 32 connections',
    against: 'a bare Fastify route that writes the same rows in one transaction',
    measured: `${persecond('ours')} / ${persecond('bare')}`,
    ratio: `${ratio.toFixed(2)} of its speed`,
    goal: 'at least 0.8',
    holds: ratio >= 0.8,
  };
}
