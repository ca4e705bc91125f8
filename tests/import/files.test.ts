import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBalance, livingOf, outcomesOf, refusedOf, rosterOf } from './accounts.ts';
import {
  aDistrict,
  aHall,
  aSet,
  csvOf,
  type District,
  type Hall,
  importFolder,
  northHigh,
  numbersOf,
  ofKind,
} from './scene.ts';

let hall: Hall;
beforeAll(async () => {
  hall = await aHall();
});
afterAll(() => hall.close());

const head = 'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n';
/** Rows of users.csv in a school that is there. */
async function users(bytes: string | Buffer) {
  const district = await aDistrict(hall);
  const run = await importFolder(district, await aSet(hall, { orgs: northHigh.orgs, users: { bytes } }));
  return { district, run, user: await refusedOf(district, run.id) };
}
const row = (key: string, given = 'Mia') => `${key},true,high,student,u,${given},Chen\r\n`;
const givenNames = async (district: District) =>
  (await rosterOf(district)).filter((one) => one.kind === 'user').map((one) => one.says['given_name']);

describe('the first line of a file', () => {
  it('may have a byte order mark, names in capitals, and quotes', async () => {
    const { run } = await users(
      `\ufeff"SOURCEDID",EnabledUser,ORGSOURCEDIDS,"role",username,givenname,FAMILYNAME\n${row('a')}`,
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 1, created: 1 });
  });

  it('may name columns of a vendor: they are left, and a note says which', async () => {
    const { district, run } = await users(
      `${head.trim()},ext_shoeSize,metadata.house\r\n${row('a').trim()},44,Red\r\n`,
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 1, created: 1 });
    const notes = run.parts.flatMap((part) => part.notes);
    expect(notes.map((note) => [note.entry, note.count])).toEqual([['oneroster.columns_left', 1]]);
    expect(notes[0]?.message).toContain('ext_shoeSize');
    const stored = (await rosterOf(district)).find((one) => one.key === 'a');
    expect(stored?.says['metadata']).toEqual({ house: 'Red' });
  });

  it('lacks a column that must be there: every row is told so, and nothing is deleted', async () => {
    const { run, user } = await users(
      csvOf('sourcedId | enabledUser | role | username | givenName | familyName\n a | true | student | u | G | F'),
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 1, invalid: 1 });
    expect(user).toEqual(['user a: invalid oneroster.column_missing']);
  });

  it('names a column with a control character in it: it is left like any other', async () => {
    const { run } = await users(`${head.trim()},odd\u0000name,metadata.odd\u0000\r\n${row('a').trim()},1,2\r\n`);
    expect([run.state, ofKind(run, 'user')]).toEqual(['done', { entered: 1, created: 1 }]);
  });

  it('is all there is: there is nothing to say', async () => {
    const { run } = await users(head);
    expect([run.state, ofKind(run, 'user')]).toEqual(['done', {}]);
  });

  it('is missing, since the file is empty', async () => {
    const { run } = await users('');
    expect([run.state, ofKind(run, 'user')]).toEqual(['done', {}]);
  });
});

describe('a column of passwords', () => {
  it('is never stored anywhere, whatever it is called', async () => {
    const district = await aDistrict(hall);
    const sentinel = 'Geheim-4711-Sentinel';
    const columns =
      'sourcedId,enabledUser,orgSourcedIds,role,username,givenName,familyName,password,ext_studentPassword,metadata.userPassword,PWD';
    const rows = [
      `a,true,high,student,u,G,F,${sentinel},${sentinel},${sentinel},${sentinel}`,
      `b,maybe,high,pupil,u,,F,${sentinel},${sentinel},${sentinel},${sentinel}`,
      `a,true,high,student,u,G,F,${sentinel},${sentinel},${sentinel},${sentinel}`,
      `c,true,high,student,u,G,F,"${sentinel},${sentinel}"x,${sentinel},${sentinel}`,
      `,true,high,student,u,G,F,${sentinel},${sentinel},${sentinel},${sentinel},more`,
      `d,true,nowhere,student,u,G,F,${sentinel},${sentinel},${sentinel},${sentinel}`,
    ].join('\r\n');
    const set = await aSet(hall, { orgs: northHigh.orgs, users: { bytes: `${columns}\r\n${rows}\r\n` } });
    const run = await importFolder(district, set);
    expect(ofKind(run, 'user')).toEqual({ entered: 6, created: 1, invalid: 4, blocked: 1 });
    await importFolder(district, set);
    const notes = run.parts.flatMap((part) => part.notes);
    expect(notes.map((note) => note.entry)).toEqual(['oneroster.password_dropped']);
    const found = await everywhere(sentinel);
    expect(found).toEqual([]);
    // The search itself finds what is there.
    expect((await everywhere('North Primary')).length).toBeGreaterThan(0);
  });
});

/** The tables of the whole database in which a text stands. */
async function everywhere(text: string): Promise<readonly string[]> {
  const names = await sql<{
    name: string;
  }>`select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(
    hall.app.db,
  );
  const found: string[] = [];
  for (const { name } of names.rows) {
    const hits = await sql<{
      n: number;
    }>`select count(*)::int as n from ${sql.table(name)} t where position(${text} in t::text) > 0
      or position(encode(convert_to(${text}, 'UTF8'), 'hex') in t::text) > 0`.execute(hall.app.db);
    if ((hits.rows[0]?.n ?? 0) > 0) found.push(name);
  }
  return found;
}

describe('rows', () => {
  it.each([
    ['end with CRLF', head + row('a') + row('b')],
    ['end with LF', (head + row('a') + row('b')).replaceAll('\r\n', '\n')],
    ['end in both ways, with empty lines between', `${head}\r\n${row('a')}\n\n${row('b').trim()}`],
  ])('that %s are the same rows', async (_, bytes) => {
    const { run, district } = await users(bytes);
    expect(ofKind(run, 'user')).toEqual({ entered: 2, created: 2 });
    expect(await givenNames(district)).toEqual(['Mia', 'Mia']);
  });

  it('that are ragged are told with how many cells they have', async () => {
    const { district, run } = await users(
      `${head}a,true,high,student,u,G\r\n${row('b')}c,true,high,student,u,G,F,x\r\n`,
    );
    expect(await refusedOf(district, run.id)).toEqual([
      'user a: invalid oneroster.row_ragged',
      'user c: invalid oneroster.row_ragged',
    ]);
    const told = await outcomesOf(district, run.id);
    expect(told.find((one) => one.key === 'a')).toMatchObject({ line: 2, facts: { received: '6', expected: '7' } });
    expect(told.find((one) => one.key === 'c')).toMatchObject({ line: 4, facts: { received: '8', expected: '7' } });
  });

  it('in which a quote never closes are told alone: the next line is read again', async () => {
    const { run, user } = await users(`${head}a,true,high,student,u,"G,F\r\n${row('b')}${row('c')}`);
    expect(ofKind(run, 'user')).toEqual({ entered: 3, created: 2, invalid: 1 });
    expect(user.map((one) => one.replace(/^user .*: /, ''))).toEqual(['invalid oneroster.quote_malformed']);
  });

  it('hold line breaks, quotes and commas inside of quotes, and lines are still counted rightly', async () => {
    const { district, run } = await users(
      `${head}a,true,high,student,u,"Mia ""M"", the\r\nfirst",Chen\r\n${row('b').replace('true', 'maybe')}`,
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 2, created: 1, invalid: 1 });
    expect((await outcomesOf(district, run.id)).find((one) => one.key === 'b')?.line).toBe(4);
    expect(await givenNames(district)).toEqual(['Mia "M", the\r\nfirst']);
  });

  it('hold a cell of ten megabytes: it is refused, and the others pass', async () => {
    const { run, user } = await users(
      `${head}${row('a')}${row('b', 'x'.repeat(10 * 1024 * 1024))}${row('c', `"${'y,\n'.repeat(4_000_000)}"`)}${row('d')}`,
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 4, created: 2, invalid: 2 });
    expect(user.map((one) => one.replace(/^user .*: /, ''))).toEqual([
      'invalid oneroster.row_too_long',
      'invalid oneroster.row_too_long',
    ]);
  });

  it('hold NUL and control characters, in a value, a key or a status: each is told, and the run goes on', async () => {
    const columns = 'sourcedId,status,enabledUser,orgSourcedIds,role,username,givenName,familyName\r\n';
    const rows = [
      'a\u0000x,,true,high,student,u,G,F',
      'b,,true,high,student,u,G\u0000,F',
      'c,act\u0000ive,true,high,student,u,G,F',
      'd,,true,high,stu\u0001dent,u,G,F',
      'e,,true,hi\u0000gh,student,u,G,F',
      'f,,true,high,student,u,G\tG,F',
      'a\u0000x,,true,high,student,u,G,F',
    ];
    const { district, run } = await users(`${columns}${rows.join('\r\n')}\r\n`);
    expect([run.state, ofKind(run, 'user')]).toEqual(['done', { entered: 7, created: 1, invalid: 6 }]);
    expect(await livingOf(district, 'user')).toEqual(['f']);
    const entries = (await outcomesOf(district, run.id))
      .filter((one) => one.kind === 'user' && one.entry !== null)
      .map((one) => `${one.line} ${one.entry}`);
    expect(entries.sort()).toEqual([
      '2 oneroster.text_control',
      '3 oneroster.text_control',
      '4 oneroster.value_not_allowed',
      '5 oneroster.text_control',
      '6 oneroster.text_control',
      '8 oneroster.text_control',
    ]);
    await expectBalance(district);
  });

  it('are written in other alphabets', async () => {
    const names = ['Żółć', '王小明', 'محمد', 'Ὀδυσσεύς', '👩‍🎓', 'Ñandú'];
    const { district, run } = await users(head + names.map((name, at) => row(`ключ-${at}`, name)).join(''));
    expect(ofKind(run, 'user')).toEqual({ entered: 6, created: 6 });
    expect(await givenNames(district)).toEqual(names);
    await expectBalance(district);
  });

  it.each([
    ['the only letter beyond ASCII', 'Ren\u00e9e'],
    ['among others that are good', 'Żółć \u00e9'],
  ])('that are not UTF-8, %s, are refused and never stored with a replacement', async (_, name) => {
    const [before = '', after = ''] = row('b', name).split('\u00e9');
    const bytes = Buffer.concat([
      Buffer.from(head + row('a') + before),
      Buffer.from([0xe9]),
      Buffer.from(after + row('c')),
    ]);
    const { district, run } = await users(bytes);
    expect(ofKind(run, 'user')).toEqual({ entered: 3, created: 2, invalid: 1 });
    expect(await givenNames(district)).toEqual(['Mia', 'Mia']);
  });

  it('have a key that stands twice: the first is taken, the others are told where it is', async () => {
    const { district, run } = await users(
      head + row('a', 'First') + row('b') + row('a', 'Second') + row(' a ', 'Third') + row('"a"', 'Fourth'),
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 5, created: 2, invalid: 3 });
    const told = (await outcomesOf(district, run.id)).filter((one) => one.entry === 'oneroster.id_repeated');
    expect(told.map((one) => [one.line, one.facts['first']])).toEqual([
      [4, '2'],
      [5, '2'],
      [6, '2'],
    ]);
    expect(await givenNames(district)).toEqual(['First', 'Mia']);
    await expectBalance(district);
  });

  it('have a key that looks like what a row without a key is called by', async () => {
    const { district, run } = await users(
      `${head}${row('(line 3)').replace('true', 'maybe')}${row('')}${row('a (line 5)').replace('true', 'maybe')}${row('a').replace('true', 'maybe')}${row('a')}`,
    );
    expect([run.state, ofKind(run, 'user')]).toEqual(['done', { entered: 5, invalid: 5 }]);
    expect((await outcomesOf(district, run.id)).filter((one) => one.kind === 'user')).toHaveLength(5);
  });

  it('have a key of four hundred characters, and one that is too long', async () => {
    const { district, run, user } = await users(
      head + row('k'.repeat(400)) + row('ж'.repeat(400)) + row('k'.repeat(401)),
    );
    expect(ofKind(run, 'user')).toEqual({ entered: 3, created: 2, invalid: 1 });
    expect(user).toEqual(['user (line 4): invalid oneroster.value_too_long']);
    await expectBalance(district);
  });

  it('that were refused and are corrected are fine, and nothing is kept of the refusal', async () => {
    const { district, run } = await users(head + row('a').replace('true', 'maybe') + row(''));
    expect(ofKind(run, 'user')).toEqual({ entered: 2, invalid: 2 });
    const next = await importFolder(
      district,
      await aSet(hall, { orgs: northHigh.orgs, users: { bytes: head + row('a') } }),
    );
    expect(ofKind(next, 'user')).toEqual({ entered: 1, created: 1 });
    expect((await sql`select 1 from record where district_id = ${district.id}`.execute(hall.app.db)).rows).toEqual([]);
  });
});

describe('the manifest', () => {
  const lines = (...more: string[]) => ['propertyName,value', 'manifest.version,1.0', ...more, ''].join('\r\n');
  async function refusal(bytes: string | Buffer) {
    const district = await aDistrict(hall);
    const asked = importFolder(district, await aSet(hall, { ...northHigh, manifest: { bytes } }));
    const told = await asked.then(
      () => 'it was taken',
      (error: { entry: string }) => error.entry,
    );
    const runs = await sql`select 1 from run where district_id = ${district.id}`.execute(hall.app.db);
    const audit = await sql<{ action: string }>`select action from audit where district_id = ${district.id}`.execute(
      hall.app.db,
    );
    expect([runs.rows.length, audit.rows.map((one) => one.action)]).toEqual([0, ['import.refused']]);
    return told;
  }

  it.each([
    ['is of version 1.0', 'oneroster.version_unknown', lines('oneroster.version,1.0')],
    ['does not say its version', 'oneroster.manifest_unreadable', lines('file.orgs,bulk')],
    ['is empty', 'oneroster.manifest_unreadable', ''],
    ['is no table', 'oneroster.manifest_unreadable', '<html>'],
    ['says neither bulk nor delta', 'oneroster.manifest_unreadable', lines('oneroster.version,1.1', 'file.orgs,all')],
    [
      'says two things of a file',
      'oneroster.manifest_unreadable',
      lines('oneroster.version,1.1', 'file.orgs,bulk', 'file.orgs,delta'),
    ],
    ['has a quote that does not close', 'oneroster.manifest_unreadable', lines('oneroster.version,"1.1')],
    [
      'is not UTF-8',
      'oneroster.manifest_unreadable',
      Buffer.from(lines('oneroster.version,1.1', 'source.systemName,Ren\u00e9e'), 'latin1'),
    ],
  ])('that %s is refused before anything is read', async (_, entry, bytes) => {
    expect(await refusal(bytes)).toBe(entry);
  });

  it('lies in both directions: a file it does not announce is left, one it announces and is not there is told', async () => {
    const district = await aDistrict(hall);
    const { enrollments: _, ...files } = northHigh;
    const manifest = {
      bytes: lines(
        'oneroster.version,1.1',
        'file.orgs,bulk',
        'file.users,absent',
        'file.enrollments,bulk',
        'file.courses,bulk',
        'file.academicSessions,bulk',
      ),
    };
    const run = await importFolder(district, await aSet(hall, { ...files, manifest }));
    expect(run.parts.map((part) => part.unit)).toEqual(['orgs.csv', 'academicSessions.csv', 'courses.csv']);
    expect(run.notes.map((note) => [note.entry, note.count]).sort()).toEqual([
      ['oneroster.file_not_announced', 2],
      ['oneroster.file_not_announced', 3],
      ['oneroster.file_not_there', 1],
    ]);
    expect(await livingOf(district, 'user')).toEqual([]);
  });

  it('calls a file absent that was there before: nothing is deleted', async () => {
    const district = await aDistrict(hall);
    await importFolder(district, await aSet(hall, northHigh));
    const run = await importFolder(
      district,
      await aSet(hall, {
        manifest: { bytes: lines('oneroster.version,1.1', 'file.users,absent', 'file.orgs,bulk') },
        orgs: northHigh.orgs,
      }),
    );
    expect(numbersOf(run)).toEqual({ entered: 3, unchanged: 3 });
    expect(await livingOf(district, 'user')).toEqual(['s-1', 's-2', 't-1']);
  });

  it('announces nothing at all: the run is there and has nothing to do', async () => {
    const district = await aDistrict(hall);
    const run = await importFolder(
      district,
      await aSet(hall, { ...northHigh, manifest: { bytes: lines('oneroster.version,1.1') } }),
    );
    expect([run.state, numbersOf(run), run.notes.length]).toEqual(['done', {}, 6]);
  });

  it('of changes asks for status and date in every row', async () => {
    const district = await aDistrict(hall);
    const orgs = `sourcedId | status | dateLastModified | name | type
      a | active | 2026-09-01T00:00:00.000Z | A | school
      b |        | 2026-09-01T00:00:00.000Z | B | school
      c | active |                          | C | school
      d | active | yesterday                | D | school`;
    const run = await importFolder(district, await aSet(hall, { manifest: 'delta', orgs }));
    expect(await refusedOf(district, run.id)).toEqual([
      'org b: invalid oneroster.status_missing',
      'org c: invalid oneroster.status_missing',
      'org d: invalid oneroster.date_unreadable',
    ]);
    expect(await livingOf(district, 'org')).toEqual(['a']);
  });
});
