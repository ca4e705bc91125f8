import { createRoute } from '@tanstack/react-router';
import { frame, guarded, oneOf, set } from './route-frame.tsx';

// Webhooks, and the processes that send them.

const webhooks = createRoute({
  getParentRoute: () => frame,
  path: '/webhooks',
  component: guarded('webhooks.read', () => import('./webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const webhook = createRoute({
  getParentRoute: () => frame,
  path: '/webhooks/$id',
  validateSearch: (search: Record<string, unknown>) =>
    set({ state: oneOf(search['state'], ['queued', 'delivered', 'failed']) }),
  component: guarded('webhooks.read', () => import('./webhooks/webhook-page.tsx'), 'WebhookPage'),
});

const webhookEvent = createRoute({
  getParentRoute: () => frame,
  path: '/webhooks/$id/events/$no',
  component: guarded('webhooks.read', () => import('./webhooks/webhook-event-page.tsx'), 'WebhookEventPage'),
});

const workers = createRoute({
  getParentRoute: () => frame,
  path: '/workers',
  component: guarded('runs.read', () => import('./runs/workers-page.tsx'), 'WorkersPage'),
});

export const webhookRoutes = [webhooks, webhook, webhookEvent, workers] as const;
