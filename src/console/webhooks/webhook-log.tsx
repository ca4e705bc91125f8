import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSend } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { EventState, EventView, WebhookView } from '../../webhooks/webhook.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { EventMark } from './webhook-mark.tsx';
import { type EventsAnswer, refetchEvents } from './webhook-queries.ts';
import css from './webhooks.module.css';

const words = text.webhooks;
const states: readonly EventState[] = ['queued', 'delivered', 'failed'];

const columnsOf = (id: string): readonly Column<EventView>[] => [
  {
    id: 'event',
    head: words.logColumns.event,
    bare: true,
    cell: (row) => (
      <Link to="/webhooks/$id/events/$no" params={{ id, no: String(row.no) }} className={css.open ?? ''} {...rowOpen}>
        <ForeignLine value={row.type} />
      </Link>
    ),
  },
  { id: 'state', head: words.logColumns.state, width: '20%', cell: (row) => <EventMark state={row.state} /> },
  {
    id: 'answer',
    head: words.logColumns.answer,
    width: '30%',
    cell: ({ last }) =>
      last === null ? (
        <span className={css.dim}>{words.notYet}</span>
      ) : (
        <span className={css.two}>
          <span>{words.status(last.status, last.ms)}</span>
          {last.error !== null && <span className={css.dim}>{last.error.title}</span>}
        </span>
      ),
  },
  {
    id: 'attempts',
    head: words.logColumns.attempts,
    width: '100px',
    align: 'end',
    cell: (row) => text.number(row.attempts),
  },
  { id: 'when', head: words.logColumns.when, width: '130px', cell: (row) => <When at={row.madeAt} /> },
];

/** What a webhook was told, and what it answered. */
export function WebhookLog({ webhook, mayWrite }: { webhook: WebhookView; mayWrite: boolean }) {
  const search = useSearch({ from: '/frame/webhooks/$id' });
  const [replaying, { open, close }] = useDisclosure(false);
  const list = usePaged({
    key: ['webhooks', 'events', webhook.id, search],
    page: (cursor, signal) =>
      get<EventsAnswer>(apiPath(['webhooks', webhook.id, 'events'], { ...search, cursor, limit: 50 }), signal),
    rows: ({ events }: EventsAnswer) => events,
    refetchInterval: refetchEvents,
  });
  const again = mayWrite && webhook.state === 'active' && (
    <Button variant="default" size="xs" onClick={open}>
      {words.again}
    </Button>
  );
  return (
    <Panel title={words.log} actions={again}>
      <div className={css.filters}>
        <StateFilter />
        <p className={css.dim}>{words.logHelp}</p>
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          search.state === undefined ? (
            <EmptyState icon={IconSend} title={words.logNone}>
              <p>{words.logNoneHelp}</p>
            </EmptyState>
          ) : (
            <p>{words.logNoneFiltered}</p>
          )
        }
      >
        {(rows) => (
          <RecordList
            label={words.log}
            columns={columnsOf(webhook.id)}
            rows={rows}
            rowId={(row) => String(row.no)}
            more={list.more}
          />
        )}
      </PageStates>
      {replaying && <ReplayDialog webhook={webhook} close={close} />}
    </Panel>
  );
}

function StateFilter() {
  const search = useSearch({ from: '/frame/webhooks/$id' });
  const navigate = useNavigate({ from: '/webhooks/$id' });
  return (
    <Select
      size="xs"
      w={180}
      aria-label={words.filterState}
      placeholder={words.anyState}
      clearable
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      value={search.state ?? null}
      data={states.map((state) => ({ value: state, label: words.eventStates[state] }))}
      onChange={(state) => void navigate({ search: state === null ? {} : { state: state as EventState } })}
    />
  );
}
