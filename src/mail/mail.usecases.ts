import { changing } from '../access/use-case.ts';
import { refuse } from '../dictionary/refusal.model.ts';
import { makeDue, stateOfMail } from './mail.repository.ts';

/** Tries a mail again now, with a day of patience anew. What was sent is never sent again. */
export const retryMail = changing('mail.send', async (tx, scope, no: number) => {
  const state = await stateOfMail(tx, scope.district, no);
  if (state === null) throw refuse('request.not_found', { what: 'mail', id: String(no) });
  if (state === 'sent') throw refuse('request.mail_sent', { id: String(no) });
  await makeDue(tx, scope.district, no, scope.now);
  return {
    answer: null,
    audit: {
      action: 'mail.retried',
      subject: { kind: 'mail', id: String(no), name: `mail ${no}` },
      details: { was: state },
    },
  };
});
