import { expect, test } from 'vitest';
import { movedTicket, ticketEvents } from './ticket-state.model.ts';

test.each([
  ['open', { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: null }],
  // It may be sent again, with what was found since.
  ['sent', { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: null }],
  ['answered', { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: 'open' }],
  ['closed', { send: null, answer: null, close: null, reopen: 'open', regress: 'open' }],
] as const)('a ticket that is %s', (state, expected) => {
  expect(Object.fromEntries(ticketEvents.map((event) => [event, movedTicket(state, event)]))).toEqual(expected);
});
