import { Collapse } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './folded.module.css';

/** Something that is looked at now and then, behind a button. */
export function Folded(props: { title: string; open: boolean; toggle: () => void; children: ReactNode }) {
  const { title, open, toggle, children } = props;
  return (
    <div className={css.folded}>
      <button type="button" className={css.toggle} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={13} aria-hidden className={css.chevron} />
        {title}
      </button>
      <Collapse expanded={open}>
        <div className={css.inside}>{children}</div>
      </Collapse>
    </div>
  );
}
