import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TicketDetail } from '../../tickets/ticket.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { TicketBundle } from './ticket-bundle.tsx';
import { TicketEvents } from './ticket-events.tsx';
import { TicketMark, titleOf } from './ticket-list.tsx';
import { ticketQuery, useTicketAct } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets;

export function TicketPage() {
  const { id } = useParams({ from: '/frame/tickets/$id' });
  const ticket = useQuery(ticketQuery(id));
  return <PageStates asked={ticket}>{(view) => <ReadyTicket ticket={view} />}</PageStates>;
}

function ReadyTicket({ ticket }: { ticket: TicketDetail }) {
  const mayWrite = useCan('connections.write');
  return (
    <>
      <PageHead
        title={words.one(ticket.id)}
        lead={titleOf(ticket)}
        up={<TextLink to="/tickets">{words.title}</TextLink>}
        mark={<TicketMark state={ticket.state} pill />}
        actions={mayWrite && <CloseOrReopen ticket={ticket} />}
      />
      <div className={css.stack}>
        <Facts facts={factsOf(ticket)} />
        {ticket.words !== '' && (
          <p className={css.words} dir="auto">
            {ticket.words}
          </p>
        )}
        <About ticket={ticket} />
        <TicketBundle ticket={ticket} />
        <TicketEvents ticket={ticket} />
      </div>
    </>
  );
}

function CloseOrReopen({ ticket: { id, state } }: { ticket: TicketDetail }) {
  const closed = state === 'closed';
  const act = useTicketAct(id, closed ? 'reopen' : 'close');
  return (
    <>
      <Button variant="default" loading={act.isPending} onClick={() => act.mutate(undefined)}>
        {closed ? words.reopen : words.close}
      </Button>
      {act.isError && <RefusalPanel problem={act.error} />}
    </>
  );
}

function factsOf({ id, connection, error, issue, openedBy, openedAt }: TicketDetail): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [
      words.columns.connection,
      <TextLink key="connection" to="/connections/$id" params={{ id: connection.id }}>
        <bdi>{connection.name}</bdi>
      </TextLink>,
    ],
  ];
  if (issue !== null) facts.push([words.about.issue, <IssueLink key="issue" id={issue.id} />]);
  if (error !== null) facts.push([words.since, <When key="since" at={error.since} />]);
  facts.push(
    [words.columns.by, <Foreign key="by" value={openedBy} />],
    [words.columns.when, <When key="when" at={openedAt} />],
    [text.shell.id, <Copyable key="id" value={String(id)} name={text.shell.id} />],
  );
  return facts;
}

function IssueLink({ id }: { id: number }) {
  const mayRead = useCan('issues.read');
  const name = words.issueName(id);
  if (!mayRead) return <span>{name}</span>;
  return (
    <TextLink to="/issues/$id" params={{ id: String(id) }}>
      {name}
    </TextLink>
  );
}

/** What is wrong, as the dictionary tells it, and the guide of the system whose message it is. */
function About({ ticket: { error, issue, state } }: { ticket: TicketDetail }) {
  const explained = error?.explained ?? issue?.explained;
  if (explained === undefined) return null;
  const { entry, title, meaning, owner, steps, message } = explained;
  const [system = ''] = entry.split('.');
  return (
    <Panel
      title={error === null ? words.about.issue : words.about.error}
      actions={
        <TextLink to="/guides/$system" params={{ system }}>
          {words.guide}
        </TextLink>
      }
    >
      <h3 className={css.then}>{title}</h3>
      <Help meaning={meaning} owner={owner} steps={steps} next={words.next[state]} />
      <RawMessage message={message} entry={entry} />
    </Panel>
  );
}
