import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SchoolView } from '../../rostering/school.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';

export function SchoolDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} close={close} title={text.schools.create}>
      {opened && <SchoolForm close={close} />}
    </Dialog>
  );
}

function SchoolForm({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => send<SchoolView>('POST', apiPath(['schools']), { id, name }),
    onSuccess: (school) => {
      void queryClient.invalidateQueries({ queryKey: ['schools'] });
      close();
      void navigate({ to: '/schools/$id', params: { id: school.id } });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={text.schools.name}
          required
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={text.schools.id}
          description={text.schools.idHelp}
          required
          maxLength={300}
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        {create.isError && <RefusalPanel problem={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {text.schools.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
