import type { ConnectorView, CredentialsGiven, Schedule } from '../../connections/connection.schema.ts';
import { text } from '../text/text.ts';

// What a person fills in of a connection, before it is sent; the form is the connector's.

type Field = ConnectorView['settings'][number];
export type Values = Readonly<Record<string, string>>;
export type Every = Schedule['every'] | 'none';
export interface ScheduleDraft {
  every: Every;
  at: string;
}

export const usualAt = '02:00';

export const scheduleDraft = (schedule: Schedule | null): ScheduleDraft => ({
  every: schedule?.every ?? 'none',
  at: schedule?.at ?? usualAt,
});

export function scheduleOf({ every, at }: ScheduleDraft): Schedule | null {
  if (every === 'none') return null;
  return every === 'night' ? { every, at } : { every };
}

export const atProblem = ({ every, at }: ScheduleDraft): string | null =>
  every !== 'night' || /^([01]\d|2[0-3]):[0-5]\d$/.test(at) ? null : text.connections.form.atWrong;

/** What is wrong with a setting, as far as it can be told here. */
export function settingProblem({ required, kind }: Field, value: string): string | null {
  if (value.trim() === '') return required ? text.connections.make.needed : null;
  return kind !== 'address' || /^https?:\/\/./i.test(value) ? null : text.connections.make.notAnAddress;
}

export const emptySettings = ({ settings }: ConnectorView, given: Readonly<Record<string, unknown>> = {}): Values =>
  Object.fromEntries(settings.map(({ name }) => [name, String(given[name] ?? '')]));

/** Settings that were left empty are not sent. */
export const settingsOf = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );

export const credentialsOf = (kind: string, values: Values): CredentialsGiven =>
  ({ ...values, kind }) as CredentialsGiven;

/** Labels of the addresses that would lead to another scheme, host or port: what signs in there is destroyed when they are saved. */
export function movedAddresses(
  { settings }: ConnectorView,
  before: Readonly<Record<string, unknown>>,
  after: Values,
): string[] {
  return settings
    .filter(({ kind, name }) => kind === 'address' && originOf(before[name]) !== originOf(after[name]))
    .map(({ label }) => label);
}

function originOf(value: unknown): string | null {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : null;
}
