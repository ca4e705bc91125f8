import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Hub } from './scene.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');

/** A part that a process of the crew has in hand. */
export type InHand = { readonly pid: number; readonly kind: string };
type Member = { readonly child: ChildProcess; readonly ended: Promise<unknown> };
type Exit = [code: number | null, signal: string | null];

const atWork = sql`district_id = 'north' and state = 'running'`;
const itsPid = sql`split_part(owner, '-', 1)::int`;

/** Processes of `hallpass work`, always so many, with the database and the files of a hub that carries out nothing itself. */
export async function aCrew({ app }: Hub, size: number) {
  const env = {
    ...process.env,
    DATABASE_URL: app.database.url,
    DATA_DIR: app.config.dataDir,
    SECRET_KEY: app.config.secretKey,
    OUTBOUND_ALLOW: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    // What Node made of the sources once, it need not make again for each process.
    NODE_COMPILE_CACHE: path.join(app.config.dataDir, 'compile-cache'),
  };
  await once(spawn(process.execPath, [main, 'work', '--help'], { env, stdio: 'ignore' }), 'exit');

  const members = new Map<number, Member>();
  let complaints = '';
  const enter = async () => {
    const child = spawn(process.execPath, [main, 'work'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.on('data', (text) => (complaints += text));
    const pid = child.pid ?? 0;
    const ended = once(child, 'exit').then(() => {
      if (members.delete(pid)) complaints += `process ${pid} ended by itself`;
    });
    members.set(pid, { child, ended });
    await Promise.race([once(child.stdout, 'data'), ended]);
  };
  const end = async (pid: number) => {
    const member = members.get(pid);
    members.delete(pid);
    member?.child.kill('SIGKILL');
    await member?.ended;
  };
  await Promise.all(Array.from({ length: size }, enter));

  const inHand = async (): Promise<readonly InHand[]> => {
    const found = await sql<InHand>`select ${itsPid} as pid, kind from part where ${atWork}`.execute(app.db);
    return found.rows.filter(({ pid }) => members.has(pid));
  };
  return {
    /** Warnings and errors that they logged. */
    complaints: () => complaints,
    inHand,
    /** Waits until one of them has such a part in hand; null: the run ended before. */
    async seenAtWork(run: number, kind: string): Promise<InHand | null> {
      for (const until = Date.now() + 60_000; Date.now() < until && complaints === ''; await pause(5)) {
        const part = (await inHand()).find((one) => one.kind === kind);
        if (part !== undefined) return part;
        const open = sql`select 1 from run where district_id = 'north' and no = ${run} and finished_at is null`;
        if ((await open.execute(app.db)).rows.length === 0) return null;
      }
      throw new Error(`run ${run} does not go on: ${complaints}`);
    },
    /** Kills a process, and another begins in its stead. Answers whether a part was left behind. */
    async kill(pid: number): Promise<boolean> {
      await end(pid);
      void enter();
      const left = await sql`select 1 from part where ${atWork} and ${itsPid} = ${pid}`.execute(app.db);
      return left.rows.length > 0;
    },
    /** As if half a minute had passed, so that nobody need wait for the leases of the dead. */
    async forgetTheDead(): Promise<void> {
      await sql`update part set lease_until = now() - interval '1 second'
        where ${atWork} and ${itsPid} <> all (${[...members.keys()]})`.execute(app.db);
      await sql`select pg_notify('hallpass_part', '')`.execute(app.db);
    },
    /** Asks a process to stop, and does not put another in its stead. `again`: asks once more, so many milliseconds later. */
    async stop(pid: number, again?: number): Promise<{ exit: Exit; ms: number }> {
      const member = members.get(pid) as Member;
      members.delete(pid);
      const exited = once(member.child, 'exit') as Promise<Exit>;
      const asked = performance.now();
      member.child.kill('SIGTERM');
      if (again !== undefined) {
        await pause(again);
        member.child.kill('SIGTERM');
      }
      try {
        return { exit: await exited, ms: performance.now() - asked };
      } finally {
        if (member.child.exitCode === null) member.child.kill('SIGKILL');
      }
    },
    close: () => Promise.all([...members.keys()].map(end)),
  };
}
