import { IconHistory } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { z } from 'zod';
import type { auditAnswer as AuditSchema, auditView as AuditViewSchema } from '../../audit/audit.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { Facts } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './audit-page.module.css';

type AuditAnswer = z.infer<typeof AuditSchema>;
type AuditView = z.infer<typeof AuditViewSchema>;

const columns: readonly Column<AuditView>[] = [
  {
    id: 'what',
    head: text.audit.columns.what,
    width: '26%',
    cell: (row) => <span className={css.what}>{text.audit.action(row.action)}</span>,
  },
  {
    id: 'subject',
    head: text.audit.columns.subject,
    cell: (row) => (
      <span className={css.two}>
        <ForeignLine value={row.subject.name} />
        <span className={css.dim}>{text.audit.subject(row.subject.kind)}</span>
      </span>
    ),
  },
  {
    id: 'who',
    head: text.audit.columns.who,
    width: '26%',
    cell: (row) => (
      <span className={css.two}>
        <ForeignLine value={row.actor.name} />
        <span className={css.dim}>{text.audit.actors[row.actor.kind]}</span>
      </span>
    ),
  },
  { id: 'when', head: text.audit.columns.when, width: '140px', cell: (row) => <When at={row.at} /> },
];

export function AuditPage() {
  const { q } = useSearch({ from: '/frame/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const list = usePaged({
    key: ['audit', 'list', q],
    page: (cursor, signal) => get<AuditAnswer>(apiPath(['audit'], { q, cursor }), signal),
    rows: (answer: AuditAnswer) => answer.audit,
  });
  return (
    <>
      <PageHead title={text.audit.title} lead={text.audit.lead} />
      <div className={css.filters}>
        <SearchField
          label={text.audit.search}
          value={q ?? ''}
          onSearch={(value) => void navigate({ search: value === '' ? {} : { q: value }, replace: true })}
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          q === undefined ? (
            <EmptyState icon={IconHistory} title={text.audit.none}>
              {text.audit.lead}
            </EmptyState>
          ) : (
            <p className={css.dim}>{text.shell.noneFound(q)}</p>
          )
        }
      >
        {(rows) => (
          <RecordList
            label={text.audit.title}
            columns={columns}
            rows={rows}
            rowId={(row) => String(row.no)}
            detail={(row) => <AuditDetail row={row} />}
            more={list.more}
          />
        )}
      </PageStates>
    </>
  );
}

function AuditDetail({ row }: { row: AuditView }) {
  const details = Object.entries(row.details);
  return (
    <div className={css.detail}>
      <Facts
        facts={[
          [text.audit.no, <Copyable key="no" value={String(row.no)} name={text.audit.no} />],
          [text.audit.actionName, <Copyable key="action" value={row.action} name={text.audit.actionName} />],
          [
            text.audit.subjectId,
            <Copyable key="subject" value={row.subject.id.slice(0, 120)} name={text.audit.subjectId} />,
          ],
          ...(row.actor.id === null
            ? []
            : [[text.audit.actorId, <Copyable key="actor" value={row.actor.id} name={text.audit.actorId} />] as const]),
        ]}
      />
      {details.length > 0 && (
        <dl className={css.details}>
          {details.map(([name, value]) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                <Foreign value={typeof value === 'string' ? value : JSON.stringify(value, null, 2)} most={400} mono />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
