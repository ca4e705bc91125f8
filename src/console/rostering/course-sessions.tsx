import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { SessionView } from '../../rostering/roster/roster.schema.ts';
import { apiPath, get } from '../shell/api.ts';
import { Copyable } from '../shell/copyable.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { usePaged } from '../shell/paged.ts';
import { type Column, RecordList } from '../shell/record-list.tsx';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';
import { dayLabel } from './days.ts';
import css from './roster.module.css';
import type { SessionsAnswer } from './roster-queries.ts';
import { RunLink } from './run-link.tsx';
import { WeekStrip } from './week-strip.tsx';

const columns: readonly Column<SessionView>[] = [
  { id: 'day', head: text.courses.sessionColumns.day, width: '28%', cell: ({ day }) => dayLabel(day) },
  {
    id: 'time',
    head: text.courses.sessionColumns.time,
    width: '20%',
    cell: ({ from, until }) => text.courses.time(from, until),
  },
  {
    id: 'id',
    head: text.courses.sessionColumns.attendanceId,
    cell: ({ attendanceId }) => <Copyable value={attendanceId} name={text.courses.sessionColumns.attendanceId} />,
  },
  { id: 'run', head: text.courses.sessionColumns.run, width: '18%', cell: ({ run }) => <RunLink run={run} /> },
];

const views = ['weeks', 'list'] as const;

export function CourseSessions({ id }: { id: string }) {
  const { view = 'weeks' } = useSearch({ from: '/frame/courses/$id' });
  const navigate = useNavigate({ from: '/courses/$id' });
  const { district } = useSession();
  const list = usePaged({
    key: ['courses', 'sessions', id],
    page: (cursor, signal) => get<SessionsAnswer>(apiPath(['courses', id, 'sessions'], { cursor, limit: 200 }), signal),
    rows: (answer: SessionsAnswer) => answer.sessions,
  });
  return (
    <PageStates
      asked={list.asked}
      isEmpty={(sessions) => sessions.length === 0}
      empty={<p className={css.dim}>{text.courses.noSessions}</p>}
    >
      {(sessions) => (
        <>
          <div className={css.bar}>
            <span className={css.dim}>{text.courses.inZone(district.timeZone)}</span>
            <Button.Group aria-label={text.courses.view}>
              {views.map((value) => (
                <Button
                  key={value}
                  variant={value === view ? 'filled' : 'default'}
                  aria-pressed={value === view}
                  onClick={() =>
                    void navigate({
                      search: (before) => ({ ...before, view: value }),
                      replace: true,
                      resetScroll: false,
                    })
                  }
                >
                  {text.courses.views[value]}
                </Button>
              ))}
            </Button.Group>
          </div>
          {view === 'weeks' ? (
            <Weeks sessions={sessions} more={list.more} />
          ) : (
            <RecordList
              label={text.courses.tabs.sessions(sessions.length)}
              columns={columns}
              rows={sessions}
              rowId={(session) => session.id}
              more={list.more}
            />
          )}
        </>
      )}
    </PageStates>
  );
}

function Weeks(props: {
  sessions: readonly SessionView[];
  more: { has: boolean; loading: boolean; load: () => void };
}) {
  const { sessions, more } = props;
  return (
    <>
      <WeekStrip sessions={sessions} />
      {more.has && (
        <div className={css.bar}>
          <span className={css.dim}>{text.courses.moreWeeks(sessions.length)}</span>
          <Button variant="default" loading={more.loading} onClick={more.load}>
            {text.shell.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}
