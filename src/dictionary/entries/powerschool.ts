import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, clearLink, entriesOf, lms, says, sis, teacher } from './entry-parts.ts';

const powerschool = entriesOf('powerschool', 'Canvas, SIS Error Code Dictionary, PowerSchool-PowerTeacher Pro');

const screens = {
  gradebook: { system: 'powerschool', name: 'PowerTeacher Pro, gradebook of the section' },
  categories: { system: 'powerschool', name: 'PowerTeacher Pro, grading categories of the section' },
  sections: { system: 'powerschool', name: 'Admin console, sections', path: '/admin/sections/home.htm' },
  gradeScale: { system: 'powerschool', name: 'Admin console, Section Settings, Grade Scale' },
} as const satisfies Record<string, Screen>;

const syncAgain = 'In the gradebook of Canvas, choose Actions, Sync to SIS, and send the grades to PowerSchool again.';
const report =
  'Report the message to Canvas SIS Support, with its full text, the course and the time at which it appeared.';
const askForHelp =
  'As an administrator, ask Canvas SIS Support for help, and say which teacher, course and section the message concerns.';
const switchOff = 'In Canvas, turn Sync to SIS off for assignment {assignment}.';

const whoIsInHandMade =
  'In Canvas, find the sections of the course that were made by hand (they have no SIS id), and see who is in them.';
const moveOutOfHandMade = 'Move anybody who should receive grades into the section that came from PowerSchool.';
const deleteHandMade = 'Delete the sections that were made by hand.';
const sectionGone =
  'Deleting a section in Canvas takes the enrollments in it along; move the students who belong in the course first.';
const assignmentGone =
  'Deleting an assignment in PowerSchool deletes the scores and comments in it. Canvas sends its own again; note down first what was typed only in PowerSchool.';

const sectionsFromSis = 'Leave the making of sections to PowerSchool; use student groups in Canvas to divide a class.';
const rosterFromSis =
  'Enrol and withdraw people in PowerSchool and let the roster sync carry it to Canvas, instead of adding them by hand.';
const sameInAllSections = 'Whenever a category changes, change it in every section of the course on the same day.';
const keepGroupNames =
  'Leave the names of imported groups as they are, capitals included: a renamed group loses its tie.';
const importEachTerm =
  'Import the categories anew in each term, once it has begun in PowerSchool; a new category can take a day to show.';
const createInCanvasOnly =
  'Create assignments that sync in Canvas only, never a second time by hand in PowerTeacher Pro.';
const finishBeforeClose =
  'Send the last grades before a grading period closes, then turn Sync to SIS off for its assignments.';

const nameRefused =
  '{"message":"Validation errors","errors":[{"resource":"","field":"assignmentsection.name","code":"Value may not contain more than 50 character(s)."}]}';
const lockedRefused =
  '{"message":"The specified assignment is locked.","errors":[{"resource":"Assignment","code":"Locked"}]}';
const categoryRefused =
  '{"message":"TeacherCategoryID is not active or does not belong to lead teacher for Section","errors":[{"resource":"AssignmentService","field":"Sections.Dcid","code":"{section}"},{"resource":"AssignmentService","field":"TeacherCategory.TeacherCategoryId","code":"{category}"}]}';
const categorySentence = 'TeacherCategoryID is not active or does not belong to lead teacher for Section';
const existsSentence =
  'An assignment already exists with this name {assignment} and due date {dueDate} for one or more classes.';
const categoryRefusedShort =
  '{"message":"TeacherCategoryID is not active or does not belong to lead teacher for Section"';
const existsRefusedShort =
  '{"message":"An assignment already exists with this name {assignment} and due date {dueDate} for one or more classes."';

/** What passback to PowerSchool and its gradebook PowerTeacher Pro answers. */
export const powerschoolEntries: readonly Entry[] = [
  powerschool(
    'name_too_long',
    '400 Error: Unable to Create Assignment',
    says(
      `COLLECTION_GENERIC - {exchange} - Unable to create assignment {assignment}; Reason: HTTP response HTTP/1.1 400 Bad Request response: ${nameRefused}`,
      'title.too_long',
      [
        teacher(
          'The name of assignment {assignment} has more than 50 characters. PowerTeacher Pro has no room for a longer name, so the assignment was not created there and its scores have nowhere to go. Names of up to 30 characters are advised; from 31 to 50 they still pass.',
          ['In Canvas, shorten the name of the assignment to 50 characters or fewer, better to 30.', syncAgain],
          {
            inferred: true,
            prevention: [
              'Keep the names of assignments to 30 characters.',
              'A Canvas administrator can set a limit for names in the account; Canvas then refuses a longer one when it is saved with Sync to SIS on.',
            ],
            fixes: ['assignment.shorten_title'],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 400,
        aliases: [
          `Unable to create assignment {assignment}; Reason: HTTP response HTTP/1.1 400 Bad Request response: ${nameRefused}`,
          nameRefused,
          '"field":"assignmentsection.name","code":"Value may not contain more than 50 character(s)."',
          'Value may not contain more than 50 character(s).',
        ],
      },
    ),
  ),

  powerschool(
    'rate_limit',
    '403 Error: Forbidden Rate Limit',
    says(
      'EXCHANGE_ERROR_NON_RETRYABLE -{exchange} - HTTP response HTTP/1.1 403 Forbidden response: 403 Forbidden (Rate Limit Exceeded)',
      'system.rate_limit',
      [
        canvasSisSupport(
          'Canvas answers only so many requests within a time, and the sync asked for more. Canvas turned it away, and the sync gave up instead of trying again. The message says nothing against the grades themselves.',
          [report],
          {
            prevention: [
              'Sync once when a set of work is graded, not after every few scores; the nightly sync takes the rest along.',
            ],
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

  powerschool(
    'does_not_teach_section',
    '403 Error: User Does Not Teach Section',
    says(
      'Reason: HTTP response HTTP/1.1 403 Forbidden response: {"message":"User does not teach section or does not have requested Permission: EDIT"}',
      'category.inactive_or_not_lead_teacher',
      [
        teacher(
          'The grading categories that were imported into Canvas are not tied to the teacher who sends the grades. PowerSchool lets nobody change a section but its own teacher, so it refused what was sent.',
          [
            'In Canvas, import the grading categories from PowerSchool again.',
            'If the old ones get in the way, move their assignments into another group, delete the old groups, and import once more.',
            'Make sure that every assignment that syncs stands in one of the newly imported groups.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 2,
                what: 'Assignments that are still in a group when it is deleted in Canvas can be deleted with it, along with the work and scores in them; move them out first.',
              },
            ],
            prevention: [importEachTerm],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 403,
        aliases: ['User does not teach section or does not have requested Permission: EDIT'],
      },
    ),
  ),

  powerschool(
    'grade_scale_blank',
    '404 Error: Not Found',
    says(
      '404 Not Found response: {"message":"Query \'com.instructure.schools.get_actual_score_grade_scale_dcid\' not found"}; Error retrieving Grade Scale DCID for section {section}',
      'gradescale.missing_or_custom',
      [
        sis(
          'Before it sends scores, the sync asks PowerSchool which grade scale section {section} uses. In the section’s settings the Grade Scale is left blank, so there was nothing to answer. It should say Same As Course.',
          [
            'Find section {section} in the PowerSchool admin console: add admin/sections/home.htm to your PowerSchool address.',
            'Open Section Settings of this section and look for Grade Scale.',
            'If it is blank, choose Same As Course and save.',
            syncAgain,
          ],
          {
            prevention: ['Set Grade Scale to Same As Course whenever a section is made.'],
            screens: [screens.sections, screens.gradeScale],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 404,
        aliases: [
          "Query 'com.instructure.schools.get_actual_score_grade_scale_dcid' not found",
          'Error retrieving Grade Scale DCID for section {section}',
        ],
      },
    ),
  ),

  powerschool(
    'grade_scale_custom',
    '409 Error: Actual Score Grade Scale ID',
    says(
      'COLLECTION_GENERIC - {exchange} - HTTP response HTTP/1.1 409 Conflict response: {"message":"ActualScoreGradeScaleId {gradeScale} is not valid for Section with Id: {section}',
      'gradescale.missing_or_custom',
      [
        sis(
          'The course of section {section} has a custom grade scale in PowerSchool. Grades from Canvas can only be sent to a course without one, so PowerSchool refused them.',
          ['In PowerSchool, take the custom grade scale off the course.', syncAgain],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'Letter grades that PowerSchool worked out by the custom scale may come out differently; note down first what the scale looks like and which grades must stay.',
              },
            ],
            prevention: ['Give no custom grade scale to a course whose grades come from Canvas.'],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          'HTTP response HTTP/1.1 409 Conflict response: {"message":"ActualScoreGradeScaleId {gradeScale} is not valid for Section with Id: {section}',
          'ActualScoreGradeScaleId {gradeScale} is not valid for Section with Id: {section}',
        ],
      },
    ),
  ),

  powerschool(
    'assignment_locked',
    '409 Error: Assignment is Locked',
    says(
      `Unable to update assignment {assignment} Reason: HTTP response HTTP/1.1 409 Conflict response: ${lockedRefused}`,
      'period.locked',
      [
        teacher(
          'The due date of assignment {assignment} lies in a grading period that is closed in PowerSchool. PowerTeacher Pro changes nothing in a closed period, so what it has of the assignment stays as it was.',
          [switchOff, syncAgain],
          {
            inferred: true,
            prevention: [finishBeforeClose],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          `HTTP/1.1 409 Conflict response: ${lockedRefused}`,
          lockedRefused,
          'The specified assignment is locked.',
        ],
      },
    ),
  ),

  powerschool(
    'due_date_outside_term',
    '409 Error: Due Date Error',
    says(
      'Message: None Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Due date must be between {from} and {to}.","errors":[]}',
      'due_date.outside_period',
      [
        teacher(
          'The assignment is due outside the term of its section, which in PowerSchool runs from {from} to {to}, so PowerSchool did not take it. Mind the last day: an assignment arrives in PowerSchool with a due date one day later than in Canvas, so the last one that works is the day before the term ends. If a term ends on a Friday, that is the Thursday.',
          [
            'In PowerSchool, look up when the term of the section begins and ends.',
            'In Canvas, move the due date into the term, to the day before its last day at the latest.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['Let nothing be due in Canvas on the last day of a term.'],
            fixes: ['due_date.move'],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          'HTTP response HTTP/1.1 409 Conflict response: {"message":"Due date must be between {from} and {to}.","errors":[]}',
          'Due date must be between {from} and {to}.',
        ],
      },
    ),
  ),

  powerschool(
    'points_missing',
    '409 Error: Score Entry Point Required',
    says(
      'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Score entry points is required.","errors":[]}',
      'points.missing',
      [
        teacher(
          'An assignment has nothing filled in as its points possible in Canvas. PowerTeacher Pro cannot hold an assignment without that number and refused it. A 0 is a number and passes; an empty field is not.',
          ['In Canvas, open the assignment and enter its points possible, at least 0.', syncAgain],
          {
            inferred: true,
            prevention: ['Fill in the points of an assignment before Sync to SIS is turned on, even if they are 0.'],
            fixes: ['assignment.set_points'],
            screens: [canvas.assignments],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          'HTTP response HTTP/1.1 409 Conflict response: {"message":"Score entry points is required.","errors":[]}',
          'Score entry points is required.',
        ],
      },
    ),
  ),

  powerschool(
    'student_not_enrolled',
    '409 Error: Student ID',
    says(
      'Details: HTTP response HTTP/1.1 409 Conflict response: {"message":"Student.id {student} does not have an AssignmentStudentAssociation in AssignmentSection.Id: {assignmentSection}","errors":[]}',
      'student.not_on_roster',
      [
        teacher(
          'Canvas sent a score for a student whom PowerSchool does not have in the course; the message names the student by the number {student}. The assignment there has no place for this student’s score.',
          [
            'Compare the people of the Canvas course with the class list in PowerSchool, and find the student who is only in Canvas.',
            'In Canvas, conclude the student’s enrollment in the course.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [rosterFromSis],
            fixes: ['enrollment.conclude', 'student.leave_out'],
            screens: [canvas.people],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          'HTTP response HTTP/1.1 409 Conflict response: {"message":"Student.id {student} does not have an AssignmentStudentAssociation in AssignmentSection.Id: {assignmentSection}","errors":[]}',
          'Student.id {student} does not have an AssignmentStudentAssociation in AssignmentSection.Id: {assignmentSection}',
        ],
      },
    ),
  ),

  powerschool(
    'categories_differ',
    '409 Error: Teacher Category ID',
    says(
      `Details: HTTP response HTTP/1.1 409 Conflict response: ${categoryRefused}`,
      'category.inactive_or_not_lead_teacher',
      [
        teacher(
          'An assignment goes to all sections of the course under one grading category. In PowerTeacher Pro the sections do not have the same categories, so the one that was sent (number {category}) is not usable in every section, and the assignment was refused.',
          [
            'In PowerTeacher Pro, compare the grading categories of each section of the course.',
            'Where a category is missing, named otherwise or switched off in one of them, make it match the others.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [sameInAllSections, keepGroupNames],
            screens: [screens.categories],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 409,
        aliases: [
          `HTTP/1.1 409 Conflict response: ${categoryRefused}`,
          `HTTP/1.1 409 Conflict response: ${categoryRefusedShort}`,
        ],
      },
    ),
  ),

  powerschool(
    'update_missing_section',
    '412 Error: Assignment Update is Missing Record',
    says(
      'HTTP response HTTP/1.1 412 Precondition Failed response: {"message":"Assignment update is missing record for section {section}"}',
      'link.stale',
      [
        teacher(
          'No meaning of this message is known. By its wording, Canvas wanted to change an assignment that PowerSchool already has, and section {section} was missing from what it sent. What helps is to take the synced assignments out of PowerSchool and let Canvas create them anew.',
          ['In PowerTeacher Pro, delete all assignments that came from Canvas.', syncAgain],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'All scores and comments in the synced assignments are deleted from PowerSchool. Canvas sends its own again; note down first what was typed only in PowerSchool.',
              },
            ],
            fixes: ['line_item.recreate'],
            screens: [screens.gradebook],
          },
        ),
      ],
      {
        origin: 'sis',
        status: 412,
        aliases: ['Assignment update is missing record for section {section}'],
      },
    ),
  ),

  powerschool(
    'assignment_exists',
    'Assignment Already Exists',
    says(
      `response: ${existsRefusedShort},"errors" :[{"resource":"AssignmentResource","field":"Sections.Dcid","code":{section}}]}`,
      'lineitem.duplicate',
      [
        teacher(
          'PowerSchool already has an assignment named {assignment} that is due on {dueDate}. Canvas wanted to create one of the same name and date, and PowerSchool holds no two such assignments in a class.',
          [
            'In PowerTeacher Pro, find assignment {assignment}, due on {dueDate}, and see which scores it has.',
            'Delete it from the gradebook there.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [{ step: 2, what: assignmentGone }],
            prevention: [createInCanvasOnly, 'Give every assignment of a course a name of its own.'],
            fixes: ['line_item.adopt'],
            screens: [screens.gradebook],
          },
        ),
      ],
      { origin: 'sis', aliases: [`response: ${existsRefusedShort}`, existsRefusedShort, existsSentence] },
    ),
  ),

  powerschool(
    'section_without_sis_id',
    'Assignment Cannot Be Created',
    says(
      'Details: Assignment cannot be created for section with id={section}',
      'section.not_linked',
      [
        lms(
          'Section {section} exists in Canvas only: it carries no SIS ID, the mark by which PowerSchool would know it. PowerSchool has no such section in which the assignment could be created.',
          [whoIsInHandMade, moveOutOfHandMade, deleteHandMade, syncAgain],
          {
            inferred: true,
            destroys: [{ step: 3, what: sectionGone }],
            prevention: [sectionsFromSis],
            fixes: ['section.exclude'],
            screens: [canvas.sections],
          },
        ),
      ],
      { origin: 'exchange', aliases: ['Assignment cannot be created for section with id={section}'] },
    ),
    says(
      'Assignment with app id {assignmentId} cannot be created for section with app id blank',
      'section.not_linked',
      [
        lms(
          'At least one section of the Canvas course carries no SIS ID, the mark by which PowerSchool would know it; the blank in the message stands for the missing mark. The assignment could not be created for that section.',
          [whoIsInHandMade, moveOutOfHandMade, deleteHandMade],
          {
            inferred: true,
            destroys: [{ step: 3, what: sectionGone }],
            prevention: [sectionsFromSis],
            fixes: ['section.exclude'],
            screens: [canvas.sections],
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

  powerschool(
    'assignment_section_locked',
    'Assignment Section Locked',
    says(
      'At least one of the specified assignment sections is locked.',
      'period.locked',
      [
        teacher(
          'An assignment that was sent belongs to a grading period that is locked in PowerSchool, and PowerTeacher Pro changes nothing in it. The message does not say which assignment it is; old ones that still sync are the likely ones.',
          [
            'In Canvas, turn Sync to SIS off for all old assignments, which are those of grading periods that have been locked.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [finishBeforeClose],
            fixes: ['assignment.switch_sync_off'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),

  powerschool(
    'exceeded_retries',
    'Exchange Error Exceeded Retries',
    says(
      'EXCHANGE_ERROR_EXCEEDED_RETRIES - {exchange} - Retryable error accessing {url}',
      'system.unreachable',
      [
        canvasSisSupport(
          'The sync could not reach PowerSchool. It tried several times and then gave up. The message says nothing against the grades themselves.',
          [report],
          { fixes: ['connection.open_ticket'] },
        ),
      ],
      { origin: 'exchange', retry: 'after_support', aliases: ['Retryable error accessing {url}'] },
    ),
  ),

  powerschool(
    'category_missing',
    'Grading Category Missing',
    says(
      'Details: Grading Category missing for assignment {assignment}',
      'category.unmapped',
      [
        teacher(
          'Assignment {assignment} stands in an assignment group that was not imported from PowerSchool. PowerTeacher Pro files every assignment under one of its own categories and could not tell which one is meant.',
          [
            'In Canvas, import the grading categories from PowerSchool again.',
            'Go through the assignments that sync, and move each one that is in another group into an imported group.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Put new assignments into an imported group; those show an import icon.',
              importEachTerm,
              keepGroupNames,
            ],
            fixes: ['assignment.move_category', 'category.map'],
            screens: [canvas.assignments],
          },
        ),
      ],
      { origin: 'exchange', aliases: ['Grading Category missing for assignment {assignment}'] },
    ),
  ),

  powerschool(
    'job_failed',
    'Grade Exchange Job Failed',
    says(
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - For input string: ""',
      'section.empty',
      [
        lms(
          'One section of the Canvas course has no students, so there was nothing to work with where the sync expected something. With this cause the message is harmless: grades still reach PowerSchool.',
          ['In Canvas, look for a section of the course without students, and remove it.', syncAgain],
          {
            destroys: [
              {
                step: 1,
                what: 'Deleting a section in Canvas takes the enrollments in it along; see first that nobody but staff is in it.',
              },
            ],
            prevention: [
              'When a section has been emptied or merged, remove it instead of leaving it behind.',
              sectionsFromSis,
            ],
            fixes: ['section.exclude'],
            screens: [canvas.sections],
          },
        ),
        teacher(
          'Every section has students, but no assignment of the current grading period is set to sync, so there is nothing to send. With this cause the message is harmless: grades still reach PowerSchool.',
          ['In Canvas, turn Sync to SIS on for at least one assignment of the current grading period.', syncAgain],
          {
            inferred: true,
            prevention: [
              'At the start of a grading period, set the first graded assignment to sync before you start a sync.',
            ],
            screens: [canvas.assignments],
          },
        ),
        sis(
          'If neither of these is so: the teacher of the course is not enrolled in its section in PowerSchool. Unlike the other two causes, this one is not known to be harmless, so look in PowerTeacher Pro whether grades of the section have arrived.',
          [
            'In PowerSchool, open the section and see whether the teacher is enrolled in it; if not, enrol the teacher.',
            syncAgain,
          ],
          {
            prevention: ['Enter the teacher of a section in PowerSchool before the first grades are sent.'],
            screens: [screens.sections],
          },
        ),
      ],
      {
        blocking: false,
        origin: 'exchange',
        ends: true,
        aliases: ['EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - For input string: ""', 'For input string: ""'],
      },
    ),
    says(
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - Socket timeout, no response within 20 seconds',
      'system.timeout',
      [
        sis(
          'The sync asked the PowerSchool server something and waited 20 seconds without an answer. It then stopped waiting, and the sync failed. The message says nothing against the grades themselves.',
          [
            'Check that the PowerSchool server can be reached from outside.',
            'Find out why it does not answer within 20 seconds, and put that right.',
          ],
        ),
      ],
      {
        origin: 'exchange',
        retry: 'now',
        aliases: [
          'EXCHANGE_ERROR_NON_RETRYABLE - {exchange} - Socket timeout, no response within 20 seconds',
          'Socket timeout, no response within 20 seconds',
        ],
      },
    ),
  ),

  powerschool(
    'job_not_finished',
    'Grade Exchange Not Finished',
    says(
      'Grade exchange has not finished in the given time, cancelling. Last known state is: {state}.',
      'system.timeout',
      [
        teacher(
          'The sync took longer than it is allowed to and was stopped before it had finished. The message says nothing against the grades themselves, and another try may get through.',
          [syncAgain, 'If the message comes back, report it to Canvas SIS Support.'],
          {
            inferred: true,
            prevention: [
              'Send less at a time: the list that opens when you sync lets you choose assignments, and one section.',
            ],
            fixes: ['connection.resync'],
            screens: [canvas.gradebook],
          },
        ),
      ],
      {
        origin: 'exchange',
        retry: 'now',
        aliases: ['Grade exchange has not finished in the given time, cancelling.'],
      },
    ),
  ),

  powerschool(
    'assignment_duplicated',
    "PowerSchool Error: 'An assignment already exists...'",
    says(
      "PowerSchool Error: 'An assignment already exists with this name {assignment} and due date {dueDate} for one or more classes.'",
      'lineitem.duplicate',
      [
        teacher(
          'Assignment {assignment}, due on {dueDate}, stands in PowerSchool more than once. PowerSchool takes no further one of the same name and date for a class.',
          [
            'In PowerTeacher Pro, find all assignments named {assignment} that are due on {dueDate}, and compare the scores in them.',
            'Delete the duplicates there.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [{ step: 2, what: assignmentGone }],
            prevention: [createInCanvasOnly, 'Give every assignment of a course a name of its own.'],
            fixes: ['line_item.adopt'],
            screens: [screens.gradebook],
          },
        ),
      ],
      { origin: 'prefix' },
    ),
  ),

  powerschool(
    'assignment_deleted',
    "PowerSchool Error: 'Assignment not found.'",
    says(
      "PowerSchool Error: 'Assignment not found.'",
      'lineitem.deleted_in_sis',
      [
        lms(
          'Assignments that had come from Canvas were deleted by hand in PowerSchool. Canvas still remembers them and tries to change what is no longer there.',
          [
            clearLink,
            'Then run a Remaster on the Grade Sync page of the course, under Utilities: it sends everything again from the start.',
          ],
          {
            destroys: [
              {
                step: 2,
                what: 'A Remaster overwrites the scores that were changed in PowerSchool; note down first those that Canvas does not have.',
              },
            ],
            prevention: [
              'Before an assignment that syncs is deleted in PowerTeacher Pro, turn its Sync to SIS off in Canvas.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync],
          },
        ),
      ],
      {
        origin: 'sis',
        ends: true,
        aliases: ['Assignment not found.', '{"message":"Assignment not found.","errors":[]}'],
      },
    ),
  ),

  powerschool(
    'teacher_not_enrolled',
    "PowerSchool Error: 'TeacherCategoryID...'",
    says(
      "PowerSchool Error: 'TeacherCategoryID is not active or does not belong to lead teacher for Section.'",
      'category.inactive_or_not_lead_teacher',
      [
        canvasSisSupport(
          'PowerSchool does not have the teacher in this section. Grading categories belong to the teacher of a section there, so the category that was sent is not one of this section.',
          [askForHelp],
          {
            prevention: ['Enter the teacher of a section in PowerSchool before the first grades are sent.'],
            fixes: ['connection.open_ticket'],
          },
        ),
        canvasSisSupport(
          'Or the fault is in Canvas, not in PowerSchool: the teacher’s enrollment in the Canvas course is not right, and so grades go out with a category that is not the section’s.',
          [askForHelp],
          { prevention: [rosterFromSis], fixes: ['connection.open_ticket'] },
        ),
      ],
      { origin: 'prefix', retry: 'after_support' },
    ),
  ),

  powerschool(
    'student_without_sis_id',
    'Student Does Not Exist in PTP',
    says(
      'COLLECTION_GENERIC - {exchange} - Student with sis_user_id=null does not exist in PTP',
      'student.no_sis_id',
      [
        canvasSisSupport(
          'A student in the Canvas course carries no SIS ID, the mark by which PowerTeacher Pro (PTP) would know who it is. Without it, the student’s scores belong to nobody there. The message does not name the student; the list of people in the course shows it by an empty SIS ID, to whoever may see SIS IDs.',
          [
            'If the student belongs in the course, ask Canvas SIS Support to enter the student’s SIS ID in Canvas.',
            'If not, remove the student’s enrollment from the Canvas course.',
          ],
          {
            destroys: [
              {
                step: 2,
                what: 'With the enrollment, the student’s scores vanish from the Canvas gradebook of the course; export the gradebook first if anybody may need them.',
              },
            ],
            prevention: [rosterFromSis],
            fixes: ['student.leave_out', 'connection.open_ticket'],
            screens: [canvas.people],
          },
        ),
        teacher(
          'Somebody has entered grades for the Test Student. This is the made-up student that Canvas adds when a teacher looks at the course as a student does; PowerSchool does not know it.',
          ['In Canvas, open People and remove the Test Student from every section of the course.', syncAgain],
          {
            inferred: true,
            destroys: [
              {
                step: 1,
                what: 'What was handed in and graded as the Test Student is gone; no real student is touched.',
              },
            ],
            prevention: ['Give the Test Student no score in an assignment that syncs.'],
            fixes: ['student.leave_out'],
            screens: [canvas.people, canvas.gradebook],
          },
        ),
      ],
      { origin: 'exchange', aliases: ['Student with sis_user_id=null does not exist in PTP'] },
    ),
  ),

  powerschool(
    'category_not_active',
    'Teacher Category ID Not Active',
    says(
      `response: ${categoryRefused}`,
      'category.inactive_or_not_lead_teacher',
      [
        teacher(
          'The sections of the course have different grading categories in PowerTeacher Pro. An assignment that goes to several of them needs one category that is there and in use in each; the one that was sent (number {category}) is not.',
          [
            'In PowerSchool, make all grading categories in all sections of the course identical to each other, by name and by being in use.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [sameInAllSections, keepGroupNames],
            screens: [screens.categories],
          },
        ),
      ],
      {
        origin: 'prefix',
        aliases: [`response: ${categoryRefusedShort}`, categoryRefused, categoryRefusedShort, categorySentence],
      },
    ),
  ),

  powerschool(
    'total_points',
    'Total Points Error',
    says(
      '{"message":"The total points value must be the product of weight and score entry points {points}."}',
      'points.inconsistent',
      [
        teacher(
          'No meaning of this message is known. By its wording, an assignment’s total points in PowerSchool do not equal its weight times the points of a score ({points}). What helps is to delete the assignment in PowerSchool and let Canvas create it anew.',
          ['In PowerTeacher Pro, delete the assignment.', syncAgain],
          {
            inferred: true,
            destroys: [{ step: 1, what: assignmentGone }],
            fixes: ['line_item.recreate'],
            screens: [screens.gradebook],
          },
        ),
      ],
      {
        origin: 'sis',
        aliases: ['The total points value must be the product of weight and score entry points {points}.'],
      },
    ),
  ),
];
