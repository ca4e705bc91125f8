/** The first line of a generated page. */
export const madeFrom = (source: string) =>
  `<!-- Made from ${source} by "node scripts/docs.ts". Change it there, not here. -->`;

/** Whether a text is a generated page. */
export const isMade = (text: string) => text.startsWith('<!-- Made from ');

/** A sentence of the code as Markdown shows it, letter by letter. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*<|]/g, (sign) => `\\${sign}`);
}

export const link = (text: string, target: string) =>
  `[${plain(text).replaceAll(/[[\]]/g, (sign) => `\\${sign}`)}](${target})`;

/** A value as code; one that holds a backtick gets longer fences. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const numbered = (items: readonly string[]) => items.map((item, at) => `${at + 1}. ${item}`).join('\n');
export const bullets = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

/** A message so short that it fits into a table. */
export function inShort(text: string): string {
  const most = 100;
  return text.length <= most ? text : `${text.slice(0, most).replace(/\s+\S*$/, '')} …`;
}

/** The anchor of an entry or a cause on the page that tells it. */
export const anchor = (name: string) => name.replaceAll(/[._]/g, '-');

/** The anchor that a heading gets by itself. */
export const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
