import type { SystemId, ToldCause } from './entry.schema.ts';
import type { LogExplanation } from './error-log.model.ts';
import { ownerTitles } from './facts.model.ts';
import { wordsOfMatch } from './glossary.model.ts';
import { systems } from './systems.ts';
import type { Told } from './told.model.ts';
import { lostWords, toldWords, workedWords } from './told-words.model.ts';

/** A log explained by cause, as text. */
export function tellGroups({ total, groups, unknown }: LogExplanation): string {
  const out = [`${total} messages of ${groups.length + unknown.length} kinds`];
  for (const { match, count, lines } of groups)
    out.push(`${rule}\n${count} × ${tellMatch(match)}\n${wrap(`Lines: ${named(lines, count)}`)}`);
  if (unknown.length > 0) {
    const told = unknown.map(({ message, count, lines }) => wrap(`${count} × ${message} (line ${lines[0]})`, '  '));
    out.push(`${rule}\nUnknown, of which nothing is guessed:\n${told.join('\n')}`);
  }
  return `${out.join('\n\n')}\n`;
}

const rule = '─'.repeat(72);

const named = (lines: readonly number[], count: number) =>
  `${lines.slice(0, 20).join(', ')}${count > Math.min(20, lines.length) ? ', …' : ''}`;

/** One message explained, as text. */
export function tell(matches: readonly Told[], message: string, system: SystemId | undefined): string {
  const [first, ...others] = matches;
  if (first === undefined) {
    const where = system === undefined ? 'no system' : systems[system].title;
    return `${wrap(`Unknown: ${where} is known to say this, and nothing is guessed.`)}\n${wrap(message, '  > ')}\n${wrap(
      'Ask the support of the system that printed it. Signed in to Hallpass, unknown messages are kept and can be given a meaning.',
    )}\n`;
  }
  const more = others.map(
    ({ system: its, title, entry }) => `  ${systems[its].title}: ${title} (--system ${its}, ${entry})`,
  );
  return `${tellMatch(first)}\n${
    more.length === 0 ? '' : `\nOther systems say it too, and may mean something else:\n${more.join('\n')}\n`
  }`;
}

function tellMatch(match: Told): string {
  const { title, system, message, causes, retry, cut, entry, facts } = match;
  const worked = workedWords(system, match);
  const glossary = wordsOfMatch(match);
  const values = Object.entries(facts).filter(([, value]) => value !== '');
  const parts = [
    `${title} (${systems[system].title})`,
    wrap(message, '  > '),
    ...(cut ? [wrap('The message was cut off; this is the only one that begins so.')] : []),
    ...(values.length === 0 ? [] : [wrap(values.map(([name, value]) => `${name}: ${value}`).join('; '), '  ')]),
    ...causes.map((cause, at) => tellCause(cause, causes.length > 1 ? `Cause ${at + 1} of ${causes.length}. ` : '')),
    '',
    question(toldWords.lost, lostWords(match)),
    question(toldWords.retry, toldWords.retryWords[retry]),
    ...(worked === null ? [] : [question(toldWords.worked, worked)]),
    ...(glossary.length === 0
      ? []
      : [
          '',
          `${toldWords.words}:`,
          ...glossary.map(({ word, meaning }) => wrap(`${word}: ${meaning}`, '  - ', '    ')),
        ]),
    '',
    `Entry ${entry}, cause ${match.cause}`,
  ];
  return parts.join('\n');
}

const question = (asked: string, answer: string) => wrap(`${asked}${asked.endsWith('?') ? '' : ':'} ${answer}`);

function tellCause(cause: ToldCause, lead: string): string {
  const who = `${cause.ownerInferred ? 'Most likely fixed by' : 'Fixed by'} ${ownerTitles[cause.owner]}${cause.desk === null ? '' : ` (${cause.desk})`}:`;
  // A warning that is read after its step is read too late.
  const steps = cause.steps.flatMap((step, at) => [
    ...cause.destroys
      .filter((one) => one.step === at + 1)
      .map(({ what }) => wrap(`Careful with step ${at + 1}: ${what}`, '     ! ', '       ')),
    wrap(`${at + 1}. ${step}`, '  ', '     '),
  ]);
  const prevention =
    cause.prevention.length === 0
      ? []
      : ['So that it does not come back:', ...cause.prevention.map((text) => wrap(text, '  - ', '    '))];
  return ['', wrap(`${lead}${cause.meaning}`), who, ...steps, ...prevention].join('\n');
}

const width = 78;

/** Breaks a text into lines; the first begins with `lead`, the others with `next`. */
function wrap(text: string, lead = '', next = lead): string {
  const lines: string[] = [];
  let line = lead;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length + 1 > width && line.trim() !== '' && line !== lead && line !== next) {
      lines.push(line.trimEnd());
      line = next;
    }
    line += `${word} `;
  }
  lines.push(line.trimEnd());
  return lines.join('\n');
}
