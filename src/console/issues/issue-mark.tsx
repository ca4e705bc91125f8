import type { IssueState } from '../../issues/issue.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import type { StateName } from '../shell/states.ts';
import { text } from '../text/text.ts';

const stateOf: Readonly<Record<IssueState, StateName>> = {
  open: 'needsYou',
  regressed: 'failed',
  snoozed: 'queued',
  muted: 'cancelled',
  resolved: 'synced',
};

export function IssueMark({ state, pill = false }: { state: IssueState; pill?: boolean }) {
  return <StateMark state={stateOf[state]} word={text.issues.states[state]} pill={pill} />;
}
