import { afterAll, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { journey } from './journey.ts';

// Whoever manages the integration connects the SIS, sees how it stands, and does what its error asks for.

let provider: Provider;
const before = async () => {
  provider = await startProvider({ students: 40 });
};

journey('connections in the console', { before }, (stage) => {
  const { page, at, open, goTo, heading, button, choose, standing, looksRight, glance } = stage;
  const checklist = () => page.getByRole('list', { name: 'Checklist' });
  const list = () => page.getByRole('table', { name: 'Connections' });

  afterAll(() => provider.close());

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
    const other = await page.context().newPage();
    await other.goto(at('/connections'));
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
    await dialog.getByLabel('What should they know?').fill('Since the update on Monday.');
    await dialog.getByRole('button', { name: 'Open a ticket' }).click();
    await heading('Ticket 1').waitFor();
    await page.getByText('Since the update on Monday.').waitFor();
    await open('/connections/1');
    await page.getByRole('link', { name: 'Ticket 1 is open about this error' }).waitFor();
    expect(await button('Open a ticket').count()).toBe(0);
    await looksRight('connection-system-error');
    provider.control.clear();
    await open('/connections/1');
    // After somebody has put it right, a sync shows it.
    await button('Sync now').click();
    await page.getByRole('menuitem', { name: /^Read everything/ }).click();
    await standing('Synced');
  });
});
