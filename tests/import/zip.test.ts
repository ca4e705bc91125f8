import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { dropSet, type FileSet, readZip } from '../../src/rostering/oneroster/file-set.repository.ts';
import { storeOf } from '../../src/rostering/oneroster/import.usecases.ts';
import { expectBalance, livingOf } from './accounts.ts';
import {
  aDistrict,
  aHall,
  askFor,
  csvOf,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
} from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall({ working: false });
});
afterAll(() => hall.close());

type Entry = {
  readonly name: string;
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly stored?: boolean;
};
const manifest = (...files: string[]) =>
  [
    'propertyName,value',
    'manifest.version,1.0',
    'oneroster.version,1.1',
    ...files.map((file) => `file.${file},bulk`),
    '',
  ].join('\r\n');
const orgs = csvOf(northHigh.orgs);
const good: readonly Entry[] = [
  { name: 'manifest.csv', content: manifest('orgs') },
  { name: 'orgs.csv', content: orgs },
];

async function zipOf(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, content, mode = 0o100644, stored = false } of entries)
    zip.addBuffer(Buffer.from(content), name, { mode, compress: !stored });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

/** A zip whose names are written over by others of the same length: what no honest program makes. */
async function renamed(entries: readonly Entry[], from: string, to: string): Promise<Buffer> {
  const bytes = await zipOf(entries);
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) bytes.write(to, at, 'latin1');
  return bytes;
}

/** The same with a bit set in the flags of every entry, here and in the directory at the end. */
function flagged(bytes: Buffer, bit: number): Buffer {
  const marks: readonly [string, number][] = [
    ['PK\u0003\u0004', 6],
    ['PK\u0001\u0002', 8],
  ];
  for (const [mark, offset] of marks)
    for (let at = bytes.indexOf(mark, 0, 'latin1'); at >= 0; at = bytes.indexOf(mark, at + 4, 'latin1'))
      bytes.writeUInt16LE(bytes.readUInt16LE(at + offset) | bit, at + offset);
  return bytes;
}

const kept = async () => (await readdir(hall.app.files.folder, { recursive: true }).catch(() => [] as string[])).sort();

type Way = 'from a place on this machine' | 'uploaded';
async function importBytes(district: District, bytes: Buffer, way: Way) {
  if (way === 'uploaded') {
    const chunks = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, at) =>
      bytes.subarray(at * 1000, at * 1000 + 1000),
    );
    return askFor(district, { upload: Readable.from(chunks) });
  }
  const place = path.join(hall.folder, 'set.zip');
  await writeFile(place, bytes);
  return askFor(district, { zip: place });
}

describe.each<Way>(['from a place on this machine', 'uploaded'])('a zip, %s,', (way) => {
  it.each<[string, string, () => Promise<Buffer>]>([
    ['is no zip', 'oneroster.zip_unreadable', async () => Buffer.from('sourcedId,name\r\na,b\r\n'.repeat(100))],
    ['has no bytes', 'oneroster.zip_unreadable', async () => Buffer.alloc(0)],
    ['is cut off at the end', 'oneroster.zip_unreadable', async () => (await zipOf(good)).subarray(0, -30)],
    ['is cut off in the middle', 'oneroster.zip_unreadable', async () => (await zipOf(good)).subarray(0, 150)],
    ['holds nothing', 'oneroster.no_roster_files', async () => zipOf([])],
    [
      'holds no roster file',
      'oneroster.no_roster_files',
      async () => zipOf([{ name: 'readme.txt', content: 'hello' }]),
    ],
    ['holds a manifest alone', 'oneroster.no_roster_files', async () => zipOf([good[0] as Entry])],
    [
      'is a bomb',
      'oneroster.zip_unsafe',
      async () => zipOf([...good, { name: 'users.csv', content: Buffer.alloc(20 * 1024 * 1024) }]),
    ],
    [
      'is a bomb in a file that nobody would read',
      'oneroster.zip_unsafe',
      async () => zipOf([...good, { name: 'x.bin', content: Buffer.alloc(20 * 1024 * 1024) }]),
    ],
    [
      'climbs out of its folder',
      'oneroster.zip_unsafe',
      () => renamed([...good, { name: 'aa_aa_users.csv', content: 'x' }], 'aa_aa_users.csv', '../../users.csv'),
    ],
    [
      'names a place from the root',
      'oneroster.zip_unsafe',
      () => renamed([...good, { name: 'etc-users.csv', content: 'x' }], 'etc-users.csv', '/tc/users.csv'),
    ],
    [
      'names a place on a drive',
      'oneroster.zip_unsafe',
      () => renamed([...good, { name: 'C__users.csv', content: 'x' }], 'C__users.csv', 'C:\\users.csv'),
    ],
    [
      'holds a link',
      'oneroster.zip_unsafe',
      async () => zipOf([...good, { name: 'users.csv', content: '/etc/passwd', mode: 0o120777 }]),
    ],
    ['is encrypted', 'oneroster.zip_unsafe', async () => flagged(await zipOf(good), 1)],
    [
      'has its files in two folders',
      'oneroster.zip_unsafe',
      async () =>
        zipOf([
          { name: 'a/orgs.csv', content: orgs },
          { name: 'b/users.csv', content: csvOf(northHigh.users) },
        ]),
    ],
    ['has a file twice', 'oneroster.zip_unsafe', async () => zipOf([...good, { name: 'ORGS.csv', content: orgs }])],
    [
      'has a file twice under one name',
      'oneroster.zip_unsafe',
      () => renamed([...good, { name: 'orgz.csv', content: orgs }], 'orgz.csv', 'orgs.csv'),
    ],
    [
      'lies about the length of a file',
      'oneroster.zip_unreadable',
      async () => {
        const bytes = await zipOf(good);
        const at = bytes.lastIndexOf('PK\u0001\u0002', bytes.length, 'latin1');
        bytes.writeUInt32LE(bytes.readUInt32LE(at + 24) - 5, at + 24);
        return bytes;
      },
    ],
    [
      'was damaged on its way',
      'oneroster.zip_unreadable',
      () =>
        renamed(
          good.map((entry) => ({ ...entry, stored: true })),
          'North High',
          'North Hugh',
        ),
    ],
  ])('that %s is refused, and nothing of it is kept', async (_, entry, bytes) => {
    const district = await aDistrict(hall);
    const told = await importBytes(district, await bytes(), way).then(
      () => 'it was taken',
      (error: { entry: string }) => error.entry ?? String(error),
    );
    expect(told).toBe(entry);
    expect(await kept()).toEqual([]);
    const runs = await sql`select 1 from run where district_id = ${district.id}`.execute(hall.app.db);
    const audit = await sql<{ action: string }>`select action from audit where district_id = ${district.id}`.execute(
      hall.app.db,
    );
    expect([runs.rows.length, audit.rows.map(({ action }) => action)]).toEqual([0, ['import.refused']]);
  });

  it.each<[string, readonly Entry[]]>([
    ['at its root', good],
    ['in a folder', good.map((one) => ({ ...one, name: `export/${one.name}` }))],
    ['in a folder of a folder', good.map((one) => ({ ...one, name: `a/b c/${one.name}` }))],
    [
      'beside what a Mac leaves',
      [
        ...good,
        { name: '__MACOSX/._orgs.csv', content: 'x' },
        { name: '__MACOSX/orgs.csv', content: 'x' },
        { name: '.DS_Store', content: 'x' },
      ],
    ],
    ['without compression', good.map((one) => ({ ...one, stored: true }))],
  ])('with the files %s is read; when the run has ended nothing of it is kept', async (_, entries) => {
    const district = await aDistrict(hall);
    const { run } = await importBytes(district, await zipOf(entries), way);
    expect((await kept()).filter((name) => name.endsWith('.sealed')).length).toBe(2);
    await hall.work();
    expect(numbersOf(await endOf(district, run))).toEqual({ entered: 3, created: 3 });
    expect(await livingOf(district, 'org')).toEqual(['dist', 'elem', 'high']);
    await expect.poll(kept, { timeout: 10_000 }).toEqual([]);
    await expectBalance(district);
    await hall.rest();
  });
});

describe('a zip in which one byte is another', () => {
  it('is refused, or read as it was: nothing of it is taken that was not sent', async () => {
    const entries = [
      ...good,
      { name: 'users.csv', content: csvOf(northHigh.users) },
      { name: 'courses.csv', content: csvOf(northHigh.courses), stored: true },
    ];
    const bytes = await zipOf(entries);
    const sent = entries.map(({ content }) => createHash('sha256').update(content).digest('hex'));
    const place = path.join(hall.folder, 'changed.zip');
    const store = storeOf(hall.app);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ change;
        await writeFile(place, changed);
        const set = await readZip(store, place).catch((error: { entry?: string }) => error.entry ?? error);
        if (typeof set === 'string') expect(['oneroster.zip_unreadable', 'oneroster.zip_unsafe']).toContain(set);
        else {
          expect(set).toHaveProperty('files');
          for (const file of (set as FileSet).files) expect(sent).toContain(file.sha256);
          await dropSet(set as FileSet);
        }
        expect(await kept()).toEqual([]);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

describe('an upload that waits for its run', () => {
  it('lies sealed on the disk, readable for nobody else', async () => {
    const district = await aDistrict(hall);
    const name = 'Sentinel-Academy-4711';
    const content = `${'x'.repeat(10)},${name}\r\n`.repeat(20_000);
    const entries = [...good, { name: 'users.csv', content, stored: true }];
    const bytes = await zipOf(entries);
    expect(bytes.includes(name)).toBe(true);
    const { run } = await importBytes(district, bytes, 'uploaded');
    const names = await kept();
    expect(names.filter((one) => one.endsWith('.sealed')).length).toBe(3);
    for (const file of names.filter((one) => one.endsWith('.sealed') || one.endsWith('upload'))) {
      const raw = await readFile(path.join(hall.app.files.folder, file));
      expect(raw.length).toBeGreaterThan(0);
      expect([raw.includes(name), raw.includes('North High')]).toEqual([false, false]);
    }
    await hall.work();
    await endOf(district, run);
    await expect.poll(kept, { timeout: 10_000 }).toEqual([]);
    await hall.rest();
  });

  it('twice is one run, and the second copy is not kept', async () => {
    const district = await aDistrict(hall);
    const bytes = await zipOf(good);
    const first = await importBytes(district, bytes, 'uploaded');
    const before = await kept();
    expect(await importBytes(district, bytes, 'uploaded')).toEqual({ run: first.run, joined: true });
    expect(await kept()).toEqual(before);
    await hall.work();
    await endOf(district, first.run);
    await expect.poll(kept, { timeout: 10_000 }).toEqual([]);
    expect(numbersOf(await importFolder(district, { upload: Readable.from([bytes]) }))).toEqual({
      entered: 3,
      unchanged: 3,
    });
    await hall.rest();
  });

  it('whose sender hangs up leaves nothing', async () => {
    const district = await aDistrict(hall);
    const bytes = await zipOf(good);
    async function* cutShort() {
      yield bytes.subarray(0, 100);
      throw new Error('the sender hung up');
    }
    await expect(askFor(district, { upload: cutShort() })).rejects.toThrow('the sender hung up');
    expect(await kept()).toEqual([]);
  });

  it('that was damaged on the disk ends its run and says so', async () => {
    const district = await aDistrict(hall);
    const { run } = await importBytes(district, await zipOf(good), 'uploaded');
    const file = (await kept()).find((name) => name.endsWith('orgs.csv.sealed')) ?? '';
    const place = path.join(hall.app.files.folder, file);
    const raw = await readFile(place);
    raw[40] = (raw[40] ?? 0) ^ 1;
    await writeFile(place, raw);
    await hall.work();
    const ended = await endOf(district, run);
    expect([ended.state, numbersOf(ended)]).toEqual(['stopped', {}]);
    await hall.rest();
  });
});
