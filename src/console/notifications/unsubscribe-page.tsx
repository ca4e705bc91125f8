import { Button, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { UnsubscribeView } from '../../notifications/subscription.schema.ts';
import { Door } from '../access/door.tsx';
import { apiPath, get, send } from '../shell/api.ts';
import { LoadingRows } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';

const words = text.notifications.way;

/** The page that the link in a mail opens, for whoever has it: looking stops nothing, the button does. */
export function UnsubscribePage() {
  const { token } = useParams({ from: '/unsubscribe/$token' });
  const asked = useQuery({
    queryKey: ['unsubscribe', token],
    queryFn: ({ signal }) => get<UnsubscribeView>(apiPath(['unsubscribe', token]), signal),
    retry: false,
  });
  const stop = useMutation({ mutationFn: () => send<void>('POST', `/unsubscribe/${encodeURIComponent(token)}`) });
  if (asked.data === undefined)
    return (
      <Door title={words.opening}>
        {asked.isError ? <RefusalPanel problem={asked.error} brief /> : <LoadingRows />}
      </Door>
    );
  const { district, stops } = asked.data;
  if (stop.isSuccess || stops === null)
    return (
      <Door title={words.done} lead={words.doneHelp}>
        {null}
      </Door>
    );
  const what = stops.connection === null ? words.allOf(district) : words.oneOf(stops.connection, district);
  return (
    <Door title={words.opening} lead={words.ask(what)}>
      <Stack gap="md" mt={20}>
        {stop.isError && <RefusalPanel problem={stop.error} />}
        <Button loading={stop.isPending} onClick={() => stop.mutate()}>
          {words.stop}
        </Button>
      </Stack>
    </Door>
  );
}
