import { randomBytes } from 'node:crypto';
import nodemailer from 'nodemailer';
import type pg from 'pg';
import type { App } from '../platform/house.ts';
import type { Log } from '../platform/log.ts';
import { addressUnusable, type Failure, type Judged, judge, nextTry, quietMs } from './delivery.model.ts';
import { htmlOf, isAddress } from './mail.model.ts';
import {
  type Attachment,
  attachmentsOf,
  claimMails,
  leaseMs,
  leaveStale,
  type MailClaim,
  renewLease,
  storeFailure,
  storeSent,
} from './mail.repository.ts';
import { domainOf, senderOf } from './sender.model.ts';

// Sends what is due. Any number of processes may do so: the database decides who holds a mail. Between a server's
// "taken" and the row's "sent" lies a moment; a process killed in it leaves that mail (one a connection) to be sent a
// second time when its lease ends, with the same Message-ID.

export type MailWorker = {
  /** Ends when the mails in hand have been told; a server that keeps one waiting is left after a few seconds. */
  stop(): Promise<void>;
  /** Looks for mail at once. */
  wake(): void;
};
type Deps = Pick<App, 'database' | 'clock' | 'config'> & { readonly log: Log };
type Transport = {
  send(mail: MailClaim, files: readonly Attachment[], stop: AbortSignal): Promise<void>;
  close(): void;
};

const connections = 3;
const pollMs = 2_000;
const graceMs = 5_000;

/** The worker of this process; null where no mail server is set, and mail stays in the outbox. */
export function startMail(deps: Deps): MailWorker | null {
  const { smtpUrl } = deps.config;
  return smtpUrl === undefined ? null : run(deps, smtpUrl);
}

function run({ database: { pool }, clock, config, log }: Deps, smtpUrl: string): MailWorker {
  const sender = senderOf(config);
  const transport = openTransport(smtpUrl, sender);
  const owner = `${process.pid}-${randomBytes(4).toString('hex')}`;
  const bell = makeBell();
  const inHand = new Set<Promise<void>>();
  let stopping = false;
  const abandon = new AbortController();
  let quietUntil = 0;

  const carry = async (claim: MailClaim) => {
    const pulse = setInterval(() => void renewLease(pool, claim, clock()).catch(() => {}), leaseMs / 4);
    try {
      const files = await attachmentsOf(pool, claim);
      const failed = isAddress(claim.to)
        ? await failureOf(transport.send(claim, files, abandon.signal))
        : addressUnusable;
      if (failed?.server === true) quietUntil = clock().getTime() + quietMs;
      await account({ pool, clock, log }, claim, failed);
    } finally {
      clearInterval(pulse);
    }
  };
  const take = async (): Promise<number> => {
    const now = clock();
    const most = connections - inHand.size;
    if (most <= 0 || now.getTime() < quietUntil) return 0;
    await leaveStale(pool, now);
    const claims = await claimMails(pool, { owner, domain: domainOf(sender), most, now });
    for (const claim of claims) {
      const work: Promise<void> = carry(claim)
        .catch((error: unknown) => log.warn({ reason: String(error) }, 'What came of a mail could not be stored.'))
        .finally(() => {
          inHand.delete(work);
          bell.ring();
        });
      inHand.add(work);
    }
    return claims.length;
  };
  const loop = async () => {
    while (!stopping) {
      const taken = await take().catch((error: unknown) => {
        log.warn({ reason: String(error) }, 'The mail worker could not reach the database and tries again.');
        return 0;
      });
      if (taken === 0) await bell.rest(pollMs);
    }
  };
  const ended = loop();
  return {
    wake: bell.ring,
    async stop() {
      stopping = true;
      bell.ring();
      await ended;
      const grace = setTimeout(() => abandon.abort(), graceMs);
      await Promise.all(inHand);
      clearTimeout(grace);
      transport.close();
    },
  };
}

/** Writes what came of a try, and tells the log. */
async function account(
  { pool, clock, log }: Pick<Deps, 'clock' | 'log'> & { pool: pg.Pool },
  claim: MailClaim,
  failed: Judged | null,
): Promise<void> {
  const about = { district: claim.district, mail: claim.no, attempt: claim.attempt };
  if (failed === null) {
    await storeSent(pool, claim, clock());
    log.debug(about, 'A mail was sent.');
    return;
  }
  const due = failed.final ? null : nextTry(claim.attempt, clock());
  log.warn({ ...about, entry: failed.entry, facts: failed.facts, again: due }, 'A mail was not taken.');
  await storeFailure(pool, claim, { entry: failed.entry, facts: failed.facts }, due);
}

/** Whatever goes wrong between us and the server is a value: the mail waits, or has failed. */
const failureOf = (sent: Promise<void>): Promise<Judged | null> =>
  sent.then(
    () => null,
    (error: unknown) => judge(error instanceof Error ? (error as Failure) : {}),
  );

function openTransport(smtpUrl: string, sender: string): Transport {
  const transport = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    // Our queue tries again, not the pool: then a try is what it is counted as.
    maxRequeues: 0,
    logger: false,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text, html, headers, replyTo, messageId }, files, stop) {
      await transport.sendMail({
        from: sender,
        // Given as one address, it is never read as a list.
        to: { name: '', address: to },
        subject,
        text,
        html: html ?? htmlOf(text),
        messageId,
        ...(replyTo === null ? {} : { replyTo: { name: '', address: replyTo } }),
        attachments: files.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
        signal: stop,
        // Nobody's holiday note needs to answer a machine.
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...headers },
      });
    },
    close: () => transport.close(),
  };
}

/** Rests until the time is over or somebody rings, also where that was just before. */
function makeBell() {
  let rung = false;
  let end: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      end?.();
    },
    async rest(ms: number) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = null;
      rung = false;
    },
  };
}
