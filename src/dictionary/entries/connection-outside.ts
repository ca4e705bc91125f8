import type { Entry } from '../entry.schema.ts';
import { manager, sis } from './entry-parts.ts';

const base = { system: 'connection', blocking: true, origin: 'hallpass', retry: 'after_fix' } as const;
const resync = ['connection.resync'] as const;
const reauthenticate = ['connection.reauthenticate'] as const;
const ticket = ['connection.open_ticket'] as const;

const again = 'Press Re-sync on the page of the connection.';
const onceMore =
  'Press Re-sync on the page of the connection, or leave it to the next run. Most often it passes; what came over before is recognised, so that nothing doubles.';
const signInAgain =
  'Press Re-authenticate on the page of the connection, and enter what the account signs in with now.';
const lookAtAddress =
  'Compare the address in the settings of the connection with the one that the other system shows where programs are given access; ask whoever looks after that system. If they differ, enter the one of the other system.';
/** The administrator of the other system owns what follows, and may have no rights in Hallpass. */
const triedAgain =
  'Before anybody looks for a fault, the manager of the integration presses Re-sync on the page of the connection, or leaves it to the next run. Most often it passes; what came over before is recognised, so that nothing doubles.';
const fewerAtOnce =
  'If it is shown again, the manager of the integration chooses a smaller number for Records at once in the settings of the connection, such as 500 or 100, and presses Re-sync once more.';
const whyBusy =
  'If that does not help either, look in the other system what keeps it busy at the time of the message, or ask its vendor. The manager of the integration can also let the runs start at another hour.';
const whyEnded =
  'If that does not help either, look in the log of the other system, and of whatever stands before it, why the answer ended at the time of the message; or give both to its vendor.';
const showVendor =
  'give this message and the time to whoever looks after the other system, who passes it on to its vendor';
const unhurt = 'Nothing was changed or deleted.';

/** What can go wrong on the way to another system, and with what it answers: each ends a run, a check or a page of it. */
export const connectionOutsideEntries: readonly Entry[] = [
  // The way there.
  {
    ...base,
    entry: 'connection.address_invalid',
    title: 'The address cannot be asked',
    message: 'An address that was to be asked is none that begins with http:// or https://, or holds a sign-in.',
    cause: 'connection.address',
    causes: [
      manager(
        'An address in the settings of the connection is not complete, or has a name and password in it, which do not belong there.',
        [
          'Open the settings of the connection, and look at each address: it has to begin with https:// (or http://), followed by the name of the other system, and no name or password with an @ behind it.',
          'Correct the one that does not. If you do not know it, ask whoever looks after the other system.',
          'If a name and password stood in the address, press Re-authenticate on the page of the connection, and enter them there.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.address_not_allowed',
    title: 'The address is not open to connections',
    message: '{address} leads to {reached}, which connections may not reach.',
    cause: 'connection.address_closed',
    causes: [
      manager(
        'Connections reach public addresses only, so that nobody can use Hallpass to look into the network it stands in. The name in the address leads to {reached}, which is an address inside of a network or one for special purposes. Nothing was asked.',
        [
          'Ask whoever looks after the other system whether it stands in the network of your school or district.',
          'If it does, let whoever runs Hallpass add {reached}, or the range it lies in (such as 10.0.0.0/8), to the setting OUTBOUND_ALLOW on the machine of Hallpass, and start Hallpass again.',
          'If it does not, the address is wrong: enter the public one in the settings of the connection.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.host_unknown',
    title: 'The name of the system is not known',
    message: 'Nobody knows where {host} is.',
    cause: 'connection.address',
    causes: [
      manager(
        'The name in the address was looked up in the network and not found. It is misspelt, no longer in use, or the network cannot look up names at the moment.',
        [
          lookAtAddress,
          'If they are the same, open the address in a browser. If the browser does not find it either, tell whoever looks after the other system.',
          'If the browser finds it, the machine of Hallpass cannot look up names: tell whoever runs Hallpass.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.refused',
    title: 'Nobody answers at the address',
    message: '{host} refuses to be connected to.',
    cause: 'system.unreachable',
    causes: [
      sis(
        'The machine is there, but no program on it answers. Most often the other system is being restarted; if that lasts, the address may be wrong, or a firewall in between refuses. Runs go on being tried.',
        [
          'Find out whether the other system is running, and start it if it is not.',
          'If it runs, compare the port (the number behind the colon in the address, 443 if there is none) with the one at which it listens. If they differ, let the manager of the integration correct the address in the settings of the connection.',
          'If the port is right, ask whoever looks after the network whether a firewall refuses Hallpass.',
          'Tell the manager of the integration, who presses Re-sync on the page of the connection.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.unreachable',
    title: 'There is no way to the system',
    message: '{host} cannot be reached: {reason}.',
    cause: 'system.unreachable',
    causes: [
      manager(
        'The network between Hallpass and the other system knows no way to the machine, or a firewall (which decides what may pass) forbids it. Runs go on being tried.',
        [
          'Press Re-sync on the page of the connection once: a short failure of the network may be over.',
          'If it is shown again, ask whoever looks after the network of Hallpass whether it lets Hallpass reach {host}.',
          'Ask whoever looks after the other system whether it admits only listed addresses; if so, have the address from which Hallpass reaches the internet put on that list.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.connect_timeout',
    title: 'No connection in time',
    message: '{host} did not take the connection within {seconds} seconds.',
    cause: 'system.timeout',
    causes: [
      manager(
        'Nothing came back at all, not even a refusal. Mostly a firewall swallows the request, or the other system is overloaded.',
        [
          onceMore,
          'If it is shown again, ask whoever looks after the other system whether it was running and not overloaded at that time, and whether it admits only listed addresses.',
          'If that is not it, ask whoever looks after the network of Hallpass whether it lets Hallpass reach {host}.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.tls_failed',
    title: 'The system cannot prove who it is',
    message: 'No safe connection to {host}: {reason}.',
    cause: 'connection.certificate',
    causes: [
      sis(
        'Before anything is sent, the other system has to prove with a certificate that it is the one that was asked for. It could not, so nothing was sent, not even the sign-in.',
        [
          'Open the address in a browser on another machine. If the browser warns, the certificate has expired or is for another name: renew or correct it in the other system.',
          'If the browser does not warn, the other system may leave out a part of its certificate (the intermediate certificates), which browsers make up for: add it there.',
          'If the certificate comes from an authority of your own school or district, let whoever runs Hallpass name the file of that authority in NODE_EXTRA_CA_CERTS, and start Hallpass again.',
          'Tell the manager of the integration, who presses Re-sync on the page of the connection.',
        ],
        { prevention: ['Renew certificates before they expire.'], fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.redirected',
    title: 'The system sends us elsewhere',
    message: '{address} sends on to {target}, and connections do not follow there.',
    cause: 'connection.address',
    causes: [
      manager(
        'The other system has moved, or shows its page for signing in. Hallpass does not follow to another place by itself, since it would hand over what it signs in with.',
        [
          'Open {target} in a browser. If it is a page to sign in, the address in the settings is that of the pages for people: ask whoever looks after the other system for the one for programs.',
          'If it is not, ask them whether the system has moved, and to which address.',
          'Enter the right address in the settings of the connection.',
          'If another name stands in it now, the sign-in was cleared: press Re-authenticate on the page of the connection, and enter it anew.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  // The answer.
  {
    ...base,
    retry: 'now',
    entry: 'connection.answer_timeout',
    title: 'No answer in time',
    message: '{address} took the request and did not begin to answer within {seconds} seconds.',
    cause: 'system.timeout',
    causes: [
      sis(
        'The other system is busy or has got stuck. What came over before stays as it is.',
        [triedAgain, fewerAtOnce, whyBusy],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.body_timeout',
    title: 'The answer stopped',
    message: '{address} began to answer and then said nothing for {seconds} seconds.',
    cause: 'system.timeout',
    causes: [
      sis(`The answer is not whole, so nothing of it was taken. ${unhurt}`, [triedAgain, fewerAtOnce, whyBusy], {
        fixes: resync,
      }),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.too_slow',
    title: 'The answer took too long',
    message: '{address} had not answered to the end after {seconds} seconds.',
    cause: 'system.timeout',
    causes: [
      sis(`The answer came, but so slowly that it was given up. ${unhurt}`, [triedAgain, fewerAtOnce, whyBusy], {
        fixes: resync,
      }),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.checklist_slow',
    title: 'The checks took too long',
    message: 'The checks were given up after {seconds} seconds.',
    cause: 'system.timeout',
    causes: [
      sis(
        'When a connection is tested, Hallpass asks the other system a few small questions. It answered them so slowly that nobody would wait for it before a page. A run has more patience and may work all the same.',
        [
          'The manager of the integration presses Re-sync on the page of the connection: if the run gets through, nothing else has to be done.',
          'If it does not, the manager tests the connection again at an hour when the other system is less busy.',
          'If it is as slow then, look in the other system what makes it slow, or ask its vendor.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.cut_off',
    title: 'The connection broke off',
    message: 'The connection to {address} broke off before the answer was whole.',
    cause: 'connection.cut_off',
    causes: [
      sis(
        `The other system, or something on the way to it, hung up in the middle. ${unhurt}`,
        [triedAgain, fewerAtOnce, whyEnded],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.too_large',
    title: 'An answer without end',
    message: '{address} answers with more than {most} MB, which is more than is read at once.',
    cause: 'connection.too_large',
    causes: [
      manager(
        `The other system ignores how many records it was asked for, or answers with something else altogether. Reading was stopped. ${unhurt}`,
        [
          'Choose a smaller number for Records at once in the settings of the connection, such as 500 or 100.',
          again,
          `If it is shown again: ${lookAtAddress.charAt(0).toLowerCase()}${lookAtAddress.slice(1)}`,
          `If the address is right, ${showVendor}.`,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.not_http',
    title: 'The answer is no web answer',
    message: 'What {address} answers cannot be read as an answer of a web server.',
    cause: 'connection.answer_unreadable',
    causes: [
      manager(
        'Something else than a web server is at this address, or something on the way damages its answers.',
        [
          lookAtAddress,
          'Look at the port in both, too (the number behind the colon): it may belong to another program.',
          again,
          `If the address is right, ${showVendor}.`,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.html_instead',
    title: 'A page instead of data',
    message: '{address} answers with a page for people ({page}) where data was asked for.',
    cause: 'connection.answer_unreadable',
    causes: [
      manager(
        'Most often the address is that of the pages for people, or the system shows a page about maintenance. No record was in it, so nothing was taken.',
        [
          'Read what the page is called ({page}), or open the address in a browser. A note about maintenance passes by itself: wait until it is over, then go to the last step.',
          'If it is a page to sign in, or one that says that nothing is there, ask whoever looks after the other system for the address for programs, and enter it in the settings of the connection.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.json_cut',
    title: 'The data ends in the middle',
    message: 'The data that {address} answers with ends in the middle of a record.',
    cause: 'connection.cut_off',
    causes: [
      sis(
        `The other system, or a machine on the way that passes its answers on (a proxy), sent less than it meant to. Half an answer is never taken. ${unhurt}`,
        [triedAgain, fewerAtOnce, whyEnded],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.answer_unreadable',
    title: 'The data cannot be read',
    message: 'What {address} answers is no JSON in UTF-8.',
    cause: 'connection.answer_unreadable',
    causes: [
      sis(
        `The answer is damaged, in another format or in another encoding, in which names would arrive wrong. ${unhurt}`,
        [
          'Ask the manager of the integration whether the address in the settings of the connection is the one of the other system for programs. If it is not, it is corrected there.',
          'If it is, the other system has to answer in JSON, a form for data, written in the encoding UTF-8. Set it so where such things are set, or give this message and the time to its vendor.',
          'Tell the manager of the integration, who presses Re-sync on the page of the connection.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'connection.answer_unexpected',
    title: 'The data has another form',
    message: '{address} answers with data that does not hold {what}.',
    cause: 'connection.answer_unreadable',
    causes: [
      sis(
        `The answer can be read, but what was asked for is not in it. It is never taken for an empty list. ${unhurt}`,
        [
          'Ask the manager of the integration whether address and version in the settings of the connection are those that the other system shows. If they are not, they are corrected there, and Re-sync is pressed.',
          'If they are, give this message and the time to the vendor of the other system: data without {what} is not what its standard says.',
          'Tell the manager of the integration, who presses Open a ticket on the page of the connection and adds what the vendor said.',
        ],
        { fixes: ticket },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.throttled',
    title: 'The system asks us to wait',
    message: '{address} is asked too often or is busy, and wants to be asked again {when}.',
    cause: 'system.rate_limit',
    causes: [
      manager(
        'The other system takes only so many requests within a time, and whatever else asks it uses them up too. Hallpass waits as long as it is told to, and goes on.',
        [
          'Nothing needs to be done if it happens now and then: the run goes on {when} by itself.',
          'If runs do not get through, let them start at an hour when no other program fetches from that system; whoever looks after it knows when they do.',
          'If that does not help, ask the vendor of the other system for a higher limit for this account.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.server_failed',
    title: 'The system failed',
    message: '{address} failed with status {status}: {said}',
    cause: 'system.internal_error',
    causes: [
      sis(
        `The other system had an error of its own. ${unhurt} The error goes away by itself once a later sync succeeds.`,
        [
          'Look in the log of the other system at the time of the message: it says what failed there. The number {status} only says that the fault is on that side.',
          'If the log does not help, give this message and the time to the vendor of the other system.',
          'Tell the manager of the integration when it is put right. The next run tries again by itself; if the error stays, the manager presses Open a ticket on the page of the connection.',
        ],
        { fixes: ticket },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.not_offered',
    title: 'It is not offered there',
    message: '{address} does not offer {what} (status {status}).',
    cause: 'system.endpoint_missing',
    causes: [
      manager(
        'There is a system at the address, but not what was asked for: the address has a part too many or too few, is of another version, or the other system has not been licensed or set up for it.',
        [
          lookAtAddress,
          'Compare the version in the settings of the connection in the same way.',
          'If both are right, ask whoever looks after the other system whether reading {what} is licensed and switched on there.',
          again,
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'connection.request_refused',
    title: 'The request was refused',
    message: '{address} refuses to give {what} (status {status}): {said}',
    cause: 'connection.request_refused',
    causes: [
      manager(
        `The other system understood the request and would not answer it. Its own words say why. ${unhurt}`,
        [
          'Read what the other system says: {said}. If it names a setting of the connection, such as too many records at once or a scope, correct that, and press Sync now.',
          'If it names something in the other system, give this message and the time to whoever looks after that system.',
          'If it names nothing that anybody can change, press Open a ticket on the page of the connection.',
        ],
        { fixes: ticket },
      ),
    ],
  },
  // Sign-in and rights.
  {
    ...base,
    entry: 'connection.credentials_missing',
    title: 'Nothing to sign in with',
    message: 'The connection has nothing to sign in with.',
    cause: 'auth.credentials',
    causes: [
      manager(
        'No sign-in was entered yet, or it was cleared because an address of the connection changed: what was trusted to one place is not told to another.',
        [
          'Get from whoever looks after the other system what the account of the connection signs in with, such as a key and a secret.',
          'If whoever holds them may not tell you, let that person do the next step.',
          signInAgain,
        ],
        { fixes: reauthenticate },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.setting_missing',
    title: 'A setting is needed to sign in',
    message: 'The setting {setting} is empty, and this way of signing in needs it.',
    cause: 'connection.setting_missing',
    causes: [
      manager(
        'Signing in by OAuth 2 begins with fetching a token, a pass for a limited time. Where the other system gives it out cannot be told from its other address, so it has to be entered.',
        [
          'Look up the token address in the other system, where the client id of the connection is shown; or ask whoever looks after that system.',
          'Enter it in the settings of the connection, in the field {setting}.',
          signInAgain,
        ],
        { fixes: reauthenticate },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.credentials_refused',
    title: 'The sign-in is refused',
    message: '{address} does not accept the sign-in: {said}',
    cause: 'auth.credentials',
    causes: [
      manager(
        'What the connection signs in with is wrong, was renewed or has been withdrawn. No run is started until it is put right, so that repeated tries do not lock the account.',
        [
          'Look up in the other system, or ask whoever looks after it, what the account signs in with now, and whether it is still active. If it is not, have it made active.',
          signInAgain,
          'If it is refused again, let whoever runs Hallpass and whoever looks after the other system compare the clocks of both machines: a sign-in is good for a few minutes only, so a wrong clock spoils it.',
          'If the clocks agree, give this message and the time to the vendor of the other system.',
        ],
        { prevention: ['Give the connection an account of its own that nobody else renews.'], fixes: reauthenticate },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.scope_refused',
    title: 'The scopes are refused',
    message: '{address} does not grant the scopes {scopes}: {said}',
    cause: 'auth.refused',
    causes: [
      manager(
        'A scope is a right that is asked for when signing in. The account may not have it, or the other system calls it otherwise.',
        [
          'Ask whoever looks after the other system which scopes the account has there, and how they are written.',
          'If the right to read the roster (people, classes and enrollments) is missing, have it given to the account.',
          'If the scopes have other names there than {scopes}, enter those names in the settings of the connection, in the field Scopes, parted by blanks.',
          signInAgain,
        ],
        { fixes: reauthenticate },
      ),
    ],
  },
  {
    ...base,
    entry: 'connection.right_missing',
    title: 'A right is missing',
    message: '{address} does not let the account read {what}: {said}',
    cause: 'auth.refused',
    causes: [
      manager(
        'The sign-in is accepted, but the account may not read all that is needed. A roster of which a part is missing is not taken at all.',
        [
          'Ask whoever looks after the other system to give the account of the connection the right to read {what}, or to name an account that has it.',
          signInAgain,
        ],
        { fixes: reauthenticate },
      ),
    ],
  },
  // Pages that do not add up.
  {
    ...base,
    entry: 'connection.page_repeated',
    title: 'The same page again and again',
    message: '{address} answers with the same page of {what} again where the next one was asked for.',
    cause: 'connection.pages',
    causes: [
      sis(
        `A long list is read in pages, and the other system does not get on with them. Some records would be read twice and others never, so the list was not taken. ${unhurt}`,
        [
          'Give this message and the time to the vendor of the other system: asked for the next page of {what}, it answers with the one before.',
          'Until that is put right, the manager of the integration can choose a larger number for Records at once in the settings of the connection, such as 5000, and press Re-sync: a list that fits into one page needs no next one.',
          'When the vendor has put it right, tell the manager of the integration, who presses Re-sync on the page of the connection.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.changed_while_read',
    title: 'The list changed while it was read',
    message: 'The list of {what} at {address} changed while it was read: {reason}.',
    cause: 'connection.pages',
    causes: [
      sis(
        `Records came or went between two pages, so that others moved from one page to another and could be missed. The list was read anew, and it changed again. ${unhurt}`,
        [
          'Let the manager of the integration press Re-sync on the page of the connection at an hour when nobody works in the other system, or set the runs to such an hour.',
          'If it happens at every hour, give this message to the vendor of the other system: the order of the list may differ from page to page.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'now',
    entry: 'connection.count_wrong',
    title: 'More or fewer than announced',
    message: 'Of {what} came {received}, where {expected} were announced.',
    cause: 'connection.pages',
    causes: [
      sis(
        `The other system says how many records there are, and another number came, also when the list was read anew. What is missing may be there all the same, so nothing is deleted on such a list. ${unhurt}`,
        [
          'Let the manager of the integration press Re-sync on the page of the connection at an hour when nobody works in the other system.',
          'If the same numbers are shown again ({expected} and {received}), give this message to the vendor of the other system: its count and its list do not agree.',
          'When the vendor has put that right, the next run gets through by itself.',
        ],
        { fixes: resync },
      ),
    ],
  },
  {
    ...base,
    retry: 'after_support',
    entry: 'connection.list_endless',
    title: 'A list without end',
    message: 'The list of {what} at {address} does not end: {received} records came.',
    cause: 'connection.pages',
    causes: [
      sis(
        `No school district has so many of anything, so reading was stopped. ${unhurt}`,
        [
          'Give this message and the time to the vendor of the other system: its list of {what} does not come to an end.',
          'Tell the manager of the integration, who presses Open a ticket on the page of the connection and adds what the vendor said.',
        ],
        { fixes: ticket },
      ),
    ],
  },
];
