import type { Locator, Page } from 'playwright-core';

/** The nine outcomes, as the legend of a run names them. */
export type OutcomeWord =
  | 'created'
  | 'updated'
  | 'deleted'
  | 'unchanged'
  | 'held'
  | 'blocked'
  | 'invalid'
  | 'conflict'
  | 'rejected';

export interface FirstAdministrator {
  /** The name of a district that is to be. */
  district?: string;
  /** As it stands in the list, such as `America/Chicago`. */
  timeZone?: string;
  name: string;
  email: string;
  password: string;
}

/** Opens the one-time link of `serve` or `admin link`, names a new district and ends on Home, signed in. */
export async function openFirstAdministratorLink(page: Page, url: string, who: FirstAdministrator): Promise<void> {
  await page.goto(url);
  if (who.district !== undefined) await page.getByLabel('Name of the district').fill(who.district);
  if (who.timeZone !== undefined) await choose(page, page.getByRole('combobox', { name: 'Time zone' }), who.timeZone);
  await page.getByLabel('Your name').fill(who.name);
  await page.getByLabel('E-mail').fill(who.email);
  await passwordOf(page).fill(who.password);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await homeOf(page).waitFor();
}

/** Opens the link of an invitation or of a new password; the name stands there already where it is known. */
export async function openInvitation(page: Page, url: string, password: string): Promise<void> {
  await page.goto(url);
  await passwordOf(page).fill(password);
  await page.getByRole('button', { name: 'Set password and sign in' }).click();
  await homeOf(page).waitFor();
}

/** Signs in at `baseUrl` and ends on Home. */
export async function signIn(page: Page, baseUrl: string, who: { email: string; password: string }): Promise<void> {
  await page.goto(new URL('/sign-in', baseUrl).href);
  await page.getByLabel('E-mail').fill(who.email);
  await passwordOf(page).fill(who.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await homeOf(page).waitFor();
}

export async function signOut(page: Page): Promise<void> {
  await chooseInMenu(page, 'Sign out');
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
}

/** Uploads a zip from the page Runs and ends on the new run's page; returns the run's number. */
export async function uploadZip(
  page: Page,
  path: string,
  options: { connection?: string; allowDeletions?: boolean } = {},
): Promise<number> {
  await openRuns(page);
  await page.getByRole('button', { name: 'Upload files' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Upload OneRoster files' });
  const chooser = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Zip file' }).click();
  await (await chooser).setFiles(path);
  if (options.connection !== undefined)
    await dialog.getByRole('combobox', { name: 'Connection' }).fill(options.connection);
  if (options.allowDeletions === true) {
    await dialog.getByRole('checkbox', { name: 'Delete what is missing even if it is much' }).check();
  }
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click();
  await page.waitForURL(/\/runs\/\d+/);
  return Number(/\/runs\/(\d+)/.exec(page.url())?.[1]);
}

export async function openRuns(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runs' }).click();
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
}

/** The run has ended: it can no longer be cancelled, and its time is told. */
export async function untilRunEnded(page: Page, timeout = 60_000): Promise<void> {
  await page.getByRole('heading', { level: 1, name: /^Run \d+$/ }).waitFor();
  await page.getByText('Not finished').waitFor({ state: 'detached', timeout });
}

/** On a run's page, clicks the count of an outcome; answers the rows that are then shown. */
export async function showRefusedOf(page: Page, outcome: OutcomeWord): Promise<Locator> {
  await page
    .getByRole('list', { name: 'What became of the records' })
    .getByRole('link', { name: new RegExp(`^[\\d,]+ ${outcome}`) })
    .click();
  await page.waitForURL(new RegExp(`outcome=${outcome}`));
  const records = page.getByRole('table', { name: 'Records' });
  await records.waitFor();
  return records.getByRole('row').filter({ has: page.getByRole('button') });
}

/** The count of an outcome in the legend of a run's page; 0 where the legend does not name it. */
export async function countOf(page: Page, outcome: OutcomeWord): Promise<number> {
  const link = page
    .getByRole('list', { name: 'What became of the records' })
    .getByRole('link', { name: new RegExp(`^[\\d,]+ ${outcome}`) });
  if ((await link.count()) === 0) return 0;
  return Number.parseInt((await link.innerText()).replaceAll(/[^\d]/g, ''), 10);
}

/** Invites a person for one role in the whole district; returns the one-time link. */
export async function invitePerson(page: Page, who: { name: string; email: string; role: string }): Promise<string> {
  await chooseInMenu(page, 'People');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('Name').fill(who.name);
  await dialog.getByLabel('E-mail').fill(who.email);
  await choose(page, dialog.getByRole('combobox', { name: 'Role' }), who.role);
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  return shownOnce(dialog);
}

/** Creates a key; `scopes` in the words of the page. Returns the secret. */
export async function createApiKey(
  page: Page,
  key: { name: string; scopes?: readonly ('Send rosters' | 'Manage Hallpass')[] },
): Promise<string> {
  await chooseInMenu(page, 'API keys');
  await page.getByRole('button', { name: 'Create an API key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create an API key' });
  await dialog.getByLabel('Name').fill(key.name);
  for (const scope of ['Send rosters', 'Manage Hallpass'] as const) {
    await dialog.getByRole('checkbox', { name: scope }).setChecked((key.scopes ?? ['Send rosters']).includes(scope));
  }
  await dialog.getByRole('button', { name: 'Create an API key' }).click();
  return shownOnce(dialog);
}

/** On a hold's page, deletes after typing the number, and ends on the page of the run that does it. */
export async function releaseHold(page: Page, records: number): Promise<void> {
  await page.getByRole('button', { name: /^Delete [\d,]+ records?$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(String(records));
  await dialog.getByRole('button', { name: /^Delete / }).click();
  await page.waitForURL(/\/runs\/\d+/);
}

const homeOf = (page: Page): Locator => page.getByRole('heading', { level: 1, name: 'What needs somebody today' });

const passwordOf = (page: Page): Locator => page.getByRole('textbox', { name: 'Password' });

async function chooseInMenu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Menu of / }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

async function choose(page: Page, box: Locator, option: string): Promise<void> {
  await box.click();
  await box.fill(option);
  await page.getByRole('option', { name: option, exact: true }).click();
}

async function shownOnce(dialog: Locator): Promise<string> {
  const value = await dialog.getByRole('code').innerText();
  await dialog.getByRole('button', { name: 'Done' }).click();
  return value;
}
