import { ApiRefusal } from './answer.ts';
import { type Fields, leafAt } from './fields.ts';
import { type Item, valuesAt } from './record.ts';

export type Filter = (item: Item) => boolean;

const clause = String.raw`([\w.]+)(!=|>=|<=|=|>|<|~)'`;
/** `field op 'value'`, at most two of them joined by AND or OR; a quote inside of a value stands for itself. */
const whole = new RegExp(`^${clause}(.*?)'(?: (AND|OR) ${clause}(.*)')?$`, 's');
const oneMore = new RegExp(`' (?:AND|OR) ${clause}`, 'is');

/** Strict as the standard prints it: no space round the operator, every value in single quotes (standards.md 1). */
export function filterOf(text: string, fields: Fields): Filter {
  const parts = whole.exec(text);
  if (parts === null) throw unreadable(text, "A filter is written field='value', with one of = != > >= < <= ~.");
  const [, field = '', operator = '', value = '', joint, field2 = '', operator2 = '', value2 = ''] = parts;
  if (oneMore.test(`${value}'`) || oneMore.test(value2))
    throw unreadable(text, 'A filter has at most two clauses, joined by AND or OR.');
  const first = clauseOf(field, operator, value, fields);
  if (joint === undefined) return first;
  const second = clauseOf(field2, operator2, value2, fields);
  return joint === 'AND' ? (item) => first(item) && second(item) : (item) => first(item) || second(item);
}

/** Of a list any value may fit; for `!=` none may be equal. */
function clauseOf(field: string, operator: string, value: string, fields: Fields): Filter {
  const path = field.split('.');
  const leaf = leafAt(fields, path);
  if (leaf === null) throw new ApiRefusal(400, 'invalid_filter_field', `There is no field ${field} to filter by.`);
  if (operator === '~') return (item) => valuesAt(item, path).some((one) => String(one).includes(value));
  // Moments are compared as moments: 04:00:00Z and 04:00:00.000Z are the same one.
  const sizeOf = leaf === 'dateTime' ? (text: string): number => Date.parse(text) : (text: string): string => text;
  const asked = sizeOf(value);
  if (Number.isNaN(asked)) throw unreadable(`${field}${operator}'${value}'`, 'A DateTime is ISO 8601.');
  if (operator === '!=') return (item) => !valuesAt(item, path).some((one) => sizeOf(String(one)) === asked);
  const fits = comparisons[operator];
  if (fits === undefined) throw unreadable(field, `There is no operator ${operator}.`);
  return (item) => valuesAt(item, path).some((one) => fits(sizeOf(String(one)), asked));
}

type Size = string | number;
const comparisons: Readonly<Record<string, (a: Size, b: Size) => boolean>> = {
  '=': (a, b) => a === b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function unreadable(text: string, why: string): ApiRefusal {
  return new ApiRefusal(400, 'invaliddata', `The filter ${text} cannot be read. ${why}`);
}
