import { Button, Tabs } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import type { TicketDetail } from '../../tickets/ticket.schema.ts';
import { apiPath } from '../shell/api.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { ScrollText } from '../shell/scroll-text.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { useTicketAct } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets.bundle;
type Bundle = NonNullable<TicketDetail['bundle']>;

/** What goes to the desk, shown exactly as it goes, and the way to send it. */
export function TicketBundle({ ticket }: { ticket: TicketDetail }) {
  const { id, bundle, state } = ticket;
  const mayWrite = useCan('connections.write') && state !== 'closed';
  const make = useTicketAct(id, 'bundle');
  return (
    <Panel
      title={words.title}
      actions={
        mayWrite && (
          <Button
            variant={bundle === null ? 'filled' : 'default'}
            loading={make.isPending}
            onClick={() => make.mutate(undefined)}
          >
            {bundle === null ? words.make : words.again}
          </Button>
        )
      }
    >
      <div className={css.stack}>
        <p className={css.dim}>{words.help}</p>
        {make.isError && <RefusalPanel problem={make.error} />}
        {bundle !== null && <Ready ticket={ticket} bundle={bundle} mayWrite={mayWrite} />}
      </div>
    </Panel>
  );
}

function Ready({ ticket, bundle, mayWrite }: { ticket: TicketDetail; bundle: Bundle; mayWrite: boolean }) {
  const { id, mail, desk } = ticket;
  const send = useTicketAct<{ digest: string }>(id, 'send', () => notifications.show({ message: words.sent }));
  return (
    <>
      <div className={css.row}>
        <span className={css.dim}>
          {words.made} <When at={bundle.madeAt} />
          {bundle.sentAt !== null && (
            <>
              {text.shell.listComma}
              {words.sentAt} <When at={bundle.sentAt} />
            </>
          )}
        </span>
        <span className={css.row}>
          <Button
            component="a"
            variant="default"
            href={apiPath(['tickets', id, 'bundle'])}
            download
            leftSection={<IconDownload size={15} aria-hidden />}
          >
            {words.download}
          </Button>
          {mayWrite && desk !== null && bundle.sentAt === null && (
            <Button loading={send.isPending} onClick={() => send.mutate({ digest: bundle.digest })}>
              {words.sendTo(desk.name)}
            </Button>
          )}
        </span>
      </div>
      {send.isError && <RefusalPanel problem={send.error} />}
      {desk === null && (
        <p className={css.plain}>
          {words.noDesk} <TextLink to="/desks">{words.nameDesk}</TextLink>
        </p>
      )}
      {desk?.webhook != null && <p className={css.plain}>{words.byWebhook(desk.webhook.name)}</p>}
      {mail !== null && <Letter mail={mail} />}
      <Files files={bundle.files} />
    </>
  );
}

function Letter({ mail: { to, subject, text: said } }: { mail: NonNullable<TicketDetail['mail']> }) {
  return (
    <section className={css.letter} aria-label={words.mail}>
      <h3 className={css.then}>{words.mail}</h3>
      <Facts
        facts={[
          [words.to, <Foreign key="to" value={to} />],
          [words.subject, <Foreign key="subject" value={subject} />],
        ]}
      />
      <p className={css.words} dir="auto">
        {said}
      </p>
    </section>
  );
}

function Files({ files }: { files: Bundle['files'] }) {
  const [first] = files;
  if (first === undefined) return null;
  return (
    <Tabs defaultValue={first.name} keepMounted={false}>
      <Tabs.List aria-label={words.attached}>
        {files.map(({ name }) => (
          <Tabs.Tab key={name} value={name}>
            {name}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {files.map(({ name, text: content }) => (
        <Tabs.Panel key={name} value={name} pt="sm">
          <ScrollText label={words.file(name)} value={content} tall />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
