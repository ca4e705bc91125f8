import { ApiRefusal } from './answer.ts';
import { type Fields, leafAt } from './fields.ts';
import { type Filter, filterOf } from './filter.ts';
import { type Item, valuesAt } from './record.ts';

type Compare = (a: Item, b: Item) => number;

/** What a list was asked for. */
export type Query = {
  readonly limit: number;
  readonly offset: number;
  readonly filter: Filter | null;
  readonly order: Compare | null;
  readonly fields: readonly string[] | null;
  /** Filter and order as they were written: the same text is the same selection. */
  readonly text: string;
};

const defaultLimit = 100;

/** A limit above `maxLimit` is taken as that, as most providers do. */
export function queryOf(search: URLSearchParams, known: Fields, maxLimit: number): Query {
  const filter = one(search, 'filter');
  const sort = one(search, 'sort');
  const orderBy = one(search, 'orderBy');
  if (orderBy !== null && orderBy !== 'asc' && orderBy !== 'desc')
    throw new ApiRefusal(400, 'invaliddata', `orderBy is asc or desc, not ${orderBy}.`);
  return {
    limit: Math.min(maxLimit, wholeNumber(search, 'limit', 1) ?? defaultLimit),
    offset: wholeNumber(search, 'offset', 0) ?? 0,
    filter: filter === null ? null : filterOf(filter, known),
    order: sort === null ? null : orderOf(sort, orderBy === 'desc', known),
    fields: selectionOf(search, known),
    text: JSON.stringify([filter, sort, orderBy]),
  };
}

/** The fields to answer; null: all. An unknown one refuses the request. */
export function selectionOf(search: URLSearchParams, known: Fields): readonly string[] | null {
  const text = one(search, 'fields');
  if (text === null) return null;
  const names = text.split(',');
  const unknown = names.find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined)
    throw new ApiRefusal(400, 'invalid_selection_field', `There is no field ${unknown} to select.`);
  return names;
}

export function selected(item: Item, fields: readonly string[] | null): Readonly<Record<string, unknown>> {
  return fields === null ? item : Object.fromEntries(fields.map((name) => [name, item[name]]));
}

/** By the first value of the field, letter by letter; records without one come first. Equal ones stay as they were. */
function orderOf(sort: string, descending: boolean, known: Fields): Compare {
  const path = sort.split('.');
  if (leafAt(known, path) === null)
    throw new ApiRefusal(400, 'invalid_sort_field', `There is no field ${sort} to sort by.`);
  const textOf = (item: Item): string => String(valuesAt(item, path)[0] ?? '');
  return (a, b) => {
    const [left, right] = descending ? [textOf(b), textOf(a)] : [textOf(a), textOf(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}

function wholeNumber(search: URLSearchParams, name: string, least: number): number | null {
  const text = one(search, name);
  if (text === null) return null;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (number < least)
    throw new ApiRefusal(400, 'invaliddata', `${name} is a whole number of at least ${least}, not ${text}.`);
  return number;
}

function one(search: URLSearchParams, name: string): string | null {
  const values = search.getAll(name);
  if (values.length > 1) throw new ApiRefusal(400, 'invaliddata', `${name} was given ${values.length} times.`);
  return values[0] ?? null;
}
