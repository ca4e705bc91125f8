import { Button, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { OwnerName } from '../../dictionary/entry.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { text } from '../text/text.ts';
import { type DraftForm, emptyCause } from './draft.ts';

const words = text.dictionary.naming;
const owners = Object.keys(text.owners) as OwnerName[];
const most = 6;

/** What can be the reason, one panel each: what it means, who fixes it, how. */
export function NamingCauses({ form }: { form: DraftForm }) {
  const { causes } = form.values;
  return (
    <>
      {causes.map((cause, at) => (
        <Panel
          key={cause.no}
          title={words.causeOf(at + 1, causes.length)}
          actions={
            causes.length > 1 && (
              <Button variant="subtle" color="gray" onClick={() => form.removeListItem('causes', at)}>
                {words.removeCause}
              </Button>
            )
          }
        >
          <Stack gap="md">
            <Textarea
              label={words.meaning}
              description={words.meaningHelp}
              required
              autosize
              minRows={2}
              maxLength={2_000}
              {...form.getInputProps(`causes.${at}.meaning`)}
            />
            <Select
              label={words.owner}
              w={{ base: '100%', xs: 320 }}
              allowDeselect={false}
              data={owners.map((owner) => ({ value: owner, label: text.owners[owner] }))}
              {...form.getInputProps(`causes.${at}.owner`)}
            />
            {cause.owner === 'support' && (
              <TextInput label={words.desk} maxLength={200} {...form.getInputProps(`causes.${at}.desk`)} />
            )}
            <Textarea
              label={words.steps}
              description={words.stepsHelp}
              required
              autosize
              minRows={2}
              maxLength={5_000}
              {...form.getInputProps(`causes.${at}.steps`)}
            />
            <Textarea
              label={words.prevention}
              description={words.preventionHelp}
              autosize
              minRows={1}
              maxLength={5_000}
              {...form.getInputProps(`causes.${at}.prevention`)}
            />
          </Stack>
        </Panel>
      ))}
      {causes.length < most && (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => form.insertListItem('causes', emptyCause())}
          >
            {words.addCause}
          </Button>
        </div>
      )}
    </>
  );
}
