import type { Cause } from './cause.ts';

/** What can be wrong where grades go from an LMS to a gradebook. */
export const passbackCauses: Readonly<Record<string, Cause>> = {
  'category.unmapped': {
    title: 'The category is not known to the gradebook',
    meaning:
      'The group that an assignment stands in has no counterpart among the grading categories of its section in the SIS.',
  },
  'category.inactive_or_not_lead_teacher': {
    title: 'The category is not the sender’s to use',
    meaning:
      'The grading category exists, but it is switched off, differs between the sections of the course, or belongs to another teacher than the one who sends.',
  },
  'due_date.missing': {
    title: 'No due date for everybody',
    meaning:
      'The gradebook files an assignment by its due date, and this one has none that holds for the whole section.',
  },
  'due_date.outside_period': {
    title: 'The due date lies outside the grading periods',
    meaning: 'The date of an assignment falls into no grading period or term of its section in the SIS.',
  },
  'due_date.outside_availability': {
    title: 'The due date lies outside the time in which the assignment is open',
    meaning: 'An assignment is open to students between two dates, and its due date does not lie between them.',
  },
  'period.unknown': {
    title: 'There is no such grading period',
    meaning: 'A grading period was named that the course does not have.',
  },
  'period.locked': {
    title: 'The grading period is closed',
    meaning: 'The due date falls into a grading period that the SIS takes no more changes for.',
  },
  'section.not_linked': {
    title: 'The section has no id of the SIS',
    meaning: 'A section of the course was made by hand in the LMS, so the SIS does not know it.',
  },
  'section.empty': {
    title: 'Nothing to send in a section',
    meaning: 'A section of the course has no students, or no assignment in it is meant for the SIS.',
  },
  'student.not_on_roster': {
    title: 'The student is not on the gradebook’s roster',
    meaning: 'The LMS has the student in the section, the gradebook of the SIS has not.',
  },
  'student.no_sis_id': {
    title: 'The student has no id of the SIS',
    meaning:
      'Whoever is graded in the LMS cannot be found in the SIS, since the id is missing; a test student is such a case.',
  },
  'student.sis_id_invalid': {
    title: 'The student’s id is none of the SIS',
    meaning: 'An id stands with the student, but the SIS does not take it for one of a student.',
  },
  'lineitem.duplicate': {
    title: 'The assignment is in the gradebook already',
    meaning: 'The gradebook has an assignment of the same name and due date that is not linked with this one.',
  },
  'lineitem.deleted_in_sis': {
    title: 'The assignment was deleted in the gradebook',
    meaning: 'The LMS still points at an assignment that somebody deleted in the SIS.',
  },
  'lineitem.not_ours': {
    title: 'The gradebook’s assignment may not be changed from outside',
    meaning: 'The assignment in the SIS is locked, or no longer open to other programs.',
  },
  'link.stale': {
    title: 'The link between the two gradebooks is broken',
    meaning: 'What the LMS remembers of the assignment in the SIS no longer points at anything there.',
  },
  'title.too_long': {
    title: 'The assignment’s name is too long',
    meaning: 'The gradebook takes shorter names than the LMS does.',
  },
  'points.missing': {
    title: 'The assignment has no points possible',
    meaning: 'The gradebook needs a number of points, be it 0.',
  },
  'points.inconsistent': {
    title: 'Points and weight do not fit together',
    meaning: 'The total points in the gradebook must be its weight times the points of a score.',
  },
  'score.above_max': {
    title: 'The score is above what the gradebook allows',
    meaning: 'The score is higher than the points possible, and the gradebook takes no extra credit, or not so much.',
  },
  'score.blank': {
    title: 'The score is empty',
    meaning: 'Nothing is entered for the student, often where there was a score before, and the gradebook wants one.',
  },
  'score.excused': {
    title: 'The student is excused',
    meaning: 'The gradebook has no score for somebody who is excused from the assignment.',
  },
  'gradebook.none': {
    title: 'The section has no gradebook yet',
    meaning: 'The SIS makes the gradebook of a section later, and until then takes nothing for it.',
  },
  'gradebook.multiple': {
    title: 'The section has several gradebooks',
    meaning: 'The SIS cannot tell which gradebook of the section is meant.',
  },
  'gradescale.missing_or_custom': {
    title: 'The grade scale is missing or unusual',
    meaning: 'The section, its course or a category has no grade scale, or one that passback cannot use.',
  },
  'passback.not_enabled': {
    title: 'Passback is not switched on',
    meaning: 'The course, its account or its state does not allow grades to be sent.',
  },
  'auth.token_expired': {
    title: 'The token has expired',
    meaning: 'One system no longer accepts the token with which the other signs in.',
  },
  'auth.refused': {
    title: 'The sender is refused',
    meaning: 'A system answers that whoever asks may not do what was asked.',
  },
  'system.internal_error': {
    title: 'The other system failed',
    meaning: 'The other system had an error of its own and does not say which.',
  },
  'system.endpoint_missing': {
    title: 'The address asked for does not exist',
    meaning: 'The other system does not offer the call that was made.',
  },
  'system.record_missing': {
    title: 'What was asked for is not there',
    meaning: 'A course, section, assignment or person that was asked for is not, or no longer, in the other system.',
  },
  'system.rate_limit': {
    title: 'Too many requests',
    meaning: 'A system was asked more often than it allows within a time.',
  },
  'system.timeout': {
    title: 'It took too long',
    meaning: 'An answer, or the whole job, did not come within the time set for it.',
  },
  'system.unreachable': {
    title: 'The other system cannot be reached',
    meaning: 'Tries to reach the other system failed until they were given up.',
  },
};
