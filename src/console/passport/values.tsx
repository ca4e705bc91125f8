import { useQuery } from '@tanstack/react-query';
import type { CellView, PassportView, SourceView } from '../../passport/passport.schema.ts';
import { EntryLink } from '../shell/entry-link.tsx';
import { Panel } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { text } from '../text/text.ts';
import css from './passport.module.css';
import { sourceQuery } from './passport-queries.ts';

const words = text.passport.values;

/** One column: what its cell says, and what is held of it. */
interface Line {
  name: string;
  cell: CellView | null;
  held: string | null | undefined;
}

/** What the source says beside what Hallpass holds, column by column. */
export function Values({ passport }: { passport: PassportView }) {
  const { flow, kind, key } = passport;
  const source = useQuery(sourceQuery({ flow, kind, key }));
  return (
    <Panel title={words.title}>
      <PageStates asked={source}>{(answer) => <Ready passport={passport} source={answer} />}</PageStates>
    </Panel>
  );
}

function Ready({ passport, source }: { passport: PassportView; source: SourceView }) {
  const { row, whyNot } = source;
  const lines = linesOf(row?.cells ?? [], passport.stored?.values ?? []);
  return (
    <div className={css.panel}>
      <p className={css.dim}>
        {row !== null && <Foreign value={words.readIn(row.file, row.line, row.run)} />}
        {whyNot !== null && words.whyNot[whyNot]}
      </p>
      {passport.stored === null && <p className={css.dim}>{words.notHeld}</p>}
      {row !== null && row.findings.length > 0 && <Findings findings={row.findings} />}
      {lines.length > 0 && (
        <RecordList
          label={words.title}
          columns={[
            nameColumn,
            ...(row === null ? [] : [sourceColumn, readColumn]),
            ...(passport.stored === null ? [] : [heldColumn]),
          ]}
          rows={lines}
          rowId={({ name }) => name}
          foot={null}
        />
      )}
    </div>
  );
}

/** Cells in the order of the file, then what is held beside. */
function linesOf(cells: readonly CellView[], values: NonNullable<PassportView['stored']>['values']): Line[] {
  const held = new Map(values.map(({ name, value }) => [name, value]));
  const named = new Set(cells.map(({ column }) => column));
  return [
    ...cells.map((cell) => ({
      name: cell.name,
      cell,
      held: cell.column === null ? undefined : held.get(cell.column),
    })),
    ...values
      .filter(({ name, value }) => !named.has(name) && value !== null)
      .map(({ name, value }) => ({ name, cell: null, held: value })),
  ];
}

function Findings({ findings }: { findings: NonNullable<SourceView['row']>['findings'] }) {
  return (
    <div>
      <p className={css.plain}>{words.found}</p>
      <ul className={css.findings}>
        {findings.map(({ entry, message }) => (
          <li key={message}>
            <Foreign value={message} most={300} /> <EntryLink entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const nameColumn: Column<Line> = {
  id: 'name',
  head: words.columns.name,
  width: '22%',
  bare: true,
  cell: ({ name }) => <ForeignLine value={name} />,
};
const sourceColumn: Column<Line> = {
  id: 'source',
  head: words.columns.source,
  cell: ({ cell }) => {
    if (cell === null) return null;
    if (cell.value === null) return <span className={css.dim}>{words.secret}</span>;
    return cell.value === '' ? <Empty /> : <Foreign value={cell.value} most={120} />;
  },
};
const readColumn: Column<Line> = { id: 'read', head: words.columns.read, cell: ({ cell }) => <Read cell={cell} /> };
const heldColumn: Column<Line> = {
  id: 'held',
  head: words.columns.held,
  cell: ({ cell, held }) => {
    if (held === undefined) return null;
    if (held === null) return <span className={css.dim}>{words.nothing}</span>;
    const differs = cell !== null && cell.read !== null && !sameText(cell.read, held);
    return (
      <span className={differs ? css.differs : undefined}>
        <Foreign value={held} most={120} />
      </span>
    );
  },
};

/** Lists of ids are held in no order. */
const sameText = (a: string, b: string) => a === b || a.split(',').sort().join() === b.split(',').sort().join();

const Empty = () => <span className={css.dim}>{words.empty}</span>;

function Read({ cell }: { cell: CellView | null }) {
  if (cell === null || cell.value === null) return null;
  if (cell.column === null) return <span className={css.dim}>{words.notCarried}</span>;
  if (cell.value === '') return null;
  if (cell.read === null) return <span>{words.unread}</span>;
  if (cell.read === cell.value) return <span className={css.dim}>{words.asWritten}</span>;
  return <Foreign value={cell.read} most={120} />;
}
