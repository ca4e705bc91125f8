import { Button, Group, Stack, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView, TicketView } from '../../connections/connection.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { useRefresh } from './use-acts.ts';

const words = text.connections.ticket;

/** A ticket about the system error as it stands. */
export function TicketDialog(props: { connection: ConnectionView; opened: boolean; close: () => void }) {
  const { connection, opened, close } = props;
  const refresh = useRefresh();
  const [said, setSaid] = useState('');
  const open = useMutation({
    mutationFn: () => send<TicketView>('POST', apiPath(['connections', connection.id, 'ticket']), { words: said }),
    onSuccess: ({ id }) => {
      notifications.show({ message: words.opened(id) });
      setSaid('');
      close();
    },
    onSettled: () => refresh(connection.id),
  });
  return (
    <Dialog opened={opened} close={close} title={words.dialog} keepOpen={said !== ''}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <Stack gap="md">
          <p className={css.plain}>{words.what}</p>
          <Textarea
            label={words.words}
            description={words.wordsHelp}
            autosize
            minRows={3}
            maxRows={10}
            maxLength={5_000}
            value={said}
            onChange={(event) => setSaid(event.currentTarget.value)}
            data-autofocus
          />
          {open.isError && <RefusalPanel problem={open.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" loading={open.isPending}>
              {words.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
