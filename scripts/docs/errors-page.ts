import { en } from '../../src/console/text/en.ts';
import type { Entry } from '../../src/dictionary/entry.schema.ts';
import { code, madeFrom, plain, table } from './markdown.ts';

const systems: Readonly<Record<Entry['system'], { readonly title: string; readonly about: string }>> = {
  oneroster: {
    title: 'OneRoster files',
    about: 'What can be wrong with a set of files, with one row of a file, and remarks that stop nothing.',
  },
  rostering: {
    title: 'Rostering API',
    about:
      'What the API `/rostering/v1` answers when it refuses. Status, code and message of users, courses, course members and attendance sessions are those that senders know from other products; one code stands for several of them, so that the message counts.',
  },
  connection: {
    title: 'Sources, and Hallpass itself',
    about: 'Why a run stopped before its end, or why the hub did not start.',
  },
  request: {
    title: 'Requests',
    about: 'Why the console or an API answered a request with a refusal.',
  },
};

/** The resources of the rostering API, and what none of them is to blame for. */
const resources: Readonly<Record<string, string>> = {
  user: 'Users',
  course: 'Courses',
  course_member: 'Course members (enrollments)',
  attendance_session: 'Attendance sessions',
  request: 'The request itself, and what the others leave open',
};

/** docs/errors.md: every entry of the dictionary, by system. */
export function errorsPage(entries: readonly Entry[]): string {
  const sections = [...new Set(entries.map((entry) => entry.system))].map((system) =>
    section(
      system,
      entries.filter((entry) => entry.system === system),
    ),
  );
  return `${madeFrom('src/dictionary/entries')}

# What Hallpass says, and what to do

Every refusal and remark of Hallpass is an entry of its dictionary. An entry says what is wrong, who puts it right, how, and what happens next by itself. Words in braces, such as {file} and {line}, stand for the facts of the case.

${sections.join('\n\n')}
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

const rowOf = (entry: Entry) => [`[${plain(entry.title)}](#${anchor(entry)})`, code(entry.entry), ownersOf(entry)];
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

const anchor = (entry: Entry) => entry.entry.replaceAll(/[._]/g, '-');
const ownersOf = (entry: Entry) => [...new Set(entry.causes.map(({ owner }) => en.owners[owner]))].join(', ');

function tell(entry: Entry, level = '###'): string {
  const facts = [code(entry.entry), `cause ${code(entry.cause)}`];
  if (entry.status !== undefined) facts.push(`HTTP ${entry.status}`);
  if (entry.code !== undefined) facts.push(`code ${entry.code}`);
  return [
    `<a id="${anchor(entry)}"></a>`,
    `${level} ${plain(entry.title)}`,
    facts.join(' · '),
    `> ${plain(entry.message)}`,
    ...(entry.operations === undefined ? [] : [`Answered by ${entry.operations.map(code).join(', ')}.`]),
    ...entry.causes.map(tellCause),
    `**${en.help.next}** ${nextOf(entry)}`,
  ].join('\n\n');
}

function tellCause(cause: Entry['causes'][number]): string {
  const parts = [
    plain(cause.meaning),
    `**${en.help.fixedBy}:** ${en.owners[cause.owner]}`,
    `**${en.help.steps}**`,
    cause.steps.map((step, at) => `${at + 1}. ${plain(step)}`).join('\n'),
  ];
  if (cause.prevention.length > 0)
    parts.push(`**${en.help.prevention}**`, cause.prevention.map((step) => `- ${plain(step)}`).join('\n'));
  return parts.join('\n\n');
}

function nextOf(entry: Entry): string {
  if (!entry.blocking) return 'Nothing. It is a remark and stopped no record.';
  return (entry.status === undefined ? en.retry : en.retryRequest)[entry.retry];
}
