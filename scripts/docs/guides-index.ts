import type { Guide } from '../../src/dictionary/guide.model.ts';
import { systems } from '../../src/dictionary/systems.ts';
import { link, madeFrom, table } from './markdown.ts';

/** A guide that is written by hand: its title and its first sentence. */
export type WrittenGuide = { readonly file: string; readonly title: string; readonly lead: string };

const kinds = [
  ['gradebook', 'Passing grades back to a gradebook'],
  ['lms', 'The LMS that the grades come from'],
  ['registrar', 'Merging a schedule with a SIS'],
  ['hallpass', 'Whatever the system on the other side is'],
] as const;

/** docs/guides/README.md: all guides. */
export function guidesIndex(guides: readonly Guide[], written: readonly WrittenGuide[]): string {
  const parts = kinds.map(([kind, title]) => {
    const rows = guides
      .filter(({ system }) => systems[system].kind === kind)
      .map((guide) => [link(guide.title, `${guide.system}.md`), guide.about, String(messagesOf(guide))]);
    return `## ${title}\n\n${table(['guide', 'about', 'messages'], rows)}`;
  });
  return `${madeFrom('src/dictionary/entries and the guides in this folder')}

# Guides

## How to

${table(
  ['guide', 'about'],
  written.map(({ file, title, lead }) => [link(title, file), lead]),
)}

The guides below list what a system says when something does not get through: each known message, what it means, who fixes it and how, and what keeps it from coming back. They are for whoever has such a message before them, and for printing.

${parts.join('\n\n')}

The same thing is said differently by each system: see [causes](../causes.md). What Hallpass itself says stands in [errors](../errors.md); how to look a message up, in [the dictionary](../dictionary.md).
`;
}

const messagesOf = ({ sections }: Guide) =>
  sections.flatMap(({ entries }) => entries).reduce((sum, { sayings }) => sum + sayings.length, 0);

/** Reads the title and the first sentence of a guide. */
export function readWritten(file: string, text: string): WrittenGuide {
  const [, title = file, lead = ''] = /^# (.+)\n+(.+)/m.exec(text) ?? [];
  return { file, title, lead: lead.replace(/([.?!]) .*$/, '$1') };
}
