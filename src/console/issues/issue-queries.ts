import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  assigneesAnswer as AssigneesSchema,
  IssueDetail,
  issuesAnswer as IssuesSchema,
  IssueView,
  issueRecordsAnswer as RecordsSchema,
} from '../../issues/issue.schema.ts';
import { whileHeard } from '../runs/run-queries.ts';
import { apiPath, get, send } from '../shell/api.ts';

export type IssuesAnswer = z.infer<typeof IssuesSchema>;
export type RecordsAnswer = z.infer<typeof RecordsSchema>;
type AssigneesAnswer = z.infer<typeof AssigneesSchema>;

/** `group`: the one that the help is told for. */
export const issueQuery = (id: string, group: string | undefined) =>
  queryOptions({
    queryKey: ['issue', id, 'group', group],
    queryFn: ({ signal }) => get<IssueDetail>(apiPath(['issues', id], { group }), signal),
    placeholderData: (before, earlier) => (earlier?.queryKey[1] === id ? before : undefined),
    refetchInterval: whileHeard,
  });

/** What needs somebody now. */
export const presentIssuesQuery = queryOptions({
  queryKey: ['issues', 'present'],
  queryFn: ({ signal }) => get<IssuesAnswer>(apiPath(['issues'], { state: 'present', limit: 500 }), signal),
  refetchInterval: whileHeard,
});

export const assigneesQuery = queryOptions({
  queryKey: ['issue-assignees'],
  queryFn: ({ signal }) => get<AssigneesAnswer>(apiPath(['issues', 'assignees']), signal),
});

/** One of the things that a person does to an issue; what was read of issues before is read anew. */
export function useIssueAction<Body = undefined, Answer = IssueView>(
  id: number,
  what: 'assign' | 'snooze' | 'wake' | 'mute' | 'unmute' | 'retry',
  done?: (answer: Answer) => void,
) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send<Answer>('POST', apiPath(['issues', id, what]), body),
    onSuccess: async (answer) => {
      await Promise.all(['issue', 'issues'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      done?.(answer);
    },
  });
}
