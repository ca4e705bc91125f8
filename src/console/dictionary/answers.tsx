import { Button } from '@mantine/core';
import { IconThumbDown, IconThumbUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AnswersView } from '../../dictionary/answer.schema.ts';
import { RunLink } from '../rostering/run-link.tsx';
import { send } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './dictionary.module.css';
import { answersQuery, dictionaryPath } from './own-queries.ts';

const words = text.dictionary.answers;

/** Whether the help of an entry helped, beside what the last runs show. */
export function Answers({ entry }: { entry: string }) {
  const answers = useQuery(answersQuery(entry));
  return (
    <Panel title={words.title}>
      <PageStates asked={answers}>{(view) => <Ready entry={entry} view={view} />}</PageStates>
    </Panel>
  );
}

function Ready({ entry, view }: { entry: string; view: AnswersView }) {
  const queryClient = useQueryClient();
  const { queryKey } = answersQuery(entry);
  const answer = useMutation({
    mutationFn: (fixed: 'yes' | 'no') => send<AnswersView>('POST', dictionaryPath('answers'), { entry, fixed }),
    onSuccess: (after) => queryClient.setQueryData(queryKey, after),
  });
  const { yes, no, mine, lastRuns } = view;
  return (
    <>
      <div className={css.answers}>
        <div>
          <p className={css.dim}>{words.lead}</p>
          <div className={css.buttons}>
            <Choice chosen={mine === 'yes'} busy={answer.isPending} choose={() => answer.mutate('yes')} fixed="yes" />
            <Choice chosen={mine === 'no'} busy={answer.isPending} choose={() => answer.mutate('no')} fixed="no" />
          </div>
          <p className={css.dim} aria-live="polite">
            {mine === null ? '' : words.mine[mine]} {yes + no === 0 ? words.none : words.sum(yes, no)}
          </p>
        </div>
        <div>
          <h3 className={css.name}>{words.runs}</h3>
          {lastRuns.length === 0 ? (
            <p className={css.dim}>{words.noRuns}</p>
          ) : (
            <ul className={css.runs}>
              {lastRuns.map(({ run, at, refused }) => (
                <li key={run}>
                  <RunLink run={run} />
                  <span>{words.refused(refused)}</span>
                  <span className={css.dim}>
                    <When at={at} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      </div>
      {answer.isError && <RefusalPanel problem={answer.error} />}
    </>
  );
}

function Choice({
  fixed,
  chosen,
  busy,
  choose,
}: {
  fixed: 'yes' | 'no';
  chosen: boolean;
  busy: boolean;
  choose: () => void;
}) {
  const Icon = fixed === 'yes' ? IconThumbUp : IconThumbDown;
  return (
    <Button
      variant={chosen ? 'filled' : 'default'}
      aria-pressed={chosen}
      disabled={busy}
      leftSection={<Icon size={15} aria-hidden />}
      onClick={choose}
    >
      {words[fixed]}
    </Button>
  );
}
