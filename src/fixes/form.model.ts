import { z } from 'zod';
import { refuse } from '../dictionary/refusal.model.ts';
import type { Description, Field, Values } from './fix.ts';

const longest = 200;
const day = z.iso.date();

/** The form of a fix as it was filled in, or a refusal with every fault. `today`: as the district's calendar has it. */
export function readValues({ fields }: Description, given: Values, today: string): Values {
  const known = new Set(fields.map(({ name }) => name));
  const faults = Object.keys(given)
    .filter((name) => !known.has(name))
    .map((name) => faultOf(name, 'is none of its fields'));
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = (given[field.name] ?? '').trim();
    const fault = faultIn(field, value, today);
    if (fault !== null) faults.push(faultOf(field.name, fault));
    else if (value !== '') values[field.name] = value;
  }
  if (faults.length === 0) return values;
  const reason = faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw refuse('request.body_invalid', { reason }, faults);
}

const faultOf = (name: string, message: string) => ({
  pointer: `/values/${name}`,
  entry: 'request.body_invalid',
  message,
});

function faultIn({ is, required, choices }: Field, value: string, today: string): string | null {
  if (value === '') return required ? 'is needed' : null;
  if (is === 'choice') return choices.includes(value) ? null : `must be one of ${choices.join(', ')}`;
  if (is === 'text') return value.length <= longest ? null : `must have at most ${longest} characters`;
  return day.safeParse(value).success && value >= today ? null : 'must be a day from today on';
}
