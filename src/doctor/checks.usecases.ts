import { existsSync } from 'node:fs';
import path from 'node:path';
import { keyInForce } from '../backup/target.repository.ts';
import { type Config, type ConfigResult, configKeys } from '../config.ts';
import { otherProcesses } from '../connections/resealing.repository.ts';
import { districtIds } from '../district/district.repository.ts';
import type { Database } from '../platform/database.ts';
import { readMigrations } from '../platform/migrate.ts';
import type { Outbound } from '../platform/outbound.ts';
import { makeSecrets } from '../platform/secrets.ts';
import * as data from './database.read-model.ts';
import {
  daysLeft,
  type Finding,
  judgeBackup,
  judgeClock,
  judgeDisk,
  judgeMemory,
  judgeNode,
  judgeParts,
  judgeProxy,
  judgeSecretKey,
  judgeSessions,
  judgeSettings,
  oddNames,
  unknown,
  warning,
  well,
  wrong,
} from './finding.model.ts';
import { embeddedOf, folderOf, memoryOf, roomOf } from './machine.read-model.ts';
import { askOther, askOwn, smtpRefusal, unresolved } from './outside.read-model.ts';

// Everything that is looked at, a row each. A check that cannot be done says so; none changes anything.

/** What checks look at. `database`: null where it did not open, and `closed` says why. */
export type Patient = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly read: ConfigResult;
  readonly now: Date;
  readonly database: Database | null;
  readonly closed: string;
  /** The embedded database ran already when the doctor came. */
  readonly ranBefore: boolean;
  readonly store: string | null;
  readonly outbound: Outbound;
  readonly migrations: string;
};
type Open = Patient & { readonly config: Config; readonly database: Database };
type Configured = Patient & { readonly config: Config };
export type Check = { readonly id: string; readonly about: string; look(patient: Patient): Promise<Finding> };

const anyway = (id: string, about: string, look: (patient: Patient) => Promise<Finding> | Finding): Check => ({
  id,
  about,
  look: async (patient) => look(patient),
});
const configured = (id: string, about: string, look: (patient: Configured) => Promise<Finding>): Check => ({
  id,
  about,
  look: async (patient) =>
    patient.read.ok ? look({ ...patient, config: patient.read.config }) : unknown('The configuration cannot be used'),
});
const open = (id: string, about: string, look: (patient: Open) => Promise<Finding>): Check =>
  configured(id, about, async (patient) =>
    patient.database === null ? unknown('The database is not open') : look({ ...patient, database: patient.database }),
  );

const machine: readonly Check[] = [
  anyway('node', 'Node', () => judgeNode(process.versions.node)),
  anyway('configuration', 'Configuration', ({ env, read }) => {
    if (!read.ok)
      return wrong(read.problems.join('; '), 'Put these variables right; docs/configuration.md says what each holds.');
    const odd = oddNames(
      Object.keys(env),
      Object.values(configKeys).map((key) => key.env),
    );
    if (odd.length === 0) return well('Every variable that looks like ours is one of ours');
    const said = odd.map(({ name, meant }) => `${name} is read by nothing (${meant} is)`).join('; ');
    return warning(said, 'Rename them, or take them out if they belong to another program.');
  }),
  configured('secret_key', 'Secret key', async ({ config }) => {
    const key = keyInForce(config);
    return key === null ? unknown('None yet: one is made at the first start') : judgeSecretKey(key);
  }),
  configured('data_folder', 'Data folder', async ({ config }) => {
    const { dir, there, writable, openTo } = await folderOf(config.dataDir);
    if (!there) return unknown(`${dir} is not there yet: it is made at the first start`);
    if (!writable)
      return wrong(
        `This user may not write into ${dir}`,
        `Run Hallpass as the user who owns it, or give it to this one: chown -R USER ${dir}`,
      );
    if (openTo.length > 0)
      return warning(
        `Others on this machine may read ${openTo.join(', ')} in ${dir}`,
        `chmod -R go= ${openTo.map((name) => path.join(dir, name)).join(' ')}`,
      );
    return well(dir);
  }),
  configured('disk', 'Room on the disk', async ({ config, database }) => {
    const { there } = await folderOf(config.dataDir);
    if (!there) return unknown('The data folder is not there yet');
    const days = database === null ? [] : await data.roomOfDays(database.kysely).catch(() => []);
    const { free, total } = await roomOf(config.dataDir);
    return judgeDisk(free, total, daysLeft(days));
  }),
  anyway('memory', 'Memory', async () => {
    const { limit, machine: whole } = await memoryOf();
    return judgeMemory(limit, whole);
  }),
];

const database: readonly Check[] = [
  configured('embedded', 'Embedded database', async ({ config, database: opened, ranBefore }) => {
    if (config.databaseUrl !== undefined) return well('None: DATABASE_URL names a server');
    const { major, carried } = embeddedOf(config.dataDir);
    if (major === null) return unknown('There is none yet: it is made at the first start');
    if (major !== carried)
      return wrong(`It was made by PostgreSQL ${major}; Hallpass carries ${carried}`, 'Run hallpass upgrade.');
    const orphan = ranBefore && opened !== null && (await otherProcesses(opened.kysely)) === 0;
    if (orphan)
      return warning(
        'It was left running by a hub that was killed together with its watch',
        'Nothing is lost: it is stopped when this command ends, and the next start is a clean one.',
      );
    return well(`PostgreSQL ${major}`);
  }),
  anyway('database', 'Database', async ({ database: opened, closed }) => {
    if (opened === null)
      return closed.startsWith('There is none yet')
        ? unknown(closed)
        : wrong(closed, 'Do what the line says; the log of the database (postgres.log in DATA_DIR) says more.');
    const { version, no } = await data.serverVersion(opened.kysely);
    return no >= 150_000
      ? well(`PostgreSQL ${version} answers`)
      : wrong(`PostgreSQL ${version}`, 'Hallpass needs 15 or newer: move the data to a newer server.');
  }),
  open('settings', 'Settings of the database', async ({ database: { kysely } }) =>
    judgeSettings(await data.settingsOf(kysely)),
  ),
  open('sessions', 'Sessions of the database', async ({ database: { kysely } }) =>
    judgeSessions(await data.sessionsOf(kysely)),
  ),
  open('schema', 'Schema', async ({ database: { kysely }, migrations }) => {
    const applied = await data.migrationsOf(kysely);
    const known = (await readMigrations(migrations)).map(({ name }) => name);
    if (applied === null) return unknown('The database is empty: its tables are made at the first start');
    const newer = applied.filter((name) => !known.includes(name));
    if (newer.length > 0)
      return wrong(
        `The database is of a newer Hallpass (${newer.join(', ')})`,
        'Install that version; this one does not start on it.',
      );
    const left = known.filter((name) => !applied.includes(name));
    return left.length === 0
      ? well(`${applied.length} migrations are applied`)
      : warning(`${left.length} migrations are not applied yet`, 'Start the hub: it applies them.');
  }),
  open('months', 'Months ahead', async ({ database: { kysely }, now }) => {
    const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 10);
    const [missing, soon] = [
      await data.withoutMonth(kysely, now.toISOString().slice(0, 10)),
      await data.withoutMonth(kysely, next),
    ];
    if (missing.length > 0)
      return wrong(
        `This month has no place in ${missing.join(', ')}`,
        'Start the hub: it makes months ahead. Until then nothing is stored there.',
      );
    if (soon.length > 0)
      return warning(
        `The next month has no place in ${soon.join(', ')} yet`,
        'Let the hub run before the month ends: it makes months ahead.',
      );
    return well('This month and the next are made');
  }),
  open('dead_rows', 'Dead rows', async ({ database: { kysely } }) => {
    const tables = await data.bloated(kysely);
    if (tables.length === 0) return well('They are cleared away');
    return warning(
      tables.map(({ name, dead }) => `${name} has ${dead}`).join(', '),
      'See that autovacuum is on and no transaction stays open for hours; VACUUM the table in a quiet hour.',
    );
  }),
  open('transactions', 'Long transactions', async ({ database: { kysely } }) => {
    const long = await data.longOpen(kysely);
    if (long.length === 0) return well('None is open for an hour');
    return warning(
      long.map(({ pid, name, minutes }) => `session ${pid} (${name || 'unnamed'}) for ${minutes} minutes`).join(', '),
      'Find out what that program does; select pg_terminate_backend(pid) ends it.',
    );
  }),
  open('clock_database', 'Clock against the database', async ({ database: { kysely } }) =>
    judgeClock(await data.clockAhead(kysely), 'the clock of the database'),
  ),
];

const work: readonly Check[] = [
  open('workers', 'Workers', async ({ database: { kysely } }) => {
    const workers = await data.workersOf(kysely);
    const silent = workers.filter((one) => one.silent);
    const alive = workers.length - silent.length;
    if (silent.length > 0)
      return warning(
        `${silent.map(({ kind, host }) => `a ${kind} on ${host}`).join(', ')} ended without a word`,
        'What they had in hand is taken over by others. See the log of that machine, and start it again.',
      );
    return alive === 0
      ? warning('No hub and no worker is running', 'Start the hub, or hallpass work: nothing is synced meanwhile.')
      : well(`${alive} ${alive === 1 ? 'process works' : 'processes work'}`);
  }),
  open('late', 'Work that waits', async ({ database: { kysely }, store }) => {
    const alive = (await data.workersOf(kysely)).filter((one) => !one.silent);
    return judgeParts(await data.stuckOf(kysely, store), alive.length);
  }),
  open('sealed', 'Sealed values', async ({ database: { kysely }, config }) => {
    const key = keyInForce(config);
    if (key === null) return unknown('There is no secret key yet');
    const { sealed, closed } = await data.sealedOf(kysely, makeSecrets(key));
    if (closed === 0) return well(`${sealed} were tried and open with the secret key`);
    return wrong(
      `${closed} of ${sealed} do not open with the secret key`,
      'Set SECRET_KEY to the key that they were sealed with, or run hallpass rotate-secret with the old one in OLD_SECRET_KEY. If it is lost, enter the credentials of the connections anew.',
    );
  }),
  open('files', 'Stored files', async ({ database: { kysely }, store }) => {
    if (store === null) return unknown('This machine has stored none yet');
    const needed = await data.filesNeeded(kysely, store);
    const missing = needed.filter((file) => !existsSync(file));
    if (missing.length === 0) return well(`${needed.length} are needed and are there`);
    return wrong(
      `${missing.length} of ${needed.length} that runs need are gone`,
      'Upload the files again, or cancel the runs that wait for them.',
    );
  }),
  open('backup', 'Backup', async ({ database: { kysely }, now }) => {
    if ((await districtIds(kysely)).length === 0) return unknown('There is no district yet that it could save');
    const last = await data.lastBackup(kysely);
    return judgeBackup(last?.at ?? null, last?.encrypted === true, now);
  }),
];

const outside: readonly Check[] = [
  configured('public_url', 'Public address', async ({ config: { publicUrl, host } }) => {
    if (publicUrl === undefined)
      return ['127.0.0.1', '::1', 'localhost'].includes(host)
        ? well('Only this machine reaches the hub')
        : warning(
            'PUBLIC_URL is not set, so that links in mail lead to the address the hub listens on',
            'Set PUBLIC_URL to the address that people use.',
          );
    const asked = await askOwn(`${publicUrl}/healthz`);
    if (!asked.ok)
      return wrong(
        `${publicUrl} cannot be reached from here: ${asked.reason}`,
        'See that the hub and the proxy run, that the name leads here, and that the certificate holds. If only this machine cannot reach it, ask from another.',
      );
    return asked.status === 200
      ? well(`${publicUrl} answers`)
      : wrong(
          `${publicUrl}/healthz answers ${asked.status}`,
          'The proxy answers, but not the hub behind it: see that it leads to HOST and PORT.',
        );
  }),
  configured('proxy', 'Proxy', async ({ config: { publicUrl, host, trustProxy } }) =>
    judgeProxy({ publicUrl, host, trusted: trustProxy }),
  ),
  configured('mail', 'Mail server', async ({ config: { smtpUrl } }) => {
    if (smtpUrl === undefined)
      return warning('SMTP_URL is not set: mail stays in the outbox', 'Set SMTP_URL and MAIL_FROM.');
    const refusal = await smtpRefusal(smtpUrl);
    return refusal === null
      ? well('It lets Hallpass in')
      : wrong(
          `It does not let Hallpass in: ${refusal}`,
          'See SMTP_URL: host, port, user and password, and whether this machine may reach it.',
        );
  }),
  configured('names', 'Names of other systems', async ({ config: { smtpUrl }, database: opened }) => {
    const urls = [
      ...(opened === null ? [] : await data.outsideAddresses(opened.kysely).catch(() => [])),
      ...(smtpUrl === undefined ? [] : [smtpUrl]),
    ];
    const hosts = [...new Set(urls.flatMap((url) => URL.parse(url)?.hostname ?? []))];
    if (hosts.length === 0) return unknown('No other system is configured');
    const lost = await unresolved(hosts);
    return lost.length === 0
      ? well(`${hosts.length} ${hosts.length === 1 ? 'is' : 'are'} found`)
      : wrong(
          `Not found: ${lost.join(', ')}`,
          'See the names in the connections, and the DNS of this machine (/etc/resolv.conf).',
        );
  }),
  open('clock_outside', 'Clock against another system', async ({ database: { kysely }, outbound }) => {
    const [url] = await data.outsideAddresses(kysely);
    if (url === undefined) return unknown('No connection is there to ask');
    const before = Date.now();
    const asked = await askOther(outbound, url);
    if (!asked.ok) return unknown(`${new URL(url).hostname} did not answer: ${asked.reason}`);
    if (asked.date === null) return unknown(`${new URL(url).hostname} does not say what time it is there`);
    // The header has whole seconds: half of one is the best guess.
    return judgeClock(Math.round((before + Date.now()) / 2 - asked.date.getTime() - 500), new URL(url).hostname);
  }),
];

export const checks: readonly Check[] = [...machine, ...database, ...work, ...outside];

/** Looks at everything, one after the other; what fails to be looked at is told as that. */
export async function examine(
  patient: Patient,
  seen: (check: Check, finding: Finding) => void,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    const finding = await check
      .look(patient)
      .catch((error: Error) => unknown(`It could not be looked at: ${error.message}`));
    findings.push(finding);
    seen(check, finding);
  }
  return findings;
}
