import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { adminLink } from '../../src/access/admin-link.command.ts';
import { type Hub, startHub } from '../../src/app.ts';
import { queueMail } from '../../src/mail/mail.repository.ts';
import type { App } from '../../src/platform/house.ts';
import { openFirstAdministratorLink, signIn } from '../console/pages.ts';
import { freshDatabase } from '../database/database.ts';
import { accessibilityProblems, noBrowser, openBrowser } from '../journeys/browser.ts';
import { aMailServer, type MailServer } from './mail-server.ts';
import { welcome } from './post-office.ts';

const ada = {
  district: 'North Unified',
  name: 'Ada Admin',
  email: 'ada@north.example',
  password: 'a long enough password',
};
const sizes = [
  { width: 1280, height: 900 },
  { width: 360, height: 740 },
] as const;
/** Where somebody wants to look at the pages. */
const pictures = process.env['PICTURES'];

describe.skipIf(noBrowser)('the outbox in the console (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let app: App;
  let hub: Hub;
  let context: BrowserContext;
  let page: Page;
  let server: MailServer | undefined;
  const complaints: string[] = [];

  const opened = async (smtpUrl: string | undefined) => {
    hub = await startHub({ ...app, config: { ...app.config, port: 0, smtpUrl } }, { demo: false });
    context = await browser.newContext({ reducedMotion: 'reduce', viewport: sizes[0] });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
  };
  /** The page as it stands, looked at light and dark, on a desk and on a phone. */
  const looksRight = async (name: string) => {
    for (const size of sizes)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        const problems = await accessibilityProblems(page);
        const over = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
        expect([problems, over], `${name} ${size.width} ${colorScheme}: whether it is wider than the screen`).toEqual([
          [],
          false,
        ]);
        if (pictures !== undefined)
          await page.screenshot({ path: path.join(pictures, `${name}-${size.width}-${colorScheme}.png`) });
      }
    await page.setViewportSize(sizes[0]);
  };

  beforeAll(async () => {
    browser = await openBrowser();
    app = await freshDatabase();
  });
  afterEach(async () => {
    await context.close();
    await hub.close();
    await server?.close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  test('says that mail is kept while no mail server is set, and shows it by keyboard', async () => {
    await opened(undefined);
    await openFirstAdministratorLink(page, await adminLink(app, { address: hub.address }), ada);
    for (const name of ['Mia', 'Zoë', 'Nuñez'])
      await app.db.transaction().execute((tx) =>
        queueMail(
          tx,
          {
            district: 'north-unified',
            to: `${name.toLowerCase()}.long-name-of-a-person@students.north.example`,
            template: welcome,
            values: { firstName: name },
            kind: 'welcome',
            about: '17',
          },
          app.clock(),
        ),
      );
    await page.getByRole('button', { name: 'Menu of Ada Admin' }).click();
    await page.getByRole('menuitem', { name: 'Mail' }).click();
    await page.getByRole('heading', { name: 'Mail is kept here and is not sent: set SMTP_URL' }).waitFor();
    await page.getByRole('link', { name: 'Welcome, Mia' }).waitFor();
    expect(await page.getByRole('table', { name: 'Mail' }).getByText('Kept here').count()).toBe(3);
    await looksRight('list-kept');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Welcome, Zoë', level: 1 }).waitFor();
    await page.getByText('Dear Zoë,').waitFor();
    await page.getByText('Open https://hub.example/…').waitFor();
    expect(await page.getByRole('button', { name: 'Try again now' }).count()).toBe(0);
    await looksRight('one-kept');
  });

  test('shows what was sent and what was refused, which somebody tries again', async () => {
    let taken = false;
    server = await aMailServer({
      recipient: ({ address }) => (address.startsWith('mia') && !taken ? '550 5.1.1 no such user' : null),
    });
    await opened(server.url);
    await signIn(page, hub.address, ada);
    await page.goto(new URL('/mail?state=failed', hub.address).href);
    await page.getByRole('link', { name: 'Welcome, Mia' }).waitFor();
    expect(await page.getByText('is kept here').count()).toBe(0);
    await page.goto(new URL('/mail', hub.address).href);
    await page.getByText('Sent').nth(1).waitFor();
    await looksRight('list-sent');
    await page.getByRole('link', { name: 'Welcome, Mia' }).click();
    await page.getByRole('heading', { name: 'The mail server refused the mail' }).waitFor();
    await looksRight('one-failed');
    taken = true;
    await page.getByRole('button', { name: 'Try again now' }).click();
    await page.locator('header').getByText('Sent', { exact: true }).waitFor();
    expect(server.received).toHaveLength(3);
  });
});
