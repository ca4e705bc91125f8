import { Button, Group, Select, Stack } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { ConnectorView, CredentialsGiven } from '../../connections/connection.schema.ts';
import { RefusalPanel } from '../shell/refusal-panel.tsx';
import { text } from '../text/text.ts';
import { CredentialFields } from './connection-fields.tsx';
import { credentialsOf, type Values } from './draft.ts';

const words = text.connections;

/** Asks for what a connection signs in with, by one of the ways of its system. */
export function CredentialsForm(props: {
  ways: ConnectorView['credentials'];
  /** The way that is chosen first. */
  way: string | undefined;
  submit: string;
  problem: unknown;
  aside?: ReactNode;
  give: (credentials: CredentialsGiven) => void;
}) {
  const { ways, submit, problem, aside, give } = props;
  const [way, setWay] = useState(() => ways.find(({ kind }) => kind === props.way) ?? ways[0]);
  const [values, setValues] = useState<Values>({});
  const [told, setTold] = useState(false);
  if (way === undefined) return null;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const whole = way.fields.every(({ name }) => (values[name] ?? '') !== '');
        setTold(!whole);
        if (whole) give(credentialsOf(way.kind, values));
      }}
    >
      <Stack gap="md">
        {ways.length > 1 && (
          <Select
            label={words.make.way}
            data={ways.map(({ kind, label }) => ({ value: kind, label }))}
            allowDeselect={false}
            value={way.kind}
            onChange={(kind) => {
              setWay(ways.find((one) => one.kind === kind) ?? way);
              setValues({});
              setTold(false);
            }}
          />
        )}
        <CredentialFields
          fields={way.fields}
          values={values}
          change={(name, value) => setValues({ ...values, [name]: value })}
          told={told}
        />
        {Boolean(problem) && <RefusalPanel problem={problem} />}
        <Group justify="flex-end" gap="xs">
          {aside}
          <Button type="submit">{submit}</Button>
        </Group>
      </Stack>
    </form>
  );
}
