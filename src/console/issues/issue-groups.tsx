import { useSearch } from '@tanstack/react-router';
import type { IssueDetail, IssueGroup } from '../../issues/issue.schema.ts';
import { FixOffers } from '../fixes/fix-offers.tsx';
import { Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import css from './issues.module.css';

/** What has to be put right, once for all records of a group; each leads to its records. */
export function IssueGroups({ issue }: { issue: IssueDetail }) {
  const { group: chosen } = useSearch({ from: '/frame/issues/$id' });
  const { groups, groupCount } = issue;
  if (groups.every(({ facts }) => Object.keys(facts).length === 0) && groups.length < 2) return null;
  const most = Math.max(1, ...groups.map(({ records }) => records));
  return (
    <Panel title={text.issues.groups.title}>
      <p className={css.dim}>{text.issues.groups.help}</p>
      <ul className={css.groups}>
        {groups.map((group) => (
          <li key={group.id} className={css.group} data-chosen={chosen === group.id || undefined}>
            <span className={css.groupWords}>
              <GroupName group={group} />
              <span className={css.count}>
                <span className={css.bar} aria-hidden>
                  <span style={{ width: `${(100 * group.records) / most}%` }} />
                </span>
                <span className={css.dim}>
                  {text.number(group.records)} {text.kinds(group.kind, group.records)}
                </span>
              </span>
              <FixOffers group={{ flow: issue.flow, entry: issue.entry, kind: group.kind, facts: group.facts }} />
            </span>
            <TextLink
              to="/issues/$id"
              params={{ id: String(issue.id) }}
              search={{ group: group.id }}
              resetScroll={false}
              aria-current={chosen === group.id || undefined}
            >
              {chosen === group.id ? text.issues.groups.shown : text.issues.groups.show(group.records)}
            </TextLink>
          </li>
        ))}
      </ul>
      {groupCount > groups.length && <p className={css.dim}>{text.issues.groups.more(groups.length, groupCount)}</p>}
    </Panel>
  );
}

/** What has to be changed: the facts that the records of a group share. */
export function GroupName({ group: { facts } }: { group: Pick<IssueGroup, 'facts'> }) {
  const { parentKind, parent, ...rest } = facts;
  const named = Object.entries(rest).map(
    ([name, value]) =>
      [
        name,
        text.issues.groups.fact(
          text.issues.groups.names[name] ?? text.dictionary.factName(name),
          value === '' ? text.issues.groups.empty : value,
        ),
      ] as const,
  );
  if (parentKind !== undefined && parent !== undefined)
    named.unshift(['parent', text.issues.groups.missing(text.kinds(parentKind, 1), parent)]);
  if (named.length === 0) return <span>{text.issues.groups.whole}</span>;
  return (
    <span className={css.groupFacts}>
      {named.map(([name, words]) => (
        <Foreign key={name} value={words} most={160} />
      ))}
    </span>
  );
}
