import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { FixDetail, FixOffer, FixPreview } from '../../fixes/fix.schema.ts';
import { statusOf } from '../shell/api.ts';
import { Foreign } from '../shell/foreign.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { askPreview, type FixTarget, useApply, type Values } from './fix-queries.ts';
import css from './fixes.module.css';

const words = text.fixes.preview;
type Row = FixPreview['rows'][number];

/** Before and after of every record, of which some may be taken out; then it is applied to exactly that list. */
export function FixPreviewStep(props: {
  target: FixTarget;
  offer: FixOffer;
  values: Values;
  back: () => void;
  close: () => void;
  done: (fix: FixDetail) => void;
}) {
  const { target, offer, values, back, close, done } = props;
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const list = usePaged({
    key: ['fix-preview', offer.name, target, values],
    page: (cursor, signal) => askPreview(offer, target, values, cursor, signal),
    rows: (page: FixPreview) => page.rows,
  });
  const apply = useApply(offer, target, done);
  const seen = list.first;
  const count = (seen?.records ?? 0) - without.size;
  const again = () => {
    apply.reset();
    setWithout(new Set());
    void list.asked.refetch();
  };
  return (
    <Stack gap="md">
      <PageStates
        asked={list.asked}
        isEmpty={(rows) => rows.length === 0}
        empty={<p className={css.plain}>{words.none}</p>}
      >
        {(rows) => (
          <>
            <div>
              <h3 className={css.head}>{words.title(seen?.records ?? rows.length)}</h3>
              <p className={css.dim}>{words.help}</p>
            </div>
            <div className={css.rows}>
              <RecordList
                label={words.title(seen?.records ?? rows.length)}
                columns={columnsOf(without, setWithout)}
                rows={rows}
                rowId={({ kind, key }) => `${kind} ${key}`}
                more={list.more}
                foot={words.lists(rows.length, seen?.records ?? rows.length)}
              />
            </div>
          </>
        )}
      </PageStates>
      {seen !== undefined && seen.records > 0 && <Warnings seen={seen} />}
      {apply.isError && <RefusalPanel problem={apply.error} {...(statusOf(apply.error) === 409 ? { again } : {})} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={seen?.records === 0 ? close : back}>
          {seen?.records === 0 ? words.close : words.back}
        </Button>
        {seen !== undefined && seen.records > 0 && (
          <Button
            loading={apply.isPending}
            disabled={count === 0}
            data-autofocus
            onClick={() => apply.mutate({ values, without: [...without], digest: seen.digest })}
          >
            {words.apply(count)}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Warnings({ seen }: { seen: FixPreview }) {
  const told = [...seen.warnings, ...(seen.carried === 'next_reading' ? [words.nextReading] : [])];
  if (told.length === 0) return null;
  return (
    <ul className={css.warnings}>
      {told.map((warning) => (
        <li key={warning}>{warning}</li>
      ))}
    </ul>
  );
}

function columnsOf(
  without: ReadonlySet<string>,
  change: (without: ReadonlySet<string>) => void,
): readonly Column<Row>[] {
  const toggle = (key: string) => {
    const after = new Set(without);
    if (!after.delete(key)) after.add(key);
    change(after);
  };
  return [
    {
      id: 'record',
      head: words.columns.record,
      width: '44%',
      cell: ({ kind, key, file, line }) => (
        <Checkbox
          size="xs"
          checked={!without.has(key)}
          onChange={() => toggle(key)}
          aria-label={words.take(key)}
          label={
            <span className={css.record}>
              <Foreign value={key} most={60} mono />
              <span className={css.dim}>
                {file === null || line === null ? text.kinds(kind, 1) : `${file}:${line}`}
              </span>
            </span>
          }
        />
      ),
    },
    { id: 'before', head: words.columns.before, cell: ({ before }) => <Foreign value={before} most={60} /> },
    {
      id: 'after',
      head: words.columns.after,
      cell: ({ key, after, before, still }) =>
        without.has(key) ? (
          <Foreign value={before} most={60} />
        ) : (
          <span className={css.after}>
            <span className={css.became}>
              <IconArrowRight size={14} aria-hidden /> <Foreign value={after} most={60} />
            </span>
            {still.length > 0 && <span className={css.still}>{words.still(still.join(', '))}</span>}
          </span>
        ),
    },
  ];
}
