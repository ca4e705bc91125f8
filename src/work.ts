import { startConnections } from './connections/connection.job.ts';
import { openOutside } from './connections/outside.repository.ts';
import { nightly } from './connectors/patience.ts';
import { startLooking } from './expectations/expectation.job.ts';
import { makeMatching } from './identities/matching.job.ts';
import { wakeDueIssues } from './issues/wake.usecases.ts';
import { startMail } from './mail/mail.job.ts';
import { countEnded } from './metrics/ended.job.ts';
import { startTelling } from './notifications/notification.job.ts';
import { ensureMonths } from './platform/database.ts';
import type { App } from './platform/house.ts';
import { startRetention } from './retention/retention.job.ts';
import { sweepAnswers } from './rostering/api/idempotency.repository.ts';
import { batchJob, isBatch } from './rostering/batch/batch.job.ts';
import { sweepBatches } from './rostering/batch/batch.usecases.ts';
import { openSetFile } from './rostering/oneroster/file-set.repository.ts';
import { fileImportJob } from './rostering/oneroster/import.job.ts';
import { storeOf, sweepUploads } from './rostering/oneroster/import.usecases.ts';
import { rosterReadJob } from './rostering/source/read.job.ts';
import { isRead, recordAlone } from './rostering/source/read-source.model.ts';
import type { PartAtWork } from './runs/job.ts';
import { aboutPart } from './runs/part.repository.ts';
import { startPresence } from './runs/presence.job.ts';
import { closePushDays, type PushRuns } from './runs/push.repository.ts';
import { ownerName, startWorker, type Worker } from './runs/worker.job.ts';
import { startWebhooks } from './webhooks/webhook.job.ts';

// What a process does without being asked: parts of runs, mail, what is due, what is old. The hub does it beside its
// answers, `hallpass work` does nothing else; any number of processes may, since the database says who does what.

export type Work = {
  /** Looks for mail at once. */
  wakeMail(): void;
  /** Looks for webhook events at once. */
  wakeWebhooks(): void;
  /** Ends after what is in hand, and gives back at once what it leaves. */
  stop(): Promise<void>;
};

const minute = 60_000;
const hour = 60 * minute;
/** Readings wait for others nearly all of their time; what carries records keeps a processor busy. */
const carryAtOnce = 2;

/** Starts all work of this process. `pushes`: the pushed records that this process itself accounts for. */
export async function startWork(app: App, pushes: PushRuns | null): Promise<Work> {
  const owner = ownerName();
  const presence = startPresence(app, { id: owner, kind: pushes === null ? 'worker' : 'hub' });
  const worker = await startRuns(app, nightly, owner);
  const webhooks = startWebhooks(app);
  const mail = startMail(app);
  const telling = startTelling(app, () => mail?.wake());
  const connections = startConnections(app);
  const stopLooking = startLooking(app);
  await sweepUploads(app);
  await sweepBatches(app);
  // Month partitions are made ahead, so that no outcome ever waits for one.
  const months = setInterval(() => void ensureMonths(app.db, app.clock()).catch(() => {}), hour);
  const retention = startRetention(app);
  const waking = setInterval(() => void wakeDueIssues(app).catch(() => {}), minute);
  const stopAccounting = accountForPushes(app, pushes);
  return {
    wakeMail: () => mail?.wake(),
    wakeWebhooks: webhooks.wake,
    async stop() {
      clearInterval(months);
      clearInterval(waking);
      await presence.stopping();
      // At once, so that what takes long keeps nobody from giving back what it has.
      await Promise.all([
        worker.stop(),
        webhooks.stop(),
        mail?.stop(),
        telling.stop(),
        connections.stop(),
        retention.stop(),
        stopAccounting(),
        stopLooking(),
      ]);
      await presence.gone();
    },
  };
}

/** Starts the worker of this process alone: parts of runs are carried out by it. */
export async function startRuns(app: App, patience = nightly, owner = ownerName()): Promise<Worker> {
  const store = storeOf(app);
  const files = fileImportJob({ pool: app.database.pool, open: (source) => openSetFile(source, store) });
  const matching = makeMatching(app);
  const ended = (district: string, run: number) => {
    const tell = (what: string) => (error: unknown) => app.log.warn({ reason: String(error) }, what);
    void countEnded(app, district, run);
    void sweepUploads(app).catch(tell('Uploads of ended runs could not be removed.'));
    void matching.after(district, run).catch(tell('People could not be matched after a run.'));
  };
  const batch = batchJob(app);
  const read = rosterReadJob({
    store,
    storeName: app.files.store,
    open: (part, signal) =>
      openOutside(
        { ...app, log: app.log.child(aboutPart(part)) },
        { ...part, record: recordAlone(part.source) },
        signal,
      ),
    patience,
  });
  const jobOf = ({ source }: Pick<PartAtWork, 'source'>) => (isBatch(source) ? batch : isRead(source) ? read : files);
  const worker = await startWorker(app, app.files.store, jobOf, {
    atOnce: { reading: app.config.readAtOnce, carrying: carryAtOnce },
    owner,
    onEnd: ended,
  });
  return {
    ...worker,
    async stop() {
      await worker.stop();
      await matching.stop();
    },
  };
}

/** Keeps the numbers of pushed runs, and ends those whose day is over. */
function accountForPushes(app: App, pushes: PushRuns | null): () => Promise<void> {
  const tell = (error: unknown) => app.log.warn({ reason: String(error) }, 'Pushed records could not be counted yet.');
  const closeDays = async (recount = false) => {
    for (const { district, run } of await closePushDays(app.database.pool, app.clock(), recount))
      await countEnded(app, district, run);
    await sweepAnswers(app.db, app.clock());
  };
  // A hub that was killed has counted nothing of its last seconds. A worker leaves that to the hub, which may be counting.
  void closeDays(pushes !== null).catch(tell);
  const counting = setInterval(() => void pushes?.count().catch(tell), 2000);
  const days = setInterval(() => void closeDays().catch(tell), 5 * minute);
  return async () => {
    clearInterval(counting);
    clearInterval(days);
    await pushes?.count().catch(tell);
  };
}
