import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { systemId } from '../dictionary/entry.schema.ts';
import { connectorOf, connectors } from './registry.ts';

test('every folder is a connector, and every connector has its folder, code, test and page', () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(connectors.map(({ id }) => id).sort());
  for (const { name } of folders)
    expect(readdirSync(`${import.meta.dirname}/${name}`)).toEqual(
      expect.arrayContaining([`${name}.connector.ts`, `${name}.test.ts`, 'README.md']),
    );
});

test('a connector is found by its system, which the dictionary knows', () => {
  for (const connector of connectors) {
    expect(connectorOf(connector.id)).toBe(connector);
    expect(systemId.options).toContain(connector.id);
  }
  expect(connectorOf('toString')).toBeUndefined();
});

test.each(connectors)('the form of $id can be filled in', ({ settings, credentials, checks, pace }) => {
  const names = [...settings, ...credentials.flatMap(({ fields }) => fields)].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { label, where } of [...settings, ...credentials.flatMap(({ fields }) => fields)]) {
    expect(label).toMatch(/^\p{Lu}/u);
    expect(where).toMatch(/\.$/);
  }
  for (const { kind, choices } of settings) expect(choices !== undefined).toBe(kind === 'choice');
  expect(new Set(credentials.map(({ kind }) => kind)).size).toBe(credentials.length);
  expect(
    checks({})
      .map(({ name }) => name)
      .slice(0, 2),
  ).toEqual(['address', 'sign_in']);
  expect(pace.perSecond).toBeGreaterThan(0);
});
