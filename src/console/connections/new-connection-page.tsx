import { Button, Group, Radio, Select, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ConnectorView } from '../../connections/connection.schema.ts';
import { apiPath } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { Checklist } from './checklist.tsx';
import { CredentialFields, ScheduleFields, SettingsFields } from './connection-fields.tsx';
import { type ConnectionChecked, type ConnectionCreate, connectorsQuery } from './connection-queries.ts';
import css from './connections.module.css';
import {
  atProblem,
  credentialsOf,
  emptySettings,
  type ScheduleDraft,
  scheduleDraft,
  scheduleOf,
  settingProblem,
  settingsOf,
  type Values,
} from './draft.ts';
import { useRefresh } from './use-acts.ts';
import { useChecked } from './use-checked.ts';

const words = text.connections.make;
const up = <TextLink to="/connections">{text.connections.title}</TextLink>;

export function NewConnectionPage() {
  const connectors = useQuery(connectorsQuery);
  return <PageStates asked={connectors}>{(answer) => <Make connectors={answer.connectors} />}</PageStates>;
}

/** The form; while it is tested, and after, the checklist. Refused, the form stands as it was filled in. */
function Make({ connectors }: { connectors: readonly ConnectorView[] }) {
  const refresh = useRefresh();
  const [name, setName] = useState('');
  const { ask, lines } = useChecked<ConnectionChecked, ConnectionCreate>({
    method: 'POST',
    path: apiPath(['connections']),
    onAnswer: ({ id }) => void refresh(id),
  });
  const tested = ask.isPending || ask.isSuccess;
  const made = ask.data;
  return (
    <>
      {tested ? <MadeHead made={made} name={name} /> : <PageHead title={words.title} up={up} lead={words.lead} />}
      <div className={css.narrow}>
        {tested && (
          <Panel title={text.connections.checklist.title} actions={made !== undefined && <Onward made={made} />}>
            <Checklist lines={lines} running={ask.isPending} />
          </Panel>
        )}
        <div className={tested ? css.hidden : undefined}>
          <MakeForm
            connectors={connectors}
            problem={ask.error}
            submit={(body) => {
              setName(body.name);
              ask.mutate(body);
            }}
          />
        </div>
      </div>
    </>
  );
}

function MadeHead({ made, name }: { made: ConnectionChecked | undefined; name: string }) {
  if (made === undefined)
    return <PageHead key="testing" title={words.testing(name)} up={up} lead={words.testingLead} />;
  return (
    <PageHead
      key="made"
      title={words.made(made.name)}
      up={up}
      lead={made.error === null ? words.madeWell : words.madeTroubled}
    />
  );
}

function Onward({ made }: { made: ConnectionChecked }) {
  return (
    <ButtonLink to="/connections/$id" params={{ id: made.id }}>
      {made.error === null ? words.open : words.openTroubled}
    </ButtonLink>
  );
}

const later = 'later';

interface Draft {
  name: string;
  settings: Values;
  /** The way to sign in, or `later`. */
  way: string;
  credentials: Values;
  schedule: ScheduleDraft;
}

const draftOf = (connector: ConnectorView, mayGive: boolean): Draft => ({
  name: '',
  settings: emptySettings(connector),
  way: mayGive ? (connector.credentials[0]?.kind ?? later) : later,
  credentials: {},
  schedule: scheduleDraft({ every: 'night' }),
});

const fieldsOf = (connector: ConnectorView, way: string) =>
  connector.credentials.find(({ kind }) => kind === way)?.fields ?? [];

function isWhole(connector: ConnectorView, { name, settings, way, credentials, schedule }: Draft): boolean {
  return (
    name.trim() !== '' &&
    connector.settings.every((field) => settingProblem(field, settings[field.name] ?? '') === null) &&
    fieldsOf(connector, way).every((field) => (credentials[field.name] ?? '') !== '') &&
    atProblem(schedule) === null
  );
}

const bodyOf = (connector: ConnectorView, draft: Draft): ConnectionCreate => ({
  name: draft.name.trim(),
  system: connector.system,
  settings: settingsOf(draft.settings),
  credentials: draft.way === later ? null : credentialsOf(draft.way, draft.credentials),
  schedule: scheduleOf(draft.schedule),
});

function MakeForm(props: {
  connectors: readonly ConnectorView[];
  problem: unknown;
  submit: (body: ConnectionCreate) => void;
}) {
  const { connectors, problem, submit } = props;
  const mayGive = useCan('connections.credentials');
  const [connector, setConnector] = useState(connectors[0]);
  const [draft, setDraft] = useState(() => (connector === undefined ? null : draftOf(connector, mayGive)));
  const [told, setTold] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  if (connector === undefined || draft === null) return null;
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const choose = (system: string) => {
    const chosen = connectors.find((one) => one.system === system);
    if (chosen === undefined) return;
    setConnector(chosen);
    setDraft({ ...draftOf(chosen, mayGive), name: draft.name });
    setTold(false);
  };
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole(connector, draft)) return submit(bodyOf(connector, draft));
        setTold(true);
        // The first of what is missing is where the person goes on.
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }}
    >
      <Stack gap="md">
        <Panel>
          <Stack gap="md">
            <Radio.Group label={words.system} value={connector.system} onChange={choose}>
              <div className={css.choices}>
                {connectors.map(({ system, title }) => (
                  <Radio key={system} value={system} label={title} />
                ))}
              </div>
            </Radio.Group>
            <TextInput
              label={words.name}
              description={words.nameHelp}
              required
              maxLength={100}
              error={told && draft.name.trim() === '' ? words.needed : null}
              value={draft.name}
              onChange={(event) => put({ name: event.currentTarget.value })}
            />
          </Stack>
        </Panel>
        <Panel title={words.settings}>
          <Stack gap="md">
            <SettingsFields
              fields={connector.settings}
              values={draft.settings}
              change={(name, value) => put({ settings: { ...draft.settings, [name]: value } })}
              told={told}
            />
          </Stack>
        </Panel>
        <Panel title={words.signIn}>
          {mayGive ? (
            <SignIn connector={connector} draft={draft} put={put} told={told} />
          ) : (
            <p className={css.dim}>{words.noCredentials}</p>
          )}
        </Panel>
        <Panel title={words.when}>
          <ScheduleFields value={draft.schedule} change={(schedule) => put({ schedule })} told={told} />
        </Panel>
        {Boolean(problem) && <RefusalPanel problem={problem} />}
        <Group justify="flex-end" gap="xs">
          <ButtonLink to="/connections" variant="default">
            {text.shell.cancel}
          </ButtonLink>
          <Button type="submit">{words.submit}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function SignIn(props: { connector: ConnectorView; draft: Draft; put: (part: Partial<Draft>) => void; told: boolean }) {
  const { connector, draft, put, told } = props;
  return (
    <Stack gap="md">
      <Select
        label={words.way}
        description={draft.way === later ? words.laterHelp : undefined}
        data={[
          ...connector.credentials.map(({ kind, label }) => ({ value: kind as string, label })),
          { value: later, label: words.later },
        ]}
        allowDeselect={false}
        w={240}
        value={draft.way}
        onChange={(way) => put({ way: way ?? later, credentials: {} })}
      />
      <CredentialFields
        fields={fieldsOf(connector, draft.way)}
        values={draft.credentials}
        change={(name, value) => put({ credentials: { ...draft.credentials, [name]: value } })}
        told={told}
      />
    </Stack>
  );
}
