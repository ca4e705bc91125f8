import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { ExpectationDetail, ExpectationKind, ExpectedDay } from '../../expectations/expectation.schema.ts';
import { dateIn, dayLabel } from '../rostering/days.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan, useSession } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ExpectationMark } from './expectation-mark.tsx';
import { expectationQuery, useExpectationAction } from './expectation-queries.ts';
import css from './expectations.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import { said, titleOf } from './said.ts';

const words = text.expectations;
// The chart is the largest part of the page, and only some expectations have one.
const DaysChart = lazy(async () => ({ default: (await import('./days-chart.tsx')).DaysChart }));

export function ExpectationPage() {
  const { id } = useParams({ from: '/frame/expectations/$id' });
  const asked = useQuery(expectationQuery(id));
  return <PageStates asked={asked}>{(one) => <Ready key={one.id} expectation={one} />}</PageStates>;
}

/** Only what is learned can be learned anew. */
const learned: readonly ExpectationKind[] = ['rows', 'quiet', 'school', 'push'];

function Ready({ expectation }: { expectation: ExpectationDetail }) {
  const { id, kind, state, muted, normal, days } = expectation;
  const mayWrite = useCan('connections.write');
  const { timeZone } = useSession().district;
  const [asking, setAsking] = useState<'mute' | 'accept' | null>(null);
  const unmute = useExpectationAction(id, 'unmute');
  return (
    <>
      <PageHead
        title={titleOf(expectation)}
        up={<TextLink to="/expectations">{words.title}</TextLink>}
        mark={<ExpectationMark expectation={expectation} pill />}
        lead={said(expectation)}
        actions={
          mayWrite && (
            <>
              {muted === null ? (
                <Button variant="default" onClick={() => setAsking('mute')}>
                  {words.mute.action}
                </Button>
              ) : (
                <Button variant="default" loading={unmute.isPending} onClick={() => unmute.mutate(undefined)}>
                  {words.unmute}
                </Button>
              )}
              {learned.includes(kind) && state === 'missed' && (
                <Button onClick={() => setAsking('accept')}>{words.accept.action}</Button>
              )}
            </>
          )
        }
      />
      <div className={css.stack}>
        {unmute.isError && <RefusalPanel problem={unmute.error} />}
        <Facts facts={factsOf(expectation)} />
        {muted !== null && (
          <p className={css.plain}>
            {words.mute.muted(dateIn(muted.until, timeZone), muted.by.name)}{' '}
            <bdi className={css.dim}>{muted.reason}</bdi>
          </p>
        )}
        {normal !== null && (
          <p className={css.plain}>
            {words.accept.said(dateIn(normal.since, timeZone), normal.by.name)}{' '}
            <bdi className={css.dim}>{normal.reason}</bdi>
          </p>
        )}
        {state === 'missed' && (
          <Panel title={words.what}>
            <p className={css.plain}>{words.todo[kind]}</p>
          </Panel>
        )}
        {days.length > 0 && <Days kind={kind} days={days} />}
      </div>
      <ReasonDialog what={asking ?? 'mute'} id={id} opened={asking !== null} close={() => setAsking(null)} />
    </>
  );
}

function factsOf({ connection, school, since, facts }: ExpectationDetail): [string, ReactNode][] {
  const run = facts['run'];
  return [
    [
      words.facts.connection,
      connection === null ? (
        words.hub
      ) : (
        <TextLink key="connection" to="/connections/$id" params={{ id: connection.id }}>
          <ForeignLine value={connection.name} />
        </TextLink>
      ),
    ],
    ...(school === null
      ? []
      : [[words.facts.school, <ForeignLine key="school" value={school.name} />] as [string, ReactNode]]),
    ...(typeof run === 'number'
      ? [
          [
            words.facts.run,
            <TextLink key="run" to="/runs/$id" params={{ id: String(run) }}>
              {words.toRun(String(run))}
            </TextLink>,
          ] as [string, ReactNode],
        ]
      : []),
    [words.facts.since, <When key="since" at={since} />],
  ];
}

const leastDays = 2;

function Days({ kind, days }: { kind: ExpectationKind; days: readonly ExpectedDay[] }) {
  return (
    <Panel title={words.chart.title}>
      <p className={css.lead}>{kind === 'quiet' ? words.chart.quiet : words.chart.rows}</p>
      {days.length < leastDays ? (
        <p className={css.dim}>{words.chart.few}</p>
      ) : (
        <div className={css.chart} aria-hidden>
          <Suspense>
            <DaysChart days={days} />
          </Suspense>
        </div>
      )}
      <details>
        <summary>{words.chart.table}</summary>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{words.chart.columns.day}</th>
              {kind === 'rows' && <th scope="col">{words.chart.columns.expected}</th>}
              <th scope="col">{kind === 'quiet' ? words.chart.changed : words.chart.columns.came}</th>
            </tr>
          </thead>
          <tbody>
            {[...days].reverse().map(({ day, low, high, came }) => (
              <tr key={day}>
                <td>{dayLabel(day)}</td>
                {kind === 'rows' && (
                  <td>{low === null || high === null ? words.chart.unknown : words.chart.between(low, high)}</td>
                )}
                <td>{text.number(came)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Panel>
  );
}
