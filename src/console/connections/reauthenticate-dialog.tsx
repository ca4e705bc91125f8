import { Button, Group, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConnectionView, ConnectorView, CredentialsGiven } from '../../connections/connection.schema.ts';
import { apiPath } from '../shell/api.ts';
import { Dialog } from '../shell/dialog.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { Checklist } from './checklist.tsx';
import { type ConnectionChecked, connectionQuery, connectorsQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { CredentialsForm } from './credentials-form.tsx';
import { LinkButton } from './credentials-panel.tsx';
import { useRefresh } from './use-acts.ts';
import { useChecked } from './use-checked.ts';

const words = text.connections.credentials;

/** New credentials: asked for, tried line by line, kept. */
export function ReauthenticateDialog(props: { connection: ConnectionView; opened: boolean; close: () => void }) {
  const { connection, opened, close } = props;
  const connectors = useQuery({ ...connectorsQuery, enabled: opened });
  return (
    <Dialog opened={opened} close={close} title={words.dialog(connection.name)} wide keepOpen>
      <PageStates asked={connectors}>
        {(answer) => {
          const connector = answer.connectors.find(({ system }) => system === connection.system);
          return connector !== undefined && <Give connection={connection} connector={connector} close={close} />;
        }}
      </PageStates>
    </Dialog>
  );
}

function Give(props: { connection: ConnectionView; connector: ConnectorView; close: () => void }) {
  const { connection, connector, close } = props;
  const { id, signsIn } = connection;
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  const { ask, lines } = useChecked<ConnectionChecked, CredentialsGiven>({
    method: 'PUT',
    path: apiPath(['connections', id, 'credentials']),
    onAnswer: ({ checks: _, ...view }) => queryClient.setQueryData(connectionQuery(id).queryKey, view),
    onSettled: () => refresh(id),
  });
  if (ask.isPending || ask.isSuccess)
    return (
      <Stack gap="md">
        {ask.data !== undefined && <p className={css.plain}>{resultOf(ask.data)}</p>}
        <Checklist lines={lines} running={ask.isPending} />
        {ask.data !== undefined && (
          <Group justify="flex-end" gap="xs">
            {hasFailed(ask.data) && (
              <Button variant="default" onClick={ask.reset}>
                {words.again}
              </Button>
            )}
            <Button onClick={close} data-autofocus>
              {text.shell.done}
            </Button>
          </Group>
        )}
      </Stack>
    );
  return (
    <Stack gap="md">
      <p className={css.dim}>{words.what}</p>
      <CredentialsForm
        ways={connector.credentials}
        way={signsIn?.kind}
        submit={words.submit}
        problem={ask.error}
        aside={<LinkButton connection={connection} />}
        give={(credentials) => ask.mutate(credentials)}
      />
    </Stack>
  );
}

const hasFailed = ({ checks }: ConnectionChecked): boolean => checks.some(({ outcome }) => outcome === 'failed');

function resultOf(answer: ConnectionChecked): string {
  if (!hasFailed(answer)) return words.letIn;
  return answer.error?.type === 'auth' ? words.refused : words.letInError;
}
