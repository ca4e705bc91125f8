import { code, madeFrom, plain, table } from './markdown.ts';

type Key = { readonly env: string; readonly meaning: string; readonly shownDefault: string };

/** docs/configuration.md: each environment variable that the hub and the command line read. */
export function configurationPage(keys: readonly Key[]): string {
  const rows = keys.map(({ env, meaning, shownDefault }) => [code(env), plain(meaning), plain(shownDefault)]);
  return `${madeFrom('src/config.ts')}

# Configuration

Hallpass is configured by environment variables, for the hub and for every command alike. An empty variable counts as unset. A value that cannot be used ends the program with exit status 2 and a line for each variable that is wrong; nothing is started then.

${table(['variable', 'meaning', 'default'], rows)}

Everything else (schools, people, API keys) is data of a district: see the console, or the district file of \`hallpass apply\`.
`;
}
