import type { Operation } from './body.model.ts';

/** What sort of thing an operation is about, in the API's words; also the kind of its outcomes. */
export type Resource = 'user' | 'course' | 'courseMember' | 'attendanceSession';

export const resourceOf: Readonly<Record<Operation, Resource>> = {
  createUser: 'user',
  updateUser: 'user',
  deleteUser: 'user',
  createCourse: 'course',
  updateCourse: 'course',
  deleteCourse: 'course',
  createCourseMember: 'courseMember',
  updateCourseMember: 'courseMember',
  deleteCourseMember: 'courseMember',
  createAttendanceSession: 'attendanceSession',
  deleteAttendanceSession: 'attendanceSession',
};

/** The word of an outcome that an operation ends in. */
export const outcomeOf = (operation: Operation): 'created' | 'updated' | 'deleted' =>
  operation.startsWith('create') ? 'created' : operation.startsWith('update') ? 'updated' : 'deleted';
