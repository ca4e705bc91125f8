/** The first line of a generated page. */
export const madeFrom = (source: string) =>
  `<!-- Made from ${source} by "node scripts/docs.ts". Change it there, not here. -->`;

/** A sentence of the code as Markdown shows it, letter by letter. */
export function plain(text: string): string {
  return text.replaceAll(/[\\`*<|]/g, (sign) => `\\${sign}`);
}

/** A value as code; one that holds a backtick gets longer fences. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
