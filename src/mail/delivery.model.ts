import type { Facts } from '../dictionary/facts.model.ts';

/** What an SMTP client tells of a try that did not work: the server's answer, its number, and the command it answered. */
export type Failure = {
  readonly code?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
};
export type Judged = {
  readonly entry: string;
  readonly facts: Facts;
  /** The same would happen to every mail now: others need not be tried for a while. */
  readonly server: boolean;
  /** No later try would end otherwise. */
  readonly final: boolean;
};

/** Judges a failed try. A server writes addresses and names into its answers, so only its codes are kept. */
export function judge(failure: Failure): Judged {
  const { responseCode = 0, command = '', code = '' } = failure;
  const mailOnly = /^(RCPT TO|DATA|BDAT)\b/.test(command);
  if (responseCode >= 500 && mailOnly) return told('refused', failure, { server: false, final: true });
  if (responseCode >= 500) return told('settings_refused', failure, { server: true, final: false });
  // 421: it closes the line, whatever was said last.
  if (responseCode >= 400) return told('delayed', failure, { server: !mailOnly || responseCode === 421, final: false });
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return unusable;
  return {
    entry: 'connection.mail_server_silent',
    facts: { reason: silence[code] ?? 'the connection ended before the mail was taken' },
    server: true,
    final: false,
  };
}

const unusable: Judged = { entry: 'connection.mail_address_unusable', facts: {}, server: false, final: true };
/** An address that is told to no server. */
export const addressUnusable = unusable;

function told(
  entry: 'refused' | 'settings_refused' | 'delayed',
  { responseCode = 0, response = '' }: Failure,
  what: Pick<Judged, 'server' | 'final'>,
): Judged {
  // `550 5.1.1`, or `550-5.1.1` where the answer has several lines.
  const status = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const code = status === undefined ? String(responseCode) : `${responseCode} ${status}`;
  return { entry: `connection.mail_${entry}`, facts: { code, reason: reasonOf(responseCode, status) }, ...what };
}

function reasonOf(code: number, status = ''): string {
  return statuses[status.slice(2)] ?? codes[code] ?? 'no reason that Hallpass knows';
}

const silence: Readonly<Record<string, string>> = {
  EDNS: 'its name leads to no address',
  ETIMEDOUT: 'it did not answer in time',
  ECONNECTION: 'it takes no connection, or ended it',
  ECONNREFUSED: 'nothing listens there',
  ESOCKET: 'it takes no connection, or ended it',
  ETLS: 'no encrypted connection could be agreed on',
  EAUTH: 'it takes none of our ways to sign in',
  EPROTOCOL: 'what answers there speaks no SMTP',
};

/** RFC 3463, without the class (4 for now, 5 for good). */
const statuses: Readonly<Record<string, string>> = {
  '1.1': 'there is no such mailbox',
  '1.2': 'there is no such mail domain',
  '1.3': 'the address is not one that it understands',
  '1.6': 'the mailbox has moved',
  '1.8': 'the sender’s address is not accepted',
  '1.10': 'the domain takes no mail',
  '2.1': 'the mailbox is switched off',
  '2.2': 'the mailbox is full',
  '2.3': 'the mail is too large for the mailbox',
  '3.4': 'the mail is too large',
  '4.1': 'the receiver’s server does not answer',
  '7.0': 'it asks for a sign-in, or its rules do not allow it',
  '7.1': 'its rules do not allow this mail',
  '7.8': 'user or password is wrong',
  '7.26': 'the sender’s domain lacks SPF or DKIM',
};
const codes: Readonly<Record<number, string>> = {
  421: 'it is closing the connection',
  450: 'the mailbox is busy',
  451: 'it asks to try again later',
  452: 'it has no room now',
  454: 'it cannot check the sign-in now',
  530: 'it wants a sign-in first',
  535: 'user or password is wrong',
  550: 'there is no such mailbox, or its rules do not allow it',
  551: 'the receiver is not one of its own',
  552: 'the mailbox is full, or the mail too large',
  553: 'the address is not one that it takes',
  554: 'it does not take this mail',
};

const minute = 60_000;
const waits = [minute, 5 * minute, 15 * minute, 60 * minute] as const;
const patience = 24 * 60 * minute;

/** When a mail is tried again after so many tries: soon, then hourly, until a day of waits is over (null). */
export function nextTry(attempts: number, now: Date): Date | null {
  const wait = (after: number) => waits[after - 1] ?? 60 * minute;
  let waited = 0;
  for (let after = 1; after < attempts; after += 1) waited += wait(after);
  if (waited + wait(attempts) > patience) return null;
  return new Date(now.getTime() + wait(attempts));
}

/** For how long nobody is tried after the server failed as a whole. */
export const quietMs = 30_000;
