import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowUp, IconFileUpload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { RunState, RunView } from '../../runs/run.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { FirstImport } from './first-import.tsx';
import { RunList } from './run-list.tsx';
import { type RunsAnswer, whileHeard } from './run-queries.ts';
import css from './runs-page.module.css';
import { UploadLazily } from './upload-lazily.tsx';
import { useStillRows } from './use-still-rows.ts';

const runStates: readonly RunState[] = ['queued', 'running', 'paused', 'done', 'stopped', 'cancelled'];

export function RunsPage() {
  const search = useSearch({ from: '/frame/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const mayUpload = useCan('runs.import');
  const [upload, { open, close }] = useDisclosure(false);
  const list = usePaged({
    key: ['runs', 'list', search],
    page: (cursor, signal) => get<RunsAnswer>(apiPath(['runs'], { ...search, cursor, limit: 50 }), signal),
    rows: (answer: RunsAnswer) => answer.runs,
    refetchInterval: whileHeard,
  });
  const filtered = search.state !== undefined || search.connection !== undefined;
  return (
    <>
      <PageHead
        title={text.runs.title}
        lead={text.runs.lead}
        actions={
          mayUpload && (
            <Button leftSection={<IconFileUpload size={15} aria-hidden />} onClick={open}>
              {text.upload.open}
            </Button>
          )
        }
      />
      <div className={css.filters}>
        <Select
          size="xs"
          w={200}
          aria-label={text.runs.filterState}
          placeholder={text.runs.anyState}
          clearable
          clearButtonProps={{ 'aria-label': text.shell.clear }}
          value={search.state ?? null}
          data={runStates.map((state) => ({ value: state, label: text.runStates[state] }))}
          onChange={(state) =>
            void navigate({
              search: (before) => ({
                ...(before.connection === undefined ? {} : { connection: before.connection }),
                ...(state === null ? {} : { state: state as RunState }),
              }),
            })
          }
        />
      </div>
      <PageStates
        asked={list.asked}
        isEmpty={(runs) => runs.length === 0}
        empty={filtered ? <p>{text.runs.noneFiltered}</p> : <FirstImport upload={mayUpload ? open : null} />}
      >
        {(runs) => <StillRuns runs={runs} more={list.more} view={JSON.stringify(search)} />}
      </PageStates>
      <UploadLazily opened={upload} close={close} />
    </>
  );
}

function StillRuns({
  runs,
  more,
  view,
}: {
  runs: readonly RunView[];
  more: { has: boolean; loading: boolean; load: () => void };
  view: string;
}) {
  const still = useStillRows(runs, (run) => run.id, view);
  return (
    <>
      <div aria-live="polite">
        {still.waiting > 0 && (
          <button type="button" className={css.newer} onClick={still.showAll}>
            <IconArrowUp size={14} aria-hidden />
            {text.runs.newer(still.waiting)}
          </button>
        )}
      </div>
      <RunList runs={still.rows} more={more} />
    </>
  );
}
