import { useQuery } from '@tanstack/react-query';
import { text } from '../text/text.ts';
import { exactTime, relativeTime, useNow } from './moment.ts';
import { sessionQuery } from './session.ts';

/** An instant, relative, with the exact time in the district's zone on hover. */
export function When({ at }: { at: string | null }) {
  const now = useNow();
  const zone = useQuery({ ...sessionQuery, enabled: false }).data?.district.timeZone ?? 'UTC';
  if (at === null) return <span>{text.time.never}</span>;
  const time = Date.parse(at);
  if (Number.isNaN(time)) return <bdi>{at}</bdi>;
  return (
    <time dateTime={at} title={exactTime(time, zone)}>
      {relativeTime(time, Math.max(now, time))}
    </time>
  );
}
