import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { schoolQuery, schoolsFound } from './school-queries.ts';

/** Limits a list to one school; the address holds its id. Not for those who may not see schools. */
export function SchoolFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string | null) => void;
}) {
  const mayRead = useCan('schools.read');
  const [typed, setTyped] = useState('');
  const chosen = useQuery({ ...schoolQuery(value ?? ''), enabled: mayRead && value !== undefined });
  const name = chosen.data?.name ?? value ?? '';
  const [q] = useDebouncedValue(typed === name ? '' : typed, 200);
  const found = useQuery({ ...schoolsFound(q), enabled: mayRead });
  if (!mayRead) return null;
  const options = (found.data?.schools ?? []).map((school) => ({ value: school.id, label: school.name }));
  const data =
    value === undefined || options.some((option) => option.value === value)
      ? options
      : [{ value, label: name }, ...options];
  return (
    <Select
      size="xs"
      w={220}
      aria-label={text.roster.filterSchool}
      placeholder={text.roster.anySchool}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      nothingFoundMessage={text.schools.noneNamed}
      data={data}
      value={value ?? null}
      onSearchChange={setTyped}
      onChange={onChange}
    />
  );
}
