import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { MailDetail } from '../../mail/mail.schema.ts';
import { RawMessage } from '../runs/raw-message.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { KeptBanner } from './kept-banner.tsx';
import css from './mail.module.css';
import { MailMark } from './mail-mark.tsx';
import { mailQuery } from './mail-queries.ts';

export function MailPage() {
  const { no } = useParams({ from: '/frame/mail/$no' });
  const mail = useQuery(mailQuery(no));
  return <PageStates asked={mail}>{(detail) => <ReadyMail mail={detail} />}</PageStates>;
}

function ReadyMail({ mail }: { mail: MailDetail }) {
  const retry = useRetry(mail.no);
  const mayRetry = useCan('mail.send') && mail.sending && mail.error !== null;
  return (
    <>
      <PageHead
        title={mail.subject === '' ? text.mail.noSubject : mail.subject}
        up={<TextLink to="/mail">{text.mail.title}</TextLink>}
        mark={<MailMark state={mail.state} sending={mail.sending} pill />}
        actions={
          mayRetry && (
            <Button loading={retry.isPending} onClick={() => retry.mutate()}>
              {text.mail.retry}
            </Button>
          )
        }
      />
      {mail.state !== 'sent' && !mail.sending && <KeptBanner />}
      <div className={css.stack}>
        {retry.isError && <RefusalPanel problem={retry.error} />}
        <Facts facts={factsOf(mail)} />
        {mail.error !== null && <NotTaken mail={mail} error={mail.error} />}
        {mail.html !== null && (
          <Panel title={text.mail.html}>
            {/* Without any right: it runs nothing, and leads nowhere. */}
            <iframe className={css.shown} title={text.mail.html} srcDoc={mail.html} sandbox="" />
          </Panel>
        )}
        <Panel title={text.mail.text}>
          <pre className={css.letter} dir="auto">
            {mail.text}
          </pre>
        </Panel>
        {mail.linksCut && <p className={css.dim}>{text.mail.linksCut}</p>}
      </div>
    </>
  );
}

function NotTaken({ mail, error }: { mail: MailDetail; error: NonNullable<MailDetail['error']> }) {
  return (
    <Panel title={error.title}>
      <Help
        meaning={error.meaning}
        owner={error.owner}
        steps={error.steps}
        next={mail.state === 'failed' ? text.mail.nextNever : text.mail.nextByItself}
        prevention={error.prevention}
      />
      <RawMessage message={error.message} entry={error.entry} />
    </Panel>
  );
}

function factsOf(mail: MailDetail): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [text.mail.columns.to, <Copyable key="to" value={mail.to} name={text.mail.columns.to} />],
    [text.mail.made, <When key="made" at={mail.madeAt} />],
  ];
  if (mail.sentAt !== null) facts.push([text.mail.sent, <When key="sent" at={mail.sentAt} />]);
  if (mail.attempts > 0) facts.push([text.mail.attempts, text.number(mail.attempts)]);
  if (mail.dueAt !== null && mail.sending && mail.attempts > 0)
    facts.push([text.mail.due, <When key="due" at={mail.dueAt} />]);
  for (const { name, bytes } of mail.attachments) facts.push([text.mail.attachment, text.mail.attached(name, bytes)]);
  facts.push([text.mail.kind, <Copyable key="kind" value={mail.kind} name={text.mail.kind} />]);
  if (mail.messageId !== null)
    facts.push([text.mail.messageId, <Copyable key="id" value={mail.messageId} name={text.mail.messageId} />]);
  return facts;
}

function useRetry(no: number) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => send<MailDetail>('POST', apiPath(['mails', no, 'retry'])),
    onSuccess: () => notifications.show({ message: text.mail.retried }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['mail'] }),
  });
}
