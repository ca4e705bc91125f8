import type { OwnerName } from '../../dictionary/entry.schema.ts';
import type { IssueView } from '../../issues/issue.schema.ts';
import { OwnerMark } from '../shell/help.tsx';
import { TextLink } from '../shell/links.tsx';
import { FramedList } from '../shell/unfolding-list.tsx';
import { text } from '../text/text.ts';
import css from './issues.module.css';

/** What is wrong today, by who fixes it; each leads to their issues. */
export function OpenIssues({ issues }: { issues: readonly IssueView[] }) {
  if (issues.length === 0) return null;
  const byOwner = [...Map.groupBy(issues, ({ owner }) => owner)].toSorted(
    ([, some], [, others]) => recordsOf(others) - recordsOf(some),
  );
  return (
    <section>
      <h2 className={css.heading}>{text.issues.home(issues.length)}</h2>
      <FramedList>
        {byOwner.map(([owner, some]) => (
          <li key={owner} className={css.owner}>
            <Owner owner={owner} issues={some} />
          </li>
        ))}
      </FramedList>
      <p className={css.all}>
        <TextLink to="/issues">{text.issues.allIssues}</TextLink>
      </p>
    </section>
  );
}

const recordsOf = (issues: readonly IssueView[]) => issues.reduce((sum, { records }) => sum + records, 0);

function Owner({ owner, issues }: { owner: OwnerName; issues: readonly IssueView[] }) {
  return (
    <>
      <OwnerMark owner={owner} />
      <TextLink to="/issues" search={{ owner }}>
        {text.issues.homeOwner(issues.length, recordsOf(issues))}
      </TextLink>
    </>
  );
}
