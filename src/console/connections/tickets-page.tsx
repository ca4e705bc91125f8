import { IconTicket } from '@tabler/icons-react';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { text } from '../text/text.ts';
import type { TicketsAnswer } from './connection-queries.ts';
import { TicketList } from './ticket-list.tsx';

const words = text.connections.ticket;

export function TicketsPage() {
  const list = usePaged({
    key: ['tickets', 'list'],
    page: (cursor, signal) => get<TicketsAnswer>(apiPath(['tickets'], { cursor }), signal),
    rows: (answer: TicketsAnswer) => answer.tickets,
  });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={
          <EmptyState icon={IconTicket} title={words.none}>
            <p>{words.noneHelp}</p>
          </EmptyState>
        }
      >
        {(rows) => <TicketList rows={rows} more={list.more} />}
      </PageStates>
    </>
  );
}
