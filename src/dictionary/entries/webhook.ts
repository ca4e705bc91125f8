import type { Entry } from '../entry.schema.ts';

const webhook = (
  entry: string,
  retry: Entry['retry'],
  title: string,
  message: string,
  cause: string,
  [meaning, steps]: readonly [string, readonly string[]],
): Entry => ({
  entry: `connection.webhook_${entry}`,
  system: 'connection',
  title,
  message,
  cause: `webhook.${cause}`,
  blocking: true,
  retry,
  causes: [{ meaning, owner: 'integration_manager', steps: [...steps], prevention: [] }],
});

const replay =
  'Then open the webhook on the page Webhooks and press Send again, for what failed or for a span of time.';

/** Why another program was not told what happened. Of what it answers only the beginning is kept, in the delivery log. */
export const webhookEntries: readonly Entry[] = [
  webhook(
    'unreachable',
    'next_run',
    'The webhook cannot be reached',
    'The webhook at {host} cannot be reached: {reason}.',
    'unreachable',
    [
      'A message was to be sent to the program at {host}, and no answer came. Hallpass tries again by itself for about a day, after longer and longer waits; a test it tries once. Nothing is lost: what fails for good stands in the delivery log and can be sent again.',
      [
        'Ask whoever looks after the program at {host} whether it is running, and whether it can be reached from the network in which Hallpass runs.',
        'If the address was mistyped, or has changed, open the webhook on the page Webhooks and correct it.',
        'Press Send a test there, and see in the delivery log whether it arrives.',
        replay,
      ],
    ],
  ),
  webhook(
    'refused',
    'next_run',
    'The webhook was not taken',
    'The webhook at {host} answered with status {status}.',
    'refused',
    [
      'The program at {host} answered, and did not say that it had taken the message: for that its status has to be one from 200 to 299, within 15 seconds. Hallpass tries again by itself for about a day, after longer and longer waits; a test it tries once.',
      [
        'Open the webhook on the page Webhooks, and in its delivery log the message: what the program answered stands there.',
        'Give that answer, the time and the id of the message to whoever looks after the program. With status 401 or 403 it usually does not know the secret: rotate the secret of the webhook and enter the new one there.',
        replay,
      ],
    ],
  ),
  webhook(
    'gone',
    'after_fix',
    'The webhook is no longer wanted',
    'The webhook at {host} is gone (status 410).',
    'gone',
    [
      'By status 410 a program says that it shall never be asked again. So the webhook was disabled at once, and nothing more is sent to it.',
      [
        'Ask whoever looks after the program at {host} whether it was moved or switched off.',
        'If it has a new address, open the webhook on the page Webhooks, enter the new address, and switch it on again.',
        'If it is no longer needed, delete the webhook there.',
      ],
    ],
  ),
  webhook(
    'address_closed',
    'after_fix',
    'The webhook leads into a private network',
    'The webhook at {host} leads to an address that is not public.',
    'address',
    [
      'Hallpass sends webhooks to public addresses only, whatever other settings say: an address inside the network could otherwise be called by whoever may set up a webhook. {host} leads to this machine or into a private network, so nothing was sent.',
      [
        'Find out from whoever looks after the program under which public name it can be reached, and enter that address at the webhook.',
        'If it shall stay inside the network, let a public relay or reverse proxy pass on what Hallpass sends.',
      ],
    ],
  ),
  webhook(
    'redirected',
    'after_fix',
    'The webhook leads elsewhere',
    'The webhook at {host} passes on to another address.',
    'address',
    [
      'The program at {host} answered that what was sent should go to another address. Hallpass does not follow that, so that nobody is handed what was meant for somebody else. Nothing was taken.',
      [
        'Ask whoever looks after the program which address is the right one; often only the / at its end, or www. before it, is missing.',
        'Open the webhook on the page Webhooks, enter that address, and press Send a test.',
        replay,
      ],
    ],
  ),
  webhook(
    'key_lost',
    'after_fix',
    'The secret of the webhook cannot be read',
    'The secret of the webhook was sealed with another key.',
    'key_lost',
    [
      'Messages are signed with a secret, which is kept sealed by SECRET_KEY. Hallpass runs with another SECRET_KEY now, so it cannot sign, and sends nothing that its receiver could not check.',
      [
        'If SECRET_KEY was changed by mistake, let whoever runs Hallpass set the old one again and start Hallpass anew.',
        'Otherwise open the webhook on the page Webhooks, rotate its secret, and enter the new secret in the program that receives the messages.',
      ],
    ],
  ),
];
