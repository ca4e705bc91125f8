import { relativeTime, useNow } from '../shell/moment.ts';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';

/** A day as people say it, in the district's zone: "Dec 1, 2026". */
export function useDay(): (at: string) => string {
  const { timeZone } = useSession().district;
  const format = new Intl.DateTimeFormat(text.language, { dateStyle: 'medium', timeZone });
  return (at) => format.format(Date.parse(at));
}

/** How far ahead an instant is: "in 5 hours". */
export function useAhead(): (at: string) => string {
  const now = useNow();
  return (at) => relativeTime(Date.parse(at), now);
}
