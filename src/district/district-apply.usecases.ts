import { sql } from 'kysely';
import {
  dropKeySecrets,
  insertKey,
  newKeySecret,
  revokeKeyRow,
  setKeySecret,
  updateKey,
} from '../access/api-key.repository.ts';
import { commandActor } from '../access/command-actor.model.ts';
import { violated } from '../access/constraint.model.ts';
import { type AuditLine, changing, type Scope } from '../access/use-case.ts';
import { changeClocks, setDistrictBlackouts } from '../connections/calendar.repository.ts';
import { formOf } from '../connections/connection.read-model.ts';
import type { OutsideDeps } from '../connections/outside.repository.ts';
import { connectors } from '../connectors/registry.ts';
import { explain } from '../dictionary/explain.model.ts';
import { Refusal } from '../dictionary/refusal.model.ts';
import { writeNamed } from '../notifications/named.repository.ts';
import { dropSubscription } from '../notifications/subscription.repository.ts';
import { sqlState, type Tx } from '../platform/database.ts';
import { digestOf } from '../platform/secrets.ts';
import { writeSettings } from '../retention/settings.repository.ts';
import { writeRostering } from '../rostering/school.repository.ts';
import { createDistrict, lockDistrict } from './district.repository.ts';
import type { DistrictState, Planned, Warning } from './district-change.model.ts';
import { isConnectionWork, type Trials, tryConnections, writeConnection } from './district-connection.usecases.ts';
import { type Mistake, type ReadFile, readDistrictFile } from './district-file.model.ts';
import { planDistrict } from './district-plan.model.ts';
import { readState } from './district-state.repository.ts';

export type ApplyOptions = {
  readonly text: string;
  readonly fileName: string;
  readonly dryRun?: boolean;
  readonly prune?: boolean;
  /** The district's id as a person typed it, without which nothing is removed; and what they were shown that would be. */
  readonly confirm?: { readonly typed: string; readonly shown?: string | undefined } | undefined;
  readonly env?: Readonly<Record<string, string | undefined>>;
};
export type Applied = {
  readonly district: string | null;
  readonly changes: readonly Omit<Planned, 'work'>[];
  readonly warnings: readonly Warning[];
  /** Secrets made for keys that gave none: shown now and never again. */
  readonly secrets: readonly { readonly name: string; readonly secret: string }[];
  readonly mistakes: readonly Mistake[];
  /** Whether the changes were written; false for a dry run, for mistakes, and where a confirmation is missing. */
  readonly applied: boolean;
  /** What would be removed, where that needs the district's id typed. */
  readonly unconfirmed: string | null;
};

type Input = {
  readonly read: ReadFile;
  readonly options: ApplyOptions;
  readonly secrets: OutsideDeps['secrets'];
  readonly trials: Trials;
};

/**
 * Makes a district as its file says, in one transaction. Mistakes are all told at once, and then nothing is applied.
 * Connections are tried before: what is found says how they stand.
 */
export async function apply(deps: OutsideDeps, options: ApplyOptions): Promise<Applied> {
  const read = readDistrictFile(options.text, options.env ?? process.env);
  if (read.district === null) return nothing(null, read.mistakes);
  const input = { read, options, secrets: deps.secrets, trials: new Map() };
  const trials =
    (read.file?.connections ?? []).length === 0 ? input.trials : await tryFirst(deps, read.district, input);
  return applyAgain(deps, { ...input, trials }, read.district, attempts);
}

/** Connections are not tried for a file that would not be applied. */
async function tryFirst(deps: OutsideDeps, district: string, input: Input): Promise<Trials> {
  const { plan, told } = await planFile(deps, commandActor(district), input);
  const applies = input.options.dryRun !== true && told.mistakes.length === 0 && told.unconfirmed === null;
  return applies ? tryConnections(deps, plan) : new Map();
}

const attempts = 3;
const deadlock = '40P01';

/** Somebody may make the same key or school in the console just now: then what is there is looked at again. */
async function applyAgain(deps: OutsideDeps, input: Input, district: string, left: number): Promise<Applied> {
  try {
    return await applyFile(deps, commandActor(district), input);
  } catch (error) {
    const raced = violated(error) !== null || sqlState(error) === deadlock || error instanceof Refusal;
    if (raced && left > 1) return applyAgain(deps, input, district, left - 1);
    if (error instanceof Refusal)
      return nothing(district, [{ line: 1, message: explain(error.entry, error.facts).message }]);
    throw error;
  }
}

const nothing = (district: string | null, mistakes: readonly Mistake[]): Applied => ({
  district,
  changes: [],
  warnings: [],
  secrets: [],
  mistakes,
  applied: false,
  unconfirmed: null,
});

type PlannedFile = { readonly plan: readonly Planned[]; readonly told: Applied };

/** What the file comes to. It is found out in a transaction that writes nothing, and again in the one that does. */
async function planIn(tx: Tx, scope: Scope, { read, options, secrets }: Input): Promise<PlannedFile> {
  await sql`select pg_advisory_xact_lock(hashtext(${`hallpass-district-${scope.district}`}))`.execute(tx);
  await lockDistrict(tx, scope.district);
  const digests = (read.file?.apiKeys ?? []).flatMap((key) => (key.secret === undefined ? [] : [digestOf(key.secret)]));
  const state = await readState(tx, scope.district, { digests, removing: options.prune ?? false, secrets });
  const unknown = unknownSchools(read, state);
  if (read.file === null || unknown.length > 0)
    return { plan: [], told: nothing(scope.district, inOrder([...read.mistakes, ...unknown])) };
  const wanted = {
    file: read.file,
    lineOf: read.lineOf,
    digestOf: (secret: string) => digestOf(secret).toString('hex'),
    forms: new Map(connectors.map((connector) => [connector.id, formOf(connector)])),
  };
  const plan = planDistrict(state, wanted, options.prune ?? false);
  if (plan.mistakes.length > 0) return { plan: [], told: nothing(scope.district, inOrder(plan.mistakes)) };
  const told = {
    district: scope.district,
    changes: plan.changes.map(({ work: _, ...change }) => change),
    warnings: plan.warnings,
    mistakes: [],
    secrets: [],
    applied: false,
    unconfirmed: missingConfirmation(plan.changes, scope.district, options),
  };
  return { plan: plan.changes, told };
}

const planFile = changing('district.write', async (tx, scope, input: Input) => ({
  answer: await planIn(tx, scope, input),
  audit: [],
}));

export const applyFile = changing('district.write', async (tx, scope, input: Input) => {
  const { plan, told } = await planIn(tx, scope, input);
  const { dryRun, fileName } = input.options;
  if (told.mistakes.length > 0 || dryRun === true || told.unconfirmed !== null) return { answer: told, audit: [] };
  const secrets = await write(tx, scope, plan, input);
  return { answer: { ...told, secrets, applied: true }, audit: auditOf(scope.district, plan, fileName) };
});

function unknownSchools(read: ReadFile, state: DistrictState): Mistake[] {
  return read.references
    .filter(({ school }) => !read.schools.has(school) && !state.schools.has(school))
    .map(({ school, line }) => ({
      line,
      message: `schools: there is no school ${school}, neither in this file nor in the district.`,
    }));
}

/** What is removed must be what was shown; a script that passes the id alone has seen nothing and takes what comes. */
function missingConfirmation(changes: readonly Planned[], district: string, options: ApplyOptions): string | null {
  const removals = changes
    .filter((change) => change.operation === 'remove')
    .map((change) => `${change.kind} ${change.id}`);
  if (removals.length === 0) return null;
  const shown = removals.join('\n');
  const { typed, shown: seen } = options.confirm ?? {};
  return typed === district && (seen === undefined || seen === shown) ? null : shown;
}

async function write(
  tx: Tx,
  scope: Scope,
  changes: readonly Planned[],
  input: Input,
): Promise<{ name: string; secret: string }[]> {
  const { district, now } = scope;
  const made: { name: string; secret: string }[] = [];
  // Keys may exchange their secrets: each is taken from all before it is given to one.
  await dropKeySecrets(
    tx,
    district,
    changes.flatMap(({ work }) => (work.do === 'change_key' && work.secret !== null ? [work.id] : [])),
  );
  for (const { work } of changes) {
    if (work.do === 'make_key') {
      const secret = work.secret ?? newKeySecret();
      await insertKey(tx, district, work.key, secret);
      if (work.secret === null) made.push({ name: work.key.name, secret });
    } else if (isConnectionWork(work)) await writeConnection(tx, input, scope, work);
    else await writeOne(tx, district, work, now);
  }
  return made;
}

async function writeOne(
  tx: Tx,
  district: string,
  work: Exclude<Planned['work'], { do: 'make_key' | `${string}_connection` }>,
  now: Date,
): Promise<void> {
  switch (work.do) {
    case 'make_district':
      await createDistrict(tx, work.district);
      return;
    case 'change_district':
      await sql`update district set name = ${work.district.name}, time_zone = ${work.district.timeZone} where id = ${district}`.execute(
        tx,
      );
      await changeClocks(tx, district, work.district.timeZone, now);
      return;
    case 'set_blackouts':
      await setDistrictBlackouts(tx, district, work.blackouts);
      return;
    case 'set_retention':
      await writeSettings(tx, district, work.days);
      return;
    case 'make_school':
      await sql`insert into school (district_id, id, name) values (${district}, ${work.id}, ${work.name})`.execute(tx);
      if (work.rostering !== null) await writeRostering(tx, district, work.id, work.rostering);
      return;
    case 'change_school':
      if (work.name !== null)
        await sql`update school set name = ${work.name} where district_id = ${district} and id = ${work.id}`.execute(
          tx,
        );
      if (work.rostering !== undefined) await writeRostering(tx, district, work.id, work.rostering);
      return;
    case 'remove_school':
      // Keys that were revoked still name their schools; live ones keep the school.
      await sql`delete from api_key_school s using api_key k where s.district_id = ${district} and s.school_id = ${work.id}
        and k.district_id = ${district} and k.id = s.api_key_id and k.revoked_at is not null`.execute(tx);
      await sql`delete from school where district_id = ${district} and id = ${work.id}`.execute(tx);
      return;
    case 'make_template':
    case 'change_template':
      await sql`insert into mail_template (district_id, name, subject, text) values (${district}, ${work.template.name}, ${work.template.subject}, ${work.template.text})
        on conflict (district_id, name) do update set subject = excluded.subject, text = excluded.text`.execute(tx);
      return;
    case 'remove_template':
      await sql`delete from mail_template where district_id = ${district} and name = ${work.name}`.execute(tx);
      return;
    case 'change_key':
      await updateKey(tx, district, work.id, work.key);
      if (work.secret !== null) await setKeySecret(tx, district, work.id, work.secret);
      return;
    case 'set_notification':
      await writeNamed(tx, district, work, now);
      return;
    case 'remove_notification':
      await dropSubscription(tx, district, work.no);
      return;
    case 'revoke_key':
      await revokeKeyRow(tx, district, work.id, now);
  }
}

const verbs = { create: 'created', change: 'changed', remove: 'removed' } as const;

function auditOf(district: string, changes: readonly Planned[], fileName: string): AuditLine[] {
  if (changes.length === 0) return [];
  const lines = changes.map((change): AuditLine => {
    const verb = change.work.do === 'revoke_key' ? 'revoked' : verbs[change.operation];
    return {
      action: `${change.kind}.${verb}`,
      subject: { kind: change.kind, id: change.id, name: change.name },
      details: { by: 'district file', changes: change.details },
    };
  });
  return [
    ...lines,
    {
      action: 'district.applied',
      subject: { kind: 'district', id: district, name: district },
      details: { file: fileName, changes: changes.length },
    },
  ];
}

function inOrder(mistakes: readonly Mistake[]): Mistake[] {
  return [...mistakes].sort((a, b) => a.line - b.line);
}
