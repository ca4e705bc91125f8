import { Button, Menu, Tabs, VisuallyHidden } from '@mantine/core';
import { IconChevronDown, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useIsMutating, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CheckView, ConnectionView } from '../../connections/connection.schema.ts';
import { ConnectionCalls } from '../exchanges/calls.tsx';
import { MissingLine } from '../expectations/missing-line.tsx';
import { ValueMappings } from '../fixes/value-mappings.tsx';
import { apiPath } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan, useSession } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ConnectionTickets } from '../tickets/connection-tickets.tsx';
import { TicketDialog } from '../tickets/ticket-dialog.tsx';
import { Checklist } from './checklist.tsx';
import { ConnectionHistory } from './connection-history.tsx';
import { connectionQuery, removalKey } from './connection-queries.ts';
import { ConnectionRuns } from './connection-runs.tsx';
import { ConnectionSettings } from './connection-settings.tsx';
import css from './connections.module.css';
import { ReauthenticateDialog } from './reauthenticate-dialog.tsx';
import { NextRun, StandingMark } from './standing.tsx';
import { systemTitle } from './system-title.ts';
import { Trouble } from './trouble.tsx';
import { useDryRun, usePause, useRefresh, useSync } from './use-acts.ts';
import { useChecked } from './use-checked.ts';

const words = text.connections;

export function ConnectionPage() {
  const { id } = useParams({ from: '/frame/connections/$id' });
  // What is being deleted is not asked for any more.
  const removing = useIsMutating({ mutationKey: removalKey(id) }) > 0;
  const connection = useQuery({ ...connectionQuery(id), enabled: !removing });
  return <PageStates asked={connection}>{(view) => <Ready key={view.id} connection={view} />}</PageStates>;
}

function Ready({ connection }: { connection: ConnectionView }) {
  const { id, name, status, error, fetched } = connection;
  const search = useSearch({ from: '/frame/connections/$id' });
  const navigate = useNavigate({ from: '/connections/$id' });
  const refresh = useRefresh();
  const mayGive = useCan('connections.credentials');
  const mayWrite = useCan('connections.write');
  const open = (what: 'reauthenticate' | 'ticket' | null) =>
    void navigate({
      search: ({ do: _, ...rest }) => ({ ...rest, ...(what === null ? {} : { do: what }) }),
      replace: true,
      resetScroll: false,
    });
  const test = useChecked<{ checks: CheckView[] }>({
    method: 'POST',
    path: apiPath(['connections', id, 'test']),
    onSettled: () => refresh(id),
  });
  const pause = usePause(connection);
  const sync = useSync(connection);
  const dry = useDryRun(connection);
  return (
    <>
      <PageHead
        title={name}
        up={<TextLink to="/connections">{words.title}</TextLink>}
        mark={<StandingMark connection={connection} pill />}
        actions={
          mayWrite && (
            <>
              {fetched && (
                <Button variant="default" loading={test.ask.isPending} onClick={() => test.ask.mutate(undefined)}>
                  {test.ask.isIdle ? words.test : words.testAgain}
                </Button>
              )}
              <PauseOrResume status={status} busy={pause.isPending} act={() => pause.mutate()} />
              {fetched && status === 'active' && (error === null || error.type === 'system') && (
                <SyncMenu
                  quiet={error !== null}
                  busy={sync.isPending || dry.isPending}
                  sync={(only) => sync.mutate(only)}
                  tryDry={() => dry.mutate()}
                />
              )}
            </>
          )
        }
      />
      <div className={css.stack}>
        {pause.isError && <RefusalPanel problem={pause.error} />}
        {sync.isError && <RefusalPanel problem={sync.error} />}
        {dry.isError && <RefusalPanel problem={dry.error} />}
        <MissingLine connection={id} />
        {status === 'paused' && <PausedWords connection={connection} />}
        {error !== null && (
          <Trouble
            connection={connection}
            error={error}
            reauthenticate={() => open('reauthenticate')}
            openTicket={() => open('ticket')}
          />
        )}
        {!test.ask.isIdle && <TestPanel test={test} error={error} />}
        <ConnectionFacts connection={connection} />
        <ConnectionTabs connection={connection} reauthenticate={() => open('reauthenticate')} />
      </div>
      {fetched && (
        <ReauthenticateDialog
          connection={connection}
          opened={search.do === 'reauthenticate' && mayGive}
          close={() => open(null)}
        />
      )}
      <TicketDialog
        about={['connections', id]}
        opened={search.do === 'ticket' && mayWrite && error?.action === 'ticket'}
        close={() => open(null)}
      />
    </>
  );
}

function PauseOrResume({ status, busy, act }: { status: ConnectionView['status']; busy: boolean; act: () => void }) {
  const paused = status === 'paused';
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <Button
      variant={paused ? 'filled' : 'default'}
      leftSection={<Icon size={14} aria-hidden />}
      loading={busy}
      onClick={act}
    >
      {paused ? words.resume : words.pause}
    </Button>
  );
}

/** What a pause means, and until when it lasts where a plan ends it. */
function PausedWords({ connection: { resumesAt } }: { connection: ConnectionView }) {
  const { timeZone } = useSession().district;
  const format = new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return (
    <p className={css.quiet}>
      {resumesAt !== null && <strong>{words.pausedByPlan(format.format(Date.parse(resumesAt)))} </strong>}
      {words.pausedHelp}
    </p>
  );
}

/** Reads everything, or only what changed; or says what a run would do. */
function SyncMenu(props: {
  quiet: boolean;
  busy: boolean;
  sync: (only: 'changed' | null) => void;
  tryDry: () => void;
}) {
  const { quiet, busy, sync, tryDry } = props;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          variant={quiet ? 'default' : 'filled'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          loading={busy}
        >
          {words.sync}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => sync(null)}>
          {words.syncAll}
          <span className={css.menuHelp}>{words.syncAllHelp}</span>
        </Menu.Item>
        <Menu.Item onClick={() => sync('changed')}>
          {words.syncChanged}
          <span className={css.menuHelp}>{words.syncChangedHelp}</span>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={tryDry}>
          {words.syncDry}
          <span className={css.menuHelp}>{words.syncDryHelp}</span>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function TestPanel(props: {
  test: ReturnType<typeof useChecked<{ checks: CheckView[] }>>;
  error: ConnectionView['error'];
}) {
  const { ask, lines } = props.test;
  const passed = ask.data?.checks.every(({ outcome }) => outcome === 'passed') === true;
  return (
    <Panel
      title={words.checklist.title}
      actions={
        !ask.isPending && (
          <Button variant="subtle" color="gray" onClick={ask.reset}>
            {words.checklist.close}
          </Button>
        )
      }
    >
      {ask.isError ? (
        <RefusalPanel problem={ask.error} />
      ) : (
        <>
          <Checklist lines={lines} running={ask.isPending} told={props.error?.explained.entry} />
          {passed && props.error !== null && <p className={css.dim}>{words.checklist.keepsError}</p>}
        </>
      )}
    </Panel>
  );
}

function ConnectionFacts({ connection }: { connection: ConnectionView }) {
  const { id, system, lastSyncedAt, schedule, fetched } = connection;
  const mayReadRoster = useCan('roster.read');
  const facts: [string, ReactNode][] = [
    [words.facts.system, systemTitle(system)],
    [words.columns.status, words.status[connection.status]],
    [words.facts.lastSynced, <When key="last" at={lastSyncedAt} />],
  ];
  if (fetched)
    facts.push(
      [words.facts.schedule, words.schedule(schedule)],
      [words.facts.nextRun, <NextRun key="next" connection={connection} />],
    );
  if (fetched && mayReadRoster)
    facts.push([
      text.identities.title,
      <TextLink key="identities" to="/connections/$id/identities" params={{ id }}>
        {words.facts.identities}
      </TextLink>,
    ]);
  facts.push([text.shell.id, <Copyable key="id" value={id} name={text.shell.id} />]);
  return <Facts facts={facts} />;
}

const tabs = ['runs', 'settings', 'calls', 'tickets', 'history'] as const;
type Tab = (typeof tabs)[number];

function ConnectionTabs({ connection, reauthenticate }: { connection: ConnectionView; reauthenticate: () => void }) {
  const { tab = 'runs' } = useSearch({ from: '/frame/connections/$id' });
  const navigate = useNavigate({ from: '/connections/$id' });
  const pages: Readonly<Record<Tab, ReactNode>> = {
    runs: <ConnectionRuns connection={connection} />,
    settings: (
      <div className={css.stack}>
        <ConnectionSettings connection={connection} reauthenticate={reauthenticate} />
        <ValueMappings connection={connection.id} />
      </div>
    ),
    calls: <ConnectionCalls id={connection.id} />,
    tickets: <ConnectionTickets id={connection.id} />,
    history: <ConnectionHistory id={connection.id} />,
  };
  return (
    <Tabs
      value={tab}
      onChange={(chosen) =>
        void navigate({ search: (before) => ({ ...before, tab: (chosen ?? 'runs') as Tab }), resetScroll: false })
      }
      keepMounted={false}
      variant="default"
    >
      <Tabs.List mb="md">
        {tabs.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {words.tabs[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((one) => (
        <Tabs.Panel key={one} value={one}>
          <VisuallyHidden component="h2">{words.tabs[one]}</VisuallyHidden>
          {pages[one]}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
