import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { SchoolSelect } from '../rostering/school-select.tsx';
import { text } from '../text/text.ts';
import { type GrantView, type GrantWrite, rolesQuery } from './access-queries.ts';
import css from './grant-editor.module.css';

/** A role, and where it holds: the whole district, or one school; `no` tells equal rows apart while they are edited. */
export interface GrantDraft {
  no: number;
  role: string | null;
  schoolId: string | null;
  schoolName: string | null;
}

let lastNo = 0;
export function newGrant(from?: GrantView): GrantDraft {
  lastNo += 1;
  return {
    no: lastNo,
    role: from?.role ?? null,
    schoolId: from?.schoolId ?? null,
    schoolName: from?.schoolName ?? null,
  };
}

export const grantsOf = (drafts: readonly GrantDraft[]): GrantWrite[] =>
  drafts.flatMap(({ role, schoolId }) => (role === null ? [] : [{ role, schoolId }]));

export function GrantEditor({
  grants,
  change,
}: {
  grants: readonly GrantDraft[];
  change: (grants: GrantDraft[]) => void;
}) {
  const roles = useQuery(rolesQuery);
  const replace = (no: number, part: Partial<GrantDraft>) =>
    change(grants.map((grant) => (grant.no === no ? { ...grant, ...part } : grant)));
  return (
    <fieldset className={css.grants}>
      <legend>{text.people.roles}</legend>
      {grants.map((grant) => (
        <div key={grant.no} className={css.grant}>
          <Select
            label={text.people.role}
            required
            searchable
            data={(roles.data?.roles ?? []).map((role) => ({ value: role.id, label: role.name }))}
            value={grant.role}
            onChange={(role) => replace(grant.no, { role })}
          />
          <SchoolSelect
            label={text.people.where}
            placeholder={text.people.wholeDistrict}
            value={grant.schoolId}
            name={grant.schoolName}
            onChange={(schoolId, schoolName) => replace(grant.no, { schoolId, schoolName })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={34}
            disabled={grants.length === 1}
            aria-label={text.people.removeRole}
            onClick={() => change(grants.filter((other) => other.no !== grant.no))}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="subtle"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => change([...grants, newGrant()])}
        className={css.add ?? ''}
      >
        {text.people.addRole}
      </Button>
    </fieldset>
  );
}
