import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { generateDistrict } from '../../bench/district/generate.ts';
import { adminLink } from '../../src/access/admin-link.command.ts';
import * as console_ from '../console/pages.ts';
import { ada, journey } from './journey.ts';

// Whole journeys through the console of a real hub over a real database, as the person at the school would go them.

const founder = { ...ada, district: 'North Unified', timeZone: 'America/Chicago' };

// Who may not see a page is refused what it asks for.
const setting = { district: null, mayAnswer: /status of (401|403)/ };

journey('the console', setting, ({ app, page, folder, at, open, looksRight, handOverTo }) => {
  test('the first administrator names the district, uploads a roster, and reads why a row was refused', async () => {
    await console_.openFirstAdministratorLink(page, await adminLink(app, { address: at('/') }), founder);
    await looksRight('home-none');
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
    await looksRight('run');

    const rows = await console_.showRefusedOf(page, 'invalid');
    await rows.first().getByRole('button').first().click();
    const text = await page.getByRole('table', { name: 'Records' }).innerText();
    expect(text).toMatch(/\.csv/);
    expect(text).toMatch(/SIS administrator/);
    await looksRight('run-records');
    // The address holds the filter: whoever gets it sees the same.
    await page.reload();
    await page.getByRole('table', { name: 'Records' }).waitFor();
    expect(page.url()).toContain(`/runs/${run}`);
    await console_.signOut(page);
    await looksRight('sign-in');
  });

  test('deletions that were held wait until somebody has typed their number', async () => {
    await console_.signIn(page, at('/'), ada);
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
    await open('/');
    await page
      .getByRole('heading', { name: /issues? needs? somebody|waits? for/ })
      .first()
      .waitFor();
    await looksRight('home-held');
    await open(`/holds/${first.no}`);
    await page.getByRole('button', { name: /^Delete [\d,]+ records?$/ }).waitFor();
    await looksRight('hold');
    await console_.releaseHold(page, first.records);
    await console_.untilRunEnded(page);
    expect(await console_.countOf(page, 'deleted')).toBe(first.records);
  });

  test('a key made in the console imports over the API under its own name, and is dead once revoked', async () => {
    const secret = await console_.createApiKey(page, { name: 'nightly-sis' });
    const set = path.join(folder, 'by-key');
    await generateDistrict(set, { students: 30, seed: 9, version: '1.2', mode: 'bulk', zip: true });
    const send = () =>
      readFile(`${set}.zip`).then((body) =>
        fetch(at('/rostering/v1/imports'), {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/zip' },
          body,
        }),
      );
    const answer = await send();
    expect(answer.status).toBe(202);
    const { run } = (await answer.json()) as { run: { id: number } };
    await open(`/runs/${run.id}`);
    await console_.untilRunEnded(page);
    await page.getByText('nightly-sis').first().waitFor();
    const own = { headers: { authorization: `Bearer ${secret}` } };
    const told = await fetch(at(`/rostering/v1/imports/${run.id}`), own);
    expect(await told.json()).toMatchObject({ id: run.id, state: 'done' });
    const causes = await fetch(at(`/rostering/v1/imports/${run.id}/causes`), own);
    expect(await causes.json()).toEqual({ causes: [] });
    expect((await fetch(at('/rostering/v1/imports/1'), own)).status).toBe(404);
    await app.db.updateTable('api_key').set({ revoked_at: new Date() }).where('name', '=', 'nightly-sis').execute();
    expect((await send()).status).toBe(401);
  });

  test('every list can be read', async () => {
    for (const place of ['runs', 'schools', 'people', 'roles', 'api-keys', 'audit']) {
      await open(`/${place}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await looksRight(place);
    }
  });

  test('an invited registrar sees runs and schools, but not who signs in', async () => {
    await handOverTo({ name: 'Rita Registrar', email: 'rita@north.example', role: 'Registrar' });
    await console_.openRuns(page);
    await looksRight('runs-registrar');
    await open('/people');
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.getByText('ada@north.example').count()).toBe(0);
  });
});
