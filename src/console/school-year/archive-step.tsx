import { Button } from '@mantine/core';
import { useState } from 'react';
import { dayText } from '../rostering/days.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { useYearStep } from './school-year-queries.ts';
import { Step, type StepProps } from './step.tsx';

const words = text.schoolYear.steps.archive;

export function ArchiveStep({ view: { archive }, year, mayWrite }: StepProps) {
  const [asking, setAsking] = useState(false);
  const put = useYearStep<{ confirm: string }>('PUT', 'archive', () => setAsking(false));
  const undo = useYearStep('DELETE', 'archive');
  const { terms, sections, enrollments } = archive;
  const isDone = year.archivedAt !== null;
  const sum = words.would(terms.length, sections, enrollments);
  return (
    <Step title={words.title} what={words.what} done={isDone}>
      {terms.length === 0 ? (
        <p className={css.plain}>{words.nothing}</p>
      ) : (
        <>
          <p className={css.plain}>{sum}</p>
          <details>
            <summary>{words.which}</summary>
            <ul className={css.rows}>
              {terms.map(({ id, title, start, end, connection }) => (
                <li key={id} className={css.row}>
                  <ForeignLine value={`${title}, ${connection}`} />
                  <span className={css.dim}>{words.span(dayText(start), dayText(end))}</span>
                </li>
              ))}
            </ul>
          </details>
        </>
      )}
      {undo.isError && <RefusalPanel problem={undo.error} />}
      {mayWrite && (terms.length > 0 || isDone) && (
        <div className={css.actions}>
          {isDone ? (
            <Button variant="subtle" color="gray" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
              {text.schoolYear.undo}
            </Button>
          ) : (
            <Button onClick={() => setAsking(true)}>{words.action}</Button>
          )}
        </div>
      )}
      <TypedConfirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.dialog}
        word={year.title}
        action={words.action}
        busy={put.isPending}
        problem={put.error}
        confirm={() => put.mutate({ confirm: year.title })}
      >
        <p className={css.plain}>{sum}</p>
        <p className={css.plain}>{words.what}</p>
      </TypedConfirm>
    </Step>
  );
}
