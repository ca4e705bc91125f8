import { en } from '../../src/console/text/en.ts';
import type { RetryWord, Screen, ToldCause } from '../../src/dictionary/entry.schema.ts';
import { ownerTitles } from '../../src/dictionary/facts.model.ts';
import type { Guide, GuideEntry, GuideSaying } from '../../src/dictionary/guide.model.ts';
import { systems } from '../../src/dictionary/systems.ts';
import { lostWords, toldWords as words, workedWords } from '../../src/dictionary/told-words.model.ts';
import { anchor, bullets, code, inShort, link, madeFrom, numbered, plain, table } from './markdown.ts';

/** docs/guides/<system>.md: all known errors of a system, to be read and printed. */
export function guidePage(guide: Guide): string {
  const { system, title, about, sections, unlisted, see } = guide;
  const entries = sections.flatMap((section) => section.entries);
  return `${[
    madeFrom('src/dictionary/entries'),
    `# ${title}: errors, and what to do about them`,
    about,
    `Look your message up in the table; capitals, spaces and quotes do not matter.${
      entries.some(hasBraces) ? ' Words in braces, such as {section}, stand for what your message says there.' : ''
    }`,
    `${unlisted}${see.length === 0 ? '' : ` See also ${see.map((other) => link(other.title, `${other.system}.md`)).join(' and ')}.`} Where Hallpass is installed, \`hallpass explain --system ${system}\` looks a message up.`,
    ...(entries.some(hasAddress)
      ? [
          'An address such as `/courses/{course}/assignments` follows the address of the system itself; {course} is the number that stands there when the course is open.',
        ]
      : []),
    '## All messages',
    table(
      ['message', 'error', 'who fixes it', 'stops something'],
      entries.flatMap((entry) => entry.sayings.map((saying) => rowOf(entry, saying))),
    ),
    ...(guide.words.length === 0
      ? []
      : [
          '## Words in this guide',
          table(
            ['word', 'meaning'],
            guide.words.map(({ word, meaning }) => [plain(word), plain(meaning)]),
          ),
        ]),
    ...sections.map((section) => [`## ${section.title}`, ...section.entries.map(tell)].join('\n\n')),
  ].join('\n\n')}\n`;
}

const hasBraces = ({ sayings }: GuideEntry) => sayings.some(({ message }) => /\{[a-z ]+\}/.test(message));

const hasAddress = ({ sayings }: GuideEntry) =>
  sayings.some(({ causes }) => causes.some(({ screens }) => screens.some(({ path }) => path?.includes('{course}'))));

const rowOf = ({ entry, title }: GuideEntry, { short, causes, blocking }: GuideSaying) => [
  plain(inShort(short)),
  link(title, `#${anchor(entry)}`),
  plain(fixersOf(causes)),
  blocking ? 'yes' : 'no',
];

/** Who fixes one cause or another: "most likely the scheduler or the registrar". */
function fixersOf(causes: readonly ToldCause[]): string {
  if (!causes.every(({ ownerInferred }) => ownerInferred)) return [...new Set(causes.map(fixerOf))].join('; ');
  return `most likely ${[...new Set(causes.map((cause) => fixerOf({ ...cause, ownerInferred: false })))].join(' or ')}`;
}

function tell({ entry, title, source, sayings }: GuideEntry): string {
  return [
    `<a id="${anchor(entry)}"></a>`,
    `### ${plain(title)}`,
    sayings.map(tellSaying).join(`\n\n**Also under this title**\n\n`),
    [
      `Entry ${code(entry)}`,
      `cause ${[...new Set(sayings.map(({ cause }) => cause))].map((cause) => `[${code(cause)}](../causes.md#${anchor(cause)})`).join(', ')}`,
      ...(source === null ? [] : [`known from: ${plain(source)}`]),
    ].join(' · '),
  ].join('\n\n');
}

const tellSaying = (saying: GuideSaying): string => {
  const { message, system, retry, causes } = saying;
  const worked = workedWords(system, saying);
  return [
    `> ${plain(message)}`,
    ...causes.map((cause, at) =>
      tellCause(cause, causes.length === 1 ? '' : `**Cause ${at + 1} of ${causes.length}.** `),
    ),
    `**${words.lost}** ${lostWords(saying)}`,
    anotherTry(retry),
    ...(worked === null ? [] : [`**${words.worked}:** ${worked}`]),
  ].join('\n\n');
};

export const anotherTry = (retry: RetryWord) => `**${words.retry}** ${words.retryWords[retry]}`;

/** Who fixes a cause: "most likely the teacher of the section", "support (Aeries Support)". */
const fixerOf = ({ owner, ownerInferred, desk }: ToldCause) =>
  `${ownerInferred ? 'most likely ' : ''}${ownerTitles[owner]}${desk === null ? '' : ` (${desk})`}`;

function tellCause(cause: ToldCause, lead: string): string {
  const { meaning, steps, destroys, screens, prevention } = cause;
  const warned = steps.map((step, at) =>
    [
      // A warning that is read after its step is read too late.
      ...destroys
        .filter((one) => one.step === at + 1)
        .map(({ what }) => `**⚠ Careful with this step:** ${plain(what)}`),
      plain(step),
    ].join('\n\n   '),
  );
  return [
    `${lead}${plain(meaning)}`,
    `**Who fixes it:** ${plain(fixerOf(cause))}`,
    `**${en.help.steps}**`,
    numbered(warned),
    ...(screens.length === 0 ? [] : [`**Where:** ${screens.map(placeOf).join('; ')}`]),
    ...(prevention.length === 0 ? [] : [`**${en.help.prevention}**`, bullets(prevention.map(plain))]),
  ].join('\n\n');
}

const placeOf = ({ system, name, path }: Screen): string =>
  `${plain(systems[system].kind === 'hallpass' ? 'Hallpass' : systems[system].title)}: ${plain(name)}${path === undefined ? '' : ` (${code(path)})`}`;
