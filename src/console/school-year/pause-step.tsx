import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayText } from '../rostering/days.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { useYearStep } from './school-year-queries.ts';
import { Step, type StepProps } from './step.tsx';

const words = text.schoolYear.steps.pause;

export function PauseStep({ view, year, mayWrite }: StepProps) {
  const { connections } = view;
  const undo = useYearStep('DELETE', 'pause');
  const [changing, setChanging] = useState(false);
  const planned = year.pause;
  return (
    <Step title={words.title} what={words.what} done={planned !== null}>
      {connections.length === 0 && <p className={css.plain}>{words.none}</p>}
      {planned !== null && (
        <>
          <p className={css.plain}>{words.planned(dayText(planned.from), dayText(planned.to))}</p>
          <ul className={css.rows}>
            {connections.flatMap(({ id, name, pause }) =>
              pause === null
                ? []
                : [
                    <li key={id} className={css.row}>
                      <ForeignLine value={name} />
                      <span className={css.dim}>{words.states[pause.state]}</span>
                    </li>,
                  ],
            )}
          </ul>
        </>
      )}
      {undo.isError && <RefusalPanel problem={undo.error} />}
      {mayWrite && planned !== null && (
        <div className={css.actions}>
          <Button variant="default" onClick={() => setChanging(!changing)} aria-expanded={changing}>
            {words.change}
          </Button>
          <Button variant="subtle" color="gray" loading={undo.isPending} onClick={() => undo.mutate(undefined)}>
            {text.schoolYear.undo}
          </Button>
        </div>
      )}
      {mayWrite && connections.length > 0 && (planned === null || changing) && (
        <PauseForm view={view} year={year} done={() => setChanging(false)} />
      )}
    </Step>
  );
}

function PauseForm({ view, year, done }: Omit<StepProps, 'mayWrite'> & { done: () => void }) {
  const chosen = view.connections.filter(({ pause }) => year.pause === null || pause !== null);
  const [ids, setIds] = useState(chosen.map(({ id }) => id));
  const [from, setFrom] = useState(year.pause?.from ?? '');
  const [to, setTo] = useState(year.pause?.to ?? '');
  const plan = useYearStep<{ connections: string[]; from: string; to: string }>('PUT', 'pause', done);
  return (
    <form
      className={css.stack}
      onSubmit={(event) => {
        event.preventDefault();
        plan.mutate({ connections: ids, from, to });
      }}
    >
      <Checkbox.Group label={words.connections} value={ids} onChange={setIds}>
        <div className={css.list} style={{ paddingInlineStart: 0, paddingTop: 6 }}>
          {view.connections.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={<bdi>{name}</bdi>} size="sm" />
          ))}
        </div>
      </Checkbox.Group>
      <div className={css.fields}>
        <TextInput
          type="date"
          label={words.from}
          required
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={words.to}
          required
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Button type="submit" loading={plan.isPending} disabled={ids.length === 0 || from === '' || to === ''}>
          {words.save}
        </Button>
      </div>
      {plan.isError && <RefusalPanel problem={plan.error} />}
    </form>
  );
}
