import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconSchool } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { SchoolView } from '../../rostering/school.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { SchoolDialog } from './school-dialog.tsx';
import type { SchoolsAnswer } from './school-queries.ts';
import css from './schools.module.css';

const columns: readonly Column<SchoolView>[] = [
  {
    id: 'name',
    head: text.schools.columns.name,
    width: '30%',
    cell: (school) => (
      <Link to="/schools/$id" params={{ id: school.id }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={school.name} />
      </Link>
    ),
  },
  {
    id: 'id',
    head: text.schools.columns.id,
    width: '20%',
    cell: (school) => <Copyable value={school.id.slice(0, 60)} name={text.shell.id} />,
  },
  {
    id: 'classes',
    head: text.schools.columns.classes,
    width: '90px',
    align: 'end',
    cell: (school) => text.number(school.classes),
  },
  {
    id: 'people',
    head: text.schools.columns.people,
    width: '90px',
    align: 'end',
    cell: (school) => text.number(school.people),
  },
  {
    id: 'by',
    head: text.schools.columns.broughtBy,
    cell: (school) => <ForeignLine value={school.connection?.name ?? text.schools.byHand} />,
  },
  {
    id: 'settings',
    head: text.schools.columns.rostering,
    width: '150px',
    cell: (school) =>
      school.rostering === null ? <span className={css.dim}>{text.schools.notSet}</span> : text.schools.set,
  },
];

export function SchoolsPage() {
  const { q } = useSearch({ from: '/frame/schools' });
  const navigate = useNavigate({ from: '/schools' });
  const mayWrite = useCan('schools.write');
  const [creating, { open, close }] = useDisclosure(false);
  const list = usePaged({
    key: ['schools', 'list', q],
    page: (cursor, signal) => get<SchoolsAnswer>(apiPath(['schools'], { q, cursor }), signal),
    rows: (answer: SchoolsAnswer) => answer.schools,
  });
  return (
    <>
      <PageHead
        title={text.schools.title}
        lead={text.schools.lead}
        actions={
          mayWrite && (
            <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={open}>
              {text.schools.create}
            </Button>
          )
        }
      />
      <div className={css.filters}>
        <SearchField
          label={text.schools.search}
          value={q ?? ''}
          onSearch={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(schools) => schools.length === 0}
        empty={
          q === undefined ? (
            <EmptyState icon={IconSchool} title={text.schools.none}>
              <p>{text.schools.noneHelp}</p>
            </EmptyState>
          ) : (
            <p className={css.dim}>{text.shell.noneFound(q)}</p>
          )
        }
      >
        {(schools) => (
          <RecordList
            label={text.schools.title}
            columns={columns}
            rows={schools}
            rowId={(school) => school.id}
            more={list.more}
          />
        )}
      </PageStates>
      <SchoolDialog opened={creating} close={close} />
    </>
  );
}
