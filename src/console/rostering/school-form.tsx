import { ActionIcon, Button, Group, NumberInput, Stack, Switch, TextInput } from '@mantine/core';
import { type FormRulesRecord, type UseFormReturnType, useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SchoolView } from '../../rostering/school.schema.ts';
import { apiPath, send } from '../shell/api.ts';
import { Panel } from '../shell/facts.tsx';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { type RosteringSettings, schoolQuery } from './school-queries.ts';
import css from './schools.module.css';

interface Draft {
  name: string;
  configured: boolean;
  attendance: { no: string; name: string; conversion: boolean }[];
  duration: number | '';
  welcomeEmail: string;
}

type DraftForm = UseFormReturnType<Draft, Draft, FormRulesRecord<Draft>>;

/** Minutes a session may last. */
const shortest = 1;
const longest = 1_440;

let lastNo = 0;
const newNo = () => {
  lastNo += 1;
  return String(lastNo);
};

const draftOf = (school: SchoolView): Draft => ({
  name: school.name,
  configured: school.rostering !== null,
  attendance: (school.rostering?.attendanceSettings ?? []).map((setting) => ({ no: newNo(), ...setting })),
  duration: school.rostering?.duration ?? '',
  welcomeEmail: school.rostering?.welcomeEmail ?? '',
});

function settingsOf(draft: Draft): RosteringSettings | null {
  if (!draft.configured) return null;
  return {
    attendanceSettings: draft.attendance.map(({ name, conversion }) => ({ name, conversion })),
    ...(draft.duration === '' ? {} : { duration: draft.duration }),
    ...(draft.welcomeEmail === '' ? {} : { welcomeEmail: draft.welcomeEmail }),
  };
}

export function SchoolForm({ school, editable }: { school: SchoolView; editable: boolean }) {
  const queryClient = useQueryClient();
  const form = useForm<Draft>({
    initialValues: draftOf(school),
    validate: {
      attendance: { name: (name) => (name.trim() === '' ? text.schools.attendanceName : null) },
      duration: (minutes, draft) =>
        !draft.configured || minutes === '' || (minutes >= shortest && minutes <= longest)
          ? null
          : text.schools.durationHelp(shortest, longest),
    },
  });
  const save = useMutation({
    mutationFn: (draft: Draft) =>
      send<SchoolView>('PATCH', apiPath(['schools', school.id]), { name: draft.name, rostering: settingsOf(draft) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(schoolQuery(school.id).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['schools', 'list'] });
      form.resetDirty();
      notifications.show({ message: text.shell.saved });
    },
  });
  return (
    <form onSubmit={form.onSubmit((draft) => save.mutate(draft))}>
      <Stack gap="md">
        <Panel>
          <TextInput
            label={text.schools.name}
            description={school.connection === null ? undefined : text.schools.nameFromSource(school.connection.name)}
            required={editable && school.connection === null}
            readOnly={!editable || school.connection !== null}
            maxLength={300}
            {...form.getInputProps('name')}
          />
        </Panel>
        <Panel title={text.schools.rostering}>
          <Stack gap="md">
            <Switch
              label={text.schools.configured}
              description={text.schools.configuredHelp}
              disabled={!editable}
              {...form.getInputProps('configured', { type: 'checkbox' })}
            />
            {form.values.configured && (
              <>
                <AttendanceSettings form={form} editable={editable} />
                <NumberInput
                  label={text.schools.duration}
                  description={text.schools.durationHelp(shortest, longest)}
                  min={shortest}
                  max={longest}
                  clampBehavior="none"
                  allowDecimal={false}
                  w={220}
                  readOnly={!editable}
                  {...form.getInputProps('duration')}
                />
                <TextInput
                  label={text.schools.welcome}
                  description={text.schools.welcomeHelp}
                  readOnly={!editable}
                  {...form.getInputProps('welcomeEmail')}
                />
              </>
            )}
          </Stack>
        </Panel>
        {save.isError && <RefusalPanel problem={save.error} />}
        {editable && (
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
              {text.shell.save}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}

function AttendanceSettings({ form, editable }: { form: DraftForm; editable: boolean }) {
  return (
    <fieldset className={css.attendance}>
      <legend>{text.schools.attendance}</legend>
      <p className={css.dim}>{text.schools.attendanceHelp}</p>
      {form.values.attendance.map((setting, at) => (
        <div key={setting.no} className={css.setting}>
          <TextInput
            aria-label={text.schools.attendanceName}
            placeholder={text.schools.attendanceExample}
            readOnly={!editable}
            {...form.getInputProps(`attendance.${at}.name`)}
          />
          <Switch
            label={text.schools.conversion}
            disabled={!editable}
            {...form.getInputProps(`attendance.${at}.conversion`, { type: 'checkbox' })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={30}
            disabled={!editable}
            aria-label={text.schools.removeAttendance}
            onClick={() => form.removeListItem('attendance', at)}
          >
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {editable && (
        <Button
          variant="subtle"
          className={css.add ?? ''}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => form.insertListItem('attendance', { no: newNo(), name: '', conversion: false })}
        >
          {text.schools.addAttendance}
        </Button>
      )}
    </fieldset>
  );
}
