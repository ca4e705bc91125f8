import type { TicketState } from './ticket.schema.ts';

// How a ticket stands, as a table of moves.

export const ticketEvents = [
  // What a person does; an answer is pasted in.
  'send',
  'answer',
  'close',
  'reopen',
  /** The issue that it is about was resolved, and has come again. */
  'regress',
] as const;
export type TicketMove = (typeof ticketEvents)[number];

const moves: Readonly<Record<TicketState, Readonly<Record<TicketMove, TicketState | null>>>> = {
  open: { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: null },
  sent: { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: null },
  answered: { send: 'sent', answer: 'answered', close: 'closed', reopen: null, regress: 'open' },
  closed: { send: null, answer: null, close: null, reopen: 'open', regress: 'open' },
};

/** What an event makes of a ticket; null: it cannot be in this state. */
export const movedTicket = (state: TicketState, event: TicketMove): TicketState | null => moves[state][event];
