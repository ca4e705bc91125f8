import { readFileSync } from 'node:fs';
import { parseSync } from '@swc/core';

// What src/platform/tables.ts says of each column, read from its syntax: no compiler is needed for these few forms.

export type ColumnShape = {
  /** The type of what is read, without null: `number`, `string[]`, `Buffer`, `'a' | 'b'` counts as string, everything else as json. */
  readonly base: string;
  readonly nullable: boolean;
  /** May be left out of an insert although it is not nullable. */
  readonly defaulted: boolean;
  /** Read as a value and written as text, as JSON is. */
  readonly json: boolean;
};
type Shapes = ReadonlyMap<string, ColumnShape>;
type Node = { readonly type: string; readonly [key: string]: unknown };

export function readTableTypes(file: string): ReadonlyMap<string, Shapes> {
  const module = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', target: 'es2022' }) as unknown as {
    body: Node[];
  };
  const aliases = new Map<string, Node>();
  for (const item of module.body) {
    const declared = item.type === 'ExportDeclaration' ? (item['declaration'] as Node) : item;
    if (declared.type === 'TsTypeAliasDeclaration')
      aliases.set(nameOf(declared['id']), declared['typeAnnotation'] as Node);
  }
  const tables = aliases.get('Tables');
  if (tables === undefined) throw new Error(`${file} has no type Tables`);
  return new Map(membersOf(tables, aliases).map(([name, type]) => [name, columnsOf(type, aliases)]));
}

function columnsOf(type: Node, aliases: ReadonlyMap<string, Node>): Shapes {
  return new Map(membersOf(type, aliases).map(([name, column]) => [name, shapeOf(column, aliases)]));
}

/** The properties of an object type, of an intersection of them, or of a record with literal keys. */
function membersOf(type: Node, aliases: ReadonlyMap<string, Node>): [string, Node][] {
  switch (type.type) {
    case 'TsParenthesizedType':
      return membersOf(type['typeAnnotation'] as Node, aliases);
    case 'TsTypeLiteral':
      return (type['members'] as Node[]).map((member) => {
        if (member.type !== 'TsPropertySignature' || member['optional'] === true) throw unknown(member);
        return [nameOf(member['key']), (member['typeAnnotation'] as Node)['typeAnnotation'] as Node];
      });
    case 'TsIntersectionType':
      return (type['types'] as Node[]).flatMap((part) => membersOf(part, aliases));
    case 'TsTypeReference': {
      const [name, params] = reference(type);
      const [keys, value] = params;
      if (name === 'Record' && keys !== undefined && value !== undefined)
        return alternatives(keys).map((key) => [String((key['literal'] as Node)['value']), value]);
      const alias = aliases.get(name);
      if (alias === undefined) throw unknown(type);
      return membersOf(alias, aliases);
    }
    default:
      throw unknown(type);
  }
}

function shapeOf(type: Node, aliases: ReadonlyMap<string, Node>): ColumnShape {
  const parts = alternatives(type);
  const values = parts.filter((part) => !isKeyword(part, 'null'));
  const nullable = values.length < parts.length;
  const [only] = values;
  if (values.length !== 1 || only === undefined || only.type !== 'TsTypeReference')
    return { base: baseOf(values, aliases), nullable, defaulted: false, json: false };
  const [name, [select, insert]] = reference(only);
  const wrapped = { select: select ?? only, nullable };
  switch (name) {
    case 'Generated':
    case 'Defaulted':
      return { ...shapeOf(wrapped.select, aliases), ...(nullable ? { nullable } : {}), defaulted: true };
    case 'Json':
    case 'JSONColumnType':
      return { base: 'json', nullable, defaulted: false, json: true };
    case 'ColumnType': {
      const omitted = insert !== undefined && alternatives(insert).some((part) => isKeyword(part, 'undefined'));
      return { base: 'json', nullable, defaulted: omitted, json: true };
    }
    default:
      return { base: baseOf(values, aliases), nullable, defaulted: false, json: false };
  }
}

function baseOf(values: readonly Node[], aliases: ReadonlyMap<string, Node>): string {
  const bases = new Set(values.map((value) => oneBase(value, aliases)));
  const [base, ...more] = bases;
  if (base === undefined || more.length > 0) throw new Error(`a column is ${[...bases].join(' or ')}`);
  return base;
}

function oneBase(type: Node, aliases: ReadonlyMap<string, Node>): string {
  switch (type.type) {
    case 'TsKeywordType':
      return String(type['kind']);
    case 'TsLiteralType':
      return typeof (type['literal'] as Node)['value'];
    case 'TsArrayType':
      return `${oneBase(type['elemType'] as Node, aliases)}[]`;
    case 'TsTypeReference': {
      const [name] = reference(type);
      const alias = aliases.get(name);
      return alias === undefined ? name : baseOf(alternatives(alias), aliases);
    }
    default:
      throw unknown(type);
  }
}

const alternatives = (type: Node): Node[] => (type.type === 'TsUnionType' ? (type['types'] as Node[]) : [type]);
const isKeyword = (type: Node, kind: string) => type.type === 'TsKeywordType' && type['kind'] === kind;
const nameOf = (node: unknown) => String((node as Node)['value']);
const unknown = (node: Node) => new Error(`tables.ts has a form that is not understood here: ${JSON.stringify(node)}`);

function reference(type: Node): [string, Node[]] {
  const params = type['typeParams'] as { params: Node[] } | null | undefined;
  return [nameOf(type['typeName']), params?.params ?? []];
}
