import { Progress } from '@mantine/core';
import { text } from '../text/text.ts';
import css from './run-progress.module.css';

/** How far a run has read; without an expectation it only says how many rows. */
export function RunProgress({ progress }: { progress: { done: number; of: number } }) {
  const share = progress.of > 0 ? Math.min(100, (100 * progress.done) / progress.of) : 0;
  return (
    <div className={css.progress}>
      <Progress.Root size={6}>
        <Progress.Section value={share} aria-label={text.runs.progressLabel} />
      </Progress.Root>
      <span>
        {progress.of > 0 ? text.runs.progress(progress.done, progress.of) : text.runs.progressOpen(progress.done)}
      </span>
    </div>
  );
}
