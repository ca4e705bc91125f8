import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportCommand, importEntriesCommand } from '../../src/dictionary/dictionary.command.ts';
import { aDictionaryHub, type Hub, staleBucket } from './scene.ts';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await aDictionaryHub();
  folder = await mkdtemp(path.join(tmpdir(), 'hallpass-dictionary-'));
  await hub.ask('POST', '/dictionary/entries', { body: staleBucket });
});
afterAll(async () => {
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

const place = (name: string) => path.join(folder, name);
async function exported(options: { file?: string; json?: boolean } = {}) {
  let out = '';
  const { file, json = false } = options;
  const status = await exportCommand(hub.app, { file, json, district: 'north' }, (text) => {
    out += text;
  });
  return { status, out };
}
async function imported(file: string, options: { dryRun?: boolean; json?: boolean } = {}) {
  let [out, err] = ['', ''];
  const status = await importEntriesCommand(
    hub.app,
    { file, json: false, dryRun: false, ...options, district: 'west' },
    (text) => {
      out += text;
    },
    (text) => {
      err += text;
    },
  );
  return { status, out, err };
}

test('what one district exports, another imports', async () => {
  expect(await exported({ file: place('ours.yaml') })).toEqual({ status: 0, out: '' });
  expect((await exported()).out).toBe(await readFile(place('ours.yaml'), 'utf8'));
  expect(await imported(place('ours.yaml'), { dryRun: true })).toEqual({
    status: 0,
    out: 'It would be 1 new, 0 changed, 0 as they were; nothing was written.\n',
    err: '',
  });
  expect((await imported(place('ours.yaml'))).out).toBe('Imported: 1 new, 0 changed, 0 as they were.\n');
  expect(JSON.parse((await imported(place('ours.yaml'), { json: true })).out)).toEqual({
    created: 0,
    updated: 0,
    unchanged: 1,
    problems: [],
    dryRun: false,
  });
  expect((await hub.explain('Bucket 7 of Algebra went stale', { as: hub.west })).body.unknown).toBe(false);
  expect((await hub.audit('entry')).length).toBe(1);
  expect(JSON.parse((await exported({ json: true })).out).entries[0]).toMatchObject({ entry: 'district.stale_bucket' });
});

test('a mistake is told with file and line, and is exit status 2', async () => {
  await writeFile(place('bad.yaml'), 'entries:\n  - name: "bad\\e[31m"\n');
  const { status, out, err } = await imported(place('bad.yaml'));
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(`${place('bad.yaml')}:2 bad`);
  expect(err).toMatch(/Nothing was imported\.\n$/);
  expect(err).not.toContain('\u001b');
  expect((await imported(place('bad.yaml'), { json: true })).status).toBe(2);
});

test('a file that is not there, and one that cannot be written', async () => {
  await expect(imported(place('none.yaml'))).rejects.toThrow(/cannot be read: there is no such file/);
  await expect(exported({ file: path.join(folder, 'none', 'x.yaml') })).rejects.toThrow(/cannot be written/);
});
