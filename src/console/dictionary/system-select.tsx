import { Select } from '@mantine/core';
import type { SystemId } from '../../dictionary/entry.schema.ts';
import { type System, systems } from '../../dictionary/systems.ts';
import { text } from '../text/text.ts';

export const systemIds = Object.keys(systems) as SystemId[];
const kinds = Object.keys(text.dictionary.kinds) as System['kind'][];

export const asSystem = (word: string | undefined): SystemId | undefined => systemIds.find((id) => id === word);

/** The systems by their kind, in the order in which they are listed. */
export const systemsByKind = kinds.map((kind) => ({
  kind,
  title: text.dictionary.kinds[kind],
  systems: systemIds.filter((id) => systems[id].kind === kind),
}));

const options = systemsByKind.map(({ title, systems: ids }) => ({
  group: title,
  items: ids.map((id) => ({ value: id, label: systems[id].title })),
}));

/** Chooses a system, or none. */
export function SystemSelect(props: {
  value: SystemId | undefined;
  onChange: (system: SystemId | undefined) => void;
  /** Above the field; without it the field says itself what it is. */
  label?: string;
  description?: string;
  size?: 'xs' | 'sm';
  width?: number;
  placeholder?: string;
  error?: string | null;
}) {
  const { value, onChange, label, description, size = 'sm', width, placeholder, error } = props;
  return (
    <Select
      size={size}
      {...(width === undefined ? {} : { w: { base: '100%', xs: width } })}
      {...(label === undefined ? { 'aria-label': text.dictionary.system } : { label })}
      {...(description === undefined ? {} : { description })}
      placeholder={placeholder ?? text.dictionary.anySystem}
      error={error ?? null}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      maxDropdownHeight={320}
      data={options}
      value={value ?? null}
      onChange={(system) => onChange(asSystem(system ?? undefined))}
    />
  );
}
