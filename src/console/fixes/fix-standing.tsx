import type { FixDetail, FixView } from '../../fixes/fix.schema.ts';
import { TextLink } from '../shell/links.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import type { StateName } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './fixes.module.css';

const words = text.fixes.standing;

const markOf = ({ state, run, notCarried }: FixView): StateName => {
  if (state === 'proved') return 'synced';
  if (state === 'failed') return 'failed';
  if (state === 'undone') return 'cancelled';
  return run === null && notCarried > 0 ? 'waiting' : 'working';
};

export function FixMark({ fix, pill = false }: { fix: FixView; pill?: boolean }) {
  return <StateMark state={markOf(fix)} word={text.fixes.states[fix.state]} pill={pill} />;
}

/** What came of a fix, in a sentence, and the run that says so. */
export function FixStanding({ fix }: { fix: FixDetail }) {
  return (
    <p className={css.standing} role="status">
      <span>{sentenceOf(fix)}</span>{' '}
      {fix.run !== null && (
        <TextLink to="/runs/$id" params={{ id: String(fix.run) }} underline="always">
          {words.run(fix.run)}
        </TextLink>
      )}
    </p>
  );
}

function sentenceOf({ state, name, records, refused, notCarried, run, takesBack }: FixDetail): string {
  if (state === 'proved') return name === 'record.leave_out' ? words.left(records) : words.proved(records);
  if (state === 'failed') return refused > 0 ? words.failed(refused, records) : words.noneRefused;
  if (state === 'undone') return words.undone;
  // Its run has ended as soon as it can be taken back.
  return run !== null && takesBack === null ? words.working(run) : words.waiting(notCarried);
}
