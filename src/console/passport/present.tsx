import type { ReactNode } from 'react';
import type { PassportView } from '../../passport/passport.schema.ts';
import { RunLink } from '../rostering/run-link.tsx';
import { RawMessage } from '../runs/raw-message.tsx';
import { lostWith, nextOf } from '../runs/told.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './passport.module.css';
import { PassportLink } from './passport-link.tsx';

const words = text.passport.now;
const nameOf = (kind: string, key: string) => words.recordName(text.kinds(kind, 1), key);

/** How the record stands now: what is wrong and what to do, what it waits for, and what waits for it. */
export function Present({ passport }: { passport: PassportView }) {
  const { present, waiting, flow, stored } = passport;
  if (present === null && waiting.count === 0 && stored === null) return null;
  return (
    <Panel title={words.title}>
      <div className={css.panel}>
        {present === null ? (
          <p className={css.plain}>{stored?.active === false ? words.deleted : words.fine}</p>
        ) : (
          <>
            <Help
              meaning={present.explained.meaning}
              owner={present.explained.owner}
              steps={present.explained.steps}
              next={
                passport.connection.system === 'rostering'
                  ? text.retryRequest[present.explained.retry]
                  : nextOf(present.outcome, present.explained, present.waitsFor)
              }
              {...(passport.connection.system === 'rostering'
                ? {}
                : { lost: lostWith(present.outcome, present.explained) })}
              prevention={present.explained.prevention}
            />
            <PresentFacts present={present} flow={flow} />
            <RawMessage message={present.explained.message} entry={present.explained.entry} />
          </>
        )}
        <Waiting waiting={waiting} flow={flow} />
      </div>
    </Panel>
  );
}

function PresentFacts({ present, flow }: { present: NonNullable<PassportView['present']>; flow: number }) {
  const mayIssues = useCan('issues.read');
  const mayRuns = useCan('runs.read');
  const { waitsFor, issue, hold } = present;
  const facts: [string, ReactNode][] = [
    [
      words.since,
      <span key="since" className={css.links}>
        <When at={present.since} />
        <RunLink run={present.sinceRun} />
      </span>,
    ],
  ];
  if (waitsFor !== null)
    facts.push([
      words.waits,
      <PassportLink key="waits" named={{ flow, ...waitsFor }} name={nameOf(waitsFor.kind, waitsFor.key)} />,
    ]);
  if (issue !== null && mayIssues)
    facts.push([
      words.issue,
      <span key="issue" className={css.links}>
        <TextLink to="/issues/$id" params={{ id: String(issue.id) }}>
          {words.issueName(issue.id)}
        </TextLink>
        <span className={css.dim}>{text.issues.states[issue.state]}</span>
      </span>,
    ]);
  if (hold !== null && mayRuns)
    facts.push([
      words.hold,
      <TextLink key="hold" to="/holds/$id" params={{ id: String(hold) }}>
        {words.holdName(hold)}
      </TextLink>,
    ]);
  return <Facts facts={facts} />;
}

function Waiting({ waiting: { count, records }, flow }: { waiting: PassportView['waiting']; flow: number }) {
  if (count === 0) return null;
  return (
    <div>
      <p className={css.plain}>{words.waiting(count)}</p>
      {records.length > 0 && (
        <>
          {count > records.length && <p className={css.dim}>{words.waitingFirst(records.length)}</p>}
          <ul className={css.list}>
            {records.map(({ kind, key }) => (
              <li key={`${kind} ${key}`}>
                <PassportLink named={{ flow, kind, key }} name={nameOf(kind, key)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
