import type { IssueEventView } from '../../issues/issue.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { useDay } from './days.ts';
import css from './issues.module.css';

/** What runs found and what people did, the newest first. */
export function IssueHistory({ history }: { history: readonly IssueEventView[] }) {
  return (
    <Panel title={text.issues.history.title}>
      <ol className={css.history}>
        {history.map((event) => (
          <li key={`${event.at} ${event.what}`}>
            <Told event={event} />
            <span className={css.dim}>
              <By event={event} />
              <When at={event.at} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Told({ event }: { event: IssueEventView }) {
  const day = useDay();
  const told = text.issues.history;
  switch (event.what) {
    case 'opened':
    case 'regressed':
      return <span>{told[event.what](event.records)}</span>;
    case 'assigned':
      return <ForeignLine value={told.assigned(event.assignee?.name ?? text.issues.nobody)} />;
    case 'snoozed':
      return <span>{told.snoozed(event.until === null ? null : day(event.until), event.records)}</span>;
    default:
      return <span>{told[event.what]}</span>;
  }
}

function By({ event: { by, run } }: { event: IssueEventView }) {
  const mayOpen = useCan('runs.read');
  if (run !== null && mayOpen)
    return (
      <TextLink to="/runs/$id" params={{ id: String(run) }}>
        {text.runs.runTitle(run)}
      </TextLink>
    );
  return <ForeignLine value={text.issues.history.by(by.name)} />;
}
