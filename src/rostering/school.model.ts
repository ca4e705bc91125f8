import type { SchoolView } from './school.schema.ts';

/** The settings of a school as one text, equal for equal settings whatever the order of their keys. */
export function settingsText(rostering: SchoolView['rostering']): string {
  if (rostering === null) return 'null';
  const attendance = rostering.attendanceSettings.map(({ name, conversion }) => [name, conversion]);
  return JSON.stringify([attendance, rostering.duration ?? null, rostering.welcomeEmail ?? null]);
}
