import { setTimeout as pause } from 'node:timers/promises';
import type { App } from '../platform/house.ts';
import { type SendingDeps, sendDue } from './sending.job.ts';
import { remindOfOpen, spreadNews } from './spreading.job.ts';

// Tells people by mail what they asked to be told of.

type Teller = {
  /** Ends after the statement in hand. */
  stop(): Promise<void>;
};
const lookMs = 2_000;
const remindMs = 60_000;

/** `onMail`: a mail was queued. */
export function startTelling(app: SendingDeps & Pick<App, 'log'>, onMail: () => void): Teller {
  const ending = new AbortController();
  const { signal } = ending;
  const keep = async (ms: number, work: () => Promise<void>) => {
    while (!signal.aborted) {
      await work().catch((error: unknown) =>
        app.log.warn({ reason: String(error) }, 'People could not be told of news; it is tried again.'),
      );
      await pause(ms, undefined, { signal }).catch(() => {});
    }
  };
  const loops = [
    keep(lookMs, async () => {
      await spreadNews(app);
      if ((await sendDue(app)) > 0) onMail();
    }),
    keep(remindMs, () => remindOfOpen(app)),
  ];
  return {
    async stop() {
      ending.abort();
      await Promise.all(loops);
    },
  };
}
