import type { Cause } from './cause.ts';

/** What can be wrong where a schedule is merged with that of a SIS, beside what other jobs have as well. */
export const mergeCauses: Readonly<Record<string, Cause>> = {
  'merge.no_data': {
    title: 'The merge got no data',
    meaning: 'For a term that was to be merged nothing came from the SIS; first of all, it may have nothing.',
  },
  'merge.not_all_stored': {
    title: 'Not everything stayed in the SIS',
    meaning: 'Some of what a merge sent is not in the SIS afterwards, and the SIS does not say why.',
  },
  'section.hours_mismatch': {
    title: 'The section’s hours are not those of its course',
    meaning: 'The SIS wants a section to have exactly the credit, contact, billing or lecture hours of its course.',
  },
  'section.hours_out_of_range': {
    title: 'The section’s hours are outside the range of its course',
    meaning: 'The course allows a least and a most number of hours, and the section has fewer or more.',
  },
  'section.session_credits_exceeded': {
    title: 'The meetings are worth more than the section',
    meaning: 'The credit hours of the meetings add up to more than the section or its course has.',
  },
  'section.fixed_by_enrollments': {
    title: 'Students are enrolled, so it can no longer change',
    meaning: 'The SIS lets certain fields of a section change only as long as nobody is enrolled in it.',
  },
  'section.exists_already': {
    title: 'The SIS has this section already',
    meaning: 'A section was to be made anew, and the SIS has one of the same course, number and term.',
  },
  'section.not_in_sis': {
    title: 'The SIS does not have this section',
    meaning: 'Something was sent for a section that was never made in the SIS or is no longer there.',
  },
  'section.deleted_in_sis': {
    title: 'The section was deleted in the SIS',
    meaning: 'Somebody deleted in the SIS what is still in the schedule here.',
  },
  'section.course_differs': {
    title: 'The section belongs to another course in the SIS',
    meaning: 'The two systems mean sections of different courses by the same number.',
  },
  'section.locked': {
    title: 'The section is in use in the SIS',
    meaning: 'A person or a job there holds the section, and nobody else can change it in the meantime.',
  },
  'section.cancelled': {
    title: 'The section is cancelled',
    meaning: 'The SIS takes no such change to a section that is cancelled.',
  },
  'section.graded': {
    title: 'The section has grades',
    meaning: 'A section in which grades were given cannot be cancelled in the SIS.',
  },
  'section.capacity_negative': {
    title: 'The maximum enrollment is below zero',
    meaning: 'A section was sent that would take fewer than no students.',
  },
  'section.room_capacity_zero': {
    title: 'The room is to hold nobody',
    meaning: 'The section asks for a room of a size of 0.',
  },
  'section.reserve_over_capacity': {
    title: 'More seats are reserved than there are',
    meaning: 'The seats reserved for groups of students add up to more than the section has.',
  },
  'section.associated_class_missing': {
    title: 'The associated class is missing',
    meaning: 'The number that ties sections of a course together is empty or 0.',
  },
  'section.auto_enroll_same': {
    title: 'Both auto enroll fields name the same section',
    meaning: 'Students would be put into one and the same further section twice.',
  },
  'section.primary_section_missing': {
    title: 'The primary section does not exist',
    meaning: 'The section names another one as its primary section, and the SIS has no such section.',
  },
  'section.both_component_rules': {
    title: 'Two rules for components at once',
    meaning: 'A section may count either the best of its components or a subset of them.',
  },
  'section.charge_method_fixed': {
    title: 'The charge assessment method cannot be changed from outside',
    meaning: 'How a section is charged is settled when it is made, and a merge cannot change it.',
  },
  'meeting.overlap': {
    title: 'Two meetings at the same time',
    meaning: 'Meetings of the same section overlap.',
  },
  'meeting.incomplete': {
    title: 'A meeting with days or time only',
    meaning: 'A meeting has days without a time, or a time without days.',
  },
  'meeting.room_incomplete': {
    title: 'Building or room is missing',
    meaning: 'The meeting is to be scheduled automatically, for which both building and room are needed.',
  },
  'meeting.tba_not_sent': {
    title: 'A meeting to be announced is not sent',
    meaning:
      'A meeting whose time is TBA does not go to the SIS, and its room and instructor with it, without any error.',
  },
  'meeting.after_section_end': {
    title: 'A meeting ends after its section',
    meaning: 'The last day of a meeting lies after the end of the section or of its part of the term.',
  },
  'meeting.times_reversed': {
    title: 'A meeting ends before it begins',
    meaning: 'The start time of a meeting is not before its end time.',
  },
  'room.conflict': {
    title: 'The room is taken',
    meaning: 'Two meetings would be in one room at the same time.',
  },
  'room.inactive': {
    title: 'The room is out of use',
    meaning: 'A meeting is planned into a room that is inactive in the SIS.',
  },
  'room.not_a_classroom': {
    title: 'The room is no classroom',
    meaning: 'The SIS plans sections only into rooms of the type classroom.',
  },
  'room.too_small': {
    title: 'The room is too small',
    meaning: 'The section may take more students than its room holds.',
  },
  'instructor.without_meeting': {
    title: 'An instructor without a meeting',
    meaning: 'A meeting was deleted while an instructor was still assigned to it.',
  },
  'instructor.several_primary': {
    title: 'Several primary instructors',
    meaning: 'The SIS takes one primary instructor a section, and more are marked so.',
  },
  'instructor.part_time': {
    title: 'A part-time instructor in a full-time section',
    meaning: 'The SIS does not let part-time instructors teach a section of this kind.',
  },
  'course.campus_restricted': {
    title: 'The course may not be offered at this campus',
    meaning: 'The SIS restricts the course to other campuses than that of the section.',
  },
  'course.status_forbids_sections': {
    title: 'The course takes no new sections',
    meaning: 'The status of the course in the SIS does not allow sections to be made of it.',
  },
  'course.not_in_sis': {
    title: 'The SIS does not have the course',
    meaning: 'A section was sent whose course is not in the SIS.',
  },
  'course.number_taken': {
    title: 'Subject and number belong to another course',
    meaning: 'The SIS has another course of the same subject and number.',
  },
  'relationship.not_combinable': {
    title: 'These sections cannot be combined',
    meaning: 'A section is not in the SIS yet, differs from the others, or is combined elsewhere already.',
  },
  'relationship.instructors_differ': {
    title: 'Combined sections have different instructors',
    meaning: 'The SIS wants sections that are taught together to have the same instructor.',
  },
  'relationship.group_id_missing': {
    title: 'The group id of the SIS is missing',
    meaning: 'The SIS has combined these sections already, and the relationship was sent without the id it gave them.',
  },
  'record.not_in_sis': {
    title: 'The SIS does not have this record',
    meaning: 'A change or a deletion was sent for something that the SIS does not find by its ids.',
  },
  'record.field_unknown': {
    title: 'The SIS does not know this field',
    meaning: 'A field was sent for which the other side has no place.',
  },
  'record.value_refused': {
    title: 'The SIS does not take a value',
    meaning:
      'A value cannot be stored in the SIS as it was sent; the message names the field or the database’s reason.',
  },
};
