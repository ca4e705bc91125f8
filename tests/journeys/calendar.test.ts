import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { importSet } from '../../src/rostering/oneroster/import.usecases.ts';
import { showRun } from '../../src/runs/run.read-model.ts';
import { aSet, northHigh } from '../import/scene.ts';
import { journey } from './journey.ts';

// The calendar of the district; what a run left wrong, put right from the run itself; and people with several roles.

const users = `
  sourcedId | enabledUser | username | givenName | familyName | primaryOrgSourcedId
  t-1       | true        | rosa     | Rosa      | Diaz       | high
  s-1       | true        | mia      | Mia       | Chen       | high`;
const roles = `
  sourcedId | userSourcedId | roleType  | role      | beginDate  | endDate    | orgSourcedId
  r-1       | t-1           | primary   | teacher   | 2026-08-17 |            | high
  r-2       | t-1           | secondary | counselor |            | 2026-12-18 | high
  r-3       | t-1           | primary   | principal |            |            | elem
  r-4       | s-1           | primary   | pupil     |            |            | high`;

let run = 0;
journey(
  'the calendar of the district, and a run that leaves something to fix',
  {
    async before(app, folder) {
      const hall = { app, folder } as never;
      const set = await aSet(hall, { version: '1.2', orgs: northHigh.orgs, users, roles });
      const actor = commandActor('north');
      const asked = { connection: 'files', name: 'the set', allowDeletions: false, trigger: 'person' } as const;
      run = (await importSet(app, actor, asked, { folder: set })).run;
      while ((await showRun(app, actor, run)).finishedAt === null) await pause(50);
    },
  },
  ({ page, open, heading, button, choose, looksRight, glance }) => {
    const list = () => page.getByRole('list', { name: 'Blackouts of the district' });

    test('whoever looks for it finds it in the menu; there is none at first', async () => {
      await page.getByRole('button', { name: /Ada Admin/ }).click();
      await page.getByRole('menuitem', { name: 'District calendar' }).click();
      await heading('District calendar').waitFor();
      await page.getByText('There is none: runs begin at any time.').waitFor();
      await page.getByText('America/Chicago').waitFor();
      await looksRight('calendar-none');
    });

    test('hours of the week and days of the year are added, each said in a sentence, and one is removed', async () => {
      await button('Add a blackout').click();
      const dialog = page.getByRole('dialog', { name: 'Add a blackout' });
      await dialog.getByLabel('From').fill('07:00');
      await dialog.getByLabel('Until').fill('15:30');
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('School hours');
      await glance('calendar-add');
      await page.keyboard.press('Enter');
      await list().getByText('Monday to Friday, 07:00 to 15:30').waitFor();
      await button('Add a blackout').click();
      await choose('It comes', 'Once, on dates');
      await dialog.locator('input[type=date]').first().fill('2027-06-07');
      await dialog.locator('input[type=date]').last().fill('2027-06-01');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.getByText('It would end before it begins.').waitFor();
      await dialog.locator('input[type=date]').last().fill('2027-07-31');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await expect.poll(() => list().getByRole('listitem').count()).toBe(2);
      await looksRight('calendar');
      await list()
        .getByRole('button', { name: /Remove/ })
        .first()
        .click();
      await expect.poll(() => list().getByRole('listitem').count()).toBe(1);
      await page.reload();
      await list().getByText('Jun 7, 2027').waitFor();
    });

    test('a cause of a run names what is still wrong, with the button that puts it right', async () => {
      await open(`/runs/${run}?tab=causes`);
      await button('How to fix it').click();
      await page.getByText('1 role still so').waitFor();
      const fix = page.getByRole('button', { name: 'Say what “pupil” means' });
      await fix.waitFor();
      await looksRight('run-cause-fix');
      await fix.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('combobox').first().click();
      await page.getByRole('option', { name: 'student', exact: true }).click();
      await dialog.getByRole('button', { name: 'Show what it does' }).click();
      await dialog.getByRole('button', { name: 'Apply to 1 record' }).click();
      await page
        .getByText(/Proved|Applied/)
        .first()
        .waitFor();
      await expect
        .poll(
          async () => {
            await open(`/runs/${run}?tab=causes`);
            await button('How to fix it').click();
            await page.getByText('For example:', { exact: false }).waitFor();
            return page.getByText('still so').count();
          },
          { timeout: 30_000 },
        )
        .toBe(0);
    });

    test('a person’s roles stand at their schools, each with its days', async () => {
      await open('/users?q=rosa');
      await page.getByRole('link', { name: /Diaz/ }).click();
      await page.getByText('main role, from Aug 17, 2026').waitFor();
      await page.getByText('until Dec 18, 2026').waitFor();
      await page.getByText('Own school').waitFor();
      await looksRight('user-roles');
    });
  },
);
