import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { startHub } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import type { App } from '../../src/platform/house.ts';
import { makeMetrics } from '../../src/platform/metrics.ts';
import * as console_ from '../console/pages.ts';
import { freshDatabase } from '../database/database.ts';
import { accessibilityProblems, noBrowser, openBrowser } from './browser.ts';

// The stage of every journey: a real hub over a real database, a browser, and whoever is signed in there.

export const ada = {
  name: 'Ada Admin',
  email: 'ada@north.example',
  password: 'a long enough password',
} as const;
const north = 'district: { id: north, name: North Unified, timeZone: America/Chicago }\n';
const desk = { width: 1280, height: 900 } as const;
/** The narrowest screen on which nothing may be cut off (WCAG 1.4.10). */
const phone = { width: 320, height: 740 } as const;
/** Two looks see everything; in the other colours of the same size only the contrast differs. */
const sights = [
  { size: desk, colours: 'light', look: 'contrast' },
  { size: desk, colours: 'dark', look: 'all' },
  { size: phone, colours: 'dark', look: 'contrast' },
  { size: phone, colours: 'light', look: 'all' },
] as const;
/** The folder for pictures, where somebody wants to look at the pages. */
const pictures = process.env['PICTURES'];

type Setting = {
  /** The district's file. Null: there is no district yet, and nobody is signed in. */
  readonly district?: string | null;
  /** What the hub may answer to the browser without its being a mistake of a page. */
  readonly mayAnswer?: RegExp;
  /** What is there before anybody signs in, such as files that were imported. */
  readonly before?: (app: App, folder: string) => Promise<void>;
};
type Stage = Awaited<ReturnType<typeof aStage>>;

/** A journey of several stops, told in order: each test goes on where the last one ended. */
export function journey(name: string, setting: Setting, tell: (stage: Stage) => void): void {
  const title = `${name} (skipped where there is no Chromium)`;
  if (noBrowser) test.skip(title);
  // Each look at a page is several looks.
  else describe(title, { timeout: 120_000 }, async () => tell(await aStage(setting)));
}

async function aStage({ district = north, mayAnswer = /status of (401|409)/, before }: Setting) {
  const fresh = await freshDatabase();
  const app: App = { ...fresh, config: { ...fresh.config, port: 0 } };
  const folder = await mkdtemp(path.join(tmpdir(), 'hallpass-journey-'));
  if (district !== null) await apply(app, { text: district, fileName: 'north.yaml', env: {} });
  let hub = await startHub(app, { demo: false });
  await before?.(app, folder);
  const browser = await openBrowser();
  const complaints: string[] = [];
  /** A page of somebody who has signed in nowhere. */
  const stranger = async (): Promise<Page> => {
    const context = await browser.newContext({ reducedMotion: 'reduce', viewport: desk });
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !mayAnswer.test(message.text())) complaints.push(message.text());
    });
    return page;
  };
  const page = await stranger();
  afterEach(() => expect(complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await browser.close();
    await hub.close();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  const at = (place: string) => new URL(place, hub.address).href;
  if (district !== null)
    await console_.openFirstAdministratorLink(page, await adminLink(app, { address: hub.address }), ada);
  return {
    app,
    page,
    folder,
    stranger,
    at,
    open: (place: string) => page.goto(at(place)),
    goTo: (name: string) =>
      page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click(),
    heading: (name: string | RegExp) => page.getByRole('heading', { level: 1, name }),
    button: (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' }),
    /** Waits for the mark beside the title. */
    standing: (word: string) =>
      page
        .locator('header', { has: page.getByRole('heading', { level: 1 }) })
        .getByText(word, { exact: true })
        .waitFor(),
    async choose(label: string, option: string) {
      await page.getByRole('combobox', { name: label }).click();
      await page.getByRole('option', { name: option, exact: true }).click();
    },
    looksRight: (name: string, on = page) => looksRight(name, on),
    /** Only for whoever looks at the pictures: much the same stands on another page. */
    async glance(name: string, on = page) {
      if (pictures !== undefined) await looksRight(name, on);
    },
    /** Looks at the page no more than a person on a phone would, and stays there. */
    async onThePhone(colours: 'light' | 'dark') {
      await page.setViewportSize(phone);
      await inColours(page, colours);
    },
    /** The hub is stopped, and another one on the same database and files takes its place. */
    async restart(config: Partial<App['config']>) {
      // A page that is open hears the hub go.
      await page.goto('about:blank');
      await hub.close();
      hub = await startHub({ ...app, metrics: makeMetrics(), config: { ...app.config, ...config } }, { demo: false });
    },
    /** Who is invited for a role takes the place of whoever is signed in. */
    async handOverTo(who: { name: string; email: string; role: string }) {
      const link = await console_.invitePerson(page, who);
      await console_.signOut(page);
      await console_.openInvitation(page, at(new URL(link).pathname + new URL(link).hash), 'another long password');
    },
  };
}

/** The page as it stands can be read light and dark, on a desk and on a phone. */
async function looksRight(name: string, page: Page): Promise<void> {
  for (const { size, colours, look } of sights) {
    await page.setViewportSize(size);
    await inColours(page, colours);
    const problems = await accessibilityProblems(page, look);
    const over = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    const where = `${name} ${size.width} ${colours}: whether it is wider than the screen`;
    expect([problems, over], where).toEqual([[], false]);
    if (pictures !== undefined)
      await page.screenshot({ path: path.join(pictures, `${name}-${size.width}-${colours}.png`), fullPage: true });
  }
  await page.setViewportSize(desk);
  await inColours(page, 'light');
}

async function inColours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
}
