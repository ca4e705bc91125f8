import { expect, test } from 'vitest';
import { domainOf, senderOf } from './sender.model.ts';

test.each([
  [{ mailFrom: 'North <hub@north.example>', smtpUrl: 'smtp://a%40b.example:x@m.example' }, 'North <hub@north.example>'],
  [{ smtpUrl: 'smtp://hub%40b.example:secret@m.example' }, 'hub@b.example'],
  [
    { smtpUrl: 'smtp://apikey:secret@m.example', publicUrl: 'https://hub.example:8443' },
    'Hallpass <hallpass@hub.example>',
  ],
  [{ smtpUrl: 'smtp://m.example' }, 'Hallpass <hallpass@localhost>'],
])('whom mail comes from: %j', (given, sender) => {
  expect(senderOf({ mailFrom: undefined, publicUrl: undefined, ...given })).toBe(sender);
});

test.each([
  ['North <hub@north.example>', 'north.example'],
  ['hub@north.example', 'north.example'],
])('the domain of %s', (sender, domain) => {
  expect(domainOf(sender)).toBe(domain);
});
