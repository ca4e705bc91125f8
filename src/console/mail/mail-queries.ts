import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { MailDetail, mailsAnswer as MailsSchema } from '../../mail/mail.schema.ts';
import { apiPath, get } from '../shell/api.ts';

export type MailsAnswer = z.infer<typeof MailsSchema>;

export const mailQuery = (no: string) =>
  queryOptions({
    queryKey: ['mail', 'one', no],
    queryFn: ({ signal }) => get<MailDetail>(apiPath(['mails', no]), signal),
    refetchInterval: ({ state }) => (state.data?.state === 'queued' && state.data.sending ? 3_000 : false),
  });
