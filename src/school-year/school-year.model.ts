import type { Threshold } from '../runs/threshold.schema.ts';
import type { TermFinding } from './school-year.schema.ts';

export type Term = {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly start: string;
  readonly end: string;
  readonly connection: number;
  readonly parent: number | null;
};

/** Grading periods go with the terms that they lie in. */
const whole: readonly string[] = ['term', 'semester', 'schoolYear'];

/** The terms of the year that ends on a day: those that have ended by then, with all that lies in them. */
export function termsOfYear(terms: readonly Term[], endsOn: string): readonly Term[] {
  const ended = new Set(terms.filter(({ end }) => end <= endsOn).map(({ id }) => id));
  for (let grown = true; grown; ) {
    const within = terms.filter(({ id, parent }) => parent !== null && ended.has(parent) && !ended.has(id));
    for (const { id } of within) ended.add(id);
    grown = within.length > 0;
  }
  return terms.filter(({ id }) => ended.has(id));
}

/** What to know of the terms of each connection before a year is archived. */
export function termFindings(
  terms: readonly Term[],
  endsOn: string,
  connections: readonly { readonly id: number; readonly name: string }[],
): readonly TermFinding[] {
  return connections.flatMap(({ id, name }) => {
    const own = terms.filter(({ connection, type }) => connection === id && whole.includes(type));
    if (own.length === 0) return [];
    const about = (what: TermFinding['what'], term: Term | null): TermFinding => ({
      what,
      connection: name,
      term: term?.title ?? null,
      from: term?.start ?? null,
      to: term?.end ?? null,
    });
    const next = own.filter(({ start }) => start > endsOn);
    const over = own.filter(({ start, end }) => start <= endsOn && end > endsOn);
    return [
      ...(next.length === 0 ? [about('next_missing', null)] : []),
      ...over.map((term) => about('reaches_over', term)),
      ...overlapping(next).map((term) => about('next_overlap', term)),
    ];
  });
}

/** Terms of one type that begin before another of it has ended. */
function overlapping(terms: readonly Term[]): readonly Term[] {
  const sorted = [...terms].sort((a, b) => (a.start < b.start ? -1 : 1));
  return sorted.filter(({ id, type, start }) =>
    sorted.some((other) => other.id !== id && other.type === type && other.start <= start && start < other.end),
  );
}

/**
 * How much may change in a night while a year is rolled over. Last year's sections are archived by then and no longer
 * count: what would still be deleted is worth a look. Many people leave and come in a summer, but not all at once.
 */
export const rolloverThresholds: readonly Threshold[] = [
  { operation: 'delete', kind: 'class', phase: 'rollover', school: '*', above: { count: 10, percent: 5 } },
  { operation: 'delete', kind: 'enrollment', phase: 'rollover', school: '*', above: { count: 50, percent: 30 } },
  { operation: 'delete', kind: 'user', phase: 'rollover', school: '*', above: { count: 10, percent: 30 } },
  { operation: 'create', kind: 'user', phase: 'rollover', school: '*', above: { count: 50, percent: 40 } },
  { operation: 'delete', kind: 'org', phase: 'rollover', above: { count: 0, percent: 0 } },
];

/** The rules of a flow with those of a rollover in place of any that it had for it. */
export const withRollover = (rules: readonly Threshold[]): readonly Threshold[] => [
  ...rules.filter(({ phase }) => phase !== 'rollover'),
  ...rolloverThresholds,
];
export const hasRollover = (rules: readonly Threshold[]): boolean => rules.some(({ phase }) => phase === 'rollover');
