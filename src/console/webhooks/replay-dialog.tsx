import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { WebhookView } from '../../webhooks/webhook.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { useAct } from './webhook-queries.ts';
import css from './webhooks.module.css';

const words = text.webhooks;
const dayMs = 24 * 3_600_000;

/** An instant as a field for date and time shows it, in the browser's zone. */
const fieldOf = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** Sends again what failed, or everything of a span of time. */
export function ReplayDialog({ webhook, close }: { webhook: WebhookView; close: () => void }) {
  const [what, setWhat] = useState(webhook.failed > 0 ? 'failed' : 'span');
  const [from, setFrom] = useState(() => fieldOf(Date.now() - dayMs));
  const [to, setTo] = useState(() => fieldOf(Date.now() + 60_000));
  const [begins, ends] = [Date.parse(from), Date.parse(to)];
  // An empty field has no time.
  const wrong = what === 'span' && !(begins < ends);
  const replay = useAct(
    () =>
      send<{ queued: number }>(
        'POST',
        apiPath(['webhooks', webhook.id, 'replay']),
        what === 'failed'
          ? { failed: true }
          : { from: new Date(begins).toISOString(), to: new Date(ends).toISOString() },
      ),
    ({ queued }) => {
      notifications.show({ message: words.queuedAgain(queued) });
      close();
    },
  );
  return (
    <Dialog opened close={close} title={words.again} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) replay.mutate();
        }}
      >
        <Stack gap="md">
          <p className={css.dim}>{words.againHelp}</p>
          <Radio.Group label={words.againWhat} value={what} onChange={setWhat}>
            <Stack gap={8} mt={6}>
              <Radio value="failed" label={words.againFailed(webhook.failed)} disabled={webhook.failed === 0} />
              <Radio value="span" label={words.againSpan} />
            </Stack>
          </Radio.Group>
          {what === 'span' && (
            <div className={css.span}>
              <TextInput
                type="datetime-local"
                label={words.from}
                required
                value={from}
                onChange={(event) => setFrom(event.currentTarget.value)}
              />
              <TextInput
                type="datetime-local"
                label={words.to}
                required
                value={to}
                error={wrong && words.spanWrong}
                onChange={(event) => setTo(event.currentTarget.value)}
              />
            </div>
          )}
          {replay.isError && <RefusalPanel problem={replay.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" loading={replay.isPending} disabled={wrong}>
              {words.again}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
