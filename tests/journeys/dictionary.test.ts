import path from 'node:path';
import { expect, test } from 'vitest';
import { journey } from './journey.ts';

// Somebody at the district looks up what a gradebook said, reads and prints its guide, and names what nobody knew.

const rita = { name: 'Rita Registrar', email: 'rita@north.example', role: 'Registrar' };
/** The folder for pictures, where somebody wants to look at the paper. */
const pictures = process.env['PICTURES'];

const category =
  'WARN 12:04 Grading category Field Notes not found in Skyward for section ALG-1. Please ensure that your assignment categories match between Skyward and Canvas. Available grading categories are: Homework, Tests';
const noGradebook = (section: string) =>
  `Section ${section} does not have a gradebook. The gradebook for each Section is created when the teacher first visits it or when the utility to mass create gradebooks is run.`;
const noRoom = (section: string, name: string) => `Homeroom ${section} "${name}" takes no graded work in this window`;

journey('the dictionary in the console', {}, ({ page, open, heading, goTo, looksRight, handOverTo }) => {
  const box = () => page.getByRole('textbox', { name: 'Message or error log' });
  const answer = () => page.getByRole('region', { name: 'Explanation' });
  const ask = async (message: string) => {
    await box().fill(message);
    await box().press('Control+Enter');
  };

  test('a pasted message is explained by keyboard: its facts, who fixes it, the steps; no address holds it', async () => {
    await goTo('Explain');
    await answer().getByText('Nothing asked yet').waitFor();
    await looksRight('explain-empty');
    await ask(category);
    await answer().getByRole('heading', { name: 'Grading Category Not Found' }).waitFor();
    const told = await answer().innerText();
    expect(told).toMatch(/Skyward/);
    expect(told).toMatch(/Teacher of the section/);
    expect(told).toMatch(/compare the names of the assignment groups with the categories .* Homework, Tests/);
    expect(told).toMatch(/Is anything lost\?\s+The message itself deletes nothing/);
    expect(told).toMatch(/Is another try worth it\?\s+Only after the cause has been removed/);
    expect(await answer().locator('mark').allInnerTexts()).toEqual(['Field Notes', 'ALG-1', 'Homework, Tests']);
    await looksRight('explain-one');
    const kept = await page.evaluate('JSON.stringify([location.href, history.state, { ...localStorage }])');
    expect(kept).not.toMatch(/Field|Notes/);

    await answer().getByRole('link', { name: 'The category is not known to the gradebook' }).click();
    await heading('The category is not known to the gradebook').waitFor();
    await page.getByText('PowerSchool', { exact: true }).waitFor();
    await looksRight('cause');
    await page.goBack();
    await answer().getByRole('heading', { name: 'Grading Category Not Found' }).waitFor();
  });

  test('one wording of two systems is told for both, and for one where the system is chosen', async () => {
    await open('/explain');
    await ask('Internal Server Error');
    await answer().getByText('This wording is known in several systems').waitFor();
    await answer().getByRole('button', { name: 'In Synergy: Internal Server Error' }).click();
    await looksRight('explain-several');
    await page.getByRole('combobox', { name: 'System' }).fill('Synergy');
    await page.getByRole('option', { name: 'Synergy' }).click();
    await page.waitForURL(/\/explain\?system=synergy$/);
    await page.getByRole('button', { name: 'Explain', exact: true }).click();
    await answer().getByText('Synergy', { exact: true }).waitFor();
    expect(await answer().getByRole('article').count()).toBe(1);
  });

  test('a step that loses something says so beside it, and two causes are told apart', async () => {
    await open('/dictionary/skyward.assignment_exists');
    await page.getByText('Deleting the assignment in Skyward deletes the scores in it.').waitFor();
    await looksRight('entry-warning');
    await open('/dictionary/skyward.assignment_deleted');
    await page.getByRole('heading', { name: 'One of these is the reason' }).waitFor();
    await page.getByText('Cause 2 of 2').waitFor();
  });

  test('where a refusal is explained, the name of its entry leads to its page', async () => {
    await open('/try?operation=createUser');
    await page.getByRole('button', { name: /^Unauthorized school/ }).click();
    await page.getByRole('link', { name: /^rostering\./ }).click();
    await page.waitForURL(/\/dictionary\/rostering\./);
    await page.getByRole('heading', { name: 'Did this fix it?' }).waitFor();
    // An address with dots in it can be opened by itself too.
    await page.reload();
    await page.getByRole('heading', { name: 'Did this fix it?' }).waitFor();
  });

  test('a log is told by its causes, the largest first, with lines; what is unknown stands last', async () => {
    await open('/explain');
    const lines = [
      'when,system,message',
      `1,skyward,${noGradebook('7')}`,
      `2,skyward,${noGradebook('8')}`,
      '3,skyward,The request is invalid.',
      `4,skyward,${noGradebook('9')}`,
      ...['Nadia', 'Omar'].map((name, at) => `${5 + at},synergy,"${noRoom(`44-${at}`, name).replaceAll('"', '""')}"`),
    ];
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles({
      name: 'errors.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(lines.join('\n')),
    });
    await answer().getByText('6 messages: 2 causes, 2 unknown.').waitFor();
    const causes = answer().getByRole('list', { name: 'By cause, the largest first' });
    expect(await causes.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual([
      'The section has no gradebook yet',
      'The student’s id is none of the SIS',
    ]);
    const first = causes.getByRole('article').first();
    await first.getByRole('button', { name: 'What it means' }).click();
    await first.getByText('Lines 2–3, 5').waitFor();
    await first.getByText('What to do').waitFor();
    await answer().getByRole('heading', { name: '2 messages are not known' }).waitFor();
    await answer().getByText(noRoom('44-1', 'Omar')).waitFor();
    await looksRight('explain-log');
  });

  test('a file that is too large is not sent', async () => {
    await page.getByRole('button', { name: 'Take the file away' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).click();
    await (await chooser).setFiles({
      name: 'huge.txt',
      mimeType: 'text/plain',
      buffer: Buffer.alloc(5_000_001, 'a'),
    });
    await page.getByText('The file is larger than 5 MB.').waitFor();
  });

  test('the dictionary is searched by words, and a system’s guide is printed black on white and bare', async () => {
    await goTo('All entries');
    await page.getByRole('link', { name: 'Skyward', exact: false }).first().waitFor();
    await looksRight('dictionary');
    await page.getByRole('searchbox', { name: 'Words, a title or a message' }).fill('mass create gradebooks');
    await page.getByRole('table').getByRole('link', { name: 'Section Does Not Have a Gradebook' }).waitFor();
    await looksRight('dictionary-search');
    await open('/causes');
    await page.getByRole('link', { name: 'The grading period is closed' }).waitFor();
    await looksRight('causes');
    await open('/dictionary');
    await page.getByRole('link', { name: 'Reference guide of Skyward' }).click();
    await heading('Skyward: every known error').waitFor();
    await looksRight('guide');

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = await page.evaluate<Record<string, unknown>>(`({
      text: getComputedStyle(document.querySelector('article')).color,
      paper: getComputedStyle(document.body).backgroundColor,
      entry: getComputedStyle(document.querySelector('article')).breakInside,
    })`);
    expect(paper).toEqual({ text: 'rgb(0, 0, 0)', paper: 'rgb(255, 255, 255)', entry: 'avoid' });
    expect(await page.getByText('North Unified').isVisible()).toBe(false);
    expect(await page.getByRole('navigation', { name: 'Main' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    expect(await page.getByText(/^Hallpass, reference guide of \w+ \d+, \d{4}$/).isVisible()).toBe(true);
    if (pictures !== undefined) await page.pdf({ path: path.join(pictures, 'guide.pdf'), format: 'A4' });
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  });

  test('an unknown message is named by clicking its words, and is explained from then on', async () => {
    await goTo('Unknown messages');
    const list = page.getByRole('table', { name: 'Unknown messages' });
    await list.getByRole('link', { name: /^Homeroom/ }).waitFor();
    await looksRight('unknown');
    await list.getByRole('link', { name: /^Homeroom/ }).click();
    await page.getByText(noRoom('44-0', 'Nadia')).waitFor();
    await looksRight('unknown-one');
    await page.getByRole('button', { name: 'Ignore' }).click();
    await page.getByRole('button', { name: 'Watch again' }).click();
    await page.getByRole('button', { name: 'Ignore' }).waitFor();

    await page.getByRole('link', { name: 'Name it' }).click();
    await heading('Name a message').waitFor();
    const template = page.getByRole('textbox', { name: 'Template' });
    await template.waitFor();
    // The log said whose message it was.
    await expect.poll(() => page.getByRole('combobox', { name: 'System that says it' }).inputValue()).toBe('Synergy');
    await page.getByText('It would explain 2 messages of one wording.').waitFor();
    await page.getByRole('button', { name: /^window: make it/ }).click();
    expect(await template.inputValue()).toMatch(/takes no graded work in this \{[a-zA-Z]+\}$/);
    await page
      .getByRole('button', { name: /put the word back$/ })
      .last()
      .click();
    expect(await template.inputValue()).toMatch(/takes no graded work in this window$/);
    await page.getByText('The message above fits.').waitFor();

    await page.getByRole('button', { name: 'Save the entry' }).click();
    await page.getByText('This is needed.').first().waitFor();
    await page.getByRole('textbox', { name: 'Title' }).fill('A homeroom takes no grades');
    await page.getByRole('combobox', { name: 'What is wrong, in general' }).fill('grading period is closed');
    await page.getByRole('option', { name: 'The grading period is closed' }).click();
    await page.getByRole('textbox', { name: 'What it means' }).fill('Synergy keeps no gradebook for a homeroom.');
    await page.getByRole('textbox', { name: 'What to do' }).fill('Switch Sync to SIS off in the course.\nSync again.');
    await looksRight('naming');
    await page.getByRole('button', { name: 'Save the entry' }).click();
    await heading('A homeroom takes no grades').waitFor();
    await looksRight('own-entry');

    await goTo('Explain');
    await ask(`ERROR ${noRoom('99-1', 'Somebody Else')}`);
    await answer().getByRole('heading', { name: 'A homeroom takes no grades' }).waitFor();
    await goTo('Unknown messages');
    await page.getByRole('heading', { name: 'Nothing unknown' }).waitFor();
    await looksRight('unknown-none');
  });

  test('a message that nobody knows is said to be unknown, and leads to its naming without an address', async () => {
    await open('/explain?system=aeries');
    await ask('The moon stands between the two gradebooks of Ada Lovelace');
    await answer().getByRole('heading', { name: 'The dictionary does not know this message' }).waitFor();
    await looksRight('explain-unknown');
    await answer().getByRole('link', { name: 'Name it' }).click();
    await heading('Name a message').waitFor();
    expect(await page.getByRole('textbox', { name: 'Template' }).inputValue()).toBe(
      'The moon stands between the two gradebooks of Ada Lovelace',
    );
    expect(page.url()).not.toMatch(/moon/);
  });

  test('whether the help helped is answered, and answered otherwise', async () => {
    await open('/dictionary/district.a_homeroom_takes_no_grades');
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByText('Answers so far: 1 yes, 0 no.').waitFor();
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByText('Answers so far: 0 yes, 1 no.').waitFor();
  });

  test('own entries are exported, deleted after their title is typed, and come back after a dry run', async () => {
    await open('/own-entries');
    await page.getByRole('link', { name: 'A homeroom takes no grades', exact: true }).waitFor();
    await looksRight('own-entries');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const file = await (await download).path();
    await page.getByRole('button', { name: 'Delete A homeroom takes no grades' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete an own entry' });
    await dialog.getByRole('textbox').fill('A homeroom takes no grades');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No entries of your own yet' }).waitFor();
    await page.getByRole('button', { name: 'Import' }).click();
    const bring = page.getByRole('dialog', { name: 'Import entries' });
    const chooser = page.waitForEvent('filechooser');
    await bring.getByRole('button', { name: 'YAML file' }).click();
    await (await chooser).setFiles(file);
    await bring.getByText('1 new, 0 changed, 0 as they are.').waitFor();
    await looksRight('own-import');
    await bring.getByRole('button', { name: 'Import' }).click();
    await page.getByRole('link', { name: 'Edit A homeroom takes no grades' }).click();
    await heading('Edit A homeroom takes no grades').waitFor();
    await page.getByRole('textbox', { name: 'Title' }).fill('Homerooms take no grades');
    await page.getByRole('button', { name: 'Save the entry' }).click();
    await heading('Homerooms take no grades').waitFor();
  });

  test('who may only read is told so, and is offered nothing else', async () => {
    await handOverTo(rita);
    await goTo('Unknown messages');
    const list = page.getByRole('table', { name: 'Unknown messages' });
    await list.getByText(/^The moon stands/).waitFor();
    expect(await list.getByRole('link').count()).toBe(0);
    await open('/own-entries');
    await page.getByRole('link', { name: 'Homerooms take no grades', exact: true }).waitFor();
    expect(await page.getByRole('button', { name: /Import|Delete/ }).count()).toBe(0);
    await goTo('Explain');
    await ask('The moon stands elsewhere');
    await answer().getByText('Whoever manages the dictionary in your district can name it.').waitFor();
    expect(await answer().getByRole('link', { name: 'Name it' }).count()).toBe(0);
  });
});
