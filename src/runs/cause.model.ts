import type { Facts } from '../dictionary/facts.model.ts';

/** What is true of a whole group of records: the facts that its examples share, and how many they are. A group of one keeps all of its own. */
export function commonFacts(examples: readonly Facts[], count: number): Facts {
  const [first, ...others] = examples;
  if (first === undefined) return {};
  const shared = Object.entries(first).filter(([name, value]) => others.every((facts) => facts[name] === value));
  return { ...Object.fromEntries(shared), count: first['count'] ?? String(count) };
}
