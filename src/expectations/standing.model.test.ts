import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Kept, settle } from './standing.model.ts';
import type { Verdict } from './watch.model.ts';

const at = (minutes: number) => new Date(Date.UTC(2027, 0, 11, 8, minutes));
const verdict = (state: 'met' | 'missed', more: Partial<Verdict> = {}): Verdict => ({
  kind: 'rows',
  subject: '1 user',
  connection: 1,
  state,
  facts: { came: 7 },
  ...more,
});

/** Looks once a minute at what is given, and tells what people would hear. */
function heard(verdicts: readonly (Verdict | null)[], mutedUntil: Date | null = null) {
  let kept: Kept | null = null;
  const all: string[] = [];
  for (const [minute, one] of verdicts.entries()) {
    const { next, told } = settle(at(minute), kept, one);
    kept = next === null ? null : { muted_until: mutedUntil, normal_since: null, ...next };
    if (told !== null) all.push(`${minute} ${told.change}`);
  }
  return { all, kept };
}

const met = verdict('met');
const missed = verdict('missed');

describe('what is missed', () => {
  it('is told once, however often it is looked at', () => {
    expect(heard([met, missed, missed, missed]).all).toEqual(['1 missed']);
  });

  it('is told to be over once, and anew when it comes again', () => {
    expect(heard([missed, met, met, missed, met]).all).toEqual(['0 missed', '1 met', '3 missed', '4 met']);
  });

  it('is told again where it grows worse', () => {
    const stages = ['soon', 'soon', 'week', 'ended'].map((stage) => verdict('missed', { stage }));
    expect(heard([...stages, met]).all).toEqual(['0 missed', '2 missed', '3 missed', '4 met']);
  });

  it('is told to be over too where nothing is expected any more', () => {
    const { all, kept } = heard([missed, null, null]);
    expect(all).toEqual(['0 missed', '1 met']);
    expect(kept).toBeNull();
  });

  it('is not told while it is muted, nor is its end; but behind the mute, if it still stands', () => {
    expect(heard([missed, missed, met], at(60)).all).toEqual(['0 missed', '2 met']);
    const muted: Kept = { ...missedKept(), muted_until: at(30) };
    expect(settle(at(5), muted, missed).told).toBeNull();
    expect(settle(at(5), muted, met).told).toBeNull();
    expect(settle(at(31), muted, missed).told?.change).toBe('missed');
  });

  it('stands since it began, not since it was last looked at', () => {
    expect(heard([met, verdict('missed', { since: at(-300) }), missed]).kept?.since).toEqual(at(-300));
  });
});

const missedKept = (): Kept => ({
  state: 'missed',
  since: at(0),
  expected: {},
  told: null,
  muted_until: null,
  normal_since: null,
});

it('is kept where somebody said something of it, though nothing is expected', () => {
  const kept: Kept = { ...missedKept(), state: 'met', normal_since: at(0) };
  expect(settle(at(5), kept, null).next).not.toBeNull();
});

test('people hear of a miss and of its end in turn, whatever happens', () => {
  const look = fc.constantFrom(met, missed, null);
  fc.assert(
    fc.property(fc.array(look, { maxLength: 40 }), (looks) => {
      const changes = heard(looks).all.map((line) => line.split(' ')[1]);
      for (const [place, change] of changes.entries()) expect(change).toBe(place % 2 === 0 ? 'missed' : 'met');
      const last = looks.at(-1);
      if (last !== undefined) expect(changes.length % 2 === 1).toBe(last === missed);
    }),
  );
});
