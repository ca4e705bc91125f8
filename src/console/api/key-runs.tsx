import { Link } from '@tanstack/react-router';
import type { KeyRun } from '../../rostering/roster/roster.schema.ts';
import { dayLabel } from '../rostering/days.ts';
import { CountLinks } from '../runs/count-links.tsx';
import { stateOfRun } from '../runs/run-state.ts';
import { apiPath, get } from '../shell/api.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList, rowOpen } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';
import css from './api.module.css';
import type { KeyRunsAnswer } from './key-queries.ts';

const columns: readonly Column<KeyRun>[] = [
  {
    id: 'run',
    head: text.keySent.columns.run,
    width: '190px',
    cell: (run) => (
      <Link to="/runs/$id" params={{ id: String(run.id) }} className={css.run ?? ''} {...rowOpen}>
        <StateMark state={stateOfRun({ ...run, holds: [] })} />
        <span className={css.dim}>{text.runs.number(run.id)}</span>
      </Link>
    ),
  },
  { id: 'what', head: text.keySent.columns.what, width: '30%', cell: (run) => <ForeignLine value={whatOf(run)} /> },
  { id: 'day', head: text.keySent.columns.day, width: '150px', cell: (run) => dayLabel(run.day) },
  {
    id: 'counts',
    bare: true,
    head: text.keySent.columns.counts,
    cell: (run) => <CountLinks run={run.id} counts={run} />,
  },
];

function whatOf({ singly, school }: KeyRun): string {
  if (!singly) return text.keySent.batch;
  return school === null ? text.keySent.callsNowhere : text.keySent.callsAt(school.name);
}

export function KeyRuns({ id, day }: { id: string; day: string | undefined }) {
  const list = usePaged({
    key: ['api-keys', 'runs', id, day],
    page: (cursor, signal) => get<KeyRunsAnswer>(apiPath(['api-keys', id, 'runs'], { day, cursor, limit: 50 }), signal),
    rows: (answer: KeyRunsAnswer) => answer.runs,
    refetchInterval: 15_000,
  });
  return (
    <section>
      <h2 className={css.heading}>{text.keySent.runs}</h2>
      <PageStates
        asked={list.asked}
        isEmpty={(runs) => runs.length === 0}
        empty={<p className={css.dim}>{text.keySent.noRuns}</p>}
      >
        {(runs) => (
          <RecordList
            label={text.keySent.runs}
            columns={columns}
            rows={runs}
            rowId={(run) => String(run.id)}
            more={list.more}
          />
        )}
      </PageStates>
    </section>
  );
}
