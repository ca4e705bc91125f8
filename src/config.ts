import { z } from 'zod';
import { isRange } from './platform/outbound-address.ts';

/** One configuration key: where it is read, what it means, what holds when it is left out. */
type Key<T extends z.ZodType> = {
  readonly env: string;
  readonly meaning: string;
  readonly shownDefault: string;
  readonly schema: T;
};

const key = <T extends z.ZodType>(env: string, shownDefault: string, meaning: string, schema: T): Key<T> => ({
  env,
  meaning,
  shownDefault,
  schema,
});

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535');

/** What the server's proxy check can read: an address, a range, or one of its three names for ranges. */
const isProxy = (text: string) => ['loopback', 'linklocal', 'uniquelocal'].includes(text) || isRange(text);
const rangesExpected = 'must be addresses or ranges such as 10.0.0.0/8, separated by commas';

/** Every key of the configuration; `docs/configuration.md` is made from this table. */
export const configKeys = {
  host: key(
    'HOST',
    '127.0.0.1',
    'Address on which the hub listens. With demo data only a loopback address is accepted.',
    z.string().min(1).default('127.0.0.1'),
  ),
  port: key(
    'PORT',
    '3000',
    'Port on which the hub listens; 0 takes a free one and the first line printed says which.',
    portNumber.default(3000),
  ),
  databaseUrl: key(
    'DATABASE_URL',
    'unset: the embedded PostgreSQL in DATA_DIR',
    'A PostgreSQL server, version 15 or newer.',
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
      .optional(),
  ),
  dataDir: key(
    'DATA_DIR',
    './data',
    'The embedded database, uploads (sealed), and the keys made at the first start.',
    z.string().min(1).default('./data'),
  ),
  publicUrl: key(
    'PUBLIC_URL',
    'from HOST and PORT',
    'The address people use: links point there, and https makes cookies secure.',
    z
      .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
      .transform((address) => address.replace(/\/+$/, ''))
      .optional(),
  ),
  trustProxy: key(
    'TRUST_PROXY',
    'none',
    'Addresses or ranges of proxies whose forwarding headers are believed, separated by commas.',
    list.refine((proxies) => proxies.every(isProxy), rangesExpected).default([]),
  ),
  secretKey: key(
    'SECRET_KEY',
    'embedded: made once in DATA_DIR; with DATABASE_URL the start is refused without it',
    'Seals credentials and uploads and signs links; any text of at least 32 characters.',
    z.string().min(32, 'must have at least 32 characters').optional(),
  ),
  outboundAllow: key(
    'OUTBOUND_ALLOW',
    'public addresses only; the demo adds loopback',
    'Addresses or ranges that are not public and that connections may reach all the same, separated by commas, such as 10.20.0.0/16. Link-local addresses stay closed whatever stands here.',
    list.refine((ranges) => ranges.every(isRange), rangesExpected).default([]),
  ),
  smtpUrl: key(
    'SMTP_URL',
    'unset: mail is kept in the outbox and goes out once this is set',
    'The mail server: smtp://user:password@host:587 (encrypted where the server offers it; ?requireTLS=true insists) or smtps://user:password@host:465.',
    z.url({ protocol: /^smtps?$/, error: 'must be an address that begins with smtp:// or smtps://' }).optional(),
  ),
  mailFrom: key(
    'MAIL_FROM',
    'the user of SMTP_URL where it is an address, else hallpass@ and the host of PUBLIC_URL',
    'Whom mail comes from: an address, or a name and an address such as North Unified <hallpass@north.example>.',
    z
      .string()
      .regex(
        /^(?:[^\s@<>]+@[^\s@<>]+|[^<>@\r\n]+<[^\s@<>]+@[^\s@<>]+>)$/,
        'must be an address, or a name and an address in angle brackets',
      )
      .optional(),
  ),
  metricsToken: key(
    'METRICS_TOKEN',
    'unset: only this machine itself may ask',
    'Lets whoever sends it as a bearer token read /metrics from elsewhere; any text of at least 16 characters.',
    z.string().min(16, 'must have at least 16 characters').optional(),
  ),
  workerPort: key(
    'WORKER_PORT',
    'unset: a worker listens nowhere',
    'Port on which `hallpass work` answers /healthz and /metrics, on the address of HOST; 0 takes a free one.',
    portNumber.optional(),
  ),
  readAtOnce: key(
    'READ_AT_ONCE',
    '256',
    'From how many connections one process reads at the same time. Lower it where a process must do with little memory, and start more workers.',
    z
      .string()
      .regex(/^\d{1,4}$/, 'must be a whole number from 1 to 1000')
      .transform(Number)
      .refine((n) => n >= 1 && n <= 1000, 'must be a whole number from 1 to 1000')
      .default(256),
  ),
  backupKey: key(
    'BACKUP_KEY',
    'unset: backups are not encrypted, and say so',
    'Encrypts backups: a passphrase of at least 16 characters, or a key of age. A public key (age1…) lets this machine write backups that it cannot read; restoring needs the secret key that belongs to it.',
    z.string().min(16, 'must have at least 16 characters').optional(),
  ),
  logLevel: key(
    'LOG_LEVEL',
    'info',
    'How much is logged: fatal, error, warn, info, debug, trace or silent.',
    z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .default('info'),
  ),
} as const;

type Keys = typeof configKeys;
export type Config = { readonly [K in keyof Keys]: z.output<Keys[K]['schema']> };

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: readonly string[] };

/** Reads the configuration from the environment; an empty variable counts as unset. Each problem names its variable. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, { env: variable, schema }] of Object.entries(configKeys)) {
    const given = env[variable];
    const parsed = schema.safeParse(given === '' ? undefined : given);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(`${variable}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  const config = values as Config;
  if (problems.length === 0 && config.databaseUrl !== undefined && config.secretKey === undefined) {
    problems.push(
      'SECRET_KEY: must be set when DATABASE_URL is, since the keys of a shared database cannot live in one machine’s folder',
    );
  }
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}
