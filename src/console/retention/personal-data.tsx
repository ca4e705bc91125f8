import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Panel } from '../shell/facts.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { useCan } from '../shell/session.ts';
import { TypedConfirm } from '../shell/typed-confirm.tsx';
import { text } from '../text/text.ts';
import { Counts, Laters } from './counts.tsx';
import css from './retention.module.css';
import { exportPath, forgetPerson, previewQuery } from './retention-queries.ts';

const words = text.retention;
type Person = { readonly person: string; readonly name: string };

/** Everything about one person, taken out or removed. */
export function PersonalData({ person, name }: Person) {
  const mayExport = useCan('privacy.export');
  const mayErase = useCan('privacy.erase');
  const [opened, { open, close }] = useDisclosure(false);
  if (!mayExport && !mayErase) return null;
  return (
    <Panel title={words.person.title}>
      <Stack gap="sm" align="flex-start">
        <p className={css.dim}>{words.person.help}</p>
        <Group gap="xs">
          {mayExport && (
            <Button component="a" variant="default" href={exportPath(person)} download title={words.person.takeHelp}>
              {words.person.take}
            </Button>
          )}
          {mayErase && (
            <Button color="red" variant="outline" onClick={open}>
              {words.person.forget}
            </Button>
          )}
        </Group>
        {mayExport && <p className={css.dim}>{words.person.takeHelp}</p>}
      </Stack>
      {mayErase && <ForgetDialog person={person} name={name} opened={opened} close={close} />}
    </Panel>
  );
}

function ForgetDialog({ person, name, opened, close }: Person & { opened: boolean; close: () => void }) {
  const [keepAway, setKeepAway] = useState(true);
  const preview = useQuery({ ...previewQuery(person), enabled: opened });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const word = preview.data?.word ?? '';
  const forget = useMutation({
    mutationFn: () => forgetPerson({ person, confirm: word, keepAway }),
    onSuccess: async () => {
      notifications.show({ title: words.forget.asked, message: words.forget.askedHelp });
      await navigate({ to: '/users' });
      void queryClient.invalidateQueries();
    },
  });
  return (
    <TypedConfirm
      opened={opened}
      close={close}
      title={words.forget.dialog(name)}
      word={word}
      action={words.forget.action}
      busy={forget.isPending}
      problem={forget.error}
      confirm={() => {
        if (word !== '') forget.mutate();
      }}
    >
      <PageStates asked={preview} loading={<p className={css.dim}>{words.forget.counting}</p>}>
        {({ counts, later, person: { connection } }) => (
          <>
            <Counts counts={counts} lead={words.forget.lead} none={words.forget.nothing} />
            <Laters later={later} />
            <Checkbox
              checked={keepAway}
              onChange={(event) => setKeepAway(event.currentTarget.checked)}
              label={words.forget.keepAway}
              description={words.forget.keepAwayHelp(connection)}
            />
          </>
        )}
      </PageStates>
    </TypedConfirm>
  );
}
