import { useQuery } from '@tanstack/react-query';
import type { ValueMapping } from '../../fixes/fix.schema.ts';
import { Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { mappingsQuery } from './fix-queries.ts';
import css from './fixes.module.css';

const words = text.fixes.mappings;

const columns: readonly Column<ValueMapping>[] = [
  {
    id: 'column',
    head: words.columns.column,
    width: '26%',
    cell: ({ kind, column }) => (
      <span className={css.record}>
        <span>{column}</span>
        <span className={css.dim}>{text.kinds(kind, 2)}</span>
      </span>
    ),
  },
  { id: 'value', head: words.columns.value, cell: ({ value }) => <Foreign value={value} most={80} /> },
  {
    id: 'word',
    head: words.columns.word,
    cell: ({ word, except }) => (
      <span className={css.record}>
        <Foreign value={word} />
        {except > 0 && <span className={css.dim}>{words.except(except)}</span>}
      </span>
    ),
  },
  {
    id: 'fix',
    head: words.columns.fix,
    width: '24%',
    cell: ({ fix, madeAt }) => (
      <span className={css.record}>
        <TextLink to="/fixes/$id" params={{ id: String(fix) }}>
          {text.fixes.one(fix)}
        </TextLink>
        <span className={css.dim}>
          <When at={madeAt} />
        </span>
      </span>
    ),
  },
];

/** The words of a connection's source, and the fixes by which they are read. */
export function ValueMappings({ connection }: { connection: string }) {
  const mappings = useQuery(mappingsQuery(connection));
  return (
    <Panel title={words.title}>
      <p className={css.dim}>{words.help}</p>
      <PageStates
        asked={mappings}
        isEmpty={(answer) => answer.mappings.length === 0}
        empty={<p className={css.plain}>{words.none}</p>}
      >
        {(answer) => (
          <RecordList
            label={words.title}
            columns={columns}
            rows={answer.mappings}
            rowId={({ kind, column, value }) => `${kind} ${column} ${value}`}
            foot={null}
          />
        )}
      </PageStates>
    </Panel>
  );
}
