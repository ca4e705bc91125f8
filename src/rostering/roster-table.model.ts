import type { Account } from './account.model.ts';
import type { Kind } from './oneroster/columns.model.ts';

/** How a kind lies in the database: its table, the column of its key, the columns a source fills, in the order of COPY, with their SQL types. */
export type RosterTable = {
  readonly table: string;
  readonly key: string;
  readonly columns: readonly (readonly [name: string, type: string])[];
};

const subjects = [
  ['grades', 'text[]'],
  ['subjects', 'text[]'],
  ['subject_codes', 'text[]'],
] as const;

export const rosterTables: Readonly<Record<Kind, RosterTable>> = {
  org: {
    table: 'school',
    key: 'id',
    columns: [
      ['name', 'text'],
      ['type', 'text'],
      ['identifier', 'text'],
      ['parent_id', 'text'],
      ['metadata', 'jsonb'],
    ],
  },
  academicSession: {
    table: 'term',
    key: 'source_key',
    columns: [
      ['title', 'text'],
      ['type', 'text'],
      ['start_date', 'date'],
      ['end_date', 'date'],
      ['parent_id', 'bigint'],
      ['school_year', 'text'],
      ['metadata', 'jsonb'],
    ],
  },
  course: {
    table: 'course',
    key: 'source_key',
    columns: [
      ['title', 'text'],
      ['course_code', 'text'],
      ['school_id', 'text'],
      ['school_year_id', 'bigint'],
      ...subjects,
      ['metadata', 'jsonb'],
    ],
  },
  class: {
    table: 'class',
    key: 'source_key',
    columns: [
      ['title', 'text'],
      ['class_code', 'text'],
      ['class_type', 'text'],
      ['location', 'text'],
      ['course_id', 'bigint'],
      ['school_id', 'text'],
      ...subjects,
      ['periods', 'text[]'],
      ['metadata', 'jsonb'],
    ],
  },
  user: {
    table: 'person',
    key: 'source_key',
    columns: [
      ['given_name', 'text'],
      ['family_name', 'text'],
      ['middle_name', 'text'],
      ['preferred_given_name', 'text'],
      ['preferred_family_name', 'text'],
      ['username', 'text'],
      ['email', 'text'],
      ['sms', 'text'],
      ['phone', 'text'],
      ['identifier', 'text'],
      ['enabled', 'boolean'],
      ['grades', 'text[]'],
      ['user_ids', 'text[]'],
      ['agent_keys', 'text[]'],
      ['metadata', 'jsonb'],
    ],
  },
  role: {
    table: 'person_role',
    key: 'source_key',
    columns: [
      ['person_id', 'bigint'],
      ['school_id', 'text'],
      ['role', 'text'],
      ['role_type', 'text'],
      ['begin_date', 'date'],
      ['end_date', 'date'],
      ['metadata', 'jsonb'],
    ],
  },
  enrollment: {
    table: 'enrollment',
    key: 'source_key',
    columns: [
      ['class_id', 'bigint'],
      ['person_id', 'bigint'],
      ['school_id', 'text'],
      ['role', 'text'],
      ['is_primary', 'boolean'],
      ['begin_date', 'date'],
      ['end_date', 'date'],
      ['metadata', 'jsonb'],
    ],
  },
};

export type ColumnValue = string | number | boolean | readonly string[] | Readonly<Record<string, string>> | null;

/** What the roster holds of a key: its id, the fingerprint last accepted, whether it is there, and whose it is. */
export type Stored = {
  readonly id: number | string;
  readonly print: string;
  readonly active: boolean;
  readonly connection: number | null;
};
/** Of a record that others refer to: its id, and whose it is. */
export type Parent = Pick<Stored, 'id' | 'connection'>;

/** What is written of one record, and the rows that hang on it. */
export type RosterBody = {
  readonly id: number | string;
  readonly print: string;
  /** A new row's columns in the table's order, in the text format of COPY. */
  readonly copy?: string;
  /** A changed row's columns in the table's order. */
  readonly values?: readonly ColumnValue[];
  /** A class's terms, or a person's accounts; they replace what was there. */
  readonly terms?: readonly number[];
  readonly accounts?: readonly Account[];
};

/** Values that mean "nothing said" for columns that must not be null. */
export function emptyValue(type: string): ColumnValue {
  return type === 'text[]' ? [] : null;
}

/** One value in the text format of COPY. */
export function copyText(value: ColumnValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'string') return escaped(value);
  if (Array.isArray(value)) return value.length === 0 ? '{}' : escaped(`{${value.map(quoted).join(',')}}`);
  return escaped(JSON.stringify(value));
}

const special = /[\\\n\r\t]/;

function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
}

const quoted = (item: string) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The values of a row that was put into the text format of COPY. */
export function valuesOfCopy({ columns }: RosterTable, copy: string): readonly ColumnValue[] {
  const cells = copy.split('\t');
  return columns.map(([, type], at) => {
    const cell = cells[at] ?? nothing;
    return cell === nothing
      ? null
      : valueOfText(
          type,
          cell.replace(/\\(.)/g, (_, letter: string) => letters[letter] ?? letter),
        );
  });
}

const nothing = '\\N';
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function valueOfText(type: string, text: string): ColumnValue {
  if (type === 'bigint') return Number(text);
  if (type === 'boolean') return text === 't';
  if (type === 'jsonb') return JSON.parse(text) as Readonly<Record<string, string>>;
  if (type !== 'text[]') return text;
  // Its items are quoted as JSON quotes them, but for control characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that JSON does not take as they are
  const items = text.slice(1, -1).replace(/[\u0000-\u001f]/g, (letter) => JSON.stringify(letter).slice(1, -1));
  return JSON.parse(`[${items}]`) as readonly string[];
}
