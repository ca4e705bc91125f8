import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, type Event, events, foremost, healths, moved, type State } from './connection-state.model.ts';

const states: readonly State[] = (['active', 'paused'] as const).flatMap((status) =>
  healths.map((standing) => ({ status, standing })),
);
const active = (standing: State['standing']): State => ({ status: 'active', standing });
const paused = (standing: State['standing']): State => ({ status: 'paused', standing });
/** What a history makes of a connection; what is refused changes nothing. */
const became = (history: readonly Event[], from: State): State =>
  history.reduce((state, event) => {
    const move = moved(state, event);
    return 'to' in move ? move.to : state;
  }, from);

const anyState = fc.constantFrom(...states);
const anyEvent = fc.constantFrom(...events);

describe('how a connection stands', () => {
  test('every event says in every state what becomes of it', () => {
    for (const state of states)
      for (const event of events) {
        const move = moved(state, event);
        if ('to' in move) expect(states).toContainEqual(move.to);
        else expect(move.refused).toMatch(/^request\./);
      }
  });

  test.each<[string, State, Event, State]>([
    ['a run to its end', active('sync'), 'ran', active('synced')],
    ['a run to its end', active('system'), 'ran', active('synced')],
    ['a run to its end', active('auth'), 'ran', active('auth')],
    ['new credentials that are let in', active('auth'), 'let_in', active('synced')],
    ['new credentials that are let in', active('sync'), 'let_in', active('sync')],
    ['new credentials that are let in', paused('auth'), 'let_in', paused('synced')],
    ['a broken transfer', active('synced'), 'sync_failed', active('sync')],
    ['a refused sign-in', active('sync'), 'auth_failed', active('auth')],
    ['a defect', active('sync'), 'system_failed', active('system')],
    ['a broken transfer', active('auth'), 'sync_failed', active('auth')],
    ['a broken transfer', paused('synced'), 'sync_failed', paused('synced')],
    ['a cleared sign-in', paused('sync'), 'cleared', paused('auth')],
    ['a pause', active('sync'), 'pause', paused('sync')],
    ['a resumption', paused('system'), 'resume', active('system')],
  ])('%s: %o, %s', (_, from, event, to) => {
    expect(moved(from, event)).toEqual({ to });
  });

  test.each<[State, Event, string]>([
    [paused('synced'), 'pause', 'request.connection_paused'],
    [active('synced'), 'resume', 'request.connection_not_paused'],
    [paused('synced'), 'sync', 'request.connection_paused'],
    [active('auth'), 'sync', 'request.connection_auth_error'],
    [active('sync'), 'ticket', 'request.no_system_error'],
    [paused('system'), 'ticket', 'request.connection_paused'],
  ])('%o, %s is refused', (from, event, entry) => {
    expect(moved(from, event)).toEqual({ refused: entry });
  });

  test('nothing but resuming undoes a pause', () => {
    fc.assert(
      fc.property(anyState, fc.array(anyEvent), (from, history) => {
        const before = became(history, from);
        for (const event of events)
          if (before.status === 'paused' && event !== 'resume') expect(became([event], before).status).toBe('paused');
      }),
    );
  });

  test('nothing but a person pauses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...healths),
        fc.array(fc.constantFrom(...events.filter((event) => event !== 'pause'))),
        (standing, history) => {
          expect(became(history, active(standing)).status).toBe('active');
        },
      ),
    );
  });

  test('nothing but being let in ends an auth error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<State['status']>('active', 'paused'),
        fc.array(fc.constantFrom(...events.filter((event) => event !== 'let_in'))),
        (status, history) => {
          expect(became(history, { status, standing: 'auth' }).standing).toBe('auth');
        },
      ),
    );
  });

  test('a pause and its end leave everything as it was, whatever runs end meanwhile', () => {
    const ends = fc.constantFrom<Event>(
      'ran',
      'sync_failed',
      'auth_failed',
      'system_failed',
      'sync',
      'ticket',
      'pause',
    );
    fc.assert(
      fc.property(fc.constantFrom(...healths), fc.array(ends), (standing, meanwhile) => {
        expect(became(['pause', ...meanwhile, 'resume'], active(standing))).toEqual(active(standing));
      }),
    );
  });
});

test('each error has an action of its own', () => {
  expect(actions).toEqual({ sync: 'resync', auth: 'reauthenticate', system: 'ticket' });
});

test('of several failures the one is told that hides the others', () => {
  const [sync, auth, system] = [{ type: 'sync' }, { type: 'auth' }, { type: 'system' }] as const;
  expect([foremost([sync, system, auth]), foremost([system, sync]), foremost([system]), foremost([])]).toEqual([
    auth,
    sync,
    system,
    null,
  ]);
});
