import { lookup } from 'node:dns/promises';
import nodemailer from 'nodemailer';
import type { Outbound } from '../platform/outbound.ts';

// What the doctor asks of others: it sends no mail and changes nothing.

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const patience = 8_000;

export type Asked =
  | { readonly ok: true; readonly status: number; readonly date: Date | null }
  | { readonly ok: false; readonly reason: string };

/** Asks our own public address, which may well lead to a private one. */
export async function askOwn(url: string): Promise<Asked> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
    await answer.body?.cancel();
    return { ok: true, status: answer.status, date: dateOf(answer.headers.get('date')) };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, reason: reasonOf(cause) };
  }
}

/** Asks the beginning of another system's address by the way that connections take. */
export async function askOther(outbound: Outbound, url: string): Promise<Asked> {
  try {
    const request = { method: 'GET', url: new URL('/', url).href } as const;
    const { status, headers } = await outbound.send(request, AbortSignal.timeout(patience));
    return { ok: true, status, date: dateOf(headers['date'] ?? null) };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

function dateOf(text: string | null): Date | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : new Date(at);
}

/** Names that cannot be resolved. */
export async function unresolved(hosts: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    hosts.map(async (host) =>
      lookup(host).then(
        () => null,
        (error: NodeJS.ErrnoException) => `${host} (${error.code ?? error.message})`,
      ),
    ),
  );
  return found.filter((one) => one !== null);
}

/** Signs in at the mail server and leaves; null: it lets us in, else why not. */
export async function smtpRefusal(url: string): Promise<string | null> {
  const transport = nodemailer.createTransport({
    url,
    logger: false,
    connectionTimeout: patience,
    greetingTimeout: patience,
    dnsTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.verify();
    return null;
  } catch (error) {
    // The server's own words; of what we sent it repeats nothing but the user.
    return reasonOf(error);
  } finally {
    transport.close();
  }
}
