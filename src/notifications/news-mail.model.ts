import Mustache from 'mustache';
import { newsMailHtml } from './news-mail-html.model.ts';

/** A cause as a mail tells it: no record, no name. */
export type CauseTold = {
  readonly title: string;
  /** How many records have it and how many wait for these, against the last time. */
  readonly standing: string;
  /** Who fixes it, and what to do first; null where nothing is left to do, or it cannot be said in general. */
  readonly owner: string | null;
  readonly todo: string | null;
  readonly url: string;
};
/** What one mail says of one thing. */
export type Section = {
  readonly heading: string;
  readonly said: readonly string[];
  /** Counts whose sum is what entered. */
  readonly numbers: readonly { readonly label: string; readonly count: number }[];
  readonly sum: string | null;
  readonly causes: readonly CauseTold[];
  readonly link: { readonly label: string; readonly url: string } | null;
};
export type MailContent = { readonly subject: string; readonly sections: readonly Section[] };

/** Around the content: for whom, from where, and the way out. */
export type Envelope = {
  readonly district: string;
  readonly settingsUrl: string;
  readonly unsubscribeUrl: string;
  readonly why: string;
};

const number = new Intl.NumberFormat('en');
export const countOf = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

/** The mail for programs that show text only; long lines are theirs to break. */
export function newsMailText({ sections }: MailContent, envelope: Envelope): string {
  const blocks = sections.flatMap(({ heading, said, numbers, sum, causes, link }) => [
    `${heading}\n${'='.repeat(Math.min(heading.length, 72))}`,
    ...said,
    ...(numbers.length === 0 ? [] : [tableOf(numbers, sum)]),
    ...causes.map(causeText),
    ...(link === null ? [] : [`${link.label}: ${link.url}`]),
  ]);
  const foot = [
    '-- ',
    `Hallpass, ${envelope.district}. ${envelope.why}`,
    `What you are told, and when: ${envelope.settingsUrl}`,
    `No more of these mails: ${envelope.unsubscribeUrl}`,
  ];
  return `${[...blocks, foot.join('\n')].join('\n\n')}\n`;
}

function tableOf(numbers: Section['numbers'], sum: string | null): string {
  const width = Math.max(...numbers.map(({ count }) => number.format(count).length));
  const lines = numbers.map(({ label, count }) => `${number.format(count).padStart(width)}  ${label}`);
  return [...lines, ...(sum === null ? [] : [sum])].join('\n');
}

const causeText = ({ title, standing, owner, todo, url }: CauseTold) =>
  [
    `* ${title}`,
    `  ${standing}.`,
    ...(owner === null ? [] : [`  Who fixes it: ${owner}.`]),
    ...(todo === null ? [] : [`  First: ${todo}`]),
    `  What to do, and which records: ${url}`,
  ].join('\n');

/** The same for programs that show HTML: made of MJML, filled in by Mustache, which escapes every value. */
export function newsMailHtmlOf(content: MailContent, envelope: Envelope): string {
  const sections = content.sections.map((section) => ({
    ...section,
    hasNumbers: section.numbers.length > 0,
    numbers: section.numbers.map(({ label, count }) => ({ label, count: number.format(count) })),
  }));
  return Mustache.render(newsMailHtml, { subject: content.subject, sections, ...envelope });
}
