import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { IssueView } from '../../issues/issue.schema.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { useIssueAction } from './issue-queries.ts';
import css from './issues.module.css';

interface Props {
  issue: IssueView;
  opened: boolean;
  close: () => void;
}

export function MuteDialog(props: Props) {
  return (
    <Dialog opened={props.opened} close={props.close} title={text.issues.mute.title} keepOpen>
      {props.opened && <MuteForm {...props} />}
    </Dialog>
  );
}

function MuteForm({ issue, close }: Props) {
  const [reason, setReason] = useState('');
  const mute = useIssueAction<{ reason: string }>(issue.id, 'mute', close);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mute.mutate({ reason });
      }}
    >
      <Stack gap="md">
        <p className={css.plain}>{text.issues.mute.what}</p>
        <Textarea
          label={text.issues.mute.reason}
          description={text.issues.mute.reasonHelp}
          required
          autosize
          minRows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        {mute.isError && <RefusalPanel problem={mute.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={mute.isPending} disabled={reason.trim() === ''}>
            {text.issues.mute.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
