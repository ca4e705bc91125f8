import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { lookAt } from '../../src/expectations/look.usecases.ts';
import type { App } from '../../src/platform/house.ts';
import { aSet, type District, importFolder, northHigh } from '../import/scene.ts';
import { journey } from './journey.ts';

// Whoever manages the integration sees what should have come and did not, and begins a new school year.

const people = (students: number) =>
  northHigh.users +
  Array.from(
    { length: students },
    (_, at) => `\n    k-${at} | true | high | student | kid${at} | Kim | Novak ${at} |`,
  ).join('');
/** Sections of the school with ids that end alike, each with two students of its own. */
const sections = (suffix: string, count = 14) => ({
  classes:
    northHigh.classes +
    Array.from(
      { length: count },
      (_, at) => `\n    sec-${at}${suffix} | Section ${at} | 09 | bio | S${at} | scheduled | high | fall`,
    ).join(''),
  enrollments:
    northHigh.enrollments +
    Array.from({ length: count }, (_, at) =>
      [0, 1].map((n) => `\n    m-${at}-${n} | sec-${at}${suffix} | high | k-${2 * at + n} | student | | |`).join(''),
    ).join(''),
});

/** Five weeks of the same weekday, in the last of which most people are missing and the sections have other ids. */
async function weeks(app: App, folder: string): Promise<void> {
  const nothing = async () => {};
  const district: District = {
    app,
    folder,
    id: 'north',
    actor: commandActor('north'),
    work: nothing,
    rest: nothing,
    close: nothing,
  };
  const set = async (students: number, suffix: string) =>
    importFolder(district, await aSet(district, { ...northHigh, ...sections(suffix), users: people(students) }), {
      connection: 'North SIS files',
    });
  for (let week = 6; week > 0; week--) {
    await set(60, '');
    // As if it had been so many weeks ago; the terms of the school are not those of this year, so that all days are alike.
    await sql`update run set asked_at = asked_at - interval '7 days' where district_id = 'north'`.execute(app.db);
  }
  await set(29, '-N');
  await lookAt(app, 'north', true);
}

journey('what should have happened, and a new school year', { before: weeks }, (stage) => {
  const { page, goTo, heading, button, looksRight, glance, open } = stage;

  test('what is missing stands first, with what came and how much usually does', async () => {
    await goTo('Expectations');
    await heading('What should have happened').waitFor();
    await page.getByText('32 people came; usual are 63').waitFor();
    await page.getByText('When secrets end').waitFor();
    await looksRight('expectations');
    await page.getByRole('link', { name: 'As many people as usual' }).click();
    await heading('As many people as usual').waitFor();
    await page.getByText('Then ask whoever looks after the source', { exact: false }).waitFor();
    await page.locator('.recharts-surface').first().waitFor();
    await page.getByText('As a table').click();
    await page.getByRole('cell', { name: '53 to 73' }).first().waitFor();
    await looksRight('expectation');
  });

  test('it is muted with a reason, and said to be normal from now on', async () => {
    await button('Mute').click();
    const dialog = page.getByRole('dialog', { name: 'Mute this' });
    await dialog.getByLabel('Until').fill('2099-01-31');
    await dialog.getByLabel('Reason').fill('The SIS moves');
    await glance('expectation-mute');
    await dialog.getByRole('button', { name: 'Mute' }).click();
    await page.getByText('The SIS moves').waitFor();
    await button('End the mute').click();
    await button('This is normal now').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('A school has closed');
    await page.getByRole('button', { name: 'It is normal now' }).click();
    await page.getByText('A school has closed').waitFor();
    await stage.standing('As expected');
  });

  test('the page of the connection says what of it is missing', async () => {
    await sql`update expectation set state = 'missed', normal_since = null, normal_by = null where kind = 'rows'
      and subject like '% user'`.execute(stage.app.db);
    await goTo('Connections');
    await page.getByRole('link', { name: 'North SIS files' }).click();
    await page.getByText('Missing: as many people as usual.').waitFor();
    await looksRight('connection-missing');
  });

  test('sections that got new ids are shown in pairs, and joined', async () => {
    await open('/connections/1/new-ids');
    await heading('New ids').waitFor();
    await page.getByText('14 pairs sure').waitFor();
    await looksRight('new-ids');
    await page.getByRole('checkbox', { name: 'Join Sections of North High' }).check();
    await page.getByRole('checkbox', { name: 'sec-0 and sec-0-N are the same' }).uncheck();
    await button('Join 13 pairs').click();
    await page.getByRole('dialog').getByRole('textbox').fill('join');
    await glance('new-ids-confirm');
    await page.getByRole('dialog').getByRole('button', { name: 'Join 13 pairs' }).click();
    await page.getByText('They are being joined by run', { exact: false }).waitFor();
    await expect
      .poll(
        async () =>
          (await sql<{ n: number }>`select count(*)::int as n from rekey_pair`.execute(stage.app.db)).rows[0]?.n,
      )
      .toBe(13);
  });

  test('a school year is begun, archived and taken back step by step', async () => {
    await page.getByRole('button', { name: /Menu of/ }).click();
    await page.getByRole('menuitem', { name: 'School year' }).click();
    await heading('School year').waitFor();
    await looksRight('school-year-none');
    await page.getByLabel('The year that begins').fill('2027/28');
    await page.getByLabel('Last day of the year that ends').fill('2027-06-30');
    await button('Begin').click();
    await heading('School year 2027/28').waitFor();
    await page.getByText('no term of the next year is there yet', { exact: false }).waitFor();
    await looksRight('school-year');
    await button('Archive').click();
    const dialog = page.getByRole('dialog', { name: 'Archive the last year' });
    await dialog.getByRole('textbox').fill('2027/28');
    await glance('school-year-archive');
    await dialog.getByRole('button', { name: 'Archive' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Use these rules' }).click();
    await page.getByText('In force, set by Ada Admin', { exact: false }).waitFor();
    await looksRight('school-year-archived');
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Archive the last year' })
      .getByRole('button', { name: 'Take back' })
      .click();
    await button('Archive').waitFor();
  });
});
