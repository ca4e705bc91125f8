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

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades again.';
const runAgain = 'Run the sync again; what was not reached is taken up first.';
const saveAgain = 'Save the assignment again.';
const ownToken = 'Give each program a token of its own, so that one can be renewed or withdrawn without the others.';
const fewSyncs = 'Do not start a sync several times in a row: each one goes through the whole gradebook.';
const spreadSchedules = 'Let scheduled syncs start at different hours; Canvas SIS Support changes a schedule.';

const renewToken = (why: string): EntryCause =>
  manager(
    `${why} Until there is a valid one, Canvas tells nothing and takes nothing. Single grades are not to blame.`,
    [
      'In Canvas, have a new access token made for the account that the integration uses.',
      'Enter it in the settings of the connection to Canvas.',
      runAgain,
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
    [step, 'If the grades of the assignment need not go to the SIS, switch Sync to SIS off for it instead.', saveAgain],
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

const nameTooLong = (meaning: string): readonly [EntryCause] => [
  teacher(meaning, ['Shorten the name of the assignment.', saveAgain], {
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
          ['In Canvas, publish the course.', syncAgain],
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
          'The Canvas account that the course belongs to has neither an integration with a SIS nor the feature for exporting grades to one. Canvas therefore lists no assignments to send. Nothing of the account goes out until one of the two is switched on.',
          [
            'In the settings of the Canvas account, switch on the integration with the SIS, or the feature that is called SIS Grade Export.',
            'If it is on in another account, see whether the course belongs to that one: an account takes over the setting of the one above it unless it has its own.',
            syncAgain,
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
          'Canvas was asked to switch Sync to SIS off for all assignments of a grading period, and the course has no such period. Nothing was switched off.',
          [
            'Look up in Canvas which grading periods the course has.',
            'Ask again for one of them. Do not leave the period out: then Sync to SIS is switched off in the whole course.',
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 2,
                what: 'Sync to SIS is switched off for all assignments that are due in the period, and for those without a due date as well. Note first which of these should go on being sent.',
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
      ),
      { origin: 'sis' },
    ),
    says(
      'Name is too long, must be under {bound} characters',
      'title.too_long',
      nameTooLong(
        'The name of the assignment must have fewer than {bound} characters. For assignments that go to the SIS an administrator can set a limit in Canvas, because the gradebook there takes no longer names. Canvas says so before it saves; nothing is lost as long as the page stays open.',
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
        'In Canvas, give the assignment a due date.',
      ),
      { origin: 'sis' },
    ),
    says(
      'cannot be blank for any assignees when Post to Sis is checked',
      'due_date.missing',
      dueDateNeeded(
        'The assignment is set to go to the SIS and has dates of its own for some sections or students, and one of them is left empty. An administrator has set Canvas so that everybody needs a due date. The assignment was not saved.',
        'In Canvas, give a due date to everyone whom the assignment is assigned to.',
      ),
      { origin: 'sis' },
    ),
    says(
      'Due Date is required!',
      'due_date.missing',
      dueDateNeeded(
        'The assignment is set to go to the SIS and has no due date. An administrator has set Canvas so that each of these needs one, because the gradebook of the SIS files assignments by it. Canvas says so before it saves; nothing is lost as long as the page stays open.',
        'Enter a due date.',
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
          'An assignment can be open to students from one date until another, and its due date has to lie between the two. The one that was entered does not, so the assignment was not saved. This also happens where a due date is moved into another grading period and the dates “Available from” and “Until” stay behind.',
          [
            'In Canvas, open the assignment and compare its due date with “Available from” and “Until”.',
            'Move whichever is wrong, so that the due date lies between the two; they may also be left empty.',
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
          'Canvas can tie the access tokens of a program to a list of things that it may do, which Canvas calls scopes. What was asked for is not on the list, so Canvas refused, whatever the person behind the token may do.',
          [
            'In Canvas, open the developer key of the integration and add the scope that is missing.',
            'Have a new access token made with this key.',
            'Enter it in the settings of the connection to Canvas.',
            runAgain,
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
            'Find out which account of Canvas the integration uses.',
            'Give the role of this account in Canvas the right that is missing, in every account whose courses are synced.',
            runAgain,
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
          ['Give the role of the integration’s account in Canvas the right to read SIS data.', runAgain],
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
          'The course, section, assignment or person that was asked for is not in Canvas: it was deleted, its SIS id was changed, or it never came there.',
          [
            'Look in Canvas whether the course, section, assignment or person is still there, and under which SIS id.',
            'If it was deleted by mistake, restore it; if its id was changed, put the id right on the side that is wrong.',
            runAgain,
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
          'Scores were asked for, and at least one of the assignments is not among those that Canvas shows for the course. Most likely it was deleted, or taken back from being published, while the sync was running. Canvas then answers for none of the assignments that were asked for together with it.',
          [
            'See in Canvas whether an assignment of the course was deleted or is unpublished.',
            'Publish it again if its grades are to be sent.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Switch Sync to SIS off for an assignment before it is deleted or unpublished.'],
            screens: [canvas.assignments],
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
          'Canvas answers only so much within a time for each access token, and more was asked of it. It says “Forbidden”, but nobody lacks a right: after a while it answers again. Nothing is said against any single grade.',
          [
            'Wait until the next run, which takes up what was not reached.',
            'See whether other programs use the same access token, and give each its own.',
            'If it happens at each run, let fewer courses be synced at the same time.',
          ],
          {
            inferred: true,
            prevention: [ownToken, spreadSchedules],
            screens: [connection, accountGradeSync],
          },
        ),
        canvasSisSupport(
          'Or it is the exchange of Canvas itself that asked too much. Its message then begins with EXCHANGE_ERROR_NON_RETRYABLE: it does not try again of its own accord.',
          ['As an administrator, report the message to Canvas SIS Support, who look into it.'],
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
          'The SIS could not be reached at {url}. Canvas tried several times and then gave up; that is what the first words of the message say. Nothing is said against any grade.',
          [
            'As an administrator, report the message to Canvas SIS Support, with the address in it and the time at which it appeared.',
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
          'The posting of the grades took longer than it is given and was broken off. The number at the end tells how far it had come. Nothing is known to be wrong with any grade.',
          [syncAgain, 'If the message keeps coming, contact Canvas SIS Support.'],
          {
            inferred: true,
            prevention: [
              fewSyncs,
              'When much is to be sent at once, choose one section, or fewer assignments, at a time.',
            ],
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
          'The job that carries the grades to the SIS took too long and was stopped. The message does not tell which grades had arrived by then. Nothing is known to be wrong with any of them.',
          [syncAgain, 'If the message keeps coming, contact Canvas SIS Support.'],
          {
            inferred: true,
            prevention: [
              fewSyncs,
              'When much is to be sent at once, choose one section, or fewer assignments, at a time.',
            ],
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
          'Canvas asked the server of the SIS for something and heard nothing for {seconds} seconds, so it gave up the whole job. Nothing is said against any grade.',
          [
            'As an administrator, see whether the server of the SIS runs and can be reached from outside.',
            'Find out why it does not answer requests of Canvas within {seconds} seconds.',
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
          'This part of the message says no more than that the whole job was given up and will not be tried again by itself. Why it was stands behind it, and no meaning of that part is known.',
          [
            'Look up the last part of the message by itself, in the dictionary of the SIS that the grades go to.',
            'If it is not there either, report the whole message to Canvas Support, with the course and the time at which it appeared.',
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
