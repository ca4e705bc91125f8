import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../text/text.ts';
import { statusOf } from './api.ts';
import css from './page-states.module.css';
import { NoPermission, NotFound } from './plain-pages.tsx';
import { RefusalPanel } from './refusal-panel.tsx';

export interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

/** The four states of every page and panel: loading, failed (explained, with a retry), empty (teaches the next step), ready. */
export function PageStates<Data>(props: {
  asked: Asked<Data>;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  loading?: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  const { asked, isEmpty, empty, loading, children } = props;
  const again = () => void asked.refetch();
  if (asked.data === undefined) {
    if (!asked.error) return <>{loading ?? <LoadingRows />}</>;
    if (statusOf(asked.error) === 404) return <NotFound />;
    if (statusOf(asked.error) === 403) return <NoPermission />;
    return <RefusalPanel problem={asked.error} again={again} />;
  }
  return (
    <>
      {Boolean(asked.error) && (
        <div className={css.stale}>
          <RefusalPanel problem={asked.error} again={again} />
        </div>
      )}
      {isEmpty?.(asked.data) === true ? empty : children(asked.data)}
    </>
  );
}

const widths = ['92%', '75%', '84%', '67%', '89%', '58%'] as const;

export function LoadingRows() {
  return (
    <div className={css.loading} role="status" aria-label={text.shell.loading}>
      {widths.map((width) => (
        <Skeleton key={width} height={14} width={width} radius={4} />
      ))}
    </div>
  );
}
