import { Button } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Fragment, type MouseEvent, type ReactNode, useState } from 'react';
import { text } from '../text/text.ts';
import css from './record-list.module.css';

export interface Column<Row> {
  id: string;
  head: string;
  cell: (row: Row) => ReactNode;
  /** A CSS width; columns without one share the rest. */
  width?: string;
  align?: 'end';
  /** On a phone the cell stands without its head. */
  bare?: boolean;
}

interface ListProps<Row> {
  /** What the list holds, for those who hear it. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** What a row unfolds to; the first column's cell then becomes the button. Rows without it carry a link marked `rowOpen`. */
  detail?: (row: Row) => ReactNode;
  more?: { has: boolean; loading: boolean; load: () => void } | undefined;
  /** Stands in place of the number of rows shown; `null`: no foot. */
  foot?: ReactNode;
}

/** Marks the link or button that Enter, a click on the row, and j/k go to. */
export const rowOpen = { 'data-row-open': '' } as const;

/** The card form changes `display`, by which some browsers forget what a table is; hence its roles by name. */
const as = {
  table: { role: 'table' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  cell: { role: 'cell' },
} as const;

/** The list of every page: dense rows, sticky head, j/k/Enter, cards on a phone. */
export function RecordList<Row>({ label, columns, rows, rowId, detail, more, foot }: ListProps<Row>) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <div className={css.list}>
      <table className={css.table} {...as.table} aria-label={label}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? {} : { width: column.width }} />
          ))}
        </colgroup>
        <thead className={css.head} {...as.rowgroup}>
          <tr {...as.row}>
            {columns.map((column) => (
              <th
                key={column.id}
                {...as.columnheader}
                scope="col"
                className={column.align === 'end' ? css.end : undefined}
              >
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as.rowgroup}>
          {rows.map((row) => {
            const id = rowId(row);
            const isOpen = open.has(id);
            return (
              <Fragment key={id}>
                <tr {...as.row} className={css.row} data-open={isOpen || undefined} onClick={openRow}>
                  {columns.map((column, at) => (
                    <td
                      key={column.id}
                      {...as.cell}
                      className={column.align === 'end' ? css.end : undefined}
                      data-head={column.bare === true ? undefined : column.head}
                    >
                      {at === 0 && detail !== undefined ? (
                        <Unfold open={isOpen} toggle={() => toggle(id)} label={column.cell(row)} />
                      ) : (
                        column.cell(row)
                      )}
                    </td>
                  ))}
                </tr>
                {detail !== undefined && isOpen && (
                  <tr {...as.row} className={css.detail}>
                    <td {...as.cell} colSpan={columns.length}>
                      {detail(row)}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {foot !== null && (
        <div className={css.foot}>
          <span aria-live="polite">{foot ?? text.shell.shown(rows.length, more?.has === true)}</span>
          {more?.has === true && (
            <Button variant="default" loading={more.loading} onClick={more.load}>
              {text.shell.loadMore}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Unfold({ open, toggle, label }: { open: boolean; toggle: () => void; label: ReactNode }) {
  return (
    <button type="button" className={css.unfold} aria-expanded={open} onClick={toggle} {...rowOpen}>
      <IconChevronRight size={14} aria-hidden className={css.chevron} />
      <span className={css.unfoldLabel}>{label}</span>
    </button>
  );
}

/** A click anywhere on a row opens it, unless it met a control or text is being selected. */
function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target as HTMLElement;
  if (target.closest('a, button, input, label, select') !== null || window.getSelection()?.type === 'Range') return;
  event.currentTarget.querySelector<HTMLElement>('[data-row-open]')?.click();
}
