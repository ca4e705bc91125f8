import { text } from '../text/text.ts';
import css from './copyable.module.css';
import { CopyAction } from './copyable.tsx';
import { TextLink } from './links.tsx';

/** An entry by its name: a link to its page in the dictionary, copyable. */
export function EntryLink({ entry }: { entry: string }) {
  return (
    <span className={css.copyable}>
      <TextLink to="/dictionary/$entry" params={{ entry }} className={css.value ?? ''}>
        <bdi>{entry}</bdi>
      </TextLink>
      <CopyAction value={entry} name={text.problem.entry} />
    </span>
  );
}
