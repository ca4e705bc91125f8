import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { TicketDetail, TicketEventView } from '../../tickets/ticket.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { useTicketAct } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets;

/** What happened and what was said, and where more of it is said. */
export function TicketEvents({ ticket }: { ticket: TicketDetail }) {
  const mayWrite = useCan('connections.write');
  return (
    <Panel title={words.events.title}>
      <div className={css.stack}>
        <ol className={css.events}>
          {ticket.events.map((event) => (
            <Event key={event.no} event={event} />
          ))}
        </ol>
        {mayWrite && <Say ticket={ticket} />}
      </div>
    </Panel>
  );
}

function Event({ event: { what, at, by, words: said, desk, mail } }: { event: TicketEventView }) {
  const mayMail = useCan('mail.read');
  return (
    <li className={css.event}>
      <span className={css.eventHead}>
        <strong>{words.events.what[what]}</strong>
        {desk !== null && <Foreign value={words.events.to(desk)} />}
        <span className={css.dim}>
          <bdi>{by}</bdi>
          {text.shell.listComma}
          <When at={at} />
        </span>
        {mail !== null && mayMail && (
          <TextLink to="/mail/$no" params={{ no: String(mail) }}>
            {words.events.mail}
          </TextLink>
        )}
      </span>
      {said !== '' && (
        <p className={css.words} dir="auto">
          {said}
        </p>
      )}
    </li>
  );
}

function Say({ ticket: { id, state } }: { ticket: TicketDetail }) {
  const [said, setSaid] = useState('');
  const done = () => setSaid('');
  const note = useTicketAct<{ words: string }>(id, 'notes', done);
  const answer = useTicketAct<{ words: string }>(id, 'answer', done);
  const problem = note.error ?? answer.error;
  const empty = said.trim() === '';
  return (
    <div className={css.say}>
      <Textarea
        label={words.say.label}
        description={words.say.help}
        autosize
        minRows={2}
        maxRows={12}
        maxLength={5_000}
        value={said}
        onChange={(event) => setSaid(event.currentTarget.value)}
      />
      {problem !== null && <RefusalPanel problem={problem} />}
      <Group gap="xs">
        <Button
          variant="default"
          disabled={empty}
          loading={note.isPending}
          onClick={() => note.mutate({ words: said })}
        >
          {words.say.note}
        </Button>
        {state !== 'closed' && (
          <Button
            variant="default"
            disabled={empty}
            loading={answer.isPending}
            onClick={() => answer.mutate({ words: said })}
          >
            {words.say.answer}
          </Button>
        )}
      </Group>
    </div>
  );
}
