import type { Entry } from '../entry.schema.ts';
import { canvas, canvasSisSupport, entriesOf, lms, says, teacher } from './entry-parts.ts';

const campus = entriesOf('infinite-campus', 'Canvas, SIS Error Code Dictionary, Infinite Campus');

const syncAgain =
  'Send the grades to Infinite Campus again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who opens a case with Canvas Support and asks for Canvas SIS Support.';
const findUndated =
  'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment. See whether this assignment has a due date.';
const addDueDate =
  'If it has none, open the assignment in Canvas, choose Edit, enter a due date in the grading period in which it should count, and save.';
const findDated =
  'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment and section. Open this assignment, and note its due date and its date “Available from”.';
const emptiedScore =
  'In Canvas, open the gradebook history of the course: its address is that of the gradebook with /history behind it. Choose the student or the assignment if you know it. Look for a row in which the score before is filled in and the current score is blank: that is the assignment, and the student.';
const fillIn = 'If the student should have a score, enter it in the Canvas gradebook; a 0 counts as one.';
const orSwitchOff =
  'If not, and if nothing more of this assignment need be sent for anybody, open it in Canvas, choose Edit, take the check mark off Sync to SIS, and save. The scores that Infinite Campus has stay there.';

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
          'A section of the course was made by hand in Canvas, so it carries no SIS id by which Infinite Campus would know it: where the message ends, or says blank, the id should stand. An assignment was meant for that section too, and cannot be made where there is no section. Its number, {assignmentId}, is not needed to put this right.',
          [
            'In Canvas, open Settings of the course, then Sections, and open each section. One that came from Infinite Campus shows a SIS id; one that was made by hand shows none. Note who is in those made by hand.',
            'See that all of them who should receive grades are also in the section that came from Infinite Campus. Whoever is missing there has to be enrolled in Infinite Campus by the registrar, and appears in Canvas with the next roster sync.',
            'When that is so, delete the sections that were made by hand.',
            teacherSyncs,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'Deleting a section in Canvas takes the enrollments in it along. Whoever is in no other section of the course is then out of it, scores included, so do not delete before step 2 is done.',
              },
            ],
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
          'Infinite Campus knows from when to when the class is taught, and a date of the assignment lies before or after that time. An assignment outside of it is not taken, and its scores with it; in Canvas nothing has changed.',
          [
            findDated,
            'In Infinite Campus, look up from when to when the section is taught, or ask the SIS administrator. If these days are wrong, the SIS administrator corrects them there; go on with the last step.',
            'If they are right, choose Edit at the assignment in Canvas and set the due date to one of these days. See that “Available from” is one of them too, or empty.',
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
          'The scores of an assignment could not be handed to Infinite Campus, and are still in Canvas. As far as is known, this assignment has no due date, by which Infinite Campus would put it into a grading period. The beginning of the message only says at what work the sync was, and the number that follows is for support. What stands behind that number may say more.',
          [
            'Look up what stands behind the number as a message of its own. If that has an explanation, follow it, and leave this one.',
            findUndated,
            addDueDate,
            syncAgain,
            'If the assignment had a due date all along, or the message comes again, give its full text to your Canvas administrator, who opens a case with Canvas Support.',
          ],
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
          'No meaning of this message is known. By its wording, Infinite Campus lets whoever sends not write a certain score, but it does not say why. What has helped is to delete the assignment there, so that the next sync makes it anew. The number behind Result stands for the score, and is not needed for that.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment and section.',
            'Open this assignment in the gradebook of Infinite Campus, and compare its scores and comments with those in Canvas. Enter in Canvas whatever is only in Infinite Campus.',
            'Delete the assignment in Infinite Campus, in this section. If it belongs to a grading period that is closed there, ask the SIS administrator first.',
            syncAgain,
            'In Infinite Campus, see that the assignment is there again with all its scores. A sync leaves out what has not changed for 30 days; if scores are missing for that reason, run a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities.',
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'The scores and comments in the assignment are deleted with it, and only the scores that stand in Canvas come back.',
              },
              {
                step: 5,
                what: 'A Remaster sends everything in the course that has Sync to SIS on, and overwrites scores that were changed in Infinite Campus only. Enter those in Canvas first.',
              },
            ],
            screens: [canvas.gradeSync],
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
          'A student has no grade for an assignment in the gradebook of Canvas any more, but had one when grades were sent before. A score cannot be taken back by sending nothing, so Infinite Campus keeps this one as it was sent. The other grades should still arrive there. The message names the section as {section}, the assignment as {assignment} and the student as {student}; if these are numbers, the steps find the assignment and the student without them.',
          [emptiedScore, fillIn, orSwitchOff, syncAgain],
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
          'Infinite Campus finds out by the dates of an assignment which grading period it counts in. Those of this assignment, which the message calls a line item, lie in none, so Infinite Campus did not take it; in Canvas nothing has changed.',
          [
            findDated,
            'In Infinite Campus, look up from when to when the grading periods of the section last, or ask the SIS administrator.',
            'At the assignment in Canvas, choose Edit and set the due date to a day in the grading period in which it should count, one that is still open. See that “Available from” lies in it too, or is empty.',
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
          'Canvas answers only so many requests within a time, and the sync made more. Canvas refused to go on, and the sync stopped there. Grades that had not been sent by then are still in Canvas. Nothing is wrong with the grades themselves.',
          [
            'Give the message to the Canvas administrator of your school or district: its full text with the number in it, the course and the section, and when the sync was started and by whom. Say so if a grading period is about to close.',
            'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and sends all of this along.',
            'Start no further sync of the course until support has answered.',
          ],
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
          'The sync, called a Data Sync Job in the message, took longer than it is allowed to and was broken off. Some grades may have arrived by then and others not; Canvas still has them all. Nothing is known to be wrong with any of them.',
          [
            'In Canvas, open the page Grade Sync of the course, and wait until no sync of the course is running any more.',
            'Send less at a time: in the gradebook, choose Actions, Sync to SIS, choose one section or take the check marks off all but a few assignments (that counts for this sending only), then choose Post Grades. Nothing is entered twice: only what has changed since it was last sent goes out.',
            'When the page Grade Sync shows that this has ended, send the next part in the same way.',
            'If the message comes back even so, give its full text, with the course and the time, to your Canvas administrator, who opens a case with Canvas Support and asks for Canvas SIS Support.',
          ],
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
          'A score that was sent before has been emptied in Canvas, and Infinite Campus takes no score with neither a number nor a grade in it. It keeps what it had for this student. The scores of other assignments are posted as they should be. The number behind Result stands for the score, and does not tell whose it is; the steps do.',
          [emptiedScore, fillIn, orSwitchOff, syncAgain],
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
          'The score was not passed on, since its assignment has no number yet by which Infinite Campus would know it. That is so where the assignment has no due date, which Infinite Campus needs to put it into a grading period. The score is still in Canvas; its number in the message is not needed.',
          [findUndated, addDueDate, syncAgain],
          {
            inferred: true,
            prevention: ['Give every assignment that goes to Infinite Campus a due date.', requireDueDates],
            fixes: ['due_date.set'],
            screens: [canvas.assignments],
          },
        ),
        teacher(
          'If the assignment has a due date, it has different ones for different students. Passback to Infinite Campus cannot carry those; it needs one date that holds for the whole course or section.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment. Open this assignment, choose Edit, and look to whom it is assigned, and with which due dates.',
            'If single students have dates of their own, note these, remove them, and assign the assignment to everyone in the course, or to whole sections, with a due date for each. Tell the students concerned what holds for them.',
            'See that a due date stands for “Everyone”, or for “Everyone Else” where sections have dates of their own; then save.',
            syncAgain,
            ifAgain,
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
