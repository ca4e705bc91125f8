import { setTimeout as delay } from 'node:timers/promises';
import { pino } from 'pino';
import { createDistrict } from '../../src/district/district.repository.ts';
import { type MailWorker, startMail } from '../../src/mail/mail.job.ts';
import { type NewMail, type QueuedMail, queueMail } from '../../src/mail/mail.repository.ts';
import { freshDatabase } from '../database/database.ts';

/** Waits until there is something, looking again and again. */
export async function eventually<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const until = Date.now() + 15_000; ; await delay(10)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error('it did not come to pass');
  }
}

export const welcome = {
  subject: 'Welcome, {{firstName}}',
  text: 'Dear {{firstName}},\n\nyour account is ready.\nOpen https://hub.example/start?a=1&b=2.\n\nNorth High',
};

/** A district with a queue, a clock that the test sets, and senders whose log it reads. */
export async function aPostOffice() {
  const app = await freshDatabase();
  let now = new Date('2026-11-24T08:00:00Z');
  const clock = () => now;
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  await createDistrict(app.db, { id: 'north', name: 'North Unified', timeZone: 'America/Chicago' });
  const workers: MailWorker[] = [];
  return {
    app,
    clock,
    logged,
    later(ms: number) {
      now = new Date(now.getTime() + ms);
      for (const worker of workers) worker.wake();
    },
    queue(to: string, more: Partial<NewMail> = {}): Promise<QueuedMail> {
      const mail = {
        district: 'north',
        to,
        template: welcome,
        values: { firstName: 'Mia' },
        kind: 'welcome',
        about: '17',
        ...more,
      };
      return app.db.transaction().execute((tx) => queueMail(tx, mail, now));
    },
    /** A sender of its own, as another process would start it. */
    sender(smtpUrl: string, mailFrom: string | undefined = 'North Unified <hub@north.example>'): MailWorker {
      const worker = startMail({ database: app.database, clock, log, config: { ...app.config, smtpUrl, mailFrom } });
      if (worker === null) throw new Error('no sender');
      workers.push(worker);
      return worker;
    },
    async mail(no = 1) {
      const row = await app.db.selectFrom('mail').selectAll().where('no', '=', no).executeTakeFirst();
      if (row === undefined) throw new Error(`no mail ${no}`);
      return row;
    },
    async become(state: 'queued' | 'sent' | 'failed', attempts: number, no = 1) {
      return eventually(async () => {
        const row = await this.mail(no);
        return row.state === state && row.attempts === attempts && row.lease_until === null ? row : undefined;
      });
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await app.close();
    },
  };
}
export type PostOffice = Awaited<ReturnType<typeof aPostOffice>>;
