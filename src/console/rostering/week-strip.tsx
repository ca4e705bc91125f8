import type { SessionView } from '../../rostering/roster/roster.schema.ts';
import { text } from '../text/text.ts';
import { dayLabel, dayOfMonth, shortDay, weekday, weeksOf } from './days.ts';
import css from './week-strip.module.css';

/** Sessions as weeks: a calm strip of seven days each, with the times at which they begin. */
export function WeekStrip({ sessions }: { sessions: readonly SessionView[] }) {
  return (
    <ol className={css.weeks}>
      {weeksOf(sessions).map(({ monday, days }) => (
        <li key={monday}>
          <h3 className={css.title}>{text.courses.weekOf(dayLabel(monday))}</h3>
          <ol className={css.days}>
            {days.map(({ day, items }) => (
              <li
                key={day}
                className={css.day}
                data-busy={items.length > 0 || undefined}
                aria-hidden={items.length === 0 || undefined}
                title={shortDay(day)}
              >
                <span className={css.date}>
                  <span className={css.weekday}>{weekday(day)} </span>
                  {dayOfMonth(day)}
                </span>
                {items.map((session) => (
                  <span key={session.id} className={css.time}>
                    {session.from}
                    <span className={css.until}>{text.courses.time('', session.until)}</span>
                  </span>
                ))}
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
