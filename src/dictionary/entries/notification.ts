import type { Entry } from '../entry.schema.ts';

type Told = {
  readonly status?: number;
  readonly title: string;
  readonly message: string;
  readonly cause: string;
  readonly meaning: string;
  readonly steps: readonly string[];
};

const entryOf = (
  system: 'request' | 'connection',
  entry: string,
  { status, title, message, cause, meaning, steps }: Told,
): Entry => ({
  entry: `${system}.${entry}`,
  system,
  title,
  message,
  cause,
  blocking: true,
  retry: 'after_fix',
  ...(status === undefined ? {} : { status }),
  causes: [{ meaning, owner: 'integration_manager', steps: [...steps], prevention: [] }],
});

/** Why somebody cannot be told by mail as they asked. */
export const notificationEntries: readonly Entry[] = [
  entryOf('request', 'notifications_need_person', {
    status: 403,
    title: 'Only a person can be told by mail',
    message: 'Only a person who signs in can be told by mail.',
    cause: 'notification.no_person',
    meaning:
      'The request came with an API key. Mail goes to the address of whoever signs in, and a key has none. Nothing was changed.',
    steps: [
      'Let the person who is to get the mail sign in, open Notifications in the menu at the top right, and choose there.',
      'To set it for somebody else, name the person by their e-mail address under `notifications` in the district file, and apply the file.',
      'If a program is to hear of what happens, make a webhook for it on the page Webhooks.',
    ],
  }),
  entryOf('request', 'notification_there', {
    status: 409,
    title: 'You are told of this already',
    message: 'You have chosen for this already; change that choice instead.',
    cause: 'notification.there',
    meaning:
      'For all connections, and for each connection, a person has one choice, so that nobody gets two mails about the same thing. There is one already. Nothing was changed.',
    steps: [
      'Open Notifications in the menu at the top right: your choices stand there.',
      'Change the one that is there, or end it and choose anew.',
    ],
  }),
  entryOf('request', 'unsubscribe_unknown', {
    status: 404,
    title: 'This address stops no mail',
    message: 'This address stops no mail: it is cut off, or of another Hallpass.',
    cause: 'notification.link_unknown',
    meaning:
      'The address was to stop mails, and does not say which. As a rule a mail program has cut off its end. The addresses in older mails also end when the secret key of Hallpass is replaced by another one. Nothing was changed.',
    steps: [
      'Open the link in the mail once more, or copy the whole of it.',
      'If that does not help, sign in to Hallpass, open Notifications in the menu at the top right, and end the choice there.',
      'Somebody who does not sign in any more gets no mail either.',
    ],
  }),
  entryOf('connection', 'mail_stale', {
    title: 'The mail was no news any more',
    message: 'The mail waited for more than a week, and was not sent.',
    cause: 'mail.stale',
    meaning:
      'The mail told of something that had just happened, and no mail server took it for a week, or none was set. By now it would tell of the past, so it stays here and goes to nobody. What it tells stands on the page that it is about.',
    steps: [
      'Open the page Mail: if the note that no mail server is set stands there, let whoever runs Hallpass set SMTP_URL.',
      'Nothing has to be sent again: what is still so is told with the next mail.',
      'To send this mail all the same, press Try again now on its page.',
    ],
  }),
];
