import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import type { PassportView } from '../../passport/passport.schema.ts';
import { PersonIdentities } from '../identities/person-identities.tsx';
import { PersonalData } from '../retention/personal-data.tsx';
import { RunLink } from '../rostering/run-link.tsx';
import { runQuery } from '../runs/run-queries.ts';
import { stateOfRun } from '../runs/run-state.ts';
import { Copyable } from '../shell/copyable.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { NotFound } from '../shell/plain-pages.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { Attempts } from './attempts.tsx';
import { Decisions } from './decisions.tsx';
import css from './passport.module.css';
import { type Named, passportQuery, useSyncAlone } from './passport-queries.ts';
import { Present } from './present.tsx';
import { Values } from './values.tsx';

const words = text.passport;

/** Why did this record not arrive, and what is there in its place: one record over all systems and runs. */
export function PassportPage() {
  const { flow, run, kind, key } = useSearch({ from: '/frame/passport' });
  if (kind === undefined || key === undefined) return <NotFound />;
  if (flow !== undefined) return <Asked named={{ flow, kind, key }} />;
  return run === undefined ? <NotFound /> : <Asked named={{ run, kind, key }} />;
}

function Asked({ named }: { named: Named }) {
  const passport = useQuery(passportQuery(named));
  return <PageStates asked={passport}>{(view) => <Ready passport={view} />}</PageStates>;
}

function Ready({ passport }: { passport: PassportView }) {
  const { flow, kind, key, title, user } = passport;
  const named = { flow, kind, key };
  const sync = useSyncAlone(named);
  return (
    <>
      <PageHead
        title={title ?? words.untitled(text.kinds(kind, 1), key)}
        up={<span>{text.kinds(kind, 1)}</span>}
        mark={<Standing passport={passport} />}
        actions={<SyncButton passport={passport} sync={sync} />}
      />
      <div className={css.stack}>
        <Facts facts={useFacts(passport)} />
        {sync.isError && <RefusalPanel problem={sync.error} />}
        {sync.isSuccess && <Ran run={sync.data.run.id} />}
        <WhyNotAlone passport={passport} />
        <Present passport={passport} />
        <Values passport={passport} />
        <Decisions passport={passport} />
        <Attempts named={named} />
        {kind === 'user' && user !== null && <PersonIdentities person={user.id} />}
        {kind === 'user' && user !== null && <PersonalData person={user.id} name={user.name} />}
        <LookedAt looked={passport.looked} />
      </div>
    </>
  );
}

function Standing({ passport: { present, stored } }: { passport: PassportView }) {
  if (present !== null) return <StateMark state={stateOfOutcome[present.outcome]} pill />;
  if (stored === null) return <StateMark state="noChange" word={words.notHere} pill />;
  return stored.active ? <StateMark state="synced" pill /> : <StateMark state="cancelled" word={words.gone} pill />;
}

function useFacts({ key, connection, user, course, stored }: PassportView): [string, ReactNode][] {
  const mayOpen = useCan('connections.read');
  const name = <ForeignLine value={connection.name} />;
  const facts: [string, ReactNode][] = [
    [
      words.id,
      key.length > 120 ? <Foreign key="id" value={key} mono /> : <Copyable key="id" value={key} name={words.id} />,
    ],
    [
      words.connection,
      mayOpen ? (
        <TextLink key="by" to="/connections/$id" params={{ id: connection.id }}>
          {name}
        </TextLink>
      ) : (
        name
      ),
    ],
  ];
  if (user !== null)
    facts.push([
      text.kinds('user', 1),
      <TextLink key="user" to="/users/$id" params={{ id: user.id }}>
        <ForeignLine value={user.name} />
      </TextLink>,
    ]);
  if (course !== null)
    facts.push([
      text.kinds('class', 1),
      <TextLink key="course" to="/courses/$id" params={{ id: course.id }}>
        <ForeignLine value={course.name} />
      </TextLink>,
    ]);
  const runs = [
    [words.created, stored?.createdRun],
    [words.changed, stored?.changedRun],
    [words.deleted, stored?.active === false ? stored.deletedRun : null],
  ] as const;
  for (const [told, run] of runs) if (run != null) facts.push([told, <RunLink key={told} run={run} />]);
  return facts;
}

function SyncButton(props: { passport: PassportView; sync: ReturnType<typeof useSyncAlone> }) {
  const { passport, sync } = props;
  const maySync = useCan('connections.write');
  const { how } = passport.syncAlone;
  if (!maySync || how === null) return null;
  return (
    <Button
      leftSection={<IconRefresh size={15} aria-hidden />}
      loading={sync.isPending}
      onClick={() => sync.mutate()}
      title={words.syncHelp[how]}
    >
      {words.syncOnly}
    </Button>
  );
}

/** The run of the record alone; when it has ended the page is read anew. */
function Ran({ run }: { run: number }) {
  const queryClient = useQueryClient();
  const mayRead = useCan('runs.read');
  const { data } = useQuery({ ...runQuery(String(run)), enabled: mayRead });
  const ended = data?.finishedAt ?? null;
  useEffect(() => {
    if (ended !== null) void queryClient.invalidateQueries({ queryKey: ['passport'] });
  }, [ended, queryClient]);
  return (
    <p className={css.links} role="status">
      <span>{words.asked}</span>
      <RunLink run={run} />
      {data !== undefined && <StateMark state={stateOfRun(data)} />}
    </p>
  );
}

function WhyNotAlone({ passport }: { passport: PassportView }) {
  const maySync = useCan('connections.write');
  const { whyNot } = passport.syncAlone;
  if (!maySync || whyNot === null) return null;
  return (
    <p className={css.dim}>
      {words.notAlone} <Foreign value={whyNot.message} most={300} /> <EntryLink entry={whyNot.entry} />
    </p>
  );
}

function LookedAt({ looked }: { looked: PassportView['looked'] }) {
  if (looked === null || looked.length === 0) return null;
  return (
    <Panel title={words.looked.title}>
      <p className={css.dim}>{words.looked.help}</p>
      <ul className={css.list}>
        {looked.map(({ at, by }) => (
          <li key={`${at} ${by}`}>
            <bdi>{by}</bdi>{' '}
            <span className={css.dim}>
              <When at={at} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
