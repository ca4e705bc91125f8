import { Collapse } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { CopyAction } from '../shell/copyable.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { text } from '../text/text.ts';
import css from './raw-message.module.css';

/** The message as it came, folded, copyable. */
export function RawMessage({ message, entry }: { message: string; entry: string }) {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <div className={css.raw}>
      <button type="button" className={css.toggle} aria-expanded={open} onClick={toggle}>
        <IconChevronRight size={13} aria-hidden className={css.chevron} />
        {text.help.raw}
      </button>
      <Collapse expanded={open}>
        <div className={css.box}>
          <div className={css.message}>
            <Foreign value={message} most={600} mono />
          </div>
          <CopyAction value={message} name={text.help.raw} />
        </div>
        <p className={css.entry}>
          {text.problem.entry} <EntryLink entry={entry} />
        </p>
      </Collapse>
    </div>
  );
}
