import { IconServerCog } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { WorkerView } from '../../runs/presence.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { CopyBox } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './workers-page.module.css';

const words = text.workers;
/** So many parts of a process are told one by one. */
const mostParts = 5;
const marks = { working: 'synced', stopping: 'paused', quiet: 'failed' } as const;

const columns: readonly Column<WorkerView>[] = [
  {
    id: 'process',
    head: words.columns.process,
    width: '30%',
    bare: true,
    cell: (row) => (
      <span className={css.two}>
        <strong>{words.kinds[row.kind]}</strong>
        <span className={css.dim}>
          <ForeignLine value={words.place(row.host, row.pid)} />
        </span>
      </span>
    ),
  },
  { id: 'state', head: words.columns.state, width: '24%', cell: (row) => <State worker={row} /> },
  { id: 'since', head: words.columns.since, width: '130px', cell: (row) => <When at={row.startedAt} /> },
  { id: 'has', head: words.columns.has, cell: (row) => <InHand worker={row} /> },
];

function State({ worker }: { worker: WorkerView }) {
  return (
    <span className={css.two}>
      <StateMark state={marks[worker.state]} word={words.states[worker.state]} />
      {worker.state === 'quiet' && (
        <span className={css.dim}>
          {words.seen} <When at={worker.seenAt} />
        </span>
      )}
    </span>
  );
}

function InHand({ worker: { parts, partsElsewhere, state } }: { worker: WorkerView }) {
  if (parts.length === 0 && partsElsewhere === 0) return <span className={css.dim}>{words.nothing}</span>;
  return (
    <span className={css.two}>
      {parts.slice(0, mostParts).map(({ run, part, done, of }) => (
        <span key={`${run} ${part}`} className={css.part}>
          <TextLink to="/runs/$id" params={{ id: String(run) }}>
            {words.run(run)}
          </TextLink>
          <span>{words.part(part, done, of)}</span>
        </span>
      ))}
      {parts.length > mostParts && <span className={css.dim}>{words.more(parts.length - mostParts)}</span>}
      {partsElsewhere > 0 && <span className={css.dim}>{words.elsewhere(partsElsewhere)}</span>}
      {state === 'quiet' && <span className={css.dim}>{words.quietHelp}</span>}
    </span>
  );
}

export function WorkersPage() {
  const workers = useQuery({
    queryKey: ['workers'],
    queryFn: ({ signal }) => get<{ workers: WorkerView[] }>(apiPath(['workers']), signal),
    refetchInterval: 5_000,
  });
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <PageStates
        asked={workers}
        isEmpty={(answer) => answer.workers.length === 0}
        empty={
          <EmptyState icon={IconServerCog} title={words.none}>
            <p>{words.noneHelp}</p>
          </EmptyState>
        }
      >
        {(answer) => (
          <RecordList label={words.title} columns={columns} rows={answer.workers} rowId={(row) => row.id} foot={null} />
        )}
      </PageStates>
      <div className={css.another}>
        <Panel title={words.another}>
          <p>{words.anotherHelp}</p>
          <CopyBox value={words.commandLine} name={words.command} />
        </Panel>
      </div>
    </>
  );
}
