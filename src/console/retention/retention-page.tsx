import { useQuery } from '@tanstack/react-query';
import type { RetentionView } from '../../retention/retention.schema.ts';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { Erasures } from './erasures.tsx';
import { KeepForm } from './keep-form.tsx';
import css from './retention.module.css';
import { type Kept, retentionQuery } from './retention-queries.ts';

const words = text.retention;

/** How long what is kept, and who was forgotten. */
export function RetentionPage() {
  const retention = useQuery(retentionQuery);
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className={css.stack}>
        <PageStates asked={retention}>{(view) => <Classes view={view} />}</PageStates>
        <Erasures />
        <PageStates asked={retention}>{(view) => <Fixed fixed={view.fixed} />}</PageStates>
      </div>
    </>
  );
}

function Classes({ view: { classes, shared } }: { view: RetentionView }) {
  const mayWrite = useCan('retention.write');
  return (
    <section>
      {shared && <p className={css.dim}>{words.shared}</p>}
      <RecordList
        label={words.title}
        columns={columns}
        rows={classes}
        rowId={({ name }) => name}
        foot={null}
        {...(mayWrite ? { detail: (kept: Kept) => <Detail kept={kept} classes={classes} /> } : {})}
      />
    </section>
  );
}

const columns: readonly Column<Kept>[] = [
  {
    id: 'what',
    head: words.columns.what,
    bare: true,
    cell: ({ title, what }) => (
      <span className={css.two}>
        <span>{title}</span>
        <span className={css.dim}>{what}</span>
      </span>
    ),
  },
  {
    id: 'kept',
    head: words.columns.kept,
    width: '170px',
    cell: ({ days, set, usual }) => (
      <span className={css.two}>
        <span>{words.days(days)}</span>
        <span className={css.dim}>{set === null || set === usual ? words.usual : words.own(usual)}</span>
      </span>
    ),
  },
  {
    id: 'holds',
    head: words.columns.holds,
    width: '140px',
    cell: ({ bytes, oldest }) => (
      <span className={css.two}>
        <span>{bytes === null ? words.notMeasured : words.size(bytes)}</span>
        {oldest !== null && <span className={css.dim}>{words.since(oldest)}</span>}
      </span>
    ),
  },
];

function Detail({ kept, classes }: { kept: Kept; classes: readonly Kept[] }) {
  return (
    <>
      {kept.byMonth && <p className={css.dim}>{words.byMonth}</p>}
      <KeepForm kept={kept} classes={classes} />
    </>
  );
}

type FixedKeeping = RetentionView['fixed'][number];

const fixedColumns: readonly Column<FixedKeeping>[] = [
  {
    id: 'what',
    head: words.fixed.columns.what,
    bare: true,
    cell: ({ title, what }) => (
      <span className={css.two}>
        <span>{title}</span>
        <span className={css.dim}>{what}</span>
      </span>
    ),
  },
  { id: 'kept', head: words.fixed.columns.kept, width: '240px', cell: ({ kept }) => kept },
];

function Fixed({ fixed }: { fixed: readonly FixedKeeping[] }) {
  return (
    <section>
      <h2 className={css.heading}>{words.fixed.title}</h2>
      <RecordList
        label={words.fixed.title}
        columns={fixedColumns}
        rows={fixed}
        rowId={({ title }) => title}
        foot={null}
      />
    </section>
  );
}
