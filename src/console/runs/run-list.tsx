import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RunView } from '../../runs/run.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { CountLinks } from './count-links.tsx';
import css from './run-list.module.css';
import { RunMark } from './run-mark.tsx';
import { isUnderWay } from './run-queries.ts';

const columns: readonly Column<RunView>[] = [
  {
    id: 'run',
    head: text.runs.columns.run,
    width: '196px',
    cell: (run) => (
      <Link to="/runs/$id" params={{ id: String(run.id) }} className={css.run ?? ''} {...rowOpen}>
        <RunMark run={run} />
        <span className={css.id}>{text.runs.number(run.id)}</span>
      </Link>
    ),
  },
  {
    id: 'connection',
    head: text.runs.columns.connection,
    width: '14%',
    cell: (run) => <ForeignLine value={run.connection.name} />,
  },
  {
    id: 'asked',
    head: text.runs.columns.askedBy,
    width: '14%',
    cell: (run) => (
      <span className={css.asked}>
        <span>{run.dry ? text.runs.dryAsked(text.triggers[run.trigger]) : text.triggers[run.trigger]}</span>
        <span className={css.by}>
          <ForeignLine value={run.askedBy} />
        </span>
      </span>
    ),
  },
  { id: 'when', head: text.runs.columns.when, width: '128px', cell: (run) => <When at={run.askedAt} /> },
  {
    id: 'entered',
    head: text.runs.columns.entered,
    width: '84px',
    align: 'end',
    cell: (run) => <EnteredLink run={run} />,
  },
  { id: 'counts', bare: true, head: text.runs.columns.counts, cell: (run) => <RunCounts run={run} /> },
];

function EnteredLink({ run }: { run: RunView }) {
  return (
    <Link
      to="/runs/$id"
      params={{ id: String(run.id) }}
      search={{ tab: 'records' }}
      className={css.entered ?? ''}
      aria-label={text.runs.entered(run.entered)}
    >
      {text.number(run.entered)}
    </Link>
  );
}

function RunCounts({ run }: { run: RunView }) {
  const underWay = isUnderWay(run.state);
  return (
    <span className={css.counts}>
      {(run.entered > 0 || !underWay) && <CountLinks run={run.id} counts={run} />}
      {underWay && (
        <span className={css.reading}>
          {run.progress.of > 0 ? text.runs.progress(run.progress.done, run.progress.of) : text.runs.waitsForTurn}
        </span>
      )}
    </span>
  );
}

export function RunList({
  runs,
  more,
  foot,
}: {
  runs: readonly RunView[];
  more?: { has: boolean; loading: boolean; load: () => void };
  foot?: ReactNode;
}) {
  return (
    <RecordList
      label={text.runs.title}
      columns={columns}
      rows={runs}
      rowId={(run) => String(run.id)}
      more={more}
      foot={foot}
    />
  );
}
