import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { aSet, type District, importFolder, northHigh } from '../import/scene.ts';
import { journey } from '../journeys/journey.ts';

journey('what is kept, in the console', {}, ({ app, page, folder, open, heading, button, looksRight }) => {
  test('an administrator sets how long mail is kept, takes out what is known of a teacher, and forgets her', async () => {
    const district = { app, id: 'north', actor: commandActor('north'), folder } as unknown as District;
    await importFolder(district, await aSet(district, northHigh));
    const found = await sql<{ id: number }>`select id from person where source_key = 't-1'`.execute(app.db);
    const rosa = found.rows[0]?.id;

    await open('/retention');
    await heading('What is kept').waitFor();
    await page.getByRole('button', { name: /^Mail/ }).click();
    await page.getByLabel('Days').fill('30');
    await page.getByText('What is older than this is removed within the hour').waitFor();
    await button('Save').click();
    await page.getByRole('row', { name: /^Mail.*30 days.*usually 400/ }).waitFor();
    await looksRight('retention');

    await open(`/users/${rosa}`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Take it out' }).click();
    expect((await download).suggestedFilename()).toBe(`person-${rosa}.zip`);

    await button('Forget this person').click();
    const dialog = page.getByRole('dialog', { name: 'Forget Rosa Diaz?' });
    await dialog.getByText('1 enrollment').waitFor();
    await looksRight('retention-forget');
    const forget = dialog.getByRole('button', { name: 'Forget for good' });
    expect(await forget.isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill(`forget ${rosa}`);
    await forget.click();
    await heading('Users').waitFor();

    await open('/retention');
    await page.getByRole('row', { name: /^No\. 1.*Done.*Ada Admin/ }).waitFor();
    await page.getByRole('button', { name: 'No. 1' }).click();
    await page.getByText('They do not come again by files and readings.').waitFor();
    expect((await sql`select 1 from person where source_key = 't-1'`.execute(app.db)).rows).toEqual([]);
  });
});
