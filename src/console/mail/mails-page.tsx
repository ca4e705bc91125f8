import { Select } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { MailState, MailView } from '../../mail/mail.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { KeptBanner } from './kept-banner.tsx';
import css from './mail.module.css';
import { MailMark } from './mail-mark.tsx';
import type { MailsAnswer } from './mail-queries.ts';

type Row = MailView & { readonly sending: boolean };

const columns: readonly Column<Row>[] = [
  {
    id: 'subject',
    head: text.mail.columns.subject,
    bare: true,
    cell: (row) => (
      <Link to="/mail/$no" params={{ no: String(row.no) }} className={css.subject ?? ''} {...rowOpen}>
        <ForeignLine value={row.subject === '' ? text.mail.noSubject : row.subject} />
      </Link>
    ),
  },
  { id: 'to', head: text.mail.columns.to, width: '28%', cell: (row) => <ForeignLine value={row.to} /> },
  {
    id: 'state',
    head: text.mail.columns.state,
    width: '22%',
    cell: (row) => (
      <span className={css.two}>
        <MailMark state={row.state} sending={row.sending} />
        {row.error !== null && <span className={css.dim}>{row.error.title}</span>}
      </span>
    ),
  },
  { id: 'when', head: text.mail.columns.when, width: '128px', cell: (row) => <When at={row.sentAt ?? row.madeAt} /> },
];

const states: readonly MailState[] = ['queued', 'sent', 'failed'];

export function MailsPage() {
  const search = useSearch({ from: '/frame/mail' });
  const list = usePaged({
    key: ['mail', 'list', search],
    page: (cursor, signal) => get<MailsAnswer>(apiPath(['mails'], { ...search, cursor, limit: 50 }), signal),
    rows: ({ mails, sending }: MailsAnswer): readonly Row[] => mails.map((mail) => ({ ...mail, sending })),
    refetchInterval: (pages) =>
      pages.some(({ mails, sending }) => sending && mails.some(({ state }) => state === 'queued')) ? 3_000 : 15_000,
  });
  return (
    <>
      <PageHead title={text.mail.title} lead={text.mail.lead} />
      {list.first?.sending === false && <KeptBanner />}
      <Filters />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          search.state === undefined && search.kind === undefined ? (
            <EmptyState icon={IconMail} title={text.mail.none}>
              {text.mail.noneHelp}
            </EmptyState>
          ) : (
            <p>{text.mail.noneFiltered}</p>
          )
        }
      >
        {(rows) => (
          <RecordList
            label={text.mail.title}
            columns={columns}
            rows={rows}
            rowId={(row) => String(row.no)}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

function Filters() {
  const search = useSearch({ from: '/frame/mail' });
  const navigate = useNavigate({ from: '/mail' });
  return (
    <div className={css.filters}>
      <Select
        size="xs"
        w={200}
        aria-label={text.mail.filterState}
        placeholder={text.mail.anyState}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={search.state ?? null}
        data={states.map((state) => ({ value: state, label: text.mail.filters[state] }))}
        onChange={(state) =>
          void navigate({
            search: ({ kind }) => ({
              ...(kind === undefined ? {} : { kind }),
              ...(state === null ? {} : { state: state as MailState }),
            }),
          })
        }
      />
    </div>
  );
}
