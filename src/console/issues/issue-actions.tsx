import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { IssueDetail } from '../../issues/issue.schema.ts';
import type { RunAsked } from '../runs/run-queries.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { IssueTicket } from '../tickets/issue-ticket.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { useIssueAction } from './issue-queries.ts';
import css from './issues.module.css';
import { MuteDialog } from './mute-dialog.tsx';
import { SnoozeDialog } from './snooze-dialog.tsx';

/** What a person can do with the issue as it stands. */
export function IssueActions({ issue }: { issue: IssueDetail }) {
  const mayWrite = useCan('issues.write');
  return mayWrite ? <Actions issue={issue} /> : null;
}

function Actions({ issue }: { issue: IssueDetail }) {
  const [assigning, assign] = useDisclosure(false);
  const [snoozing, snooze] = useDisclosure(false);
  const [muting, mute] = useDisclosure(false);
  const wake = useIssueAction(issue.id, 'wake');
  const unmute = useIssueAction(issue.id, 'unmute');
  const { state } = issue;
  const problem = wake.error ?? unmute.error;
  return (
    <div className={css.actions}>
      <div className={css.buttons}>
        {issue.notRetried === null && state !== 'resolved' && <Retry id={issue.id} />}
        <Button variant="default" onClick={assign.open}>
          {text.issues.assign.action}
        </Button>
        <IssueTicket issue={issue} />
        {(state === 'open' || state === 'regressed') && (
          <Button variant="default" onClick={snooze.open}>
            {text.issues.snooze.action}
          </Button>
        )}
        {state === 'snoozed' && (
          <Button variant="default" loading={wake.isPending} onClick={() => wake.mutate(undefined)}>
            {text.issues.snooze.wake}
          </Button>
        )}
        {state === 'muted' && (
          <Button variant="default" loading={unmute.isPending} onClick={() => unmute.mutate(undefined)}>
            {text.issues.mute.unmute}
          </Button>
        )}
        {state !== 'muted' && state !== 'resolved' && (
          <Button variant="default" onClick={mute.open}>
            {text.issues.mute.action}
          </Button>
        )}
      </div>
      {problem !== null && <RefusalPanel problem={problem} />}
      <AssignDialog issue={issue} opened={assigning} close={assign.close} />
      <SnoozeDialog issue={issue} opened={snoozing} close={snooze.close} />
      <MuteDialog issue={issue} opened={muting} close={mute.close} />
    </div>
  );
}

/** Asks for a run of its connection, and leads to it. */
function Retry({ id }: { id: number }) {
  const navigate = useNavigate();
  const retry = useIssueAction<undefined, RunAsked>(id, 'retry', ({ run }) => {
    void navigate({ to: '/runs/$id', params: { id: String(run.id) } });
  });
  return (
    <>
      <Button loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
        {text.issues.readAgain}
      </Button>
      {retry.isError && <RefusalPanel problem={retry.error} />}
    </>
  );
}
