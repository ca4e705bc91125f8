import type { Outside } from './connector.ts';

const longest = 300;
const schemes = /\b(Basic|Bearer)\s+[\w.~+/-]+=*/gi;
const signatures = /\b(oauth_signature|access_token|client_secret)("?\s*[=:]\s*"?)[^\s",&]+/gi;

type Known = Pick<Outside, 'credentials' | 'memory'>;

/**
 * What another system says, as it may be told: a line, not too long, and without what the connection signs in with, since
 * some systems repeat in a refusal what they were sent.
 */
export function toldBy(known: Known, text: string): string {
  const line = withoutSecrets(known, text)
    .replace(/[\s\p{Cc}\ufffd]+/gu, ' ')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}

/** A text without what the connection signs in with, in whatever spelling. */
export function withoutSecrets({ credentials, memory }: Known, text: string): string {
  const secrets = [
    ...Object.entries(credentials ?? {}).flatMap(([name, value]) => (name === 'kind' ? [] : [value])),
    ...[...memory.values()].map(({ value }) => value),
  ];
  const spelt = secrets.flatMap(spellingsOf).sort((a, b) => b.length - a.length);
  return spelt
    .reduce((said, secret) => said.replaceAll(secret, '[secret]'), text)
    .replace(schemes, '$1 [secret]')
    .replace(signatures, '$1$2[secret]');
}

/** A value as it is, and as it stands in an address, a form and a text in base64. One of a letter or two hides nothing. */
function spellingsOf(secret: string): readonly string[] {
  if (secret.length < 3) return [];
  const bytes = Buffer.from(secret);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      new URLSearchParams({ v: secret }).toString().slice('v='.length),
      JSON.stringify(secret).slice(1, -1),
      bytes.toString('base64'),
      bytes.toString('base64url'),
    ]),
  ];
}
