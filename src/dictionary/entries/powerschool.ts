import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, canvasSisSupport, clearLink, entriesOf, lms, says, sis, teacher } from './entry-parts.ts';

const powerschool = entriesOf('powerschool', 'Canvas, SIS Error Code Dictionary, PowerSchool-PowerTeacher Pro');

const screens = {
  gradebook: { system: 'powerschool', name: 'PowerTeacher Pro, gradebook of the section' },
  categories: { system: 'powerschool', name: 'PowerTeacher Pro, grading categories of the section' },
  sections: { system: 'powerschool', name: 'Admin console, sections', path: '/admin/sections/home.htm' },
  gradeScale: { system: 'powerschool', name: 'Admin console, Section Settings, Grade Scale' },
} as const satisfies Record<string, Screen>;

const syncAgain =
  'Send the grades to PowerSchool again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const sendTheRest =
  'Send the other grades: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const teacherSyncs =
  'Tell the teacher of the course that it is done. The teacher then sends the grades again: in the gradebook of the Canvas course, Actions, Sync to SIS, and Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';

const passOn =
  'Give the message to the Canvas administrator of your school or district: its full text with the numbers in it, the course and the section, and when the sync was started and by whom. Say so if a grading period is about to close.';
const openCase =
  'The Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and sends all of this along.';
const waitForSupport = 'Start no further sync of the course until support has answered.';

const importGroups =
  'In Canvas, open the page Assignments of the course. In the menu with the three dots beside the button for a new assignment, choose Import Assignment Groups, then Add. If you have no such command, your Canvas administrator knows how your school imports them.';
const moveIntoImported =
  'On the same page, move every assignment that is to be sent into one of the imported groups. They show an import icon.';
const openIfNeeded =
  'If a score in the closed period still has to change in PowerSchool, ask the SIS administrator whether the period can be opened for it. If it is opened, go on with the last step.';

const whoIsInHandMade =
  'In Canvas, open Settings of the course, then Sections, and open each section. One that came from PowerSchool shows a SIS id; one that was made by hand shows none. Note who is in those made by hand.';
const areInSisSection =
  'See that all of them who should receive grades are also in the section that came from PowerSchool. Whoever is missing there has to be enrolled in PowerSchool by the registrar, and appears in Canvas with the next roster sync, as a rule overnight.';
const deleteHandMade = 'When that is so, delete the sections that were made by hand.';
const sectionGone =
  'Deleting a section in Canvas takes the enrollments in it along. Whoever is in no other section of the course is then out of it, scores included, so do not delete before step 2 is done.';

const saveScores =
  'Compare its scores and comments in PowerTeacher Pro with those in Canvas. Enter in Canvas each score that is only in PowerTeacher Pro, and note down the comments: as far as is known, Canvas does not send these.';
const assignmentGone =
  'Deleting an assignment in PowerTeacher Pro deletes the scores and comments in it, and only the scores that are in Canvas come back. Do not delete an assignment of a closed grading period: PowerSchool would not take it back.';
const seeItIsBack =
  'In PowerTeacher Pro, see that the assignment is there again with all its scores. A sync leaves out what has not changed for 30 days; if scores are missing for that reason, run a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities.';
const remasterOverwrites =
  'A Remaster sends everything in the course that has Sync to SIS on, and overwrites scores that were changed in PowerSchool only. Enter those in Canvas first.';
const ifNotFound =
  'If Canvas now reports “Assignment not found.”, it still looks for the assignment in its old place; look up that message as well.';

const listCategories =
  'In PowerTeacher Pro, open the page Categories, and note for each section of the course which categories it has, how they are spelt, and whether their status is Active or Inactive.';
const alignCategories =
  'Make all sections the same, and take the assignment groups in Canvas as the measure: each category has the name of its group, capitals included, is chosen for every class of the course, and is Active. A category of the district, which teachers cannot rename, is one for the SIS administrator.';
const ifCategoryAgain =
  'If the message comes again, give it to the SIS administrator, who can look up both numbers in PowerSchool and see whether you are the lead teacher of that section: it can have several teachers, and one of them leads.';

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
          'The name of assignment {assignment} has more than 50 characters. PowerTeacher Pro has no room for a longer name, so the assignment was not created there and its scores have nowhere to go. Names of up to 30 characters are advised; from 31 to 50 they still pass. The number near the beginning of the message stands for this one sync, and only support needs it.',
          [
            'In Canvas, open the assignment, choose Edit, shorten its name to 50 characters or fewer, better to 30, and save. Blanks count.',
            syncAgain,
          ],
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
          'Canvas answers only so many requests within a time, and the sync asked for more. Canvas turned it away, and the sync gave up instead of trying again. Grades that had not been sent by then are still in Canvas. Nothing is wrong with the grades themselves.',
          [passOn, openCase, waitForSupport],
          {
            prevention: [
              'Sync once when a set of work is graded, not after every few scores. If the nightly sync of the course is switched on, it takes the rest along.',
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
          'PowerSchool lets nobody change a section but its own teacher, and it did not take whoever sent these grades for that teacher. The known reason lies in Canvas: the assignment groups that were imported are not tied to the teacher of the section. A new import ties them.',
          [
            findIt,
            importGroups,
            moveIntoImported,
            syncAgain,
            'If the message comes again, the old imported groups are in the way. On the page Assignments, make a new group for the time being, and move everything that is in the old ones into it.',
            'Delete the old groups, now that they are empty. Then repeat steps 2 to 4.',
            'If that does not help either, ask the SIS administrator whether PowerSchool has you as the teacher of this section.',
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 6,
                what: 'Assignments that are still in a group when it is deleted in Canvas can be deleted with it, along with the work and scores in them. See that the group is empty, and note down its weight, if your groups have weights.',
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
          'Before it sends scores, the sync asks PowerSchool which grade scale section {section} uses. In the settings of the section the Grade Scale is left blank, so there was no answer, and the scores could not be sent. It should say Same As Course. The Query in the message and the word DCID, PowerSchool’s name for its own numbers, are nothing to look for.',
          [
            'Open the sections in the PowerSchool admin console: type admin/sections/home.htm behind the address of your PowerSchool.',
            'Find section {section} there. If the message has no number, or it does not lead to the section, look in Canvas at the page Grade Sync of the course: it lists the message with the name of the section.',
            'Open Section Settings of this section and look for Grade Scale.',
            'If it is blank, choose Same As Course and save. If it says something else, change nothing, and give the message to your Canvas administrator, who can report it to Canvas SIS Support.',
            teacherSyncs,
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
          'The course has a grade scale of its own in PowerSchool, a custom one. Scores from Canvas can only be sent to a course without one, so PowerSchool refused them. In the message, {gradeScale} is the number of the scale and {section} that of the section, both as PowerSchool counts them.',
          [
            'In the PowerSchool admin console, find section {section}: type admin/sections/home.htm behind the address of your PowerSchool. See which course it belongs to.',
            'Ask the teacher whether the course can do without its own scale. If it must keep it, grades cannot come from Canvas: the teacher turns Sync to SIS off for the assignments and enters scores in PowerTeacher Pro. Stop here then.',
            'Note down the custom scale, which score makes which grade, and the grades that have already been given by it.',
            'In the settings of the course, choose a standard grade scale of the school in place of the custom one, and save.',
            teacherSyncs,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 4,
                what: 'Letter grades that PowerSchool worked out by the custom scale may come out differently. What was noted in step 3 shows which.',
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
          'The due date of assignment {assignment} lies in a grading period that is closed in PowerSchool. PowerTeacher Pro changes nothing in a closed period, so what it has of the assignment stays as it was, and what has been changed in Canvas since then did not get there.',
          [
            openIfNeeded,
            'If nothing has to change, open assignment {assignment} in Canvas, choose Edit, take the check mark off Sync to SIS, and save. The scores that PowerSchool has stay there.',
            sendTheRest,
          ],
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
            'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment. The due date of that one lies before {from}, after {to}, or on {to} itself.',
            'See whether the two dates in the message are the right ones: they are how the term of the section stands in PowerSchool. If they are wrong, the SIS administrator corrects the term there, and you go on with step 4.',
            'If they are right, open the assignment in Canvas, choose Edit, and give it a due date in the term, at the latest on the day before {to}. If it belongs to another term, take the check mark off Sync to SIS instead.',
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
          'An assignment has nothing filled in as its points in Canvas. PowerTeacher Pro cannot hold an assignment without that number and refused it. A 0 is a number and passes; an empty field is not. The message calls the points “Score entry points”.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with its assignment. It is one whose field Points is empty.',
            'Open this assignment, choose Edit, enter in Points how much it is worth, at least 0, and save.',
            syncAgain,
          ],
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
          'Canvas sent a score for a student whom PowerSchool does not have in the course, so the assignment there has no place for it. The message names the student only by PowerSchool’s own number, {student}. The number at its end stands for the assignment in one section, and is not needed.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with its section.',
            'Compare the students of this section on the page People in Canvas with the class list in PowerSchool, and find the one who is only in Canvas. If several are, the SIS administrator can look up number {student}.',
            'If the student does belong in the class, the registrar enrols the student in PowerSchool. Go on with step 5 when that is done.',
            'If not, open the student on the page People in Canvas and conclude the enrollment in the course. If Canvas does not let you, your Canvas administrator can.',
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
          'An assignment goes to all sections of the course under one grading category. In PowerTeacher Pro the sections do not have the same categories, so the one that was sent cannot be used in every section, and the assignment was refused. Where the message has numbers, the first is the section and the second the category, as PowerSchool counts them.',
          [findIt, listCategories, alignCategories, syncAgain, ifCategoryAgain],
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
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with the section. Then choose Actions, Sync to SIS in the gradebook of the course: the window lists all assignments that are sent. Note their names, and close it without sending.',
            'In PowerTeacher Pro, find the assignments of these names in each section of the course, and compare their scores and comments with those in Canvas. Enter in Canvas each score that is only in PowerTeacher Pro, and note down the comments: as far as is known, Canvas does not send these.',
            'In PowerTeacher Pro, delete these assignments, in all sections of the course.',
            syncAgain,
            'In PowerTeacher Pro, see that all of them are there again with their scores. A sync leaves out what has not changed for 30 days; if some are missing for that reason, run a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities.',
            ifNotFound,
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 3,
                what: 'All scores and comments in these assignments are deleted from PowerSchool, and only the scores that are in Canvas come back. If some are in a closed grading period, PowerSchool will not take them back: ask the SIS administrator before you delete those.',
              },
              { step: 5, what: remasterOverwrites },
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
          'PowerSchool already has an assignment named {assignment} that is due on {dueDate}. Canvas wanted to create one of the same name and date, and PowerSchool holds no two such assignments in a class. The assignment in PowerSchool is unchanged. The number at the end of the message is PowerSchool’s own for the class.',
          [
            'In Canvas, see whether the course has two assignments named {assignment} with the same due date. If so, give one of them another name and go on with step 5; nothing has to be deleted.',
            'If there is only one, find assignment {assignment}, due on {dueDate}, in PowerTeacher Pro.',
            saveScores,
            'Delete the assignment in PowerTeacher Pro. The sync then puts the one from Canvas in its place.',
            syncAgain,
            seeItIsBack,
            ifNotFound,
          ],
          {
            inferred: true,
            destroys: [
              { step: 4, what: assignmentGone },
              { step: 6, what: remasterOverwrites },
            ],
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
          'Section {section} exists in Canvas only: it was made there by hand, and carries no SIS id by which PowerSchool would know it. The assignment cannot be created for a section that PowerSchool does not have.',
          [whoIsInHandMade, areInSisSection, deleteHandMade, teacherSyncs],
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
          'At least one section of the Canvas course was made there by hand, and carries no SIS id by which PowerSchool would know it: where the message ends, or says blank, the id should stand. The assignment could not be created for that section. Its number, {assignmentId}, is not needed to put this right.',
          [whoIsInHandMade, areInSisSection, deleteHandMade, 'Tell the teacher of the course that it is done.'],
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
          'An assignment that was sent belongs to a grading period that is locked in PowerSchool, and PowerTeacher Pro changes nothing in it. What PowerSchool has of it stays as it was. The message does not say which assignment it is; old ones that still sync are the likely ones.',
          [
            'Find out which grading periods are locked and when they ended. If you do not know, the SIS administrator does.',
            openIfNeeded,
            'If nothing has to change, turn Sync to SIS off for all assignments that are due in a locked period: on the page Assignments of the Canvas course, each has an icon for it. The scores that PowerSchool has stay there.',
            sendTheRest,
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
          'The sync could not reach PowerSchool at the address that the message ends with. It tried several times and then gave up; what had not been sent by then is still in Canvas. Nothing is wrong with the grades themselves.',
          [
            'See whether PowerSchool opens in a browser. If it does not, tell the SIS administrator as well.',
            passOn,
            openCase,
            waitForSupport,
          ],
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
          'Assignment {assignment} stands in an assignment group that was not imported from PowerSchool. PowerTeacher Pro files every assignment under one of its own categories and could not tell which one is meant, so this assignment was not taken.',
          [
            importGroups,
            moveIntoImported,
            syncAgain,
            'If the category that you need was not among the imported ones, see that it is there in PowerTeacher Pro and that the term has begun, and import again the next day: a new category takes up to a day to reach Canvas.',
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
          'One section of the Canvas course has no students, so the sync found nothing where it expected something. In Canvas, Settings of the course, Sections shows whether it is so. With this cause the message is harmless: grades still reach PowerSchool, and putting it right can wait. The numbers in the message are for support only.',
          [
            'In Canvas, open Settings of the course, then Sections. The list says how many users each section has: open those with none or very few, and find the one with no student in it.',
            'Delete this section.',
            teacherSyncs,
          ],
          {
            destroys: [
              {
                step: 2,
                what: 'Deleting a section in Canvas takes the enrollments in it along, those of teachers too. See first that every teacher in it is in another section of the course as well.',
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
          'Every section has students, but no assignment of the current grading period is set to sync, so there is nothing to send. To check: in the Canvas gradebook, Actions, Sync to SIS lists all assignments that are sent, with their due dates; with this cause none is due in the current period. The message is then harmless: grades still reach PowerSchool.',
          [
            'In Canvas, open an assignment that is due in the current grading period and should count, choose Edit, set the check mark at Sync to SIS, and save. If there is none yet, leave it at that until there is.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: [
              'At the start of a grading period, set the first graded assignment to sync before you start a sync.',
            ],
            screens: [canvas.assignments],
          },
        ),
        sis(
          'If neither of these is so, the teacher of the course is not enrolled in its section in PowerSchool; the section there shows it. Unlike the other two causes, this one is not known to be harmless, so have the teacher look in PowerTeacher Pro whether grades of the section have arrived.',
          [
            'In the PowerSchool admin console, open the section: type admin/sections/home.htm behind the address of your PowerSchool. If the course has several sections, look at each.',
            'See whether the teacher who sends the grades is entered as a teacher of the section; if not, enter the teacher and save.',
            teacherSyncs,
            'If all three causes are ruled out, have a Canvas administrator open a case with Canvas Support, and send the full message along.',
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
          'The sync asked the PowerSchool server something and waited 20 seconds without an answer. It then stopped waiting, and the sync failed; what had not been sent by then is still in Canvas. Nothing is wrong with the grades themselves. The number in the middle of the message stands for this one sync, and only support needs it.',
          [
            'Check that the PowerSchool server can be reached from outside, for instance from a phone that is not in the school’s network.',
            'Find out why the server took longer than 20 seconds at the time of the message, and put that right. If it is not run by your school or district, ask whoever runs it, and tell them the time.',
            'Tell the teacher of the course when the server answers as usual again.',
          ],
          {
            prevention: ['Let scheduled syncs start when the PowerSchool server has little else to do.'],
          },
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
          'The sync took longer than it is allowed to and was stopped before it had finished. Some grades may have arrived and others not; Canvas still has them all. Nothing is wrong with the grades themselves. The number at the end of the message says how far the sync was, and only support needs it.',
          [
            'In Canvas, open the page Grade Sync of the course, and wait until no sync of the course is running any more.',
            'Send less at a time: in the gradebook, choose Actions, Sync to SIS, choose one section or take the check marks off all but a few assignments (that counts for this sending only), then choose Post Grades. Nothing is entered twice: only what has changed since it was last sent goes out.',
            'When the page Grade Sync shows that this has ended, send the next part in the same way.',
            'If the message comes back even so, give its full text, with the course and the time, to your Canvas administrator, who opens a case with Canvas Support and asks for Canvas SIS Support.',
          ],
          {
            inferred: true,
            prevention: ['Sync after each set of graded work, so that it does not all have to go at once.'],
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
          'Assignment {assignment}, due on {dueDate}, stands in PowerSchool more than once. PowerSchool takes no further one of the same name and date for a class, so what was sent now was not taken.',
          [
            'In PowerTeacher Pro, find all assignments named {assignment} that are due on {dueDate}, in each section of the course. The one to keep is the one whose scores are those of Canvas.',
            'Compare the scores and comments in the others with those in Canvas. Enter in Canvas each score that is only in PowerTeacher Pro, and note down the comments: as far as is known, Canvas does not send these.',
            'Delete the others in PowerTeacher Pro.',
            syncAgain,
            'If the message comes again, delete the one that you kept as well, after comparing it in the same way, and send once more: Canvas then creates it anew.',
            seeItIsBack,
            ifNotFound,
          ],
          {
            inferred: true,
            destroys: [
              { step: 3, what: assignmentGone },
              { step: 5, what: 'As with the others: what is in this assignment and not in Canvas is lost.' },
              { step: 6, what: remasterOverwrites },
            ],
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
          'Assignments that had come from Canvas were deleted by hand in PowerSchool. Canvas still remembers their place there and tries to change what no longer exists. Their scores are still in Canvas.',
          [
            'In Canvas, open the page Grade Sync of the course: it lists the message with each assignment that it is about. Ask the teacher whether these should be in PowerSchool at all. If they were deleted for good, the teacher turns Sync to SIS off for them, and that is all.',
            'If they should come back, ask the teacher to do two things: enter in Canvas whatever was changed in PowerTeacher Pro only, and turn Sync to SIS off for all assignments of the course that should not be sent.',
            clearLink,
            'Run a Remaster: in Canvas, on the page Grade Sync of the course, under Utilities. It sends everything again from the start, and may take up to an hour.',
            'If Canvas then reports that an assignment already exists in PowerSchool, look up that message as well.',
          ],
          {
            destroys: [
              {
                step: 4,
                what: 'A Remaster overwrites scores that were changed in PowerSchool only; step 2 saves them.',
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
          'PowerSchool does not have the teacher in this section. Grading categories belong to the teacher of a section there, so the category that was sent is not one of this section, and the assignment was refused. The SIS administrator can see in the section in PowerSchool whether this is the cause.',
          [
            'Ask the SIS administrator to look in PowerSchool whether the teacher who sends the grades is entered as a teacher of the section. The page Grade Sync of the Canvas course lists the message with the section.',
            'Give the message to the Canvas administrator of your school or district: its full text, the teacher, the course, the section, and what the SIS administrator has found.',
            openCase,
          ],
          {
            prevention: ['Enter the teacher of a section in PowerSchool before the first grades are sent.'],
            fixes: ['connection.open_ticket'],
          },
        ),
        canvasSisSupport(
          'If PowerSchool has the teacher in the section, the fault is in Canvas: the teacher’s enrollment in the Canvas course is not right, and so grades go out with a category that is not the section’s. The page People of the course shows in which sections the teacher is enrolled, and in which role.',
          [
            'In Canvas, look at the page People of the course whether the teacher is there as a teacher, and in every section that receives grades.',
            'Give the message to the Canvas administrator of your school or district: its full text, the teacher, the course, the section, and what the page People shows.',
            openCase,
          ],
          { prevention: [rosterFromSis], fixes: ['connection.open_ticket'], screens: [canvas.people] },
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
          'A student in the Canvas course has no SIS id by which PowerTeacher Pro (PTP) would know who it is, so the scores of this student were not sent. The message does not name the student: null in it says that the id is missing. The page People of the course shows the student by an empty SIS ID, to whoever may see SIS IDs; as a rule that is the Canvas administrator.',
          [
            'Ask your Canvas administrator to find the students without a SIS ID on the page People of the course. If there is none but the Test Student, take the second cause.',
            'If the student belongs in the course, the Canvas administrator opens a case with Canvas Support, asks for Canvas SIS Support, and has the SIS ID of the student entered in Canvas. The SIS administrator knows the id.',
            'If the student does not belong in the course, export the Canvas gradebook, so that the scores are kept, and have the enrollment removed on the page People.',
          ],
          {
            destroys: [
              {
                step: 3,
                what: 'With the enrollment, the scores of the student vanish from the Canvas gradebook of the course. Make sure that it is the right student, and that the export holds the scores.',
              },
            ],
            prevention: [rosterFromSis],
            fixes: ['student.leave_out', 'connection.open_ticket'],
            screens: [canvas.people],
          },
        ),
        teacher(
          'Somebody has entered grades for the Test Student, whom PowerSchool does not know. To check: the Test Student has a row of its own in the Canvas gradebook, with scores in it.',
          ['In Canvas, open the page People and remove the Test Student from every section of the course.', syncAgain],
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
          'The sections of the course have different grading categories in PowerTeacher Pro. An assignment that goes to several of them needs one category that is there and in use in each; the one that was sent is not, so the assignment was refused. Where the message has numbers, the first is the section and the second the category, as PowerSchool counts them.',
          [findIt, listCategories, alignCategories, syncAgain, ifCategoryAgain],
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
          [
            findIt,
            saveScores,
            'In PowerTeacher Pro, delete the assignment, in each section in which the message names it.',
            syncAgain,
            seeItIsBack,
            ifNotFound,
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              { step: 3, what: assignmentGone },
              { step: 5, what: remasterOverwrites },
            ],
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
