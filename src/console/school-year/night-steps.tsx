import { Button } from '@mantine/core';
import type { YearConnection } from '../../school-year/school-year.schema.ts';
import { ForeignLine } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './school-year.module.css';
import { useResume, useYearStep } from './school-year-queries.ts';
import { Step, type StepProps } from './step.tsx';

const words = text.schoolYear.steps;

/** What the first night would do, connection by connection. */
export function DryRunStep({ view: { connections }, mayWrite }: StepProps) {
  const dry = useYearStep<{ connection: string }>('POST', 'dry-run');
  const fetched = connections.filter((one) => one.fetched);
  return (
    <Step
      title={words.dry.title}
      what={words.dry.what}
      done={fetched.length > 0 && fetched.every(({ dryRun }) => dryRun?.state === 'done')}
    >
      <ul className={css.rows}>
        {connections.map((one) => (
          <li key={one.id} className={css.row}>
            <span className={css.rowWords}>
              <ForeignLine value={one.name} />
              <DryRun connection={one} />
            </span>
            {mayWrite && one.fetched && (
              <Button
                variant={one.dryRun === null ? 'light' : 'default'}
                loading={dry.isPending && dry.variables?.connection === one.id}
                onClick={() => dry.mutate({ connection: one.id })}
              >
                {one.dryRun === null ? words.dry.action : words.dry.again}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {dry.isError && <RefusalPanel problem={dry.error} />}
    </Step>
  );
}

const ended = ['done', 'stopped', 'cancelled'];

function DryRun({ connection: { fetched, dryRun } }: { connection: YearConnection }) {
  if (!fetched) return <span className={css.dim}>{words.dry.notFetched}</span>;
  if (dryRun === null) return null;
  const { run, state, created, updated, deleted, held } = dryRun;
  return (
    <span className={css.dim}>
      <TextLink to="/runs/$id" params={{ id: String(run) }}>
        {words.dry.run(run)}
      </TextLink>
      {': '}
      {ended.includes(state) ? words.dry.told(created, updated, deleted, held) : words.dry.working}
    </span>
  );
}

export function ResumeStep({ view: { connections } }: StepProps) {
  return (
    <Step
      title={words.resume.title}
      what={words.resume.what}
      done={connections.length > 0 && connections.every(({ status, readAt }) => status === 'active' && readAt !== null)}
    >
      <ul className={css.rows}>
        {connections.map((one) => (
          <ResumeRow key={one.id} connection={one} />
        ))}
      </ul>
    </Step>
  );
}

function ResumeRow({ connection: { id, name, status, readAt, openHolds } }: { connection: YearConnection }) {
  const resume = useResume(id);
  const mayWrite = useCan('connections.write');
  return (
    <li className={css.row}>
      <span className={css.rowWords}>
        <TextLink to="/connections/$id" params={{ id }}>
          <ForeignLine value={name} />
        </TextLink>
        <span className={css.dim}>
          {status === 'paused' ? words.resume.paused : words.resume.active}
          {'. '}
          {readAt === null ? words.resume.unread : words.resume.read}
        </span>
        {openHolds > 0 && <span className={css.dim}>{words.resume.holds(openHolds)}</span>}
      </span>
      {status === 'paused' && mayWrite && (
        <Button variant="light" loading={resume.isPending} onClick={() => resume.mutate()}>
          {words.resume.action}
        </Button>
      )}
      {resume.isError && <RefusalPanel problem={resume.error} />}
    </li>
  );
}

export function NewIdsStep({ view: { connections } }: StepProps) {
  return (
    <Step title={words.newIds.title} what={words.newIds.what} done={null}>
      <ul className={css.rows}>
        {connections.map(({ id, name }) => (
          <li key={id} className={css.row}>
            <ForeignLine value={name} />
            <ButtonLink
              variant="default"
              to="/connections/$id/new-ids"
              params={{ id }}
              aria-label={words.newIds.looksOf(name)}
            >
              {words.newIds.look}
            </ButtonLink>
          </li>
        ))}
      </ul>
    </Step>
  );
}
