import { Checkbox, Group, Select, TextInput } from '@mantine/core';
import type { Blackout } from '../../connections/calendar.schema.ts';
import type { ConnectionView } from '../../connections/connection.schema.ts';
import { TextLink } from '../shell/links.tsx';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { SetList } from './set-list.tsx';
import { emptySpell, ReasonField, reasonOf, SpellFields, spellLabel, spellOf } from './spell-fields.tsx';

const words = text.connections.blackouts;
type Weekday = NonNullable<Blackout['days']>[number];
const weekdays = Object.keys(words.weekdays) as Weekday[];
const schoolDays = weekdays.slice(0, 5);

const empty = { ...emptySpell, comes: 'weekly' as 'weekly' | 'dated', days: schoolDays, from: '', to: '' };
type Draft = typeof empty;

/** How a blackout is said, and how one is filled in. */
export const blackoutList = {
  line: (blackout: Blackout) => <Said blackout={blackout} />,
  form: {
    empty,
    made,
    fields: (draft: Draft, put: (part: Partial<Draft>) => void) => <Fields draft={draft} put={put} />,
  },
};

/** When no run of the connection is begun. */
export function BlackoutsPanel({ connection }: { connection: ConnectionView }) {
  return (
    <SetList<Blackout, Blackout, Draft>
      connection={connection}
      words={{ ...words, help: <Help /> }}
      items={connection.blackouts}
      listsOf={(blackouts) => ({ blackouts: [...blackouts] })}
      {...blackoutList}
    />
  );
}

function Help() {
  return (
    <>
      {words.help}{' '}
      <TextLink to="/calendar" underline="always">
        {words.district}
      </TextLink>{' '}
      {words.districtToo}
    </>
  );
}

function made(draft: Draft): { item: Blackout } | { wrong: string } {
  if (draft.comes === 'dated') return spellOf(draft);
  const { days, from, to, reason } = draft;
  if (days.length === 0) return { wrong: words.noDay };
  const ordered = weekdays.filter((day) => days.includes(day));
  return { item: { from, to, ...(ordered.length < 7 ? { days: ordered } : {}), ...reasonOf(reason) } };
}

function Said({ blackout }: { blackout: Blackout }) {
  const { from, to, days, reason } = blackout;
  const isWeekly = from.length === '07:00'.length;
  return (
    <>
      <span>{isWeekly ? words.weekly(daysInWords(days), from, to) : spellLabel({ from, to })}</span>
      {reason !== undefined && reason !== '' && <bdi className={css.dim}>{reason}</bdi>}
    </>
  );
}

function daysInWords(days: readonly Weekday[] = weekdays): string {
  const named = weekdays.filter((day) => days.includes(day));
  if (named.length === weekdays.length) return words.everyDay;
  if (named.join() === schoolDays.join()) return words.schoolDays;
  return named.map((day) => words.weekdays[day]).join(text.shell.listComma);
}

function Fields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  return (
    <>
      <Select
        label={words.comes}
        data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        value={draft.comes}
        onChange={(comes) => put({ comes: (comes ?? 'weekly') as Draft['comes'] })}
        data-autofocus
      />
      {draft.comes === 'dated' ? <SpellFields draft={draft} put={put} /> : <WeeklyFields draft={draft} put={put} />}
      <ReasonField reason={draft.reason} put={put} />
    </>
  );
}

function WeeklyFields({ draft, put }: { draft: Draft; put: (part: Partial<Draft>) => void }) {
  return (
    <>
      <Checkbox.Group
        label={words.days}
        value={draft.days}
        onChange={(days) => put({ days: days as Weekday[] })}
        size="sm"
      >
        <Group gap="xs" mt={4}>
          {weekdays.map((day) => (
            <Checkbox key={day} value={day} label={words.weekdays[day]} size="xs" />
          ))}
        </Group>
      </Checkbox.Group>
      <Group gap="sm" align="flex-start">
        {(['from', 'to'] as const).map((end) => (
          <TextInput
            key={end}
            type="time"
            label={text.connections.lists[`${end}Day`]}
            required
            value={draft[end]}
            onChange={(event) => put({ [end]: event.currentTarget.value })}
          />
        ))}
      </Group>
    </>
  );
}
