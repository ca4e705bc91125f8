import { Button, Checkbox, Group, Input, Stack, TextInput } from '@mantine/core';
import { text } from '../text/text.ts';
import { type Draft, type Weekday, weekdays } from './draft.ts';
import css from './notifications.module.css';

const words = text.notifications.form;
const dayNames = text.connections.blackouts.weekdays;

/** When nothing is sent: times of the week. */
export function QuietFields(props: { quiet: Draft['quiet']; zone: string; put: (part: Pick<Draft, 'quiet'>) => void }) {
  const { quiet, zone, put } = props;
  const next = Math.max(0, ...quiet.map(({ key }) => key)) + 1;
  const change = (key: number, part: Partial<Draft['quiet'][number]>) =>
    put({ quiet: quiet.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  return (
    <Stack gap="xs" role="group" aria-label={words.quiet}>
      <Input.Wrapper label={words.quiet} labelElement="div" description={words.quietHelp(zone)} />
      {quiet.map(({ key, from, to, days }, at) => (
        <div key={key} className={css.span}>
          <Group gap="sm" align="flex-end">
            <TextInput
              type="time"
              label={words.from}
              required
              value={from}
              onChange={(event) => change(key, { from: event.currentTarget.value })}
            />
            <TextInput
              type="time"
              label={words.to}
              required
              value={to}
              onChange={(event) => change(key, { to: event.currentTarget.value })}
            />
            <Button
              variant="subtle"
              color="gray"
              size="xs"
              mb={4}
              aria-label={words.removeNo(at + 1)}
              onClick={() => put({ quiet: quiet.filter((one) => one.key !== key) })}
            >
              {words.remove}
            </Button>
          </Group>
          <Checkbox.Group
            label={words.days}
            value={[...days]}
            onChange={(chosen) => change(key, { days: chosen as Weekday[] })}
            size="sm"
          >
            <Group gap="xs" mt={4}>
              {weekdays.map((day) => (
                <Checkbox key={day} value={day} label={dayNames[day]} size="xs" />
              ))}
            </Group>
          </Checkbox.Group>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          onClick={() => put({ quiet: [...quiet, { key: next, from: '18:00', to: '07:00', days: weekdays }] })}
        >
          {words.addQuiet}
        </Button>
      </div>
    </Stack>
  );
}
