import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entries } from '../../src/dictionary/entries.ts';
import type { Entry, Question, ResourceName, Saying } from '../../src/dictionary/entry.schema.ts';
import { fold } from '../../src/dictionary/fold.model.ts';
import { makeMatcher } from '../../src/dictionary/match.model.ts';
import { systemIds } from '../../src/dictionary/systems.ts';
import { sayingsOf } from '../../src/dictionary/told.model.ts';
import { published } from './published-passback.ts';

const matcher = makeMatcher(entries);
const first = (question: Question) => matcher.match(question)[0];
const found = (system: Question['system'], message: string) => first({ system, message })?.entry.entry ?? 'unknown';

describe('the published dictionary of grade passback', () => {
  test('has 76 titles, 79 messages and 88 causes', () => {
    expect(new Set(published.map(({ system, title }) => `${system} ${title}`)).size).toBe(76);
    expect(published).toHaveLength(79);
    expect(published.reduce((sum, { causes }) => sum + causes, 0)).toBe(88);
  });

  test.each(published)('$system, $title: as printed, and with values', ({
    system,
    title,
    message,
    filled,
    facts,
    causes,
    blocking,
  }) => {
    for (const text of [message, filled]) {
      const match = first({ system, message: text });
      expect(match?.entry.title).toBe(title);
      expect(match?.saying.causes).toHaveLength(causes);
      expect(match?.saying.blocking).toBe(blocking);
      expect(match?.cut).toBe(false);
    }
    expect(Object.values(first({ system, message: filled })?.facts ?? {})).toEqual(facts);
  });

  test('has no entry besides these for the eleven systems', () => {
    const gradebooks = new Set(published.map(({ system }) => system as string));
    const own = entries.filter(({ system }) => gradebooks.has(system));
    expect(own.map(({ system, title }) => `${system} ${title}`).sort()).toEqual(
      [...new Set(published.map(({ system, title }) => `${system} ${title}`))].sort(),
    );
    expect(own.flatMap(sayingsOf)).toHaveLength(79);
  });
});

describe('how a message may be wrapped', () => {
  const message = 'Section [1234.0.01] does not have sis_section_id';
  test.each([
    ['as it is', message],
    ['without brackets', 'Section 1234.0.01 does not have sis_section_id'],
    ['in upper case', 'SECTION 1234.0.01 DOES NOT HAVE SIS_SECTION_ID'],
    ['over lines', 'Section 1234.0.01\n   does not\r\n have sis_section_id.'],
    ['in quotes', '“Section ‘1234.0.01’ does not have sis_section_id”'],
    [
      'in a log line',
      '2026-11-24T03:12:44Z ERROR sync[88]: Section "1234.0.01" does not have sis_section_id (course 7)',
    ],
    ['in JSON', '{"status":422,"errors":[{"detail":"Section \\"1234.0.01\\" does not have sis_section_id"}]}'],
    ['in JSON in a string', '"{\\"error\\":\\"Section 1234.0.01 does not have sis_section_id\\"}"'],
    ['in JSON that is cut off', '{"error":"Section 1234.0.01 does not have sis_section_id","trace":"at '],
    ['with escapes', '{"error":"Section 1234.0.01\\n does not have sis_section_id"}'],
    ['with non-breaking spaces', 'Section\u00a01234.0.01\u00a0does\u00a0not have sis_section_id'],
  ])('%s', (_, text) => {
    const match = first({ system: 'skyward', message: text });
    expect(match?.entry.entry).toBe('skyward.section_without_sis_id');
    expect(match?.facts).toEqual({ section: '1234.0.01' });
  });

  test('the value before the last words may hold them too', () => {
    const text = 'Cannot find due date for assignment Jumping, skipping and running, skipping';
    expect(first({ system: 'focus', message: text })?.facts).toEqual({ assignment: 'Jumping, skipping and running' });
  });

  test.each([
    ['infinite-campus', 'Assignment with app id 12 cannot be created for section with app id'],
    ['infinite-campus', 'Cannot export Canvas submission in section 3 assignment 4 for student 5'],
    ['infinite-campus', 'Cannot export Canvas submission in selection 3 assignment 4 for student 5'],
    ['merge', 'No Hallpass or SIS data found.'],
    ['merge', 'No Coursedog or SIS data found'],
    [
      'aspen',
      'Grading category "Labs" not found in Aspen for assignment "A". Please ensure that your assignment categories/groups match between Aspen and Canvas. Available grading categories for class S1 are: Tests, Essays',
    ],
  ] as const)('%s: both spellings: %s', (system, text) => {
    expect(found(system, text)).not.toBe('unknown');
  });

  test.each([
    ['powerschool', 'The specified assignment is locked.', 'powerschool.assignment_locked'],
    [
      'powerschool',
      '{"message":"Due date must be between 01/05/2026 and 05/29/2026.","errors":[]}',
      'powerschool.due_date_outside_term',
    ],
    ['powerschool', 'Value may not contain more than 50 character(s).', 'powerschool.name_too_long'],
    ['powerschool', 'Score entry points is required.', 'powerschool.points_missing'],
    ['focus', 'Invalid Assignment Category for due date: 01/09/2026', 'focus.grading_period_closed'],
    ['pinnacle', 'Could not find gradebook term based on the due date.', 'pinnacle.due_date_outside_terms'],
    ['sapphire', 'Bad Request - The Request body is missing category.', 'sapphire.category_missing'],
    [
      'banner',
      'ORA-20001: ORA-20100: ::Section billing hours must equal course billing hours::',
      'banner.hours_unequal',
    ],
  ] as const)('%s: the inner sentence alone: %s', (system, text, entry) => {
    expect(found(system, text)).toBe(entry);
  });
});

describe('what stays unknown', () => {
  test.each([
    ['skyward', 'An internal server error has occurred in module 7'],
    ['aeries', 'An Internal Server Error occurred while the page was made'],
    ['skyward', 'The request is invalid because the moon is full'],
    [
      'powerschool',
      'Grade exchange job failed. Status in SIS: 5 - EXCHANGE_ERROR_NON_RETRYABLE - 71608256 - For input string: "12"',
    ],
    ['powerschool', 'Grade exchange job failed.'],
    ['q', 'Student'],
    ['q', ''],
    ['skyward', 'Assignment '],
    ['skyward', 'Section 1234.0.01 does not have '],
    ['infinite-campus', 'Section 12 does not have sis_section_id'],
    ['synergy', '}{][\\"'],
    [undefined, 'Nothing that any system is known to say.'],
  ] as const)('%s: %s', (system, text) => {
    expect(first({ system, message: text })).toBeUndefined();
  });
});

describe('the same words in several systems', () => {
  const due = 'Cannot find due date for assignment Essay 1, skipping';

  test('each finds its own, and no other has it', () => {
    const known = systemIds.filter((system) => found(system, due) !== 'unknown');
    expect(known.map((system) => found(system, due))).toEqual([
      'focus.due_date_not_found',
      'pinnacle.due_date_not_found',
      'synergy.due_date_not_found',
    ]);
  });

  test('without a system all are told, and always in the same order', () => {
    const all = matcher.match({ message: due }).map(({ entry }) => entry.entry);
    expect(all).toEqual(['focus.due_date_not_found', 'pinnacle.due_date_not_found', 'synergy.due_date_not_found']);
    const backwards = makeMatcher([...entries].reverse());
    expect(new Set(backwards.match({ message: due }).map(({ entry }) => entry.entry))).toEqual(new Set(all));
  });

  test('status, code and resource narrow it', () => {
    const message = 'Course does not exist.';
    const all = matcher.match({ message, system: 'rostering' });
    expect(all).toHaveLength(1);
    const of = (resource: ResourceName) => first({ message, system: 'rostering', resource })?.entry.entry;
    expect(of('course')).toBe('rostering.course.not_found');
    expect(of('courseMember')).toBe('rostering.course_member.course_case');
    expect(of('user')).toBeUndefined();
    expect(first({ message: 'User not found.', system: 'rostering', code: 1 })).toBeUndefined();
    expect(first({ message: 'User not found.', system: 'rostering', status: 404 })).toBeUndefined();
    expect(first({ message: 'User not found.', system: 'rostering', status: 400, code: 10009 })?.entry.title).toBe(
      'User Not Found',
    );
  });

  test('where only the blank differs, the fields decide', () => {
    const of = (fields: string) => found('rostering', `User missing the following fields: ${fields}`);
    expect(of('schoolID, issuedID')).toBe('rostering.user.account_missing');
    expect(of('firstName')).toBe('rostering.user.fields_missing');
    expect(of('shoeSize')).toBe('unknown');
  });
});

type One = { readonly entry: Entry; readonly saying: Saying; readonly template: string };
const all: readonly One[] = entries.flatMap((entry) =>
  sayingsOf(entry).flatMap((saying) =>
    [saying.message, ...(saying.aliases ?? [])].map((template) => ({ entry, saying, template })),
  ),
);
/** Messages that have no words of their own: whatever is told is the message. */
const wordless = all.filter(({ template }) => /^\{\w+\}$/.test(template));
const worded = all.filter((one) => !wordless.includes(one));
const placeholder = /\{([a-zA-Z]+)\}/g;
const resources: Readonly<Record<string, ResourceName>> = {
  user: 'user',
  course: 'course',
  course_member: 'courseMember',
  attendance_session: 'attendanceSession',
};
const ask = ({ entry, saying }: One, message: string): Question => ({
  system: entry.system,
  message,
  ...(entry.system === 'rostering' ? { resource: resources[entry.entry.split('.')[1] ?? ''], code: saying.code } : {}),
});
const named = (question: Question) => {
  const match = first(question);
  return match === undefined ? 'unknown' : `${match.entry.entry}: ${match.saying.message}`;
};
const nameOf = ({ entry, saying }: One) => `${entry.entry}: ${saying.message}`;

test('the only messages that cannot be found are those that are nothing but a fact', () => {
  expect([...new Set(wordless.map(({ entry }) => entry.entry))]).toEqual([
    'connection.no_embedded_database',
    'connection.database_not_started',
    'connection.database_other_version',
    'connection.second_hub',
    'connection.archive_unusable',
    'connection.backup_not_written',
    'connection.restore_refused',
    'request.body_invalid',
  ]);
});

const words = [...new Set(all.flatMap(({ template }) => template.replace(placeholder, ' ').split(/[^A-Za-z]+/)))];
const value = fc.oneof(
  fc.constant(''),
  fc.constantFrom(...words),
  fc.integer({ min: 0, max: 1e9 }).map(String),
  fc.stringMatching(/^[A-Za-z0-9 "'“”()[\]{}<>.,:;#&é漢\n-]{1,30}$/),
  fc.constantFrom('Essay "2"', "O'Neil", '[12]', '(ENG10-04)', 'a\nb', '{"a":1}', '02/14/2026', '{x', 'y}'),
);

/** Fills a template so that facts which can only be some words are these. */
function fill({ saying, template }: One, values: readonly string[]): string {
  let at = 0;
  return template.replace(placeholder, (_, name: string) => saying.words?.[name]?.join(', ') ?? values[at++] ?? '');
}

/** With such a last value, a text that ends in it may as well be the beginning of another message of the system. */
function mayBeBegun(one: One, text: string, last: string): boolean {
  if (!/\}\W*$/.test(one.template)) return false;
  const value = fold(last).letters;
  const head = fold(text).letters.slice(0, -value.length || undefined);
  return worded.some(({ entry, saying, template }) => {
    if (entry.system !== one.entry.system || saying === one.saying) return false;
    const [first = '', ...literals] = template.split(/\{[a-zA-Z]+\}/).map((part) => fold(part).letters);
    if (first.length > head.length && first.startsWith(head)) return first.startsWith(head + value);
    return (
      first !== '' && head.startsWith(first) && literals.some((literal) => literal !== '' && literal.startsWith(value))
    );
  });
}

// The same values each time, and other ones in the soak.
const runs = Number(process.env['MATCH_RUNS'] ?? 60);
const seed = process.env['MATCH_RUNS'] === undefined ? { seed: 20_261_128 } : {};

/** A value, and what follows each of its breaks. */
const endsOf = (last: string) => [
  last,
  ...[...last.matchAll(/[^\p{L}\p{N}]+/gu)].map(({ index }) => last.slice(index)),
];

const isSpecialCase = (special: Saying, { entry }: One) =>
  makeMatcher([entry]).match({ message: special.message })[0]?.cut === false;

describe('every template', () => {
  test.each(
    worded.map((one) => [one.entry.entry, one.template, one] as const),
  )('%s is found with any values: %s', (_, __, one) => {
    const holes = [...one.template.matchAll(placeholder)].length;
    fc.assert(
      fc.property(fc.array(value, { minLength: holes, maxLength: holes }), (values) => {
        const text = fill(one, values);
        const name = named(ask(one, text));
        const match = first(ask(one, text));
        // A value may make the message a more specific one, which then wins; or its end may begin another.
        if (match !== undefined && !match.cut && isSpecialCase(match.saying, one)) return;
        if (match?.cut !== false && endsOf(values.at(-1) ?? '').some((end) => mayBeBegun(one, text, end))) return;
        expect(name).toBe(nameOf(one));
      }),
      { numRuns: holes === 0 ? 1 : runs, ...seed },
    );
  });

  test.each(
    all.filter(({ saying, template }) => saying.message === template).map((one) => [nameOf(one), one] as const),
  )('cut off anywhere it is itself or unknown: %s', (_, one) => {
    const text = fill(one, ['Zq7 x', '41', 'B, c', 'D-9', 'e.f', 'G 8', 'h', 'i'].slice(0, 8));
    const complete = new Set(
      worded
        .filter(({ entry }) => entry.system === one.entry.system && entry !== one.entry)
        .map(({ template }) => shape(template)),
    );
    for (let length = 0; length < text.length; length++) {
      const cut = text.slice(0, length);
      const match = first(ask(one, cut));
      if (match === undefined || match.entry === one.entry) continue;
      // It may be a whole message of its own by then.
      expect(
        [...complete].some((pattern) => new RegExp(pattern, 'u').test(fold(cut).letters)),
        `${cut} → ${match.entry.entry}`,
      ).toBe(true);
    }
  });
});

/** A template without open end as a pattern over folded letters. */
function shape(template: string): string {
  if (/\}\W*$/.test(template)) return '(?!)';
  return `^${template
    .split(placeholder)
    .map((part, at) => (at % 2 === 0 ? fold(part).letters : '.*'))
    .join('')}$`;
}
