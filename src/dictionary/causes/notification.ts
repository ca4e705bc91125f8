import type { Cause } from './cause.ts';

/** Why somebody is not told by mail as they asked. */
export const notificationCauses: Readonly<Record<string, Cause>> = {
  'notification.no_person': {
    title: 'Only a person can be told by mail',
    meaning: 'What asked to be told by mail is a program, which has no address to write to.',
  },
  'notification.there': {
    title: 'There is a choice already',
    meaning: 'A person chooses once for the same thing, so that it is told once.',
  },
  'notification.link_unknown': {
    title: 'An address that stops no mail',
    meaning: 'The address by which mails are stopped is cut off, or was made with another secret key.',
  },
  'mail.stale': {
    title: 'The mail was no news any more',
    meaning: 'The mail waited for a mail server for so long that what it tells is past.',
  },
};
