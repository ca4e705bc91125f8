import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { PageHead } from '../shell/page-head.tsx';
import { LoadingRows } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { type Answer, askHere, askHub, type Question } from './ask.ts';
import css from './explain.module.css';
import { ExplainForm, type Typed } from './explain-form.tsx';
import { useKept } from './kept.ts';
import { LogAnswer } from './log-answer.tsx';
import { OneAnswer } from './one-answer.tsx';
import { asSystem } from './system-select.tsx';

const nothing: Typed = { text: '', file: null };

/** A message or an error log goes in; what it means, who fixes it and how comes out. */
export function ExplainPage() {
  const system = asSystem(useSearch({ from: '/frame/explain' }).system);
  const navigate = useNavigate({ from: '/explain' });
  const [typed, setTyped] = useKept<Typed>('explain', nothing);
  const [answer, setAnswer] = useKept<Answer | null>('explain-answer', null);
  const byHub = useCan('dictionary.read');
  const asking = useMutation({
    mutationFn: (question: Question) => (byHub ? askHub(question) : askHere(question)),
    onSuccess: setAnswer,
  });
  const ask = (question: Question) => {
    if (question.text.trim() !== '' && !asking.isPending) asking.mutate(question);
  };
  const choose = (chosen: typeof system) =>
    void navigate({ search: chosen === undefined ? {} : { system: chosen }, replace: true, resetScroll: false });
  return (
    <>
      <PageHead title={text.dictionary.explain.title} lead={text.dictionary.explain.lead} />
      <div className={css.stack}>
        <ExplainForm
          typed={typed}
          system={system}
          pending={asking.isPending}
          type={setTyped}
          choose={choose}
          ask={(asked) => ask({ text: asked.file?.text ?? asked.text, system })}
          clear={() => {
            setTyped(nothing);
            setAnswer(null);
            asking.reset();
          }}
        />
        <Shown
          answer={answer}
          pending={asking.isPending}
          problem={asking.error}
          withoutSystem={(question) => {
            choose(undefined);
            ask({ text: question.text, system: undefined });
          }}
        />
      </div>
    </>
  );
}

function Shown(props: {
  answer: Answer | null;
  pending: boolean;
  problem: unknown;
  withoutSystem: (question: Question) => void;
}) {
  const { answer, pending, problem, withoutSystem } = props;
  const place = useRef<HTMLElement>(null);
  const seen = useRef(answer);
  // Who asked hears the answer; who comes back to the page is not carried down to it.
  useEffect(() => {
    if (answer !== null && answer !== seen.current) place.current?.focus();
    seen.current = answer;
  }, [answer]);
  return (
    <section
      ref={place}
      tabIndex={-1}
      className={css.answer}
      aria-label={text.dictionary.explain.answer}
      aria-live="polite"
    >
      {pending && <LoadingRows />}
      {!pending && problem !== null && <RefusalPanel problem={problem} />}
      {!pending && problem === null && answer === null && <p className={css.dim}>{text.dictionary.explain.none}</p>}
      {!pending && problem === null && answer !== null && <Answered answer={answer} withoutSystem={withoutSystem} />}
    </section>
  );
}

function Answered(props: { answer: Answer; withoutSystem: (question: Question) => void }) {
  const { answer, withoutSystem } = props;
  return answer.log === null ? (
    <OneAnswer explanation={answer.one} question={answer.question} withoutSystem={withoutSystem} />
  ) : (
    <LogAnswer log={answer.log} system={answer.question.system} />
  );
}
