import { Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './unfolding-list.module.css';

/** Items in one frame, with a line between each two. */
export function FramedList({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ol className={css.list} aria-label={label}>
      {children}
    </ol>
  );
}

/** An item that unfolds to its help: how many records have it, what it is, marks, and what else is told of it. */
export function UnfoldingItem(props: {
  count?: ReactNode;
  title: ReactNode;
  marks: ReactNode;
  more?: ReactNode;
  button: string;
  children: (open: boolean) => ReactNode;
}) {
  const [open, { toggle }] = useDisclosure(false);
  const counted = props.count !== undefined;
  return (
    <li>
      <article>
        <div className={css.row}>
          {counted && <span className={css.count}>{props.count}</span>}
          <div className={css.words}>
            <h3 className={css.title}>{props.title}</h3>
            <span className={css.marks}>{props.marks}</span>
            {props.more !== undefined && <span className={css.more}>{props.more}</span>}
          </div>
          <UnfoldButton open={open} toggle={toggle}>
            {props.button}
          </UnfoldButton>
        </div>
        <Collapse expanded={open}>
          <div className={css.inside} data-counted={counted || undefined}>
            {props.children(open)}
          </div>
        </Collapse>
      </article>
    </li>
  );
}

export function UnfoldButton({ open, toggle, children }: { open: boolean; toggle: () => void; children: string }) {
  return (
    <button type="button" className={css.toggle} aria-expanded={open} onClick={toggle}>
      {children}
      <IconChevronRight size={14} aria-hidden />
    </button>
  );
}
