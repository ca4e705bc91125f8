import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WebhookView } from '../../webhooks/webhook.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { wantsInWords } from './wants.tsx';
import { NewWebhookDialog } from './webhook-dialog.tsx';
import { WebhookMark } from './webhook-mark.tsx';
import type { WebhooksAnswer } from './webhook-queries.ts';
import css from './webhooks.module.css';

const words = text.webhooks;

const columns: readonly Column<WebhookView>[] = [
  {
    id: 'name',
    head: words.columns.name,
    width: '30%',
    bare: true,
    cell: (row) => (
      <span className={css.two}>
        <Link to="/webhooks/$id" params={{ id: row.id }} className={css.open ?? ''} {...rowOpen}>
          <ForeignLine value={row.name} />
        </Link>
        <span className={css.dim}>
          <ForeignLine value={new URL(row.address).host} />
        </span>
      </span>
    ),
  },
  { id: 'wants', head: words.columns.wants, cell: (row) => <ForeignLine value={wantsInWords(row.wants)} /> },
  {
    id: 'state',
    head: words.columns.state,
    width: '24%',
    cell: (row) => (
      <span className={css.two}>
        <WebhookMark webhook={row} />
        {row.waiting + row.failed > 0 && <span className={css.dim}>{countsOf(row)}</span>}
      </span>
    ),
  },
  { id: 'last', head: words.columns.last, width: '140px', cell: (row) => <When at={row.lastDeliveredAt} /> },
];

const countsOf = ({ waiting, failed }: WebhookView): string =>
  [...(waiting > 0 ? [words.waiting(waiting)] : []), ...(failed > 0 ? [words.failed(failed)] : [])].join(
    text.shell.listComma,
  );

export function WebhooksPage() {
  const mayWrite = useCan('webhooks.write');
  const [adding, { open, close }] = useDisclosure(false);
  const list = usePaged({
    key: ['webhooks', 'list'],
    page: (cursor, signal) => get<WebhooksAnswer>(apiPath(['webhooks'], { cursor, limit: 50 }), signal),
    rows: ({ webhooks }: WebhooksAnswer) => webhooks,
    refetchInterval: 15_000,
  });
  const add = mayWrite && (
    <Button leftSection={<IconPlus size={15} aria-hidden />} onClick={open}>
      {words.create}
    </Button>
  );
  return (
    <>
      <PageHead title={words.title} lead={words.lead} actions={add} />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <EmptyState icon={IconWebhook} title={words.none}>
            <p>{words.noneHelp}</p>
          </EmptyState>
        }
      >
        {(rows) => (
          <RecordList label={words.title} columns={columns} rows={rows} rowId={(row) => row.id} more={list.more} />
        )}
      </PageStates>
      {adding && <NewWebhookDialog close={close} />}
    </>
  );
}
