import type { Entry } from '../../src/dictionary/entry.schema.ts';
import {
  causesByTopic,
  type GuideSaying,
  hasGuide,
  type ToldCanonicalCause,
} from '../../src/dictionary/guide.model.ts';
import { systems } from '../../src/dictionary/systems.ts';
import { anchor, bullets, code, inShort, link, madeFrom, plain, slug } from './markdown.ts';

/** docs/causes.md: each canonical cause, and how every system says it. */
export function causesPage(entries: readonly Entry[]): string {
  const topics = causesByTopic(entries);
  return `${madeFrom('src/dictionary/causes and src/dictionary/entries')}

# What can be wrong, and how each system says it

A cause is one thing that can be wrong, named \`area.reason\`. Systems say the same thing in different words; each of these wordings leads to its entry, with what to do about it in that system.

${bullets(topics.map(({ title }) => link(title, `#${slug(title)}`)))}

${topics.map(({ title, causes }) => [`## ${title}`, ...causes.map(tell)].join('\n\n')).join('\n\n')}
`;
}

const tell = ({ cause, title, meaning, said }: ToldCanonicalCause): string =>
  [`<a id="${anchor(cause)}"></a>`, `### ${plain(title)}`, code(cause), plain(meaning), bullets(said.map(lineOf))].join(
    '\n\n',
  );

/** Where an entry is told: the guide of its system, or the page of our own errors. */
const lineOf = (saying: GuideSaying): string => {
  const { system, entry, short } = saying;
  const page = hasGuide(saying) ? `guides/${system}.md` : 'errors.md';
  return `${plain(systems[system].title)}: ${link(inShort(short), `${page}#${anchor(entry)}`)}`;
};
