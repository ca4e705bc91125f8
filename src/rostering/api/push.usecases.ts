import { sql } from 'kysely';
import { keyStands } from '../../access/api-key.repository.ts';
import { writeAuditLine } from '../../access/use-case.ts';
import { dataKeyOf } from '../../exchanges/exchange.repository.ts';
import { queueMail } from '../../mail/mail.repository.ts';
import { type Queries, type Statements, sqlState, statementsOf, type Tx } from '../../platform/database.ts';
import type { App } from '../../platform/house.ts';
import type { Numbers } from '../../platform/numbers.ts';
import { type Ask, askTogether, ConditionFailed, type Pipelined, type Statement } from '../../platform/pipelined.ts';
import { storePushed } from '../../runs/outcome.repository.ts';
import type { PushRun, PushRuns } from '../../runs/push.repository.ts';
import { type Body, checkForm, given, type Operation } from './body.model.ts';
import { createCourse, deleteCourse, updateCourse } from './course.usecases.ts';
import { type Fault, fault } from './fault.model.ts';
import { type KnownStore, makeKnown } from './known.model.ts';
import { type Eye, lookUp, schoolStands, wantedOf } from './known.repository.ts';
import { createCourseMember, deleteCourseMember, updateCourseMember } from './member.usecases.ts';
import type { Caller, Memory, Remembered } from './memory.model.ts';
import { outcomeOf, resourceOf } from './operation.model.ts';
import { placeOf } from './place.model.ts';
import { keptAccepted, keptRefused, type Sent } from './pushed-evidence.model.ts';
import { type EvidenceKey, keepPushed } from './pushed-evidence.repository.ts';
import { createAttendanceSession, deleteAttendanceSession } from './session.usecases.ts';
import { createUser, deleteUser, updateUser } from './user.usecases.ts';
import { type Done, Vanished, type Welcome, type Work } from './work.usecases.ts';
import { refusedBy } from './write.repository.ts';

// One record that a key sends: looked up, judged by the rules, and written with its outcome, its line in the audit and
// its mail in one transaction. A refusal is an outcome too.

export const works: Readonly<Record<Operation, Work>> = {
  createUser,
  updateUser,
  deleteUser,
  createCourse,
  updateCourse,
  deleteCourse,
  createCourseMember,
  updateCourseMember,
  deleteCourseMember,
  createAttendanceSession,
  deleteAttendanceSession,
};

export type Api = {
  readonly app: App;
  readonly memory: Memory;
  readonly numbers: Numbers;
  readonly runs: PushRuns;
  /** Opened with the first call. */
  readonly pipelined: () => Pipelined;
};
export type Pushed = { readonly faults: readonly Fault[]; readonly answer: Done['answer'] };
/** What else is stored in the transaction in which the request is answered. */
export type Seal = (tx: Tx, pushed: Pushed) => Promise<void>;

type Request = {
  readonly operation: Operation;
  readonly body: Body;
  readonly requestId: string;
  readonly sent: Sent;
};

const mostTries = 5;

/** Looked up before a transaction begins: it is remembered by the process. */
const keyOf = ({ app }: Api, { actor, connection }: Caller): Promise<EvidenceKey> =>
  dataKeyOf(app.db, app.secrets, { district: actor.district, connection }, app.clock());

const nothingKnown = makeKnown({ schools: [], persons: [], courses: [], members: [], sessions: [] });
const eyeOf = ({ actor, schools }: Caller): Eye => ({ district: actor.district, schools });

function look(db: Queries | Ask, caller: Caller, { operation, body }: Request): Promise<KnownStore> {
  // What has another form than the documented one cannot be looked for.
  if (checkForm(operation, body).length > 0) return Promise.resolve(nothingKnown);
  return lookUp(db, eyeOf(caller), wantedOf([body], resourceOf[operation] === 'attendanceSession'));
}

function judge({ operation, body }: Request, known: KnownStore): readonly Fault[] {
  const form = checkForm(operation, body);
  // Nor can it be judged further.
  return form.length > 0 ? form : works[operation].check(body, known);
}

/** One request of its own. Somebody else may be faster: then it is judged again by what is there now. */
export async function push(api: Api, caller: Caller, request: Request, seal: Seal | null = null): Promise<Pushed> {
  const ask = askTogether(api.app.db, api.pipelined());
  for (let tries = 1; ; tries++) {
    const known = await look(ask, caller, request);
    const school = known.school(given(request.body, 'schoolID') ?? '');
    if (school !== undefined) api.memory.keep(caller, school);
    const faults = judge(request, known);
    const run = await runOf(api, caller, request, known);
    if (faults.length > 0) return refuseOne(api, caller, request, run, faults, seal);
    try {
      return await writeAlone(api, caller, request, run, known, seal);
    } catch (error) {
      if (!wasFaster(error) || tries === mostTries) throw error;
    }
  }
}

/**
 * One request by what is remembered of its key and school, in one way to the database and back: the statement that
 * writes it writes nothing where key or school are not what they were. Null: nothing was done, the long way decides.
 */
export async function pushRemembered(api: Api, remembered: Remembered, request: Request): Promise<Pushed | null> {
  const { caller, schools } = remembered;
  const { operation, body } = request;
  const school = schools.get(given(body, 'schoolID') ?? '');
  if (works[operation].asksSchoolOnly !== true || school === undefined) return null;
  const known = makeKnown({ schools: [school], persons: [], courses: [], members: [], sessions: [] });
  if (judge(request, known).length > 0) return null;
  const run = await runOf(api, caller, request, known);
  const stands = [keyStands(remembered.digest, caller.key), schoolStands(caller.actor.district, school)];
  try {
    const sent = await sendTogether(api, caller, request, run, known, stands);
    if (sent === null) return null;
    api.runs.note(run, outcomeOf(operation));
    return { faults: [], answer: sent.answer };
  } catch (error) {
    if (error instanceof ConditionFailed) api.memory.forget(caller);
    else if (!wasFaster(error)) throw error;
    return null;
  }
}

async function refuseOne(
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  faults: readonly Fault[],
  seal: Seal | null,
): Promise<Pushed> {
  const told = { faults, answer: null };
  const key = await keyOf(api, caller);
  await api.app.db.transaction().execute(async (tx) => {
    await seal?.(tx, told);
    await tellRefused({ client: statementsOf(tx), key }, api, caller, request, run, faults);
  });
  api.runs.note(run, 'rejected');
  return told;
}

async function writeAlone(
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  known: KnownStore,
  seal: Seal | null,
): Promise<Pushed> {
  const sent = seal === null ? await sendTogether(api, caller, request, run, known) : null;
  const key = await keyOf(api, caller);
  const told =
    sent === null
      ? await api.app.db.transaction().execute(async (tx) => {
          const done = { faults: [], answer: (await writeWithin(tx, key, api, caller, request, run, known)).answer };
          await seal?.(tx, done);
          return done;
        })
      : { faults: [], answer: sent.answer };
  api.runs.note(run, outcomeOf(request.operation));
  return told;
}

/** What only inserts, and sends no mail, travels in one piece; null: it must be done step by step. */
async function sendTogether(
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  known: KnownStore,
  conditions?: readonly Statement[],
): Promise<Done | null> {
  if (works[request.operation].inserts !== true) return null;
  const statements: Statement[] = [];
  const client: Statements = {
    async query(text, values = []) {
      statements.push({ text, values });
      return { rows: [], rowCount: 1 };
    },
  };
  const key = await keyOf(api, caller);
  const done = await writeOne({ client, key }, api, caller, request, run, known);
  if (done.welcome !== undefined) return null;
  await api.pipelined().write(statements, conditions);
  return done;
}

/** Sessions of one course in one transaction, each with its own outcome; one that is refused takes nothing back of the others. */
export async function pushAll(
  api: Api,
  caller: Caller,
  requests: readonly Request[],
  seal: (tx: Tx, pushed: readonly Pushed[]) => Promise<void>,
): Promise<readonly Pushed[]> {
  const first = requests[0];
  if (first === undefined) return [];
  // All of them belong to one run, which is opened before the transaction.
  const run = await runOf(api, caller, first, await look(api.app.db, caller, first));
  const key = await keyOf(api, caller);
  const told = await api.app.db.transaction().execute(async (tx) => {
    const all: Pushed[] = [];
    for (const request of requests) all.push(await pushWithin(tx, key, api, caller, request, run));
    await seal(tx, all);
    return all;
  });
  for (const { faults } of told) api.runs.note(run, faults.length > 0 ? 'rejected' : 'created');
  return told;
}

async function pushWithin(
  tx: Tx,
  key: EvidenceKey,
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
): Promise<Pushed> {
  for (let tries = 1; ; tries++) {
    const known = await look(tx, caller, request);
    const faults = judge(request, known);
    if (faults.length > 0) {
      await tellRefused({ client: statementsOf(tx), key }, api, caller, request, run, faults);
      return { faults, answer: null };
    }
    await sql`savepoint one`.execute(tx);
    try {
      const { answer } = await writeWithin(tx, key, api, caller, request, run, known);
      await sql`release savepoint one`.execute(tx);
      return { faults: [], answer };
    } catch (error) {
      if (!wasFaster(error) || tries === mostTries) throw error;
      await sql`rollback to savepoint one`.execute(tx);
    }
  }
}

/** What is wrong with the course that several sessions are sent for. */
export async function judgePlace(api: Api, caller: Caller, body: Body): Promise<readonly Fault[]> {
  const form = checkForm('bulk', body);
  if (form.length > 0) return form;
  const known = await lookUp(api.app.db, eyeOf(caller), wantedOf([body], false));
  return placeOf('attendance_session', body, known).faults;
}

const deadlock = '40P01';

/** A constraint refused the write, what was to be changed is gone, or two waited for each other: another came first. */
const wasFaster = (error: unknown) =>
  error instanceof Vanished || refusedBy(error) !== null || sqlState(error) === deadlock;

function runOf(api: Api, caller: Caller, { operation, body }: Request, known: KnownStore): Promise<PushRun> {
  const { actor, connection } = caller;
  const school = works[operation].schoolOf(body, known);
  return api.runs.of({ actor, connection, school, now: api.app.clock() });
}

async function writeWithin(
  tx: Tx,
  key: EvidenceKey,
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  known: KnownStore,
): Promise<Done> {
  const done = await writeOne({ client: statementsOf(tx), key }, api, caller, request, run, known);
  if (done.welcome !== undefined) await welcome(tx, api, caller.actor.district, done.welcome);
  return done;
}

/** An open transaction, and the key with which what was sent and answered is sealed in it. */
type Pen = { readonly client: Statements; readonly key: EvidenceKey };

/** Writes a record with its outcome, what was sent and answered, and its line in the audit. */
async function writeOne(
  pen: Pen,
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  known: KnownStore,
): Promise<Done> {
  const { numbers, app } = api;
  const { client } = pen;
  const { actor, connection } = caller;
  const { operation, body } = request;
  const { district } = actor;
  const target = { district, connection, run: run.run };
  const done = await works[operation].write({ client, target, numbers }, body, known);
  const outcome = outcomeOf(operation);
  const kind = resourceOf[operation];
  const seq = await numbers.next(district, `outcome ${run.run}`);
  await storePushed(client, run, seq, {
    outcome,
    kind,
    key: done.key,
    nameless: false,
    tried: true,
    entry: '',
    facts: {},
  });
  const record = { kind, key: done.key };
  await keepPushed(
    client,
    pen.key,
    { run, seq, connection, record },
    keptAccepted(request, done.answer, performance.now()),
  );
  await writeAuditLine(client, actor, app.clock(), await numbers.next(district, 'audit'), {
    action: `${kind}.${outcome}`,
    // An address says who somebody is; the audit names records by their ids.
    subject: { kind, id: done.key.includes('@') ? '' : done.key, name: '' },
  });
  return done;
}

async function welcome(tx: Tx, { app, numbers }: Api, district: string, { to, person, template, values }: Welcome) {
  const no = await numbers.next(district, 'mail');
  const queued = await queueMail(
    tx,
    { district, no, to, template, values, kind: 'welcome', about: String(person) },
    app.clock(),
  );
  // One that does not parse counts as none, and is refused before.
  if (!queued.ok) throw new Error(`the mail template cannot be filled in: ${queued.reason}`);
}

async function tellRefused(
  { client, key: evidence }: Pen,
  api: Api,
  caller: Caller,
  request: Request,
  run: PushRun,
  faults: readonly Fault[],
): Promise<void> {
  const { operation, body, requestId } = request;
  const first = faults[0] ?? fault('', 'connection.defect');
  const key = works[operation].keyOf(body);
  const seq = await api.numbers.next(run.district, `outcome ${run.run}`);
  const record = {
    kind: resourceOf[operation],
    key: (key ?? `(request ${requestId})`).replaceAll('\u0000', '').slice(0, 400),
  };
  const { connection } = caller;
  await keepPushed(
    client,
    evidence,
    { run, seq, connection, record },
    keptRefused(request, caller, faults, performance.now()),
  );
  await storePushed(client, run, seq, {
    ...record,
    outcome: 'rejected',
    nameless: key === null,
    tried: true,
    entry: first.entry,
    facts: first.facts,
  });
}
