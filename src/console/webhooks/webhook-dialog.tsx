import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Want, WebhookView } from '../../webhooks/webhook.schema.ts';
import { ShownOnce } from '../access/shown-once.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { WantsField } from './wants.tsx';
import { useAct, type WebhookSecret } from './webhook-queries.ts';

const words = text.webhooks;
type Draft = { readonly name: string; readonly address: string; readonly wants: readonly Want[] };

/** Adds a webhook and shows its secret this once. */
export function NewWebhookDialog({ close }: { close: () => void }) {
  const make = useAct((draft: Draft) => send<WebhookSecret>('POST', apiPath(['webhooks']), draft));
  return (
    <Dialog opened close={close} title={words.create} wide keepOpen>
      {make.data === undefined ? (
        <WebhookForm
          first={{ name: '', address: '', wants: [] }}
          action={words.create}
          busy={make.isPending}
          problem={make.error}
          close={close}
          submit={make.mutate}
        />
      ) : (
        <ShownOnce
          words={words.secretWords(make.data.webhook.name)}
          value={make.data.secret}
          name={words.secret}
          done={close}
        />
      )}
    </Dialog>
  );
}

export function ChangeWebhookDialog({
  webhook,
  close,
  done,
}: {
  webhook: WebhookView;
  close: () => void;
  done: () => void;
}) {
  const change = useAct(
    (draft: Draft) => send<WebhookView>('PATCH', apiPath(['webhooks', webhook.id]), draft),
    () => {
      done();
      close();
    },
  );
  return (
    <Dialog opened close={close} title={words.change} wide keepOpen>
      <WebhookForm
        first={webhook}
        action={words.form.save}
        busy={change.isPending}
        problem={change.error}
        close={close}
        submit={change.mutate}
      />
    </Dialog>
  );
}

function WebhookForm(props: {
  first: Draft;
  action: string;
  busy: boolean;
  problem: unknown;
  close: () => void;
  submit: (draft: Draft) => void;
}) {
  const { first, action, busy, problem, close, submit } = props;
  const [name, setName] = useState(first.name);
  const [address, setAddress] = useState(first.address);
  const [wants, setWants] = useState<readonly Want[]>(first.wants);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit({ name, address, wants });
      }}
    >
      <Stack gap="md">
        <TextInput
          label={words.form.name}
          description={words.form.nameHelp}
          required
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={words.form.address}
          description={words.form.addressHelp}
          type="url"
          required
          maxLength={2000}
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <WantsField value={wants} onChange={setWants} />
        {Boolean(problem) && <RefusalPanel problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
