import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView, ConnectorView } from '../../connections/connection.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { BlackoutsPanel } from './blackouts-panel.tsx';
import { ScheduleFields, SettingsFields } from './connection-fields.tsx';
import { type ConnectionChanged, connectionQuery, connectorsQuery } from './connection-queries.ts';
import css from './connections.module.css';
import { CredentialsPanel } from './credentials-panel.tsx';
import {
  atProblem,
  emptySettings,
  movedAddresses,
  scheduleDraft,
  scheduleOf,
  settingProblem,
  settingsOf,
} from './draft.ts';
import { PausesPanel } from './pauses-panel.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { ThresholdsPanel } from './thresholds-panel.tsx';
import { useRefresh } from './use-acts.ts';

const words = text.connections.settings;

/** Records that are sent one by one are meant as they come: no rule is asked about them. */
const isSentByRecord = ({ system }: ConnectionView) => system === 'rostering';

/** What a connection is set to, what it signs in with, when it rests, what waits for a person, and its end. */
export function ConnectionSettings(props: { connection: ConnectionView; reauthenticate: () => void }) {
  const { connection, reauthenticate } = props;
  const mayWrite = useCan('connections.write');
  const connectors = useQuery({ ...connectorsQuery, enabled: connection.fetched });
  return (
    <div className={css.narrow}>
      {connection.fetched ? (
        <PageStates asked={connectors}>
          {(answer) => {
            const connector = answer.connectors.find(({ system }) => system === connection.system);
            return (
              connector !== undefined && (
                <>
                  <SettingsForm connection={connection} connector={connector} editable={mayWrite} />
                  <CredentialsPanel connection={connection} connector={connector} reauthenticate={reauthenticate} />
                </>
              )
            );
          }}
        </PageStates>
      ) : (
        <p className={css.dim}>{words.locked}</p>
      )}
      {connection.fetched && <BlackoutsPanel connection={connection} />}
      <PausesPanel connection={connection} />
      {!isSentByRecord(connection) && <ThresholdsPanel connection={connection} />}
      {mayWrite && <RemoveConnection connection={connection} />}
    </div>
  );
}

const draftOf = (connection: ConnectionView, connector: ConnectorView) => ({
  name: connection.name,
  settings: emptySettings(connector, connection.settings),
  schedule: scheduleDraft(connection.schedule),
});
type Draft = ReturnType<typeof draftOf>;

function isWhole(connector: ConnectorView, { name, settings, schedule }: Draft): boolean {
  const fine = connector.settings.every((field) => settingProblem(field, settings[field.name] ?? '') === null);
  return fine && name.trim() !== '' && atProblem(schedule) === null;
}

function useSave(connection: ConnectionView, connector: ConnectorView) {
  const queryClient = useQueryClient();
  const refresh = useRefresh();
  const [draft, setDraft] = useState(() => draftOf(connection, connector));
  const save = useMutation({
    mutationFn: () =>
      send<ConnectionChanged>('PUT', apiPath(['connections', connection.id, 'settings']), {
        name: draft.name.trim(),
        settings: settingsOf(draft.settings),
        schedule: scheduleOf(draft.schedule),
      }),
    onSuccess: ({ credentialsCleared, ...view }) => {
      queryClient.setQueryData(connectionQuery(connection.id).queryKey, view);
      setDraft(draftOf(view, connector));
      notifications.show({ message: credentialsCleared ? words.cleared : text.shell.saved });
      void refresh(connection.id);
    },
  });
  return { draft, setDraft, save };
}

function SettingsForm(props: { connection: ConnectionView; connector: ConnectorView; editable: boolean }) {
  const { connection, connector, editable } = props;
  const { draft, setDraft, save } = useSave(connection, connector);
  const [told, setTold] = useState(false);
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const dirty = JSON.stringify(draft) !== JSON.stringify(draftOf(connection, connector));
  const moved = connection.signsIn === null ? [] : movedAddresses(connector, connection.settings, draft.settings);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTold(!isWhole(connector, draft));
        if (isWhole(connector, draft)) save.mutate();
      }}
    >
      <Panel title={words.title}>
        <Stack gap="md">
          {!editable && <p className={css.dim}>{words.readOnly}</p>}
          <TextInput
            label={text.connections.make.name}
            required={editable}
            readOnly={!editable}
            maxLength={100}
            error={told && draft.name.trim() === '' ? text.connections.make.needed : null}
            value={draft.name}
            onChange={(event) => put({ name: event.currentTarget.value })}
          />
          <SettingsFields
            fields={connector.settings}
            values={draft.settings}
            change={(name, value) => put({ settings: { ...draft.settings, [name]: value } })}
            told={told}
            readOnly={!editable}
          />
          <ScheduleFields
            value={draft.schedule}
            change={(schedule) => put({ schedule })}
            told={told}
            readOnly={!editable}
          />
          {moved.length > 0 && (
            <div className={css.notCurrent} role="status">
              <IconAlertTriangle size={16} aria-hidden />
              <p>{words.clears(moved)}</p>
            </div>
          )}
          {save.isError && <RefusalPanel problem={save.error} />}
          {editable && (
            <Group justify="flex-end">
              <Button
                type="submit"
                loading={save.isPending}
                disabled={!dirty}
                {...(moved.length > 0 ? { color: 'red' } : {})}
              >
                {moved.length > 0 ? words.saveAndClear : text.shell.save}
              </Button>
            </Group>
          )}
        </Stack>
      </Panel>
    </form>
  );
}
