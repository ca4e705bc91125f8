import { Button, Group, Stack, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { SignInView } from '../../access/access.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Facts, Panel } from '../shell/facts.tsx';
import { TextLink } from '../shell/links.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan, useSession } from '../shell/session.ts';
import { When } from '../shell/when.tsx';
import { text } from '../text/text.ts';
import css from './access.module.css';
import { type GrantWrite, type PersonInvited, personQuery } from './access-queries.ts';
import { GrantEditor, grantsOf, newGrant } from './grant-editor.tsx';
import { GrantWords, PersonState } from './person-state.tsx';
import { ShownOnce } from './shown-once.tsx';

export function PersonPage() {
  const { id } = useParams({ from: '/frame/people/$id' });
  const person = useQuery(personQuery(id));
  return <PageStates asked={person}>{(view) => <ReadyPerson person={view} />}</PageStates>;
}

interface PersonChange {
  name?: string;
  grants?: GrantWrite[];
  disabled?: boolean;
}

function useChangePerson(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: PersonChange) => send<SignInView>('PATCH', apiPath(['people', id]), change),
    onSuccess: (person) => {
      queryClient.setQueryData(personQuery(id).queryKey, person);
      void queryClient.invalidateQueries({ queryKey: ['people', 'list'] });
      notifications.show({ message: text.shell.saved });
    },
  });
}

function ReadyPerson({ person }: { person: SignInView }) {
  const mayWrite = useCan('people.write');
  return (
    <>
      <PageHead
        title={person.name}
        up={<TextLink to="/people">{text.people.title}</TextLink>}
        mark={<PersonState state={person.state} pill />}
        actions={mayWrite && <PersonActions person={person} />}
      />
      <div className={css.narrow}>
        <Facts
          facts={[
            [text.people.email, <Copyable key="email" value={person.email} name={text.people.email} />],
            [text.people.columns.lastSignIn, <When key="last" at={person.lastSignInAt} />],
            [text.shell.id, <Copyable key="id" value={person.id} name={text.shell.id} />],
          ]}
        />
        {mayWrite ? (
          <EditPerson person={person} />
        ) : (
          <Panel title={text.people.roles}>
            <GrantWords grants={person.grants} />
          </Panel>
        )}
      </div>
    </>
  );
}

function EditPerson({ person }: { person: SignInView }) {
  const [name, setName] = useState(person.name);
  const [grants, setGrants] = useState(() => person.grants.map((grant) => newGrant(grant)));
  const change = useChangePerson(person.id);
  return (
    <Panel>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ name, grants: grantsOf(grants) });
        }}
      >
        <Stack gap="md">
          <TextInput
            label={text.people.name}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <GrantEditor grants={grants} change={setGrants} />
          {change.isError && <RefusalPanel problem={change.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending} disabled={grantsOf(grants).length === 0}>
              {text.shell.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function PersonActions({ person }: { person: SignInView }) {
  const self = useSession().person.id === person.id;
  const change = useChangePerson(person.id);
  const link = useMutation({ mutationFn: () => send<PersonInvited>('POST', apiPath(['people', person.id, 'link'])) });
  const disabled = person.state === 'disabled';
  return (
    <>
      {!disabled && (
        <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
          {text.people.newLink}
        </Button>
      )}
      {!self && (
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ disabled: !disabled })}>
          {disabled ? text.people.enable : text.people.disable}
        </Button>
      )}
      <Dialog opened={link.data !== undefined} close={link.reset} title={text.people.link} wide keepOpen>
        {link.data !== undefined && (
          <ShownOnce
            words={text.people.linkWords(person.name)}
            value={link.data.link}
            name={text.people.link}
            done={link.reset}
          />
        )}
      </Dialog>
      {link.isError && <RefusalPanel problem={link.error} />}
      {change.isError && <RefusalPanel problem={change.error} />}
    </>
  );
}
