import { schoolYear, sessions, yearId } from './calendar.ts';
import { courses } from './catalogue.ts';
import { editorOf } from './fates.ts';
import { schoolNames } from './names.ts';
import { orgId } from './people.ts';
import { pick } from './prng.ts';
import type { Scene } from './scene.ts';
import type { School } from './shape.ts';

export const districtId = '1';

export async function writeOrgs({ shape, open }: Scene): Promise<void> {
  const table = await open('orgs');
  table.put([districtId, '', '', 'Example Unified School District', 'district', '0600001', ''], 'same');
  for (const school of shape.schools) {
    table.put(
      [orgId(school.at), '', '', schoolName(school), 'school', `0600001-${orgId(school.at)}`, districtId],
      'same',
    );
    if (table.isFull()) await table.flush();
  }
}

export async function writeSessions({ open }: Scene): Promise<void> {
  const table = await open('academicSessions');
  for (const { id, title, type, start, end, parent } of sessions)
    table.put([id, '', '', title, type, start, end, parent, schoolYear], 'same');
}

export async function writeCourses({ options, open }: Scene): Promise<void> {
  const table = await open('courses');
  const isEdited = editorOf('courses', options);
  for (const { id, title, code, grade, subject, subjectCode } of courses) {
    const edited = isEdited();
    table.put(
      [id, '', '', yearId, edited ? `${title} (new syllabus)` : title, code, grade, districtId, subject, subjectCode],
      edited ? 'edited' : 'same',
    );
  }
}

function schoolName(school: School): string {
  const again = Math.floor(school.at / schoolNames.length);
  const kind =
    school.level === 'elementary'
      ? 'Elementary'
      : school.grades.length > 4
        ? 'Junior-Senior High'
        : school.grades[0] === '06'
          ? 'Middle'
          : 'High';
  return `${pick(schoolNames, school.at)}${again === 0 ? '' : ` ${again + 1}`} ${kind} School`;
}
