import type { ErasureView } from '../../retention/erasure.schema.ts';
import { text } from '../text/text.ts';
import css from './retention.module.css';

const words = text.retention;

/** How much there is, or was, by place. */
export function Counts(props: { counts: Readonly<Record<string, number>>; lead: string; none?: string }) {
  const { counts, lead, none } = props;
  const there = Object.entries(counts).filter(([, n]) => n > 0);
  if (there.length === 0) return none === undefined ? null : <p className={css.plain}>{none}</p>;
  return (
    <div>
      <p className={css.plain}>{lead}</p>
      <ul className={css.counts}>
        {there.map(([place, n]) => (
          <li key={place}>{words.count(place, n)}</li>
        ))}
      </ul>
    </div>
  );
}

/** What is not removed, or only later. */
export function Laters({ later }: { later: ErasureView['later'] }) {
  if (later.length === 0) return null;
  return (
    <div>
      <p className={css.plain}>{words.forget.later}</p>
      <ul className={css.counts}>
        {later.map(({ what, n }) => (
          <li key={what}>{words.later(what, n)}</li>
        ))}
      </ul>
    </div>
  );
}
