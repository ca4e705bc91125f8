import { Button, Group, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { EventDetail, WebhookView } from '../../webhooks/webhook.schema.ts';
import { ShownOnce } from '../access/shown-once.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { wantsInWords } from './wants.tsx';
import { ChangeWebhookDialog } from './webhook-dialog.tsx';
import { WebhookLog } from './webhook-log.tsx';
import { WebhookMark } from './webhook-mark.tsx';
import { useAct, type WebhookSecret, webhookQuery } from './webhook-queries.ts';
import css from './webhooks.module.css';

const words = text.webhooks;

export function WebhookPage() {
  const { id } = useParams({ from: '/frame/webhooks/$id' });
  const webhook = useQuery(webhookQuery(id));
  return <PageStates asked={webhook}>{(found) => <ReadyWebhook webhook={found} />}</PageStates>;
}

function ReadyWebhook({ webhook }: { webhook: WebhookView }) {
  const mayWrite = useCan('webhooks.write');
  const tell = (message: string) => () => void notifications.show({ message });
  const test = useAct(() => send<EventDetail>('POST', apiPath(['webhooks', webhook.id, 'test'])), tell(words.tested));
  const turn = useAct(
    (state: 'active' | 'off') => send<WebhookView>('PATCH', apiPath(['webhooks', webhook.id]), { state }),
    ({ state }) => tell(state === 'active' ? words.switchedOn : words.switchedOff)(),
  );
  const problem = test.error ?? turn.error;
  return (
    <>
      <PageHead
        title={webhook.name}
        up={<TextLink to="/webhooks">{words.title}</TextLink>}
        mark={<WebhookMark webhook={webhook} pill />}
        actions={
          mayWrite && (
            <>
              <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
                {words.test}
              </Button>
              {webhook.state !== 'active' && (
                <Button loading={turn.isPending} onClick={() => turn.mutate('active')}>
                  {words.switchOn}
                </Button>
              )}
              <More webhook={webhook} switchOff={() => turn.mutate('off')} />
            </>
          )
        }
      />
      <div className={css.stack}>
        {Boolean(problem) && <RefusalPanel problem={problem} />}
        <Trouble webhook={webhook} />
        <Facts facts={factsOf(webhook)} />
        <WebhookLog webhook={webhook} mayWrite={mayWrite} />
      </div>
    </>
  );
}

function Trouble({ webhook }: { webhook: WebhookView }) {
  if (webhook.state === 'disabled')
    return (
      <Panel title={words.disabled.title}>
        <p>{words.disabled.help}</p>
      </Panel>
    );
  if (webhook.state !== 'active' || webhook.failingSince === null) return null;
  return (
    <Panel title={words.trouble.title}>
      <p>{words.trouble.help}</p>
      <p className={css.dim}>
        {words.trouble.since} <When at={webhook.failingSince} />
      </p>
    </Panel>
  );
}

function factsOf(webhook: WebhookView): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [words.facts.address, <Copyable key="address" value={webhook.address} name={words.facts.address} />],
    [words.facts.wants, wantsInWords(webhook.wants)],
    [words.facts.delivered, <When key="delivered" at={webhook.lastDeliveredAt} />],
  ];
  if (webhook.waiting > 0) facts.push([words.facts.waiting, text.number(webhook.waiting)]);
  if (webhook.failed > 0) facts.push([words.facts.failed, text.number(webhook.failed)]);
  if (webhook.oldSecretEndsAt !== null)
    facts.push([words.facts.oldSecret, <When key="old" at={webhook.oldSecretEndsAt} />]);
  facts.push([words.facts.made, <When key="made" at={webhook.madeAt} />]);
  return facts;
}

type Opened = 'change' | 'rotate' | 'remove' | null;

function More({ webhook, switchOff }: { webhook: WebhookView; switchOff: () => void }) {
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  return (
    <>
      <Menu position="bottom-end" withinPortal={false}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} aria-hidden />}>
            {words.manage}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpened('change')}>{words.change}</Menu.Item>
          {webhook.state === 'active' && <Menu.Item onClick={switchOff}>{words.switchOff}</Menu.Item>}
          <Menu.Item onClick={() => setOpened('rotate')}>{words.rotate}</Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" onClick={() => setOpened('remove')}>
            {words.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {opened === 'change' && (
        <ChangeWebhookDialog
          webhook={webhook}
          close={close}
          done={() => notifications.show({ message: words.form.changed })}
        />
      )}
      {opened === 'rotate' && <RotateDialog webhook={webhook} close={close} />}
      {opened === 'remove' && <RemoveDialog webhook={webhook} close={close} />}
    </>
  );
}

function RotateDialog({ webhook, close }: { webhook: WebhookView; close: () => void }) {
  const rotate = useAct(() => send<WebhookSecret>('POST', apiPath(['webhooks', webhook.id, 'rotate'])));
  return (
    <Dialog opened close={close} title={words.rotate} wide keepOpen>
      {rotate.data === undefined ? (
        <div className={css.stack}>
          <p>{words.rotateHelp}</p>
          {rotate.isError && <RefusalPanel problem={rotate.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.shell.cancel}
            </Button>
            <Button loading={rotate.isPending} onClick={() => rotate.mutate()} data-autofocus>
              {words.rotate}
            </Button>
          </Group>
        </div>
      ) : (
        <ShownOnce
          words={words.rotatedWords(webhook.name)}
          value={rotate.data.secret}
          name={words.secret}
          done={close}
        />
      )}
    </Dialog>
  );
}

function RemoveDialog({ webhook, close }: { webhook: WebhookView; close: () => void }) {
  const navigate = useNavigate();
  const remove = useAct(
    () => send<void>('DELETE', apiPath(['webhooks', webhook.id])),
    () => {
      notifications.show({ message: words.removed(webhook.name) });
      void navigate({ to: '/webhooks' });
    },
  );
  return (
    <TypedConfirm
      opened
      close={close}
      title={words.removeTitle}
      word={webhook.name}
      action={words.remove}
      busy={remove.isPending}
      problem={remove.error}
      confirm={() => remove.mutate()}
    >
      <p>{words.removeWarning(webhook.waiting)}</p>
    </TypedConfirm>
  );
}
