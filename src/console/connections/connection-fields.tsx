import { PasswordInput, Select, Stack, TextInput } from '@mantine/core';
import type { ConnectorView } from '../../connections/connection.schema.ts';
import { useSession } from '../shell/session.ts';
import { text } from '../text/text.ts';
import css from './connections.module.css';
import { atProblem, type Every, type ScheduleDraft, settingProblem, type Values } from './draft.ts';

const words = text.connections;
type Field = ConnectorView['settings'][number];

const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

interface FieldProps {
  field: Field;
  value: string;
  change: (value: string) => void;
  told: boolean;
  readOnly: boolean;
}

/** The settings of a system, as its connector describes them. `told`: what is wrong is shown. */
export function SettingsFields(props: {
  fields: readonly Field[];
  values: Values;
  change: (name: string, value: string) => void;
  told: boolean;
  readOnly?: boolean;
}) {
  const { fields, values, change, told, readOnly = false } = props;
  return fields.map((field) => {
    const Input = field.kind === 'choice' || field.kind === 'time_zone' ? ChosenField : WrittenField;
    return (
      <Input
        key={field.name}
        field={field}
        value={values[field.name] ?? ''}
        change={(value) => change(field.name, value)}
        told={told}
        readOnly={readOnly}
      />
    );
  });
}

const sharedBy = ({ field, value, told, readOnly }: FieldProps) => ({
  label: field.label,
  description: field.where,
  required: field.required && !readOnly,
  readOnly,
  error: told ? settingProblem(field, value) : null,
});

function ChosenField(props: FieldProps) {
  const { field, value, change, readOnly } = props;
  const isZone = field.kind === 'time_zone';
  return (
    <Select
      {...sharedBy(props)}
      placeholder={field.required ? words.form.choose : words.form.leftOut}
      data={isZone ? zones : [...(field.choices ?? [])]}
      searchable={isZone}
      limit={200}
      clearable={!field.required && !readOnly}
      clearButtonProps={{ 'aria-label': text.shell.clear }}
      allowDeselect={!field.required}
      value={value === '' ? null : value}
      onChange={(chosen) => change(chosen ?? '')}
    />
  );
}

function WrittenField(props: FieldProps) {
  const { field, value, change } = props;
  return (
    <TextInput
      {...sharedBy(props)}
      placeholder={field.example === undefined ? '' : words.form.example(field.example)}
      inputMode={field.kind === 'address' ? 'url' : 'text'}
      spellCheck={false}
      maxLength={2_000}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

const isSecret = (name: string): boolean => /secret|token|password/i.test(name);

/** What one way to sign in asks for. No browser is to keep it, nor to offer what belongs to another page. */
export function CredentialFields(props: {
  fields: ConnectorView['credentials'][number]['fields'];
  values: Values;
  change: (name: string, value: string) => void;
  told: boolean;
}) {
  const { fields, values, change, told } = props;
  return fields.map(({ name, label, where }) => {
    const value = values[name] ?? '';
    const shared = {
      label,
      description: where,
      required: true,
      error: told && value === '' ? words.make.needed : null,
      maxLength: 10_000,
      spellCheck: false,
      value,
      onChange: (event: { currentTarget: { value: string } }) => change(name, event.currentTarget.value),
    };
    if (!isSecret(name)) return <TextInput key={name} {...shared} autoComplete="off" />;
    return (
      <PasswordInput
        key={name}
        {...shared}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': words.credentials.showValue(label), tabIndex: 0 }}
      />
    );
  });
}

const every: readonly Every[] = ['night', 'hour', 'realtime', 'none'];

/** When a connection runs by itself, told as people say it. */
export function ScheduleFields(props: {
  value: ScheduleDraft;
  change: (value: ScheduleDraft) => void;
  told: boolean;
  readOnly?: boolean;
}) {
  const { value, change, told, readOnly = false } = props;
  const zone = useSession().district.timeZone;
  return (
    <Stack gap={6}>
      <div className={css.schedule}>
        <Select
          label={words.form.every}
          data={every.map((one) => ({ value: one, label: words.form.schedules[one] }))}
          allowDeselect={false}
          readOnly={readOnly}
          value={value.every}
          onChange={(chosen) => change({ ...value, every: (chosen ?? 'none') as Every })}
        />
        {value.every === 'night' && (
          <TextInput
            type="time"
            label={words.form.at}
            readOnly={readOnly}
            error={told ? atProblem(value) : null}
            value={value.at}
            onChange={(event) => change({ ...value, at: event.currentTarget.value })}
          />
        )}
      </div>
      <p className={css.dim}>
        {words.form.scheduleHelp[value.every]} {value.every === 'night' && words.form.zone(zone)}
      </p>
    </Stack>
  );
}
