import { Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { KeyDay } from '../../rostering/roster/roster.schema.ts';
import { dayLabel, dayOfMonth, shortDay } from '../rostering/days.ts';
import { Panel } from '../shell/facts.tsx';
import { stateOfOutcome, states, toneMark } from '../shell/states.ts';
import { text } from '../text/text.ts';
import css from './api.module.css';

const parts = [
  { name: 'refused', state: stateOfOutcome.rejected },
  { name: 'waiting', state: stateOfOutcome.blocked },
  { name: 'accepted', state: stateOfOutcome.created },
] as const;

/** Accepted and refused by day: one column a day, each a link to that day, and the same as a table. */
export function KeyDays({ id, days, chosen }: { id: string; days: readonly KeyDay[]; chosen: string | undefined }) {
  const [table, { toggle }] = useDisclosure(false);
  const most = Math.max(1, ...days.map((day) => day.accepted + day.waiting + day.refused));
  const told = parts.filter(({ name }) => name !== 'waiting' || days.some((day) => day.waiting > 0));
  return (
    <Panel title={text.keySent.days} actions={<Legend told={told} />}>
      <ol className={css.days}>
        {days.map((day) => (
          <li key={day.day}>
            <Link
              to="/api-keys/$id"
              params={{ id }}
              search={chosen === day.day ? {} : { day: day.day }}
              resetScroll={false}
              className={css.day ?? ''}
              data-chosen={chosen === day.day || undefined}
              aria-label={text.keySent.day(dayLabel(day.day), day.accepted, day.waiting, day.refused)}
              title={text.keySent.day(shortDay(day.day), day.accepted, day.waiting, day.refused)}
            >
              <span className={css.column} aria-hidden>
                {parts.map(({ name, state }) => (
                  <span
                    key={name}
                    style={{ height: `${(100 * day[name]) / most}%`, background: toneMark(states[state].tone) }}
                    data-some={day[name] > 0 || undefined}
                  />
                ))}
              </span>
              <span className={css.date}>{dayOfMonth(day.day)}</span>
            </Link>
          </li>
        ))}
      </ol>
      <button type="button" className={css.toggle} aria-expanded={table} onClick={toggle}>
        <IconChevronRight size={13} aria-hidden />
        {text.keySent.asTable}
      </button>
      {table && <DayTable days={days} />}
    </Panel>
  );
}

function Legend({ told }: { told: readonly (typeof parts)[number][] }) {
  return (
    <ul className={css.legend}>
      {told.toReversed().map(({ name, state }) => {
        const { icon: Icon, tone } = states[state];
        return (
          <li key={name}>
            <Icon size={14} style={{ color: toneMark(tone) }} aria-hidden />
            {text.keySent.legend[name]}
          </li>
        );
      })}
    </ul>
  );
}

function DayTable({ days }: { days: readonly KeyDay[] }) {
  return (
    <Table mt="xs" verticalSpacing={4} aria-label={text.keySent.days}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{text.keySent.tableDay}</Table.Th>
          <Table.Th ta="end">{text.keySent.legend.accepted}</Table.Th>
          <Table.Th ta="end">{text.keySent.legend.waiting}</Table.Th>
          <Table.Th ta="end">{text.keySent.legend.refused}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {days.toReversed().map(({ day, accepted, waiting, refused }) => (
          <Table.Tr key={day}>
            <Table.Td>{shortDay(day)}</Table.Td>
            <Table.Td ta="end">{text.number(accepted)}</Table.Td>
            <Table.Td ta="end">{text.number(waiting)}</Table.Td>
            <Table.Td ta="end">{text.number(refused)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
