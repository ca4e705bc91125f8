import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { TicketDetail } from '../../tickets/ticket.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './tickets.module.css';

const words = text.tickets;

/** A ticket about the system error of a connection as it stands, or about an issue; it leads to the ticket. */
export function TicketDialog(props: {
  about: readonly ['connections' | 'issues', string];
  opened: boolean;
  close: () => void;
}) {
  const { about, opened, close } = props;
  const [what, id] = about;
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [said, setSaid] = useState('');
  const open = useMutation({
    mutationFn: () => send<TicketDetail>('POST', apiPath([what, id, 'ticket']), { words: said }),
    onSuccess: (ticket) => {
      setSaid('');
      close();
      void navigate({ to: '/tickets/$id', params: { id: String(ticket.id) } });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['tickets'] }),
  });
  return (
    <Dialog opened={opened} close={close} title={words.open} keepOpen={said !== ''}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          open.mutate();
        }}
      >
        <Stack gap="md">
          <p className={css.plain}>{what === 'issues' ? words.openHelp.issue : words.openHelp.error}</p>
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
              {words.open}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
