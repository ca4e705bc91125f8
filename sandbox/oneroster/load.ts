import { columnsOf, type FileName } from '../../bench/district/columns.ts';
import type { DistrictOptions } from '../../bench/district/district.schema.ts';
import { sceneOf } from '../../bench/district/scene.ts';
import { shapeOf, studentsForEnrollments } from '../../bench/district/shape.ts';
import type { Fate, Table } from '../../bench/district/table.ts';
import { writeClasses } from '../../bench/district/write-classes.ts';
import { writeEnrollments } from '../../bench/district/write-enrollments.ts';
import { writePeople } from '../../bench/district/write-people.ts';
import { writeCourses, writeOrgs, writeSessions } from '../../bench/district/write-structure.ts';
import type { Item, Kind } from './record.ts';
import type { Roster } from './roster.ts';
import { type Cell, readersOf, roleOf } from './rows.ts';

/** Which generated district a provider begins with; no students: an empty roster. */
export type District = { readonly students: number; readonly seed: number };
export type Night = { readonly share: number; readonly seed: number; readonly outright: boolean };
export type NightDone = { added: number; changed: number; deleted: number };

/** When every record that nobody has touched was last changed. */
const beginning = '2026-08-10T04:00:00.000Z';

type Row = { readonly kind: Kind | 'roles'; readonly cell: Cell; readonly fate: Fate };

export function districtOf(students: number | undefined, enrollments: number | undefined, seed: number): District {
  if (students !== undefined) return { students, seed };
  return { students: enrollments === undefined ? 1000 : studentsForEnrollments(enrollments, seed), seed };
}

export async function loadDistrict(roster: Roster, district: District): Promise<void> {
  const readers = readersOf(roster.version, roster.refs, beginning);
  await readDistrict(roster, district, {}, ({ kind, cell }) => {
    if (kind === 'roles') giveRole(roster, cell);
    else roster.load(kind, readers[kind](cell));
  });
  roster.loaded();
}

/** Changes a share of the records as the generator would: most are edited, some are new, some go. Every night is told against the first state. */
export async function passNight(roster: Roster, district: District, night: Night): Promise<NightDone> {
  const readers = readersOf(roster.version, roster.refs, beginning);
  const done = { added: 0, changed: 0, deleted: 0 };
  const change = { changedShare: night.share, changeSeed: night.seed };
  await readDistrict(roster, district, change, ({ kind, cell, fate }) => {
    if (fate === 'same') return;
    if (kind === 'roles') {
      if (fate === 'new') giveRole(roster, cell);
      return;
    }
    const word = settle(roster, kind, readers[kind](cell), fate, night.outright);
    if (word !== null) done[word]++;
  });
  return done;
}

function settle(roster: Roster, kind: Kind, item: Item, fate: Fate, outright: boolean): keyof NightDone | null {
  const { sourcedId, status, dateLastModified, metadata, roles, ...fields } = item;
  if (roster.get(kind, sourcedId) === undefined) {
    // An earlier night took it away.
    if (fate !== 'new') return null;
    roster.add(kind, { sourcedId, ...fields, ...(roles === undefined ? {} : { roles }) });
    return 'added';
  }
  if (fate !== 'removed') {
    roster.change(kind, sourcedId, fields);
    return 'changed';
  }
  if (outright) roster.remove(kind, sourcedId);
  else roster.change(kind, sourcedId, { status: 'tobedeleted' });
  return 'deleted';
}

/** The writers of the generator, with tables that hand over each row instead of writing it into a file. */
async function readDistrict(
  roster: Roster,
  { students, seed }: District,
  change: Partial<DistrictOptions>,
  take: (row: Row) => void,
): Promise<void> {
  if (students === 0) return;
  const options: DistrictOptions = { students, seed, version: roster.version, mode: 'delta', ...change };
  const scene = sceneOf(options, shapeOf(students, seed), async (file) => tableOf(file, options, take));
  await writeOrgs(scene);
  await writeSessions(scene);
  await writeCourses(scene);
  await writePeople(scene);
  await writeClasses(scene);
  await writeEnrollments(scene);
}

function tableOf(file: FileName, options: DistrictOptions, take: (row: Row) => void): Table {
  const kind = file === 'demographics' ? null : file;
  const positions = new Map(columnsOf(file, options.version).map((column, at) => [column, at]));
  return {
    put(cells, fate) {
      if (kind !== null) take({ kind, fate, cell: (column) => cells[positions.get(column) ?? -1] ?? '' });
    },
    putBroken: () => {
      throw new Error('A provider holds sound rows only; break records through its control.');
    },
    lastKey: () => '',
    isFull: () => false,
    flush: async () => {},
    close: async () => ({ rows: 0, bytes: 0, sha256: '' }),
  };
}

/** In the files of 1.2 the roles of a user stand behind that user. */
function giveRole(roster: Roster, cell: Cell): void {
  const user = roster.list('users').at(-1);
  if (user?.sourcedId === cell('userSourcedId') && Array.isArray(user['roles']))
    user['roles'].push(roleOf(cell, roster.refs));
}
