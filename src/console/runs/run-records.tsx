import { Button, Select } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Outcome, OutcomeView, RunDetail } from '../../runs/run.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { SearchField } from '../shell/search-field.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { text } from '../text/text.ts';
import { OutcomeDetail } from './outcome-detail.tsx';
import { outcomeWords } from './outcome-words.ts';
import type { OutcomesAnswer } from './run-queries.ts';
import css from './run-records.module.css';

const columns: readonly Column<OutcomeView>[] = [
  {
    id: 'record',
    head: text.records.columns.record,
    width: '30%',
    cell: (row) => (
      <span className={css.record}>
        <ForeignLine value={row.key} />
        <span className={css.dim}>{text.kinds(row.kind, 1)}</span>
      </span>
    ),
  },
  { id: 'state', head: text.records.columns.state, width: '150px', cell: (row) => <OutcomeMark row={row} /> },
  { id: 'why', head: text.records.columns.why, bare: true, cell: (row) => <Why row={row} /> },
  { id: 'where', head: text.records.columns.where, width: '18%', cell: (row) => <Where row={row} /> },
];

function OutcomeMark({ row }: { row: OutcomeView }) {
  return (
    <span className={css.record}>
      <StateMark state={stateOfOutcome[row.outcome]} />
      <span className={css.dim}>{text.outcomes.words[row.outcome]}</span>
    </span>
  );
}

function Why({ row }: { row: OutcomeView }) {
  if (row.waitsFor !== null && row.explained === null)
    return <span>{text.records.waitsFor(row.waitsFor.kind, row.waitsFor.key.slice(0, 80))}</span>;
  if (row.explained === null) return <span className={css.dim}>{text.records.nothingToDo}</span>;
  return (
    <span className={css.record}>
      <span>{row.explained.title}</span>
      {row.column !== null && (
        <span className={css.dim}>
          <ForeignLine value={text.records.columnValue(row.column, row.value?.slice(0, 120) ?? null)} />
        </span>
      )}
    </span>
  );
}

function Where({ row }: { row: OutcomeView }) {
  if (row.file === null) return <span className={css.dim}>{text.records.noFile}</span>;
  return <Foreign value={row.line === null ? row.file : text.records.fileLine(row.file, row.line)} most={80} mono />;
}

export function RunRecords({ run }: { run: RunDetail }) {
  const { outcome, kind, entry, q } = useSearch({ from: '/frame/runs/$id' });
  const filter = { outcome, kind, entry, q };
  const list = usePaged({
    key: ['outcomes', String(run.id), filter],
    page: (cursor, signal) =>
      get<OutcomesAnswer>(apiPath(['runs', run.id, 'outcomes'], { ...filter, cursor, limit: 100 }), signal),
    rows: (answer: OutcomesAnswer) => answer.outcomes,
  });
  return (
    <>
      <RecordFilters run={run} />
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={<p className={css.dim}>{wordsOfNone(run, filter)}</p>}
      >
        {(rows) => (
          <RecordList
            label={text.runs.tabs.records}
            columns={columns}
            rows={rows}
            rowId={(row) => `${row.kind} ${row.key} ${row.file ?? ''} ${row.line ?? ''}`}
            detail={(row) => <OutcomeDetail row={row} run={run.id} />}
            more={list.more}
            foot={footOf(rows.length, list.more?.has === true, filter)}
          />
        )}
      </PageStates>
    </>
  );
}

/** Why the list is empty: what went through is listed by its outcome only, what is as before never. */
function wordsOfNone(run: RunDetail, { outcome, kind, entry, q }: Filter): string {
  if (run.recordsRemovedAt !== null) return text.records.removed;
  if (run.entered === 0) return text.records.noneEntered;
  if (outcome === 'unchanged') return text.records.unchangedNotListed;
  return outcome === undefined && kind === undefined && entry === undefined && !q
    ? text.records.noneSpecial
    : text.records.noneFiltered;
}

function footOf(shown: number, more: boolean, { outcome, entry, q }: Filter): string {
  const count = text.shell.shown(shown, more);
  return outcome === undefined && entry === undefined && !q ? `${count}. ${text.records.acceptedNotListed}` : count;
}

interface Filter {
  outcome?: Outcome | undefined;
  kind?: string | undefined;
  entry?: string | undefined;
  q?: string | undefined;
}

function RecordFilters({ run }: { run: RunDetail }) {
  const search = useSearch({ from: '/frame/runs/$id' });
  const navigate = useNavigate({ from: '/runs/$id' });
  const change = (part: keyof Filter, value: string | null) =>
    void navigate({
      search: ({ [part]: _before, ...rest }) => ({
        ...rest,
        tab: 'records',
        ...(value === null || value === '' ? {} : { [part]: value }),
      }),
      resetScroll: false,
      replace: part === 'q',
    });
  const kinds = [
    ...new Set([...run.parts.map((part) => part.kind), ...(search.kind === undefined ? [] : [search.kind])]),
  ];
  const any = search.outcome ?? search.kind ?? search.entry ?? search.q;
  return (
    <div className={css.filters}>
      <SearchField label={text.records.search} value={search.q ?? ''} onSearch={(q) => change('q', q)} />
      <Select
        size="xs"
        w={170}
        aria-label={text.records.filterOutcome}
        placeholder={text.records.anyOutcome}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={search.outcome ?? null}
        data={outcomeWords.map((word) => ({ value: word, label: text.outcomes.words[word] }))}
        onChange={(value) => change('outcome', value)}
      />
      <Select
        size="xs"
        w={170}
        aria-label={text.records.filterKind}
        placeholder={text.records.anyKind}
        clearable
        clearButtonProps={{ 'aria-label': text.shell.clear }}
        value={search.kind ?? null}
        data={kinds.map((value) => ({ value, label: text.kinds(value, 2) }))}
        onChange={(value) => change('kind', value)}
      />
      {search.entry !== undefined && (
        <button
          type="button"
          className={css.chip}
          onClick={() => change('entry', null)}
          aria-label={text.records.removeCause(search.entry)}
        >
          <bdi>{search.entry}</bdi>
          <IconX size={12} aria-hidden />
        </button>
      )}
      {any !== undefined && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => void navigate({ search: { tab: 'records' }, resetScroll: false })}
        >
          {text.records.clear}
        </Button>
      )}
    </div>
  );
}
