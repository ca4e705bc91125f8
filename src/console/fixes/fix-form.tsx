import { Button, Group, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FixField, FixOffer } from '../../fixes/fix.schema.ts';
import { text } from '../text/text.ts';
import type { Values } from './fix-queries.ts';
import css from './fixes.module.css';

/** What a fix does, and what it asks for. */
export function FixForm(props: { offer: FixOffer; values: Values; next: (values: Values) => void; close: () => void }) {
  const { offer, next, close } = props;
  const [values, setValues] = useState(props.values);
  const ready = offer.fields.every(({ name, required }) => !required || (values[name] ?? '').trim() !== '');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) next(values);
      }}
    >
      <Stack gap="md">
        <p className={css.plain}>
          <bdi>{offer.does}</bdi>
        </p>
        {offer.fields.map((field, at) => (
          <Asked
            key={field.name}
            field={field}
            first={at === 0}
            value={values[field.name] ?? ''}
            change={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
          />
        ))}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" disabled={!ready}>
            {text.fixes.form.next}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Few choices stand open, many fold. */
const mostOpen = 8;

function Asked(props: { field: FixField; first: boolean; value: string; change: (value: string) => void }) {
  const { field, first, value, change } = props;
  const shared = {
    label: <bdi>{field.label}</bdi>,
    required: field.required,
    ...(field.help === '' ? {} : { description: field.help }),
    ...(first ? { 'data-autofocus': true } : {}),
  };
  if (field.is === 'text')
    return (
      <Textarea
        {...shared}
        autosize
        maxLength={200}
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
      />
    );
  if (field.is === 'day')
    return (
      <TextInput
        {...shared}
        type="date"
        value={value}
        onChange={(event) => change(event.currentTarget.value)}
        maw={220}
      />
    );
  if (field.choices.length > mostOpen)
    return (
      <Select
        {...shared}
        searchable
        data={field.choices}
        value={value === '' ? null : value}
        onChange={(one) => change(one ?? '')}
      />
    );
  return (
    <Radio.Group label={shared.label} required={field.required} value={value} onChange={change} name={field.name}>
      <div className={css.choices}>
        {field.choices.map((choice, at) => (
          <Radio
            key={choice}
            value={choice}
            label={<bdi>{choice}</bdi>}
            {...(first && at === 0 ? { 'data-autofocus': true } : {})}
          />
        ))}
      </div>
    </Radio.Group>
  );
}
