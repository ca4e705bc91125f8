import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { IssueDetail } from '../../issues/issue.schema.ts';
import { ButtonLink } from '../shell/links.tsx';
import { useCan } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { TicketDialog } from './ticket-dialog.tsx';
import { ticketOfIssueQuery } from './ticket-queries.ts';

const words = text.tickets;

/** The ticket of an issue, or the way to open one: first of all where the issue is for support. */
export function IssueTicket({ issue }: { issue: IssueDetail }) {
  const mayRead = useCan('connections.read');
  const mayWrite = useCan('connections.write');
  const [opened, { open, close }] = useDisclosure(false);
  const tickets = useQuery({ ...ticketOfIssueQuery(issue.id), enabled: mayRead });
  const [ticket] = tickets.data?.tickets ?? [];
  if (ticket !== undefined)
    return (
      <ButtonLink to="/tickets/$id" params={{ id: String(ticket.id) }} variant="default">
        {words.openOf(ticket.id)}
      </ButtonLink>
    );
  if (!mayWrite || tickets.data === undefined || issue.state === 'resolved') return null;
  return (
    <>
      <Button variant={issue.owner === 'support' ? 'filled' : 'default'} onClick={open}>
        {words.open}
      </Button>
      <TicketDialog about={['issues', String(issue.id)]} opened={opened} close={close} />
    </>
  );
}
