import { Button, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import { type ConnectionDeleted, lossQuery, removalKey } from './connection-queries.ts';
import css from './connections.module.css';

const words = text.connections.remove;

/** The end of a connection with all of its data: counted, and its name typed, before anything happens. */
export function RemoveConnection({ connection: { id, name } }: { connection: ConnectionView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const loss = useQuery({ ...lossQuery(id), enabled: opened });
  const remove = useMutation({
    mutationKey: removalKey(id),
    mutationFn: () => send<ConnectionDeleted>('DELETE', apiPath(['connections', id], { confirm: name })),
    onSuccess: async () => {
      notifications.show({ message: words.gone(name) });
      await navigate({ to: '/connections' });
      queryClient.removeQueries({ queryKey: ['connection', id] });
      // What came over it stood on nearly every page.
      void queryClient.invalidateQueries();
    },
  });
  return (
    <Panel title={words.title}>
      <Stack gap="md" align="flex-start">
        <p className={css.dim}>{words.help}</p>
        <Button color="red" variant="outline" onClick={open}>
          {words.open}
        </Button>
      </Stack>
      <TypedConfirm
        opened={opened}
        close={close}
        title={words.dialog(name)}
        word={name}
        action={words.action}
        busy={remove.isPending}
        problem={remove.error}
        confirm={() => remove.mutate()}
      >
        <PageStates asked={loss} loading={<p className={css.dim}>{words.counting}</p>}>
          {({ lost, handedOver }) => (
            <>
              <Counts counts={lost} lead={words.lost} none={words.lostNothing} />
              <Counts counts={handedOver} lead={words.kept} />
              <p className={css.plain}>{words.source}</p>
            </>
          )}
        </PageStates>
      </TypedConfirm>
    </Panel>
  );
}

function Counts(props: { counts: Readonly<Record<string, number>>; lead: string; none?: string }) {
  const { counts, lead, none } = props;
  const there = Object.entries(counts).filter(([, count]) => count > 0);
  if (there.length === 0) return none === undefined ? null : <p className={css.plain}>{none}</p>;
  return (
    <div>
      <p className={css.plain}>{lead}</p>
      <ul className={css.lost}>
        {there.map(([kind, count]) => (
          <li key={kind}>{words.count(kind, count)}</li>
        ))}
      </ul>
    </div>
  );
}
