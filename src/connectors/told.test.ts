import { expect, test } from 'vitest';
import { toldBy } from './told.ts';

const outside = {
  credentials: { kind: 'oauth2', clientId: 'north', clientSecret: 'p+ä/ "q' },
  memory: new Map([['token', { value: 'abc.def-123', until: 0 }]]),
} as const;

test.each([
  ['The list is locked.', 'The list is locked.'],
  ['two\r\n lines\u0000and a bell\u0007', 'two lines and a bell'],
  ['x'.repeat(400), `${'x'.repeat(300)}…`],
  ['  ', ''],
])('%j is told as %j', (said, told) => {
  expect(toldBy(outside, said)).toBe(told);
});

test.each([
  ['as it is', 'p+ä/ "q'],
  ['in an address', 'p%2B%C3%A4%2F%20%22q'],
  ['in a form', 'p%2B%C3%A4%2F+%22q'],
  ['in JSON', 'p+ä/ \\"q'],
  ['in base64', Buffer.from('p+ä/ "q').toString('base64')],
  ['with the id, in base64', `Basic ${Buffer.from('north:p+ä/ "q').toString('base64')}`],
  ['as a token', 'Bearer abc.def-123'],
  ['as a token that is not known any more', 'bearer eyJh.bGci-Oi_J9=='],
  ['as a signature', 'oauth_signature="tnnArxj06cWHq44gCs1OSKk%2FjLY%3D"'],
])('a secret is not told %s', (_, secret) => {
  const told = toldBy(outside, `You sent ${secret}, which is wrong.`);
  expect(told).toContain('[secret]');
  expect(told).not.toContain(secret.slice(-6));
  expect(told).toMatch(/^You sent .*wrong\.$/);
});

test('without credentials nothing is hidden', () => {
  expect(toldBy({ credentials: null, memory: new Map() }, 'north')).toBe('north');
});
