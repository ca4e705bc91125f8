import { schoolsAllowed } from '../access/permission.model.ts';
import { changing, type Scope } from '../access/use-case.ts';
import { explain } from '../dictionary/explain.model.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { shownOf } from '../exchanges/shown.model.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries, Tx } from '../platform/database.ts';
import type { App } from '../platform/house.ts';
import type { Secrets } from '../platform/secrets.ts';
import { openSetFile } from '../rostering/oneroster/file-set.repository.ts';
import { storeOf } from '../rostering/oneroster/import.usecases.ts';
import { ownWordsOf } from '../rostering/oneroster/own-words.repository.ts';
import { subjectOf } from '../rostering/roster/subject.read-model.ts';
import { alone } from './alone.model.ts';
import { attemptsOf, exchangesOf } from './attempt.read-model.ts';
import { lastReadings, type Reading, versionOf } from './kept-reading.repository.ts';
import { looksAt, noteLook } from './looked.repository.ts';
import type { PassportView, RecordNamed, SourceView } from './passport.schema.ts';
import {
  exemptionOf,
  fixesOf,
  isRosterKind,
  isSeen,
  type PresentOf,
  presentOf,
  type RecordAt,
  recordAt,
  waitingFor,
} from './record.repository.ts';
import { readSourceRow } from './source-row.repository.ts';
import { type StoredRecord, storedOfFile, storedOfPush } from './stored.repository.ts';

type Looked = {
  readonly record: RecordAt;
  readonly subject: Pick<PassportView, 'user' | 'course'>;
  readonly held: Omit<StoredRecord, 'stored'> & { readonly stored: PassportView['stored'] };
  readonly present: PresentOf;
};

const fine: PresentOf = { view: null, byLine: false, line: null };

/** Records that are somebody’s: whoever looks at one is written down. */
const personal: ReadonlySet<string> = new Set(['user', 'role', 'enrollment', 'courseMember']);

/**
 * Looks at one record, for somebody who may see it by the rule of issues, or, of what is sent, by that of the roster:
 * then without a refusal that was sent for another school. Where nothing is known of it there is nothing to see.
 */
async function look(tx: Tx, scope: Scope, named: RecordNamed): Promise<Looked> {
  const missing = () => refuse('request.not_found', { what: named.kind, id: named.key });
  const record = await recordAt(tx, scope, named);
  if (record === null) throw missing();
  const { connection, pushed, kind, key } = record;
  const subject = await subjectOf(tx, scope, connection, { kind, id: key });
  const held = await heldOf(tx, record);
  const seen = await isSeen(tx, record);
  const present = seen ? await presentOf(tx, record) : fine;
  const met = subject.user !== null || subject.course !== null || held.stored !== null || present.view !== null;
  const mayPush = pushed && (subject.user !== null || subject.course !== null);
  if (!seen && !mayPush) throw missing();
  if (!met && (await attemptsOf(tx, record, { limit: 1, cursor: undefined })).attempts.length === 0) throw missing();
  const person = held.person ?? (subject.user === null ? null : Number(subject.user.id));
  if (personal.has(kind)) await noteLook(tx, scope.actor, scope.now, { ...record, person });
  return { record, subject, held, present };
}

async function heldOf(db: Queries, record: RecordAt): Promise<Looked['held']> {
  const nothing = { title: null, person: null };
  if (record.pushed) return { ...nothing, stored: await storedOfPush(db, record) };
  return (await storedOfFile(db, record, await versionOf(db, record))) ?? { ...nothing, stored: null };
}

/** A record’s passport: how it stands, what was decided, what the roster holds of it. */
export const showPassport = changing('roster.read', async (tx, scope, named: RecordNamed) => {
  const { record, subject, held, present } = await look(tx, scope, named);
  const { id, name, system } = record.connection;
  const mayAudit = schoolsAllowed(scope.actor, 'audit.read') === null;
  const waiting = await waitingFor(tx, record);
  const read = (await lastReadings(tx, record)).length > 0;
  const { how, whyNot } = alone({ ...record, byLine: present.byLine, read });
  const answer: PassportView = {
    flow: record.flow,
    kind: record.kind,
    key: record.key,
    connection: { id: String(id), name, system },
    title: held.title ?? subject.user?.name ?? subject.course?.name ?? null,
    ...subject,
    present: present.view,
    waiting,
    exemption: await exemptionOf(tx, record),
    fixes: await fixesOf(tx, record),
    stored: held.stored,
    syncAlone: { how, whyNot: whyNot === null ? null : explain(whyNot, { name }) },
    looked: mayAudit ? await looksAt(tx, record) : null,
  };
  return { answer, audit: [] };
});

type AttemptsAsked = RecordNamed & { readonly limit: number; readonly cursor?: string | undefined };

/** What became of it in every run. */
export const listAttempts = changing('roster.read', async (tx, scope, { limit, cursor, ...named }: AttemptsAsked) => {
  const { record } = await look(tx, scope, named);
  return { answer: await attemptsOf(tx, record, { limit, cursor }), audit: [] };
});

type AttemptAsked = RecordNamed & { readonly attempt: string; readonly secrets: Secrets };

/** What was sent and answered in one attempt, without anything that says whose it is. */
export const showExchanges = changing(
  'roster.read',
  async (tx, scope, { attempt, secrets, ...named }: AttemptAsked) => {
    const { record, subject, held } = await look(tx, scope, named);
    const values = (held.stored?.values ?? []).flatMap(({ name, value }) =>
      value === null ? [] : [{ field: name, value }],
    );
    const whole = subject.user === null ? [] : [{ field: 'fullName', value: subject.user.name }];
    const found = await exchangesOf(tx, secrets, record, attempt);
    return { answer: { exchanges: found.map((one) => shownOf(one, [...values, ...whole])) }, audit: [] };
  },
);

const lookAtSource = changing('roster.read', async (tx, scope, named: RecordNamed) => {
  const looked = await look(tx, scope, named);
  return { answer: { ...looked, readings: await lastReadings(tx, looked.record) }, audit: [] };
});

/** The row as it was read last, where its file is still kept. Files are read when no transaction is open. */
export async function showSource(app: App, actor: Actor, named: RecordNamed): Promise<SourceView> {
  const { record, present, readings } = await lookAtSource(app, actor, named);
  if (record.pushed) return { row: null, whyNot: 'sent' };
  const found = await findReading(app, record, present.line, readings);
  if (typeof found === 'string') return { row: null, whyNot: found };
  const { reading, row } = found;
  return {
    row: { ...row, run: reading.run, file: reading.source.file, readAt: reading.at.toISOString() },
    whyNot: null,
  };
}

type FoundRow = {
  readonly reading: Reading;
  readonly row: NonNullable<Awaited<ReturnType<typeof readSourceRow>>>;
};

/** The newest kept reading that holds the record, with its row; else why there is none. */
export async function findReading(
  app: App,
  record: RecordAt,
  line: number | null,
  readings: readonly Reading[],
): Promise<FoundRow | NonNullable<SourceView['whyNot']>> {
  const { kind } = record;
  if (!isRosterKind(kind)) return 'not_kept';
  const words = await ownWordsOf(app.db, { district: record.district, connection: record.connection.id }, kind);
  let whyNot: NonNullable<SourceView['whyNot']> = 'not_kept';
  for (const reading of readings) {
    if (reading.store !== null && reading.store !== app.files.store) {
      whyNot = 'elsewhere';
      continue;
    }
    const source = await openSetFile(reading.source, storeOf(app)).catch(() => null);
    if (source === null) continue;
    try {
      const row = await readSourceRow(source, reading.source, { kind, key: record.key, line }, words);
      if (row !== null) return { reading, row };
      whyNot = 'not_in_it';
    } finally {
      await source.close();
    }
    // Lines are those of one reading.
    if (line !== null) break;
  }
  return whyNot;
}
