import { Stack, TextInput } from '@mantine/core';
import { dayLabel } from '../rostering/days.ts';
import { text } from '../text/text.ts';
import css from './connections.module.css';

const words = text.connections.lists;

/** From one day to another, each with a time or as a whole, and why. */
export interface SpellDraft {
  fromDay: string;
  fromTime: string;
  toDay: string;
  toTime: string;
  reason: string;
}
export const emptySpell: SpellDraft = { fromDay: '', fromTime: '', toDay: '', toTime: '', reason: '' };

/** A day or a time, as it is sent: 2026-12-20, 2026-12-20T18:00. */
interface Spell {
  from: string;
  to: string;
  reason?: string;
}

const momentOf = (day: string, time: string) => (time === '' ? day : `${day}T${time}`);
export const reasonOf = (reason: string) => (reason.trim() === '' ? {} : { reason: reason.trim() });

export function spellOf({ fromDay, fromTime, toDay, toTime, reason }: SpellDraft): { item: Spell } | { wrong: string } {
  const [from, to] = [momentOf(fromDay, fromTime), momentOf(toDay, toTime)];
  // A day that it ends with is part of it.
  if (momentOf(toDay, toTime === '' ? '24:00' : toTime) <= from) return { wrong: words.endsBefore };
  return { item: { from, to, ...reasonOf(reason) } };
}

function momentLabel(moment: string): string {
  const [day = '', time] = moment.split('T');
  return time === undefined ? dayLabel(day) : `${dayLabel(day)}, ${time}`;
}

export const spellLabel = ({ from, to }: Spell): string =>
  from === to ? momentLabel(from) : words.between(momentLabel(from), momentLabel(to));

export function SpellFields({ draft, put }: { draft: SpellDraft; put: (part: Partial<SpellDraft>) => void }) {
  return (
    <Stack gap="xs">
      {(['from', 'to'] as const).map((end) => (
        <div key={end} className={css.schedule}>
          <TextInput
            type="date"
            label={words[`${end}Day`]}
            required
            value={draft[`${end}Day`]}
            {...(end === 'from' ? { 'data-autofocus': true } : {})}
            onChange={(event) => put({ [`${end}Day`]: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label={words.time}
            aria-label={words.timeOf(words[`${end}Day`])}
            value={draft[`${end}Time`]}
            onChange={(event) => put({ [`${end}Time`]: event.currentTarget.value })}
          />
        </div>
      ))}
      <p className={css.dim}>{words.wholeDay}</p>
    </Stack>
  );
}

export function ReasonField({ reason, put }: { reason: string; put: (part: { reason: string }) => void }) {
  return (
    <TextInput
      label={words.reason}
      description={words.reasonHelp}
      maxLength={200}
      value={reason}
      onChange={(event) => put({ reason: event.currentTarget.value })}
    />
  );
}
