import type { Entry, Screen } from '../entry.schema.ts';
import { canvas, clearLink, entriesOf, lms, says, supportOf, teacher } from './entry-parts.ts';

const aeries = entriesOf('aeries', 'Canvas, SIS Error Code Dictionary, Aeries');
const aeriesSupport = supportOf('Aeries Support');

const gradebook: Screen = { system: 'aeries', name: 'Gradebook' };
const syncCategories: Screen = { system: 'canvas', name: 'Sync SIS Categories' };

const syncAgain =
  'Send the grades to Aeries again: in the gradebook of the Canvas course, choose Actions, Sync to SIS, and then Post Grades.';
const findIt =
  'In Canvas, open the page Grade Sync of the course: it lists the message with the assignment and the section that it is about.';
const ifAgain =
  'If the message comes again, give its full text, with the course, the section and the time, to your Canvas administrator, who can open a case with Canvas Support.';
const underUtilities = 'in Canvas, on the page Grade Sync of the course, under Utilities';

/** The link of a course is broken: everything is sent anew. */
const linkAnew = [
  'The steps below send the whole course anew. Before that, ask the teacher of the course to do two things: enter in Canvas every score that was changed in Aeries only, and switch Sync to SIS off for all assignments that should not be sent.',
  clearLink,
  `Run a Remaster: ${underUtilities}. It sends everything again from the start, and may take up to an hour.`,
  'If Canvas then reports that there are multiple matches in Aeries, look up that message as well. If the same message comes again, open a case with Canvas Support, ask for Canvas SIS Support, and send along its full text, the course and the section.',
];
const remasterOverwrites = {
  step: 3,
  what: 'A Remaster overwrites scores that were changed in Aeries only; step 1 saves them.',
};

/** What Aeries’s gradebook answers to passback. */
export const aeriesEntries: readonly Entry[] = [
  aeries(
    'grading_category_not_found',
    'Grading Category Not Found',
    says(
      'Grading category {category} not found in OneRoster for {assignment}. Please ensure that your assignment categories match between OneRoster and Canvas. Available grading categories are: {categories}',
      'category.unmapped',
      [
        teacher(
          'Assignment {assignment} was not sent. In Canvas it stands in the assignment group {category}, and the Aeries gradebook has no category of that name. Aeries keeps every assignment in one of its own categories, so it has no place for this one. Its scores are still in Canvas. OneRoster, in the message, is the way by which grades go to Aeries; take it for Aeries.',
          [
            'Choose the category of Aeries in which the assignment should count. Aeries has these: {categories}.',
            'In Canvas, open the page Assignments of the course, and move {assignment} out of the group {category} into the group that is named exactly like this category, capitals included.',
            'If there is no such group, the category has not been imported from Aeries yet. Your Canvas administrator knows how your school imports categories.',
            syncAgain,
            ifAgain,
          ],
          {
            inferred: true,
            prevention: [
              'Import the categories from Aeries before you make assignments, and leave the names of the imported groups as they are.',
              'A category that is new in Aeries can take a day to appear in Canvas; wait for it instead of making a group by hand.',
            ],
            fixes: ['category.map', 'assignment.move_category'],
            screens: [canvas.assignments, gradebook],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
  aeries(
    'gradebook_number_mismatch',
    'Gradebook Number Does Not Match',
    says(
      'Gradebook number does not match.',
      'link.stale',
      [
        lms(
          'Each gradebook in Aeries has a number, and Canvas remembers the one that it sent this assignment to. The gradebook that Aeries has now does not carry that number: the link between the two is broken, and Aeries takes nothing over it. The scores are still in Canvas. You need not know the number.',
          linkAnew,
          {
            destroys: [remasterOverwrites],
            prevention: [
              'Keep the gradebook in Aeries that grades were sent to: its number is fixed, and a new gradebook has another one.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'internal_server_error',
    'Internal Server Error',
    says(
      'Internal Server Error',
      'system.internal_error',
      [
        aeriesSupport(
          'No meaning of this message is known. Aeries failed at what it was sent and does not say why, so the reason can only be looked for inside of Aeries. Nothing that could be changed in Canvas is known to help. What was sent is still in Canvas.',
          [
            'Whoever saw the message opens the page Grade Sync of the course in Canvas, and notes the assignment and the section that it is listed with, and the time of the sync.',
            'Give this and the message to the person who holds your school’s support contract for Aeries, as a rule the SIS administrator.',
            'This person reports it to Aeries Support, and tells the teacher of the course when it has been dealt with.',
          ],
          { fixes: ['connection.open_ticket'] },
        ),
      ],
      { origin: 'sis', retry: 'after_support' },
    ),
  ),
  aeries(
    'assignment_id_invalid',
    'Invalid Assignment ID',
    says(
      'Invalid assignment ID (lineItem sourcedId is invalid).',
      'link.stale',
      [
        lms(
          'Canvas remembers under which number an assignment is kept in Aeries, and Aeries does not accept that number. The link between the two gradebooks is broken, so the scores have nowhere to go; they are still in Canvas. In the message, lineItem means the assignment and sourcedId its number.',
          linkAnew,
          {
            destroys: [remasterOverwrites],
            prevention: [
              'Change and remove assignments that come from Canvas in Canvas; what is done to them in Aeries, Canvas never learns.',
            ],
            fixes: ['line_item.recreate'],
            screens: [canvas.gradeSync],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'multiple_matches',
    'Multiple Matches Found',
    says(
      'Multiple matches found for "{assignment}" due on {dueDate} in OneRoster.',
      'lineitem.duplicate',
      [
        teacher(
          'Aeries has more than one assignment named {assignment} that is due on {dueDate}. An assignment from Canvas is recognised there by its name and due date, so it could not be told which of them the scores belong to, and none were sent. They are still in Canvas. OneRoster, in the message, is the way by which grades go to Aeries; take it for Aeries.',
          [
            'In Canvas, see whether the course has two assignments named {assignment} that are due on {dueDate}. If so, change the name of one of them, so that Aeries does not get two again.',
            'In the Aeries gradebook of the section, find all assignments of this name and due date. Which section it is, the page Grade Sync of the Canvas course shows with the message.',
            'Compare the scores in them with those in Canvas. Enter in Canvas each score that is only in Aeries.',
            'Delete all of these assignments in Aeries; if there are two, delete both. The sync then puts the one from Canvas in their place.',
            syncAgain,
            `In Aeries, see that the assignment is there once, with all its scores. A sync leaves out what has not changed for 30 days; if scores are missing for that reason, run a Remaster: ${underUtilities}.`,
            ifAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 4,
                what: 'The scores in these assignments are deleted with them, and only what stands in Canvas comes back; step 3 saves the rest. If they belong to a grading period that is closed in Aeries, ask the SIS administrator first whether Aeries would take the assignment back.',
              },
              {
                step: 6,
                what: 'A Remaster sends everything in the course that has Sync to SIS on, and overwrites scores that were changed in Aeries only. Enter those in Canvas first.',
              },
            ],
            prevention: [
              'Make an assignment in Canvas only, and let the sync put it into Aeries.',
              'Give no two assignments of a section the same name and due date.',
            ],
            fixes: ['line_item.adopt'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
  aeries(
    'student_not_in_gradebook',
    'Student Does Not Belong',
    says(
      'Student does not belong to the gradebook.',
      'student.not_on_roster',
      [
        teacher(
          'A gradebook in Aeries has a list of students of its own, apart from the section that it belongs to. A student whose score was sent is not on that list, so Aeries has no row for the score. The score is still in Canvas.',
          [
            findIt,
            'Compare the students of this section on the page People in Canvas with those in your Aeries gradebook. Whoever is only in Canvas is meant.',
            'If you doubt that the student is in your class, ask the registrar before you go on.',
            'In Aeries, open your gradebook of the section and add the student to it. If you do not find where, the SIS administrator knows.',
            syncAgain,
          ],
          {
            inferred: true,
            prevention: ['When a student joins the section, add the student to the Aeries gradebook too.'],
            fixes: ['student.leave_out'],
            screens: [canvas.gradeSync, canvas.people, gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'several_gradebooks',
    'Unable to Add Assignment',
    says(
      'Unable to add assignment because there are more than one gradebooks. Please correct your gradebooks and try again.',
      'gradebook.multiple',
      [
        teacher(
          'A section belongs to several gradebooks in Aeries at once. Aeries cannot tell which of them the assignment is meant for, and added it to none. The assignment and its scores are still in Canvas.',
          [
            findIt,
            'In Aeries, see which of your gradebooks this section belongs to. The one to keep is the one that you grade this class in.',
            'Look through the others for scores of this class that stand nowhere else, and enter them in the one to keep.',
            'Take the section out of the other gradebooks, so that it belongs to one only. The SIS administrator knows how; if not, whoever holds your school’s support contract can ask Aeries Support.',
            syncAgain,
          ],
          {
            inferred: true,
            destroys: [
              {
                step: 4,
                what: 'If a gradebook is deleted for this, the scores in it are deleted too; step 3 saves those of this class. Do not delete a gradebook that other sections use.',
              },
            ],
            prevention: ['Use one gradebook for each section in Aeries.'],
            screens: [canvas.gradeSync, gradebook],
          },
        ),
      ],
      { origin: 'sis' },
    ),
  ),
  aeries(
    'categories_out_of_step',
    'Gradebook Section Not Found',
    says(
      'Aeries gradebook categories are not in sync with Canvas categories.',
      'category.unmapped',
      [
        teacher(
          'The categories of the gradebook in Aeries and the assignment groups in Canvas do not go together: in at least one section, a group is not tied to a category. Aeries cannot be told where the assignments of that group belong, so they stay in Canvas until it is. No section is missing, whatever the title says.',
          [
            'In Canvas, open Sync SIS Categories for the course. If you do not find it, ask your Canvas administrator.',
            'Go through the assignment groups one by one. Each shows how many sections are not tied yet; for each of these, choose the category of Aeries in which the assignments of the group should count.',
            'If the category is not offered, set it up in the Aeries gradebook of that section. It can take a day until Canvas offers it.',
            'When no section is left over in any group, the next sync takes the assignments along. If the message comes again even so, give it, with the course, to your Canvas administrator, who can open a case with Canvas Support.',
          ],
          {
            inferred: true,
            prevention: [
              'Look at Sync SIS Categories again whenever you add an assignment group, or when a section joins the course.',
            ],
            fixes: ['category.map'],
            screens: [syncCategories],
          },
        ),
      ],
      { origin: 'exchange' },
    ),
  ),
];
