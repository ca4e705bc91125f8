import type { PartState, RunDetail } from '../../runs/run.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import type { StateName } from '../shell/states.ts';
import { text } from '../text/text.ts';
import { CountLinks } from './count-links.tsx';
import type { PartView } from './run-queries.ts';
import css from './run-records.module.css';
import { refusedOf } from './run-state.ts';

const states: Readonly<Record<Exclude<PartState, 'done'>, StateName>> = {
  waiting: 'queued',
  running: 'working',
  left: 'cancelled',
};

function stateOfPart(part: PartView): StateName {
  if (part.state !== 'done') return states[part.state];
  if (refusedOf(part) > 0) return 'needsYou';
  if (part.held > 0) return 'held';
  if (part.blocked > 0) return 'waiting';
  return part.entered === part.unchanged && part.entered > 0 ? 'noChange' : 'synced';
}

const columnsOf = (run: number): readonly Column<PartView>[] => [
  {
    id: 'file',
    head: text.parts.columns.file,
    width: '26%',
    cell: (part) => (
      <span className={css.record}>
        <ForeignLine value={part.unit} />
        <span className={css.dim}>{text.kinds(part.kind, 2)}</span>
      </span>
    ),
  },
  {
    id: 'state',
    head: text.parts.columns.state,
    width: '140px',
    cell: (part) => <StateMark state={stateOfPart(part)} word={part.state === 'left' ? text.parts.left : undefined} />,
  },
  { id: 'mode', head: text.parts.columns.mode, width: '110px', cell: (part) => text.parts.modes(part.mode) },
  {
    id: 'rows',
    head: text.parts.columns.rows,
    width: '110px',
    align: 'end',
    cell: (part) =>
      part.state === 'running'
        ? text.parts.rowsOf(part.progress.done, part.progress.of)
        : text.number(part.progress.done),
  },
  {
    id: 'counts',
    bare: true,
    head: text.parts.columns.counts,
    cell: (part) =>
      part.state === 'waiting' ? (
        <span className={css.dim}>{text.states.queued}</span>
      ) : (
        <CountLinks run={run} counts={part} kind={part.kind} />
      ),
  },
  {
    id: 'notes',
    head: text.parts.columns.notes,
    width: '80px',
    align: 'end',
    cell: (part) => text.number(part.notes.length),
  },
];

/** The files of the run in the order in which they are delivered. */
export function RunParts({ run }: { run: RunDetail }) {
  if (run.parts.length === 0) return <p className={css.dim}>{text.parts.none}</p>;
  return (
    <RecordList
      label={text.runs.tabs.parts}
      columns={columnsOf(run.id)}
      rows={run.parts}
      rowId={(part) => part.unit}
      foot={text.parts.count(run.parts.length)}
    />
  );
}
