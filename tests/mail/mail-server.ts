import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as it lay on the wire: whom the envelope named, and the message with its lines. */
export type Received = { readonly from: string; readonly to: readonly string[]; readonly raw: string };
/** What a server says instead of yes; null: yes. */
type Says = (asked: { readonly address: string; readonly nth: number }) => string | null;

/** A real SMTP server on a port of its own. `recipient` and `data` may refuse; `hold` keeps an answer back until it is let go. */
export async function aMailServer(options: { recipient?: Says; data?: Says; port?: number; hold?: boolean } = {}) {
  const received: Received[] = [];
  const answers: (() => void)[] = [];
  let asked = 0;
  const refusal = (text: string) => Object.assign(new Error(text.slice(4)), { responseCode: Number(text.slice(0, 3)) });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    // Nobody waits for a client that keeps its connection for the next mail.
    closeTimeout: 100,
    onRcptTo({ address }, _session, answer) {
      asked += 1;
      const no = options.recipient?.({ address, nth: asked }) ?? null;
      if (no === null) answer();
      else answer(refusal(no));
    },
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        });
        const no = options.data?.({ address: rcptTo[0]?.address ?? '', nth: received.length }) ?? null;
        const tell = () => (no === null ? answer(null) : answer(refusal(no)));
        if (options.hold === true) answers.push(tell);
        else tell();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    /** How many mails were read and not answered yet. */
    waiting: () => answers.length,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
export type MailServer = Awaited<ReturnType<typeof aMailServer>>;

/** A header of a message, its folded lines put together; what is encoded is decoded. */
export function header(raw: string, name: string): string | null {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? null : decodedWords(line.slice(name.length + 1).trim());
}

function decodedWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?(q|b)\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : quoted(word.replaceAll('_', ' ')),
    );
}

const quoted = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

/** One of the two forms in which a mail says the same. */
export function part(raw: string, type: 'text/plain' | 'text/html'): string {
  const boundary = /boundary="([^"]+)"/.exec(raw)?.[1] ?? '';
  const found = raw.split(`--${boundary}`).find((one) => one.includes(`Content-Type: ${type}`));
  if (found === undefined) throw new Error(`no part ${type} in:\n${raw}`);
  const at = found.indexOf('\r\n\r\n');
  const [head, body] = [found.slice(0, at), found.slice(at + 4).replace(/\r\n$/, '')];
  if (/encoding: base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
  const text = /encoding: quoted-printable/i.test(head) ? quoted(body) : body;
  return text.replaceAll('\r\n', '\n');
}
