import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApplyOptions, apply } from '../../src/district/district-apply.usecases.ts';
import { districtAsFile } from '../../src/district/district-file.read-model.ts';
import { aHall, type Hall } from '../import/scene.ts';
import { read } from '../issues/scene.ts';
import { aTown, type Town } from './scene.ts';

let hall: Hall;
let town: Town;
beforeAll(async () => {
  hall = await aHall();
  town = await aTown(hall);
  await town.person('kim', 'registrar');
  await read(town);
});
afterAll(() => hall.close());

const applied = (notifications: string, more: Partial<ApplyOptions> = {}) =>
  apply(town.app, {
    text: `district: { id: ${town.id}, name: North Unified, timeZone: America/Chicago }\nnotifications:${notifications}\n`,
    fileName: 'north.yaml',
    env: {},
    ...more,
  });
const told = ({ changes }: Awaited<ReturnType<typeof apply>>) =>
  changes.map(({ operation, kind, name, details }) => `${operation} ${kind} ${name}: ${details.join('; ')}`);

const forAll = '\n  - { person: Kim@north.example, runs: problems, quiet: [{ from: "18:00", to: "07:00" }] }';
const forFiles = '\n  - { person: kim@north.example, connection: files, runs: nightly, digestAt: "07:30" }';

describe('notifications of a district file', () => {
  test('a dry run says what would be, and nothing is', async () => {
    const result = await applied(forAll + forFiles, { dryRun: true });
    expect(told(result)).toEqual([
      'create notification Kim@north.example about all connections: runs: problems; changes: none; sent: at once; quiet: every day 18:00 to 07:00; still open after: not told',
      'create notification kim@north.example about files: runs: nightly; changes: none; sent: daily at 07:30; quiet: none; still open after: not told',
    ]);
    expect(told(await applied(forAll, { dryRun: true }))).toHaveLength(1);
  });

  test('people are added by the e-mail by which they sign in; a second time nothing changes', async () => {
    expect((await applied(forAll + forFiles)).applied).toBe(true);
    expect(told(await applied(forAll + forFiles))).toEqual([]);
  });

  test('what is different is changed in place', async () => {
    expect(told(await applied(forFiles.replace('nightly', 'problems')))).toEqual([
      'change notification kim@north.example about files: runs: “nightly” becomes “problems”',
    ]);
  });

  test('the district’s own file names them, and applied again changes nothing', async () => {
    const text = await districtAsFile(town.app, town.actor, undefined);
    expect(text).toContain('notifications:\n  - person: kim@north.example\n    runs: problems\n');
    expect(told(await apply(town.app, { text, fileName: 'north.yaml', env: {} }))).toEqual([]);
  });

  test.each([
    [
      '\n  - { person: nobody@north.example, runs: problems }',
      'person: nobody signs in with nobody@north.example. Invite the person first, on the page People.',
    ],
    [
      '\n  - { person: kim@north.example, connection: North, runs: problems }',
      'connection: there is no connection North, neither in this file nor in the district.',
    ],
    [forAll + forAll, 'Kim@north.example about all connections stands here twice.'],
    ['\n  - { person: kim@north.example }', 'choose at least one thing to be told of: runs, changes or stillOpenHours'],
    ['\n  - { person: kim@north.example, runs: always }', 'must be'],
  ])('a mistake is told with its line, and nothing is applied: %s', async (notifications, message) => {
    const { mistakes, applied: done } = await applied(notifications);
    expect(done).toBe(false);
    expect(mistakes.map((one) => one.message).join('\n')).toContain(message);
    expect(mistakes[0]?.line).toBeGreaterThan(1);
  });

  test('what the file no longer names stays, and ends with --prune once that is confirmed', async () => {
    expect(told(await applied(' []'))).toEqual([]);
    const pruned = await applied(forFiles.replace('nightly', 'problems'), { prune: true, confirm: { typed: town.id } });
    expect(told(pruned)).toContain('remove notification kim@north.example about all connections: is told no more');
    expect(pruned.applied).toBe(true);
    const { rows } = await town.app.database.pool.query('select no from subscription where district_id = $1', [
      town.id,
    ]);
    expect(rows).toHaveLength(1);
  });
});
