import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { TicketView } from '../../connections/connection.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ticketQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { TicketMark } from './ticket-list.tsx';

const words = text.connections.ticket;

export function TicketPage() {
  const { id } = useParams({ from: '/frame/tickets/$id' });
  const ticket = useQuery(ticketQuery(id));
  return <PageStates asked={ticket}>{(view) => <ReadyTicket ticket={view} />}</PageStates>;
}

function ReadyTicket({ ticket }: { ticket: TicketView }) {
  const { id, connection, error, state } = ticket;
  const { explained } = error;
  return (
    <>
      <PageHead
        title={words.one(id)}
        up={<TextLink to="/tickets">{words.title}</TextLink>}
        mark={<TicketMark state={state} pill />}
      />
      <div className={css.narrow}>
        <Facts
          facts={[
            [
              words.columns.connection,
              <TextLink key="connection" to="/connections/$id" params={{ id: connection.id }}>
                <bdi>{connection.name}</bdi>
              </TextLink>,
            ],
            [words.columns.by, <Foreign key="by" value={ticket.openedBy} />],
            [words.columns.when, <When key="when" at={ticket.openedAt} />],
            [words.since, <When key="since" at={error.since} />],
            [text.shell.id, <Copyable key="id" value={String(id)} name={text.shell.id} />],
          ]}
        />
        <Panel title={words.said}>
          {ticket.words === '' ? (
            <p className={css.dim}>{words.noWords}</p>
          ) : (
            <p className={css.words} dir="auto">
              {ticket.words}
            </p>
          )}
        </Panel>
        <Panel title={words.errorThen}>
          <h3 className={css.then}>{explained.title}</h3>
          <Help meaning={explained.meaning} owner={explained.owner} steps={explained.steps} next={words.next} />
          <RawMessage message={explained.message} entry={explained.entry} />
        </Panel>
      </div>
    </>
  );
}
