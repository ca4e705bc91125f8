import { mkdtemp, rm } from 'node:fs/promises';
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
import { accessibilityProblems, noBrowser, openBrowser } from './browser.ts';

// Whole journeys through the console of a real hub over a real database, as the person at the school would go them.

const administrator = {
  district: 'North Unified',
  timeZone: 'America/Chicago',
  name: 'Ada Admin',
  email: 'ada@north.example',
  password: 'a long enough password',
};

// A list is looked at as a whole, and there are many.
const patient = { timeout: 120_000 };

describe.skipIf(noBrowser)('the console (skipped where there is no Chromium)', patient, () => {
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
    folder = await mkdtemp(path.join(tmpdir(), 'hallpass-journey-'));
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

  test('the first administrator names the district, uploads a roster, and reads why a row was refused', async () => {
    await console_.openFirstAdministratorLink(page, await adminLink(app, { address: hub.address }), administrator);
    expect(await accessibilityProblems(page)).toEqual([]);
    const set = path.join(folder, 'roster');
    const { expected } = await generateDistrict(set, {
      students: 120,
      seed: 3,
      version: '1.1',
      mode: 'bulk',
      brokenShare: 0.02,
      zip: true,
    });

    const run = await console_.uploadZip(page, `${set}.zip`);
    await console_.untilRunEnded(page);
    const invalid = Object.values(expected).reduce((sum, counts) => sum + counts.invalid, 0);
    expect(await console_.countOf(page, 'invalid')).toBe(invalid);
    expect(await accessibilityProblems(page)).toEqual([]);

    const rows = await console_.showRefusedOf(page, 'invalid');
    await rows.first().getByRole('button').first().click();
    const text = await page.getByRole('table', { name: 'Records' }).innerText();
    expect(text).toMatch(/\.csv/);
    expect(text).toMatch(/SIS administrator/);
    expect(await accessibilityProblems(page)).toEqual([]);
    // The address holds the filter: whoever gets it sees the same.
    await page.reload();
    await page.getByRole('table', { name: 'Records' }).waitFor();
    expect(page.url()).toContain(`/runs/${run}`);
    await console_.signOut(page);
  });

  test('deletions that were held wait until somebody has typed their number', async () => {
    await console_.signIn(page, hub.address, administrator);
    const set = path.join(folder, 'roster');
    await generateDistrict(set, { students: 120, seed: 3, version: '1.1', mode: 'bulk', zip: false });
    const short = path.join(folder, 'short');
    await generateDistrict(short, { students: 20, seed: 3, version: '1.1', mode: 'bulk', zip: true });
    await console_.uploadZip(page, `${short}.zip`);
    await console_.untilRunEnded(page);
    const held = await console_.countOf(page, 'held');
    expect(held).toBeGreaterThan(100);
    const holds = await app.db
      .selectFrom('hold')
      .select(['no', 'records'])
      .where('state', '=', 'open')
      .orderBy('no')
      .execute();
    const first = holds[0];
    if (first === undefined) throw new Error('nothing was held');
    await page.goto(new URL(`/holds/${first.no}`, hub.address).href);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(new URL('/', hub.address).href);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(new URL(`/holds/${first.no}`, hub.address).href);
    await console_.releaseHold(page, first.records);
    await console_.untilRunEnded(page);
    expect(await console_.countOf(page, 'deleted')).toBe(first.records);
  });

  test('an invited registrar sees runs and schools, but not who signs in', async () => {
    await console_.signIn(page, hub.address, administrator);
    const link = await console_.invitePerson(page, {
      name: 'Rita Registrar',
      email: 'rita@north.example',
      role: 'Registrar',
    });
    await console_.signOut(page);
    await console_.openInvitation(page, link.replace(/^https?:\/\/[^/]+/, hub.address), 'another long password');
    await console_.openRuns(page);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.goto(new URL('/people', hub.address).href);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('ada@north.example').count()).toBe(0);
    complaints.splice(0);
  });

  test('a key made in the console imports over the API under its own name, and is dead once revoked', async () => {
    await console_.signIn(page, hub.address, administrator);
    const secret = await console_.createApiKey(page, { name: 'nightly-sis' });
    const set = path.join(folder, 'by-key');
    await generateDistrict(set, { students: 30, seed: 9, version: '1.2', mode: 'bulk', zip: true });
    const { readFile } = await import('node:fs/promises');
    const send = () =>
      readFile(`${set}.zip`).then((body) =>
        fetch(new URL('/rostering/v1/imports', hub.address), {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/zip' },
          body,
        }),
      );
    const answer = await send();
    expect(answer.status).toBe(202);
    const { run } = (await answer.json()) as { run: { id: number } };
    await page.goto(new URL(`/runs/${run.id}`, hub.address).href);
    await console_.untilRunEnded(page);
    await page.getByText('nightly-sis').first().waitFor();
    const own = { headers: { authorization: `Bearer ${secret}` } };
    const told = await fetch(new URL(`/rostering/v1/imports/${run.id}`, hub.address), own);
    expect(await told.json()).toMatchObject({ id: run.id, state: 'done' });
    const causes = await fetch(new URL(`/rostering/v1/imports/${run.id}/causes`, hub.address), own);
    expect(await causes.json()).toEqual({ causes: [] });
    expect((await fetch(new URL('/rostering/v1/imports/1', hub.address), own)).status).toBe(404);
    await app.db.updateTable('api_key').set({ revoked_at: new Date() }).where('name', '=', 'nightly-sis').execute();
    expect((await send()).status).toBe(401);
  });

  test.each([
    ['light, on a phone', 'light', 360],
    ['dark, wide', 'dark', 1400],
  ] as const)('every list can be read %s', async (_, colorScheme, width) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await console_.signIn(page, hub.address, administrator);
    for (const place of ['/', '/runs', '/runs/1', '/schools', '/people', '/roles', '/api-keys', '/audit']) {
      await page.goto(new URL(place, hub.address).href);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await accessibilityProblems(page), place).toEqual([]);
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, `${place} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  });
});
