import { Button, Tabs, VisuallyHidden } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { RunDetail, RunView } from '../../runs/run.schema.ts';
import { RunCalls } from '../exchanges/calls.tsx';
import { apiPath, send } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { lasted } from '../shell/moment.ts';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { OutcomeBar } from './outcome-bar.tsx';
import { RunCauses } from './run-causes.tsx';
import { RunMark } from './run-mark.tsx';
import { RunNotes } from './run-notes.tsx';
import css from './run-page.module.css';
import { RunParts } from './run-parts.tsx';
import { RunProgress } from './run-progress.tsx';
import { isUnderWay, runQuery } from './run-queries.ts';
import { RunRecords } from './run-records.tsx';
import { refusedOf } from './run-state.ts';
import { RunStopped } from './run-stopped.tsx';

type Tab = 'causes' | 'records' | 'parts' | 'notes';

export function RunPage() {
  const { id } = useParams({ from: '/frame/runs/$id' });
  const run = useQuery(runQuery(id));
  useFinish(run.data);
  return <PageStates asked={run}>{(detail) => <ReadyRun run={detail} />}</PageStates>;
}

/** When a run ends, what was read of its records before is read anew. */
function useFinish(run: RunDetail | undefined): void {
  const queryClient = useQueryClient();
  const was = useRef(run?.state);
  useEffect(() => {
    const ended = was.current !== undefined && isUnderWay(was.current) && run !== undefined && !isUnderWay(run.state);
    was.current = run?.state;
    if (!ended) return;
    for (const key of [['outcomes', String(run.id)], ['hold'], ['holds'], ['runs']])
      void queryClient.invalidateQueries({ queryKey: key });
  }, [run, queryClient]);
}

function ReadyRun({ run }: { run: RunDetail }) {
  const search = useSearch({ from: '/frame/runs/$id' });
  const underWay = isUnderWay(run.state);
  return (
    <>
      <PageHead
        title={text.runs.runTitle(run.id)}
        up={<TextLink to="/runs">{text.runs.title}</TextLink>}
        mark={<RunMark run={run} pill />}
        actions={underWay && <CancelRun id={run.id} />}
      />
      <div className={css.stack}>
        {run.dry && <DryRun run={run} />}
        <RunFacts run={run} />
        {run.error !== null && <RunStopped error={run.error} release={run.trigger === 'release'} />}
        {!underWay && run.trigger !== 'push' && <RunCalls run={run.id} />}
        <RunHolds run={run} />
        <Panel>
          <div className={css.stack}>
            <OutcomeBar run={run.id} counts={run} chosen={search.outcome} />
            {underWay && <RunProgress progress={run.progress} />}
            {run.partsLeft > 0 && (
              <p className={css.dim}>
                {run.trigger === 'release' ? text.runs.releaseLeft : text.runs.partsLeft(run.partsLeft)}
              </p>
            )}
          </div>
        </Panel>
        <RunTabs run={run} />
      </div>
    </>
  );
}

/** Said first, so that nobody takes its numbers for what is there now. */
function DryRun({ run }: { run: RunDetail }) {
  return (
    <Panel title={text.runs.dry}>
      {run.wouldHold.map(({ kind, entry, message }) => (
        <p key={`${kind} ${entry}`} className={css.dim}>
          <Foreign value={text.runs.wouldHold(message)} most={400} />
        </p>
      ))}
    </Panel>
  );
}

function RunFacts({ run }: { run: RunView }) {
  return (
    <Facts
      facts={[
        [text.runs.columns.connection, <Foreign key="connection" value={run.connection.name} />],
        [
          text.runs.columns.askedBy,
          <Foreign key="by" value={text.runs.askedBy(text.triggers[run.trigger], run.askedBy)} />,
        ],
        [text.runs.asked, <When key="asked" at={run.askedAt} />],
        [
          text.runs.lasted,
          run.startedAt !== null && run.finishedAt !== null ? lasted(run.startedAt, run.finishedAt) : text.time.notYet,
        ],
        [text.shell.id, <Copyable key="id" value={String(run.id)} name={text.shell.id} />],
      ]}
    />
  );
}

function RunHolds({ run }: { run: RunView }) {
  return run.holds.map((hold) => (
    <section key={hold.id} className={css.hold}>
      <StateMark state="held" />
      <span className={css.holdWords}>{text.holds.left(hold.records, hold.kind)}</span>
      <ButtonLink to="/holds/$id" params={{ id: String(hold.id) }} variant="default">
        {text.holds.review}
      </ButtonLink>
    </section>
  ));
}

function CancelRun({ id }: { id: number }) {
  const queryClient = useQueryClient();
  const mayCancel = useCan('runs.cancel');
  const cancel = useMutation({
    mutationFn: () => send<RunView>('POST', apiPath(['runs', id, 'cancel'])),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['run', String(id)] }),
  });
  if (!mayCancel) return null;
  return (
    <>
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {text.runs.cancel}
      </Button>
      {cancel.isError && <RefusalPanel problem={cancel.error} again={() => cancel.mutate()} />}
    </>
  );
}

function RunTabs({ run }: { run: RunDetail }) {
  const search = useSearch({ from: '/frame/runs/$id' });
  const navigate = useNavigate({ from: '/runs/$id' });
  const explainedCount = refusedOf(run) + run.blocked;
  const chosen: Tab = search.tab ?? (explainedCount > 0 && !isUnderWay(run.state) ? 'causes' : 'parts');
  const notes = run.notes.length + run.parts.reduce((sum, part) => sum + part.notes.length, 0);
  return (
    <Tabs
      value={chosen}
      onChange={(tab) => void navigate({ search: { tab: (tab ?? 'causes') as Tab }, resetScroll: false })}
      keepMounted={false}
      variant="default"
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="causes">{text.runs.tabs.causes}</Tabs.Tab>
        <Tabs.Tab value="records">{text.runs.tabs.records}</Tabs.Tab>
        <Tabs.Tab value="parts">{text.runs.tabs.parts}</Tabs.Tab>
        <Tabs.Tab value="notes">{text.runs.tabs.notes(notes)}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="causes">
        <VisuallyHidden component="h2">{text.runs.tabs.causes}</VisuallyHidden>
        <RunCauses run={run} seen={explainedCount} />
      </Tabs.Panel>
      <Tabs.Panel value="records">
        <VisuallyHidden component="h2">{text.runs.tabs.records}</VisuallyHidden>
        <RunRecords run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="parts">
        <VisuallyHidden component="h2">{text.runs.tabs.parts}</VisuallyHidden>
        <RunParts run={run} />
      </Tabs.Panel>
      <Tabs.Panel value="notes">
        <VisuallyHidden component="h2">{text.runs.tabs.notes(0)}</VisuallyHidden>
        <RunNotes run={run} />
      </Tabs.Panel>
    </Tabs>
  );
}
