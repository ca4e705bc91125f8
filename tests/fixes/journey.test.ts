import { test } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { journey } from '../journeys/journey.ts';

journey('fixes in the console', {}, ({ app, page, folder, open, heading, looksRight, glance, onThePhone }) => {
  const dialog = () => page.getByRole('dialog');
  const press = (name: string | RegExp) => dialog().getByRole('button', { name, exact: true }).click();
  /** The school, whose SIS calls students pupils. */
  const importPupils = async () => {
    const users = northHigh.users.replaceAll('student | ', 'Pupil | ');
    const set = await aSet({ folder } as Hall, { ...northHigh, users });
    await importFolder({ app, id: 'north', actor: commandActor('north') } as unknown as District, set);
  };
  const openIssue = async () => {
    await open('/issues?q=outside');
    await page.getByRole('link', { name: 'A value outside the list' }).click();
    await page.getByRole('group', { name: 'What can be done from here' }).waitFor();
  };

  test('a word of the SIS is said from the issue, by keyboard: looked at, applied, proved', async () => {
    await importPupils();
    await openIssue();
    await glance('fix-issue');
    await page.getByRole('button', { name: 'Say what “Pupil” means' }).focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await dialog().getByRole('radio', { name: 'administrator' }).focus();
    await page.keyboard.press('End');
    await dialog().getByRole('radio', { name: 'student' }).press('Space');
    await looksRight('fix-form');
    await page.keyboard.press('Enter');
    await dialog().getByText('2 of 2 records').waitFor();
    await looksRight('fix-preview');
    await dialog().getByRole('checkbox', { name: 'Apply it to s-2' }).press('Space');
    await dialog().getByRole('button', { name: 'Apply to 1 record' }).waitFor();
    await dialog().getByRole('checkbox', { name: 'Apply it to s-2' }).press('Space');
    await dialog().getByRole('button', { name: 'Apply to 2 records' }).press('Enter');
    await heading('Say what “Pupil” means').waitFor();
    await page.getByText('All 2 records got through.').waitFor();
    await looksRight('fix-page');
  });

  test('it stands in the list and at its connection, and is taken back after its number was typed', async () => {
    await open('/fixes');
    await page.getByRole('table', { name: 'Fixes' }).waitFor();
    await looksRight('fix-list');
    await open('/connections/1?tab=settings');
    await page.getByRole('table', { name: 'Words of this source' }).waitFor();
    await glance('fix-words');
    await page.getByRole('link', { name: 'Fix 1' }).click();
    await heading('Say what “Pupil” means').waitFor();
    await page.getByRole('button', { name: 'Take back' }).click();
    await dialog().getByRole('textbox').fill('4');
    await glance('fix-undo');
    await press('Take back, and delete 4 records');
    await page.getByText('It was taken back.').waitFor();
    await looksRight('fix-undone');
  });

  test('on a phone, in the dark: a record is left out', async () => {
    await onThePhone('dark');
    await importPupils();
    await openIssue();
    await page.getByRole('button', { name: 'Leave these records out' }).click();
    await dialog().getByRole('textbox', { name: 'Why they shall not come' }).fill('test students');
    await glance('fix-phone-form');
    await press('Show what it does');
    await dialog().getByText('2 of 2 records').waitFor();
    await looksRight('fix-phone-preview');
    await press('Apply to 2 records');
    await page.getByText('All 2 records are left out.').waitFor();
    await looksRight('fix-phone-done');
    await open('/fixes');
    await page.getByRole('table', { name: 'Fixes' }).waitFor();
    await glance('fix-phone-list');
  });
});
