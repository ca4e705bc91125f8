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
      'The server that was to take the mail said no, and would say so again. Nothing of the mail arrived. {code} is the number by which mail servers give their reason; it stands for: {reason}.',
      [
        'Open the mail on the page Mail, and compare its address with the one that the person gives you.',
        'If the address is wrong, put it right where the person’s record comes from, as a rule in the SIS. This mail keeps the address it was written to, so tell the person in another way what it says.',
        'If the address is right, give {code}, the time and the address to whoever runs the mail server, who can find out the reason there.',
        'When that is put right, press Try again now on the page of the mail.',
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
      [
        'Wait. Nothing has to be pressed.',
        'If it goes on for hours, give {code} and the time to whoever runs the mail server.',
        'If the mail has not gone out after a day, press Try again now on its page, once the reason is gone.',
      ],
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
      'No connection to the mail server came about, or it broke off before the mail was taken. The server is the one in SMTP_URL, a setting that is made on the machine on which Hallpass runs. Mail waits and is tried again by itself.',
      [
        'Ask whoever runs the mail server whether it is running.',
        'Let whoever runs Hallpass compare SMTP_URL with what the mail server wants: `smtp://user:password@host:587`, or `smtps://user:password@host:465`. Host, port, and smtp or smtps have to fit together.',
        'If SMTP_URL is right, ask whoever looks after the network whether a firewall keeps Hallpass from this host and port.',
        'If SMTP_URL was changed, start Hallpass again. Waiting mail then goes out by itself.',
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
      'The mail server refuses the sign-in or the sender, so it would take no mail at all. Both are settings on the machine on which Hallpass runs: SMTP_URL holds the sign-in, MAIL_FROM the sender. Mail waits.',
      [
        'Ask whoever runs the mail server what {code} means there, which user and password Hallpass is to sign in with, and as which address this user may send.',
        'Let whoever runs Hallpass enter user and password in SMTP_URL (`smtp://user:password@host:587`), and the address in MAIL_FROM.',
        'Start Hallpass again; waiting mail then goes out by itself.',
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
      'The address is not complete, or holds characters that no mail server takes, such as a blank. Nothing was sent.',
      [
        'Open the mail on the page Mail, and see which address it was written to.',
        'Ask the person for the right one, and put it right where the person’s record comes from, as a rule in the SIS.',
        'This mail keeps the address it was written to, so tell the person in another way what it says.',
      ],
    ],
  ),
];
