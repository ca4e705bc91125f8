import { useQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import type { IssueDetail } from '../../issues/issue.schema.ts';
import { CopyAction } from '../shell/copyable.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { Help } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { useAhead, useDay } from './days.ts';
import { IssueActions } from './issue-actions.tsx';
import { GroupName, IssueGroups } from './issue-groups.tsx';
import { IssueHistory } from './issue-history.tsx';
import { IssueMark } from './issue-mark.tsx';
import { issueQuery } from './issue-queries.ts';
import { IssueRecords } from './issue-records.tsx';
import css from './issues.module.css';
import { Trend } from './trend.tsx';

export function IssuePage() {
  const { id } = useParams({ from: '/frame/issues/$id' });
  const { group } = useSearch({ from: '/frame/issues/$id' });
  const issue = useQuery(issueQuery(id, group));
  return <PageStates asked={issue}>{(detail) => <ReadyIssue issue={detail} />}</PageStates>;
}

function ReadyIssue({ issue }: { issue: IssueDetail }) {
  return (
    <>
      <PageHead
        title={issue.title}
        up={<TextLink to="/issues">{text.issues.title}</TextLink>}
        mark={<IssueMark state={issue.state} pill />}
        actions={<IssueActions issue={issue} />}
      />
      <div className={css.stack}>
        <IssueFacts issue={issue} />
        <Aside issue={issue} />
        <WhatToDo issue={issue} />
        <IssueGroups issue={issue} />
        <IssueRecords issue={issue} />
        {issue.trend.length > 1 && (
          <Panel title={text.issues.columns.trend}>
            <Trend trend={issue.trend} />
          </Panel>
        )}
        {issue.history.length > 0 && <IssueHistory history={issue.history} />}
      </div>
    </>
  );
}

function IssueFacts({ issue }: { issue: IssueDetail }) {
  return (
    <Facts
      facts={[
        [
          text.issues.facts.records,
          issue.waiting > 0 ? text.issues.recordsAndWaiting(issue.records, issue.waiting) : text.number(issue.records),
        ],
        [text.issues.facts.connection, <ConnectionName key="connection" connection={issue.connection} />],
        [
          text.issues.facts.assignee,
          issue.assignee === null ? text.issues.nobody : <ForeignLine key="assignee" value={issue.assignee.name} />,
        ],
        [text.issues.facts.first, <Seen key="first" at={issue.firstSeen} run={issue.firstRun} />],
        [text.issues.facts.last, <Seen key="last" at={issue.lastSeen} run={issue.lastRun} />],
      ]}
    />
  );
}

function ConnectionName({ connection: { id, name } }: Pick<IssueDetail, 'connection'>) {
  const mayOpen = useCan('connections.read');
  if (!mayOpen) return <ForeignLine value={name} />;
  return (
    <TextLink to="/connections/$id" params={{ id }}>
      <ForeignLine value={name} />
    </TextLink>
  );
}

function Seen({ at, run }: { at: string; run: number }) {
  const mayOpen = useCan('runs.read');
  const name = text.issues.facts.run(run);
  return (
    <span className={css.seen}>
      <When at={at} />
      {mayOpen ? (
        <TextLink to="/runs/$id" params={{ id: String(run) }}>
          {name}
        </TextLink>
      ) : (
        name
      )}
    </span>
  );
}

/** Until when, or why, nobody is asked to look at it. */
function Aside({ issue: { snooze, reason } }: { issue: IssueDetail }) {
  const day = useDay();
  if (reason !== null)
    return (
      <p className={css.aside}>
        <Foreign value={text.issues.mutedBecause(reason)} most={600} />
      </p>
    );
  if (snooze === null) return null;
  const { until, records } = snooze;
  const told = text.issues.snoozedUntil;
  if (until === null) return <p className={css.aside}>{told.records(records ?? 0)}</p>;
  return <p className={css.aside}>{records === null ? told.day(day(until)) : told.both(day(until), records)}</p>;
}

function WhatToDo({ issue }: { issue: IssueDetail }) {
  const { explained, explainedGroup, notRetried } = issue;
  const group = issue.groups.length > 1 ? issue.groups.find(({ id }) => id === explainedGroup) : undefined;
  return (
    <Panel title={text.issues.whatToDo}>
      {group !== undefined && (
        <p className={css.toldFor}>
          {text.issues.toldFor} <GroupName group={group} /> {text.issues.ofKind(text.kinds(group.kind, 2))}
        </p>
      )}
      <Help
        meaning={explained.meaning}
        owner={explained.owner}
        steps={explained.steps}
        lost={text.issues.lost}
        next={useNext(issue)}
        prevention={explained.prevention}
      />
      {notRetried !== null && issue.state !== 'resolved' && (
        <p className={css.entry}>
          <Foreign value={text.issues.notRetried(notRetried.message)} most={300} />
        </p>
      )}
      <div className={css.message}>
        <p>
          <Foreign value={`${text.issues.forExample} ${explained.message}`} most={600} />
        </p>
        <CopyAction value={explained.message} name={text.issues.message} />
      </div>
      <p className={css.entry}>
        {text.problem.entry} <EntryLink entry={explained.entry} />
      </p>
    </Panel>
  );
}

/** What the next run does by itself. */
function useNext({ state, connection, retry, waiting, nextRun }: IssueDetail): string {
  const ahead = useAhead();
  const { next } = text.issues;
  if (state === 'resolved') return next.resolved;
  if (connection.system === 'rostering') return next.pushed;
  return [
    next.retry[retry],
    ...(waiting > 0 ? [next.waiting(waiting)] : []),
    ...(nextRun === null ? [] : [next.run(ahead(nextRun))]),
  ].join(' ');
}
