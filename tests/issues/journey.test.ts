import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { type Hub, startHub } from '../../src/app.ts';
import type { App } from '../../src/platform/house.ts';
import * as console_ from '../console/pages.ts';
import { freshDatabase } from '../database/database.ts';
import { accessibilityProblems, noBrowser, openBrowser } from '../journeys/browser.ts';

const administrator = {
  district: 'North Unified',
  timeZone: 'America/Chicago',
  name: 'Ada Admin',
  email: 'ada@north.example',
  password: 'a long enough password',
};

describe.skipIf(noBrowser)('issues in the console (skipped where there is no Chromium)', { timeout: 120_000 }, () => {
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
    folder = await mkdtemp(path.join(tmpdir(), 'hallpass-issues-'));
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
    if (to !== undefined) await page.screenshot({ path: path.join(to, `${name}.png`), fullPage: true });
  };
  const open = (address: string) => page.goto(new URL(address, hub.address).href);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  test('from what needs somebody today to the records of one cause, by keyboard', async () => {
    await console_.openFirstAdministratorLink(page, await adminLink(app, { address: hub.address }), administrator);
    const set = path.join(folder, 'roster');
    await generateDistrict(set, { students: 200, seed: 3, version: '1.1', mode: 'bulk', brokenShare: 0.04, zip: true });
    await console_.uploadZip(page, `${set}.zip`);
    await console_.untilRunEnded(page);

    await open('/');
    await page.getByRole('heading', { name: /issues need somebody/ }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture('home');
    await page
      .getByRole('link', { name: /causes/ })
      .first()
      .click();
    await heading('Issues');
    await page.getByRole('table', { name: 'Issues' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture('list');

    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What it is, and what to do' }).waitFor();
    await page.getByRole('table', { name: 'Records' }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture('issue');
  });

  test('a group leads to its records, each to its outcome in the run, and all of them to a file', async () => {
    await console_.signIn(page, hub.address, administrator);
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
    await console_.signIn(page, hub.address, administrator);
    await open('/issues?q=outside');
    await page.getByRole('link', { name: 'A value outside the list' }).click();
    await button('Assign').click();
    await button('Assign to me').click();
    await page.getByText('Assigned to Ada Admin').waitFor();

    await button('Snooze').click();
    await page.getByLabel('more records have it').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture('snooze');
    await page.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click();
    await button('End the snooze').click();
    await page.getByText('The snooze ended').waitFor();

    await button('Mute').click();
    await page.getByLabel('Reason').fill('The SIS is replaced in summer.');
    await page.getByRole('dialog').getByRole('button', { name: 'Mute' }).click();
    await page.getByText('Nobody is asked to look at it. Reason: The SIS is replaced in summer.').waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    await picture('muted');
    await button('End the mute').click();
    await page.getByText('The mute ended').waitFor();
  });

  test('on a phone and in the dark nothing is cut off', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await console_.signIn(page, hub.address, administrator);
    for (const [name, address] of [
      ['phone-list', '/issues'],
      ['phone-issue', '/issues/1'],
    ] as const) {
      await open(address);
      await page.getByRole('table').first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
      expect(await accessibilityProblems(page)).toEqual([]);
      await picture(name);
    }
  });
});
