import { Button, Group, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IssueView } from '../../issues/issue.schema.ts';
import { Dialog } from '../shell/dialog.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { assigneesQuery, useIssueAction } from './issue-queries.ts';

interface Props {
  issue: IssueView;
  opened: boolean;
  close: () => void;
}

export function AssignDialog(props: Props) {
  return (
    <Dialog opened={props.opened} close={props.close} title={text.issues.assign.title}>
      {props.opened && <AssignForm {...props} />}
    </Dialog>
  );
}

function AssignForm({ issue, close }: Props) {
  const people = useQuery(assigneesQuery);
  const me = useSession().person.id;
  const [who, setWho] = useState(issue.assignee?.id ?? null);
  const assign = useIssueAction<{ assignee: string | null }>(issue.id, 'assign', close);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate({ assignee: who });
      }}
    >
      <PageStates asked={people}>
        {(answer) => (
          <Stack gap="md">
            <Select
              label={text.issues.assign.who}
              description={text.issues.assign.help}
              placeholder={text.issues.assign.nobody}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': text.shell.clear }}
              nothingFoundMessage={text.issues.assign.none}
              value={who}
              data={answer.people.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setWho}
              data-autofocus
            />
            {assign.isError && <RefusalPanel problem={assign.error} />}
            <Group justify="flex-end" gap="xs">
              {answer.people.some(({ id }) => id === me) && issue.assignee?.id !== me && (
                <Button variant="default" onClick={() => assign.mutate({ assignee: me })}>
                  {text.issues.assign.me}
                </Button>
              )}
              <Button type="submit" loading={assign.isPending}>
                {text.issues.assign.save}
              </Button>
            </Group>
          </Stack>
        )}
      </PageStates>
    </form>
  );
}
