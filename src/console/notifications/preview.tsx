import { Button } from '@mantine/core';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import type { usePreview } from './notification-queries.ts';
import css from './notifications.module.css';

const words = text.notifications.preview;

/** What the choice would have sent in the last month, by what has really happened. */
export function Preview({ preview, ask }: { preview: ReturnType<typeof usePreview>; ask: () => void }) {
  const { data } = preview;
  return (
    <section className={css.preview} aria-live="polite">
      <div>
        <Button variant="default" size="xs" loading={preview.isPending} onClick={ask}>
          {words.show}
        </Button>
      </div>
      {preview.isError && <RefusalPanel problem={preview.error} />}
      {data !== undefined && (
        <>
          <strong>{words.title(data.mails.length + data.more)}</strong>
          {data.mails.length === 0 ? (
            <p className={css.dim}>{words.none}</p>
          ) : (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be reached by keyboard.
            <ol className={css.mails} tabIndex={0} aria-label={words.list}>
              {data.mails.map(({ at, subject }) => (
                <li key={`${at} ${subject}`}>
                  <bdi>{subject}</bdi>
                  <span className={css.dim}>
                    <When at={at} />
                  </span>
                </li>
              ))}
            </ol>
          )}
          {data.more > 0 && <p className={css.dim}>{words.more(data.more)}</p>}
        </>
      )}
    </section>
  );
}
