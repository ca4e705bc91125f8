import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { TicketView } from '../../tickets/ticket.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import type { StateName } from '../shell/states.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './tickets.module.css';

const words = text.tickets;

const states: Readonly<Record<TicketView['state'], StateName>> = {
  open: 'queued',
  sent: 'waiting',
  answered: 'needsYou',
  closed: 'noChange',
};

export function TicketMark({ state, pill = false }: { state: TicketView['state']; pill?: boolean }) {
  return <StateMark state={states[state]} word={words.states[state]} pill={pill} />;
}

/** What it is about, in a few words. */
export const titleOf = ({ error, issue }: Pick<TicketView, 'error' | 'issue'>): string =>
  error?.explained.title ?? issue?.title ?? '';

const columns: readonly Column<TicketView>[] = [
  {
    id: 'ticket',
    head: words.columns.ticket,
    bare: true,
    cell: (ticket) => (
      <span className={css.two}>
        <Link to="/tickets/$id" params={{ id: String(ticket.id) }} className={css.open ?? ''} {...rowOpen}>
          {words.one(ticket.id)}
        </Link>
        <span className={css.dim}>{titleOf(ticket)}</span>
      </span>
    ),
  },
  {
    id: 'connection',
    head: words.columns.connection,
    width: '22%',
    cell: ({ connection }) => <ForeignLine value={connection.name} />,
  },
  { id: 'state', head: words.columns.state, width: '130px', cell: ({ state }) => <TicketMark state={state} /> },
  { id: 'by', head: words.columns.by, width: '18%', cell: ({ openedBy }) => <ForeignLine value={openedBy} /> },
  { id: 'when', head: words.columns.when, width: '140px', cell: ({ openedAt }) => <When at={openedAt} /> },
];

export function TicketList(props: Pick<ComponentProps<typeof RecordList<TicketView>>, 'rows' | 'more'>) {
  return <RecordList label={words.title} columns={columns} rowId={({ id }) => String(id)} {...props} />;
}
