import { afterAll, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import type { App } from '../../src/platform/house.ts';
import { journey } from './journey.ts';

// Whoever manages the integration says how a connection signs in, when it rests, and at last that it goes.

let provider: Provider;
const before = async (app: App) => {
  provider = await startProvider({ students: 40 });
  const { address, tokenUrl, credentials } = provider;
  const text = `district: { id: north, name: North Unified, timeZone: America/Chicago }
connections:
  - name: North SIS
    system: oneroster
    settings: { baseUrl: "${address}", tokenUrl: "${tokenUrl}", version: "1.1" }
    credentials: { kind: oauth2, clientId: ${credentials.clientId}, clientSecret: "${credentials.clientSecret}" }
`;
  await apply(app, { text, fileName: 'north.yaml', env: {} });
};

// A link that was used is found no more.
const setting = { before, mayAnswer: /status of (401|404|409)/ };

journey('what a connection is set to, in the console', setting, (stage) => {
  const { page, stranger, open, heading, button, choose, standing, looksRight, glance, handOverTo } = stage;
  afterAll(() => provider.close());

  test('another host is said to destroy the credentials before it is saved; no value is ever shown', async () => {
    await open('/connections/1');
    await button('Sync now').click();
    await page.getByRole('menuitem', { name: /^Read everything/ }).click();
    await page.getByRole('table', { name: 'Runs' }).getByText('Synced').waitFor();
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

    const outside = await stranger();
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
    await handOverTo(rita);
    const main = page.getByRole('navigation', { name: 'Main' });
    await main.getByRole('link', { name: 'Runs' }).waitFor();
    expect(await main.getByRole('link', { name: 'Connections' }).count()).toBe(0);
    await open('/connections');
    await page.getByText('Your roles do not include this page').waitFor();
  });
});
