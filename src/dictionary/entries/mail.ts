import type { Entry } from '../entry.schema.ts';

type Owner = Entry['causes'][number]['owner'];

const mail = (
  entry: string,
  retry: Entry['retry'],
  title: string,
  message: string,
  cause: string,
  [owner, meaning, steps]: readonly [Owner, string, readonly string[]],
): Entry => ({
  entry: `connection.mail_${entry}`,
  system: 'connection',
  title,
  message,
  cause,
  blocking: true,
  retry,
  causes: [{ meaning, owner, steps: [...steps], prevention: [] }],
});

/** Why a mail has not gone out. What a mail server writes about a person is not kept; its codes are. */
export const mailEntries: readonly Entry[] = [
  mail(
    'refused',
    'after_fix',
    'The mail server refused the mail',
    'The mail server answered {code}: {reason}.',
    'mail.refused',
    [
      'registrar',
      'The server that was to take the mail said no, and would say so again. Nothing of the mail arrived.',
      [
        'Compare the address with what the person gives. If it is wrong, put it right where the person’s record comes from; this mail keeps the address it was written to.',
        'If it is right, ask whoever runs the mail server what {code} means there, then try the mail again on its page.',
      ],
    ],
  ),
  mail(
    'delayed',
    'next_run',
    'The mail server asks to wait',
    'The mail server asked to wait, with {code}: {reason}.',
    'mail.delayed',
    [
      'integration_manager',
      'The server could not take the mail just then. Hallpass tries again by itself: after 1, 5, 15 and 60 minutes, then every hour for a day.',
      ['Wait.', 'If it goes on for hours, ask whoever runs the mail server.'],
    ],
  ),
  mail(
    'server_silent',
    'next_run',
    'The mail server does not answer',
    'The mail server cannot be reached: {reason}.',
    'mail.unreachable',
    [
      'integration_manager',
      'No connection to the server in SMTP_URL came about, or it broke off. Mail waits and is tried again by itself.',
      [
        'Check that the server runs and that this machine may reach its port.',
        'Check host, port and smtp or smtps in SMTP_URL.',
      ],
    ],
  ),
  mail(
    'settings_refused',
    'after_fix',
    'The mail server does not let Hallpass send',
    'The mail server takes nothing from Hallpass, with {code}: {reason}.',
    'mail.settings',
    [
      'integration_manager',
      'The server refuses the sign-in or the sender, so it would take no mail at all. Mail waits.',
      [
        'Check user and password in SMTP_URL.',
        'Check that the server lets this user send as MAIL_FROM.',
        'Start the hub again; waiting mail then goes out by itself.',
      ],
    ],
  ),
  mail(
    'address_unusable',
    'after_fix',
    'The address cannot be written to',
    'The address is not one that a mail can be sent to.',
    'mail.address',
    [
      'registrar',
      'The address is not complete, or holds characters that no mail server takes. Nothing was sent.',
      ['Put the address right where the person’s record comes from.'],
    ],
  ),
];
