import type { Entry, EntryCause, Saying, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, lms, manager, says, sis, supportOf, teacher } from './entry-parts.ts';

// Titles are ours, so a source names the document that has the text, without a title of its own behind it.
const from =
  (source: string) =>
  (name: string, title: string, first: Saying, ...also: readonly Saying[]): Entry => ({
    ...entriesOf('canvas', source)(name, title, first, ...also),
    source,
  });

const sisApi = from('Canvas LMS, SIS Integration API');
const saving = from('Canvas LMS, checks of an assignment before it is saved');
const api = from('Canvas LMS, errors of the API');
const enrollmentsApi = from('Canvas LMS, Enrollments API');
const submissionsApi = from('Canvas LMS, Submissions API');
const throttling = from('Canvas LMS, Throttling');
const dataSync = from('Canvas, SIS Error Code Dictionary, Infinite Campus: Data Sync Job Timed Out');
const retries = from(
  'Canvas, SIS Error Code Dictionary, PowerSchool-PowerTeacher Pro: Exchange Error Exceeded Retries',
);
const unfinished = from('Canvas, SIS Error Code Dictionary, PowerSchool-PowerTeacher Pro: Grade Exchange Not Finished');
const jobFailed = from('Canvas, SIS Error Code Dictionary, PowerSchool-PowerTeacher Pro: Grade Exchange Job Failed');

const canvasSupport = supportOf('Canvas Support');

const connection: Screen = { system: 'connection', name: 'Connection to Canvas' };
const accountSettings: Screen = { system: 'canvas', name: 'Account settings' };
const accountGradeSync: Screen = { system: 'canvas', name: 'Account, SIS Integration, Grade Sync' };

const syncAgain =
  'Send the grades again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const passOn =
  'Whoever saw the message gives it to the Canvas administrator of the school or district: its full text with the numbers in it, the course, and when the sync was started and by whom.';
const openCase =
  'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and sends all of this along.';
const waitTillEnded =
  'In Canvas, open the page Grade Sync of the course, and wait until no sync of the course is running any more.';
const sendLess =
  'Send less at a time: in the gradebook, choose Actions, Sync to SIS, choose one section or take the check marks off all but a few assignments (that counts for this sending only), then choose Post Grades. Nothing is entered twice: only what has changed since it was last sent goes out.';
const sendNextPart = 'When the page Grade Sync shows that this has ended, send the next part in the same way.';
const ifStillTooLong =
  'If the message comes back even so, give its full text, with the course and the time, to your Canvas administrator, who opens a case with Canvas Support and asks for Canvas SIS Support.';
const runAgain = 'Run the sync again; what was not reached is taken up first.';
const saveAgain = 'Save the assignment.';
const ownToken = 'Give each program a token of its own, so that one can be renewed or withdrawn without the others.';
const fewSyncs = 'Do not start a sync while another is running, nor after every few scores: each one takes its time.';
const spreadSchedules =
  'Let scheduled syncs start at different hours; a schedule of Canvas itself is changed by Canvas SIS Support.';
const accountOfSync =
  'In Canvas, find the user account that the integration uses, the one whose access token is entered in its connection. If you do not know it, ask the manager of the integration.';

const renewToken = (why: string): EntryCause =>
  manager(
    `${why} Until there is a valid one, Canvas tells the program nothing and takes nothing from it. Single grades are not to blame.`,
    [
      'See which program the message comes from; it is the one whose connection to Canvas shows it.',
      'Ask the Canvas administrator for a new access token of the account that this program uses in Canvas. Whoever is signed in there as this account makes it in the account’s own settings; Canvas shows a token only once, so it has to be copied at once.',
      'Enter the token in the program, in the settings of its connection to Canvas. Do not send it by mail.',
      runAgain,
      'If Canvas does not accept the new token either, see whether it was copied whole, and whether the address of Canvas in the settings is that of your school.',
    ],
    {
      inferred: true,
      prevention: ['Give the token an end that lies in the holidays, and note the day before it.', ownToken],
      fixes: ['connection.reauthenticate'],
      screens: [connection],
    },
  );

const tokenRefused = (message: string, why: string): Saying =>
  says(message, 'auth.token_expired', [renewToken(why)], { origin: 'sis', status: 401 });

const dueDateNeeded = (meaning: string, step: string): readonly [EntryCause] => [
  teacher(
    meaning,
    [
      step,
      'If the grades of the assignment need not go to the SIS, take the check mark off Sync to SIS instead.',
      saveAgain,
    ],
    {
      inferred: true,
      prevention: [
        'Enter a due date first and switch Sync to SIS on afterwards; without Sync to SIS, Canvas asks for none.',
      ],
      fixes: ['due_date.set', 'due_date.add_everyone_else', 'assignment.switch_sync_off'],
      screens: [canvas.assignments],
    },
  ),
];

const nameTooLong = (meaning: string, bound: string): readonly [EntryCause] => [
  teacher(meaning, [`In Canvas, shorten the name of the assignment to ${bound}; blanks count.`, saveAgain], {
    inferred: true,
    prevention: [
      'Keep names to 30 characters: that passes everywhere, while some gradebooks refuse more than 50.',
      'Put what else there is to say into the description.',
    ],
    fixes: ['assignment.shorten_title'],
    screens: [canvas.assignments],
  }),
];

/** What Canvas itself answers, and what its exchange with a SIS says of its own work, whatever the SIS is. */
export const canvasEntries: readonly Entry[] = [
  sisApi(
    'course_not_published',
    'Course Not Published',
    says(
      'Grade data is not available for non-published courses',
      'passback.not_enabled',
      [
        teacher(
          'The course is not published, and Canvas gives out no grades of a course that students cannot see yet. Nothing of the course was sent.',
          [
            'See that the course is ready for students: once it is published, they can open it.',
            'In Canvas, open the home page of the course and choose Publish. If you have no such button, your Canvas administrator can publish the course.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Publish a course before its grades are put on a nightly sync.'],
          },
        ),
      ],
      { origin: 'sis', status: 400, aliases: ['"code":"unpublished_course"'] },
    ),
  ),
  sisApi(
    'sis_sync_not_enabled',
    'Sync with the SIS Not Enabled',
    says(
      'A SIS integration is not configured and the bulk SIS Grade Export feature is not enabled',
      'passback.not_enabled',
      [
        lms(
          'The Canvas account that the course belongs to has neither an integration with a SIS nor the feature for exporting grades to one. Canvas therefore lists no assignments to send. Nothing of the account goes out until one of the two is switched on. An account, here, is the part of Canvas in which a school or department keeps its courses.',
          [
            'See in the settings of the course which account it belongs to. If that is the wrong one, move the course into the right one, in which the sync is on, and go on with the last step.',
            'If it is the right one, look in the settings of this account whether the integration with the SIS is on. An account takes over the setting of the one above it unless it has its own.',
            'If it is off, switch it on. Where your school sends grades by the feature SIS Grade Export instead, switch on that one. If you do not know which of the two your school uses, open a case with Canvas Support and ask for Canvas SIS Support.',
            teacherSyncs,
          ],
          {
            inferred: true,
            prevention: ['Set up new accounts below one in which the integration is on.'],
            screens: [accountSettings],
          },
        ),
      ],
      { origin: 'sis', status: 400, aliases: ['"code":"not_enabled"'] },
    ),
  ),
  sisApi(
    'grading_period_not_found',
    'Grading Period Not Found',
    says(
      'The Grading Period cannot be found',
      'period.unknown',
      [
        manager(
          'A program, or a request written by hand, asked Canvas to switch Sync to SIS off for all assignments of a grading period, and the course has no such period. Nothing was switched off.',
          [
            'Look up in Canvas which grading periods the course has, and which number each of them has there. If you do not see them, ask the Canvas administrator.',
            'On the page Assignments of the course, look which assignments are due in the period that is meant, or have no due date. Note those that should go on being sent.',
            'Ask again with the number of that period. Do not leave the period out: then Sync to SIS is switched off in the whole course.',
            'Ask the teacher to switch Sync to SIS on again for the assignments that you have noted.',
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'Sync to SIS is switched off for all assignments that are due in the period, and for those without a due date as well. Step 2 notes which of these should go on being sent.',
              },
            ],
            prevention: ['Take the grading periods from Canvas each time; they are made anew from year to year.'],
          },
        ),
      ],
      { origin: 'sis', status: 400 },
    ),
  ),
  saving(
    'name_too_long',
    'Assignment Name Too Long',
    says(
      'The title cannot be longer than {limit} characters',
      'title.too_long',
      nameTooLong(
        'The name of the assignment has more than {limit} characters. For assignments that go to the SIS an administrator can set a limit in Canvas, because the gradebook there takes no longer names. The assignment was not saved; what it was before stays.',
        '{limit} characters or fewer',
      ),
      { origin: 'sis' },
    ),
    says(
      'Name is too long, must be under {bound} characters',
      'title.too_long',
      nameTooLong(
        'The name of the assignment must have fewer than {bound} characters. For assignments that go to the SIS an administrator can set a limit in Canvas, because the gradebook there takes no longer names. Canvas says so before it saves; nothing is lost as long as the page stays open.',
        'fewer than {bound} characters',
      ),
      { origin: 'sis' },
    ),
  ),
  saving(
    'due_date_required',
    'Due Date Required',
    says(
      'cannot be blank when Post to Sis is checked',
      'due_date.missing',
      dueDateNeeded(
        'The assignment is set to go to the SIS and has no due date. An administrator has set Canvas so that each of these needs one, because the gradebook of the SIS files assignments by it. The assignment was not saved.',
        'In Canvas, open the assignment, choose Edit, and enter a due date in the grading period in which it should count.',
      ),
      { origin: 'sis' },
    ),
    says(
      'cannot be blank for any assignees when Post to Sis is checked',
      'due_date.missing',
      dueDateNeeded(
        'The assignment is set to go to the SIS and has dates of its own for some sections or students, and one of them is left empty. An administrator has set Canvas so that everybody needs a due date. The assignment was not saved.',
        'In Canvas, open the assignment, choose Edit, and look to whom it is assigned. Enter a due date wherever one is empty, for “Everyone” or “Everyone Else” as well.',
      ),
      { origin: 'sis' },
    ),
    says(
      'Due Date is required!',
      'due_date.missing',
      dueDateNeeded(
        'The assignment is set to go to the SIS and has no due date. An administrator has set Canvas so that each of these needs one, because the gradebook of the SIS files assignments by it. Canvas says so before it saves; nothing is lost as long as the page stays open.',
        'On the open page, enter a due date in the grading period in which the assignment should count.',
      ),
      { origin: 'sis' },
    ),
  ),
  saving(
    'due_date_outside_availability',
    'Due Date Outside of Availability',
    says(
      'must be between availability dates',
      'due_date.outside_availability',
      [
        teacher(
          'An assignment can be open to students from one date until another, and its due date has to lie between the two. The one that was entered does not, so the assignment was not saved; what it was before stays. This also happens where a due date is moved into another grading period and the dates “Available from” and “Until” stay behind.',
          [
            'In Canvas, open the assignment, choose Edit, and compare its due date with “Available from” and “Until”, for each section or student that has dates of its own.',
            'If the due date is right, set “Available from” to a day before it and “Until” to one after it, or empty them. If the due date is wrong, set it to a day between the two.',
            saveAgain,
          ],
          {
            inferred: true,
            prevention: ['Where the due date of an assignment is moved, move its dates of availability along.'],
            fixes: ['due_date.move'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  api(
    'token_not_accepted',
    'Access Token Not Accepted',
    tokenRefused(
      'Invalid access token.',
      'A program signs in to Canvas with an access token, a kind of password of its own. Canvas does not know the one that it was given: it was copied wrong, was deleted, or belongs to another Canvas or to somebody whose account is gone.',
    ),
    tokenRefused(
      'Expired access token.',
      'A program signs in to Canvas with an access token, a kind of password of its own, and the time for which this one was valid is over.',
    ),
    tokenRefused(
      'Revoked access token.',
      'A program signs in to Canvas with an access token, a kind of password of its own. Somebody has withdrawn this one in Canvas.',
    ),
    tokenRefused(
      'user authorization required',
      'A program signs in to Canvas with an access token, a kind of password of its own, and this time it came with none.',
    ),
  ),
  api(
    'token_lacks_scope',
    'Access Token Lacks a Scope',
    says(
      'Insufficient scopes on access token.',
      'auth.refused',
      [
        lms(
          'Canvas can tie the access tokens of a program to a list of things that it may do, which Canvas calls scopes. What was asked for is not on the list, so Canvas refused, whatever the person behind the token may do. The list belongs to the developer key, which is how Canvas knows a program.',
          [
            'Ask the manager of the integration what the program asked Canvas for, and which scope that needs: the message does not say. The documentation of the program lists them.',
            'In Canvas, open the developer key of the program and add this scope.',
            'Have a new access token made with this key: one that was made before does not take the scope over.',
            'Give the token to the manager of the integration, who enters it in the settings of the connection to Canvas and runs the sync again.',
          ],
          {
            inferred: true,
            prevention: [
              'Before a new kind of data is synced, compare what it needs with the scopes of the developer key.',
            ],
            fixes: ['connection.reauthenticate'],
            screens: [connection],
          },
        ),
      ],
      { origin: 'sis', status: 401 },
    ),
  ),
  api(
    'not_permitted',
    'No Permission in Canvas',
    says(
      'user not authorized to perform that action',
      'auth.refused',
      [
        lms(
          'Canvas knows who asks, but that account may not do what was asked. To read what is to be sent, it needs the right to see all grades of the course; to see ids of the SIS, the right to read SIS data.',
          [
            accountOfSync,
            'See which role it has, and whether this role has the two rights: to view all grades, and to read SIS data. It needs them in every part of Canvas whose courses are synced.',
            'Give the role the right that is missing. If other people have this role too, make a role for the integration alone, so that they do not get the right along with it.',
            'Tell the manager of the integration, who runs the sync again. If the message comes again, the manager sees in the run what was asked for, and so which other right is missing.',
          ],
          {
            inferred: true,
            prevention: ['Let the integration use an account of its own, whose role nobody changes for other reasons.'],
            fixes: ['connection.reauthenticate'],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  enrollmentsApi(
    'sis_ids_not_permitted',
    'No Permission to Read SIS Data',
    says(
      'Insufficient permissions to filter by SIS fields',
      'auth.refused',
      [
        lms(
          'The integration asked for enrollments by an id of the SIS, and its account in Canvas may not see these ids. Without them it cannot tell which student in Canvas is which student in the SIS.',
          [
            accountOfSync,
            'Give the role of this account the right to read SIS data. If other people have this role too, make a role for the integration alone.',
            'Tell the manager of the integration, who runs the sync again.',
          ],
          {
            inferred: true,
            prevention: ['Let the integration use an account of its own, whose role nobody changes for other reasons.'],
          },
        ),
      ],
      { origin: 'sis', status: 400 },
    ),
  ),
  api(
    'record_not_found',
    'Not Found in Canvas',
    says(
      'The specified resource does not exist.',
      'system.record_missing',
      [
        lms(
          'The course, section, assignment or person that was asked for is not in Canvas: it was deleted, its SIS id was changed, or it never came there. The message does not say what was asked for; the run that it stands in does.',
          [
            'Ask the manager of the integration which course, section, assignment or person the run asked for, and by which SIS id.',
            'Look for it in Canvas by its name, and see whether it is there and which SIS id it has.',
            'If it was deleted by mistake, restore it. If its SIS id differs, the one in the SIS counts: enter that one in Canvas. If it never came to Canvas, see that the next roster sync brings it.',
            'Tell the manager of the integration, who runs the sync again.',
          ],
          {
            inferred: true,
            prevention: ['Change SIS ids in the SIS and in Canvas together, and not while a term is running.'],
          },
        ),
      ],
      { origin: 'sis', status: 404 },
    ),
  ),
  submissionsApi(
    'assignments_not_available',
    'Assignment No Longer Available',
    says(
      'invalid assignment ids requested',
      'system.record_missing',
      [
        teacher(
          'The sync asked Canvas for scores, and at least one of the assignments is not among those that Canvas shows for the course. Most likely it was deleted, or unpublished, while the sync was running. Canvas then gives out the scores of none of the assignments that were asked for together with it, so these were not sent either.',
          [
            'In Canvas, open the page Assignments of the course, and see whether an assignment that should be sent is unpublished. If so, publish it; its mark there does that.',
            'If one was deleted on purpose, nothing has to be done about it: the next sync no longer asks for it.',
            'On the page Grade Sync of the course, wait until no sync of the course is running any more.',
            syncAgain,
            ifStillTooLong,
          ],
          {
            inferred: true,
            prevention: ['Switch Sync to SIS off for an assignment before it is deleted or unpublished.'],
            screens: [canvas.assignments, canvas.gradeSync],
          },
        ),
      ],
      { origin: 'sis', status: 403, retry: 'now' },
    ),
  ),
  throttling(
    'rate_limit',
    'Canvas Rate Limit Exceeded',
    says(
      '403 Forbidden (Rate Limit Exceeded)',
      'system.rate_limit',
      [
        manager(
          'Canvas answers only so much within a time for each access token, the password by which a program signs in, and more was asked of it. It says “Forbidden”, but nobody lacks a right: after a while it answers again. No single grade is to blame. This cause is yours if the message stands in a run of Hallpass or of another program, without EXCHANGE_ERROR before it.',
          [
            'Wait until the next run, which takes up what was not reached.',
            'If it happens again, ask the Canvas administrator whether other programs use the same access token. If so, give each its own.',
            'If it happens at each run, let fewer courses be synced at the same time: spread their schedules over several hours.',
          ],
          {
            inferred: true,
            prevention: [ownToken, spreadSchedules],
            screens: [connection, accountGradeSync],
          },
        ),
        canvasSisSupport(
          'Or it is the exchange of Canvas itself that asked too much. The message then stands on the page Grade Sync in Canvas, and begins with EXCHANGE_ERROR_NON_RETRYABLE: the sync does not try again of its own accord. Grades that had not been sent by then are still in Canvas.',
          [passOn, openCase, 'Start no further sync of the course until support has answered.'],
          { prevention: [fewSyncs], fixes: ['connection.open_ticket'] },
        ),
      ],
      {
        origin: 'sis',
        retry: 'next_run',
        status: 403,
        aliases: ['Rate Limit Exceeded'],
      },
    ),
  ),
  retries(
    'sis_not_reached',
    'SIS Cannot Be Reached',
    says(
      'EXCHANGE_ERROR_EXCEEDED_RETRIES - {exchange} - Retryable error accessing {url}',
      'system.unreachable',
      [
        canvasSisSupport(
          'The SIS could not be reached at {url}. Canvas tried several times and then gave up; that is what the first words of the message say. What had not been sent by then is still in Canvas, and no grade is to blame. The number in the middle is for support only.',
          [
            'See whether the SIS opens in a browser. If it does not, tell the SIS administrator as well.',
            passOn,
            openCase,
          ],
          {
            prevention: [
              'Tell Canvas SIS Support beforehand when the SIS moves to another address or is shut down for maintenance.',
            ],
            fixes: ['connection.open_ticket'],
          },
        ),
      ],
      { origin: 'exchange', retry: 'after_support', aliases: ['Retryable error accessing {url}'] },
    ),
  ),
  unfinished(
    'exchange_not_finished',
    'Grade Exchange Not Finished',
    says(
      'Grade exchange has not finished in the given time, cancelling. Last known state is: {state}.',
      'system.timeout',
      [
        teacher(
          'The sync took longer than it is given and was broken off. Some grades may have arrived by then and others not; Canvas still has them all, and nothing is known to be wrong with any of them. What stands at the end of the message tells how far the sync had come, and only support needs it.',
          [waitTillEnded, sendLess, sendNextPart, ifStillTooLong],
          {
            inferred: true,
            prevention: [fewSyncs],
            fixes: ['connection.resync'],
            screens: [canvas.gradebook, canvas.gradeSync],
          },
        ),
      ],
      { origin: 'exchange', retry: 'now' },
    ),
  ),
  dataSync(
    'data_sync_job_timed_out',
    'Data Sync Job Timed Out',
    says(
      'A Data Sync Job has timed out and been cancelled.',
      'system.timeout',
      [
        teacher(
          'The sync, called a Data Sync Job in the message, took longer than it is allowed to and was stopped. Some grades may have arrived by then and others not; Canvas still has them all, and nothing is known to be wrong with any of them.',
          [waitTillEnded, sendLess, sendNextPart, ifStillTooLong],
          {
            inferred: true,
            prevention: [fewSyncs],
            fixes: ['connection.resync'],
            screens: [canvas.gradebook, canvas.gradeSync],
          },
        ),
      ],
      { origin: 'exchange', retry: 'now' },
    ),
  ),
  jobFailed(
    'sis_did_not_answer',
    'No Answer from the SIS in Time',
    says(
      'Grade exchange job failed. Status in SIS: {state} - EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - Socket timeout, no response within {seconds} seconds',
      'system.timeout',
      [
        sis(
          'Canvas asked the server of the SIS for something and heard nothing for {seconds} seconds, so it gave up the whole sync. What had not been sent by then is still in Canvas, and no grade is to blame. The numbers near the beginning of the message are for support only.',
          [
            'See whether the server of the SIS runs and can be reached from outside, for instance from a phone that is not in the school’s network.',
            'Find out why it took longer than {seconds} seconds to answer at the time of the message, and put that right. If the server is not run by your school or district, ask whoever runs it, and tell them the time.',
            'Tell the teacher of the course when the server answers as usual again.',
            'If it had answered as usual all the time, give the message, with the course and the time, to the Canvas administrator, who opens a case with Canvas Support and asks for Canvas SIS Support.',
          ],
          {
            prevention: ['Do not let nightly syncs run while the SIS makes its backups or reports.', spreadSchedules],
            fixes: ['connection.resync'],
            screens: [accountGradeSync],
          },
        ),
      ],
      { origin: 'exchange', retry: 'now', aliases: ['Socket timeout, no response within {seconds} seconds'] },
    ),
  ),
  jobFailed(
    'exchange_job_failed',
    'Grade Exchange Job Failed',
    says(
      'Grade exchange job failed. Status in SIS: {state} - EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - {text}',
      'system.internal_error',
      [
        canvasSupport(
          'The beginning of the message says no more than that the whole sync was given up and will not be tried again by itself. Why that was stands behind it, and no meaning of that part is known. What had not been sent is still in Canvas.',
          [
            'Look up the last part of the message by itself, what stands behind the last number and dash, for the SIS that the grades go to. If it has an explanation, follow that one.',
            'If it has none, give the whole message, with the course and the time at which it appeared, to the Canvas administrator of the school or district.',
            'The Canvas administrator opens a case with Canvas Support and sends all of this along.',
          ],
          { fixes: ['connection.open_ticket'], screens: [canvas.gradeSync] },
        ),
      ],
      {
        origin: 'exchange',
        retry: 'after_support',
      },
    ),
  ),
];
