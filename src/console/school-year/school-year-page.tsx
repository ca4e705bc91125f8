import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SchoolYearView } from '../../school-year/school-year.schema.ts';
import { dayText } from '../rostering/days.ts';
import { Panel } from '../shell/facts.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { ArchiveStep } from './archive-step.tsx';
import { FinishStep } from './finish-step.tsx';
import { DryRunStep, NewIdsStep, ResumeStep } from './night-steps.tsx';
import { PauseStep } from './pause-step.tsx';
import css from './school-year.module.css';
import { schoolYearQuery, useYearStep } from './school-year-queries.ts';
import type { StepProps } from './step.tsx';
import { TermsStep, ThresholdsStep } from './term-steps.tsx';

const words = text.schoolYear;

export function SchoolYearPage() {
  const asked = useQuery(schoolYearQuery);
  return (
    <PageStates asked={asked}>
      {(view) =>
        view.year === null ? <Begin last={view.last} /> : <Steps key={view.year.id} view={view} year={view.year} />
      }
    </PageStates>
  );
}

function Steps({ view, year }: Omit<StepProps, 'mayWrite'>) {
  const mayWrite = useCan('school_year.write');
  const props = { view, year, mayWrite };
  return (
    <>
      <PageHead title={words.titleOf(year.title)} lead={words.ends(dayText(year.endsOn), year.by)} />
      <div className={css.stack}>
        <p className={css.dim}>{mayWrite ? words.lead : words.mayNot}</p>
        <ol className={css.steps}>
          <PauseStep {...props} />
          <TermsStep {...props} />
          <ArchiveStep {...props} />
          <ThresholdsStep {...props} />
          <DryRunStep {...props} />
          <ResumeStep {...props} />
          <NewIdsStep {...props} />
          <FinishStep {...props} />
        </ol>
      </div>
    </>
  );
}

function Begin({ last }: { last: SchoolYearView['last'] }) {
  const [title, setTitle] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const mayWrite = useCan('school_year.write');
  const begin = useYearStep<{ title: string; endsOn: string }>('POST', null);
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <div className={css.stack}>
        {last !== null && (
          <p className={css.dim}>
            {words.last(last.title)} <When at={last.doneAt} />
          </p>
        )}
        {!mayWrite && <p className={css.dim}>{words.mayNot}</p>}
        {mayWrite && (
          <Panel title={words.begin.title}>
            <form
              className={css.stack}
              onSubmit={(event) => {
                event.preventDefault();
                begin.mutate({ title: title.trim(), endsOn });
              }}
            >
              <p className={css.plain}>{words.begin.what}</p>
              <TextInput
                label={words.begin.name}
                description={words.begin.nameHelp}
                required
                maxLength={60}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
              <TextInput
                type="date"
                label={words.begin.endsOn}
                description={words.begin.endsOnHelp}
                required
                value={endsOn}
                onChange={(event) => setEndsOn(event.currentTarget.value)}
              />
              {begin.isError && <RefusalPanel problem={begin.error} />}
              <div>
                <Button type="submit" loading={begin.isPending} disabled={title.trim() === '' || endsOn === ''}>
                  {words.begin.save}
                </Button>
              </div>
            </form>
          </Panel>
        )}
      </div>
    </>
  );
}
