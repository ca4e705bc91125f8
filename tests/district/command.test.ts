import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DistrictCommandOptions, districtCommand } from '../../src/district/district.command.ts';
import { aHub, type Hub } from '../access/hub.ts';

const head = 'district: { id: north, name: North Unified, timeZone: America/Chicago }\n';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await aHub();
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-apply-'));
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command on a file of this text; `typed` is a person at the terminal. */
async function run(text: string, options: Omit<DistrictCommandOptions, 'file'> = {}, typed?: string) {
  const file = path.join(folder, 'north.yaml');
  await writeFile(file, text);
  const input = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  if (typed !== undefined) input.end(`${typed}\n`);
  const [out, err] = [new PassThrough(), new PassThrough()];
  const status = await districtCommand(hub.app, { file, ...options }, { out, err, in: input });
  return { status, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

test('a dry run prints the plan', async () => {
  const { status, out } = await run(`${head}schools: [{ id: sch-1, name: North High }]\n`, { dryRun: true });
  expect(status).toBe(0);
  expect(out).toBe(
    '+ district north (North Unified): time zone: America/Chicago\n+ school sch-1 (North High): without configuration\n2 changes would be made; nothing was written.\n',
  );
});

test('applied, then applied again', async () => {
  const text = `${head}schools: [{ id: sch-1, name: North High }]\napiKeys: [{ name: ops, scopes: [manage] }]\n`;
  const first = await run(text);
  expect(first.status).toBe(0);
  expect(first.out).toMatch(
    /API key ops: hp_live_[A-Za-z0-9_-]{43} {3}\(shown once; keep it now\)\nApplied to north\.\n$/,
  );
  expect(await run(text)).toEqual({ status: 0, out: 'Nothing changes: north is as the file says.\n', err: '' });
});

test('a warning goes beside the answer and leaves the exit status alone', async () => {
  const { status, err } = await run(
    `${head}schools:\n  - id: sch-1\n    name: North High\n    rostering: { duration: 0 }\n`,
  );
  expect(status).toBe(0);
  expect(err).toMatch(/^warning north\.yaml:5 duration: 0 is outside 1 to 1440 minutes/);
});

test('a mistake is told with file and line, and is exit status 2', async () => {
  const { status, out, err } = await run(`${head}scools: []\n`);
  expect({ status, out, err }).toEqual({
    status: 2,
    out: '',
    err: 'north.yaml:2 There is no key scools here.\n1 mistake; nothing was applied.\n',
  });
});

test('a script reads JSON', async () => {
  const { status, out } = await run(`${head}scools: []\n`, { json: true });
  expect(status).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    applied: false,
    district: 'north',
    mistakes: [{ line: 2, message: 'There is no key scools here.' }],
  });
});

test('what a name tells the terminal to do is not done', async () => {
  const { out } = await run(`${head}schools: [{ id: sch-1, name: "North \\e[31mHigh" }]\n`, { dryRun: true });
  expect(out).not.toContain('\u001b');
});

test('pruning asks for the district’s id: without it nothing goes, with it the rest does', async () => {
  const refused = await run(head, { prune: true });
  expect(refused.status).toBe(2);
  expect(refused.out).toMatch(/- API key ops: is revoked\n- school sch-1 \(North High\)\nNothing was applied/);
  expect((await run(head, { prune: true }, 'south')).status).toBe(2);
  const done = await run(head, { prune: true }, 'north');
  expect(done.status).toBe(0);
  expect(done.out).toMatch(/Applied to north\.\n$/);
  expect(await run(head, { prune: true, confirm: 'north' })).toMatchObject({
    status: 0,
    out: 'Nothing changes: north is as the file says.\n',
  });
});

test('a file that is not there or not text is told in one sentence', async () => {
  await expect(districtCommand(hub.app, { file: path.join(folder, 'gone.yaml') })).rejects.toThrow(
    /gone\.yaml cannot be read: there is no such file\.$/,
  );
  await writeFile(path.join(folder, 'latin.yaml'), Buffer.from('name: \xe9', 'latin1'));
  await expect(districtCommand(hub.app, { file: path.join(folder, 'latin.yaml') })).rejects.toThrow(
    /is not UTF-8 text/,
  );
});
