import { type Column, carriedFiles } from '../rostering/oneroster/columns.model.ts';
import { wordsOf } from '../rostering/oneroster/meaning.model.ts';
import { counted } from './counted.model.ts';
import type { Description, Fix, Group } from './fix.ts';

/** Values that were told shortened are not known. */
const longest = 200;

/** A word that OneRoster does not know is read as one that it does, in all that the connection brings. */
export const valueMap: Fix = {
  name: 'value.map',
  carries: 'again',
  restores: true,
  describe(group) {
    const { value } = group.facts;
    const column = columnOf(group);
    const words = column === undefined ? null : wordsOf(column);
    if (column === undefined || words === null || value === undefined || value === '' || value.length > longest)
      return null;
    return describe(column, value, words);
  },
  show: ({ facts }, { word = '' }) => ({ before: facts['value'] ?? '', after: word }),
  warns: ({ stored, waiting }) => [
    ...counted(
      stored,
      'of these records is in the roster already, as it was before, and is replaced by what the source says now.',
      'of these records are in the roster already, as they were before, and are replaced by what the source says now.',
    ),
    ...counted(
      waiting,
      'record waits for these, and is tried again with them.',
      'records wait for these, and are tried again with them.',
    ),
  ],
};

const entries: ReadonlySet<string> = new Set(['oneroster.value_not_allowed', 'oneroster.boolean_unreadable']);

function columnOf({ entry, kind, facts }: Group): Column | undefined {
  if (!entries.has(entry)) return undefined;
  const versions = ['1.1', '1.2', '1.2 REST'] as const;
  const files = versions.flatMap(carriedFiles).filter((file) => file.kind === kind);
  return files.flatMap((file) => file.columns).find((column) => column.name === facts['column']);
}

function describe({ name }: Column, value: string, words: readonly string[]): Description {
  return {
    title: `Say what “${value}” means`,
    does: `In ${name} this source writes “${value}”, which is no word of OneRoster. Once it is said what it means, it is read so in everything that this connection brings, today and later, until the fix is taken back.`,
    fields: [
      {
        name: 'word',
        label: `“${value}” in ${name} means`,
        help: '',
        is: 'choice',
        required: true,
        choices: [...words],
      },
    ],
    picks: false,
  };
}
