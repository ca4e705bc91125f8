import { sql } from 'kysely';
import type { Queries } from '../platform/database.ts';

// The processes that work, as far as they say so themselves. Nothing depends on it but what people are shown: who has a part
// is decided by its lease.

export type Presence = {
  /** By what it writes as the owner of a part, which begins with it. */
  readonly id: string;
  readonly kind: 'hub' | 'worker';
  readonly host: string;
  readonly pid: number;
};

/** Says that a process is there, or still there. */
export async function sayPresent(db: Queries, { id, kind, host, pid }: Presence, startedAt: Date): Promise<void> {
  await sql`insert into worker (id, kind, host, pid, started_at, seen_at)
    values (${id}, ${kind}, ${host}, ${pid}, ${startedAt}, now())
    on conflict (id) do update set seen_at = now()`.execute(db);
}

export async function sayStopping(db: Queries, id: string): Promise<void> {
  await sql`update worker set stopping = true, seen_at = now() where id = ${id}`.execute(db);
}

/** A process has ended as it should; of those that were killed long ago nobody needs to know either. */
export async function sayGone(db: Queries, id: string): Promise<void> {
  await sql`delete from worker where id = ${id} or seen_at < now() - interval '1 hour'`.execute(db);
}
