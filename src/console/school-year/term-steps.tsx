import { Button } from '@mantine/core';
import type { TermFinding } from '../../school-year/school-year.schema.ts';
import { dayText } from '../rostering/days.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { useYearStep } from './school-year-queries.ts';
import { Step, type StepProps } from './step.tsx';

const words = text.schoolYear.steps;

/** What stands out about the terms; it is looked at anew each time. */
export function TermsStep({ view: { findings } }: StepProps) {
  return (
    <Step title={words.terms.title} what={words.terms.what} done={findings.length === 0}>
      {findings.length === 0 ? (
        <p className={css.plain}>{words.terms.fine}</p>
      ) : (
        <ul className={css.list}>
          {findings.map((finding) => (
            <li key={`${finding.what} ${finding.connection} ${finding.term}`}>{told(finding)}</li>
          ))}
        </ul>
      )}
    </Step>
  );
}

const told = ({ what, connection, term, from, to }: TermFinding) =>
  words.terms.findings[what](
    connection,
    term ?? '',
    from === null ? '' : dayText(from),
    to === null ? '' : dayText(to),
  );

export function ThresholdsStep({ view, year, mayWrite }: StepProps) {
  const set = useYearStep('PUT', 'thresholds');
  const undo = useYearStep('DELETE', 'thresholds');
  const { thresholds } = year;
  const problem = set.error ?? undo.error;
  return (
    <Step title={words.thresholds.title} what={words.thresholds.what} done={thresholds !== null}>
      <ul className={css.list}>
        {words.thresholds.rules.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      {thresholds !== null && <p className={css.plain}>{words.thresholds.set(thresholds.by)}</p>}
      {problem !== null && <RefusalPanel problem={problem} />}
      {mayWrite && view.connections.length > 0 && (
        <div className={css.actions}>
          {thresholds === null ? (
            <Button loading={set.isPending} onClick={() => set.mutate(undefined)}>
              {words.thresholds.action}
            </Button>
          ) : (
            <Button variant="subtle" color="gray" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
              {text.schoolYear.undo}
            </Button>
          )}
        </div>
      )}
    </Step>
  );
}
