import { Button, Group, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { IssueView } from '../../issues/issue.schema.ts';
import { Dialog } from '../shell/dialog.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { useIssueAction } from './issue-queries.ts';

interface Props {
  issue: IssueView;
  opened: boolean;
  close: () => void;
}
type Until = 'day' | 'term' | 'records';
type Snooze = { until: string } | { endOfTerm: true } | { records: number };

export function SnoozeDialog(props: Props) {
  return (
    <Dialog opened={props.opened} close={props.close} title={text.issues.snooze.title}>
      {props.opened && <SnoozeForm {...props} />}
    </Dialog>
  );
}

const week = 7 * 86_400_000;

function SnoozeForm({ issue, close }: Props) {
  const [until, setUntil] = useState<Until>('day');
  const [day, setDay] = useState(() => new Date(Date.now() + week).toISOString().slice(0, 10));
  const [records, setRecords] = useState<number | string>(2 * issue.records);
  const snooze = useIssueAction<Snooze>(issue.id, 'snooze', close);
  const wanted: Readonly<Record<Until, Snooze>> = {
    day: { until: day },
    term: { endOfTerm: true },
    records: { records: Number(records) },
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        snooze.mutate(wanted[until]);
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label={text.issues.snooze.until}
          value={until}
          onChange={(value) => setUntil(value as Until)}
          data-autofocus
        >
          <Stack gap="xs" mt={4}>
            <Radio value="day" label={text.issues.snooze.day} />
            <Radio value="term" label={text.issues.snooze.term} description={text.issues.snooze.termHelp} />
            <Radio value="records" label={text.issues.snooze.records} />
          </Stack>
        </Radio.Group>
        {until === 'day' && (
          <TextInput
            type="date"
            label={text.issues.snooze.dayField}
            required
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
        )}
        {until === 'records' && (
          <NumberInput
            label={text.issues.snooze.recordsField}
            required
            min={issue.records + 1}
            allowDecimal={false}
            thousandSeparator
            value={records}
            onChange={setRecords}
          />
        )}
        {snooze.isError && <RefusalPanel problem={snooze.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={snooze.isPending}>
            {text.issues.snooze.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
