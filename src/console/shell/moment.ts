import { useSyncExternalStore } from 'react';
import { text } from '../text/text.ts';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 15_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time of the page, one clock for all relative times, moved every 15 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat(text.language, { numeric: 'auto' });

/** "3 minutes ago"; within half a minute "just now". */
export function relativeTime(at: number, from: number): string {
  const seconds = Math.round((at - from) / 1000);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return text.time.justNow;
}

export function exactTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat(text.language, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(at);
}

/** "4.2 s", "3 min 20 s". */
export function lasted(from: string, until: string): string {
  const seconds = Math.max(0, (Date.parse(until) - Date.parse(from)) / 1000);
  return seconds < 60
    ? text.time.seconds(seconds)
    : text.time.minutes(Math.floor(seconds / 60), Math.round(seconds % 60));
}
