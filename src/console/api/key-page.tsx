import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { KeyActivity } from '../../rostering/roster/roster.schema.ts';
import { dayLabel } from '../rostering/days.ts';
import { Copyable } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { Facts } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './api.module.css';
import { KeyCauses } from './key-causes.tsx';
import { KeyDays } from './key-days.tsx';
import { activityQuery } from './key-queries.ts';
import { KeyRuns } from './key-runs.tsx';

/** What a key sent: by day, what was refused and why, and the runs. */
export function KeyPage() {
  const { id } = useParams({ from: '/frame/api-keys/$id' });
  const activity = useQuery(activityQuery(id));
  return <PageStates asked={activity}>{(ready) => <ReadyKey activity={ready} />}</PageStates>;
}

function ReadyKey({ activity }: { activity: KeyActivity }) {
  const { apiKey, connection, days } = activity;
  const sends = connection !== null;
  return (
    <>
      <PageHead
        title={text.keySent.title(apiKey.name)}
        up={<TextLink to="/api-keys">{text.apiKeys.title}</TextLink>}
        lead={text.keySent.lead}
        mark={apiKey.revokedAt !== null && <StateMark state="cancelled" word={text.apiKeys.revoked} pill />}
        actions={
          sends && (
            <ButtonLink to="/try" variant="default">
              {text.keySent.tryIt}
            </ButtonLink>
          )
        }
      />
      <div className={css.stack}>
        <Facts facts={factsOf(activity)} />
        {sends ? (
          <Sent id={apiKey.id} days={days} />
        ) : (
          <EmptyState icon={IconKey} title={text.keySent.nothing}>
            <p>{text.keySent.noConnection}</p>
          </EmptyState>
        )}
      </div>
    </>
  );
}

function Sent({ id, days }: { id: string; days: KeyActivity['days'] }) {
  const { day } = useSearch({ from: '/frame/api-keys/$id' });
  const navigate = useNavigate({ from: '/api-keys/$id' });
  // Causes name records, which are people.
  const mayRead = useCan('roster.read');
  const nothing = days.every((one) => one.accepted + one.waiting + one.refused === 0);
  if (nothing && day === undefined)
    return (
      <>
        <EmptyState
          icon={IconKey}
          title={text.keySent.nothing}
          action={<ButtonLink to="/try">{text.keySent.tryIt}</ButtonLink>}
        >
          <p>{text.keySent.nothingHelp}</p>
        </EmptyState>
        <KeyRuns id={id} day={undefined} />
      </>
    );
  return (
    <>
      <KeyDays id={id} days={days} chosen={day} />
      {day !== undefined && (
        <div className={css.filter}>
          <strong>{text.keySent.onlyDay(dayLabel(day))}</strong>
          <Button variant="subtle" color="gray" onClick={() => void navigate({ search: {}, resetScroll: false })}>
            {text.keySent.allDays}
          </Button>
        </div>
      )}
      {mayRead && <KeyCauses id={id} day={day} />}
      <KeyRuns id={id} day={day} />
    </>
  );
}

function factsOf({ apiKey, connection }: KeyActivity): [string, ReactNode][] {
  const facts: [string, ReactNode][] = [
    [text.shell.id, <Copyable key="id" value={apiKey.id} name={text.shell.id} />],
    [text.keySent.lastUsed, <When key="used" at={apiKey.lastUsedAt} />],
  ];
  if (connection !== null) {
    facts.push([text.keySent.connection, <ForeignLine key="connection" value={connection.name} />]);
    if (connection.status === 'paused')
      facts.push([text.apiKeys.columns.state, <StateMark key="state" state="paused" word={text.keySent.paused} />]);
  }
  return facts;
}
