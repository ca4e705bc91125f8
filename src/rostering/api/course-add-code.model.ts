import { type Fault, fault } from './fault.model.ts';
import type { Course, Known, School } from './known.model.ts';

const longest = 25;
const allowed = /^[a-zA-Z0-9~\-_.!*\\(),]*$/;
const onlyDigits = /^\d+$/;

/** How an addCode is written, and whose it is: one course of a school has it, live or archived, case kept. */
export const addCodeFaults = {
  form(code: string | null): readonly Fault[] {
    if (code === null) return [];
    const wrong = (entry: string) => fault('/addCode', entry, { field: 'addCode' }, code);
    return [
      ...(code.length > longest ? [wrong('rostering.course.add_code_too_long')] : []),
      ...(allowed.test(code) ? [] : [wrong('rostering.course.add_code_characters')]),
      ...(onlyDigits.test(code) ? [wrong('rostering.course.add_code_numeric')] : []),
    ];
  },

  /** `self` may have it: the course that is changed, or the one whose courseID is created again. */
  taken(code: string | null, school: School | undefined, self: Course | undefined, known: Known): readonly Fault[] {
    if (code === null || school?.authorized !== true || addCodeFaults.form(code).length > 0) return [];
    const others = known.coursesByAddCode(code).filter((one) => one.school === school.id && one.id !== self?.id);
    return others.length > 0 ? [fault('/addCode', 'rostering.course.add_code_taken', { field: 'addCode' }, code)] : [];
  },
};
