import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AttemptView, EventDetail } from '../../webhooks/webhook.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { apiPath, send } from '../shell/api.ts';
import { CopyAction, Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { EventMark } from './webhook-mark.tsx';
import { eventQuery, useAct, webhookQuery } from './webhook-queries.ts';
import css from './webhooks.module.css';

const words = text.webhooks;

/** What a webhook was told of one thing: the body that was signed, and each attempt with its answer. */
export function WebhookEventPage() {
  const { id, no } = useParams({ from: '/frame/webhooks/$id/events/$no' });
  const event = useQuery(eventQuery(id, no));
  return <PageStates asked={event}>{(found) => <ReadyEvent id={id} event={found} />}</PageStates>;
}

function ReadyEvent({ id, event }: { id: string; event: EventDetail }) {
  const webhook = useQuery(webhookQuery(id)).data;
  const mayWrite = useCan('webhooks.write');
  const again = useAct(() => send<EventDetail>('POST', apiPath(['webhooks', id, 'events', event.no, 'replay'])));
  // A test is sent anew from the page of its webhook.
  const offers = mayWrite && webhook?.state === 'active' && event.type !== 'webhook.test';
  const body = JSON.stringify(JSON.parse(event.body), null, 2);
  return (
    <>
      <PageHead
        title={words.event.title(event.type)}
        up={
          <TextLink to="/webhooks/$id" params={{ id }}>
            {webhook?.name ?? words.title}
          </TextLink>
        }
        mark={<EventMark state={event.state} pill />}
        actions={
          offers && (
            <Button loading={again.isPending} onClick={() => again.mutate()}>
              {words.event.again}
            </Button>
          )
        }
      />
      <div className={css.narrow}>
        {again.isError && <RefusalPanel problem={again.error} />}
        <Facts facts={factsOf(event)} />
        <Panel title={words.event.tries}>
          {event.tries.length === 0 ? (
            <p>{words.event.triesNone}</p>
          ) : (
            <ol className={css.tries} reversed>
              {event.tries.map((one, at) => (
                <Attempt key={one.no} attempt={one} next={at === 0 ? words.event.next[event.state] : null} />
              ))}
            </ol>
          )}
        </Panel>
        <Panel title={words.event.body} actions={<CopyAction value={body} name={words.event.bodyName} />}>
          <pre className={css.body}>{body}</pre>
        </Panel>
      </div>
    </>
  );
}

/** `next`: what happens by itself after it; null: another attempt came after it. */
function Attempt({ attempt, next }: { attempt: AttemptView; next: string | null }) {
  const { no, at, ms, status, error, answer } = attempt;
  return (
    <li className={css.try}>
      <div className={css.tryHead}>
        <h3>{words.event.attempt(no)}</h3>
        {error === null ? (
          <StateMark state="synced" word={words.event.taken} />
        ) : (
          <StateMark state="failed" word={error.title} />
        )}
        <span className={css.dim}>{words.status(status, ms)}</span>
        <span className={css.dim}>
          <When at={at} />
        </span>
      </div>
      {error !== null && next !== null && (
        <>
          <Help meaning={error.meaning} owner={error.owner} steps={error.steps} next={next} />
          <RawMessage message={error.message} entry={error.entry} />
        </>
      )}
      {answer !== null && (
        <div>
          <p className={css.dim}>{words.event.answer}</p>
          <pre className={css.body}>
            <Foreign value={answer} most={2_048} mono />
          </pre>
        </div>
      )}
    </li>
  );
}

function factsOf(event: EventDetail): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [words.event.id, <Copyable key="id" value={event.id} name={words.event.id} />],
    [words.event.made, <When key="made" at={event.madeAt} />],
    [words.event.attempts, text.number(event.attempts)],
  ];
  if (event.dueAt !== null) facts.push([words.event.due, <When key="due" at={event.dueAt} />]);
  if (event.endedAt !== null) facts.push([words.event.ended, <When key="ended" at={event.endedAt} />]);
  return facts;
}
