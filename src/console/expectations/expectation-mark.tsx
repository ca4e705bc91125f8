import type { ExpectationView } from '../../expectations/expectation.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';

const words = text.expectations.states;

export function ExpectationMark({ expectation, pill = false }: { expectation: ExpectationView; pill?: boolean }) {
  if (expectation.muted !== null) return <StateMark state="paused" word={words.muted} pill={pill} />;
  return expectation.state === 'missed' ? (
    <StateMark state="needsYou" word={words.missed} pill={pill} />
  ) : (
    <StateMark state="synced" word={words.met} pill={pill} />
  );
}
