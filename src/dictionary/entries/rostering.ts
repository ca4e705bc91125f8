import type { Entry } from '../entry.schema.ts';
import { rosteringAttendanceSessionEntries } from './rostering-attendance-session.ts';
import { rosteringCourseEntries } from './rostering-course.ts';
import { rosteringCourseMemberEntries } from './rostering-course-member.ts';
import { rosteringRequestEntries } from './rostering-request.ts';
import { rosteringUserEntries } from './rostering-user.ts';

/** By which facts the records of an issue are grouped: what has to be put right once for all of a group. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'rostering.user.account_missing': ['fields'],
  'rostering.user.fields_missing': ['fields'],
  'rostering.user.parameter_missing': ['fields'],
  'rostering.user.school_not_authorized': ['school'],
  'rostering.course.account_missing': ['school'],
  'rostering.course.admin_unknown': ['email'],
  'rostering.course.conversion_invalid': ['field', 'detail'],
  'rostering.course.conversion_not_created': ['field'],
  'rostering.course.duration_too_small': ['school'],
  'rostering.course.options_in_uniform': ['field'],
  'rostering.course.owner_not_authorized': ['email'],
  'rostering.course.owner_unknown': ['email'],
  'rostering.course.parameter_missing': ['fields'],
  'rostering.course.schedule_missing': ['fields'],
  'rostering.course.school_not_authorized': ['school'],
  'rostering.course.school_not_configured': ['school'],
  'rostering.course.time_zone_invalid': ['timeZone'],
  'rostering.course.times_required': ['field'],
  'rostering.course_member.parameter_missing': ['fields'],
  'rostering.attendance_session.parameter_missing': ['fields'],
  'rostering.request.duration_too_large': ['school'],
  'rostering.request.line_malformed': ['reason'],
  'rostering.request.operation_unknown': ['field', 'received'],
  'rostering.request.person_ambiguous': ['field'],
  'rostering.request.session_time_zone': ['timeZone'],
  'rostering.request.unknown_field': ['field'],
  'rostering.request.unknown_role': ['received'],
  'rostering.request.value_malformed': ['field', 'reason'],
  'rostering.request.wrong_type': ['field', 'expected', 'received'],
};

/** What the rostering API answers: the published dictionary in its order, then what it leaves open. */
export const rosteringEntries: readonly Entry[] = [
  ...rosteringUserEntries,
  ...rosteringCourseEntries,
  ...rosteringCourseMemberEntries,
  ...rosteringAttendanceSessionEntries,
  ...rosteringRequestEntries,
].map((entry) => {
  const groupBy = groups[entry.entry];
  return groupBy === undefined ? entry : { ...entry, groupBy: [...groupBy] };
});
