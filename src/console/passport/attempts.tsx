import type { AttemptView } from '../../passport/passport.schema.ts';
import { AttemptCalls } from '../exchanges/attempt-calls.tsx';
import { RunLink } from '../rostering/run-link.tsx';
import { OutcomeDetail } from '../runs/outcome-detail.tsx';
import { apiPath, get } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './passport.module.css';
import type { AttemptsAnswer, Named } from './passport-queries.ts';

const words = text.passport.attempts;

/** What became of the record in every run that did something with it. */
export function Attempts({ named }: { named: Named }) {
  const list = usePaged({
    key: ['passport', named, 'attempts'],
    page: (cursor, signal) =>
      get<AttemptsAnswer>(apiPath(['passport', 'attempts'], { ...named, cursor, limit: 25 }), signal),
    rows: (answer: AttemptsAnswer) => answer.attempts,
  });
  return (
    <Panel title={words.title}>
      <div className={css.panel}>
        <p className={css.dim}>{words.help}</p>
        <PageStates
          asked={list.asked}
          isEmpty={(rows) => rows.length === 0}
          empty={<p className={css.dim}>{words.none}</p>}
        >
          {(rows) => (
            <RecordList
              label={words.title}
              columns={columns}
              rows={rows}
              rowId={({ id }) => id}
              detail={(row) => (
                <div className={css.panel}>
                  <OutcomeDetail row={row} run={row.run} ofRecord />
                  {row.kept && <AttemptCalls named={named} attempt={row.id} />}
                </div>
              )}
              more={list.more}
            />
          )}
        </PageStates>
      </div>
    </Panel>
  );
}

const columns: readonly Column<AttemptView>[] = [
  {
    id: 'outcome',
    head: words.columns.outcome,
    width: '24%',
    cell: ({ outcome, tried }) => (
      <span className={css.two}>
        <StateMark state={stateOfOutcome[outcome]} />
        <span className={css.dim}>
          {text.outcomes.words[outcome]}
          {outcome === 'rejected' && !tried && `${text.shell.listComma}${words.standing}`}
        </span>
      </span>
    ),
  },
  {
    id: 'why',
    head: words.columns.why,
    bare: true,
    cell: ({ explained }) =>
      explained === null ? <span className={css.dim}>{text.records.nothingToDo}</span> : explained.title,
  },
  {
    id: 'by',
    head: words.columns.by,
    width: '20%',
    cell: ({ askedBy, trigger }) => (
      <span className={css.two}>
        <ForeignLine value={askedBy} />
        <span className={css.dim}>{text.triggers[trigger]}</span>
      </span>
    ),
  },
  { id: 'run', head: words.columns.run, width: '12%', cell: ({ run }) => <RunLink run={run} /> },
  { id: 'at', head: words.columns.at, width: '16%', cell: ({ at }) => <When at={at} /> },
];
