import { useQuery } from '@tanstack/react-query';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { TicketList } from './ticket-list.tsx';
import { ticketsOfQuery } from './ticket-queries.ts';
import css from './tickets.module.css';

/** The tickets about one connection. */
export function ConnectionTickets({ id }: { id: string }) {
  const tickets = useQuery(ticketsOfQuery(id));
  return (
    <PageStates
      asked={tickets}
      isEmpty={(answer) => answer.tickets.length === 0}
      empty={<p className={css.dim}>{text.tickets.ofConnection}</p>}
    >
      {(answer) => <TicketList rows={answer.tickets} />}
    </PageStates>
  );
}
