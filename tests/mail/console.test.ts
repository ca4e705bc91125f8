import { expect, onTestFinished, test } from 'vitest';
import { queueMail } from '../../src/mail/mail.repository.ts';
import { journey } from '../journeys/journey.ts';
import { aMailServer } from './mail-server.ts';
import { welcome } from './post-office.ts';

journey('the outbox in the console', {}, ({ app, page, open, looksRight, restart }) => {
  test('says that mail is kept while no mail server is set, and shows it by keyboard', async () => {
    for (const name of ['Mia', 'Zoë', 'Nuñez'])
      await app.db.transaction().execute((tx) =>
        queueMail(
          tx,
          {
            district: 'north',
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
    await looksRight('mail-list-kept');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Welcome, Zoë', level: 1 }).waitFor();
    await page.getByText('Dear Zoë,').waitFor();
    await page.getByText('Open https://hub.example/…').waitFor();
    expect(await page.getByRole('button', { name: 'Try again now' }).count()).toBe(0);
    await looksRight('mail-one-kept');
  });

  test('shows what was sent and what was refused, which somebody tries again', async () => {
    let taken = false;
    const server = await aMailServer({
      recipient: ({ address }) => (address.startsWith('mia') && !taken ? '550 5.1.1 no such user' : null),
    });
    onTestFinished(() => server.close());
    await restart({ smtpUrl: server.url });
    await open('/mail?state=failed');
    await page.getByRole('link', { name: 'Welcome, Mia' }).waitFor();
    expect(await page.getByText('is kept here').count()).toBe(0);
    await open('/mail');
    await page.getByText('Sent').nth(1).waitFor();
    await looksRight('mail-list-sent');
    await page.getByRole('link', { name: 'Welcome, Mia' }).click();
    await page.getByRole('heading', { name: 'The mail server refused the mail' }).waitFor();
    await looksRight('mail-one-failed');
    taken = true;
    await page.getByRole('button', { name: 'Try again now' }).click();
    await page.locator('header').getByText('Sent', { exact: true }).waitFor();
    expect(server.received).toHaveLength(3);
  });
});
