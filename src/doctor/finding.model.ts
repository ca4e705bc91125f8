import { sizeInWords } from '../backup/manifest.model.ts';

// What the doctor finds, and how it judges what was measured. Nothing here looks at anything.

/** `unknown`: it could not be looked at, and the line says why. */
export type State = 'well' | 'warning' | 'wrong' | 'unknown';
/** `found`: what is so. `todo`: what to do about it, where anything is. */
export type Finding = { readonly state: State; readonly found: string; readonly todo?: string };

export const well = (found: string): Finding => ({ state: 'well', found });
export const unknown = (found: string): Finding => ({ state: 'unknown', found });
export const warning = (found: string, todo: string): Finding => ({ state: 'warning', found, todo });
export const wrong = (found: string, todo: string): Finding => ({ state: 'wrong', found, todo });

const day = 86_400_000;
const minutesOf = (ms: number) => Math.round(ms / 60_000);
const several = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export function judgeNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  return major >= 24
    ? well(`Node ${version}`)
    : wrong(`Node ${version}; Hallpass needs 24 or newer`, 'Install Node 24 and start Hallpass with it.');
}

/** A key that somebody typed by hand can be guessed by whoever has a backup. */
export function judgeSecretKey(key: string): Finding {
  const signs = new Set(key).size;
  const words = /password|secret|changeme|hallpass|12345|qwert/i.test(key);
  if (signs >= 12 && !words) return well(`It has ${key.length} signs, ${signs} of them different`);
  return warning(
    words ? 'It holds a word that is guessed first' : `It has ${several(signs, 'sign', 'different signs')} only`,
    'Make a new one (openssl rand -hex 32) and change over with hallpass rotate-secret.',
  );
}

/** Names that nothing reads, although they look like ours: `SMTP_URI`, `HALLPASS_PORT`, `DATABASEURL`. */
export function oddNames(
  names: readonly string[],
  ours: readonly string[],
): readonly { name: string; meant: string }[] {
  const plain = (name: string) => name.replace(/^(HALLPASS|HP)_/, '').replaceAll('_', '');
  return names
    .filter((name) => !ours.includes(name) && /^[A-Z][A-Z0-9_]{3,}$/.test(name))
    .flatMap((name) => {
      const meant = ours.find(
        (one) => plain(one) === plain(name) || (one.length > 7 && isOneOff(plain(one), plain(name))),
      );
      return meant === undefined ? [] : [{ name, meant }];
    });
}

/** Whether two words differ by one letter that is other, more or missing. */
function isOneOff(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  return long.slice(at + 1) === short.slice(long.length === short.length ? at + 1 : at);
}

/** `days`: when the disk will be full if it goes on as in the last weeks; null: it does not get fuller, or nobody knows. */
export function judgeDisk(free: number, total: number, days: number | null): Finding {
  const room = `${sizeInWords(free)} of ${sizeInWords(total)} are free${days === null ? '' : `, enough for ${several(days, 'day', 'days')} as it goes now`}`;
  const todo = 'Make room on the disk of DATA_DIR, or move it to a larger one. A full disk stops every run.';
  if (free < 500_000_000 || (days !== null && days < 7)) return wrong(room, todo);
  if (free < 2_000_000_000 || free < total / 20 || (days !== null && days < 30)) return warning(room, todo);
  return well(room);
}

/** Days left, from free bytes at the end of days (their numbers), the oldest first. */
export function daysLeft(days: readonly { readonly day: number; readonly free: number }[]): number | null {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined || last.day - first.day < 3) return null;
  const aDay = (first.free - last.free) / (last.day - first.day);
  return aDay <= 0 ? null : Math.floor(last.free / aDay);
}

export function judgeClock(offMs: number, against: string): Finding {
  const off = Math.abs(offMs);
  const said = `${off < 1000 ? `${off} ms` : `${Math.round(off / 1000)} s`} ${offMs >= 0 ? 'ahead of' : 'behind'} ${against}`;
  if (off < 2000) return well(said);
  const todo =
    'Let a time service (chrony, systemd-timesyncd) set the clocks. Leases, schedules and sign-ins hang on them.';
  return off < 10_000 ? warning(said, todo) : wrong(said, todo);
}

/** `newest`: when the last backup was made; null: never. */
export function judgeBackup(newest: Date | null, encrypted: boolean, now: Date): Finding {
  const todo = 'Let hallpass backup FILE run every night, to a disk of another machine, with BACKUP_KEY set.';
  if (newest === null) return warning('No backup was ever made', todo);
  const age = Math.floor((now.getTime() - newest.getTime()) / day);
  const said = `The last one was made ${age === 0 ? 'within a day' : `${several(age, 'day', 'days')} ago`}${encrypted ? ', encrypted' : ', not encrypted'}`;
  if (age > 7) return warning(said, todo);
  return encrypted ? well(said) : warning(said, 'Set BACKUP_KEY: whoever has the file reads every record in it.');
}

export type Sessions = { readonly most: number; readonly used: number; readonly ours: number };

export function judgeSessions({ most, used, ours }: Sessions): Finding {
  const said = `${used} of ${most} sessions are in use, ${ours} of them by Hallpass`;
  return used > most * 0.8
    ? warning(said, 'Raise max_connections of the server, or start fewer workers: each process may use 10.')
    : well(said);
}

export type Settings = Readonly<Record<'fsync' | 'full_page_writes' | 'synchronous_commit' | 'autovacuum', string>>;

export function judgeSettings(settings: Settings): Finding {
  const off = Object.entries(settings).filter(([, value]) => value === 'off');
  if (off.length === 0) return well('What was stored survives a loss of power');
  const names = off.map(([name]) => name).join(', ');
  return wrong(
    `${names} ${off.length === 1 ? 'is' : 'are'} off: ${names === 'autovacuum' ? 'tables grow without end' : 'a loss of power may lose or damage what was stored'}`,
    `Switch ${names} on in the server’s configuration.`,
  );
}

/** Memory in bytes that the process may use; null: as much as the machine has. */
export function judgeMemory(limit: number | null, machine: number): Finding {
  const room = limit === null || limit > machine ? machine : limit;
  const said = `${sizeInWords(room)}${room === machine ? ' of this machine' : ' by the limit of its group'}`;
  return room < 700_000_000
    ? warning(said, 'Give Hallpass 1 GB, or set READ_AT_ONCE to 16 and start no worker beside the hub.')
    : well(said);
}

export type Proxy = {
  readonly publicUrl: string | undefined;
  readonly host: string;
  readonly trusted: readonly string[];
};

export function judgeProxy({ publicUrl, host, trusted }: Proxy): Finding {
  if (trusted.some((range) => /\/0$/.test(range)))
    return wrong(
      'TRUST_PROXY believes everybody, so that anybody may say where a request comes from',
      'Name the addresses of your proxy alone, such as loopback.',
    );
  const behind = publicUrl?.startsWith('https') === true;
  if (behind && trusted.length === 0)
    return warning(
      'PUBLIC_URL is https, so a proxy stands before the hub, and TRUST_PROXY names none',
      'Set TRUST_PROXY to the address of the proxy (loopback, where it runs here): otherwise all people count as one, and limits for one meet all.',
    );
  const open = !['127.0.0.1', '::1', 'localhost'].includes(host);
  if (open && publicUrl?.startsWith('http:') === true)
    return warning(
      'The hub is reached over http from other machines: passwords go over the network as they are typed',
      'Put a proxy with a certificate before it, set HOST to 127.0.0.1, PUBLIC_URL to its https address and TRUST_PROXY to loopback.',
    );
  return well(trusted.length === 0 ? 'No proxy is believed' : `${trusted.join(', ')} are believed`);
}

export type Stuck = { readonly parts: number; readonly oldestMs: number; readonly otherStore: number };

export function judgeParts({ parts, oldestMs, otherStore }: Stuck, workers: number): Finding {
  if (otherStore > 0)
    return warning(
      `${several(otherStore, 'part waits', 'parts wait')} for files that lie on another machine`,
      'Start the worker on that machine again; or cancel the run and ask for it anew.',
    );
  if (parts === 0) return well('Nothing waits that nobody works on');
  const said = `${several(parts, 'part is', 'parts are')} late, the oldest by ${several(minutesOf(oldestMs), 'minute', 'minutes')}`;
  return workers === 0
    ? wrong(said, 'Nobody works: start the hub, or hallpass work.')
    : warning(
        said,
        'The workers have more to do than they can, or one hangs: look at /metrics, and start another with hallpass work.',
      );
}

/** How a round of checks ends: 1 where anything is wrong. */
export const exitOf = (states: readonly State[]): 0 | 1 => (states.includes('wrong') ? 1 : 0);
