import type { Entry } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, lms, says, teacher } from './entry-parts.ts';

const campus = entriesOf('infinite-campus', 'Canvas, SIS Error Code Dictionary, Infinite Campus');

const syncAgain =
  'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to Infinite Campus again.';
const addDueDate = 'In Canvas, open the assignment and enter its due date, or put the one that it has right.';
const emptiedScore =
  'In Canvas, open the gradebook history and look for an assignment whose current score for the student is blank.';
const fillOrSwitchOff =
  'Enter a score for the student in Canvas, or switch Sync to SIS off for the assignment if it need not be sent any more.';

const requireDueDates =
  'The administrator of Canvas can require a due date for all assignments that are sent to the SIS; then none is saved without.';
const overwriteScores = 'Where a score that was sent is wrong, enter the right one over it instead of emptying it.';
const oneSyncAtATime = 'Do not start a sync several times in a row: each one goes through the whole gradebook.';

/** What Infinite Campus’s gradebook answers to passback. */
export const infiniteCampusEntries: readonly Entry[] = [
  campus(
    'section_without_sis_id',
    'Assignment Cannot Be Created',
    says(
      'Assignment with app id {assignmentId} cannot be created for section with app id blank',
      'section.not_linked',
      [
        lms(
          'A section of the course was made by hand in Canvas, so it carries no number under which Infinite Campus could know it. The assignment {assignmentId} was meant for that section too, and cannot be made where there is no section.',
          [
            'Find out in Canvas which sections of the course were made by hand (they have no SIS id), and who is in them.',
            'Move anybody who should receive grades into the section that came from Infinite Campus.',
            'Delete the sections that were made by hand.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [{ step: 3, what: 'Deleting a section in Canvas takes the enrollments in it along.' }],
            prevention: ['Leave the making of sections to the SIS; use student groups in Canvas to divide a class.'],
            fixes: ['section.exclude'],
            screens: [canvas.sections, canvas.people],
          },
        ),
      ],
      {
        origin: 'exchange',
        ends: true,
        aliases: ['Assignment with app id {assignmentId} cannot be created for section with app id'],
      },
    ),
  ),
  campus(
    'dates_outside_class',
    'Assignment Dates Error',
    says(
      'Assignment dates fall outside of dates in which this class is taught',
      'due_date.outside_period',
      [
        teacher(
          'Infinite Campus knows from when to when the class is taught, and a date of the assignment lies before or after that time. An assignment outside of it is not taken.',
          [
            'In Canvas, move the due date of the assignment into the time in which the class is taught; see that “Available from” lies in it too.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['When an assignment is copied from an earlier course, give it new dates before it is sent.'],
            fixes: ['due_date.move'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  campus(
    'scores_export_failed',
    'Assignment Scores Export Error',
    says(
      'ASSIGNMENT_SCORES_EXPORT - {exchange} - {text}',
      'due_date.missing',
      [
        teacher(
          'The scores of an assignment could not be handed to Infinite Campus, which puts an assignment into a grading period by its due date. As far as is known, this assignment has no due date. If what stands behind the dashes is a message that is explained by itself, that explanation goes first.',
          [addDueDate, syncAgain],
          {
            inferred: true,
            prevention: ['Give every assignment that goes to Infinite Campus a due date.', requireDueDates],
            fixes: ['due_date.set'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'prefix' },
    ),
  ),
  campus(
    'result_not_authorized',
    'Assignment Scores Export-PUT for OneRoster Error',
    says(
      'ASSIGNMENT_SCORES_EXPORT - {exchange} - PUT for ONEROSTER: Result[result/results] for "{result}" failed with HTTP Status: 401 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNAUTHORIZED","description":"User not authorized."}]',
      'auth.refused',
      [
        teacher(
          'No meaning of this message is known. Infinite Campus says of a score that whoever sends may not write it, but not why. What has helped is to delete the assignment there, so that the next sync makes it anew.',
          [
            'In Infinite Campus, delete the assignment that is listed with the message.',
            syncAgain,
            'If the message comes again, contact Canvas SIS Support.',
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'The scores in the assignment are deleted with it, and only what stands in Canvas comes back. Copy scores that were entered in Infinite Campus only to Canvas first.',
              },
            ],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 401,
        aliases: [
          'PUT for ONEROSTER: Result[result/results] for "{result}" failed with HTTP Status: 401 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNAUTHORIZED","description":"User not authorized."}]',
          '{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"UNAUTHORIZED","description":"User not authorized."}',
        ],
      },
    ),
  ),
  campus(
    'submission_without_score',
    'Cannot Export Canvas Submission in Section',
    says(
      'Cannot export Canvas submission in selection {section} assignment {assignment} for student {student}',
      'score.blank',
      [
        teacher(
          'The student {student} has no grade for the assignment in the gradebook of Canvas, but had one when grades were sent before. A score cannot be taken back by sending nothing, so this one is left as it was sent. The other grades should still arrive in Infinite Campus.',
          [emptiedScore, fillOrSwitchOff, syncAgain],
          {
            inferred: true,
            prevention: [overwriteScores],
            fixes: ['score.enter', 'assignment.switch_sync_off'],
            screens: [canvas.gradebookHistory, canvas.gradebook, canvas.assignments],
          },
        ),
      ],
      {
        origin: 'exchange',
        aliases: ['Cannot export Canvas submission in section {section} assignment {assignment} for student {student}'],
      },
    ),
  ),
  campus(
    'grading_period_not_determined',
    'Could Not Determine Class or Grading Period',
    says(
      'Could not determine the class or grading Period for this line Item',
      'due_date.outside_period',
      [
        teacher(
          'Infinite Campus finds out by the dates of an assignment which grading period it counts in. Those of this assignment lie in none, so Infinite Campus does not know where to put it.',
          [
            'In Infinite Campus, look up from when to when the grading periods of the section last.',
            'In Canvas, change the due date of the assignment so that it lies in one of them; see that “Available from” does too.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Keep the dates of the grading periods at hand where due dates are planned.',
              'When an assignment is copied from an earlier course, give it new dates before it is sent.',
            ],
            fixes: ['due_date.move'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  campus(
    'rate_limit_exceeded',
    'Exchange Error',
    says(
      'EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
      'system.rate_limit',
      [
        canvasSisSupport(
          'Canvas answers only so many questions within a time, and more were asked of it. It refused to go on, and the sync stopped there. Nothing is said against any single grade.',
          ['As an administrator, report the message to Canvas SIS Support, who look into it.'],
          {
            prevention: [oneSyncAtATime],
            fixes: ['connection.open_ticket'],
          },
        ),
      ],
      {
        origin: 'exchange',
        retry: 'after_support',
        status: 403,
        aliases: [
          'HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
          '403 Forbidden (Rate Limit Exceeded)',
        ],
      },
    ),
  ),
  campus(
    'job_timed_out',
    'Data Sync Job Timed Out',
    says(
      'A Data Sync Job has timed out and been cancelled.',
      'system.timeout',
      [
        teacher(
          'The posting of the grades took longer than is allowed for it and was broken off. The message does not tell which grades had arrived by then. Nothing is known to be wrong with any of them.',
          [syncAgain, 'If the message keeps coming, contact Canvas SIS Support.'],
          {
            inferred: true,
            prevention: [oneSyncAtATime],
            fixes: ['connection.resync'],
            screens: [canvas.gradebook],
          },
        ),
      ],
      { origin: 'exchange', retry: 'now' },
    ),
  ),
  campus(
    'result_without_score',
    'PUT for OneRoster Error',
    says(
      'PUT for ONEROSTER:Result[result/results] for "s{result}" failed with HTTP Status: 422 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"INVALID DATA","description":"Result denied. Neither \'score\' nor \'metadata.ext_infiniteCampus_scoreGrade\' is populated."}]',
      'score.blank',
      [
        teacher(
          'A score that was sent before has been emptied in Canvas, and Infinite Campus refuses a result with neither a number nor a grade in it. It keeps what it had for this student. The scores of other assignments are posted as they should be.',
          [emptiedScore, fillOrSwitchOff, syncAgain],
          {
            inferred: true,
            prevention: [overwriteScores],
            fixes: ['score.enter', 'assignment.switch_sync_off'],
            screens: [canvas.gradebookHistory, canvas.gradebook, canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 422,
        aliases: [
          'PUT for ONEROSTER:Result[result/results] for "{result}" failed with HTTP Status: 422 with: [{"codeMajor":"FAILURE","severity":"ERROR","codeMinor":"INVALID DATA","description":"Result denied. Neither \'score\' nor \'metadata.ext_infiniteCampus_scoreGrade\' is populated."}]',
          "Result denied. Neither 'score' nor 'metadata.ext_infiniteCampus_scoreGrade' is populated.",
        ],
      },
    ),
  ),
  campus(
    'score_without_assignment',
    'Unable to Process Score',
    says(
      'Unable to process score for {result}; missing "assignment_source_id" attribute',
      'due_date.missing',
      [
        teacher(
          'The score cannot be passed on, since its assignment has no number by which Infinite Campus would know it. That is so where the assignment has no due date, which Infinite Campus needs to put it into a grading period.',
          [addDueDate, syncAgain],
          {
            inferred: true,
            prevention: ['Give every assignment that goes to Infinite Campus a due date.', requireDueDates],
            fixes: ['due_date.set'],
            screens: [canvas.assignments],
          },
        ),
        teacher(
          'Or the assignment has different due dates for different students. Passback to Infinite Campus cannot carry those; it needs one date that holds for the whole course or section.',
          [
            'In Canvas, open the assignment and make sure that it has a due date for “Everyone” in the course or the section.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Set due dates for the whole course or for whole sections, not for single students.'],
            fixes: ['due_date.add_everyone_else'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
];
