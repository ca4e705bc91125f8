import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { tellNews } from '../../src/notifications/news.repository.ts';
import { statementsOf } from '../../src/platform/database.ts';
import { journey } from '../journeys/journey.ts';
import { eventually, runEnded } from './scene.ts';

// An address that is refused, and one that cannot be reached.
const setting = { mayAnswer: /status of 4\d\d/ };

journey('webhooks and workers in the console', setting, ({ app, page, open, looksRight }) => {
  /** What a receiver answered, as a process that sends writes it. */
  const answered = (status: number, answer: string, error: object | null) =>
    sql`insert into webhook_attempt (district_id, event_no, no, at, ms, status, error, answer)
      select district_id, no, 1, now(), 143, ${status}, ${error === null ? null : JSON.stringify(error)}, ${answer}
      from webhook_event where no = (select max(no) from webhook_event)`.execute(app.db);

  test('somebody adds one by keyboard, copies its secret, sends a test and sees why it did not arrive', async () => {
    await page.getByRole('button', { name: 'Menu of Ada Admin' }).click();
    await page.getByRole('menuitem', { name: 'Webhooks' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    await looksRight('webhooks-none');
    await page.getByRole('button', { name: 'Add a webhook' }).press('Enter');
    await page.getByLabel('Name').fill('On-call service');
    await page.getByLabel('Address').fill('https://127.0.0.1/hooks');
    await page.getByLabel('Runs').check();
    await page.getByLabel('Issues').check();
    await page.getByLabel('A cause is gone').uncheck();
    await looksRight('webhook-new');
    await page.getByLabel('Address').press('Enter');
    await page.getByText('must lead to a public address').first().waitFor();
    await page.getByLabel('Address').fill('https://desk.invalid/hooks/hush');
    await page.getByLabel('Address').press('Enter');
    await page.getByText(/^whsec_/).waitFor();
    await looksRight('webhook-secret');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Runs, A new cause, A cause came back').waitFor();
    await looksRight('webhooks-list');

    await page.getByRole('link', { name: 'On-call service' }).click();
    await page.getByRole('heading', { name: 'Nothing was sent yet' }).waitFor();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('table', { name: 'Delivery log' }).getByText('The webhook cannot be reached').waitFor();
    await page.getByRole('link', { name: 'webhook.test' }).click();
    await page.getByRole('heading', { name: 'Attempt 1' }).waitFor();
    await page.getByText('Ask whoever looks after the program at desk.invalid').waitFor();
    await looksRight('webhook-event-failed');
  });

  test('somebody reads the delivery log, sends again what failed, rotates the secret and deletes the webhook', async () => {
    const { district_id: district } = await app.db
      .selectFrom('webhook')
      .select('district_id')
      .executeTakeFirstOrThrow();
    // Nobody attempts anything while the log is filled in.
    await sql`update webhook set lease_until = now() + interval '1 hour'`.execute(app.db);
    await app.db
      .transaction()
      .execute((tx) => tellNews(statementsOf(tx), district, new Date(), [runEnded(4), runEnded(5)]));
    await eventually(async () => {
      const found = await app.db.selectFrom('webhook_event').select('no').where('type', '=', 'run.ended').execute();
      return found.length === 2 ? true : undefined;
    });
    await answered(503, '{"error":"busy, try later"}', {
      entry: 'connection.webhook_refused',
      facts: { host: 'desk.invalid', status: '503' },
    });
    await sql`update webhook_event set state = 'failed', ended_at = now(), attempts = 8
      where no = (select max(no) from webhook_event)`.execute(app.db);
    await sql`update webhook set failing_since = now() - interval '2 hours'`.execute(app.db);
    await open('/webhooks/1');
    await page.getByRole('heading', { name: 'It does not take what it is sent' }).waitFor();
    await page.getByText('503, 143 ms').waitFor();
    await looksRight('webhook-page');
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByLabel('What failed for good (1)').waitFor();
    await looksRight('webhook-replay');
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 event goes out.').waitFor();

    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Rotate secret' }).click();
    await page.getByRole('button', { name: 'Rotate secret' }).click();
    await page.getByText(/^whsec_/).waitFor();
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Old secret signs until').waitFor();
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Switch off' }).click();
    await page.locator('header').getByText('Off', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Manage' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByLabel('On-call service', { exact: false }).last().fill('On-call service');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    expect(await app.db.selectFrom('webhook_event').selectAll().execute()).toEqual([]);
  });

  test('somebody sees which processes work', async () => {
    await sql`insert into worker (id, kind, host, pid, started_at, seen_at, stopping) values
      ('4242-abcd', 'worker', 'worker-1.north.example', 4242, now() - interval '3 days', now() + interval '1 hour', false),
      ('4243-abcd', 'worker', 'worker-2.north.example', 4243, now() - interval '2 days', now() - interval '5 minutes', false)`.execute(
      app.db,
    );
    await page.getByRole('button', { name: 'Menu of Ada Admin' }).click();
    await page.getByRole('menuitem', { name: 'Workers' }).click();
    const table = page.getByRole('table', { name: 'Workers' });
    await table.getByText('Hub').waitFor();
    await table.getByText('worker-1.north.example, process 4242').waitFor();
    await table.getByText('Not heard of').waitFor();
    await looksRight('workers');
  });
});
