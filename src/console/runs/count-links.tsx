import { Link } from '@tanstack/react-router';
import type { Counts } from '../../runs/run.schema.ts';
import { stateOfOutcome, states, toneMark } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './count-links.module.css';
import { occurred } from './run-state.ts';

/** The counts of a run in one line; each leads to exactly its records, and together they are what entered. */
export function CountLinks({ run, counts, kind }: { run: number; counts: Counts; kind?: string }) {
  const parts = occurred(counts);
  if (parts.length === 0) return <span className={css.none}>{text.runs.nothingEntered}</span>;
  return (
    <span className={css.counts}>
      {parts.map(({ outcome, count }) => {
        const { icon: Icon, tone, word } = states[stateOfOutcome[outcome]];
        return (
          <Link
            key={outcome}
            to="/runs/$id"
            params={{ id: String(run) }}
            search={{ tab: 'records', outcome, ...(kind === undefined ? {} : { kind }) }}
            className={css.count ?? ''}
            title={word}
          >
            <Icon size={13} stroke={2} style={{ color: toneMark(tone) }} aria-hidden />
            <span>{text.outcomes.counted(outcome, count)}</span>
          </Link>
        );
      })}
    </span>
  );
}
