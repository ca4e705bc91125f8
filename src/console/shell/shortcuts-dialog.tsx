import { Group, Kbd, Stack, Switch, Text } from '@mantine/core';
import { text } from '../text/text.ts';
import { Dialog } from './dialog.tsx';
import { useSingleKeys } from './shortcuts.ts';

export function ShortcutsDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Dialog opened={opened} close={close} title={text.keys.title}>
      <Stack gap="sm">
        {text.keys.list.map(({ keys, does }) => (
          <Group key={does} justify="space-between" wrap="nowrap">
            <Text size="sm">{does}</Text>
            <Group gap={4}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </Group>
          </Group>
        ))}
        <Switch
          mt="sm"
          label={text.keys.use}
          description={text.keys.useHelp}
          checked={singleKeys}
          onChange={(event) => setSingleKeys(event.currentTarget.checked)}
        />
      </Stack>
    </Dialog>
  );
}
