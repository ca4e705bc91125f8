import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { openPromise } from 'yauzl';
import { aDistrict, home, plain } from './district/a-district.ts';
import { orderOf, summaryText } from './district/arguments.ts';
import { generateDistrict } from './district/generate.ts';
import { bytesOf, expectWhole, headerOf, listOf, read, rowsOf } from './district/read-back.ts';
import { studentsForEnrollments } from './district/shape.ts';

describe('the same options', () => {
  it('give the same bytes, and another seed others', async () => {
    const options = { brokenShare: 0.05, version: '1.2', demographics: true, zip: true } as const;
    const [one, two, other] = [
      await aDistrict(options),
      await aDistrict(options),
      await aDistrict({ ...options, seed: 8 }),
    ];
    expect(one.files).toEqual(two.files);
    expect(one.zip?.sha256).toBe(two.zip?.sha256);
    expect(one.expected).toEqual(two.expected);
    expect(other.files['users']?.sha256).not.toBe(one.files['users']?.sha256);
    expect(other.files['enrollments']?.sha256).not.toBe(one.files['enrollments']?.sha256);
  });

  it('are summed up as the files really are', async () => {
    const district = await aDistrict();
    for (const [file, { rows, bytes, sha256 }] of Object.entries(district.files)) {
      const content = bytesOf(district, file);
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      expect(read(content).length - 1).toBe(rows);
    }
    expect(readdirSync(district.folder).sort()).toEqual([
      'academicSessions.csv',
      'classes.csv',
      'courses.csv',
      'enrollments.csv',
      'manifest.csv',
      'orgs.csv',
      'users.csv',
    ]);
  });

  it('leave nothing of an earlier set in the folder', async () => {
    const folder = join(home, 'again');
    await generateDistrict(folder, { ...plain, version: '1.2', demographics: true });
    await generateDistrict(folder, plain);
    expect(readdirSync(folder)).not.toContain('roles.csv');
    expect(readdirSync(folder)).not.toContain('demographics.csv');
  });
});

describe('headers', () => {
  const shared: Record<string, string> = {
    orgs: 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
    academicSessions: 'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
    courses:
      'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
    classes:
      'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
    enrollments:
      'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
    demographics:
      'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
  };
  const own = {
    '1.1': {
      users:
        'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password',
    },
    '1.2': {
      users:
        'sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,primaryOrgSourcedId,pronouns',
      roles:
        'sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId',
    },
  };

  it.each([
    '1.1',
    '1.2',
  ] as const)('stand in the order of OneRoster %s, and every row has as many cells', async (version) => {
    const district = await aDistrict({ version, demographics: true, students: 60 });
    for (const [file, header] of Object.entries({ ...shared, ...own[version] })) {
      expect(headerOf(district, file)).toBe(header);
      const widths = new Set(read(bytesOf(district, file)).map(({ cells }) => cells?.length));
      expect([...widths]).toEqual([header.split(',').length]);
    }
  });

  it.each([
    ['1.1', 13],
    ['1.2', 21],
  ] as const)('of a manifest %s name each of its %i files once, and only the written ones as present', async (version, count) => {
    const district = await aDistrict({ version, mode: 'delta', students: 60 });
    const rows = rowsOf(district, 'manifest');
    const files = rows.filter((row) => row['propertyName']?.startsWith('file.'));
    expect(headerOf(district, 'manifest')).toBe('propertyName,value');
    expect(rows.find((row) => row['propertyName'] === 'oneroster.version')?.['value']).toBe(version);
    expect(new Set(files.map((row) => row['propertyName'])).size).toBe(count);
    const present = files
      .filter((row) => row['value'] === 'delta')
      .map((row) => `${row['propertyName']?.slice(5)}.csv`);
    expect([...present, 'manifest.csv'].sort()).toEqual(readdirSync(district.folder).sort());
  });

  it('of bulk files leave status and date blank, those of delta files fill both', async () => {
    const filled = async (mode: 'bulk' | 'delta'): Promise<string[]> => {
      const district = await aDistrict({ mode, students: 60 });
      const rows = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'enrollments'].flatMap((file) =>
        rowsOf(district, file),
      );
      return [...new Set(rows.map((row) => `${row['status']}|${row['dateLastModified']}`))];
    };
    expect(await filled('bulk')).toEqual(['|']);
    expect(await filled('delta')).toEqual(['active|2026-08-10T04:00:00.000Z']);
  });
});

describe('an unbroken set', () => {
  it.each(['1.1', '1.2'] as const)('%s refers to nothing that is not there', async (version) => {
    expectWhole(await aDistrict({ version, demographics: true }));
  });

  it('has its classes in schools, its people in the schools of their classes, and nobody twice in a class', async () => {
    const district = await aDistrict();
    const schools = new Set(
      rowsOf(district, 'orgs')
        .filter((row) => row['type'] === 'school')
        .map((row) => row['sourcedId']),
    );
    const classes = new Map(rowsOf(district, 'classes').map((row) => [row['sourcedId'], row]));
    const users = new Map(rowsOf(district, 'users').map((row) => [row['sourcedId'], row]));
    const pairs = new Set<string>();
    for (const row of rowsOf(district, 'enrollments')) {
      const [aClass, user] = [classes.get(row['classSourcedId']), users.get(row['userSourcedId'])];
      expect(schools.has(row['schoolSourcedId'])).toBe(true);
      expect(aClass?.['schoolSourcedId']).toBe(row['schoolSourcedId']);
      expect(listOf(user?.['orgSourcedIds'])).toContain(row['schoolSourcedId']);
      expect(user?.['role']).toBe(row['role']);
      if (row['role'] === 'student') expect(user?.['grades']).toBe(aClass?.['grades']);
      pairs.add(`${row['classSourcedId']} ${row['userSourcedId']}`);
    }
    expect(pairs.size).toBe(district.files['enrollments']?.rows);
  });

  it('is sorted by class, with one primary teacher in each', async () => {
    const district = await aDistrict();
    const rows = rowsOf(district, 'enrollments');
    const order = rows.map((row) => Number(row['classSourcedId']));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    const primary = rows.filter((row) => row['primary'] === 'true').map((row) => row['classSourcedId']);
    expect(primary).toEqual(rowsOf(district, 'classes').map((row) => row['sourcedId']));
  });

  it('is told to be created row by row', async () => {
    const district = await aDistrict();
    const kinds = {
      org: 'orgs',
      academicSession: 'academicSessions',
      course: 'courses',
      class: 'classes',
      user: 'users',
      enrollment: 'enrollments',
    };
    for (const [kind, file] of Object.entries(kinds))
      expect(district.expected[kind as keyof typeof kinds]).toEqual({
        created: district.files[file]?.rows,
        updated: 0,
        deleted: 0,
        unchanged: 0,
        invalid: 0,
        blocked: 0,
        dependents: 0,
      });
  });

  it('has names in five alphabets, line breaks and quotes in cells', async () => {
    const district = await aDistrict();
    const names = rowsOf(district, 'users')
      .map((row) => row['familyName'] ?? '')
      .join(' ');
    for (const alphabet of [
      /[ñüåćÇ]/u,
      /\p{Script=Greek}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Han}/u,
    ])
      expect(names).toMatch(alphabet);
    expect(rowsOf(district, 'classes').some((row) => row['location']?.includes('\n'))).toBe(true);
    expect(rowsOf(district, 'courses').some((row) => row['title']?.startsWith('"Maker"'))).toBe(true);
  });
});

describe('proportions', () => {
  const near = (actual: number, wanted: number, tolerance: number): void => {
    expect(actual).toBeGreaterThan(wanted * (1 - tolerance));
    expect(actual).toBeLessThan(wanted * (1 + tolerance));
  };

  it('are those of a real district', async () => {
    const district = await aDistrict({ students: 10_280 });
    const { shape } = district;
    near(shape.students / shape.schools, 514, 0.02);
    near(shape.students / shape.teachers, 15, 0.02);
    near(shape.enrollments / shape.students, 7.5, 0.1);
    near(shape.guardians / shape.students, 0.375, 0.1);
    expect(shape.enrollments).toBe(district.files['enrollments']?.rows);
    expect(shape.classes).toBe(district.files['classes']?.rows);
    expect(rowsOf(district, 'users').filter((row) => row['role'] === 'guardian').length).toBe(shape.guardians);
  });

  it('of classes are 25 to 30 pupils, 1 to 3 at once for elementary pupils and 6 to 8 for secondary ones', async () => {
    const district = await aDistrict({ students: 10_280 });
    const grades = new Map(rowsOf(district, 'users').map((row) => [row['sourcedId'] ?? '', row['grades'] ?? '']));
    const terms = new Map(
      rowsOf(district, 'classes').map((row) => [row['sourcedId'] ?? '', listOf(row['termSourcedIds'])]),
    );
    const sizes = new Map<string, number>();
    const inAutumn = new Map<string, number>();
    for (const row of rowsOf(district, 'enrollments').filter((r) => r['role'] === 'student')) {
      const [aClass, user] = [row['classSourcedId'] ?? '', row['userSourcedId'] ?? ''];
      sizes.set(aClass, (sizes.get(aClass) ?? 0) + 1);
      if (terms.get(aClass)?.some((term) => term === 'S1-2027' || term === 'T1-2027'))
        inAutumn.set(user, (inAutumn.get(user) ?? 0) + 1);
    }
    expect(new Set([...terms.values()].map((list) => list.length))).toEqual(new Set([1, 2]));
    const usual = [...sizes.values()].filter((size) => size >= 23 && size <= 32).length;
    expect(usual / sizes.size).toBeGreaterThan(0.85);
    near([...sizes.values()].reduce((sum, size) => sum + size, 0) / sizes.size, 27.5, 0.04);
    const levels = { elementary: new Set<number>(), secondary: new Set<number>() };
    for (const [user, count] of inAutumn) levels[Number(grades.get(user)) >= 6 ? 'secondary' : 'elementary'].add(count);
    expect(levels).toEqual({ elementary: new Set([1, 2, 3]), secondary: new Set([6, 7, 8]) });
  });

  it('say how many pupils give a number of enrollments', async () => {
    const students = studentsForEnrollments(20_000, 3);
    const district = await aDistrict({ students, seed: 3 });
    expect(district.shape.enrollments).toBeGreaterThanOrEqual(20_000);
    expect(district.shape.enrollments).toBeLessThan(20_300);
  });
});

describe('a zip', () => {
  it('holds the same files at its root', async () => {
    const district = await aDistrict({ zip: true, students: 200 });
    const zip = await openPromise(district.zip?.path ?? '', { lazyEntries: true, autoClose: false });
    const found: Record<string, string> = {};
    for await (const entry of zip.eachEntry()) {
      found[entry.fileName] = createHash('sha256')
        .update(await buffer(await zip.openReadStreamPromise(entry)))
        .digest('hex');
    }
    zip.close();
    expect(found).toEqual(
      Object.fromEntries(Object.entries(district.files).map(([file, { sha256 }]) => [`${file}.csv`, sha256])),
    );
    expect(
      createHash('sha256')
        .update(readFileSync(district.zip?.path ?? ''))
        .digest('hex'),
    ).toBe(district.zip?.sha256);
  });
});

describe('the command line', () => {
  it('reads an order', () => {
    expect(
      orderOf([
        '--students',
        '1000',
        '--seed',
        '7',
        '--out',
        '/tmp/d',
        '--version',
        '1.2',
        '--mode',
        'delta',
        '--broken',
        '0.02',
        '--changed',
        '0.01',
        '--zip',
        '--json',
      ]),
    ).toEqual({
      folder: '/tmp/d',
      json: true,
      options: {
        students: 1000,
        seed: 7,
        version: '1.2',
        mode: 'delta',
        brokenShare: 0.02,
        changedShare: 0.01,
        changeSeed: 0,
        zip: true,
        demographics: false,
      },
    });
  });

  it('shows its help with examples, and says what is wrong', () => {
    expect(orderOf(['--help'])).toEqual({ say: expect.stringContaining('Examples:') });
    expect(() => orderOf(['--students', '10'])).toThrow('--out is missing');
    expect(() => orderOf(['--out', '/tmp/d'])).toThrow('Give either --students or --enrollments.');
    expect(() => orderOf(['--out', '/tmp/d', '--students', 'many'])).toThrow(
      '--students must be a number, not "many".',
    );
    expect(() => orderOf(['--out', '/tmp/d', '--students', '10', '--version', '2'])).toThrow(
      '--version must be one of 1.1, 1.2, not "2".',
    );
  });

  it('prints what an import must answer', async () => {
    const text = summaryText(await aDistrict({ students: 60 }));
    expect(text).toMatch(/2 schools, 60 students/);
    expect(text).toMatch(/^enrollment +\d+ created$/m);
  });
});

describe('odd districts', () => {
  it.each([1, 2, 5, 40])('of %i pupils are whole', async (students) => {
    expectWhole(await aDistrict({ students, demographics: true, version: '1.2' }));
  });

  it.each([
    { students: 0 },
    { students: 1.5 },
    { seed: 0.5 },
    { brokenShare: 2 },
    { changedShare: -1 },
  ])('%o is refused', async (options) => {
    await expect(aDistrict(options)).rejects.toThrow(RangeError);
  });
});
