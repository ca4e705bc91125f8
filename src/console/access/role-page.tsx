import { Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Permission } from '../../access/access.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import css from './access.module.css';
import { type RolesAnswer, type RoleView, rolesQuery } from './access-queries.ts';

export function RolePage() {
  const { id } = useParams({ from: '/frame/roles/$id' });
  const roles = useQuery(rolesQuery);
  return (
    <PageStates asked={roles}>
      {(answer) => {
        const role = answer.roles.find((one) => one.id === id) ?? null;
        return role === null && id !== 'new' ? (
          <NotFound />
        ) : (
          <ReadyRole key={id} role={role} known={answer.permissions} />
        );
      }}
    </PageStates>
  );
}

function ReadyRole({ role, known }: { role: RoleView | null; known: RolesAnswer['permissions'] }) {
  const mayWrite = useCan('people.write');
  const editable = mayWrite && role?.builtIn !== true;
  return (
    <>
      <PageHead
        title={role?.name ?? text.roles.create}
        up={<TextLink to="/roles">{text.roles.title}</TextLink>}
        lead={role?.builtIn === true ? text.roles.builtInHelp : text.roles.ownHelp}
        actions={editable && role !== null && <DeleteRole role={role} />}
      />
      <RoleForm role={role} known={known} editable={editable} />
    </>
  );
}

function useSaveRole(role: RoleView | null) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: { name: string; description: string; permissions: Permission[] }) =>
      role === null
        ? send<RoleView>('POST', apiPath(['roles']), body)
        : send<RoleView>('PATCH', apiPath(['roles', role.id]), body),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey });
      notifications.show({ message: text.shell.saved });
      void navigate({ to: '/roles' });
    },
  });
}

function RoleForm({
  role,
  known,
  editable,
}: {
  role: RoleView | null;
  known: RolesAnswer['permissions'];
  editable: boolean;
}) {
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [permissions, setPermissions] = useState<string[]>(role?.permissions ?? []);
  const save = useSaveRole(role);
  return (
    <div className={css.narrow}>
      <Panel>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate({ name, description, permissions: permissions as Permission[] });
          }}
        >
          <Stack gap="md">
            <TextInput
              label={text.roles.name}
              required={editable}
              readOnly={!editable}
              maxLength={60}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Textarea
              label={text.roles.description}
              readOnly={!editable}
              maxLength={300}
              autosize
              minRows={2}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
            <Checkbox.Group
              label={text.roles.permissions}
              value={permissions}
              onChange={setPermissions}
              readOnly={!editable}
            >
              <div className={css.permissions}>
                {known.map((permission) => (
                  <Checkbox
                    key={permission.name}
                    value={permission.name}
                    label={permission.allows}
                    description={permission.name}
                    disabled={!editable}
                  />
                ))}
              </div>
            </Checkbox.Group>
            {save.isError && <RefusalPanel problem={save.error} />}
            {editable && (
              <Group justify="flex-end">
                <Button type="submit" loading={save.isPending} disabled={permissions.length === 0}>
                  {text.shell.save}
                </Button>
              </Group>
            )}
          </Stack>
        </form>
      </Panel>
    </div>
  );
}

function DeleteRole({ role }: { role: RoleView }) {
  const [asking, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => send<void>('DELETE', apiPath(['roles', role.id])),
    onSuccess: async () => {
      await navigate({ to: '/roles' });
      await queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey });
    },
  });
  return (
    <>
      <Button variant="default" onClick={open}>
        {text.roles.remove}
      </Button>
      <TypedConfirm
        opened={asking}
        close={close}
        title={text.roles.remove}
        word={role.name}
        action={text.roles.remove}
        busy={remove.isPending}
        problem={remove.error}
        confirm={() => remove.mutate()}
      >
        <p>{text.roles.removeWarning(role.people)}</p>
      </TypedConfirm>
    </>
  );
}
