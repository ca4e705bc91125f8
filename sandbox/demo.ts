import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { generateDistrict } from '../bench/district/generate.ts';
import { administratorLink } from '../src/access/administrator-link.usecases.ts';
import { commandActor } from '../src/access/command-actor.model.ts';
import { useLink as openLink } from '../src/access/link.usecases.ts';
import { invitePerson } from '../src/access/people.usecases.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { Problem } from '../src/platform/problem.ts';
import { importSet } from '../src/rostering/oneroster/import.usecases.ts';
import { showRun } from '../src/runs/run.read-model.ts';
import { pushDemo } from './pushed.ts';
import { meetUnknown } from './unknown.ts';

// The demo district: invented people in invented schools, whose SIS sends what real ones send: mostly good rows, some
// that cannot be taken, and one export that was cut short, so that its deletions wait for a person.

const district = 'demo';
const demoFile = `
district: { id: ${district}, name: Maple Valley Unified (demo), timeZone: America/Chicago }
`;
const people = [
  { role: 'administrator', name: 'Ada Demo', email: 'administrator@demo.invalid' },
  { role: 'integration_manager', name: 'Ines Demo', email: 'integration@demo.invalid' },
  { role: 'registrar', name: 'Rafael Demo', email: 'registrar@demo.invalid' },
] as const;
type SignIn = { readonly role: string; readonly email: string; readonly password: string };

/** Demo passwords are printed and its people invented: it is shown on this machine only. */
export function refuseOpenAddress(host: string): void {
  const loopback = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
  if (!loopback)
    throw new Problem(
      'request.body_invalid',
      `HOST is ${host}, but demo data is served on a loopback address only. Leave HOST out, or start without --demo.`,
    );
}

/** Makes the demo at the first start; later starts keep what is there. Answers what is to be printed. */
export async function startDemo(app: App): Promise<string> {
  const found = await app.db.selectFrom('district').select('id').execute();
  if (found.length === 0) await makeDemo(app);
  else if (found.some((row) => row.id !== district)) {
    throw new Problem(
      'request.body_invalid',
      'This database holds a district that is not the demo. Start it with hallpass serve, or give the demo a DATA_DIR of its own.',
    );
  }
  return signInText(app);
}

/** Brings back the first state. Only ever on a database that holds the demo and nothing else. */
export async function resetDemo(app: App): Promise<string> {
  const found = await app.db.selectFrom('district').select('id').execute();
  if (found.some((row) => row.id !== district))
    throw new Problem(
      'request.body_invalid',
      'This database holds a district that is not the demo; nothing was changed.',
    );
  const tables = await sql<{
    name: string;
  }>`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and c.relname not in ('migration', 'counter')`.execute(
    app.db,
  );
  await sql`truncate ${sql.join(tables.rows.map(({ name }) => sql.table(name)))}`.execute(app.db);
  await makeDemo(app);
  return `The demo is as it was at first.\n${await signInText(app)}`;
}

async function makeDemo(app: App): Promise<void> {
  await apply(app, { text: demoFile, fileName: 'demo.yaml' });
  await makePeople(app);
  await importDemo(app);
  await pushDemo(app);
  await meetUnknown(app, district);
}

async function makePeople(app: App): Promise<void> {
  const known = await readSignIns(app);
  const signIns: SignIn[] = [];
  for (const { role, name, email } of people) {
    const password = known.find((one) => one.email === email)?.password ?? randomBytes(9).toString('base64url');
    if (role === 'administrator')
      await openLink(app, { token: await administratorLink(app, district), name, email, password });
    else {
      const { secret } = await invitePerson(app, commandActor(district), {
        name,
        email,
        grants: [{ role, schoolId: null }],
      });
      await openLink(app, { token: secret, password });
    }
    signIns.push({ role, email, password });
  }
  await writeFile(signInFile(app), JSON.stringify(signIns), { mode: 0o600 });
  await chmod(signInFile(app), 0o600);
}

const signInFile = (app: App) => path.join(path.dirname(app.files.folder), 'demo-sign-ins.json');

async function readSignIns(app: App): Promise<readonly SignIn[]> {
  return readFile(signInFile(app), 'utf8').then(
    (text) => JSON.parse(text) as SignIn[],
    () => [],
  );
}

async function signInText(app: App): Promise<string> {
  const signIns = await readSignIns(app);
  return `Demo sign-ins:\n${signIns.map(({ role, email, password }) => `  ${role.replaceAll('_', ' ').padEnd(20)} ${email}  ${password}\n`).join('')}`;
}

/** Two nights: the first full export with a few rows that cannot be taken, then one that was cut short. */
async function importDemo(app: App): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-demo-'));
  const options = { students: 900, seed: 2026, version: '1.1', mode: 'bulk', brokenShare: 0.004 } as const;
  try {
    await generateDistrict(folder, options);
    await importFolder(app, folder);
    await generateDistrict(folder, { ...options, changedShare: 0.02, changeSeed: 1 });
    const enrollments = path.join(folder, 'enrollments.csv');
    const lines = (await readFile(enrollments, 'utf8')).split('\r\n');
    await writeFile(enrollments, `${lines.slice(0, Math.floor(lines.length * 0.8)).join('\r\n')}\r\n`);
    await importFolder(app, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importFolder(app: App, folder: string): Promise<void> {
  const actor = { ...commandActor(district), name: 'Maple Valley SIS' };
  const { run } = await importSet(
    app,
    actor,
    { connection: 'files', name: 'nightly export', allowDeletions: false, trigger: 'person' },
    { folder },
  );
  while ((await showRun(app, actor, run)).finishedAt === null) await new Promise((resolve) => setTimeout(resolve, 50));
}
