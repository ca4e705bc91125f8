import type { EventView, WebhookView } from '../../webhooks/webhook.schema.ts';
import { StateMark } from '../shell/state-mark.tsx';
import { text } from '../text/text.ts';

const words = text.webhooks;

/** How an endpoint stands: on, on but taking nothing, off, or disabled. */
export function WebhookMark({ webhook, pill = false }: { webhook: WebhookView; pill?: boolean }) {
  if (webhook.state === 'disabled') return <StateMark state="failed" word={words.states.disabled} pill={pill} />;
  if (webhook.state === 'off') return <StateMark state="paused" word={words.states.off} pill={pill} />;
  if (webhook.failingSince !== null) return <StateMark state="needsYou" word={words.failing} pill={pill} />;
  return <StateMark state="synced" word={words.states.active} pill={pill} />;
}

const marks = { queued: 'queued', delivered: 'synced', failed: 'failed' } as const;

export function EventMark({ state, pill = false }: { state: EventView['state']; pill?: boolean }) {
  return <StateMark state={marks[state]} word={words.eventStates[state]} pill={pill} />;
}
