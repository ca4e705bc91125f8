import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './retention.module.css';
import { letComeAgain } from './retention-queries.ts';

const words = text.retention.again;

/** Lets somebody come again who was forgotten and kept away. */
export function AgainDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const [connection, setConnection] = useState<string | null>(null);
  const [key, setKey] = useState('');
  const connections = useQuery({
    queryKey: ['connections', 'names'],
    queryFn: ({ signal }) =>
      get<{ connections: Pick<ConnectionView, 'id' | 'name'>[] }>(apiPath(['connections'], { limit: 200 }), signal),
    enabled: opened,
  });
  const again = useMutation({ mutationFn: letComeAgain });
  const end = () => {
    again.reset();
    setKey('');
    close();
  };
  return (
    <Dialog opened={opened} close={end} title={words.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (connection !== null && key.trim() !== '') again.mutate({ connection, key: key.trim() });
        }}
      >
        <Stack gap="md">
          <p className={css.dim}>{words.help}</p>
          <Select
            label={words.connection}
            required
            searchable
            value={connection}
            onChange={setConnection}
            data={(connections.data?.connections ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <TextInput
            label={words.key}
            required
            autoComplete="off"
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          {again.isError && <RefusalPanel problem={again.error} />}
          {again.isSuccess && (
            <p className={css.plain} role="status">
              {again.data.readmitted ? words.done : words.nobody}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={end}>
              {text.shell.close}
            </Button>
            <Button type="submit" loading={again.isPending} disabled={connection === null || key.trim() === ''}>
              {words.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
