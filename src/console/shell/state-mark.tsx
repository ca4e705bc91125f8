import css from './state-mark.module.css';
import { type StateName, states, toneColour, toneMark, toneSoft } from './states.ts';

/** A state as its icon and word; `word` says more where the state allows it ("Waiting for class c-12"). */
export function StateMark({
  state,
  word,
  pill = false,
}: {
  state: StateName;
  word?: string | undefined;
  pill?: boolean;
}) {
  const { icon: Icon, tone, word: own } = states[state];
  const style = { color: toneColour(tone), ...(pill ? { background: toneSoft(tone) } : {}) };
  return (
    <span className={`${css.mark} ${pill ? css.pill : ''}`} style={style}>
      <Icon
        size={15}
        style={{ color: toneMark(tone) }}
        stroke={1.9}
        aria-hidden
        className={state === 'working' ? css.turning : css.icon}
      />
      <span>{word ?? own}</span>
    </span>
  );
}
