import type { IssueView } from '../../issues/issue.schema.ts';
import { text } from '../text/text.ts';
import css from './issues.module.css';

/** What the issue counted when the last runs ended, one column a run; what waits stands above it. */
export function Trend({ trend }: { trend: IssueView['trend'] }) {
  const most = Math.max(1, ...trend.map(({ records, waiting }) => records + waiting));
  const share = (count: number) => ({ height: `${(100 * count) / most}%` });
  return (
    <ol className={css.trend}>
      {trend.map(({ run, records, waiting }) => (
        <li key={run} title={text.issues.afterRun(run, records, waiting)}>
          <span className={css.unseen}>{text.issues.afterRun(run, records, waiting)}</span>
          <span className={css.waitingColumn} style={share(waiting)} data-some={waiting > 0 || undefined} />
          <span className={css.column} style={share(records)} data-some={records > 0 || undefined} />
        </li>
      ))}
    </ol>
  );
}

/** The same in a row of a list: told as one sentence. */
export function SmallTrend({ trend }: { trend: IssueView['trend'] }) {
  const [first, last] = [trend.at(0), trend.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (trend.length === 1) return <span className={css.dim}>{text.issues.oneRun}</span>;
  const told = text.issues.trend(first.records, last.records, trend.length);
  const most = Math.max(1, ...trend.map(({ records }) => records));
  return (
    <span className={css.smallTrend} role="img" aria-label={told} title={told}>
      {trend.map(({ run, records }) => (
        <span key={run} style={{ height: `${(100 * records) / most}%` }} data-some={records > 0 || undefined} />
      ))}
    </span>
  );
}
