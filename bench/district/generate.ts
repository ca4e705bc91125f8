import { mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkBreakNames } from './breaks.ts';
import { courses } from './catalogue.ts';
import { type FileName, manifestFiles } from './columns.ts';
import { openOutput } from './csv-file.ts';
import type { DistrictOptions, DistrictSummary, FileFigures } from './district.schema.ts';
import { openLedger } from './ledger.ts';
import { sceneOf } from './scene.ts';
import { shapeOf } from './shape.ts';
import { openTable, type Table } from './table.ts';
import { writeClasses } from './write-classes.ts';
import { writeEnrollments } from './write-enrollments.ts';
import { writePeople } from './write-people.ts';
import { writeCourses, writeOrgs, writeSessions } from './write-structure.ts';
import { zipFiles } from './zip.ts';

const allFiles: readonly FileName[] = [
  'orgs',
  'academicSessions',
  'courses',
  'users',
  'roles',
  'demographics',
  'classes',
  'enrollments',
];

/** Writes a district as a OneRoster CSV set into `folder` (made where absent). The same options give the same bytes. Files of an earlier set that this one lacks are removed. */
export async function generateDistrict(folder: string, options: DistrictOptions): Promise<DistrictSummary> {
  check(options);
  checkBreakNames(options.breaks ?? []);
  await mkdir(folder, { recursive: true });
  for (const file of ['manifest', ...allFiles]) await rm(join(folder, `${file}.csv`), { force: true });
  const shape = shapeOf(options.students, options.seed);
  const ledger = await openLedger(options);
  const tables = new Map<FileName, Table>();
  const scene = sceneOf(options, shape, async (file) => {
    const table = await openTable(folder, file, options, ledger);
    tables.set(file, table);
    return table;
  });

  await writeOrgs(scene);
  await writeSessions(scene);
  await writeCourses(scene);
  const guardians = await writePeople(scene);
  await writeClasses(scene);
  await writeEnrollments(scene);

  const files: Record<string, FileFigures> = { manifest: await writeManifest(folder, options, tables) };
  for (const [file, table] of tables) files[file] = await table.close();
  const names = Object.keys(files).map((file) => `${file}.csv`);
  const zip = options.zip === true ? { zip: await zipFiles(folder, names, `${resolve(folder)}.zip`) } : {};
  const { students, teachers, classes, enrollments } = shape;
  return {
    folder,
    options,
    shape: {
      schools: shape.schools.length,
      students,
      teachers,
      guardians,
      courses: courses.length,
      classes,
      enrollments,
    },
    files,
    ...(await ledger.close()),
    ...zip,
  };
}

async function writeManifest(
  folder: string,
  options: DistrictOptions,
  written: ReadonlyMap<string, Table>,
): Promise<FileFigures> {
  const rows = [
    'manifest.version,1.0',
    `oneroster.version,${options.version}`,
    ...manifestFiles[options.version].map((file) => `file.${file},${written.has(file) ? options.mode : 'absent'}`),
    'source.systemName,Example SIS',
    'source.systemCode,EXSIS',
  ];
  const output = await openOutput(join(folder, 'manifest.csv'));
  output.add(['propertyName,value', ...rows, ''].join('\r\n'));
  return { rows: rows.length, ...(await output.close()) };
}

function check({ students, seed, brokenShare = 0, changedShare = 0, changeSeed = 0 }: DistrictOptions): void {
  if (!Number.isInteger(students) || students < 1)
    throw new RangeError('students must be a whole number of at least 1.');
  for (const number of [seed, changeSeed])
    if (!Number.isInteger(number)) throw new RangeError('A seed must be a whole number.');
  for (const share of [brokenShare, changedShare])
    if (!(share >= 0 && share <= 1)) throw new RangeError('A share must be from 0 to 1.');
}
