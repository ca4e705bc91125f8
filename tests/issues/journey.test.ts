import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import * as console_ from '../console/pages.ts';
import { journey } from '../journeys/journey.ts';

journey('issues in the console', {}, ({ page, folder, open, heading, button, looksRight }) => {
  test('from what needs somebody today to the records of one cause, by keyboard', async () => {
    const set = path.join(folder, 'roster');
    await generateDistrict(set, { students: 200, seed: 3, version: '1.1', mode: 'bulk', brokenShare: 0.04, zip: true });
    await console_.uploadZip(page, `${set}.zip`);
    await console_.untilRunEnded(page);

    await open('/');
    await page.getByRole('heading', { name: /issues need somebody/ }).waitFor();
    await looksRight('issues-home');
    await page
      .getByRole('link', { name: /causes/ })
      .first()
      .click();
    await heading('Issues').waitFor();
    await page.getByRole('table', { name: 'Issues' }).waitFor();
    await looksRight('issues-list');

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What it is, and what to do' }).waitFor();
    await page.getByRole('table', { name: 'Records' }).waitFor();
    await looksRight('issues-issue');
  });

  test('a group leads to its records, each to its outcome in the run, and all of them to a file', async () => {
    await open('/issues?q=outside');
    await page.getByRole('link', { name: 'A value outside the list' }).click();
    await page
      .getByRole('link', { name: /^Show \d+ records?$/ })
      .first()
      .click();
    await page.getByText('Shown below').waitFor();
    await page.getByRole('button', { name: 'Show all groups' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download as CSV' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toContain('kind,key,outcome');
    await page
      .getByRole('table', { name: 'Records' })
      .getByRole('link', { name: /^Run \d+$/ })
      .first()
      .click();
    await page.getByRole('table', { name: 'Records' }).waitFor();
    expect(page.url()).toContain('tab=records');
  });

  test('is assigned, put aside, woken, and muted with a reason', async () => {
    await open('/issues?q=outside');
    await page.getByRole('link', { name: 'A value outside the list' }).click();
    await button('Assign').click();
    await button('Assign to me').click();
    await page.getByText('Assigned to Ada Admin').waitFor();

    await button('Snooze').click();
    await page.getByLabel('more records have it').click();
    await looksRight('issues-snooze');
    await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click();
    await button('End the snooze').click();
    await page.getByText('The snooze ended').waitFor();

    await button('Mute').click();
    await page.getByLabel('Reason').fill('The SIS is replaced in summer.');
    await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click();
    await page.getByText('Nobody is asked to look at it. Reason: The SIS is replaced in summer.').waitFor();
    await looksRight('issues-muted');
    await button('End the mute').click();
    await page.getByText('The mute ended').waitFor();
  });
});
