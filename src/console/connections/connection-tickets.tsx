import { useQuery } from '@tanstack/react-query';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { ticketsOfQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { TicketList } from './ticket-list.tsx';

/** The tickets about one connection. */
export function ConnectionTickets({ id }: { id: string }) {
  const tickets = useQuery(ticketsOfQuery(id));
  return (
    <PageStates
      asked={tickets}
      isEmpty={(answer) => answer.tickets.length === 0}
      empty={<p className={css.dim}>{text.connections.noTickets}</p>}
    >
      {(answer) => <TicketList rows={answer.tickets} />}
    </PageStates>
  );
}
