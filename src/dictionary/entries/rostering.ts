import type { Entry } from '../entry.schema.ts';
import { rosteringAttendanceSessionEntries } from './rostering-attendance-session.ts';
import { rosteringCourseEntries } from './rostering-course.ts';
import { rosteringCourseMemberEntries } from './rostering-course-member.ts';
import { rosteringRequestEntries } from './rostering-request.ts';
import { rosteringUserEntries } from './rostering-user.ts';

/** What the rostering API answers: the published dictionary in its order, then what it leaves open. */
export const rosteringEntries: readonly Entry[] = [
  ...rosteringUserEntries,
  ...rosteringCourseEntries,
  ...rosteringCourseMemberEntries,
  ...rosteringAttendanceSessionEntries,
  ...rosteringRequestEntries,
];
