import type { Violation } from '../dictionary/refusal.model.ts';
import { isTimeZone } from '../district/district-id.model.ts';
import type { ConnectorView, CredentialsGiven } from './connection.schema.ts';

// What a person filled in, judged by the form that the connector describes.

type Settings = Readonly<Record<string, unknown>>;
type Form = Pick<ConnectorView, 'settings' | 'credentials'>;
type Field = Form['settings'][number];

const wrong = (pointer: string, message: string): Violation => ({ pointer, entry: 'request.body_invalid', message });

/** Everything that is wrong with settings; no value is repeated, since somebody may have put a secret there. */
export function settingsMistakes({ settings: fields }: Form, settings: Settings): Violation[] {
  const known = new Set(fields.map(({ name }) => name));
  return [
    ...Object.keys(settings)
      .filter((name) => !known.has(name))
      .map((name) => wrong(`/settings/${name}`, 'is no setting of this system')),
    ...fields.flatMap((field) => {
      const value = settings[field.name];
      const problem = given(value) ? problemOf(field, String(value)) : field.required ? 'is needed' : null;
      return problem === null ? [] : [wrong(`/settings/${field.name}`, problem)];
    }),
  ];
}

const given = (value: unknown) => value !== undefined && value !== '';

function problemOf({ kind, choices }: Field, value: string): string | null {
  switch (kind) {
    case 'address':
      return addressProblem(value);
    case 'choice':
      return choices?.some((choice) => choice.value === value) === true
        ? null
        : `must be one of: ${(choices ?? []).map((choice) => choice.value).join(', ')}`;
    case 'time_zone':
      return isTimeZone(value) ? null : 'must be a time zone such as America/Chicago';
    case 'text':
      return null;
  }
}

function addressProblem(value: string): string | null {
  const address = URL.canParse(value) ? new URL(value) : null;
  if (address === null || !/^https?:$/.test(address.protocol))
    return 'must be an address that begins with https:// or http://';
  if (address.username !== '' || address.password !== '')
    return 'must not hold a name or password; they belong to the credentials';
  return null;
}

/** Settings that were left empty are not set. */
export const filled = (settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => given(value)));

/** Everything that is wrong with credentials. */
export function credentialMistakes({ credentials: kinds }: Form, credentials: CredentialsGiven): Violation[] {
  const { kind, ...values } = credentials;
  const wanted = kinds.find((one) => one.kind === kind);
  if (wanted === undefined)
    return [wrong('/credentials/kind', `must be one of: ${kinds.map((one) => one.kind).join(', ')}`)];
  const names = wanted.fields.map(({ name }) => name);
  return [
    ...Object.keys(values)
      .filter((name) => !names.includes(name))
      .map((name) => wrong(`/credentials/${name}`, `does not belong to ${wanted.label}`)),
    ...names.filter((name) => values[name] === undefined).map((name) => wrong(`/credentials/${name}`, 'is needed')),
  ];
}

/** The addresses whose scheme, host or port become others: what was trusted to the old ones must not be told to the new. */
export function movedAddresses({ settings: fields }: Form, before: Settings, after: Settings): readonly string[] {
  return fields
    .filter(({ kind, name }) => kind === 'address' && originOf(before[name]) !== originOf(after[name]))
    .map(({ name }) => name);
}

function originOf(value: unknown): string | null {
  return typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : null;
}

/** Where a connection leads, for somebody who is asked for what it signs in with. */
export const originsOf = ({ settings: fields }: Form, settings: Settings): readonly string[] => [
  ...new Set(fields.flatMap(({ kind, name }) => (kind === 'address' ? (originOf(settings[name]) ?? []) : []))),
];
