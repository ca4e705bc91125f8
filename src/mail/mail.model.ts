import Mustache from 'mustache';

/** A mail as a district writes it: `{{firstName}}` stands for a value. */
export type MailTemplate = { readonly subject: string; readonly text: string };
export type MailValues = Readonly<Record<string, string>>;
export type RenderedMail =
  | { readonly ok: true; readonly subject: string; readonly text: string }
  /** `part` is where the template cannot be read, `reason` what its reader says of it. */
  | { readonly ok: false; readonly part: 'subject' | 'text'; readonly reason: string };

/** Fills a template in. A placeholder without a value is left empty; values are text, in the subject one line of it. */
export function renderMail(template: MailTemplate, values: MailValues): RenderedMail {
  const subject = filled(template.subject, values);
  if (!subject.ok) return { ok: false, part: 'subject', reason: subject.reason };
  const text = filled(template.text, values);
  if (!text.ok) return { ok: false, part: 'text', reason: text.reason };
  return { ok: true, subject: oneLine(subject.text), text: plain(text.text) };
}

function filled(template: string, values: MailValues): { ok: true; text: string } | { ok: false; reason: string } {
  // Without a prototype a template reaches the values and nothing else.
  const view: Record<string, string> = Object.assign(Object.create(null), values);
  try {
    return { ok: true, text: Mustache.render(template, view, {}, { escape: String }) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A header ends at a line's end, so nothing that ends a line, or cannot be seen, may stand in one. */
const oneLine = (text: string) =>
  text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Lines end as Unix lines do; of the other characters that cannot be seen only the tab stays (PostgreSQL stores no NUL). */
const plain = (text: string) => text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');

/** One address that a server can be told: no list, no name, nothing that could end the line. */
export const isAddress = (to: string): boolean =>
  to.length <= 320 && /^[^\s\p{Cc}<>(),;:"@]+@[^\s\p{Cc}<>(),;:"@]+$/u.test(to);

const link = /\bhttps?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}]/g;

/** The same mail for programs that show HTML: paragraphs, line breaks and links, and nothing that was not in the text. */
export function htmlOf(text: string): string {
  const paragraphs = text
    .trim()
    .split(/\n[ \t]*\n\s*/)
    .map((paragraph) => `<p dir="auto" style="margin:0 0 1em">${linked(paragraph).replaceAll('\n', '<br>\n')}</p>`);
  return [
    '<!doctype html>',
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    '<meta name="color-scheme" content="light dark"></head>',
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;max-width:36em;overflow-wrap:anywhere">',
    ...paragraphs,
    '</body></html>',
    '',
  ].join('\n');
}

function linked(text: string): string {
  let html = '';
  let from = 0;
  for (const { 0: address, index } of text.matchAll(link)) {
    html += `${escaped(text.slice(from, index))}<a href="${escaped(address)}">${escaped(address)}</a>`;
    from = index + address.length;
  }
  return html + escaped(text.slice(from));
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? mark);

const anyLink =
  /\b((?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s/?#@<>"]+@)?)([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*(?::\d+)?|\[[0-9a-f:.]+\](?::\d+)?)([/?#][^\s<>"]*)/giu;

/**
 * A text for whoever reads the outbox: where links lead is told, what opens something there is cut. A link may let its
 * receiver in, and who may read mail is not thereby its receiver.
 */
export function withoutLinks(text: string): string {
  return text.replace(anyLink, (whole, before: string, host: string, rest: string) => {
    const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(before)?.[0] ?? '';
    // `and/or` and `7/8` lead nowhere.
    if (scheme === '' && !/[.:]/.test(host)) return whole;
    return rest === '/' ? `${scheme}${host}/` : `${scheme}${host}/…`;
  });
}

/** The same for a mail's HTML: no link leads anywhere, and addresses in its text are cut. */
export const htmlWithoutLinks = (html: string): string =>
  html
    .replace(/\shref\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '')
    .split(/(<style[\s\S]*?<\/style>|<[^>]*>)/i)
    .map((piece, at) => (at % 2 === 1 ? piece : withoutLinks(piece)))
    .join('');
