import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { type Hub, startHub } from '../../src/app.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import type { App } from '../../src/platform/house.ts';
import * as console_ from '../console/pages.ts';
import { freshDatabase } from '../database/database.ts';
import { accessibilityProblems, noBrowser, openBrowser } from './browser.ts';

// Whoever manages the integration connects the SIS, sees how it stands, and does what its error asks for.

const north = 'district: { id: north, name: North Unified, timeZone: America/Chicago }\n';
const ada = { email: 'ada@north.example', password: 'a long enough password' };
const desk = { width: 1280, height: 900 };
/** Where somebody wants to look at the pages. */
const pictures = process.env['PICTURES'];
const sights = [
  ...(pictures === undefined ? [] : [{ width: 1280, height: 900, colorScheme: 'light' } as const]),
  { width: 1280, height: 900, colorScheme: 'dark' },
  { width: 375, height: 740, colorScheme: 'light' },
] as const;

// Each look at a page is several looks.
const patient = { timeout: 120_000 };

describe.skipIf(noBrowser)('connections in the console (skipped where there is no Chromium)', patient, () => {
  let browser: Browser;
  let app: App;
  let hub: Hub;
  let provider: Provider;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  const open = (place: string) => page.goto(new URL(place, hub.address).href);
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
  const goTo = (name: string) =>
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
  const checklist = (place: Page = page) => place.getByRole('list', { name: 'Checklist' });
  const list = () => page.getByRole('table', { name: 'Connections' });
  /** The mark beside the title. */
  const standing = (word: string) =>
    page
      .locator('header', { has: page.getByRole('heading', { level: 1 }) })
      .getByText(word, { exact: true })
      .waitFor();

  /** Only for whoever looks at the pictures: much the same stands on another page. */
  const glance = async (name: string, on: Page = page) => {
    if (pictures !== undefined) await looksRight(name, on);
  };
  /** The page as it stands can be read light and dark, on a desk and on a phone. */
  const looksRight = async (name: string, on: Page = page) => {
    for (const { colorScheme, ...size } of sights) {
      await on.setViewportSize(size);
      await on.emulateMedia({ colorScheme });
      await on.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
      const problems = await accessibilityProblems(on);
      const over = await on.evaluate('document.documentElement.scrollWidth > innerWidth');
      const where = `${name} ${size.width} ${colorScheme}: whether it is wider than the screen`;
      expect([problems, over], where).toEqual([[], false]);
      if (pictures !== undefined)
        await on.screenshot({ path: path.join(pictures, `${name}-${size.width}-${colorScheme}.png`), fullPage: true });
    }
    await on.setViewportSize(desk);
    await on.emulateMedia({ colorScheme: 'light' });
  };

  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };

  beforeAll(async () => {
    browser = await openBrowser();
    const fresh = await freshDatabase();
    app = { ...fresh, config: { ...fresh.config, port: 0 } };
    await apply(app, { text: north, fileName: 'north.yaml', env: {} });
    hub = await startHub(app, { demo: false });
    provider = await startProvider({ students: 40 });
    context = await browser.newContext({ reducedMotion: 'reduce', viewport: desk });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of (401|409)/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(await adminLink(app, { address: hub.address }));
    await page.getByLabel('Your name').fill('Ada Admin');
    await page.getByLabel('E-mail').fill(ada.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(ada.password);
    await button('Set password and sign in').click();
    await heading('What needs somebody today').waitFor();
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));
  afterAll(async () => {
    await browser?.close();
    await hub?.close();
    await provider?.close();
    await app?.close();
  });

  test('an empty list leads to making the first, and what is missing is asked for before anything is sent', async () => {
    await goTo('Connections');
    await page.getByRole('heading', { name: 'Connect the first system' }).waitFor();
    await looksRight('connections-none');
    await page.getByRole('link', { name: 'Make a connection' }).click();
    await heading('Make a connection').waitFor();
    await looksRight('new');
    await button('Make and test').click();
    // Where the first of what is missing stands.
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-invalid")')).toBe('true');
    await page.keyboard.type('North SIS');
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('North SIS');
    await page.getByText('This is needed.').first().waitFor();
    await glance('new-missing');
  });

  test('it is tested line by line, made although a line fails, and that is said, with what to do', async () => {
    await page.getByRole('textbox', { name: 'OneRoster address' }).fill(provider.address);
    await choose('Version', '1.1');
    await page.getByRole('textbox', { name: 'Token address' }).fill(provider.tokenUrl);
    await page.getByRole('textbox', { name: 'Client id' }).fill(provider.credentials.clientId);
    await page.getByRole('textbox', { name: 'Client secret' }).fill('wrong');
    provider.control.fault({ kind: 'slow', bytesPerSecond: 12, on: { collection: 'token' } });
    await button('Make and test').click();
    await heading('Making North SIS').waitFor();
    // Every line stands before the first is done, so that none moves.
    await checklist().getByText('Can read enrollments').waitFor();
    await checklist().getByText('Passed').first().waitFor();
    await page.getByText('1 of 8 checked').waitFor();
    await looksRight('new-testing');
    await heading('North SIS is made').waitFor();
    provider.control.clear();
    await page.getByText('It is made and kept, but it does not work yet.', { exact: false }).waitFor();
    expect(await checklist().getByText('Skipped').count()).toBe(6);
    await page.getByText('What to do').first().waitFor();
    await looksRight('new-made');
    await page.getByRole('link', { name: 'Go on there' }).click();
    await heading('North SIS').waitFor();
  });

  test('an auth error offers to re-authenticate and nothing else; with good credentials it is synced', async () => {
    await standing('Auth error');
    await page.getByText('Data not current').waitFor();
    expect(await button('Re-authenticate').count()).toBe(1);
    expect(await button(/Re-sync|Sync now|Open a ticket/).count()).toBe(0);
    await looksRight('connection-auth');
    await button('Re-authenticate').click();
    const dialog = page.getByRole('dialog', { name: 'Re-authenticate North SIS' });
    await dialog.getByRole('textbox', { name: 'Client id' }).fill(provider.credentials.clientId);
    await dialog.getByRole('textbox', { name: 'Client secret' }).fill('wrong again');
    await dialog.getByRole('button', { name: 'Try and keep' }).click();
    await dialog.getByText('The credentials are kept, but the system does not let the connection in').waitFor();
    await glance('reauthenticate-refused');
    await dialog.getByRole('button', { name: 'Give others' }).click();
    await dialog.getByRole('textbox', { name: 'Client id' }).fill(provider.credentials.clientId);
    await dialog.getByRole('textbox', { name: 'Client secret' }).fill(provider.credentials.clientSecret);
    await looksRight('reauthenticate');
    await page.keyboard.press('Enter');
    await dialog.getByText('The system lets the connection in.').waitFor();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await standing('Synced');
    expect(await page.getByText('Data not current').count()).toBe(0);
  });

  test('a sync is followed while the page is only looked at, and pausing stands instead of resuming, never beside it', async () => {
    await page.getByText('Nothing has run yet.', { exact: false }).waitFor();
    await button('Sync now').click();
    await page.getByRole('menuitem', { name: /^Read everything/ }).click();
    const runs = page.getByRole('table', { name: 'Runs' });
    await runs.getByText('Synced').waitFor();
    await page.getByText('just now', { exact: true }).first().waitFor();
    await button('Test').click();
    await page.getByText('All 8 checks passed').waitFor();
    await looksRight('connection-synced');
    await button('Close the checklist').click();

    expect(await button('Resume').count()).toBe(0);
    // Somebody else pauses it.
    const other = await context.newPage();
    await other.goto(new URL('/connections', hub.address).href);
    await other.evaluate("fetch('/api/v1/connections/1/pause', { method: 'POST' })");
    await standing('Paused');
    await other.close();
    await button('Resume').waitFor();
    expect(await button(/^(Pause|Sync now)$/).count()).toBe(0);
    await glance('connection-paused');
    await button('Resume').click();
    await button('Pause').waitFor();
    await standing('Synced');
    // It catches up with what happened meanwhile: nothing.
    await runs.getByText('No change').waitFor();
  });

  test('a sync error is told at home and in the list, and re-synced from there', async () => {
    provider.control.fault({ kind: 'cut', on: { collection: 'orgs' } });
    await button('Test').click();
    await standing('Sync error');
    expect(await button('Re-sync').count()).toBe(1);
    expect(await button(/Re-authenticate|Sync now|Open a ticket/).count()).toBe(0);
    await glance('connection-sync-error');
    await goTo('Home');
    await page.getByRole('heading', { name: 'One connection does not work' }).waitFor();
    await looksRight('home');
    await goTo('Connections');
    await page.getByText('One connection needs somebody').waitFor();
    await looksRight('connections');
    provider.control.clear();
    await button('Re-sync: North SIS').click();
    await page.getByText('Every connection works').waitFor();
    await glance('connections-calm');
  });

  test('the list is filtered by how connections stand, and gone through by keys', async () => {
    await choose('Show connections that are', 'In error');
    await page.getByText('No connection matches this filter.').waitFor();
    await choose('Show connections that are', 'Synced');
    await list().getByRole('link', { name: 'North SIS' }).waitFor();
    expect(page.url()).toMatch(/show=synced/);
    await heading('Connections').click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await heading('North SIS').waitFor();
  });

  test('a system error offers a ticket and nothing else; the ticket is found again', async () => {
    provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
    await button('Test').click();
    await standing('System error');
    expect(await button(/Re-authenticate|Re-sync/).count()).toBe(0);
    await button('Open a ticket').click();
    const dialog = page.getByRole('dialog', { name: 'Open a ticket' });
    await dialog.getByRole('textbox', { name: 'What support should know' }).fill('Since the update on Monday.');
    await looksRight('ticket-dialog');
    await dialog.getByRole('button', { name: 'Open a ticket' }).click();
    await page.getByRole('link', { name: 'Ticket 1 is open about this error' }).waitFor();
    expect(await button('Open a ticket').count()).toBe(0);
    await looksRight('connection-system-error');
    await page.getByRole('tab', { name: 'Tickets' }).click();
    await page.getByRole('link', { name: 'Ticket 1', exact: true }).click();
    await heading('Ticket 1').waitFor();
    await page.getByText('Since the update on Monday.').waitFor();
    await looksRight('ticket');
    await page.getByRole('link', { name: 'Tickets' }).click();
    await page.getByRole('table', { name: 'Tickets' }).waitFor();
    await glance('tickets');
    provider.control.clear();
    await open('/connections/1');
    // After somebody has put it right, a sync shows it.
    await button('Sync now').click();
    await page.getByRole('menuitem', { name: /^Read everything/ }).click();
    await standing('Synced');
  });

  test('another host is said to destroy the credentials before it is saved; no value is ever shown', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByText('Values are never shown, to nobody.').waitFor();
    await page.getByText('Client id, Client secret', { exact: false }).waitFor();
    expect(await page.content()).not.toContain(provider.credentials.clientSecret);
    await glance('settings');
    const address = page.getByRole('textbox', { name: 'OneRoster address' });
    const right = await address.inputValue();
    await address.fill(right.replace('127.0.0.1', 'localhost'));
    await page.getByText('OneRoster address leads elsewhere.', { exact: false }).waitFor();
    await looksRight('settings-moved');
    await button('Save and destroy the credentials').click();
    await page.getByText('Nothing is set, so the connection cannot sign in.').waitFor();
    await standing('Auth error');
    await address.fill(right);
    await choose('It runs', 'Every hour');
    await button('Save').click();
    await page.getByText('Every hour', { exact: true }).first().waitFor();
  });

  test('somebody without a sign-in gives the credentials by a link, once, and the page moves by itself', async () => {
    await button('Give the credentials').click();
    const giving = page.getByRole('dialog', { name: 'Re-authenticate North SIS' });
    await giving.getByRole('button', { name: 'Send a link instead' }).click();
    const dialog = page.getByRole('dialog', { name: 'Link to re-authenticate' });
    await dialog.getByRole('button', { name: 'Make a link' }).click();
    const link = await dialog.locator('code').innerText();
    await looksRight('link');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await giving.waitFor();
    await page.keyboard.press('Escape');
    await giving.waitFor({ state: 'hidden' });

    const outside = await (await browser.newContext({ reducedMotion: 'reduce', viewport: desk })).newPage();
    await outside.goto(link);
    await outside.getByRole('heading', { name: 'Give the credentials' }).waitFor();
    await outside.getByText('North Unified asks you for what its connection North SIS signs in with.').waitFor();
    await looksRight('outside', outside);
    await outside.getByRole('textbox', { name: 'Client id' }).fill(provider.credentials.clientId);
    await outside.getByRole('textbox', { name: 'Client secret' }).fill('wrong');
    await outside.getByRole('button', { name: 'Try and give' }).click();
    await outside.getByText('so nothing was kept. You can try again.', { exact: false }).waitFor();
    await looksRight('outside-refused', outside);
    await outside.getByRole('textbox', { name: 'Client secret' }).fill(provider.credentials.clientSecret);
    await outside.getByRole('button', { name: 'Try and give' }).click();
    await outside.getByRole('heading', { name: 'Thank you' }).waitFor();
    await glance('outside-thanks', outside);
    await outside.reload();
    await outside.getByRole('heading', { name: 'This link no longer works' }).waitFor();
    await glance('outside-gone', outside);
    await outside.context().close();
    await standing('Synced');
  });

  test('what rests and what waits for a person is said in sentences, added and removed one by one', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    await button('Add a blackout').click();
    await page.getByRole('dialog').getByLabel('From').fill('07:00');
    await page.getByRole('dialog').getByLabel('Until').fill('15:30');
    await looksRight('blackout');
    await page.keyboard.press('Enter');
    const blackouts = page.getByRole('list', { name: 'Blackouts' });
    await blackouts.getByText('Monday to Friday, 07:00 to 15:30', { exact: true }).waitFor();

    await button('Add a rule').click();
    await choose('Of what', 'people');
    await choose('Counted', 'Each school by itself');
    await looksRight('rule');
    await button('Add').click();
    await page.getByText('Deleted people wait when they are more than 10 and more than 10% of those known').waitFor();
    await looksRight('settings-lists');

    await button('Remove Monday to Friday, 07:00 to 15:30').click();
    await page.getByText('None of its own.').waitFor();
    // Whoever uses the keyboard stays where they were.
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toBe('Add a blackout');
  });

  test('a planned pause begins by itself, and the page says until when', async () => {
    await button('Plan a pause').click();
    const plan = page.getByRole('dialog', { name: 'Plan a pause' });
    await plan.getByLabel(/^From(?!,)/).fill('2026-01-02');
    await plan.getByLabel(/^Until(?!,)/).fill('2099-12-20');
    await plan.getByLabel('Until, at').fill('18:00');
    await glance('pause');
    await button('Add').click();
    await page.getByText('Fri, Jan 2, 2026 to Sun, Dec 20, 2099, 18:00', { exact: true }).waitFor();
    await page.getByText(/^A plan has paused it until Dec 20, 2099, 6:00\sPM\./).waitFor();
    await page.getByText('Begun, by Ada Admin').waitFor();
    await glance('paused-by-plan');
    await button('Resume').click();
    await standing('Synced');
  });

  test('a dry run leads to the run that says what would be', async () => {
    await button('Sync now').click();
    await page.getByRole('menuitem', { name: /^What would a run do/ }).click();
    await heading(/^Run \d+$/).waitFor();
    await page.getByText('Dry run: nothing was written.', { exact: false }).waitFor();
    await open('/connections/1');
    expect(await page.getByRole('link', { name: 'Who is who in it' }).getAttribute('href')).toBe(
      '/connections/1/identities',
    );
  });

  test('its history tells who did what and how it moved', async () => {
    await page.getByRole('tab', { name: 'History' }).click();
    const history = page.getByRole('table', { name: 'History' });
    await history.getByText('Credentials given').first().waitFor();
    await history.getByText('Auth error → Synced').first().waitFor();
    await history.getByText('Somebody with a re-authenticate link').first().waitFor();
    await looksRight('history');
  });

  test('it is deleted after its name is typed, with what is lost counted', async () => {
    await page.getByRole('tab', { name: 'Settings' }).click();
    await button('Delete').click();
    const dialog = page.getByRole('dialog', { name: 'Delete North SIS' });
    await dialog.getByText(/^\d+ people$/).waitFor();
    const removal = dialog.getByRole('button', { name: 'Delete with all of its data' });
    expect(await removal.isDisabled()).toBe(true);
    await looksRight('delete');
    await dialog.getByRole('textbox').fill('North SIS');
    await removal.click();
    await page.getByRole('heading', { name: 'Connect the first system' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/connections');
  });

  test('who may not see connections is told so, and is offered none', async () => {
    const rita = { name: 'Rita Registrar', email: 'rita@north.example', role: 'Registrar' };
    const link = await console_.invitePerson(page, rita);
    await console_.signOut(page);
    await console_.openInvitation(page, link.replace(/^https?:\/\/[^/]+/, hub.address), 'another long password');
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.getByRole('link', { name: 'Runs' }).waitFor();
    expect(await main.getByRole('link', { name: 'Connections' }).count()).toBe(0);
    await open('/connections');
    await page.getByText('Your roles do not include this page').waitFor();
  });
});
