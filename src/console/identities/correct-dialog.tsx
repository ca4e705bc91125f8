import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { type Meant, useChange } from './identity-queries.ts';

const words = text.identities.dialog;

interface Props {
  meant: Meant;
  system: string;
  theirId: string | null;
  candidates: readonly string[];
  opened: boolean;
  close: () => void;
}

/** Says who a person is in a system: one of the ids that fit, another, or nobody. */
export function CorrectDialog(props: Props) {
  return (
    <Dialog opened={props.opened} close={props.close} title={words.title(props.system)} keepOpen>
      {props.opened && <CorrectForm {...props} />}
    </Dialog>
  );
}

function CorrectForm({ meant, theirId, candidates, close }: Props) {
  const [id, setId] = useState(theirId ?? '');
  const change = useChange(meant, close);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== '') change.mutate({ theirId: id.trim() });
      }}
    >
      <Stack gap="md">
        {candidates.length > 0 && (
          <Radio.Group label={words.choose} value={candidates.includes(id) ? id : null} onChange={setId}>
            <Stack gap="xs" mt="xs">
              {candidates.map((one) => (
                <Radio key={one} value={one} label={<bdi>{one}</bdi>} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <TextInput
          label={words.id}
          description={words.idHelp}
          value={id}
          maxLength={400}
          onChange={(event) => setId(event.currentTarget.value)}
          data-autofocus
        />
        {change.isError && <RefusalPanel problem={change.error} />}
        <Group justify="space-between" gap="xs">
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ theirId: null })}>
            {words.nobody}
          </Button>
          <Button type="submit" loading={change.isPending} disabled={id.trim() === ''}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
