import { randomBytes } from 'node:crypto';
import { tellRefusals } from '../src/dictionary/refusal.routes.ts';
import { apply } from '../src/district/district-apply.usecases.ts';
import type { App } from '../src/platform/house.ts';
import { makeLog } from '../src/platform/log.ts';
import { makeServer } from '../src/platform/server.ts';
import { rosteringApi } from '../src/rostering/api/api.routes.ts';
import { makePushRuns } from '../src/runs/push.repository.ts';

// What the attendance system of an evening school sends to the rostering API, record by record: mostly good, and some
// of the mistakes that such systems make.

const school = 'maple-evening';

const districtFile = (secret: string) => `
district: { id: demo, name: Maple Valley Unified (demo), timeZone: America/Chicago }
schools:
  - id: ${school}
    name: Maple Evening School
    rostering:
      attendanceSettings: [{ name: In person }, { name: Hybrid, conversion: true }]
      duration: 60
      welcomeEmail: welcome
mailTemplates:
  - { name: welcome, subject: "Welcome to {{schoolName}}", text: "Hello {{firstName}},\\n\\nyou can sign in with {{email}} from now on." }
apiKeys:
  - { name: evening-attendance, secret: ${secret}, schools: [${school}], managedBy: { name: Clockwork Attendance, email: help@clockwork.invalid } }
`;

const people = [
  'Amara Cole',
  'Bruno Diaz',
  'Chiara Evans',
  'Dmitri Ford',
  'Elif Grant',
  'Femi Hughes',
  'Greta Ito',
  'Hugo Jansen',
];
const addressOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@demo.invalid`;

function userOf(name: string, no: number, role: string) {
  const [firstName, lastName] = name.split(' ');
  return {
    schoolID: school,
    issuedID: String(2000 + no),
    userID: `eve-${no}`,
    firstName,
    lastName,
    email: addressOf(name),
    role,
  };
}

const teacher = userOf('Ines Okafor', 90, 'instructor');
const schedule = {
  startDate: '9/1/2026',
  endDate: '12/18/2026',
  startTime: '18:00',
  endTime: '20:00',
  timeZone: 'America/Chicago',
};
const course = (more: object) => ({
  schoolID: school,
  owner: teacher.email,
  attendanceName: 'In person',
  ...schedule,
  ...more,
});
const evening = (day: number, more: object = {}) => ({
  courseID: 'eve-math',
  attendanceID: `math-${day}`,
  ...{ ...schedule, startDate: `9/${day}/2026`, endDate: `9/${day}/2026` },
  ...more,
});

/** In the order in which they are sent; what is wrong stands beside it. */
const calls: readonly (readonly [path: string, body: object])[] = [
  ['users', teacher],
  ...people.map((name, no) => ['users', userOf(name, no + 1, 'student')] as const),
  // Two people with one address, and an address that is none.
  ['users', { ...userOf('Ivo Keller', 20, 'student'), email: addressOf('Amara Cole') }],
  ['users', { ...userOf('Jana Lund', 21, 'student'), email: 'jana.lund' }],
  ['users', { ...userOf('Kofi Mensah', 22, 'student'), issuedID: '' }],
  ['courses', course({ courseID: 'eve-math', name: 'Evening algebra', addCode: 'EVE-ALG' })],
  ['courses', course({ courseID: 'eve-weld', name: 'Welding', addCode: 'EVE-WELD', days: 'Monday Wednesday' })],
  // A code of digits only, and an owner whom nobody knows.
  ['courses', course({ courseID: 'eve-bio', name: 'Biology', addCode: '4711' })],
  ['courses', course({ courseID: 'eve-art', name: 'Drawing', addCode: 'EVE-ART', owner: 'nobody@demo.invalid' })],
  ...people.map((name) => ['course-members', { ID: addressOf(name), courseID: 'eve-math' }] as const),
  ['course-members', { ID: addressOf('Amara Cole'), courseID: 'eve-math' }],
  ['course-members', { ID: addressOf('Hugo Jansen'), addCode: 'eve-weld' }],
  ...[2, 9, 16, 23].map((day) => ['attendance-sessions', evening(day)] as const),
  // Half an hour into the lesson before.
  ['attendance-sessions', evening(16, { attendanceID: 'math-16b', startTime: '19:30', endTime: '21:00' })],
  ['attendance-sessions', evening(30, { endTime: '8 pm' })],
];

/** Sends all of it over the API itself, and counts the run of the day. */
export async function pushDemo(app: App): Promise<void> {
  const secret = `hp_live_${randomBytes(32).toString('base64url')}`;
  await apply(app, { text: districtFile(secret), fileName: 'evening.yaml' });
  // Its calls are none of anybody who looks at the log.
  const server = await makeServer({ log: makeLog('warn'), trustProxy: [], secure: false });
  tellRefusals(server);
  const runs = makePushRuns(app);
  await rosteringApi(server, app, runs);
  for (const [path, body] of calls)
    await server.inject({
      method: 'POST',
      url: `/rostering/v1/${path}`,
      headers: { authorization: `Bearer ${secret}` },
      payload: body,
    });
  await runs.count();
  await server.close();
}
