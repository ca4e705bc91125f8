import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { commandActor } from '../../src/access/command-actor.model.ts';
import { type Hub, startHub } from '../../src/app.ts';
import type { App } from '../../src/platform/house.ts';
import * as console_ from '../console/pages.ts';
import { freshDatabase } from '../database/database.ts';
import { aSet, type District, type Hall, importFolder, northHigh } from '../import/scene.ts';
import { accessibilityProblems, noBrowser, openBrowser } from '../journeys/browser.ts';

const administrator = {
  district: 'North Unified',
  timeZone: 'America/Chicago',
  name: 'Ada Admin',
  email: 'ada@north.example',
  password: 'a long enough password',
};

describe.skipIf(noBrowser)('fixes in the console (skipped where there is no Chromium)', { timeout: 120_000 }, () => {
  let browser: Browser;
  let app: App;
  let hub: Hub;
  let folder: string;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    browser = await openBrowser();
    const fresh = await freshDatabase();
    app = { ...fresh, config: { ...fresh.config, port: 0 } };
    hub = await startHub(app, { demo: false });
    folder = await mkdtemp(path.join(tmpdir(), 'hallpass-fixes-'));
  });
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    await app?.close();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
    });
  });
  afterEach(async () => {
    await context.close();
    expect(complaints.splice(0)).toEqual([]);
  });

  /** Keeps a picture of the page where somebody wants to look at it. */
  const picture = async (name: string) => {
    const to = process.env['HALLPASS_PICTURES'];
    if (to !== undefined) await page.screenshot({ path: path.join(to, `fix-${name}.png`) });
  };
  const open = (address: string) => page.goto(new URL(address, hub.address).href);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const dialog = () => page.getByRole('dialog');
  const press = (name: string | RegExp) => dialog().getByRole('button', { name, exact: true }).click();
  /** The school, whose SIS calls students pupils. */
  const importPupils = async () => {
    const found = await sql<{ id: string }>`select id from district`.execute(app.db);
    const id = found.rows[0]?.id ?? '';
    const users = northHigh.users.replaceAll('student | ', 'Pupil | ');
    const set = await aSet({ folder } as Hall, { ...northHigh, users });
    await importFolder({ app, id, actor: commandActor(id) } as unknown as District, set);
  };
  const openIssue = async () => {
    await open('/issues?q=outside');
    await page.getByRole('link', { name: 'A value outside the list' }).click();
    await page.getByRole('group', { name: 'What can be done from here' }).waitFor();
  };

  test('a word of the SIS is said from the issue, by keyboard: looked at, applied, proved', async () => {
    await console_.openFirstAdministratorLink(page, await adminLink(app, { address: hub.address }), administrator);
    await importPupils();
    await openIssue();
    await picture('issue');
    await page.getByRole('button', { name: 'Say what “Pupil” means' }).focus();
    await page.keyboard.press('Enter');
    await dialog().waitFor();
    await dialog().getByRole('radio', { name: 'administrator' }).focus();
    await page.keyboard.press('End');
    await dialog().getByRole('radio', { name: 'student' }).press('Space');
    await picture('form');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog().getByText('2 of 2 records').waitFor();
    await picture('preview');
    expect(await accessibilityProblems(page)).toEqual([]);
    await dialog().getByRole('checkbox', { name: 'Apply it to s-2' }).press('Space');
    await dialog().getByRole('button', { name: 'Apply to 1 record' }).waitFor();
    await dialog().getByRole('checkbox', { name: 'Apply it to s-2' }).press('Space');
    await dialog().getByRole('button', { name: 'Apply to 2 records' }).press('Enter');
    await heading('Say what “Pupil” means');
    await page.getByText('All 2 records got through.').waitFor();
    await picture('page');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('it stands in the list and at its connection, and is taken back after its number was typed', async () => {
    await console_.signIn(page, hub.address, administrator);
    await open('/fixes');
    await page.getByRole('table', { name: 'Fixes' }).waitFor();
    await picture('list');
    expect(await accessibilityProblems(page)).toEqual([]);
    await open('/connections/1?tab=settings');
    await page.getByRole('table', { name: 'Words of this source' }).waitFor();
    await picture('words');
    await page.getByRole('link', { name: 'Fix 1' }).click();
    await heading('Say what “Pupil” means');
    await page.getByRole('button', { name: 'Take back' }).click();
    await dialog().getByRole('textbox').fill('4');
    await picture('undo');
    await press('Take back, and delete 4 records');
    await page.getByText('It was taken back.').waitFor();
    await picture('undone');
    expect(await accessibilityProblems(page)).toEqual([]);
  });

  test('on a phone, in the dark: a record is left out', async () => {
    await page.setViewportSize({ width: 375, height: 780 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await console_.signIn(page, hub.address, administrator);
    await importPupils();
    await openIssue();
    await page.getByRole('button', { name: 'Leave these records out' }).click();
    await dialog().getByRole('textbox', { name: 'Why they shall not come' }).fill('test students');
    await picture('phone-form');
    await press('Show what it does');
    await dialog().getByText('2 of 2 records').waitFor();
    await picture('phone-preview');
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    await press('Apply to 2 records');
    await page.getByText('All 2 records are left out.').waitFor();
    await picture('phone-done');
    expect(await accessibilityProblems(page)).toEqual([]);
    await open('/fixes');
    await page.getByRole('table', { name: 'Fixes' }).waitFor();
    await picture('phone-list');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
  });
});
