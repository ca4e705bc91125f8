import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { builtInRoles } from '../../src/access/permission.model.ts';
import { actorOfPerson } from '../../src/access/session.usecases.ts';
import { grantsOf } from '../../src/access/sign-in.repository.ts';
import type { News } from '../../src/notifications/news.model.ts';
import { tellNews } from '../../src/notifications/news.repository.ts';
import { sendDue } from '../../src/notifications/sending.job.ts';
import { remindOfOpen, spreadNews } from '../../src/notifications/spreading.job.ts';
import { subscriptionWrite } from '../../src/notifications/subscription.schema.ts';
import { addSubscription } from '../../src/notifications/subscription.usecases.ts';
import type { Actor } from '../../src/platform/actor.ts';
import { inTransaction, statementsOfClient } from '../../src/platform/database.ts';
import type { App } from '../../src/platform/house.ts';
import { aDistrict, type District, type Hall } from '../import/scene.ts';

export type Person = { readonly id: number; readonly email: string; readonly actor: Actor };
type Chosen = Parameters<typeof subscriptionWrite.parse>[0] & object;

/** A district with its built-in roles, whose clock the test sets. */
export async function aTown(hall: Hall, config: Partial<App['config']> = {}) {
  let now = new Date();
  const app: App = {
    ...hall.app,
    clock: () => now,
    config: { ...hall.app.config, publicUrl: 'https://hub.north.example', ...config },
  };
  const district: District = { ...(await aDistrict(hall)), app };
  for (const { id, name, permissions } of builtInRoles)
    await sql`insert into role (district_id, id, name, permissions, built_in) values (${district.id}, ${id}, ${name}, ${permissions}, true)`.execute(
      app.db,
    );
  return {
    ...district,
    at: (time: string | Date) => {
      now = new Date(time);
    },
    later: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
    /** What the hub does by itself every few seconds. */
    async tick() {
      await spreadNews(app);
      await remindOfOpen(app);
      await sendDue(app);
    },
    async person(name: string, role: string, school: string | null = null): Promise<Person> {
      const id = 1 + randomBytes(3).readUIntBE(0, 3);
      const email = `${name}@north.example`;
      await sql`insert into sign_in (district_id, id, name, email) values (${district.id}, ${id}, ${name}, ${email})`.execute(
        app.db,
      );
      await sql`insert into grant_ (district_id, sign_in_id, role_id, no, school_id) values (${district.id}, ${id}, ${role}, 1, ${school})`.execute(
        app.db,
      );
      return { id, email, actor: actorOfPerson(district.id, { id, name }, await grantsOf(app.db, district.id, id)) };
    },
    /** The person adds oneself. */
    tell: ({ actor }: Person, chosen: Chosen) => addSubscription(app, actor, subscriptionWrite.parse(chosen)),
    news: (...news: readonly News[]) =>
      inTransaction(app.database.pool, (client) => tellNews(statementsOfClient(client), district.id, now, news)),
    /** The mails that were queued, in order. */
    async mails() {
      const { rows } = await sql<{
        no: number;
        to: string;
        subject: string;
        text: string;
        html: string;
        headers: Record<string, string>;
        message_id: string;
        made_at: Date;
      }>`
        select no, recipient as to, subject, text, html, headers, message_id, made_at from mail where district_id = ${district.id} and kind = 'news' order by no`.execute(
        app.db,
      );
      return rows;
    },
    async dropped() {
      const { rows } = await sql<{ said: string }>`select kind || ' ' || change || ' ' || why as said from notification
        where district_id = ${district.id} and state = 'dropped' order by at, 1`.execute(app.db);
      return rows.map(({ said }) => said);
    },
  };
}
export type Town = Awaited<ReturnType<typeof aTown>>;

/** A run that has ended, as it tells of itself; what is not said is a clean run by schedule. */
export const aRun = (no: number, facts: Record<string, string | number | readonly object[]> = {}): News => ({
  kind: 'run',
  subject: String(no),
  change: 'ended',
  version: String(no),
  facts: {
    run: no,
    state: 'done',
    trigger: 'schedule',
    entered: 10,
    unchanged: 10,
    invalid: 0,
    partsLeft: 0,
    holds: 0,
    causes: [],
    more: 0,
    quiet: 0,
    startedAt: '2026-11-24T08:00:00Z',
    finishedAt: '2026-11-24T08:14:00Z',
    ...(facts as object),
  },
});
