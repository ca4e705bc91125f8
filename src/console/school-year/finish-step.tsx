import { Button } from '@mantine/core';
import { useState } from 'react';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { useYearStep } from './school-year-queries.ts';
import { Step, type StepProps } from './step.tsx';

const words = text.schoolYear.steps.finish;

export function FinishStep({ year, mayWrite }: StepProps) {
  const [asking, setAsking] = useState(false);
  const finish = useYearStep<{ confirm: string }>('POST', 'finish', () => setAsking(false));
  const leave = useYearStep('DELETE', null);
  return (
    <Step title={words.title} what={words.what} done={false}>
      {leave.isError && <RefusalPanel problem={leave.error} />}
      {mayWrite && (
        <div className={css.actions}>
          <Button onClick={() => setAsking(true)}>{words.action}</Button>
          {year.archivedAt === null && (
            <Button
              variant="subtle"
              color="gray"
              title={words.giveUpWhat}
              loading={leave.isPending}
              onClick={() => leave.mutate(undefined)}
            >
              {words.giveUp}
            </Button>
          )}
        </div>
      )}
      <TypedConfirm
        opened={asking}
        close={() => setAsking(false)}
        title={words.dialog}
        word={year.title}
        action={words.action}
        busy={finish.isPending}
        problem={finish.error}
        confirm={() => finish.mutate({ confirm: year.title })}
      >
        <p className={css.plain}>{words.what}</p>
      </TypedConfirm>
    </Step>
  );
}
