import type { RunView } from '../../runs/run.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';
import { stateOfRun } from './run-state.ts';

/** A run's one state; a dry run that has ended left everything as it was. */
export function RunMark({ run, pill = false }: { run: RunView; pill?: boolean }) {
  if (run.dry && run.state === 'done') return <StateMark state="noChange" word={text.runs.dryWord} pill={pill} />;
  return <StateMark state={stateOfRun(run)} pill={pill} />;
}
