import { isMassChange } from './count.model.ts';
import type { HoldAbove } from './job.ts';
import { eachSchool, type Operation, type Phase, type Threshold } from './threshold.schema.ts';

// Which changes wait for a person. Every change is judged by one rule, the most specific that speaks of it; changes of the
// same rule are counted together, those of a rule for schools by school.

/** The threshold of rosters that nobody has set another for. */
export const usualHoldAbove: HoldAbove = { share: 0.1, count: 10 };

/** What holds where nothing else is said: a job's own threshold, for deletions. */
export const defaultsOf = ({ count, share }: HoldAbove): readonly Threshold[] => [
  { operation: 'delete', above: { count, percent: share * 100 } },
];

/** How many records of a school ('': of none) would be changed, and how many are known there. */
export type Tally = { readonly school: string; readonly count: number; readonly known: number };

/** What is held: of these schools, or (null) all. `percent`: the share that was passed. */
export type MassChange = {
  readonly schools: readonly string[] | null;
  readonly count: number;
  readonly known: number;
  readonly percent: number;
};

type Now = { readonly operation: Operation; readonly kind: string; readonly phase: Phase | null };

/** The rules that speak of an operation on a kind at this time. */
export const rulesNow = (rules: readonly Threshold[], now: Now): readonly Threshold[] =>
  rules.filter(
    (rule) =>
      rule.operation === now.operation &&
      (rule.kind === undefined || rule.kind === now.kind) &&
      (rule.phase === undefined || rule.phase === now.phase),
  );

/** Whether rules tell schools apart, so that changes have to be counted by school. */
export const asksForSchools = (rules: readonly Threshold[]): boolean =>
  rules.some(({ school }) => school !== undefined);
/** Whether any of them holds anything. */
export const canHold = (rules: readonly Threshold[]): boolean => rules.some(({ above }) => above !== null);

/** The rule that names most; a school by its id is more than every school. Of equals the later one. */
function ruleOf(rules: readonly Threshold[], school: string): Threshold | null {
  let best: Threshold | null = null;
  for (const rule of rules) {
    const speaks = rule.school === undefined || (rule.school === eachSchool && school !== '') || rule.school === school;
    if (speaks && (best === null || weight(rule) >= weight(best))) best = rule;
  }
  return best;
}

const weight = ({ kind, phase, school }: Threshold) =>
  Number(kind !== undefined) +
  Number(phase !== undefined) +
  (school === undefined ? 0 : school === eachSchool ? 1 : 1.5);

/** Which of the changes are a mass change by the rules of now; null: none. */
export function massChangeOf(rules: readonly Threshold[], tallies: readonly Tally[]): MassChange | null {
  let free = false;
  const groups = new Map<string, { rule: Threshold; schools: string[]; count: number; known: number }>();
  for (const { school, count, known } of tallies) {
    const rule = ruleOf(rules, school);
    if (rule === null) {
      free = true;
      continue;
    }
    const name = `${rules.indexOf(rule)} ${rule.school === undefined ? '' : school}`;
    const group = groups.get(name) ?? { rule, schools: [], count: 0, known: 0 };
    groups.set(name, {
      rule,
      schools: [...group.schools, school],
      count: group.count + count,
      known: group.known + known,
    });
  }
  const held = [...groups.values()].flatMap((group) => {
    const { above } = group.rule;
    return above !== null && isMassChange(group, { count: above.count, share: above.percent / 100 })
      ? [{ ...group, percent: above.percent }]
      : [];
  });
  if (held.length === 0) return null;
  const sum = (of: 'count' | 'known') => held.reduce((all, group) => all + group[of], 0);
  const all = !free && held.length === groups.size;
  const schools = all ? null : held.flatMap((group) => group.schools);
  return {
    schools,
    count: sum('count'),
    known: sum('known'),
    percent: Math.min(...held.map(({ percent }) => percent)),
  };
}

/** A term of the source, by its days. */
export type TermDays = { readonly start: string; readonly end: string };
const near = 14;

/** Where in the school year a day lies; null where no term is known. */
export function phaseOf(terms: readonly TermDays[], today: string): Phase | null {
  if (terms.length === 0) return null;
  const day = (text: string) => Date.parse(text) / 86_400_000;
  const now = day(today);
  if (terms.some(({ start }) => Math.abs(now - day(start)) <= near)) return 'start';
  if (terms.some(({ end }) => Math.abs(now - day(end)) <= near)) return 'end';
  return terms.some(({ start, end }) => day(start) <= now && now <= day(end)) ? 'middle' : 'break';
}

/** Rules as a person reads them. */
export function thresholdsInWords(rules: readonly Threshold[]): string {
  if (rules.length === 0) return 'none';
  return rules
    .map(({ operation, kind, school, phase, above }) => {
      const where = [
        ...(kind === undefined ? [] : [kind]),
        ...(school === undefined ? [] : [school === eachSchool ? 'each school' : `school ${school}`]),
        ...(phase === undefined ? [] : [phase]),
      ];
      const of = where.length === 0 ? '' : ` (${where.join(', ')})`;
      return `${operation}${of}: ${above === null ? 'never' : `above ${above.count} and ${above.percent} %`}`;
    })
    .join('; ');
}
