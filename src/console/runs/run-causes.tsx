import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RunDetail } from '../../runs/run.schema.ts';
import { FixOffers } from '../fixes/fix-offers.tsx';
import { GroupName } from '../issues/issue-groups.tsx';
import { CopyAction } from '../shell/copyable.tsx';
import { EmptyState } from '../shell/empty-state.tsx';
import { EntryLink } from '../shell/entry-link.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { Help, OwnerMark } from '../shell/help.tsx';
import { ButtonLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { rowOpen } from '../shell/record-list.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { stateOfOutcome } from '../shell/states.ts';
import { FramedList, UnfoldingItem } from '../shell/unfolding-list.tsx';
import { text } from '../text/text.ts';
import css from './run-causes.module.css';
import { causesQuery, isUnderWay, type RunCause } from './run-queries.ts';
import { lostWith, nextOf } from './told.ts';

/** What must be changed, most records first; each leads to its records. */
export function RunCauses({ run, seen }: { run: RunDetail; seen: number }) {
  const causes = useQuery(causesQuery(String(run.id), seen));
  return (
    <PageStates
      asked={causes}
      isEmpty={(answer) => answer.causes.length === 0}
      empty={
        <EmptyState icon={IconCircleCheck} title={isUnderWay(run.state) ? text.causes.noneYet : text.causes.none}>
          <p>{text.causes.noneHelp}</p>
        </EmptyState>
      }
    >
      {(answer) => (
        <>
          <p className={css.sum}>
            {text.causes.sum(
              answer.causes.length,
              answer.causes.reduce((sum, cause) => sum + cause.count, 0),
            )}
          </p>
          <FramedList>
            {inOrder(answer.causes).map((cause) => (
              <Cause key={`${cause.explained.entry} ${cause.kind} ${cause.outcome}`} run={run.id} cause={cause} />
            ))}
          </FramedList>
        </>
      )}
    </PageStates>
  );
}

/** What somebody must fix first; what waits for it releases itself. */
const inOrder = (causes: readonly RunCause[]): RunCause[] =>
  causes.toSorted(
    (one, other) => Number(one.outcome === 'blocked') - Number(other.outcome === 'blocked') || other.count - one.count,
  );

/** What puts records right that are still as the run left them, once for all that are wrong in the same way. */
function Fixes({ groups }: { groups: RunCause['groups'] }) {
  if (groups.length === 0) return null;
  return (
    <ul className={css.groups} aria-label={text.causes.groups}>
      {groups.map(({ records, ...group }) => (
        <li key={JSON.stringify(group.facts)} className={css.line}>
          <span className={css.group}>
            <GroupName group={group} />
            <span className={css.dim}>{text.causes.still(records, group.kind)}</span>
          </span>
          <FixOffers group={group} />
        </li>
      ))}
    </ul>
  );
}

function Cause({ run, cause }: { run: number; cause: RunCause }) {
  const { explained, kind, outcome, count } = cause;
  const filter = { tab: 'records', outcome, kind, entry: explained.entry } as const;
  return (
    <UnfoldingItem
      count={
        <Link to="/runs/$id" params={{ id: String(run) }} search={filter} aria-label={text.causes.show(count, kind)}>
          <strong>{text.number(count)}</strong> <span>{text.kinds(kind, count)}</span>
        </Link>
      }
      title={
        <Link to="/runs/$id" params={{ id: String(run) }} search={filter} {...rowOpen}>
          {explained.title}
        </Link>
      }
      marks={
        <>
          <StateMark state={stateOfOutcome[outcome]} />
          <OwnerMark owner={explained.owner} />
        </>
      }
      button={text.causes.howToFix}
    >
      {(open) => (
        <>
          {open && <Fixes groups={cause.groups} />}
          <Help
            meaning={explained.meaning}
            owner={explained.owner}
            steps={explained.steps}
            next={nextOf(outcome, explained)}
            lost={lostWith(outcome, explained)}
            prevention={explained.prevention}
          />
          <div className={css.message}>
            <p>
              <Foreign value={text.causes.forExample(explained.message)} most={600} />
            </p>
            <CopyAction value={explained.message} name={text.causes.message} />
          </div>
          {cause.examples.length > 0 && (
            <div className={css.examples}>
              <span>{text.causes.examples}</span>
              {cause.examples.slice(0, 5).map((key) => (
                <Link
                  key={key}
                  to="/runs/$id"
                  params={{ id: String(run) }}
                  search={{ ...filter, q: key }}
                  className={css.example ?? ''}
                >
                  <ForeignLine value={key} />
                </Link>
              ))}
            </div>
          )}
          <p className={css.entry}>
            {text.problem.entry} <EntryLink entry={explained.entry} />
          </p>
          <div>
            <ButtonLink to="/runs/$id" params={{ id: String(run) }} search={filter} variant="default">
              {text.causes.show(count, kind)}
            </ButtonLink>
          </div>
        </>
      )}
    </UnfoldingItem>
  );
}
