import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { RequestProblem } from '../shell/api.ts';
import { ButtonLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { useSync } from './use-acts.ts';

type Action = NonNullable<ConnectionView['error']>['action'];

/** Whether the person may do what an error offers. */
export function useMayAct(action: Action | null): boolean {
  const mayWrite = useCan('connections.write');
  const mayGive = useCan('connections.credentials');
  return action === 'reauthenticate' ? mayGive : mayWrite;
}

/** The one action that the error of a connection offers, in a list: a sync is asked for at once, the others ask more on its page. */
export function ErrorAction({ connection }: { connection: ConnectionView }) {
  const action = connection.error?.action ?? null;
  const may = useMayAct(action);
  const sync = useSync(connection);
  if (action === null || !may) return null;
  const words = text.connections.actions[action];
  const label = text.connections.actionOf(words, connection.name);
  if (action === 'resync')
    return (
      <Button
        size="compact-xs"
        variant="default"
        aria-label={label}
        loading={sync.isPending}
        onClick={() =>
          sync.mutate(null, {
            onError: (problem) => notifications.show({ color: 'red', message: messageOf(problem) }),
          })
        }
      >
        {words}
      </Button>
    );
  return (
    <ButtonLink
      size="compact-xs"
      variant="default"
      aria-label={label}
      to="/connections/$id"
      params={{ id: connection.id }}
      search={{ do: action }}
    >
      {words}
    </ButtonLink>
  );
}

const messageOf = (problem: unknown): string =>
  problem instanceof RequestProblem && problem.refusal !== null ? problem.refusal.message : text.problem.unreachable;
