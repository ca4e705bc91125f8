import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import * as console_ from '../console/pages.ts';
import { journey } from '../journeys/journey.ts';
import { aMailServer, header, part } from '../mail/mail-server.ts';
import { eventually } from '../mail/post-office.ts';

journey(
  'notifications in the console',
  {},
  ({ page, folder, stranger, at, open, restart, heading, button, looksRight }) => {
    let post: Awaited<ReturnType<typeof aMailServer>> | undefined;
    afterAll(() => post?.close());
    const runOfBrokenFiles = async (seed: number) => {
      const set = path.join(folder, `roster-${seed}`);
      await generateDistrict(set, { students: 60, seed, version: '1.1', mode: 'bulk', brokenShare: 0.05, zip: true });
      const run = await console_.uploadZip(page, `${set}.zip`);
      await console_.untilRunEnded(page);
      return run;
    };

    test('6: the Admin console is reached from the product menu at the top right; Notifications stands in it', async () => {
      const menu = page.getByRole('button', { name: 'Menu of Ada Admin' });
      const box = await menu.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(1280 - 80);
      expect(box?.y).toBeLessThan(60);
      await menu.click();
      await page.getByText('Admin console', { exact: true }).waitFor();
      await page.getByRole('menuitem', { name: 'Notifications' }).click();
      await heading('Notifications').waitFor();
      await page.getByText('You are told nothing by mail').waitFor();
      await page.getByRole('heading', { name: 'Mail is not sent yet: set SMTP_URL' }).waitFor();
      await looksRight('notifications-none');
    });

    test('7: whoever has not added oneself gets no mail for a run; once added, the same person does, by keyboard alone', async () => {
      post = await aMailServer();
      await restart({ smtpUrl: post.url, mailFrom: 'hallpass@north.example' });
      await open('/');
      await runOfBrokenFiles(3);
      await open('/notifications');
      await page.getByText('You are told nothing by mail').waitFor();

      await button('Tell me by mail').press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Tell me by mail' });
      await dialog.getByRole('radio', { name: /^Only when there were problems/ }).press('Space');
      await dialog.getByRole('button', { name: 'What would that have sent?' }).press('Enter');
      await dialog.getByText('The last 30 days: 1 mail').waitFor();
      await dialog.getByRole('button', { name: 'Add quiet hours' }).press('Enter');
      await dialog.getByRole('checkbox', { name: 'Sunday' }).press('Space');
      await looksRight('notifications-choose');
      await dialog.getByRole('button', { name: 'Remove quiet hours 1' }).press('Enter');
      await dialog.getByRole('button', { name: 'Save' }).press('Enter');
      await page.getByText('A mail when a run met problems').waitFor();

      const run = await runOfBrokenFiles(4);
      const { received } = post;
      const raw = await eventually(() => received[0]?.raw);
      expect(received).toHaveLength(1);
      expect(received[0]?.to).toEqual(['ada@north.example']);
      expect(header(raw, 'Subject')).toMatch(/^files: \d+ causes, [\d,]+ records refused/);
      expect(part(raw, 'text/plain')).toMatch(new RegExp(`^Run ${run} of `));
      await open('/notifications');
      await page.getByText(/^Last mail: /).waitFor();
      await looksRight('notifications-chosen');
      await open('/mail');
      await page.getByRole('link', { name: /records? refused/ }).click();
      await page.getByRole('heading', { name: 'As mail programs show it' }).waitFor();
      const shown = page.frameLocator('iframe');
      await shown.getByText(new RegExp(`^Run ${run} of `)).waitFor();
      expect(await shown.locator('a[href]').count()).toBe(0);
      await looksRight('notifications-outbox');
    });

    test('the link in the mail asks first, for whoever opens it without a sign-in, and stops it by its button', async () => {
      const raw = post?.received[0]?.raw ?? '';
      const way = new URL(/(http\S+\/unsubscribe\/\S+)/.exec(part(raw, 'text/plain'))?.[1] ?? '').pathname;
      const elsewhere = await stranger();
      await elsewhere.goto(at(way));
      await elsewhere
        .getByText('Do you want no more mail from Hallpass about the connections of North Unified?')
        .waitFor();
      await looksRight('notifications-way-out', elsewhere);
      await open('/notifications');
      await page.getByText('A mail when a run met problems').waitFor();
      await elsewhere.getByRole('button', { name: 'No more of these mails' }).click();
      await elsewhere.getByRole('heading', { name: 'You get no more of these mails' }).waitFor();
      await open('/notifications');
      await page.getByText('You are told nothing by mail').waitFor();
    });
  },
);
