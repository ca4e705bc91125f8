import type { Cause } from './cause.ts';

/** What is wrong with telling other programs what happened, and with letting a program read how Hallpass itself does. */
export const webhookCauses: Readonly<Record<string, Cause>> = {
  'webhook.unreachable': {
    title: 'The webhook cannot be reached',
    meaning: 'No connection to the address of the webhook came about, or it broke off before an answer was there.',
  },
  'webhook.refused': {
    title: 'The webhook was refused',
    meaning: 'The program behind the address of the webhook answered that it does not take what it was sent.',
  },
  'webhook.gone': {
    title: 'The webhook is no longer wanted',
    meaning: 'The program behind the address of the webhook said that it is gone for good.',
  },
  'webhook.address': {
    title: 'The address may not be called',
    meaning: 'The address of the webhook leads into a private network, or somewhere else than it says.',
  },
  'webhook.key_lost': {
    title: 'The secret of the webhook cannot be read',
    meaning: 'The secret was sealed with another key than the one that Hallpass runs with now.',
  },
  'webhook.off': {
    title: 'The webhook is off',
    meaning: 'Nothing is sent to a webhook that is switched off.',
  },
  'request.metrics_closed': {
    title: 'The metrics are closed',
    meaning: 'Somebody asked for the metrics from another machine, without the token for it.',
  },
};
