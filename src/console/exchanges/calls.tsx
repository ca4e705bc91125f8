import { useQuery } from '@tanstack/react-query';
import type { ExchangeHead } from '../../exchanges/exchange.schema.ts';
import { RunLink } from '../rostering/run-link.tsx';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { callQuery, callsQuery, type Of } from './exchange-queries.ts';
import css from './exchanges.module.css';
import { Said } from './said.tsx';

const words = text.exchanges;

/** The calls of a run that were refused or failed, beside the failure that they made; nothing where there are none. */
export function RunCalls({ run }: { run: number }) {
  const calls = useQuery(callsQuery(['runs', String(run)]));
  if ((calls.data?.exchanges.length ?? 0) === 0) return null;
  return (
    <Panel title={words.ofRun}>
      <div className={css.stack}>
        <p className={css.dim}>{words.ofRunHelp}</p>
        <Calls of={['runs', String(run)]} />
      </div>
    </Panel>
  );
}

/** The same of a connection, its checklists among them. */
export function ConnectionCalls({ id }: { id: string }) {
  return (
    <div className={css.stack}>
      <p className={css.dim}>{words.ofConnectionHelp}</p>
      <Calls of={['connections', id]} />
    </div>
  );
}

function Calls({ of }: { of: Of }) {
  const calls = useQuery(callsQuery(of));
  return (
    <PageStates
      asked={calls}
      isEmpty={({ exchanges }) => exchanges.length === 0}
      empty={<p className={css.dim}>{words.none}</p>}
    >
      {({ exchanges }) => (
        <RecordList
          label={words.ofRun}
          columns={of[0] === 'runs' ? columns : [...columns, runColumn]}
          rows={exchanges}
          rowId={({ id }) => String(id)}
          detail={({ id }) => <One of={of} no={id} />}
          foot={null}
        />
      )}
    </PageStates>
  );
}

function One({ of, no }: { of: Of; no: number }) {
  const call = useQuery(callQuery(of, no));
  return (
    <PageStates asked={call}>
      {(view) => (
        <div className={css.stack}>
          <p className={css.dim}>{words.replaced}</p>
          <Said call={view} />
        </div>
      )}
    </PageStates>
  );
}

const columns: readonly Column<ExchangeHead>[] = [
  {
    id: 'call',
    head: words.columns.call,
    cell: ({ method, address }) => <ForeignLine value={`${method} ${address}`} />,
  },
  {
    id: 'status',
    head: words.columns.status,
    width: '100px',
    cell: ({ status }) => (status === null ? words.noAnswer : String(status)),
  },
  {
    id: 'why',
    head: words.columns.why,
    width: '28%',
    cell: ({ explained }) => explained?.title ?? '',
  },
  { id: 'when', head: words.columns.when, width: '130px', cell: ({ at }) => <When at={at} /> },
];
const runColumn: Column<ExchangeHead> = {
  id: 'run',
  head: text.passport.attempts.columns.run,
  width: '130px',
  cell: ({ run }) => (run === null ? words.byChecklist : <RunLink run={run} />),
};
