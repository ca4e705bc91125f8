import { Button, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { DeskView } from '../../tickets/ticket.schema.ts';
import type { webhooksAnswer as WebhooksSchema } from '../../webhooks/webhook.schema.ts';
import { connectorsQuery } from '../connections/connection-queries.ts';
import { systemTitle } from '../connections/system-title.ts';
import { apiPath, get } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { useNameDesk } from './ticket-queries.ts';
import css from './tickets.module.css';

const words = text.tickets.desks;
/** Systems that send to Hallpass have no form. */
const sending = ['rostering', 'oneroster-csv'] as const;

/** Names a desk, or changes one: who is asked, and how. */
export function DeskDialog({ desk, close }: { desk: DeskView | null; close: () => void }) {
  const [system, setSystem] = useState(desk?.system ?? '');
  const [name, setName] = useState(desk?.name ?? '');
  const [way, setWay] = useState<'email' | 'webhook'>(desk?.webhook == null ? 'email' : 'webhook');
  const [email, setEmail] = useState(desk?.email ?? '');
  const [webhook, setWebhook] = useState(desk?.webhook?.id ?? null);
  const connectors = useQuery(connectorsQuery);
  const save = useNameDesk(close);
  const systems = ['', ...sending, ...(connectors.data?.connectors ?? []).map((one) => one.system)];
  const given = way === 'email' ? { email } : { webhook: webhook ?? '' };
  return (
    <Dialog opened close={close} title={desk === null ? words.add : words.change} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ system, name, ...given });
        }}
      >
        <Stack gap="md">
          <Select
            label={words.system}
            data={systems.map((one) => ({
              value: one === '' ? 'all' : one,
              label: one === '' ? words.allSystems : systemTitle(one),
            }))}
            value={system === '' ? 'all' : system}
            onChange={(chosen) => setSystem(chosen === 'all' || chosen === null ? '' : chosen)}
            disabled={desk !== null}
            allowDeselect={false}
          />
          <TextInput
            label={words.name}
            description={words.nameHelp}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <SegmentedControl
            aria-label={words.way}
            data={[
              { value: 'email', label: words.byMail },
              { value: 'webhook', label: words.byWebhook },
            ]}
            value={way}
            onChange={(chosen) => setWay(chosen as 'email' | 'webhook')}
          />
          {way === 'email' ? (
            <TextInput
              label={words.email}
              type="email"
              required
              maxLength={320}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          ) : (
            <WebhookSelect value={webhook} change={setWebhook} />
          )}
          {save.isError && <RefusalPanel problem={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={way === 'webhook' && webhook === null}>
              {words.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function WebhookSelect({ value, change }: { value: string | null; change: (id: string | null) => void }) {
  const mayRead = useCan('webhooks.read');
  const webhooks = useQuery({
    queryKey: ['webhooks', 'choice'],
    queryFn: ({ signal }) => get<z.infer<typeof WebhooksSchema>>(apiPath(['webhooks'], { limit: 100 }), signal),
    enabled: mayRead,
  });
  const all = webhooks.data?.webhooks ?? [];
  if (all.length === 0) return <p className={css.dim}>{words.noWebhooks}</p>;
  return (
    <Select
      label={words.webhook}
      data={all.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value}
      onChange={change}
      required
    />
  );
}
