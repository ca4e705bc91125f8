import type { Entry } from '../entry.schema.ts';

type Cause = Entry['causes'][number];
type Destroys = NonNullable<Cause['destroys']>;
type Explain = (
  meaning: string,
  steps: readonly string[],
  prevention?: readonly string[],
  destroys?: Destroys,
) => Cause;

const by =
  (owner: Cause['owner'], desk?: string): Explain =>
  (meaning, steps, prevention = [], destroys) => ({
    meaning,
    owner,
    ...(desk === undefined ? {} : { desk }),
    steps: [...steps],
    prevention: [...prevention],
    ...(destroys === undefined ? {} : { destroys }),
  });

export const sis = by('sis_admin');
export const manager = by('integration_manager');
export const support = by('support', 'the Hallpass administrator of your district');

// Steps that many entries share. A message names its record seldom, and whoever reads it seldom is the one who sends.

/** Which record it is. */
export const findRecord =
  'In Hallpass, open Runs, then the run of that day, then Records: each refused record stands there with its id and, where one field is at fault, with that field and its value.';

/** To whom a fault of the sending program goes. */
export const passOn =
  'Pass the message and the id of the record (in Hallpass: Runs, the run of that day, Records) to whoever looks after the program that sends the records; the page API keys, which Hallpass administrators see, names them under Managed by.';

/** The same for a call that is about no single record. */
export const passCallOn =
  'Pass the message, as it stands in the log of the program that sends the records, to whoever looks after that program, often its vendor; the page API keys, which Hallpass administrators see, names them under Managed by.';

export const sendAgain = (thing: string) =>
  `The program that sends the records to Hallpass sends the ${thing} again in its next run, or at once if whoever looks after it (in Hallpass: API keys, Managed by) starts one; nothing is made twice. If the message comes again, they check whether the program sends what stands in the SIS.`;

export const runAgain =
  'They run the program again; what was accepted before is not made twice. If the message comes again, they give it to the Hallpass administrator, with the `requestId` of the answer that the program got.';

export const lookUpUser =
  'Look the person up in Hallpass: on the page Users, search for the userID or the email (a program asks GET /rostering/v1/users).';

export const lookUpCourse =
  'Look the course up in Hallpass: on the page Courses, search for the courseID or the addCode (a program asks GET /rostering/v1/courses). A deleted one is marked Archived.';

/** Whoever meets it tells whoever can change it. */
export const tellAdministrator =
  'Tell the Hallpass administrator of your district, with the message and the id of the school that the record belongs to.';

export const setSchoolUp =
  'The Hallpass administrator opens that school on the page Schools, switches on Accept courses and sessions for this school, enters the school’s attendance settings, and presses Save.';

export const addSchoolToKey =
  'The Hallpass administrator looks on the page API keys which schools this key has. If it has all schools, nothing has to be added to it; otherwise they add the school to `schools` of this key in the district file, beside those that it has, and apply the file.';

/** What the API prints: the status, the code (null: none is printed), the name of the entry and its message. */
type Printed = readonly [status: number, code: number | null, title: string, message: string];

const bulk: Readonly<Record<string, string>> = {
  createAttendanceSession: 'createAttendanceSessions',
  deleteAttendanceSession: 'deleteAttendanceSessions',
};

/** An entry of one resource. What an operation answers, its bulk form and a line of a batch answer as well. */
export const entriesOfResource =
  (resource: string) =>
  (
    name: string,
    [status, code, title, message]: Printed,
    [cause, retry]: readonly [cause: string, retry: Entry['retry']],
    operations: readonly string[],
    causes: readonly [Cause, ...Cause[]],
  ): Entry => ({
    entry: `rostering.${resource}.${name}`,
    system: 'rostering',
    title,
    message,
    cause,
    blocking: true,
    retry,
    status,
    ...(code === null ? {} : { code }),
    operations: [...operations, ...operations.flatMap((operation) => bulk[operation] ?? []), 'batch'],
    causes: [...causes],
  });
