import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { useExpectationAction } from './expectation-queries.ts';
import css from './expectations.module.css';

const words = text.expectations;

interface Props {
  what: 'mute' | 'accept';
  id: number;
  opened: boolean;
  close: () => void;
}

/** Why it is muted, and until when; or why it is normal from now on. */
export function ReasonDialog(props: Props) {
  const { what, opened, close } = props;
  return (
    <Dialog opened={opened} close={close} title={words[what].title} keepOpen>
      {opened && <ReasonForm {...props} />}
    </Dialog>
  );
}

function ReasonForm({ what, id, close }: Props) {
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const act = useExpectationAction<{ reason: string; until?: string }>(id, what, close);
  const isMute = what === 'mute';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ reason, ...(isMute ? { until } : {}) });
      }}
    >
      <Stack gap="md">
        <p className={css.plain}>{words[what].what}</p>
        {isMute && (
          <TextInput
            type="date"
            label={words.mute.until}
            required
            value={until}
            onChange={(event) => setUntil(event.currentTarget.value)}
            data-autofocus
          />
        )}
        <Textarea
          label={words[what].reason}
          description={words.mute.reasonHelp}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          {...(isMute ? {} : { 'data-autofocus': true })}
        />
        {act.isError && <RefusalPanel problem={act.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={act.isPending} disabled={reason.trim() === '' || (isMute && until === '')}>
            {words[what].save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
