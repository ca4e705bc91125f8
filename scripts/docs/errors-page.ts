import { en } from '../../src/console/text/en.ts';
import type { Entry } from '../../src/dictionary/entry.schema.ts';
import { systems } from '../../src/dictionary/systems.ts';
import { anotherTry } from './guide-page.ts';
import { anchor, bullets, code, link, madeFrom, numbered, plain, table } from './markdown.ts';

/** The resources of the rostering API, and what none of them is to blame for. */
const resources: Readonly<Record<string, string>> = {
  user: 'Users',
  course: 'Courses',
  course_member: 'Course members (enrollments)',
  attendance_session: 'Attendance sessions',
  request: 'The request itself, and what the others leave open',
};

/** Whether docs/errors.md tells an entry: it is one of our own. */
export const isOwn = ({ system }: Pick<Entry, 'system'>) => systems[system].kind === 'hallpass';

/** docs/errors.md: every entry of our own, by surface. */
export function errorsPage(entries: readonly Entry[]): string {
  const own = Map.groupBy(entries.filter(isOwn), ({ system }) => system);
  return `${madeFrom('src/dictionary/entries')}

# What Hallpass says, and what to do

Every refusal and remark of Hallpass is an entry of its dictionary. An entry says what is wrong, who puts it right, how, and what happens next by itself. Words in braces, such as {file} and {line}, stand for the facts of the case.

What other systems say when grades are passed back to them or schedules merged into them stands in a [guide for each](guides/README.md); what the same thing is called by each of them, in [causes.md](causes.md).

${[...own].map(([system, its]) => section(system, its)).join('\n\n')}
`;
}

function section(system: Entry['system'], entries: readonly Entry[]): string {
  const { title, about } = systems[system];
  const listed =
    system === 'rostering'
      ? [...Map.groupBy(entries, resourceOf)].map(([resource, its]) => resourcePart(resource, its))
      : [table(['what', 'entry', 'who fixes it'], entries.map(rowOf)), ...entries.map((entry) => tell(entry))];
  return [`## ${title}`, about, ...listed].join('\n\n');
}

const rowOf = (entry: Entry) => [link(entry.title, `#${anchor(entry.entry)}`), code(entry.entry), ownersOf(entry)];
const resourceOf = ({ entry }: Entry) => entry.split('.')[1] ?? '';

/** The entries of one resource. Whoever looks one up has a status and a code in hand, so the table shows both. */
function resourcePart(resource: string, entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    const [what = '', name = '', owners = ''] = rowOf(entry);
    return [what, `${entry.status ?? ''}`, `${entry.code ?? ''}`, name, owners];
  });
  return [
    `### ${resources[resource] ?? resource}`,
    table(['what', 'status', 'code', 'entry', 'who fixes it'], rows),
    ...entries.map((entry) => tell(entry, '####')),
  ].join('\n\n');
}

const ownersOf = (entry: Entry) => [...new Set(entry.causes.map(({ owner }) => en.owners[owner]))].join(', ');

function tell(entry: Entry, level = '###'): string {
  const facts = [code(entry.entry), `cause ${code(entry.cause)}`];
  if (entry.status !== undefined) facts.push(`HTTP ${entry.status}`);
  if (entry.code !== undefined) facts.push(`code ${entry.code}`);
  return [
    `<a id="${anchor(entry.entry)}"></a>`,
    `${level} ${plain(entry.title)}`,
    facts.join(' · '),
    `> ${plain(entry.message)}`,
    ...(entry.operations === undefined ? [] : [`Answered by ${entry.operations.map(code).join(', ')}.`]),
    ...entry.causes.map(tellCause),
    nextOf(entry),
  ].join('\n\n');
}

function tellCause(cause: Entry['causes'][number]): string {
  const parts = [
    plain(cause.meaning),
    `**${en.help.fixedBy}:** ${en.owners[cause.owner]}`,
    `**${en.help.steps}**`,
    numbered(cause.steps.map(plain)),
  ];
  if (cause.prevention.length > 0) parts.push(`**${en.help.prevention}**`, bullets(cause.prevention.map(plain)));
  return parts.join('\n\n');
}

function nextOf(entry: Entry): string {
  // What other products say as well has nothing to do with a file or a request.
  if (entry.source !== undefined) return anotherTry(entry.retry);
  if (!entry.blocking) return `**${en.help.next}** Nothing. It is a remark and stopped no record.`;
  return `**${en.help.next}** ${(entry.status === undefined ? en.retry : en.retryRequest)[entry.retry]}`;
}
