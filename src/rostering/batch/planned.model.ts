import type { CourseRow } from '../api/course.model.ts';
import type { Fault } from '../api/fault.model.ts';
import type { Course, MemberAt, Person, SessionAt } from '../api/known.model.ts';

// What becomes of a line, by what is known when its turn comes.

export type NewAccount = {
  readonly person: number;
  readonly school: string;
  readonly issuedID: string | null;
  readonly role: string | null;
};
export type WelcomeMail = {
  readonly to: string;
  readonly template: { readonly subject: string; readonly text: string };
  readonly values: Readonly<Record<string, string>>;
};
export type CourseNow = Omit<CourseRow, 'addCode'> & {
  readonly id: number;
  readonly courseID: string;
  readonly addCode: string;
};

/** One write, with the record as it is after it (of a deletion: before). */
export type Write =
  | {
      readonly do: 'createUser' | 'addAccount';
      readonly person: Person;
      /** Whether an account's person changes too. */
      readonly changed: boolean;
      readonly account: NewAccount;
      readonly welcome: WelcomeMail | null;
    }
  | { readonly do: 'updateUser'; readonly person: Person; readonly account: NewAccount | null }
  | { readonly do: 'deleteUser'; readonly person: Person; readonly school: string }
  | { readonly do: 'createCourse' | 'updateCourse'; readonly course: Course; readonly row: CourseNow }
  | { readonly do: 'deleteCourse'; readonly course: Course }
  | {
      readonly do: 'createMember' | 'updateMember' | 'deleteMember';
      readonly member: MemberAt;
      readonly school: string;
      /** Somebody who was dropped is taken back. */
      readonly back: boolean;
    }
  | { readonly do: 'createSession' | 'updateSession'; readonly session: SessionAt }
  | { readonly do: 'deleteSessions'; readonly course: number; readonly sessions: readonly SessionAt[] };

export type WriteOf<Do extends Write['do']> = Write & { readonly do: Do };

export type Planned =
  | { readonly to: 'refused'; readonly faults: readonly Fault[] }
  | { readonly to: 'unchanged' }
  | { readonly to: 'write'; readonly outcome: 'created' | 'updated' | 'deleted'; readonly write: Write };

export const unchanged: Planned = { to: 'unchanged' };
export const refused = (faults: readonly Fault[]): Planned => ({ to: 'refused', faults });

/** Whether two values of JSON are the same, whatever the order of their fields. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [mine, theirs] = [Object.entries(one), other as Readonly<Record<string, unknown>>];
  return (
    mine.length === Object.keys(theirs).length &&
    mine.every(([name, value]) => Object.hasOwn(theirs, name) && sameValue(value, theirs[name]))
  );
}
