import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SchoolsSelect } from '../rostering/school-select.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import type { ApiKeyCreate, ApiKeyCreated } from './access-queries.ts';
import { ShownOnce } from './shown-once.tsx';

export function ApiKeyDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} close={close} title={text.apiKeys.create} wide keepOpen>
      {opened && <ApiKeyForm close={close} />}
    </Dialog>
  );
}

interface Draft {
  name: string;
  scopes: string[];
  schools: string[];
  managerName: string;
  managerEmail: string;
  us: boolean;
}

const bodyOf = (draft: Draft): ApiKeyCreate => ({
  name: draft.name,
  scopes: draft.scopes as ApiKeyCreate['scopes'],
  schools: draft.schools,
  managedBy:
    draft.managerName === '' && draft.managerEmail === ''
      ? null
      : { name: draft.managerName, email: draft.managerEmail, us: draft.us },
});

function ApiKeyForm({ close }: { close: () => void }) {
  const queryClient = useQueryClient();
  const form = useForm<Draft>({
    initialValues: { name: '', scopes: ['rostering'], schools: [], managerName: '', managerEmail: '', us: false },
    validate: {
      scopes: (scopes) => (scopes.length === 0 ? text.apiKeys.scopeNeeded : null),
      managerName: (name, draft) => (name === '' && draft.managerEmail !== '' ? text.apiKeys.managerNeeded : null),
      managerEmail: (email, draft) => (email === '' && draft.managerName !== '' ? text.apiKeys.managerNeeded : null),
    },
  });
  const create = useMutation({
    mutationFn: (draft: Draft) => send<ApiKeyCreated>('POST', apiPath(['api-keys']), bodyOf(draft)),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  if (create.data !== undefined) {
    return (
      <ShownOnce
        words={text.apiKeys.secretWords(create.data.apiKey.name)}
        value={create.data.secret}
        name={text.apiKeys.secret}
        done={close}
      />
    );
  }
  return (
    <form onSubmit={form.onSubmit((draft) => create.mutate(draft))}>
      <Stack gap="md">
        <TextInput
          label={text.apiKeys.name}
          description={text.apiKeys.nameHelp}
          required
          maxLength={100}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Checkbox.Group label={text.apiKeys.scopesLabel} {...form.getInputProps('scopes')}>
          <Stack gap={8} mt={6}>
            <Checkbox
              value="rostering"
              label={text.apiKeys.scopes.rostering}
              description={text.apiKeys.scopeHelp.rostering}
            />
            <Checkbox value="manage" label={text.apiKeys.scopes.manage} description={text.apiKeys.scopeHelp.manage} />
          </Stack>
        </Checkbox.Group>
        <SchoolsSelect
          label={text.apiKeys.schools}
          description={text.apiKeys.schoolsHelp}
          value={form.values.schools}
          onChange={(schools) => form.setFieldValue('schools', schools)}
        />
        <TextInput
          label={text.apiKeys.managerName}
          description={text.apiKeys.managerHelp}
          maxLength={200}
          {...form.getInputProps('managerName')}
        />
        <TextInput
          label={text.apiKeys.managerEmail}
          type="email"
          maxLength={320}
          {...form.getInputProps('managerEmail')}
        />
        <Checkbox
          label={text.apiKeys.us}
          description={text.apiKeys.usHelp}
          {...form.getInputProps('us', { type: 'checkbox' })}
        />
        {create.isError && <RefusalPanel problem={create.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {text.apiKeys.create}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
