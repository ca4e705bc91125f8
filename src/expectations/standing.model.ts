import type { NewsFacts } from '../notifications/news.model.ts';
import type { Verdict } from './watch.model.ts';

// How an expectation goes from one look to the next: it is told once that it is missed, and once that it has come.

/** An expectation as it is kept. */
export type Kept = {
  readonly state: 'met' | 'missed';
  readonly since: Date;
  readonly expected: NewsFacts;
  /** The miss that was told last; null: none that has not been followed by its end. */
  readonly told: string | null;
  readonly muted_until: Date | null;
  readonly normal_since: Date | null;
};
export type Next = Pick<Kept, 'state' | 'since' | 'expected' | 'told'>;
export type Told = { readonly change: 'missed' | 'met'; readonly version: string; readonly facts: NewsFacts };

const start: Omit<Kept, 'since' | 'expected'> = { state: 'met', told: null, muted_until: null, normal_since: null };

/** `verdict` null: nothing is expected any more. `next` null: it need not be kept. */
export function settle(
  now: Date,
  kept: Kept | null,
  verdict: Verdict | null,
): { readonly next: Next | null; readonly told: Told | null } {
  const was = kept ?? { ...start, since: now, expected: {} };
  if (verdict?.state !== 'missed') return ended(now, was, verdict);
  const since = was.state === 'missed' ? was.since : (verdict.since ?? now);
  const version = [since.toISOString(), verdict.stage].join(' ').trim();
  const isMuted = was.muted_until !== null && was.muted_until > now;
  const isNew = !isMuted && was.told !== version;
  const facts = { ...verdict.facts, since: since.toISOString() };
  return {
    next: { state: 'missed', since, expected: verdict.facts, told: isNew ? version : was.told },
    told: isNew ? { change: 'missed', version, facts } : null,
  };
}

function ended(now: Date, was: Kept, verdict: Verdict | null) {
  const isOver = was.state === 'missed';
  // Whoever never heard that it was missed need not hear that it has come.
  const told: Told | null =
    isOver && was.told !== null
      ? {
          change: 'met',
          version: was.told,
          facts: {
            ...(verdict?.facts ?? was.expected),
            missedSince: was.since.toISOString(),
            expected: verdict !== null,
          },
        }
      : null;
  const said = was.muted_until !== null || was.normal_since !== null;
  if (verdict === null && !said) return { next: null, told };
  const next: Next = {
    state: 'met',
    since: isOver ? now : was.since,
    expected: verdict?.facts ?? was.expected,
    told: null,
  };
  return { next, told };
}
