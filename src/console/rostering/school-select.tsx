import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { text } from '../text/text.ts';
import { schoolsFound } from './school-queries.ts';

interface Named {
  value: string;
  label: string;
}

/** Schools by what is typed, asked of the server, since a district may have thousands. */
function useSchoolOptions(typed: string): Named[] {
  const [q] = useDebouncedValue(typed, 200);
  const found = useQuery(schoolsFound(q));
  return (found.data?.schools ?? []).map((school) => ({ value: school.id, label: school.name }));
}

function withChosen(options: readonly Named[], chosen: readonly Named[]): Named[] {
  const ids = new Set(options.map((option) => option.value));
  return [...options, ...chosen.filter((one) => !ids.has(one.value))];
}

/** One school, or none (`null`), which the placeholder explains. */
export function SchoolSelect(props: {
  label: string;
  placeholder: string;
  value: string | null;
  name: string | null;
  onChange: (id: string | null, name: string | null) => void;
}) {
  const [typed, setTyped] = useState('');
  const chosen = props.value === null ? [] : [{ value: props.value, label: props.name ?? props.value }];
  const options = useSchoolOptions(typed === props.name ? '' : typed);
  return (
    <Select
      label={props.label}
      placeholder={props.placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      nothingFoundMessage={text.schools.noneNamed}
      data={withChosen(options, chosen)}
      value={props.value}
      onSearchChange={setTyped}
      onChange={(id, option) => props.onChange(id, option?.label ?? null)}
    />
  );
}

export function SchoolsSelect(props: {
  label: string;
  description: string;
  value: string[];
  onChange: (ids: string[]) => void;
}) {
  const [typed, setTyped] = useState('');
  const [names, setNames] = useState<Record<string, string>>({});
  const options = useSchoolOptions(typed);
  const all = withChosen(
    options,
    props.value.map((id) => ({ value: id, label: names[id] ?? id })),
  );
  return (
    <MultiSelect
      label={props.label}
      description={props.description}
      placeholder={props.value.length === 0 ? text.schools.every : ''}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      nothingFoundMessage={text.schools.noneNamed}
      data={all}
      value={props.value}
      onSearchChange={setTyped}
      onChange={(ids) => {
        setNames((before) => ({ ...before, ...Object.fromEntries(all.map((one) => [one.value, one.label])) }));
        props.onChange(ids);
      }}
    />
  );
}
