import { statfs } from 'node:fs/promises';
import { everything } from '../access/permission.model.ts';
import { type AuditLine, changing } from '../access/use-case.ts';
import { blackoutUntil } from '../connections/calendar.model.ts';
import { nextDue } from '../connections/schedule.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import {
  districtsToLookAt,
  type ExpectationRow,
  keptOf,
  lockLook,
  nameOf,
  noteLook,
  storeLook,
  type Turned,
} from './expectation.repository.ts';
import type { ExpectationKind } from './expectation.schema.ts';
import {
  changesByDay,
  type DistrictNow,
  districtNow,
  endings,
  flowsNow,
  mailWaiting,
  roomByDay,
  rowsRead,
  runsAskedSince,
  sectionsBySchool,
  sentByDay,
} from './observed.repository.ts';
import { growthOf } from './usual.model.ts';
import { type FlowNow, graceOf, judgeQuiet, judgeRows, judgeRun, minute, type Verdict } from './watch.model.ts';
import { judgeDisk, judgeExpiry, judgeHub, judgeMail, judgePush } from './watch-sender.model.ts';

// The hub looks by itself: once a minute whether it is alive, runs begin and mail goes out; now and then at all the rest,
// which costs some statements a flow.

const lookEvery = minute;
const wholeEvery = 10 * minute;
/** A school that had fewer sections is too small for its silence to say much. */
const leastSections = 5;

const always: readonly ExpectationKind[] = ['hub', 'run', 'mail'];
const nowAndThen: readonly ExpectationKind[] = ['rows', 'quiet', 'school', 'push', 'credential', 'disk'];

type Deps = Pick<App, 'db' | 'clock' | 'config' | 'log'>;

const watchOf = (district: string): Actor => ({
  kind: 'system',
  id: null,
  name: 'Watch',
  district,
  grants: everything,
});

/** Looks at each district that is due. One that fails keeps no other waiting. */
export async function lookAtDistricts(deps: Deps): Promise<void> {
  const before = new Date(deps.clock().getTime() - lookEvery);
  for (const district of await districtsToLookAt(deps.db, before))
    await lookAt(deps, district).catch((error: unknown) =>
      deps.log.warn({ district, reason: String(error) }, 'What should have happened could not be looked at.'),
    );
}

/** `whole`: at everything, whenever that was done last. Answers what turned. */
export async function lookAt(deps: Deps, district: string, whole = false): Promise<readonly Turned[]> {
  const { config } = deps;
  const room = await roomIn(config.dataDir);
  return look(deps, watchOf(district), { whole, room, sendsMail: config.smtpUrl !== undefined });
}

type Room = { readonly free: number; readonly total: number };

async function roomIn(folder: string): Promise<Room | null> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: Number(bavail) * Number(bsize), total: Number(blocks) * Number(bsize) };
  } catch {
    // It is made by the first upload.
    return null;
  }
}

type Asked = { readonly whole: boolean; readonly room: Room | null; readonly sendsMail: boolean };
type At = { readonly tx: Tx; readonly district: string; readonly now: Date; readonly here: DistrictNow };

const look = changing('connections.write', async (tx, scope, asked: Asked) => {
  const { district, now } = scope;
  const last = await lockLook(tx, district);
  if (last === null) return { answer: [], audit: [] };
  const whole = asked.whole || last.wholeAt === null || now.getTime() - last.wholeAt.getTime() >= wholeEvery;
  const kinds = whole ? [...always, ...nowAndThen] : always;
  const kept = await keptOf(tx, district, kinds);
  const here = await districtNow(tx, { district }, now);
  const at = { tx, district, now, here };
  const flows = await flowsNow(tx, { district });
  const verdicts = [
    ...(await hubVerdicts(at, flows, last.lookedAt)),
    ...flows.flatMap((flow) => judgeRun(now, here.calendarOf(flow.connection), flow) ?? []),
    ...(await mailVerdicts(at, asked.sendsMail)),
    ...(whole ? await wholeVerdicts(at, flows, kept, asked.room) : []),
  ];
  const turned = await storeLook(tx, { district, now }, kept, verdicts);
  await noteLook(tx, district, now, whole);
  return { answer: turned, audit: turned.map((one) => lineOf(one)) };
});

const lineOf = ({ no, kind, to }: Turned): AuditLine => ({
  action: to === 'missed' ? 'expectation.missed' : 'expectation.met',
  subject: { kind: 'expectation', id: String(no), name: kind },
});

/** Nobody looked for a while: no process was alive. What schedules asked for meanwhile has not run, or ran late. */
async function hubVerdicts(at: At, flows: readonly FlowNow[], last: Date | null): Promise<readonly Verdict[]> {
  if (last === null) return [];
  const gone = at.now.getTime() - last.getTime() > wholeEvery;
  let missed = 0;
  if (gone) for (const flow of flows) missed += await missedOf(at, flow, last);
  return [judgeHub(last, at.now, missed)];
}

const mostDue = 1000;

async function missedOf({ tx, district, now, here }: At, flow: FlowNow, from: Date): Promise<number> {
  const { schedule } = flow;
  if (schedule === null || flow.resting) return 0;
  const calendar = here.calendarOf(flow.connection);
  const asked = await runsAskedSince(tx, { district }, flow.flow, from);
  const grace = graceOf(schedule);
  let missed = 0;
  let due = nextDue(schedule, here.zone, from);
  for (let n = 0; n < mostDue && due.getTime() + grace < now.getTime(); n++) {
    const came = asked.some((run) => run >= due && run.getTime() <= due.getTime() + grace);
    const paused = calendar.pauses.some(({ begins_at, ends_at }) => begins_at <= due && due < ends_at);
    if (!came && !paused && blackoutUntil(calendar.blackouts, calendar.zone, due) === null) missed++;
    due = nextDue(schedule, here.zone, due);
  }
  return missed;
}

async function mailVerdicts({ tx, district, now }: At, sendsMail: boolean): Promise<readonly Verdict[]> {
  // Without a mail server mail is kept, and everybody is told so where mail stands.
  if (!sendsMail) return [];
  const { waiting, oldest } = await mailWaiting(tx, { district }, now);
  return [judgeMail(now, waiting, oldest)];
}

type Kept = ReadonlyMap<string, ExpectationRow>;

async function wholeVerdicts(at: At, flows: readonly FlowNow[], kept: Kept, room: Room | null): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  // A connection that rests brings nothing, and is told of as what it is.
  for (const flow of flows) if (!flow.resting) verdicts.push(...(await flowVerdicts(at, flow, kept)));
  return [
    ...verdicts,
    ...(await pushVerdicts(at, kept)),
    ...(await endings(at.tx, at)).map((ending) => judgeExpiry(at.here.today, ending)),
    ...(await diskVerdicts(at, room)),
  ];
}

async function flowVerdicts({ tx, district, now, here }: At, flow: FlowNow, kept: Kept): Promise<readonly Verdict[]> {
  const calendar = here.calendarOf(flow.connection);
  const normal = (kind: ExpectationKind, subject: string) => kept.get(nameOf({ kind, subject }))?.normal_since ?? null;
  const rows = [...(await rowsRead(tx, { district }, flow.flow, now))].flatMap(([kind, history]) => {
    const since = normal('rows', `${flow.flow} ${kind}`);
    return judgeRows(calendar, { ...flow, kind }, history, since) ?? [];
  });
  const since = normal('quiet', String(flow.flow))?.toISOString().slice(0, 10) ?? null;
  const changes = await changesByDay(tx, { district }, flow.flow, now);
  const quiet = judgeQuiet(calendar, flow, changes, since);
  const schools = (await sectionsBySchool(tx, { district }, flow, now)).flatMap(({ school, gone }): Verdict[] => {
    const subject = `${flow.connection} ${school}`;
    if (gone < leastSections || normal('school', subject) !== null) return [];
    const facts = { school, sections: gone };
    return [{ kind: 'school', subject, connection: flow.connection, state: 'missed', facts }];
  });
  return [...rows, ...(quiet === null ? [] : [quiet]), ...schools];
}

async function pushVerdicts({ tx, district, now, here }: At, kept: Kept): Promise<readonly Verdict[]> {
  const senders = await sentByDay(tx, { district }, now);
  return senders.flatMap(({ sender, sent }) => {
    const subject = `${sender.connection} ${sender.school}`;
    const since =
      kept
        .get(nameOf({ kind: 'push', subject }))
        ?.normal_since?.toISOString()
        .slice(0, 10) ?? '';
    const known = new Map([...sent].filter(([on]) => on > since));
    return judgePush(here.calendarOf(sender.connection), sender, known, here) ?? [];
  });
}

async function diskVerdicts({ tx, district, here }: At, room: Room | null): Promise<readonly Verdict[]> {
  if (room === null) return [];
  const rooms = await roomByDay(tx, { district }, here.today, room);
  const growth = growthOf(rooms.map(({ day, free, total }) => ({ day, value: total - free })));
  const verdict = judgeDisk(rooms, growth);
  return verdict === null ? [] : [verdict];
}
