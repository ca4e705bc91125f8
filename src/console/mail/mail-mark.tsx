import type { MailState } from '../../mail/mail.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';

/** Where a mail stands; without a mail server what waits is kept here. */
export function MailMark({ state, sending, pill = false }: { state: MailState; sending: boolean; pill?: boolean }) {
  if (state === 'failed') return <StateMark state="failed" pill={pill} />;
  if (state === 'sent') return <StateMark state="synced" word={text.mail.states.sent} pill={pill} />;
  return <StateMark state="queued" word={sending ? undefined : text.mail.states.kept} pill={pill} />;
}
