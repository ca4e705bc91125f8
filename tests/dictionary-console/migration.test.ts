import path from 'node:path';
import { expect, test } from 'vitest';
import { readMigrations } from '../../src/platform/migrate.ts';
import { bareDatabase } from '../platform/bare-database.ts';

const migrations = path.join(import.meta.dirname, '..', '..', 'migrations');

test('in a district that is there already, whoever may see runs may explain, and the administrator names', async () => {
  const bare = await bareDatabase();
  try {
    const texts = await readMigrations(migrations);
    const at = texts.findIndex(({ name }) => name.includes('0007_dictionary'));
    for (const { text } of texts.slice(0, at)) await bare.db.pool.query(text);
    await bare.db.pool.query(`insert into district (id, name, time_zone) values ('north', 'North', 'UTC');
      insert into role (district_id, id, name, permissions, built_in) values
        ('north', 'administrator', 'a', '{runs.read,audit.read}', true), ('north', 'viewer', 'v', '{runs.read}', true),
        ('north', 'office', 'o', '{schools.read}', false), ('north', 'own', 'w', '{runs.read}', false)`);
    await bare.db.pool.query(texts[at]?.text ?? '');
    const { rows } = await bare.db.pool.query<{ id: string; permissions: string[] }>(
      'select id, permissions from role order by id',
    );
    expect(rows.map(({ id, permissions }) => [id, ...permissions])).toEqual([
      ['administrator', 'runs.read', 'audit.read', 'dictionary.read', 'dictionary.write'],
      ['office', 'schools.read'],
      ['own', 'runs.read', 'dictionary.read'],
      ['viewer', 'runs.read', 'dictionary.read'],
    ]);
  } finally {
    await bare.close();
  }
});
