import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { HoldView, RunView } from '../../runs/run.schema.ts';
import { TroubledConnections, useTroubled } from '../connections/troubled-connections.tsx';
import { presentIssuesQuery } from '../issues/issue-queries.ts';
import { OpenIssues } from '../issues/open-issues.tsx';
import { apiPath, get } from '../shell/api.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { FirstImport } from './first-import.tsx';
import css from './home-page.module.css';
import { RunList } from './run-list.tsx';
import { isUnderWay, openHoldsQuery, type RunsAnswer, whileHeard } from './run-queries.ts';
import { hasProblems } from './run-state.ts';
import { UploadLazily } from './upload-lazily.tsx';

export function HomePage() {
  const mayRead = useCan('runs.read');
  return (
    <>
      <PageHead title={text.home.title} lead={text.home.lead} />
      {mayRead ? (
        <Today />
      ) : (
        <EmptyState icon={IconCircleCheck} title={text.home.nothingForYou}>
          {text.home.nothingForYouHelp}
        </EmptyState>
      )}
    </>
  );
}

function Today() {
  const mayUpload = useCan('runs.import');
  const mayReadIssues = useCan('issues.read');
  const [upload, { open, close }] = useDisclosure(false);
  const holds = useQuery(openHoldsQuery);
  const issues = useQuery({ ...presentIssuesQuery, enabled: mayReadIssues }).data?.issues ?? [];
  const runs = useQuery({
    queryKey: ['runs', 'home'],
    queryFn: ({ signal }) => get<RunsAnswer>(apiPath(['runs'], { limit: 25 }), signal),
    refetchInterval: whileHeard,
  });
  const troubled = useTroubled();
  const calm = holds.data?.holds.length === 0 && issues.length === 0 && troubled.length === 0;
  return (
    <>
      <PageStates
        asked={runs}
        isEmpty={(answer) => answer.runs.length === 0 && troubled.length === 0}
        empty={<FirstImport upload={mayUpload ? open : null} />}
      >
        {(answer) => (
          <div className={css.sections}>
            <TroubledConnections connections={troubled} />
            <OpenHolds holds={holds.data?.holds ?? []} />
            <OpenIssues issues={issues} />
            <RunsToday runs={answer.runs} calm={calm} />
          </div>
        )}
      </PageStates>
      <UploadLazily opened={upload} close={close} />
    </>
  );
}

function OpenHolds({ holds }: { holds: readonly HoldView[] }) {
  if (holds.length === 0) return null;
  return (
    <section>
      <h2 className={css.heading}>{text.home.holds(holds.length)}</h2>
      <ul className={css.cards}>
        {holds.map((hold) => (
          <li key={hold.id} className={css.card}>
            <div className={css.cardWords}>
              <StateMark state="held" />
              <strong>{text.holds.would(hold.operation, hold.records, hold.known, hold.kind)}</strong>
              <span className={css.dim}>
                <ForeignLine value={hold.connection.name} />
                <When at={hold.since} />
              </span>
            </div>
            <ButtonLink to="/holds/$id" params={{ id: String(hold.id) }} variant="default">
              {text.holds.review}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunsToday({ runs, calm }: { runs: readonly RunView[]; calm: boolean }) {
  const troubled = runs.filter((run) => !run.dry && hasProblems(run)).slice(0, 8);
  const working = runs.filter((run) => isUnderWay(run.state));
  const latest = runs.find((run) => !run.dry && !isUnderWay(run.state));
  return (
    <>
      {working.length > 0 && (
        <section>
          <h2 className={css.heading}>{text.home.working(working.length)}</h2>
          <RunList runs={working} foot={null} />
        </section>
      )}
      {troubled.length > 0 && (
        <section>
          <h2 className={css.heading}>{text.home.troubled}</h2>
          <RunList runs={troubled} foot={<TextLink to="/runs">{text.home.allRuns}</TextLink>} />
        </section>
      )}
      {troubled.length === 0 && calm && latest !== undefined && (
        <EmptyState
          icon={IconCircleCheck}
          title={text.home.calm}
          action={
            <ButtonLink to="/runs" variant="default">
              {text.home.allRuns}
            </ButtonLink>
          }
        >
          <p>{text.home.calmHelp}</p>
          <p>
            {text.home.lastRun} <When at={latest.askedAt} />
          </p>
        </EmptyState>
      )}
    </>
  );
}
