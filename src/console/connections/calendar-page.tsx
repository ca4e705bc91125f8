import { notifications } from '@mantine/notifications';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import type { Blackout, calendarView as CalendarSchema } from '../../connections/calendar.schema.ts';
import { apiPath, get, send } from '../shell/api.ts';
import { Facts } from '../shell/facts.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PageStates } from '../shell/page-states.tsx';
import { text } from '../text/text.ts';
import { blackoutList } from './blackouts-panel.tsx';
import css from './connections.module.css';
import { EditedList } from './set-list.tsx';

const words = text.connections.calendar;
type Calendar = z.infer<typeof CalendarSchema>;

const calendarQuery = queryOptions({
  queryKey: ['calendar'],
  queryFn: ({ signal }) => get<Calendar>(apiPath(['calendar']), signal),
});

/** Makes the blackouts of the district these; connections show when each is due behind them. */
function useSetCalendar() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (blackouts: readonly Blackout[]) => send<Calendar>('PUT', apiPath(['calendar']), { blackouts }),
    onSuccess: (calendar) => {
      queryClient.setQueryData(calendarQuery.queryKey, calendar);
      notifications.show({ message: text.shell.saved });
    },
    onSettled: () =>
      Promise.all(
        [calendarQuery.queryKey, ['connections'], ['connection']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** When no run of the whole district is begun. */
export function CalendarPage() {
  const calendar = useQuery(calendarQuery);
  return (
    <>
      <PageHead title={words.title} lead={words.lead} />
      <PageStates asked={calendar}>{(ready) => <ReadyCalendar calendar={ready} />}</PageStates>
    </>
  );
}

function ReadyCalendar({ calendar: { timeZone, blackouts } }: { calendar: Calendar }) {
  const [add, remove] = [useSetCalendar(), useSetCalendar()];
  return (
    <div className={css.stack}>
      <Facts facts={[[words.zone, timeZone]]} />
      <EditedList<Blackout, Blackout, typeof blackoutList.form.empty>
        words={words.blackouts}
        items={blackouts}
        add={add}
        remove={remove}
        {...blackoutList}
      />
    </div>
  );
}
