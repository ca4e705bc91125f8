import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { text } from '../text/text.ts';
import { Dialog } from './dialog.tsx';
import { RefusalPanel } from './refusal-panel.tsx';

/** Before something is lost: what, how much, and its name or number typed by hand. */
export function TypedConfirm(props: {
  opened: boolean;
  close: () => void;
  title: string;
  /** What must be typed. */
  word: string;
  action: string;
  busy: boolean;
  problem: unknown;
  confirm: () => void;
  children: ReactNode;
}) {
  const [typed, setTyped] = useState('');
  const matches = typed.trim() === props.word;
  const close = () => {
    setTyped('');
    props.close();
  };
  return (
    <Dialog opened={props.opened} close={close} title={props.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (matches) props.confirm();
        }}
      >
        <Stack gap="md">
          {props.children}
          <TextInput
            label={text.shell.typeToConfirm(props.word)}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          {Boolean(props.problem) && <RefusalPanel problem={props.problem} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" color="red" disabled={!matches} loading={props.busy}>
              {props.action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
