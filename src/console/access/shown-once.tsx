import { Button, Group } from '@mantine/core';
import { CopyBox } from '../shell/copyable.tsx';
import { text } from '../text/text.ts';
import css from './access.module.css';

/** A link or a secret that is shown this one time. */
export function ShownOnce({
  words,
  value,
  name,
  done,
}: {
  words: readonly string[];
  value: string;
  name: string;
  done: () => void;
}) {
  return (
    <div className={css.once} role="status">
      {words.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <CopyBox value={value} name={name} />
      <Group justify="flex-end">
        <Button onClick={done}>{text.shell.done}</Button>
      </Group>
    </div>
  );
}
