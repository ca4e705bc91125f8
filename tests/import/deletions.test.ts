import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedOf, expectBalance, livingOf, refusedOf, rosterOf } from './accounts.ts';
import { dismissHold, releaseHold, showHold } from './holds.ts';
import {
  aDistrict,
  aHall,
  aSet,
  type District,
  endOf,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
  without,
} from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const two = (n: number) => String(n).padStart(3, '0');
/** A list of pupils from one number to another. */
function pupils(from: number, to: number, more = ''): string {
  const rows = Array.from(
    { length: to - from + 1 },
    (_, at) => `p-${two(from + at)} | true | high | student | u${from + at} | Given${from + at} | Family`,
  );
  return ['sourcedId | enabledUser | orgSourcedIds | role | username | givenName | familyName', ...rows, more].join(
    '\n',
  );
}
const keys = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => `p-${two(from + at)}`);
const school = { orgs: northHigh.orgs };

async function withPupils(n: number): Promise<District> {
  const district = await aDistrict(hall);
  const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(1, n) }));
  expect(ofKind(run, 'user')).toEqual({ entered: n, created: n });
  return district;
}

describe('a file that lacks many of the records it brought', () => {
  it('of 100 pupils lacks 11: nobody is deleted, and everything else goes on', async () => {
    const district = await withPupils(100);
    const users = pupils(12, 100, 'p-900 | true | high | student | new | New | Pupil').replace('Given50 ', 'Renamed ');
    const run = await importFolder(district, await aSet(hall, { ...school, users }));
    expect(run.state).toBe('done');
    expect(ofKind(run, 'user')).toEqual({ entered: 101, created: 1, updated: 1, unchanged: 88, held: 11 });
    expect(run.holds).toEqual([{ id: 1, kind: 'user', records: 11 }]);
    expect(await livingOf(district, 'user')).toEqual([...keys(1, 100), 'p-900']);
    expect(await refusedOf(district, run.id)).toEqual(
      keys(1, 11).map((key) => `user ${key}: held oneroster.mass_deletion`),
    );
    await expectBalance(district);
  });

  it.each([
    ['100 pupils lacks 10', 100, 10],
    ['110 pupils lacks 11, a tenth', 110, 11],
    ['20 pupils lacks 10', 20, 10],
    ['10 pupils lacks all of them', 10, 10],
  ])('of %s: they are deleted', async (_, n, lacking) => {
    const district = await withPupils(n);
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(lacking + 1, n) }));
    expect(numbersOf(run)['deleted']).toBe(lacking);
    expect(run.holds).toEqual([]);
    expect(await livingOf(district, 'user')).toEqual(keys(lacking + 1, n));
    await expectBalance(district);
  });

  it('of 109 pupils lacks 11, more than a tenth: they are held', async () => {
    const district = await withPupils(109);
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(12, 109) }));
    expect(ofKind(run, 'user')).toEqual({ entered: 109, unchanged: 98, held: 11 });
  });

  it('is told the same the next night', async () => {
    const district = await withPupils(30);
    const set = await aSet(hall, { ...school, users: pupils(16, 30) });
    await importFolder(district, set);
    const again = await importFolder(district, set);
    expect(ofKind(again, 'user')).toEqual({ entered: 30, unchanged: 15, held: 15 });
    const other = await importFolder(district, await aSet(hall, { ...school, users: pupils(17, 30) }));
    expect(ofKind(other, 'user')).toEqual({ entered: 30, unchanged: 14, held: 16 });
    expect(other.holds).toEqual([{ id: 1, kind: 'user', records: 16 }]);
    await expectBalance(district);
  });

  it('says that deletions are allowed: they go through', async () => {
    const district = await withPupils(30);
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(16, 30) }), {
      allowDeletions: true,
    });
    expect(ofKind(run, 'user')).toEqual({ entered: 30, unchanged: 15, deleted: 15 });
    expect(run.holds).toEqual([]);
    await expectBalance(district);
  });

  it('is sent once more, byte by byte the same, with deletions allowed: what was held goes through', async () => {
    const district = await withPupils(30);
    const set = await aSet(hall, { ...school, users: pupils(16, 30) });
    await importFolder(district, set);
    const run = await importFolder(district, set, { allowDeletions: true });
    expect(ofKind(run, 'user')).toEqual({ entered: 30, unchanged: 15, deleted: 15 });
    expect(run.holds).toEqual([]);
    expect(await livingOf(district, 'user')).toEqual(keys(16, 30));
    await expectBalance(district);
  });

  it('has all of them again the next night: the hold settles itself', async () => {
    const district = await withPupils(30);
    await importFolder(district, await aSet(hall, { ...school, users: pupils(16, 30) }));
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(1, 30) }));
    expect(ofKind(run, 'user')).toEqual({ entered: 30, unchanged: 30 });
    expect((await showHold(district.app, district.actor, 1)).state).toBe('dismissed');
  });
});

describe('a hold', () => {
  async function held() {
    const district = await withPupils(30);
    const set = await aSet(hall, { ...school, users: pupils(16, 30) });
    await importFolder(district, set);
    const hold = await showHold(district.app, district.actor, 1);
    return { district, set, hold };
  }

  it('shows what it lists', async () => {
    const { hold } = await held();
    expect(hold).toMatchObject({ kind: 'user', operation: 'delete', state: 'open', records: 15, known: 30 });
    expect(hold.sample.slice(0, 2)).toEqual([
      { key: 'p-001', name: 'Given1 Family' },
      { key: 'p-002', name: 'Given2 Family' },
    ]);
  });

  it('is released: a run of its own deletes what was listed, and the next import has nothing to ask', async () => {
    const { district, set, hold } = await held();
    const { run } = await releaseHold(district.app, district.actor, { no: 1, digest: hold.digest });
    const release = await endOf(district, run.id);
    expect(numbersOf(release)).toEqual({ entered: 15, deleted: 15 });
    expect(await livingOf(district, 'user')).toEqual(keys(16, 30));
    expect((await showHold(district.app, district.actor, 1)).state).toBe('released');
    const again = await importFolder(district, set);
    expect(ofKind(again, 'user')).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });

  it('is released for some records: the others wait under it', async () => {
    const { district, set, hold } = await held();
    const { run } = await releaseHold(district.app, district.actor, {
      no: 1,
      digest: hold.digest,
      records: ['p-001', 'p-002'],
    });
    expect(await changedOf(district, (await endOf(district, run.id)).id)).toEqual([
      'user p-001: deleted',
      'user p-002: deleted',
    ]);
    expect(await showHold(district.app, district.actor, 1)).toMatchObject({ state: 'open', records: 13 });
    const again = await importFolder(district, set);
    expect(ofKind(again, 'user')).toEqual({ entered: 28, unchanged: 15, held: 13 });
    await expectBalance(district);
  });

  it('is not released by somebody who saw another list', async () => {
    const { district, hold } = await held();
    await importFolder(district, await aSet(hall, { ...school, users: pupils(17, 30) }));
    const decision = { no: 1, digest: hold.digest };
    await expect(releaseHold(district.app, district.actor, decision)).rejects.toMatchObject({
      entry: 'request.hold_changed',
    });
    await expect(dismissHold(district.app, district.actor, decision)).rejects.toMatchObject({
      entry: 'request.hold_changed',
    });
    expect(await livingOf(district, 'user')).toEqual(keys(1, 30));
  });

  it('is dismissed: the records are kept, and nobody is asked again', async () => {
    const { district, set, hold } = await held();
    await dismissHold(district.app, district.actor, { no: 1, digest: hold.digest });
    const again = await importFolder(district, set);
    expect(ofKind(again, 'user')).toEqual({ entered: 30, unchanged: 30 });
    const other = await importFolder(
      district,
      await aSet(hall, { ...school, users: pupils(16, 30).replace('Given20 ', 'Renamed ') }),
    );
    expect(ofKind(other, 'user')).toEqual({ entered: 30, unchanged: 29, updated: 1 });
    const third = await importFolder(
      district,
      await aSet(hall, { ...school, users: pupils(16, 30).replace('Given20 ', 'Renamed ') }),
    );
    expect(ofKind(third, 'user')).toEqual({ entered: 30, unchanged: 30 });
    expect(await livingOf(district, 'user')).toEqual(keys(1, 30));
    await expectBalance(district);
  });

  it('was dismissed, and a record comes back and is dropped anew: then it is deleted', async () => {
    const { district, hold } = await held();
    await dismissHold(district.app, district.actor, { no: 1, digest: hold.digest });
    const back = `p-001 | true | high | student | u1 | Given1 | Family`;
    await importFolder(district, await aSet(hall, { ...school, users: pupils(16, 30, back) }));
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(16, 30) }));
    expect(await changedOf(district, run.id)).toEqual(['user p-001: deleted']);
    expect(ofKind(run, 'user')).toEqual({ entered: 30, unchanged: 29, deleted: 1 });
    await expectBalance(district);
  });

  it('is dismissed for some records: the others still wait', async () => {
    const { district, set, hold } = await held();
    await dismissHold(district.app, district.actor, { no: 1, digest: hold.digest, records: ['p-001'] });
    const again = await importFolder(district, set);
    expect(ofKind(again, 'user')).toEqual({ entered: 30, unchanged: 16, held: 14 });
    await expectBalance(district);
  });
});

describe('rows marked tobedeleted', () => {
  const marked = (from: number, to: number, rest = '') =>
    [
      'sourcedId | status | dateLastModified | enabledUser | orgSourcedIds | role | username | givenName | familyName',
      ...keys(from, to).map(
        (key) => `${key} | tobedeleted | 2026-09-01T00:00:00.000Z | true | high | student | u | G | F`,
      ),
      rest,
    ].join('\n');

  it('in a delta delete their records; one that is not known is unchanged', async () => {
    const district = await withPupils(30);
    const set = await aSet(hall, {
      manifest: 'delta',
      users: `${marked(1, 3)}p-777 | TOBEDELETED | 2026-09-01 | true | high | student | u | G | F`,
    });
    const run = await importFolder(district, set);
    expect(numbersOf(run)).toEqual({ entered: 4, deleted: 3, unchanged: 1 });
    expect(await livingOf(district, 'user')).toEqual(keys(4, 30));
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 4, unchanged: 4 });
    await expectBalance(district);
  });

  it('in a whole list delete their records too', async () => {
    const district = await withPupils(30);
    const users = `${pupils(3, 30)
      .split('\n')
      .map((row, at) => (at === 0 ? `status | ${row}` : row === '' ? '' : ` | ${row}`))
      .join('\n')}
      tobedeleted | p-001 | true | high | student | u1 | Given1 | Family
      tobedeleted | p-002 | true | high | student | u1 | | `;
    const run = await importFolder(district, await aSet(hall, { ...school, users }));
    expect(ofKind(run, 'user')).toEqual({ entered: 30, unchanged: 28, deleted: 2 });
    await expectBalance(district);
  });

  it('are held where they are many, and after a release the same delta has nothing more to do', async () => {
    const district = await withPupils(30);
    const set = await aSet(hall, { manifest: 'delta', users: marked(1, 15) });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 15, held: 15 });
    const hold = await showHold(district.app, district.actor, 1);
    const { run } = await releaseHold(district.app, district.actor, { no: 1, digest: hold.digest });
    expect(numbersOf(await endOf(district, run.id))).toEqual({ entered: 15, deleted: 15 });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });

  it('were held and dismissed: other changes afterwards count their own rows only', async () => {
    const district = await withPupils(30);
    await importFolder(district, await aSet(hall, { manifest: 'delta', users: marked(1, 15) }));
    const hold = await showHold(district.app, district.actor, 1);
    await dismissHold(district.app, district.actor, { no: 1, digest: hold.digest });
    const set = await aSet(hall, { manifest: 'delta', users: marked(30, 30) });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 1, deleted: 1 });
    expect(numbersOf(await importFolder(district, set))).toEqual({ entered: 1, unchanged: 1 });
    const same = await aSet(hall, { manifest: 'delta', users: marked(1, 15) });
    expect(numbersOf(await importFolder(district, same))).toEqual({ entered: 15, unchanged: 15 });
    expect(numbersOf(await importFolder(district, same))).toEqual({ entered: 15, unchanged: 15 });
    await expectBalance(district);
  });
});

describe('what a whole list does not delete', () => {
  it('are the records of another connection', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, { ...school, users: pupils(1, 3) }), { connection: 'north' });
    await importFolder(district, await aSet(hall, { ...school, users: pupils(2, 5) }), { connection: 'south' });
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(5, 5) }), {
      connection: 'south',
    });
    expect(await changedOf(district, run.id)).toEqual([
      'user p-002: deleted',
      'user p-003: deleted',
      'user p-004: deleted',
    ]);
    const rows = (await rosterOf(district)).filter((row) => row.kind === 'user' && row.status === 'active');
    expect(rows.map((row) => `${row.key} of ${row.connection}`)).toEqual([
      'p-001 of 1',
      'p-002 of 1',
      'p-003 of 1',
      'p-005 of 2',
    ]);
    await expectBalance(district);
  });

  it('are the records of a file that is not in the set', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const { users: _, enrollments: __, ...rest } = northHigh;
    const run = await importFolder(district, await aSet(hall, rest));
    expect(numbersOf(run)).toEqual({ entered: 9, unchanged: 9 });
    expect(await livingOf(district, 'user')).toEqual(['s-1', 's-2', 't-1']);
  });

  it('are the records of a set without a manifest', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const run = await importFolder(
      district,
      await aSet(hall, { manifest: 'none', users: without(northHigh.users, 's-1', 't-1') }),
    );
    expect(numbersOf(run)).toEqual({ entered: 1, unchanged: 1 });
    expect(run.notes.map((note) => note.entry)).toEqual(['oneroster.manifest_missing']);
    expect(await livingOf(district, 'user')).toEqual(['s-1', 's-2', 't-1']);
  });

  it('are records whose rows cannot be read this time; once they are really gone they are deleted', async () => {
    const district = await withPupils(12);
    const broken = [
      'p-001,true,high,student,u1,"Given1"x,Family',
      'p-002,true,high,student,u2,Given2,Family,too,many',
      '"p-003",true,high,student,u3,Gi"ven3,Family',
      'p-004,true,high,student,u4,Given4\u0000,Family',
      `p-005,true,high,student,u5,${'x'.repeat(1_100_000)},Family`,
    ].join('\r\n');
    const head = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n';
    const rest = keys(8, 12)
      .map((key, at) => `${key},true,high,student,u${at + 8},Given${at + 8},Family\r\n`)
      .join('');
    const latin = Buffer.concat([
      Buffer.from(`${head}${broken}\r\np-006,true,high,student,u6,Giv`),
      Buffer.from([0xe9]),
      Buffer.from(`n,Family\r\n${rest}`),
    ]);
    const open = Buffer.concat([latin, Buffer.from('p-007,true,high,student,u7,"Given7,Family\r\n')]);
    const run = await importFolder(district, await aSet(hall, { ...school, users: { bytes: open } }));
    expect(ofKind(run, 'user')).toEqual({ entered: 12, unchanged: 5, invalid: 7 });
    expect(await livingOf(district, 'user')).toEqual(keys(1, 12));
    const gone = await importFolder(district, await aSet(hall, { ...school, users: { bytes: `${head}${rest}` } }));
    expect(ofKind(gone, 'user')).toEqual({ entered: 12, unchanged: 5, deleted: 7 });
    await expectBalance(district);
  });

  it.each([
    ['has no bytes at all', ''],
    ['has another first line', 'id;enabled;org\r\np-001;true;high\r\n'],
    [
      'calls the key by another name',
      'userId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\np-001,true,high,student,u1,Given1,Family\r\n',
    ],
    ['has a first line that cannot be read', '"sourcedId,enabledUser"x,orgSourcedIds\r\n'],
  ])('are the records of a file that %s', async (_, bytes) => {
    const district = await withPupils(8);
    const run = await importFolder(district, await aSet(hall, { ...school, users: { bytes } }));
    expect(run.deleted).toBe(0);
    expect(await livingOf(district, 'user')).toEqual(keys(1, 8));
    await expectBalance(district);
  });

  it('are forgotten because a file in between had no first line: whoever goes afterwards is deleted', async () => {
    const district = await withPupils(8);
    await importFolder(district, await aSet(hall, { ...school, users: { bytes: 'id;enabled;org\r\n' } }));
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(2, 8) }));
    expect(ofKind(run, 'user')).toEqual({ entered: 8, unchanged: 7, deleted: 1 });
    await expectBalance(district);
  });

  it('a file of its header alone says that there is nobody any more', async () => {
    const district = await withPupils(8);
    const run = await importFolder(district, await aSet(hall, { ...school, users: pupils(1, 0) }));
    expect(ofKind(run, 'user')).toEqual({ entered: 8, deleted: 8 });
    await expectBalance(district);
  });
});
