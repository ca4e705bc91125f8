import { expect, test } from 'vitest';
import { journey } from './journey.ts';

// A sending system writes over HTTP; somebody at the district looks at what came of it, and tries a call by hand.

const secret = 'hp_live_nightly_0123456789abcd';
const north = `district: { id: north, name: North Unified, timeZone: America/Chicago }
schools:
  - { id: sch-1, name: North High, rostering: { attendanceSettings: [{ name: In person }], duration: 60 } }
apiKeys:
  - { name: nightly-sis, secret: ${secret}, schools: [sch-1] }
`;
type Fields = Readonly<Record<string, unknown>>;

// A call that is refused on purpose stands in the browser's log too.
const setting = { district: north, mayAnswer: /status of 4\d\d/ };

journey('what a key sent, in the console', setting, ({ page, at, open, goTo, heading, looksRight }) => {
  const send = async (method: string, place: string, body: Fields): Promise<number> => {
    const answer = await fetch(at(`/rostering/v1${place}`), {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.text();
    return answer.status;
  };
  const user = (over: Fields) => ({
    schoolID: 'sch-1',
    issuedID: '1',
    firstName: 'Mia',
    lastName: 'Chen',
    role: 'student',
    ...over,
  });

  test('where nothing was sent yet, the pages say how it begins', async () => {
    await goTo('Users');
    await page.getByRole('heading', { name: 'No users yet' }).waitFor();
    await looksRight('users-none');
    await goTo('Courses');
    await page.getByRole('heading', { name: 'No courses yet' }).waitFor();
    await open('/api-keys');
    await page.getByRole('link', { name: 'nightly-sis' }).click();
    await page.getByRole('heading', { name: 'Nothing was sent in these days' }).waitFor();
    await looksRight('key-none');
  });

  test('the refused user stands under the key with its help, and leads to the people and courses', async () => {
    expect(await send('POST', '/users', user({ userID: 'u-mia', email: 'mia@north.example' }))).toBe(201);
    expect(
      await send(
        'POST',
        '/users',
        user({
          userID: 'u-rosa',
          email: 'rosa@north.example',
          firstName: 'Rosa',
          lastName: 'Díaz',
          role: 'instructor',
        }),
      ),
    ).toBe(201);
    expect(await send('POST', '/users', user({ userID: 'u-bad', email: 'not an address' }))).toBe(400);
    const course = { courseID: 'alg-1', addCode: 'ALG-1' };
    const times = { startTime: '9:00', endTime: '10:00', timeZone: 'America/Chicago' };
    expect(
      await send('POST', '/courses', {
        ...course,
        ...times,
        schoolID: 'sch-1',
        name: 'Algebra 1',
        owner: 'rosa@north.example',
        days: 'Monday Wednesday',
        startDate: '8/17/2026',
        endDate: '12/18/2026',
      }),
    ).toBe(201);
    expect(await send('POST', '/course-members', { ID: 'mia@north.example', courseID: 'alg-1' })).toBe(201);
    for (const day of ['8/31/2026', '9/2/2026', '9/7/2026', '9/9/2026'])
      expect(
        await send('POST', '/attendance-sessions', {
          courseID: 'alg-1',
          attendanceID: `att ${day}`,
          startDate: day,
          endDate: day,
          ...times,
        }),
      ).toBe(201);
    // It overlaps the first.
    expect(
      await send('POST', '/attendance-sessions', {
        courseID: 'alg-1',
        attendanceID: 'again',
        startDate: '8/31/2026',
        endDate: '8/31/2026',
        ...times,
      }),
    ).toBe(400);

    await page.reload();
    await page.getByRole('heading', { name: 'What was refused' }).waitFor();
    const cause = page.getByRole('article').filter({ hasText: 'isEmail' });
    await cause.getByRole('button', { name: 'How to fix it' }).click();
    await cause.getByText('What to do').waitFor();
    await cause.getByText('Still refused').waitFor();
    await looksRight('key');
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.getByRole('table', { name: 'The last 14 days' }).waitFor();
    await cause.getByRole('link', { name: 'u-bad' }).click();
    const records = page.getByRole('table', { name: 'Records' });
    await records.getByText('u-bad').first().waitFor();
    await page.goBack();
    await heading('What nightly-sis sent').waitFor();
  });

  test('a user shows accounts, courses and what was refused of them', async () => {
    expect(await send('PATCH', '/users', { userID: 'u-mia', email: 'no address at all' })).toBe(400);
    await open('/users');
    await page.getByRole('searchbox', { name: /Name, e-mail/ }).fill('chen');
    await page.waitForURL(/q=chen/);
    await looksRight('users');
    await page.getByRole('link', { name: 'Mia Chen' }).click();
    await heading('Mia Chen').waitFor();
    await page.getByRole('button', { name: 'How to fix it' }).click();
    await page.getByText('What to do').waitFor();
    await looksRight('user');
    await page.getByRole('link', { name: 'See it in its run' }).click();
    await page.getByRole('table', { name: 'Records' }).getByRole('button').first().click();
    await page.getByRole('link', { name: 'Open the user Mia Chen' }).click();
    await page.getByRole('link', { name: 'Algebra 1' }).click();
    await heading('Algebra 1').waitFor();
  });

  test('a course shows its people and sessions as weeks and as a list', async () => {
    await open('/courses');
    await page.getByRole('link', { name: 'Algebra 1' }).waitFor();
    await looksRight('courses');
    await page.getByRole('link', { name: 'Algebra 1' }).click();
    await page.getByRole('heading', { name: 'One refusal is open' }).waitFor();
    await page.getByRole('link', { name: 'Rosa Díaz' }).waitFor();
    await page.getByRole('table', { name: 'Members' }).getByRole('link', { name: 'Mia Chen' }).waitFor();
    await looksRight('course-members');
    await page.getByRole('tab', { name: 'Attendance sessions (4)' }).click();
    await page.getByRole('heading', { name: 'Week of Mon, Sep 7, 2026' }).waitFor();
    expect(await page.getByText('09:00').count()).toBe(4);
    await looksRight('course-weeks');
    await page.getByRole('button', { name: 'List', exact: true }).click();
    await page
      .getByRole('table', { name: /Attendance sessions/ })
      .getByText('09:00–10:00')
      .first()
      .waitFor();
    await looksRight('course-list');
  });

  test('a call is tried by keyboard, refused with its help, mended, and goes through; the key is nowhere kept', async () => {
    await open('/try?operation=createUser');
    await page.getByRole('heading', { name: 'This writes for real' }).waitFor();
    await page.getByRole('button', { name: 'Send POST' }).click();
    await page.getByText('Paste the secret of a key').waitFor();
    await page.getByLabel('API key', { exact: true }).fill(secret);
    const body = page.getByRole('textbox', { name: 'Body' });
    const example = JSON.parse(await body.inputValue()) as Fields;
    expect(Object.keys(example)).toEqual(expect.arrayContaining(['schoolID', 'issuedID', 'email', 'role']));
    await body.fill(JSON.stringify({ ...example, schoolID: 'sch-9' }));
    await body.press('Control+Enter');
    await page.getByText('403, refused').waitFor();
    await page.getByRole('alert').getByText('Unauthorized school: sch-9').first().waitFor();
    await page.getByRole('alert').getByText('What to do').waitFor();
    await looksRight('try-refused');
    await body.fill(JSON.stringify({ ...example, schoolID: 'sch-1', userID: 'u-tried' }));
    await page.getByRole('button', { name: 'Send POST' }).click();
    await page.getByText('201, accepted').waitFor();
    expect(await page.getByText(/^curl -X POST/).innerText()).not.toContain(secret);
    await page.getByRole('button', { name: /Unauthorized school/ }).click();
    await looksRight('try-accepted');
    const kept = await page.evaluate(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, history.state])',
    );
    expect(kept).not.toContain(secret);
    await page.reload();
    expect(await page.getByLabel('API key', { exact: true }).inputValue()).toBe('');
    await open('/users?q=u-tried');
    await page.getByRole('table', { name: 'Users' }).getByText('u-tried').waitFor();
  });

  test('each operation can be chosen, and a deletion carries its fields in the address', async () => {
    await open('/try');
    const choice = page.getByRole('combobox', { name: 'Operation' });
    await choice.waitFor();
    const ids = await choice
      .locator('option')
      .evaluateAll((all) => all.map((one) => (one as unknown as { value: string }).value));
    expect(ids).toEqual(
      expect.arrayContaining([
        'createUser',
        'updateCourse',
        'deleteCourse',
        'createAttendanceSessions',
        'listAttendanceSessions',
        'batch',
      ]),
    );
    for (const id of ids) {
      await choice.selectOption(id);
      await page.waitForURL(new RegExp(`operation=${id}`));
      await page.getByRole('button', { name: /^Send (POST|PATCH|DELETE|GET)$/ }).waitFor();
    }
    await choice.selectOption('deleteCourse');
    await page.getByLabel('API key', { exact: true }).fill(secret);
    await page.getByLabel('courseID').fill('alg-1');
    await page.getByRole('button', { name: 'Send DELETE' }).click();
    await page.getByText('200, accepted').waitFor();
    await choice.selectOption('batch');
    await page.getByLabel('dryRun').waitFor();
    await looksRight('try-batch');
    await page.getByRole('button', { name: 'Send POST' }).click();
    await page.getByText(/^200, /).waitFor();
  });
});
