import { sql } from 'kysely';
import { schoolsAllowed } from '../access/permission.model.ts';
import { shownIn } from '../connections/calendar.model.ts';
import { issueViewOf } from '../issues/issue.read-model.ts';
import { type IssueRow, readIssues } from '../issues/issue.repository.ts';
import { exampleFacts } from '../issues/issue-record.repository.ts';
import type { Sight } from '../issues/sight.repository.ts';
import type { Actor } from '../platform/actor.ts';
import type { Queries } from '../platform/database.ts';
import { commonFacts } from '../runs/cause.model.ts';
import type { NewsFacts } from './news.model.ts';
import { type CauseTold, countOf, type MailContent, type Section } from './news-mail.model.ts';
import type { Notification } from './notification.repository.ts';
import {
  causeOf,
  changedSince,
  connectionSaid,
  holdSaid,
  numbersOf,
  plainSaid,
  runSaid,
  runSubject,
  spanOf,
} from './said.model.ts';
import { hadProblems, isRecovery } from './subscription.model.ts';

/** For whom a mail is written: what they may see decides what it says. */
export type Reader = { readonly district: string; readonly actor: Actor; readonly zone: string; readonly base: string };
type Piece = { readonly subject: string; readonly section: Section };
type Composed = {
  readonly content: MailContent | null;
  readonly told: readonly Notification[];
  /** What this reader may not see. */
  readonly hidden: readonly Notification[];
};

const sees = ({ actor }: Reader, permission: Parameters<typeof schoolsAllowed>[1]) =>
  schoolsAllowed(actor, permission) === null;

/** What issues a reader sees: of the district, of their schools, or of the sections that they teach; null: none. */
function sightOf({ district, actor }: Reader): Sight | null {
  const schools = schoolsAllowed(actor, 'issues.read');
  if (schools === null || schools.length > 0) return { district, schools };
  const teaches = schoolsAllowed(actor, 'sections.taught');
  const taughtBy = actor.id === null ? null : Number(actor.id);
  return teaches !== null && teaches.length === 0 ? null : { district, schools: [], taughtBy };
}

/** One mail of what is told together; what the reader may not see is left out as if it were not. */
export async function compose(
  db: Queries,
  reader: Reader,
  all: readonly Notification[],
  passed: number,
): Promise<Composed> {
  const pieces = new Map<Notification, Piece | null>();
  const runs = all.filter(({ kind }) => kind === 'run');
  const inRuns = new Set(runs.flatMap(({ facts }) => issuesOf(facts)));
  for (const one of all) pieces.set(one, await pieceOf(db, reader, one));
  const told = all.filter((one) => pieces.get(one) !== null);
  // What stands in the mail with its run is not said a second time.
  const withRun = ({ kind, subject, change }: Notification) =>
    kind === 'issue' && ['opened', 'regressed'].includes(change) && inRuns.has(Number(subject));
  const shown = told.filter((one) => !withRun(one)).flatMap((one) => pieces.get(one) ?? []);
  const first = shown[0];
  const content =
    first === undefined
      ? null
      : {
          subject:
            shown.length === 1 ? first.subject : `${first.subject}, and ${countOf(shown.length - 1, 'more', 'more')}`,
          sections: [...merged(shown.map(({ section }) => section)), ...(passed === 0 ? [] : [passedBy(passed)])],
        };
  return { content, told, hidden: all.filter((one) => pieces.get(one) === null) };
}

/** Causes that follow each other stand under one heading. */
function merged(sections: readonly Section[]): readonly Section[] {
  const result: Section[] = [];
  for (const section of sections) {
    const last = result.at(-1);
    if (last !== undefined && last.heading === section.heading && section.link === null && last.link === null)
      result[result.length - 1] = {
        ...last,
        causes: [...last.causes, ...section.causes],
        said: [...last.said, ...section.said],
      };
    else result.push(section);
  }
  return result;
}

const bare = { said: [], numbers: [], sum: null, causes: [], link: null } as const;
const passedBy = (n: number): Section => ({
  ...bare,
  heading: 'Came and went',
  said: [`${countOf(n, 'thing', 'things')} went wrong in the meantime and came right again by themselves.`],
});

async function pieceOf(db: Queries, reader: Reader, one: Notification): Promise<Piece | null> {
  const name = await connectionNameOf(db, reader.district, one.connection);
  switch (one.kind) {
    case 'run':
      return runPiece(db, reader, one, name ?? 'Hallpass');
    case 'issue':
      return issuePiece(db, reader, one);
    case 'connection': {
      if (!sees(reader, 'connections.read')) return null;
      const { heading, said } = connectionSaid(one.change, one.facts, name ?? 'A connection');
      const link = { label: 'Open the connection', url: `${reader.base}/connections/${one.subject}` };
      return { subject: heading, section: { ...bare, heading, said, link } };
    }
    case 'hold': {
      if (!sees(reader, 'runs.read')) return null;
      const { heading, said } = holdSaid(one.facts, name);
      const link = { label: 'Look at what is held', url: `${reader.base}/holds/${one.subject}` };
      return { subject: heading, section: { ...bare, heading, said, link } };
    }
    default:
      return plainPiece(reader, one, name);
  }
}

const plainly = {
  expectation: { needs: 'runs.read', page: () => '/expectations', label: 'Look at what was missed' },
  ticket: { needs: 'connections.read', page: (no: string) => `/tickets/${no}`, label: 'Open the ticket' },
  backup: { needs: 'district.write', page: () => '/', label: 'Open Hallpass' },
  webhook: { needs: 'webhooks.read', page: (no: string) => `/webhooks/${no}`, label: 'Open the webhook' },
} as const;

function plainPiece(reader: Reader, { kind, subject, change, facts }: Notification, name: string | null): Piece | null {
  const of = plainly[kind as keyof typeof plainly];
  if (!sees(reader, of.needs)) return null;
  const { heading, said } = plainSaid(kind, change, facts, name);
  const link = { label: of.label, url: `${reader.base}${of.page(encodeURIComponent(subject))}` };
  return { subject: heading, section: { ...bare, heading, said, link } };
}

async function connectionNameOf(db: Queries, district: string, id: number | null): Promise<string | null> {
  if (id === null) return null;
  const { rows } = await sql<{
    name: string;
  }>`select name from connection where district_id = ${district} and id = ${id}`.execute(db);
  return rows[0]?.name ?? null;
}

type CauseFact = { readonly issue: number; readonly entry: string; readonly records: number; readonly waiting: number };
const causesIn = (facts: NewsFacts) => (facts['causes'] ?? []) as unknown as readonly CauseFact[];
const issuesOf = (facts: NewsFacts) => causesIn(facts).map(({ issue }) => issue);

async function runPiece(db: Queries, reader: Reader, one: Notification, name: string): Promise<Piece | null> {
  return sees(reader, 'runs.read') ? wholeRun(db, reader, one, name) : partOfRun(db, reader, one, name);
}

/** A run as whoever sees all of it is told: its numbers are those that were stored when it ended. */
async function wholeRun(
  db: Queries,
  reader: Reader,
  { subject, flow, connection, facts }: Notification,
  name: string,
): Promise<Piece> {
  const causes = causesIn(facts);
  const whole = { district: reader.district, schools: null };
  const rows = await issuesByNo(
    db,
    whole,
    causes.map(({ issue }) => issue),
  );
  const before = await countsBefore(db, reader.district, flow, Number(subject));
  const told: CauseTold[] = [];
  for (const cause of causes.slice(0, causesShown)) {
    const row = rows.get(cause.issue);
    if (row === undefined) continue;
    const last = before === null ? null : (before.get(cause.issue) ?? 0);
    const changed = changedSince(cause.records + cause.waiting, last, row.state === 'regressed');
    told.push(await toldOf(db, whole, { row, counts: cause, changed, base: reader.base }));
  }
  const all = causes.length + Number(facts['more'] ?? 0);
  const terms = await termsOf(db, reader, { connection, facts });
  const said = [spanOf(facts, reader.zone, terms), ...runSaid({ ...facts, more: all - told.length })];
  const link = { label: `Open run ${subject}`, url: `${reader.base}/runs/${subject}` };
  const section = { ...bare, heading: `Run ${subject} of ${name}`, said, ...numbersOf(facts), causes: told, link };
  return { subject: runSubject(facts, name, all), section };
}

/** The terms in which a run ended, as its source calls them. */
async function termsOf(
  db: Queries,
  { district, zone }: Reader,
  { connection, facts }: Pick<Notification, 'connection' | 'facts'>,
): Promise<readonly string[]> {
  const day = shownIn(zone, new Date(String(facts['finishedAt']))).slice(0, 10);
  const { rows } = await sql<{
    title: string;
  }>`select title from term where district_id = ${district} and connection_id = ${connection} and status = 'active'
    and type in ('term', 'semester') and start_date <= ${day}::date and end_date >= ${day}::date
    order by start_date limit 3`.execute(db);
  return rows.map(({ title }) => title);
}

/** What issues counted when the flow's run before ended; null: this is the first that counted any. */
async function countsBefore(
  db: Queries,
  district: string,
  flow: number | null,
  run: number,
): Promise<ReadonlyMap<number, number> | null> {
  const { rows } = await sql<{ no: number; n: number }>`
    select n.issue_no as no, n.records + n.waiting as n from issue_run n
    where n.district_id = ${district} and n.run_no = (select max(no) from run
      where district_id = ${district} and flow_no = ${flow} and no < ${run} and finished_at is not null and scope -> 'dry' = 'false')`.execute(
    db,
  );
  const { rows: earlier } =
    await sql`select 1 from run where district_id = ${district} and flow_no = ${flow} and no < ${run}
      and scope -> 'dry' = 'false' limit 1`.execute(db);
  return earlier.length === 0 ? null : new Map(rows.map(({ no, n }) => [no, n]));
}

async function issuesByNo(
  db: Queries,
  sight: Sight,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, IssueRow>> {
  if (numbers.length === 0) return new Map();
  const rows = await readIssues(db, sight, { where: sql`i.no = any(${[...numbers]})`, limit: numbers.length });
  return new Map(rows.map((row) => [row.no, row]));
}

/** A run as somebody is told who sees some schools, or the sections that they teach: the causes that concern these, if any. */
async function partOfRun(
  db: Queries,
  reader: Reader,
  { subject, facts }: Notification,
  name: string,
): Promise<Piece | null> {
  const sight = sightOf(reader);
  if (sight === null || !hadProblems(facts)) return null;
  const rows = [...(await issuesByNo(db, sight, issuesOf(facts))).values()];
  if (rows.length === 0) return null;
  const records = rows.reduce((sum, row) => sum + row.records + row.waiting, 0);
  const whose = 'taughtBy' in sight ? 'the sections that you teach' : 'your schools';
  const section = {
    ...bare,
    heading: `Run ${subject} of ${name}`,
    said: [`What did not get through of ${whose}, and why. Everything else of the run is left out here.`],
    causes: await inTurn(rows, (row) => toldOf(db, sight, { row, counts: row, changed: '', base: reader.base })),
  };
  return { subject: `${name}: ${countOf(records, 'record', 'records')} of ${whose} did not get through`, section };
}

/** The most frequent causes of a run are told; the others stand on its page. */
const causesShown = 10;

type Told = {
  readonly row: IssueRow;
  readonly counts: { readonly records: number; readonly waiting: number };
  readonly changed: string;
  readonly base: string;
};

/** A cause with what all of its records share, so that what to do first can be said. */
async function toldOf(db: Queries, sight: Sight, { row, counts, changed, base }: Told): Promise<CauseTold> {
  const { records, waiting } = counts;
  const facts = commonFacts(await exampleFacts(db, sight, row, undefined), records);
  return causeOf({ ...issueViewOf(row), records, waiting }, changed, base, facts);
}

/** One after the other: a transaction has one session. */
async function inTurn<One, Made>(all: readonly One[], make: (one: One) => Promise<Made>): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}

const moved: Readonly<Record<string, { readonly heading: string; readonly word: string }>> = {
  opened: { heading: 'New causes', word: 'new' },
  regressed: { heading: 'Causes that are back', word: 'it was resolved, and is back' },
  resolved: { heading: 'Resolved', word: 'Every record that had it has gone through, or is gone' },
  still_open: { heading: 'Still open', word: '' },
};

async function issuePiece(db: Queries, reader: Reader, one: Notification): Promise<Piece | null> {
  const sight = sightOf(reader);
  const how = moved[one.change];
  if (sight === null || how === undefined) return null;
  // What was told to somebody may be told to be over; then no record is left by which it would be seen.
  const over = isRecovery(one);
  const row = (await issuesByNo(db, over ? { ...sight, schools: null } : sight, [Number(one.subject)])).get(
    Number(one.subject),
  );
  if (row === undefined) return null;
  const view = issueViewOf(row);
  const counts =
    sight.schools === null && !over ? countsIn(one.facts, view) : { records: view.records, waiting: view.waiting };
  const word =
    one.change === 'still_open'
      ? `open for more than ${countOf(Number(one.facts['hours']), 'hour', 'hours')}`
      : how.word;
  const cause = await toldOf(db, sight, { row, counts, changed: word, base: reader.base });
  const heading = `${how.heading}: ${view.connection.name}`;
  return {
    subject: `${view.connection.name}: ${view.title} (${subjectWords[one.change]})`,
    section: { ...bare, heading, causes: [cause] },
  };
}

const subjectWords: Readonly<Record<string, string>> = {
  opened: 'new',
  regressed: 'back again',
  resolved: 'resolved',
  still_open: 'still open',
};

const countsIn = ({ records, waiting }: NewsFacts, now: { records: number; waiting: number }) =>
  typeof records === 'number' && typeof waiting === 'number' ? { records, waiting } : now;
