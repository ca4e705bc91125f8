import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainRoutes } from '../../src/dictionary/explain.routes.ts';
import { tellRefusals } from '../../src/dictionary/refusal.routes.ts';
import { makeLog } from '../../src/platform/log.ts';
import { makeServer, type Server } from '../../src/platform/server.ts';

const root = path.join(import.meta.dirname, '..', '..');
const skyward = { system: 'skyward', message: 'Section [12345] does not have sis_section_id' };

describe('over HTTP, without a sign-in', () => {
  let server: Server;
  beforeAll(async () => {
    server = await makeServer({ log: makeLog('silent'), trustProxy: ['127.0.0.1'], secure: false });
    tellRefusals(server);
    await explainRoutes(server);
    await server.ready();
  });
  afterAll(() => server.close());

  let caller = 0;
  const ask = (payload: unknown, from = `10.0.0.${++caller}`) =>
    server.inject({
      method: 'POST',
      url: '/dictionary/v1/explain',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  test('a known message', async () => {
    const answer = await ask(skyward);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      unknown: false,
      matches: [
        {
          entry: 'skyward.section_without_sis_id',
          system: 'skyward',
          title: 'Section Does Not Have a SIS ID',
          cause: 'section.not_linked',
          blocking: false,
          retry: 'after_fix',
          facts: { section: '12345' },
        },
      ],
    });
    const [match] = answer.json().matches;
    expect(match.causes[0].owner).toBe('lms_admin');
    expect(match.causes[0].meaning).toContain('Section 12345 exists in Canvas only');
    expect(match.causes[0].steps.join(' ')).toContain('section 12345');
  });

  test('an unknown one is never guessed', async () => {
    const answer = await ask({ system: 'skyward', message: 'The moon is full' });
    expect(answer.json()).toEqual({ matches: [], unknown: true });
  });

  test('a wish is not a system, and a message is a text', async () => {
    for (const wrong of [
      { ...skyward, system: 'moodle' },
      { system: 'q' },
      { message: 7 },
      { message: '' },
      [],
      'null',
      '{"mess',
    ]) {
      const answer = await ask(wrong);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.help.entry).toBe('request.body_invalid');
    }
  });

  test('what is larger than 1 MB is refused, what is as large is answered', async () => {
    expect((await ask({ message: 'x'.repeat(1024 * 1024) })).statusCode).toBe(413);
    expect((await ask({ message: `${'x y '.repeat(250_000)} ${skyward.message}` })).json().matches[0].facts).toEqual({
      section: '12345',
    });
  });

  test('sixty a minute for an address', async () => {
    for (let n = 0; n < 60; n++) expect((await ask(skyward, '10.1.1.1')).statusCode).toBe(200);
    const refused = await ask(skyward, '10.1.1.1');
    expect(refused.statusCode).toBe(429);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(skyward, '10.1.1.2')).statusCode).toBe(200);
  });
});

type Ran = { readonly status: number; readonly out: string; readonly err: string };
function explain(args: readonly string[], input = '', nodeArgs: readonly string[] = []): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArgs, 'src/main.ts', 'explain', ...args], { cwd: root });
    let [out, err] = ['', ''];
    child.stdout.on('data', (data) => {
      out += data;
    });
    child.stderr.on('data', (data) => {
      err += data;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? -1, out, err }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

describe('on the command line', () => {
  test('a message is told in words', async () => {
    const { status, out } = await explain(['--system', 'skyward', skyward.message]);
    expect(status).toBe(0);
    expect(out).toContain('Section Does Not Have a SIS ID (Skyward)');
    expect(out).toContain('Most likely fixed by the LMS administrator:');
    expect(out).toMatch(/Careful with step 3: Deleting a section[\s\S]*3\. Delete the section/);
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  test('as JSON it is the answer of the API', async () => {
    const { status, out } = await explain(['--system', 'skyward', '--json', skyward.message]);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ unknown: false, matches: [{ facts: { section: '12345' } }] });
  });

  test('NDJSON is answered a line each, in order, whatever is wrong with one of them', async () => {
    const lines = [
      JSON.stringify(skyward),
      '{"system":"q","message":"Student is excluded from assignment"}',
      'nonsense',
      '{"message":"The moon is full"}',
      '{"system":"moodle","message":"x"}',
    ];
    const { status, out } = await explain(['--json', '--file', '-'], `${lines.join('\n')}\n`);
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(1);
    expect(
      answers.map(({ matches, error }) => matches?.map(({ entry }: { entry: string }) => entry) ?? error.message),
    ).toEqual([
      ['skyward.section_without_sis_id'],
      ['q.score_not_a_number'],
      'The line is not JSON.',
      [],
      expect.stringContaining('"system" is none of'),
    ]);
  });

  test('a log is grouped by what it says', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-log-'));
    const file = path.join(folder, 'errors.csv');
    await writeFile(
      file,
      `Assignment,Message\nA,Section 1 does not have sis_section_id\nB,"Assignment Essay, 2 is marked as deleted. The teacher may restore this Assignment in his or her Skyward Gradebook,\nprovided that it is not in a locked Grading Period."\nC,Section 2 does not have sis_section_id\nD,The moon is full\n`,
    );
    const { status, out } = await explain(['--file', file, '--log', '--json', '--system', 'skyward']);
    const told = JSON.parse(out);
    expect(status).toBe(0);
    expect(told.total).toBe(4);
    expect(
      told.groups.map(({ match, count }: { match: { entry: string }; count: number }) => [match.entry, count]),
    ).toEqual([
      ['skyward.section_without_sis_id', 2],
      ['skyward.assignment_deleted', 1],
    ]);
    // What differs between the messages of a group is no fact of it.
    expect(told.groups[0].match.facts).toEqual({});
    expect(told.groups[1].match.facts).toEqual({ assignment: 'Essay, 2' });
    expect(told.unknown).toEqual([{ message: 'The moon is full', system: 'skyward', count: 1, lines: [5] }]);
    const words = await explain(['--file', file]);
    expect(words.out).toContain('4 messages of 3 kinds');
    await rm(folder, { recursive: true });
  });

  test.each([
    [['--system', 'moodle', 'x'], /--system is one of/],
    [['--status', 'many', 'x'], /--status is a whole number/],
    [['--wrong'], /--wrong/],
    [[], /Which message/],
    [['--file', '/nowhere/at-all.txt'], /cannot be read/],
  ])('%j: exit 2 and a sentence', async (args, sentence) => {
    const { status, err } = await explain(args);
    expect(status).toBe(2);
    expect(err).toMatch(sentence);
  });

  test('it loads no database, no server and no zod', async () => {
    const spy = `data:text/javascript,import{registerHooks}from'node:module';registerHooks({load(url,context,next){process.stderr.write(url+'\\n');return next(url,context)}})`;
    const { err } = await explain([skyward.message], '', ['--import', spy]);
    expect(err).toContain('src/dictionary/entries/skyward.ts');
    expect(err).not.toMatch(/node_modules\/(pg|kysely|fastify|zod|commander|pino)\/|src\/platform\/|src\/runs\//);
  });
});

test('the usage names every option', async () => {
  const { stdout } = await new Promise<{ stdout: string }>((resolve, reject) =>
    execFile(process.execPath, ['src/main.ts', 'explain', '--help'], { cwd: root }, (error, out) =>
      error === null ? resolve({ stdout: out }) : reject(error),
    ),
  );
  for (const option of ['--system', '--resource', '--status', '--code', '--file', '--log', '--json', 'infinite-campus'])
    expect(stdout).toContain(option);
});
