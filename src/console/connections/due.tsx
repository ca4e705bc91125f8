import { exactTime, relativeTime, useNow } from '../shell/moment.ts';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';

/** An instant to come, relative, with the exact time in the district's zone on hover. */
export function Due({ at }: { at: string }) {
  const now = useNow();
  const zone = useSession().district.timeZone;
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exactTime(time, zone)}>
      {time <= now ? text.connections.due : relativeTime(time, now)}
    </time>
  );
}
