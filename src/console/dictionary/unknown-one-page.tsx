import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { UnknownDetail } from '../../dictionary/unknown.schema.ts';
import { send } from '../shell/api.ts';
import { Facts, Panel } from '../shell/facts.tsx';
import { Foreign } from '../shell/foreign.tsx';
import { ButtonLink, TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { StateMark } from '../shell/state-mark.tsx';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './dictionary.module.css';
import { Message, systemTitle } from './match-help.tsx';
import { dictionaryPath, unknownQuery } from './own-queries.ts';

const words = text.dictionary.unknown;

/** One unknown wording: how often it came, how it looked, and what to do with it. */
export function UnknownOnePage() {
  const { id } = useParams({ from: '/frame/unknown/$id' });
  const unknown = useQuery(unknownQuery(id));
  return <PageStates asked={unknown}>{(detail) => <Ready unknown={detail} />}</PageStates>;
}

function Ready({ unknown }: { unknown: UnknownDetail }) {
  const watch = useWatch(unknown.id);
  const { id, system, template, count, firstSeen, lastSeen, ignored, samples } = unknown;
  return (
    <>
      <PageHead
        title={words.one}
        up={<TextLink to="/unknown">{words.title}</TextLink>}
        lead={words.seen(count)}
        mark={ignored && <StateMark state="paused" word={words.ignored} pill />}
        actions={
          <>
            <Button
              variant="default"
              loading={watch.isPending}
              onClick={() => watch.mutate(ignored ? 'watch' : 'ignore')}
            >
              {ignored ? words.watch : words.ignore}
            </Button>
            <ButtonLink to="/own-entries/new" search={{ unknown: id }}>
              {words.nameIt}
            </ButtonLink>
          </>
        }
      />
      <div className={css.stack}>
        {watch.isError && <RefusalPanel problem={watch.error} />}
        <Facts
          facts={[
            [words.columns.system, system === null ? words.notSaid : systemTitle(system)],
            [words.columns.first, <When key="first" at={firstSeen} />],
            [words.columns.last, <When key="last" at={lastSeen} />],
          ]}
        />
        <Panel title={words.wording}>
          <Message message={template} />
        </Panel>
        <Panel title={words.samples}>
          <p className={css.line}>{samples.length === 0 ? words.noSamples : words.samplesHelp}</p>
          <ul className={css.samples}>
            {samples.map((sample) => (
              <li key={sample}>
                <Foreign value={sample} most={1_000} mono />
              </li>
            ))}
          </ul>
        </Panel>
        <p className={css.dim}>{words.ignoreHelp}</p>
      </div>
    </>
  );
}

/** Ignoring is done at once and can be taken back. */
function useWatch(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (what: 'ignore' | 'watch') => send<UnknownDetail>('POST', dictionaryPath('unknown', id, what)),
    onSuccess: async (after, what) => {
      queryClient.setQueryData(unknownQuery(id).queryKey, after);
      await queryClient.invalidateQueries({ queryKey: ['unknown', 'list'] });
      notifications.show({ message: what === 'ignore' ? words.ignoredNow : words.watchedNow });
    },
  });
}
