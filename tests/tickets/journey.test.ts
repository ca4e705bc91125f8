import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Provider, startProvider } from '../../sandbox/oneroster/provider.ts';
import { apply } from '../../src/district/district-apply.usecases.ts';
import { journey } from '../journeys/journey.ts';

const secret = 'hp_live_sender_0123456789abcdef';
const district = `
district: { id: north, name: North Unified, timeZone: America/Chicago }
schools: [{ id: s-1, name: North High, rostering: { attendanceSettings: [], duration: 60 } }]
apiKeys: [{ name: nightly SIS, secret: ${secret}, schools: [s-1] }]
`;

journey(
  'evidence and tickets in the console',
  { district },
  ({ app, page, open, at, heading, button, looksRight, glance }) => {
    let provider: Provider;
    beforeAll(async () => {
      provider = await startProvider({ students: 20 });
    });
    afterAll(() => provider?.close());

    const push = (method: string, body: unknown) =>
      fetch(at('/rostering/v1/users'), {
        method,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const answer = () => page.getByRole('region', { name: 'Answer' });
    const calls = () => page.getByRole('table', { name: 'Calls that were refused or failed' });

    test('what a key sent stands with the attempt, behind a button, without names', async () => {
      const student = { schoolID: 's-1', issuedID: 'i-1', role: 'student', userID: 'u-1' };
      await push('POST', { ...student, firstName: 'Xanthippe', lastName: 'Quintanilla', email: 'x@north.example' });
      await push('PATCH', { userID: 'u-1', firstName: 'Xanthippa', email: 'x at north' });
      await open('/passport?flow=1&kind=user&key=u-1');
      const attempts = page.getByRole('table', { name: 'Every attempt' });
      await attempts.getByRole('button').first().click();
      await button('What was sent, and what came back').focus();
      await page.keyboard.press('Enter');
      await answer().waitFor();
      const shown = await attempts.innerText();
      expect(shown).toContain('‹firstName›');
      expect(shown).not.toMatch(/Xanthipp|Quintanilla/);
      await looksRight('evidence-attempt');
    });

    test('a connection shows the call that its checklist failed by', async () => {
      const { clientId, clientSecret } = provider.credentials;
      const settings = `{ baseUrl: "${provider.address}", tokenUrl: "${provider.tokenUrl}", version: "1.1" }`;
      const credentials = `{ kind: oauth2, clientId: "${clientId}", clientSecret: "${clientSecret}" }`;
      const connection = `connections:\n  - { name: North SIS, system: oneroster, settings: ${settings}, credentials: ${credentials} }`;
      provider.control.fault({ kind: 'error', status: 400, on: { collection: 'courses' } });
      const applied = await apply(app, { text: district + connection, fileName: 'north.yaml', env: {} });
      expect(applied).toMatchObject({ applied: true });
      await open('/connections');
      await page.getByRole('link', { name: 'North SIS' }).first().click();
      await heading('North SIS').waitFor();
      await page.getByRole('tab', { name: 'Calls' }).click();
      await calls().getByRole('button').first().click();
      await answer().waitFor();
      await looksRight('evidence-calls');
    });

    test('its system error becomes a ticket, whose bundle goes to a desk as it was looked at', async () => {
      await button('Open a ticket').first().click();
      const dialog = page.getByRole('dialog', { name: 'Open a ticket' });
      await dialog.getByLabel('What should they know?').fill('Since the update of last night.');
      await glance('ticket-dialog');
      await dialog.getByRole('button', { name: 'Open a ticket' }).click();
      await heading('Ticket 1').waitFor();
      await button('Make the bundle').click();
      await page.getByRole('link', { name: 'Name a desk' }).click();
      await heading('Desks').waitFor();
      await button('Name a desk').first().click();
      const desk = page.getByRole('dialog', { name: 'Name a desk' });
      await desk.getByLabel('Name').fill('Vendor support');
      await desk.getByLabel('Address').fill('desk@vendor.example');
      await looksRight('ticket-desk');
      await desk.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('table', { name: 'Desks' }).waitFor();
      await looksRight('ticket-desks');
      await page.goBack();
      const bundle = page.getByRole('region', { name: 'The file ticket.txt' });
      await bundle.waitFor();
      expect(await bundle.innerText()).toContain('Since the update of last night.');
      await looksRight('ticket-page');
      await button('Send to Vendor support').click();
      await page.getByText('to Vendor support', { exact: true }).waitFor();
      await button('Send to Vendor support').waitFor({ state: 'detached' });
    });

    test('its answer is pasted in, and it is closed', async () => {
      await page.getByLabel('What is to be said').fill('Mended, says the vendor.');
      await button('Add as the answer of the desk').click();
      await page.getByText('Mended, says the vendor.').waitFor();
      await glance('ticket-answered');
      await page.locator('#page').getByRole('button', { name: 'Close' }).click();
      await button('Reopen').waitFor();
      await open('/tickets?mine=true');
      await page.getByRole('table', { name: 'Tickets' }).waitFor();
      await looksRight('ticket-list');
    });

    test('a run that failed shows the call that it failed by', async () => {
      await open('/connections');
      await page.getByRole('link', { name: 'North SIS' }).first().click();
      await heading('North SIS').waitFor();
      await button('Sync now').click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('tab', { name: 'Runs' }).click();
      await page.getByRole('tabpanel').getByRole('table').getByRole('link').first().click();
      await heading(/^Run \d+$/).waitFor();
      await calls().waitFor({ timeout: 30_000 });
      await calls().getByRole('button').first().click();
      await answer().waitFor();
      await looksRight('evidence-run');
    });
  },
);
