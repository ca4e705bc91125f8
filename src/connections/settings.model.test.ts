import { describe, expect, test } from 'vitest';
import { credentialMistakes, filled, movedAddresses, originsOf, settingsMistakes } from './settings.model.ts';

const field = (name: string, kind: 'text' | 'address' | 'choice' | 'time_zone', required = false) => ({
  name,
  label: name,
  where: '',
  required,
  kind,
});
const form = {
  settings: [
    field('baseUrl', 'address', true),
    field('tokenUrl', 'address'),
    {
      ...field('version', 'choice'),
      choices: [
        { value: '1.1', label: '1.1' },
        { value: '1.2', label: '1.2' },
      ],
    },
    field('timeZone', 'time_zone'),
  ],
  credentials: [
    {
      kind: 'oauth2' as const,
      label: 'OAuth 2',
      fields: [
        { name: 'clientId', label: '', where: '' },
        { name: 'clientSecret', label: '', where: '' },
      ],
    },
  ],
};
const baseUrl = 'https://sis.example/oneroster';
const told = (mistakes: readonly { pointer: string; message: string }[]) =>
  mistakes.map(({ pointer, message }) => `${pointer} ${message}`);

describe('settings', () => {
  test('as the form describes them are taken', () => {
    expect(settingsMistakes(form, { baseUrl, version: '1.2', timeZone: 'America/Chicago', tokenUrl: '' })).toEqual([]);
    expect(filled({ baseUrl, tokenUrl: '' })).toEqual({ baseUrl });
  });

  test('are told all that is wrong with them at once', () => {
    expect(
      told(settingsMistakes(form, { tokenUrl: 'ftp://sis.example', version: '2', timeZone: '+05:00', user: 'x' })),
    ).toEqual([
      '/settings/user is no setting of this system',
      '/settings/baseUrl is needed',
      '/settings/tokenUrl must be an address that begins with https:// or http://',
      '/settings/version must be one of: 1.1, 1.2',
      '/settings/timeZone must be a time zone such as America/Chicago',
    ]);
  });

  test('hold no password, and do not repeat one', () => {
    const mistakes = settingsMistakes(form, { baseUrl: 'https://ada:secret@sis.example' });
    expect(told(mistakes)).toEqual([
      '/settings/baseUrl must not hold a name or password; they belong to the credentials',
    ]);
    expect(JSON.stringify(mistakes)).not.toContain('secret');
  });
});

test('credentials are of a kind that the system takes, and whole', () => {
  expect(credentialMistakes(form, { kind: 'oauth2', clientId: 'a', clientSecret: 'b' })).toEqual([]);
  expect(told(credentialMistakes(form, { kind: 'oauth2', clientId: 'a', token: 'c' }))).toEqual([
    '/credentials/token does not belong to OAuth 2',
    '/credentials/clientSecret is needed',
  ]);
  expect(told(credentialMistakes(form, { kind: 'token', token: 'c' }))).toEqual([
    '/credentials/kind must be one of: oauth2',
  ]);
});

describe('an address', () => {
  test.each([
    ['another path', `${baseUrl}/v1p2`, []],
    ['the port that is meant anyhow', 'https://sis.example:443/oneroster', []],
    ['another scheme', 'http://sis.example/oneroster', ['baseUrl']],
    ['another host', 'https://sis.example.org/oneroster', ['baseUrl']],
    ['another port', 'https://sis.example:8443/oneroster', ['baseUrl']],
  ])('with %s leads elsewhere: %s', (_, address, moved) => {
    expect(movedAddresses(form, { baseUrl }, { baseUrl: address })).toEqual(moved);
  });

  test('that is added or taken away changes where credentials go', () => {
    const with2 = { baseUrl, tokenUrl: 'https://login.example/token' };
    expect(movedAddresses(form, { baseUrl }, with2)).toEqual(['tokenUrl']);
    expect(movedAddresses(form, with2, { baseUrl })).toEqual(['tokenUrl']);
    expect(originsOf(form, with2)).toEqual(['https://sis.example', 'https://login.example']);
  });
});
