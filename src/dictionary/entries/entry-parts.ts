import type { Entry, EntryCause, FixName, Saying, Screen, SystemId } from '../entry.schema.ts';

// The parts that entries of outside systems are written with, so that an entry reads like the page it explains.

type More = {
  readonly prevention?: readonly string[];
  readonly fixes?: readonly FixName[];
  readonly screens?: readonly Screen[];
  readonly destroys?: readonly { readonly step: number; readonly what: string }[];
  /** The source names nobody. */
  readonly inferred?: true;
};

const by =
  (owner: EntryCause['owner'], desk?: string) =>
  (meaning: string, steps: readonly string[], more: More = {}): EntryCause => ({
    meaning,
    owner,
    ...(more.inferred === undefined ? {} : { ownerInferred: true }),
    ...(desk === undefined ? {} : { desk }),
    steps: [...steps],
    prevention: [...(more.prevention ?? [])],
    ...(more.destroys === undefined ? {} : { destroys: [...more.destroys] }),
    ...(more.fixes === undefined ? {} : { fixes: [...more.fixes] }),
    ...(more.screens === undefined ? {} : { screens: [...more.screens] }),
  });

export const teacher = by('teacher');
export const registrar = by('registrar');
export const scheduler = by('scheduler');
export const lms = by('lms_admin');
export const sis = by('sis_admin');
export const manager = by('integration_manager');
/** A cause that only a vendor's or our own support can take away. */
export const supportOf = (desk: string) => by('support', desk);
/** The desk that looks after the exchange between Canvas and a SIS. */
export const canvasSisSupport = supportOf('Canvas SIS Support');

/** Screens of Canvas that many gradebooks send people to. */
export const canvas = {
  assignments: { system: 'canvas', name: 'Assignments', path: '/courses/{course}/assignments' },
  gradebook: { system: 'canvas', name: 'Gradebook', path: '/courses/{course}/gradebook' },
  gradebookHistory: {
    system: 'canvas',
    name: 'Gradebook history',
    path: '/courses/{course}/gradebook/history',
  },
  people: { system: 'canvas', name: 'People', path: '/courses/{course}/users' },
  sections: { system: 'canvas', name: 'Course settings, Sections', path: '/courses/{course}/settings#tab-sections' },
  gradeSync: { system: 'canvas', name: 'Grade Sync of the course' },
} as const satisfies Record<string, Screen>;

/** Makes Canvas forget where it put the assignments of a course, so that the next sync makes them anew. */
export const clearLink =
  'As an administrator of Canvas, clear the link that Canvas keeps for the course: its integration data. No page of Canvas does this; it takes a request to Canvas that is written by hand. If nobody at your school or district has done that before, open a case with Canvas Support, ask for Canvas SIS Support, name the course, and have them do it or tell you how.';

type Told = Omit<Saying, 'causes' | 'cause' | 'blocking' | 'retry' | 'message'> & {
  /** True where the message stops its record, false where the source says that it does not affect the sync. */
  readonly blocking?: boolean;
  readonly retry?: Saying['retry'];
};

/** One wording: what is printed, its canonical cause, and what it means. */
export const says = (
  message: string,
  cause: string,
  causes: readonly [EntryCause, ...EntryCause[]],
  told: Told = {},
): Saying => ({
  message,
  cause,
  blocking: told.blocking ?? true,
  retry: told.retry ?? 'after_fix',
  ...told,
  causes: [...causes],
});

/** Entries of one system and one source document. `name` is the part after the system's, `first` the message, `also` others under the same title. */
export const entriesOf =
  (system: SystemId, source: string) =>
  (name: string, title: string, first: Saying, ...also: readonly Saying[]): Entry => ({
    entry: `${system}.${name}`,
    system,
    title,
    source: `${source}: ${title}`,
    ...first,
    ...(also.length === 0 ? {} : { also: [...also] }),
  });
