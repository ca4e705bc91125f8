import { Link } from '@tanstack/react-router';
import type { Counts, Outcome } from '../../runs/run.schema.ts';
import { stateOfOutcome, states, toneMark } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './outcome-bar.module.css';
import { occurred } from './run-state.ts';

/** Outcomes of one state differ by strength, so that neighbours in the bar stay apart. */
const strength: Readonly<Record<Outcome, number>> = {
  created: 100,
  updated: 70,
  deleted: 45,
  unchanged: 55,
  held: 100,
  blocked: 60,
  invalid: 100,
  conflict: 65,
  rejected: 100,
};

const paint = (outcome: Outcome) =>
  `color-mix(in srgb, ${toneMark(states[stateOfOutcome[outcome]].tone)} ${strength[outcome]}%, var(--hp-canvas))`;

/** What entered the run as one bar, and the legend whose links sum to it. */
export function OutcomeBar({ run, counts, chosen }: { run: number; counts: Counts; chosen: Outcome | undefined }) {
  const parts = occurred(counts);
  return (
    <div>
      <div className={css.sum}>
        <Link to="/runs/$id" params={{ id: String(run) }} search={{ tab: 'records' }} className={css.entered ?? ''}>
          <strong>{text.number(counts.entered)}</strong> {text.runs.enteredWord(counts.entered)}
        </Link>
        {counts.standing > 0 && <span className={css.standing}>{text.runs.standing(counts.standing)}</span>}
      </div>
      <div className={css.bar} aria-hidden>
        {parts.map(({ outcome, count }) => (
          <span key={outcome} style={{ flexGrow: count, background: paint(outcome) }} />
        ))}
      </div>
      <ul className={css.legend} aria-label={text.runs.legend}>
        {parts.map(({ outcome, count }) => {
          const { icon: Icon, tone, word } = states[stateOfOutcome[outcome]];
          return (
            <li key={outcome}>
              <Link
                to="/runs/$id"
                params={{ id: String(run) }}
                search={{ tab: 'records', outcome }}
                className={css.item ?? ''}
                data-chosen={chosen === outcome || undefined}
                resetScroll={false}
              >
                <span className={css.swatch} style={{ background: paint(outcome) }} aria-hidden />
                <strong>{text.number(count)}</strong>
                <span>{text.outcomes.words[outcome]}</span>
                <span className={css.state}>
                  <Icon size={13} stroke={2} style={{ color: toneMark(tone) }} aria-hidden />
                  {word}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
