import { Button, Group, Progress } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { HoldView } from '../../runs/run.schema.ts';
import { apiPath, send, statusOf } from '../shell/api.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign, ForeignLine } from '../shell/foreign.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RecordList } from '../shell/record-list.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import { Changes, ChooseSchools, Odd, recordsOf } from './hold-parts.tsx';
import css from './run-page.module.css';
import { type HoldDetail, holdQuery, type RunAsked } from './run-queries.ts';

export function HoldPage() {
  const { id } = useParams({ from: '/frame/holds/$id' });
  const hold = useQuery(holdQuery(id));
  return <PageStates asked={hold}>{(detail) => <ReadyHold hold={detail} />}</PageStates>;
}

function ReadyHold({ hold }: { hold: HoldDetail }) {
  const mayDecide = useCan('holds.decide');
  return (
    <>
      <PageHead
        title={
          hold.state === 'open'
            ? text.holds.would(hold.operation, hold.records, hold.known, hold.kind)
            : text.holds.was(hold.operation, hold.kind)
        }
        up={
          <TextLink to="/runs/$id" params={{ id: String(hold.run) }}>
            {text.runs.runTitle(hold.run)}
          </TextLink>
        }
        lead={text.holds.leads[hold.state]}
        mark={<HoldMark state={hold.state} />}
      />
      <div className={css.stack}>
        <Facts
          facts={[
            [text.runs.columns.connection, <Foreign key="connection" value={hold.connection.name} />],
            ...(hold.records > 0
              ? [[text.holds.reason, <Foreign key="reason" value={hold.reason} most={400} />] as const]
              : []),
            [text.holds.since, <When key="since" at={hold.since} />],
          ]}
        />
        {hold.records > 0 && <Share hold={hold} />}
        {hold.odd.length > 0 && <Odd hold={hold} />}
        {hold.state === 'open' && mayDecide && <Decision hold={hold} />}
        {hold.sample.length > 0 && <Sample hold={hold} />}
      </div>
    </>
  );
}

function Share({ hold }: { hold: HoldView }) {
  return (
    <Panel>
      <Progress.Root size={10} mb={8}>
        <Progress.Section
          value={hold.known > 0 ? (100 * hold.records) / hold.known : 100}
          color="var(--hp-blue)"
          aria-label={text.holds.share(hold.operation, hold.records, hold.known, hold.kind)}
        />
      </Progress.Root>
      <span>{text.holds.share(hold.operation, hold.records, hold.known, hold.kind)}</span>
    </Panel>
  );
}

/** The first of what is held; a hold that is decided lists nothing any more. */
function Sample({ hold }: { hold: HoldDetail }) {
  return (
    <section>
      <RecordList
        label={text.holds.sample}
        columns={[
          {
            id: 'key',
            head: text.records.key,
            width: hold.operation === 'delete' ? '40%' : '20%',
            cell: (record) => <Foreign value={record.key} most={80} mono />,
          },
          { id: 'name', head: text.holds.name, cell: (record) => <ForeignLine value={record.name} /> },
          ...(hold.operation === 'delete'
            ? []
            : [
                {
                  id: 'changes',
                  head: text.holds.changes,
                  width: '45%',
                  cell: (record: HoldDetail['sample'][number]) => (
                    <Changes operation={hold.operation} record={record} />
                  ),
                },
              ]),
        ]}
        rows={hold.sample}
        rowId={(record) => record.key}
        foot={text.holds.sampleOf(hold.sample.length, hold.records)}
      />
    </section>
  );
}

function HoldMark({ state }: { state: HoldView['state'] }) {
  if (state === 'open') return <StateMark state="held" pill />;
  return <StateMark state={state === 'released' ? 'synced' : 'noChange'} word={text.holds.states[state]} pill />;
}

/** Release asks for the number of records by hand; keeping them loses nothing and happens at once. */
function Decision({ hold }: { hold: HoldDetail }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [asking, { open, close }] = useDisclosure(false);
  const [schools, setSchools] = useState<string[]>([]);
  const chosen = schools.length === 0 ? hold.records : recordsOf(hold, schools);
  const decision = { digest: hold.digest, ...(schools.length === 0 ? {} : { schools }) };
  const refresh = () => {
    for (const key of ['hold', 'holds', 'runs', 'run']) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const release = useMutation({
    mutationFn: () => send<RunAsked>('POST', apiPath(['holds', hold.id, 'release']), decision),
    onSuccess: ({ run }) => {
      refresh();
      void navigate({ to: '/runs/$id', params: { id: String(run.id) } });
    },
    onError: (problem) => {
      if (statusOf(problem) === 409) refresh();
    },
  });
  const keep = useMutation({
    mutationFn: () => send<HoldView>('POST', apiPath(['holds', hold.id, 'dismiss']), decision),
    onSuccess: () => {
      refresh();
      setSchools([]);
      notifications.show({ message: text.holds.kept(chosen, hold.kind) });
    },
  });
  const changed = [release.error, keep.error].some((problem) => statusOf(problem) === 409);
  return (
    <Panel title={text.holds.decide}>
      <div className={css.stack}>
        <p className={css.dim}>{text.holds.decideHelp(hold.operation)}</p>
        {hold.schools.length > 1 && <ChooseSchools hold={hold} chosen={schools} choose={setSchools} />}
        <Group gap="xs">
          <Button variant="default" loading={keep.isPending} onClick={() => keep.mutate()}>
            {text.holds.keep(hold.operation)}
          </Button>
          <Button {...(hold.operation === 'delete' ? { color: 'red' } : {})} variant="outline" onClick={open}>
            {text.holds.release(hold.operation, chosen)}
          </Button>
        </Group>
        {keep.isError && <RefusalPanel problem={keep.error} {...(changed ? { again: refresh } : {})} />}
      </div>
      <TypedConfirm
        opened={asking}
        close={close}
        title={text.holds.release(hold.operation, chosen)}
        word={String(chosen)}
        action={text.holds.release(hold.operation, chosen)}
        busy={release.isPending}
        problem={release.error}
        confirm={() => release.mutate()}
      >
        <p>{text.holds.releaseWarning(hold.operation, chosen, hold.known, hold.kind)}</p>
      </TypedConfirm>
    </Panel>
  );
}
