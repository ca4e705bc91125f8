import { useDisclosure } from '@mantine/hooks';
import { CopyAction } from '../shell/copyable.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Folded } from '../shell/folded.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { text } from '../text/text.ts';
import css from './raw-message.module.css';

/** The message as it came, folded, copyable. */
export function RawMessage({ message, entry }: { message: string; entry: string }) {
  const [open, { toggle }] = useDisclosure(false);
  return (
    <div className={css.raw}>
      <Folded title={text.help.raw} open={open} toggle={toggle}>
        <div className={css.box}>
          <div className={css.message}>
            <Foreign value={message} most={600} mono />
          </div>
          <CopyAction value={message} name={text.help.raw} />
        </div>
        <p className={css.entry}>
          {text.problem.entry} <EntryLink entry={entry} />
        </p>
      </Folded>
    </div>
  );
}
