import { readFileSync } from 'node:fs';
import path from 'node:path';
import mjml from 'mjml';
import { root } from '../source-files.mjs';

/**
 * The HTML of mails of news as a module: MJML makes of the layout what mail programs need; what is sent only fills it in. No
 * font is fetched from anywhere, which would tell others who reads.
 */
export async function mailLayout(): Promise<string> {
  const source = readFileSync(path.join(root, 'src/notifications/news-mail.mjml'), 'utf8');
  const { html, errors } = await mjml(source, { validationLevel: 'strict', keepComments: false, fonts: {} });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const lines = html.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const text = lines.join('\n').replaceAll(/[\\`]|\$\{/g, (mark) => `\\${mark}`);
  return `// Made from news-mail.mjml by \`node scripts/docs.ts\`; change it there.\n\n/** The HTML of a mail of news, as a template of Mustache. */\nexport const newsMailHtml = \`${text}\n\`;\n`;
}
