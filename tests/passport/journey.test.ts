import { expect, test } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import type { App } from '../../src/platform/house.ts';
import { aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { journey } from '../journeys/journey.ts';

// Somebody asks why Eve is not there, and who Mia is in the library's system.

const sis = {
  ...northHigh,
  users: `
    sourcedId | enabledUser | orgSourcedIds | role       | username | password | givenName | familyName | email              | identifier
    t-1       | true        | high          | teacher    | rosa     | geheim   | Rosa      | Diaz       | rosa@north.example | 100
    s-1       | true        | high          | student    | mia      | geheim   | Mia       | Chen       | mia@north.example  | 200
    s-2       | true        | high,elem     | student    | leo      | geheim   | Leo       | Okafor     |                    | 300
    s-9       | yes         | high          | headmaster | eve      | geheim   | Eve       | Novak      |                    | 400`,
  enrollments: `${northHigh.enrollments}
    e-9       | alg-1          | high            | s-9             | student |         |            |`,
};
const library = {
  users: `
    sourcedId | enabledUser | orgSourcedIds | role    | username | givenName | familyName | email | identifier
    lib-1     | true        | high          | student | mia      | Mia       | Chen       |       | 200
    lib-3     | true        | high          | student | leo      | Leo       | Okafor     |       | 300
    lib-4     | true        | high          | student | leonard  | Leonard   | Okafor     |       | 300`,
};

/** Two runs of the SIS, and one of the library. */
const before = async (app: App, folder: string) => {
  const district = { app, id: 'north', actor: commandActor('north') } as unknown as District;
  const hall = { folder } as Hall;
  const first = await aSet(hall, sis);
  await importFolder(district, first, { connection: 'sis' });
  await importFolder(district, first, { connection: 'sis' });
  await importFolder(district, await aSet(hall, library), { connection: 'library' });
};

journey('the passport in the console', { before }, ({ page, open, heading, looksRight }) => {
  test('from a record of a run, by keyboard, to all that is known of it', async () => {
    await open('/runs/2?tab=records');
    const record = page.getByRole('button', { name: /s-9/ });
    await record.focus();
    await page.keyboard.press('Enter');
    const link = page.getByRole('link', { name: 'Everything about this record' }).first();
    await link.focus();
    await page.keyboard.press('Enter');
    await heading('Person s-9').waitFor();
    await page.getByText('One record waits for it').waitFor();
    const values = page.getByRole('table', { name: 'What the source says, and what Hallpass holds' });
    await values.getByText('headmaster').waitFor();
    expect(await values.getByText('Cannot be read').count()).toBe(2);
    expect(await values.getByText('Never kept').count()).toBe(1);
    await page.getByText('users.csv, line 5, as it was read in run 2.').waitFor();
    await page.getByRole('table', { name: 'Every attempt' }).getByText('Run 1').waitFor();
    await page.getByText('Who looked at it').waitFor();
    await looksRight('passport-refused');
  });

  test('what waits for it leads to its own passport, and back leads to the same place', async () => {
    await page.getByRole('link', { name: 'enrollment e-9' }).click();
    await page.getByRole('link', { name: 'person s-9' }).waitFor();
    await page.goBack();
    await heading('Person s-9').waitFor();
  });

  test('sync only this asks for a run of one record', async () => {
    await page.getByRole('button', { name: 'Sync only this' }).press('Enter');
    const carried = page.getByRole('status').filter({ hasText: 'It is carried alone by' });
    await carried.getByText('Needs you').waitFor();
    // What it found is told without loading the page anew.
    await page.getByRole('table', { name: 'Every attempt' }).getByText('Run 4').waitFor();
    await carried.getByRole('link', { name: 'Run 4' }).click();
    await heading('Run 4').waitFor();
    await page.getByText('1 invalid').or(page.getByText('Invalid')).first().waitFor();
  });

  test('of somebody who is fine it shows what is held, and who they are elsewhere', async () => {
    await open('/users?q=Mia');
    await page.getByRole('row', { name: /sis/ }).getByRole('link').first().click();
    await heading('Mia Chen').waitFor();
    await page.getByRole('table', { name: 'In other systems' }).getByText('lib-1').waitFor();
    await looksRight('user-identities');
    await page.getByRole('link', { name: 'Everything about this record' }).click();
    await page.getByText('It went through. Nothing is left to do.').waitFor();
    await page.getByRole('table', { name: 'In other systems' }).getByText('By the SIS id').waitFor();
    await looksRight('passport-fine');
  });

  test('who is unclear stands in a list, is said by keyboard, and can be taken back', async () => {
    await page.getByRole('table', { name: 'In other systems' }).getByRole('link', { name: 'library' }).click();
    await heading('Identities').waitFor();
    const list = page.getByRole('table', { name: 'Identities' });
    await list.getByText('May be lib-3 or lib-4').waitFor();
    await looksRight('identities');
    await page.getByRole('button', { name: 'Correct who this person is in library' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Who is it in library?' });
    await dialog.waitFor();
    await looksRight('identities-dialog');
    await dialog.getByRole('radio', { name: 'lib-3' }).press('Space');
    await dialog.getByRole('textbox', { name: 'Id there' }).press('Enter');
    await page.getByText('Nobody is unclear.').waitFor();
    await page.getByText('Said by hand (1)').click();
    await list.getByText('lib-3').waitFor();
    await page.getByRole('button', { name: 'Take back what was said of library' }).press('Enter');
    await page.getByText('Unclear (1)').click();
    await list.getByText('May be lib-3 or lib-4').waitFor();
    await page.getByRole('button', { name: 'Match again' }).click();
    await page.getByText('All is as it was.').waitFor();
  });
});
