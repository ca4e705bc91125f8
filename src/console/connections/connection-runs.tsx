import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { RunList } from '../runs/run-list.tsx';
import type { RunsAnswer } from '../runs/run-queries.ts';
import { apiPath, get } from '../shell/api.ts';
import { TextLink } from '../shell/links.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './connections.module.css';

/** The last runs of a connection. */
export function ConnectionRuns({ connection: { id, fetched } }: { connection: ConnectionView }) {
  const mayRead = useCan('runs.read');
  const runs = useQuery({
    queryKey: ['runs', 'of', id],
    queryFn: ({ signal }) => get<RunsAnswer>(apiPath(['connections', id, 'runs'], { limit: 10 }), signal),
    enabled: mayRead,
  });
  if (!mayRead) return <p className={css.dim}>{text.noPermission.what}</p>;
  return (
    <PageStates
      asked={runs}
      isEmpty={(answer) => answer.runs.length === 0}
      empty={<p className={css.dim}>{fetched ? text.connections.noRuns : text.connections.noRunsSent}</p>}
    >
      {(answer) => (
        <RunList
          runs={answer.runs}
          foot={
            answer.nextCursor === null ? undefined : (
              <TextLink to="/runs" search={{ connection: id }}>
                {text.connections.allRuns}
              </TextLink>
            )
          }
        />
      )}
    </PageStates>
  );
}
