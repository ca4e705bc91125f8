import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** An empty place that says what would stand here and how it gets here. */
export function EmptyState({
  icon: Mark,
  title,
  children,
  action,
}: {
  icon: Icon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <section className={css.empty}>
      <span className={css.badge} aria-hidden>
        <Mark size={20} stroke={1.6} />
      </span>
      <h2 className={css.title}>{title}</h2>
      <div className={css.words}>{children}</div>
      {action !== undefined && <div className={css.action}>{action}</div>}
    </section>
  );
}
