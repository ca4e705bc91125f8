import { Loader } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { RequestProblem } from '../shell/api.ts';
import { CopyAction } from '../shell/copyable.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';
import { type Answer, pretty, type Refused, refusalsIn } from './call.ts';
import css from './try.module.css';

interface Sent {
  answer: Answer | undefined;
  problem: unknown;
  pending: boolean;
}

const mostExplained = 10;

/** The answer: its status, every refusal explained, and the body as it came. */
export function TryAnswer({ sent }: { sent: Sent }) {
  const { answer, problem, pending } = sent;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (answer !== undefined) place.current?.focus({ preventScroll: false });
  }, [answer]);
  return (
    <section className={css.answer} ref={place} tabIndex={-1} aria-label={text.tryIt.answer} aria-live="polite">
      <h2 className={css.heading}>{text.tryIt.answer}</h2>
      {pending && <Loader size="xs" aria-label={text.shell.loading} />}
      {!pending && problem !== null && <RefusalPanel problem={new RequestProblem(0, null)} />}
      {!pending && problem === null && answer === undefined && <p className={css.dim}>{text.tryIt.answerNone}</p>}
      {!pending && answer !== undefined && <Came answer={answer} />}
    </section>
  );
}

function Came({ answer }: { answer: Answer }) {
  const refused = refusalsIn(answer);
  const shown = pretty(answer.text);
  return (
    <>
      <p className={css.status}>
        <StatusMark answer={answer} refused={refused} />
        <span className={css.dim}>{text.tryIt.took(answer.took)}</span>
      </p>
      {refused.slice(0, mostExplained).map(({ status, refusal }) => (
        <RefusalPanel
          key={`${refusal.help.requestId} ${refusal.help.entry} ${refusal.message} ${JSON.stringify(refusal.help.violations)}`}
          problem={new RequestProblem(status, refusal)}
        />
      ))}
      {shown === '' ? (
        <p className={css.dim}>{text.tryIt.noBody}</p>
      ) : (
        <div className={css.raw}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
          <pre className={css.json} tabIndex={0}>
            {shown}
          </pre>
          <CopyAction value={shown} name={text.tryIt.raw} />
        </div>
      )}
    </>
  );
}

function StatusMark({ answer, refused }: { answer: Answer; refused: readonly Refused[] }) {
  const { status } = answer;
  if (status >= 400) return <StateMark state="failed" word={text.tryIt.refused(status)} pill />;
  if (refused.length > 0)
    return <StateMark state="needsYou" word={text.tryIt.someRefused(status, refused.length)} pill />;
  return <StateMark state="synced" word={text.tryIt.accepted(status)} pill />;
}
