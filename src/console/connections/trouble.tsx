import { Button } from '@mantine/core';
import { IconClockExclamation } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import type { TicketView } from '../../tickets/ticket.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { Help } from '../shell/help.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ticketsOfQuery } from '../tickets/ticket-queries.ts';
import css from './connections.module.css';
import { useMayAct } from './error-action.tsx';
import { useSync } from './use-acts.ts';

type ConnectionError = NonNullable<ConnectionView['error']>;
const words = text.connections;

/** The one error of a connection: what it means, whose it is, what to do, and exactly one action. */
export function Trouble(props: {
  connection: ConnectionView;
  error: ConnectionError;
  reauthenticate: () => void;
  openTicket: () => void;
}) {
  const { connection, error, reauthenticate, openTicket } = props;
  const { explained } = error;
  const sync = useSync(connection);
  const next = words.next[error.type];
  return (
    <section className={css.trouble} aria-label={words.errors[error.type]}>
      <div className={css.troubleHead}>
        <div className={css.troubleWords}>
          <StateMark state="failed" word={words.errors[error.type]} />
          <h2 className={css.troubleTitle}>{explained.title}</h2>
          <span className={css.dim}>
            {words.since} <When at={error.since} />
          </span>
        </div>
        <TheAction
          connection={connection}
          error={error}
          busy={sync.isPending}
          act={{ resync: () => sync.mutate(null), reauthenticate, ticket: openTicket }}
        />
      </div>
      {sync.isError && <RefusalPanel problem={sync.error} />}
      <NotCurrent connection={connection} />
      <Help
        meaning={explained.meaning}
        owner={explained.owner}
        steps={explained.steps}
        next={connection.schedule === null ? next.byHand : next.scheduled}
        prevention={explained.prevention}
      />
      <RawMessage message={explained.message} entry={explained.entry} />
    </section>
  );
}

function TheAction(props: {
  connection: ConnectionView;
  error: ConnectionError;
  busy: boolean;
  act: Readonly<Record<ConnectionError['action'], () => void>>;
}) {
  const { connection, error, busy, act } = props;
  const may = useMayAct(error.action);
  const tickets = useQuery({ ...ticketsOfQuery(connection.id), enabled: error.action === 'ticket' });
  const open = tickets.data?.tickets.find((ticket) => isAbout(ticket, error));
  if (open !== undefined)
    return (
      <ButtonLink to="/tickets/$id" params={{ id: String(open.id) }} variant="default">
        {words.ticketOpen(open.id)}
      </ButtonLink>
    );
  if (!may) return null;
  return (
    <Button loading={busy} onClick={act[error.action]}>
      {words.actions[error.action]}
    </Button>
  );
}

const isAbout = (ticket: TicketView, { since }: ConnectionError): boolean =>
  ticket.error !== null && Date.parse(ticket.error.since) === Date.parse(since);

/** While a connection is in error its data is not to be relied on, and that is said where it is looked at. */
function NotCurrent({ connection: { lastSyncedAt } }: { connection: ConnectionView }) {
  const help = words.notCurrentHelp;
  return (
    <div className={css.notCurrent}>
      <IconClockExclamation size={16} aria-hidden />
      <p>
        <strong>{words.notCurrent}</strong>
        {lastSyncedAt === null ? (
          <span>{help.never}</span>
        ) : (
          <span>
            {help.since} <When at={lastSyncedAt} />
          </span>
        )}
      </p>
    </div>
  );
}
