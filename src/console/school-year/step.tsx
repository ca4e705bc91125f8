import type { ReactNode } from 'react';
import type { SchoolYearView } from '../../school-year/school-year.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';
import css from './school-year.module.css';

const words = text.schoolYear;

/** A step needs the year that it is a step of. */
export type StepProps = {
  view: SchoolYearView;
  year: NonNullable<SchoolYearView['year']>;
  mayWrite: boolean;
};

/** One step of the guided page: whether it is done, what it does, and its controls. */
export function Step(props: { title: string; what: string; done: boolean | null; children: ReactNode }) {
  const { title, what, done, children } = props;
  return (
    <li className={css.step}>
      <div className={css.stepHead}>
        <h2 className={css.stepTitle}>{title}</h2>
        {done === null ? (
          <span className={css.dim}>{words.optional}</span>
        ) : done ? (
          <StateMark state="synced" word={words.done} />
        ) : (
          <StateMark state="queued" word={words.open} />
        )}
      </div>
      <p className={css.dim}>{what}</p>
      {children}
    </li>
  );
}
