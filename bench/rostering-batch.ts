import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { openApp, startHub } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { type Figure, median, timed } from './measure.ts';

// A batch of course members over HTTP, beside its yardstick in the same run on the same server: COPY of the same rows
// into a staging table and one insert from it, into a table with the same keys and indexes.

export type Options = { readonly members: number; readonly rounds: number };

const secret = 'hp_live_bench_0123456789abcdefgh';
const district = `district: { id: bench, name: Bench, timeZone: UTC }
schools:
  - { id: sch, name: Bench High, rostering: { attendanceSettings: [{ name: In person }], duration: 60 } }
apiKeys:
  - { name: bench, secret: ${secret}, schools: [sch] }
`;
const coursesOf = 5;
const membersOf = 100;

/** Measures what the issue and the documents promise of batches; the process that calls it is the hub. */
export async function benchRosteringBatch({ members, rounds }: Options): Promise<readonly Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-bench-'));
  // Root's stand-in runs the database and must reach its folder.
  await chmod(folder, 0o755);
  const config = readConfig({ DATA_DIR: path.join(folder, 'data'), LOG_LEVEL: 'warn', PORT: '0' });
  if (!config.ok) throw new Error(config.problems.join('; '));
  const app = await openApp(config.config, 'hub');
  const hub = await startHub(app, { demo: false });
  try {
    await apply(app, { text: district, fileName: 'bench.yaml' });
    const files = await writeFiles(folder, members);
    for (const file of [files.users, files.courses]) await send(hub.address, file.path, file.lines);
    await app.database.pool.query('vacuum analyze person, account, class, class_staff');
    const told = [];
    for (let round = 0; round < rounds; round++) told.push(await oneRound(app, hub.address, files));
    return figuresOf(told, members);
  } finally {
    await hub.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  }
}

type File = { readonly path: string; readonly lines: number };
type Files = { readonly users: File; readonly courses: File; readonly members: File; readonly rows: File };

const emailOf = (person: number) => `person-${person}@bench.example`;

/** What is sent, and the members as rows for COPY. Each person is in several courses; members stand by course. */
async function writeFiles(folder: string, members: number): Promise<Files> {
  const people = Math.ceil(members / coursesOf);
  const courses = Math.ceil(members / membersOf);
  const placeOf = (no: number) => {
    const course = Math.floor(no / membersOf);
    return { email: emailOf((course * membersOf + (no % membersOf) * 7) % people), course: `course-${course}` };
  };
  const line = (resource: string, data: object) => JSON.stringify({ resource, operation: 'create', data });
  const write = async (name: string, n: number, of: (no: number) => string): Promise<File> => {
    const file = path.join(folder, name);
    const lines = function* () {
      for (let no = 0; no < n; no++) yield `${of(no)}\n`;
    };
    await pipeline(Readable.from(lines()), createWriteStream(file));
    return { path: file, lines: n };
  };
  const user = (no: number) => ({
    schoolID: 'sch',
    issuedID: String(no),
    firstName: 'Mia',
    lastName: `Chen ${no}`,
    email: emailOf(no),
    role: no === 0 ? 'instructor' : 'student',
    userID: `user-${no}`,
  });
  const schedule = {
    startDate: '8/17/2026',
    endDate: '12/18/2026',
    startTime: '9:00',
    endTime: '10:00',
    timeZone: 'America/Chicago',
  };
  const course = (no: number) => ({
    schoolID: 'sch',
    name: `Algebra ${no}`,
    owner: emailOf(0),
    courseID: `course-${no}`,
    addCode: `ALG-${no}`,
    ...schedule,
  });
  return {
    users: await write('users.ndjson', people, (no) => line('user', user(no))),
    courses: await write('courses.ndjson', courses, (no) => line('course', course(no))),
    members: await write('members.ndjson', members, (no) => {
      const { email, course: courseID } = placeOf(no);
      return line('courseMember', { ID: email, courseID, role: 'student' });
    }),
    rows: await write('members.tsv', members, (no) => {
      const { email, course: courseID } = placeOf(no);
      return `${email}\t${courseID}\tstudent`;
    }),
  };
}

type Round = { readonly batch: number; readonly yardstick: number; readonly dry: number };

async function oneRound(app: App, address: string, { members, rows }: Files): Promise<Round> {
  await app.database.pool.query('truncate enrollment');
  await app.database.pool.query('checkpoint');
  const yardstick = await copyAndInsert(app, rows);
  await app.database.pool.query('checkpoint');
  const dry = await timed(() => send(address, members.path, members.lines, '?dryRun=true'));
  const batch = await timed(() => send(address, members.path, members.lines));
  return { batch: batch.ms, yardstick, dry: dry.ms };
}

/** Sends a file as a batch, and reads its answer to the end: every line must have been created. */
async function send(address: string, file: string, lines: number, query = ''): Promise<void> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/x-ndjson' };
  const sending = request(`${address}/rostering/v1/batch${query}`, { method: 'POST', headers });
  const answered = new Promise<Readable>((resolve, reject) => {
    sending.once('response', resolve);
    sending.once('error', reject);
  });
  await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), sending);
  let last = '';
  for await (const line of createInterface({ input: await answered })) last = line;
  const told = JSON.parse(last) as { summary?: { created?: number } };
  if (told.summary?.created !== lines) throw new Error(`${path.basename(file)}: ${last}`);
}

const yardstickTables = `
  create schema raw;
  create table raw.enrollment (like enrollment including all) with (fillfactor = 90);
  alter table raw.enrollment add foreign key (district_id, class_id) references class, add foreign key (district_id, person_id) references person;
  create table raw.staged (email text not null, course text not null, role text not null);`;

/** COPY of the rows, then one statement that finds people and courses and writes the members. */
async function copyAndInsert(app: App, rows: File): Promise<number> {
  const client = await app.database.pool.connect();
  try {
    await client.query(yardstickTables);
    const { ms } = await timed(async () => {
      await client.query('begin');
      const into = client.query(copyFrom('copy raw.staged from stdin'));
      await pipeline(createReadStream(rows.path, { highWaterMark: 1024 * 1024 }), into);
      await client.query(`insert into raw.enrollment (district_id, id, connection_id, source_key, class_id, person_id, school_id, role, via_api, print, created_run, changed_run)
        select 'bench', row_number() over (), 1, class.id || ' ' || person.id, class.id, person.id, class.school_id, staged.role, true, 0, 1, 1
        from raw.staged
        join person on person.district_id = 'bench' and lower(person.email) = lower(staged.email)
        join class on class.district_id = 'bench' and class.api_id = staged.course
        on conflict (district_id, class_id, person_id) where via_api do update set role = excluded.role`);
      await client.query('commit');
    });
    const found = await client.query<{ n: number }>('select count(*)::int as n from raw.enrollment');
    if (found.rows[0]?.n !== rows.lines) throw new Error('the yardstick did not write every member');
    return ms;
  } finally {
    await client.query('drop schema if exists raw cascade');
    client.release();
  }
}

function figuresOf(rounds: readonly Round[], members: number): readonly Figure[] {
  const of = (pick: (round: Round) => number) => median(rounds.map(pick));
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const speed = of((round) => round.yardstick / round.batch);
  const memory = process.resourceUsage().maxRSS / 1024;
  const n = members.toLocaleString('en');
  return [
    {
      work: `batch of ${n} new members over HTTP, to the end of its answer`,
      against: 'COPY into a staging table and one insert … select … on conflict, same keys and indexes',
      measured: `${seconds(of((r) => r.batch))} / ${seconds(of((r) => r.yardstick))}`,
      ratio: `${speed.toFixed(2)} of its speed`,
      goal: 'at least 0.5',
      holds: speed >= 0.5,
    },
    {
      work: 'the same as a dry run',
      against: 'the same',
      measured: seconds(of((r) => r.dry)),
      ratio: `${of((r) => r.yardstick / r.dry).toFixed(2)} of its speed`,
      goal: 'for comparison',
      holds: null,
    },
    {
      work: 'memory of the hub’s process, at most',
      against: '',
      measured: `${memory.toFixed(0)} MB`,
      ratio: '',
      goal: 'under 400 MB',
      holds: memory < 400,
    },
  ];
}
