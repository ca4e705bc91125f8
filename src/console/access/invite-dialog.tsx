import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import type { PersonInvited } from './access-queries.ts';
import { GrantEditor, grantsOf, newGrant } from './grant-editor.tsx';
import { ShownOnce } from './shown-once.tsx';

export function InviteDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} close={close} title={text.people.invite} wide keepOpen>
      {opened && <InviteForm close={close} />}
    </Dialog>
  );
}

function InviteForm({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [grants, setGrants] = useState(() => [newGrant()]);
  const invite = useMutation({
    mutationFn: () => send<PersonInvited>('POST', apiPath(['people']), { name, email, grants: grantsOf(grants) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['people'] }),
  });
  if (invite.data !== undefined) {
    return (
      <ShownOnce
        words={text.people.linkWords(invite.data.person.name)}
        value={invite.data.link}
        name={text.people.link}
        done={close}
      />
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={text.people.name}
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={text.people.email}
          type="email"
          required
          maxLength={320}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <GrantEditor grants={grants} change={setGrants} />
        {invite.isError && <RefusalPanel problem={invite.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={invite.isPending} disabled={grantsOf(grants).length === 0}>
            {text.people.sendInvite}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
